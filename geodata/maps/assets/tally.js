/* What passes the filter, counted by role, by place and by mark. A range that slides changes few
 * events: those alone are judged again whose first or last day one of its ends has gone over. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { ROLES, NO_PLACE } = DL;
  // What an event is in the range: out of it, in it, or surely in it.
  const [OUT, IN, SURE] = [0, 1, 2];

  class Tally {
    constructor(columns) {
      const { dated, places } = columns;
      this.columns = columns;
      this.now = new Uint8Array(dated);
      this.byEnd = byEnd(columns.end, dated);
      this.counts = new Uint32Array(places * ROLES.length);
      this.total = new Uint32Array(places);
      this.sure = new Uint32Array(places);
      this.byRole = new Uint32Array(ROLES.length);
      this.marks = null;
      this.asked = null;
    }

    /** Count what passes a state; the answer holds until the next one is asked for. */
    of(state) {
      const asked = this._asked(state);
      const slides = this.asked && ["mode", "roles", "undated", "inside", "allowed"]
        .every((name) => this.asked[name] === asked[name]);
      if (!slides || !this._slide(asked)) this._whole(asked, state);
      this.asked = asked;
      return new Result(this);
    }

    _asked({ from, to, mode, roles, undated, bbox, area }) {
      const { columns } = this;
      return { mode, undated, roles: ROLES.filter((role) => roles.includes(role)).join(),
        from: from === null ? DL.OPEN_START : from, to: to === null ? DL.OPEN_END : to,
        inside: DL.inside(columns, { bbox, area }), allowed: columns.allowed };
    }

    _whole(asked, state) {
      const { columns, now } = this;
      const { place } = columns;
      const { inside, allowed } = asked;
      this.wanted = ROLES.map((name) => name === "" || state.roles.includes(name));
      for (const counted of [now, this.counts, this.total, this.sure, this.byRole]) counted.fill(0);
      this.n = this.unplaced = 0;
      const { marks } = this;
      this.marks = null;
      columns.each(state, (i, sure) => {
        const p = place[i];
        if ((allowed && !allowed[i]) || (inside && p !== NO_PLACE && !inside[p])) return;
        now[i] = sure ? SURE : IN;
        this._move(i, 1, sure ? 1 : 0);
      });
      this._undated(asked);
      if (marks) this.group(marks);
    }

    _undated({ undated, inside, allowed }) {
      const { dated, events, place, role } = this.columns;
      const shown = new Uint32Array(events - dated);
      const lost = new Uint32Array(events - dated);
      let n = 0;
      let gone = 0;
      this.none = 0;
      for (let i = dated; i < events; i++) {
        const p = place[i];
        if ((allowed && !allowed[i]) || (inside && p !== NO_PLACE && !inside[p])) continue;
        if (!this.wanted[role[i]]) continue;
        this.none++;
        if (p === NO_PLACE) { lost[gone++] = i; continue; }
        shown[n++] = i;
        if (!undated) continue;
        this.counts[p]++;
        this.total[p]++;
      }
      this.undated = shown.subarray(0, n);
      this.lost = lost.subarray(0, gone);
    }

    /** Judge those again whose answer may be another one; false where they are too many. */
    _slide(asked) {
      const { columns, byEnd: ends } = this;
      const { end, readings } = columns;
      const spans = [];
      const over = (one, other, by) => one !== other &&
        spans.push([Math.min(one, other) + by, Math.max(one, other) + by - 1]);
      over(this.asked.from, asked.from, 0);
      over(this.asked.to, asked.to, 1);
      const parts = spans.flatMap(([first, last]) => [
        [null, columns.search(first, false), columns.search(last, true)],
        [ends, lower(ends, end, first), lower(ends, end, last + 1)]]);
      const work = parts.reduce((sum, [, low, high]) => sum + high - low, readings.size);
      if (work > 2000 + (this.n >> 1)) return false;
      const judge = columns.judge(asked);
      for (const [list, low, high] of parts) {
        for (let k = low; k < high; k++) this._again(list ? list[k] : k, judge, asked);
      }
      for (const i of readings.keys()) this._again(i, judge, asked);
      return true;
    }

    _again(i, judge, { inside, allowed }) {
      if (allowed && !allowed[i]) return;
      const p = this.columns.place[i];
      if (inside && p !== NO_PLACE && !inside[p]) return;
      const before = this.now[i];
      const next = judge(i);
      if (next === before) return;
      this.now[i] = next;
      this._move(i, (next ? 1 : 0) - (before ? 1 : 0), (next === SURE ? 1 : 0) - (before === SURE ? 1 : 0));
    }

    /** Count an event in or out (`by` 1, 0 or -1), and among what is sure. */
    _move(i, by, sure) {
      const { role, place, places, isArea } = this.columns;
      const r = role[i];
      const p = place[i];
      this.byRole[r] += by;
      if (!this.wanted[r]) return;
      if (p === NO_PLACE) { this.unplaced += by; return; }
      const before = this.total[p];
      this.n += by;
      this.sure[p] += sure;
      this.counts[r * places + p] += by;
      this.total[p] += by;
      const { marks } = this;
      if (!marks) return;
      const c = marks.of[p];
      marks.sums[c * ROLES.length + r] += by;
      marks.sure[c] += sure;
      if (!before === !this.total[p]) return;
      marks.filled[c] += by;
      if (!isArea[p]) marks.points[c] += by;
    }

    /** Keep counts of marks too: `of` is the mark of each place, `n` how many there are. Returns
     * {sums: by mark and role, sure, filled: places that have any, points: those no areas}. */
    group({ of, n }) {
      const { places, isArea } = this.columns;
      const roles = ROLES.length;
      const marks = { of, n, sums: new Uint32Array(n * roles), sure: new Uint32Array(n),
        filled: new Uint32Array(n), points: new Uint32Array(n) };
      for (let p = 0; p < places; p++) {
        if (!this.total[p]) continue;
        const c = of[p];
        for (let r = 0, k = p; r < roles; r++, k += places) marks.sums[c * roles + r] += this.counts[k];
        marks.sure[c] += this.sure[p];
        marks.filled[c]++;
        if (!isArea[p]) marks.points[c]++;
      }
      return (this.marks = marks);
    }

    /** The newest event that is shown at a place, or its first without a day. */
    newest(p) {
      const { dated, role, members, from } = this.columns;
      for (let k = from[p + 1] - 1; k >= from[p]; k--) {
        const i = members[k];
        if (i < dated && this.now[i] && this.wanted[role[i]]) return i;
      }
      return this.undated.find((i) => this.columns.place[i] === p);
    }

    /** Dated events that pass, oldest first: those with a place, or those without. */
    list(placed) {
      const { columns, now, wanted } = this;
      const { role, place } = columns;
      const out = new Uint32Array(placed ? this.n : this.unplaced);
      if (!out.length) return out;
      let n = 0;
      for (const [low, high] of columns.blocks(this.asked)) {
        for (let i = low; i < high; i++) {
          if (now[i] && wanted[role[i]] && (place[i] !== NO_PLACE) === placed) out[n++] = i;
        }
      }
      return out;
    }
  }

  /** What passed; lists are made when somebody looks at them. */
  class Result {
    constructor(tally) {
      this.tally = tally;
      this.n = tally.n;
      this.none = tally.none;
      this.lost = tally.unplaced + tally.lost.length;
      this.undated = tally.undated;
      this.byRole = Object.fromEntries(ROLES.map((name, r) => [name, tally.byRole[r]]));
    }

    get shown() {
      return (this._shown = this._shown || this.tally.list(true));
    }

    get unplaced() {
      if (!this._unplaced) {
        this._unplaced = new Uint32Array(this.lost);
        this._unplaced.set(this.tally.list(false));
        this._unplaced.set(this.tally.lost, this.tally.unplaced);
      }
      return this._unplaced;
    }
  }

  /** The first rank of a list in the order of `values` whose value is not less. */
  function lower(list, values, least) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[list[middle]] < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first `n` indices in the order of their last days: by the lower half of the numbers,
   * then by the upper. */
  function byEnd(end, n) {
    let list = null;
    for (const shift of [0, 16]) {
      const at = new Uint32Array(65537);
      const key = (i) => ((end[i] ^ 0x80000000) >>> shift) & 0xffff;
      for (let i = 0; i < n; i++) at[key(i) + 1]++;
      for (let k = 0; k < 65536; k++) at[k + 1] += at[k];
      const next = new Uint32Array(n);
      for (let k = 0; k < n; k++) {
        const i = shift ? list[k] : k;
        next[at[key(i)]++] = i;
      }
      list = next;
    }
    return list;
  }

  DL.Tally = Tally;
})();
