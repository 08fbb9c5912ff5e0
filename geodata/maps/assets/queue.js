/* What needs a look, the riskiest first, and the keys that work through it. The keys act only
 * while the list has the focus, so that nobody who types or speaks sets one off. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const DOUBTS = [["unplaced", 1], ["unsure", 2], ["ambiguous", 4], ["undated", 8]];
  const KEYS = [["j", "next"], ["k", "before"], ["c", "confirm"], ["1-9", "runner"], ["n", "nowhere"],
    ["x", "reject"], ["u", "undo"]];

  class Queue {
    constructor(desk, list) {
      this.desk = desk;
      this.list = list;
      this.only = 0;
      this.all = [];
      this.doubts = new Uint8Array(0);
      this.result = { unplaced: [], lost: 0 };
      this.chips = DOUBTS.map(([name, bit]) => el("button", { type: "button", class: "dl-chip",
        "aria-pressed": "false", click: () => this.filter(bit) }, DL.t("doubt." + name), el("b", {})));
      this.head = el("div", { class: "dl-queue", hidden: "" },
        el("div", { class: "dl-doubts", role: "group", "aria-label": DL.t("look.why") }, ...this.chips),
        el("p", { class: "dl-keys" }, ...KEYS.flatMap(([key, what]) =>
          [el("span", { "data-key": what }, el("kbd", {}, key), " " + DL.t("keys." + what) + "  ")])), this._signed());
    }

    /** Decisions are signed with a name that this browser keeps. */
    _signed() {
      const name = el("input", { type: "text", maxlength: "60", dir: "auto", value: DL.who(),
        change: () => DL.who(name.value.trim() || "desk") });
      return el("label", { class: "dl-scope dl-signed" }, DL.t("look.signed"), name);
    }

    get length() {
      if (!this.desk.columns) return 0;
      if (!this.desk.api) return this.result.lost;
      const { rows } = this._passing();
      return !this.only ? rows.length : this.rows.length;
    }

    /** Fetch the queue of new events. */
    async load(api, revision) {
      if (!api) return;
      const buffer = await api.bytes(`${revision}/queue.bin`);
      const n = new DataView(buffer).getUint32(0, true);
      this.all = new Uint32Array(buffer, 4, n);
      const bits = new Uint8Array(buffer, 4 + 4 * n, n);
      this.doubts = new Uint8Array(this.all.reduce((most, index) => Math.max(most, index + 1), 0));
      this.all.forEach((index, k) => { this.doubts[index] = bits[k]; });
      this.passed = this.made = null;
    }

    /** Show only those with one doubt; again, or with 0, all. */
    filter(bit) {
      this.only = this.only === bit ? 0 : bit;
      this.made = null;
      this.desk.room.open("look");
    }

    /** Show those with a doubt by its name. */
    filterBy(name) {
      const [, bit] = DOUBTS.find(([doubt]) => doubt === name) || [];
      if (bit) this.filter(bit);
    }

    /** Follow the filter: what a search, a facet or an area takes out is not looked at. */
    show(result) {
      this.result = result;
      this.made = null;
    }

    /** Say how many there are of each doubt. */
    count() {
      if (!this.desk.columns || !this.desk.api) return;
      const { rows } = this._passing();
      DOUBTS.forEach(([, bit], k) => {
        const n = bit === 1 ? this._lost().length : rows.reduce((sum, i) => sum + (this.doubts[i] & bit ? 1 : 0), 0);
        DL.put(this.chips[k].lastChild, null, DL.number(n));
        DL.put(this.chips[k], "aria-pressed", this.only === bit);
      });
    }

    /** What a search and the facets let through, whatever the days. */
    _passing() {
      const { allowed } = this.desk.columns;
      if (!this.passed || this.passed.allowed !== allowed) {
        this.passed = { allowed, rows: allowed ? this.all.filter((index) => allowed[index]) : this.all };
      }
      return this.passed;
    }

    /** What is listed; the list shows the last first. */
    get rows() {
      if (!this.desk.columns || !this.desk.api) return this.result.unplaced;
      if (!this.made) {
        const { rows } = this._passing();
        this.made = (!this.only ? rows.slice() : this.only === 1 ? this._lost()
          : rows.filter((index) => this.doubts[index] & this.only)).reverse();
      }
      return this.made;
    }

    /** Names without a place: those to look at, then those that a person left so. */
    _lost() {
      const open = this._passing().rows.filter((index) => this.doubts[index] & 1);
      return [...open, ...this.result.unplaced.filter((index) => !this.doubts[index])];
    }

    /** Why a row is here, in words. */
    note(index) {
      const bits = this.doubts[index] || 0;
      return DOUBTS.filter(([, bit]) => bits & bit).map(([name]) => DL.t("doubt." + name)).join(" · ");
    }

    /** Hear a key of the list; says whether it was one of ours. */
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const turn = { j: 1, k: -1 }[event.key];
      const index = this._here();
      if (turn) this.move(turn);
      else if (!DL.mayEdit()) return false;
      else if (event.key === "u") this.desk.decisions.undo();
      else if (index === null) return false;
      else if (event.key === "c") this._decide(index, { kind: "confirm" });
      else if (event.key === "x") this._decide(index, { kind: "reject" });
      else if (event.key === "n") this._decide(index, { kind: "nowhere" });
      else if (/^[1-9]$/.test(event.key)) this._runner(index, Number(event.key));
      else return false;
      event.preventDefault();
      return true;
    }

    _here() {
      const { selected } = this.desk.state;
      return selected !== null && this.list.rank(selected) >= 0 ? selected : null;
    }

    move(step) {
      if (!this.length) return;
      const here = this._here();
      const rank = here === null ? 0 : Math.max(0, Math.min(this.length - 1, this.list.rank(here) + step));
      this.desk.select(this.list.at(rank), { fly: true });
      this.list.focus(rank);
    }

    /** Decide, then stand on what has moved up into this place. */
    async _decide(index, decision) {
      const rank = this.list.rank(index);
      if (!(await this.desk.decisions.decide(index, decision))) return;
      if (this.length) {
        const next = Math.min(rank, this.length - 1);
        this.desk.select(this.list.at(next), { fly: true });
        this.list.focus(next);
      } else {
        this.desk.select(null);
        this.list.scroller.focus();
      }
    }

    async _runner(index, number) {
      const full = await this.desk.decisions.full(index);
      const place = full && DL.alternatives(full)[number - 1];
      if (place) await this._decide(index, { kind: "place", geonameid: place.geonameid });
    }
  }

  DL.Queue = Queue;
})();
