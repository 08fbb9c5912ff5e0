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
      this.doubts = new Map();
      this.rows = [];
      this.unplaced = [];
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
      return this.rows.length;
    }

    /** Fetch the queue of new events. */
    async load(api, revision) {
      if (!api) return;
      const buffer = await api.bytes(`${revision}/queue.bin`);
      const n = new DataView(buffer).getUint32(0, true);
      this.all = new Uint32Array(buffer, 4, n);
      const bits = new Uint8Array(buffer, 4 + 4 * n, n);
      this.doubts = new Map(Array.from(this.all, (index, k) => [index, bits[k]]));
    }

    /** Show only those with one doubt; again, or with 0, all. */
    filter(bit) {
      this.only = this.only === bit ? 0 : bit;
      this._choose();
      this.desk.room.open("look");
    }

    /** Show those with a doubt by its name. */
    filterBy(name) {
      const [, bit] = DOUBTS.find(([doubt]) => doubt === name) || [];
      if (bit) this.filter(bit);
    }

    /** Follow the filter: what a search, a facet or an area takes out is not looked at. */
    show(result) {
      this.unplaced = Array.from(result.unplaced);
      this._choose();
    }

    _choose() {
      const { columns } = this.desk;
      if (!columns) return;
      if (!this.desk.api) return void (this.rows = this.unplaced);
      const { allowed } = columns;
      const passing = Array.from(this.all).filter((index) => !allowed || allowed[index]);
      const bitsOf = (index) => this.doubts.get(index) || 0;
      DOUBTS.forEach(([, bit], k) => {
        const n = bit === 1 ? this._lost(passing).length : passing.filter((i) => bitsOf(i) & bit).length;
        this.chips[k].lastChild.textContent = DL.number(n);
        this.chips[k].setAttribute("aria-pressed", String(this.only === bit));
      });
      const chosen = !this.only ? passing : this.only === 1 ? this._lost(passing)
        : passing.filter((index) => bitsOf(index) & this.only);
      // The list shows the last first.
      this.rows = chosen.reverse();
    }

    /** Names without a place: those to look at, then those that a person left so. */
    _lost(passing) {
      const open = passing.filter((index) => this.doubts.get(index) & 1);
      return [...open, ...this.unplaced.filter((index) => !this.doubts.has(index))];
    }

    /** Why a row is here, in words. */
    note(index) {
      const bits = this.doubts.get(index) || 0;
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
      if (!this.rows.length) return;
      const here = this._here();
      const rank = here === null ? 0 : Math.max(0, Math.min(this.length - 1, this.list.rank(here) + step));
      this.desk.select(this.list.at(rank), { fly: true });
      this.list.focus(rank);
    }

    /** Decide, then stand on what has moved up into this place. */
    async _decide(index, decision) {
      const rank = this.list.rank(index);
      if (!(await this.desk.decisions.decide(index, decision))) return;
      if (this.rows.length) {
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
