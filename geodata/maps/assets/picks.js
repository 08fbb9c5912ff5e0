/* Events that a person selects by hand, in the list, on the map or in the page's table: how many
 * they are, and what can be done with exactly those. The server keeps them under a key. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const MOST = 20000;

  class Picks {
    constructor(desk) {
      this.desk = desk;
      this.set = new Set();
      this.key = "";
      this.anchor = null;
      this.asked = 0;
      this.count = el("b", { role: "status", "aria-live": "polite" });
      const act = (name, click) => el("button", { type: "button", "data-pick": name, click },
        DL.t(["confirm", "reject"].includes(name) ? "verb." + name : "pick." + name));
      this.verbs = ["confirm", "reject"].map((kind) => act(kind, () => this._decide(kind)));
      this.node = el("div", { class: "dl-picks", role: "group", "aria-label": DL.t("pick.label"), hidden: "" },
        this.count, ...this.verbs, act("download", () => this._download()),
        act("all", () => this.all()), act("clear", () => this.clear()));
      this._keepSoon = DL.settled(150, () => this._keep());
    }

    has(index) {
      return this.set.has(index);
    }

    /** Take an event in or out. */
    toggle(index) {
      if (!this.set.delete(index)) this.set.add(index);
      this.anchor = index;
      this._changed();
    }

    /** Take in all rows of a list from the one that was touched last up to this one. */
    upTo(index, list) {
      const [from, to] = [list.rank(this.anchor === null ? index : this.anchor), list.rank(index)];
      if (from < 0 || to < 0) return this.toggle(index);
      for (let rank = Math.min(from, to); rank <= Math.max(from, to); rank++) this.set.add(list.at(rank));
      return this._changed();
    }

    add(indices) {
      for (const index of indices) this.set.add(index);
      this._changed();
    }

    /** Take in or out what stands at one mark. */
    turn(indices) {
      const all = indices.every((index) => this.set.has(index));
      for (const index of indices) this.set[all ? "delete" : "add"](index);
      this._changed();
    }

    /** Take in what lies in a box of the map, in the map's own units. */
    box([west, north, east, south]) {
      const { columns, result } = this.desk;
      const inside = (index) => {
        const place = columns.place[index];
        if (place === DL.NO_PLACE) return false;
        const [x, y] = [columns.x[place], columns.y[place]];
        return x >= west && x <= east && y >= north && y <= south;
      };
      this.add(Array.from(result.shown).concat(Array.from(result.undated)).filter(inside));
    }

    /** Take in the whole list. */
    all() {
      const { list } = this.desk;
      for (let rank = 0; rank < Math.min(list.length, MOST); rank++) this.set.add(list.at(rank));
      this._changed();
    }

    clear() {
      const inside = this.node.contains(document.activeElement);
      this.set.clear();
      this.anchor = null;
      this._changed();
      if (inside) this.desk.list.scroller.focus();
    }

    _changed() {
      if (!this.desk.api) return this.set.clear();
      if (this.set.size > MOST) {
        this.set = new Set([...this.set].sort((a, b) => b - a).slice(0, MOST));
        this.desk.say(DL.t("pick.most", { n: MOST }));
      }
      this._show();
      return this._keepSoon();
    }

    _show() {
      this._count();
      this.desk.list.draw();
    }

    _count() {
      this.node.hidden = !this.set.size;
      this.count.textContent = DL.t("pick.selected", { n: this.set.size });
      for (const verb of this.verbs) verb.hidden = !DL.mayEdit();
    }

    /** Let the server keep what is selected, and tell the page. Returns its key, which is empty if
     * it is not kept: whoever goes on with an older key would have other events. */
    async _keep() {
      const { desk } = this;
      const { revision } = desk;
      const asked = ++this.asked;
      try {
        const { key } = await desk.api.post("pick", { revision, indices: [...this.set] });
        if (revision !== desk.revision) return "";
        if (asked === this.asked) {
          this.key = key;
          desk.tellSoon();
        }
        return key;
      } catch (error) {
        desk.say(error.message);
        return "";
      }
    }

    /** The same events have other indices in new columns. */
    async renew(api, revision) {
      if (!this.key) {
        this.set.clear();
        return void this._count();
      }
      try {
        this.set = new Set(new Uint32Array(await api.bytes(`${revision}/picked`, { key: this.key })));
      } catch (error) {
        this.set.clear();
        this.key = "";
      }
      this.anchor = null;
      this._count();
    }

    /** Take what the page's table has chosen, once for each new number. */
    async adopt({ key, n }) {
      if (n === this.adopted || !this.desk.api) return;
      this.adopted = n;
      this.key = key;
      await this.renew(this.desk.api, this.desk.revision);
      this._show();
      this.desk.tellSoon();
    }

    async _decide(kind) {
      const { desk } = this;
      const key = await this._keep();
      if (key && (await desk.decisions.decideAll(kind, key))) this.clear();
    }

    /** The page's export has every format; it begins with what is selected. */
    async _download() {
      if (!(await this._keep())) return;
      this.desk.page.tell();
      const page = DL.pageAround();
      const button = page && page.document.querySelector(".st-key-export-menu button");
      if (button && button.getAttribute("aria-expanded") !== "true") button.click();
    }
  }

  /** Shift and a dragged box select, where Leaflet would zoom. */
  DL.boxPicks = function (map, picks) {
    const drag = map.boxZoom;
    if (!drag) return;
    drag._onMouseUp = function (event) {
      if (event.which !== 1 && event.button !== 1) return;
      this._finish();
      if (!this._moved) return;
      this._clearDeferredResetState();
      this._resetStateTimeout = setTimeout(() => this._resetState(), 0);
      const [a, b] = [this._startPoint, this._point].map((point) =>
        map.project(map.containerPointToLatLng(point), 0).divideBy(256));
      picks.box([Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]);
    };
  };

  DL.Picks = Picks;
})();
