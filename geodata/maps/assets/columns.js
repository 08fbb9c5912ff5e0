/* The events as columns of numbers ("DLE1", see geodata/maps/columns.py) and the filter over
 * them, which follows geodata/query.py. An event's index is its only name here. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const NO_PLACE = 0xffffffff;
  const OPEN_START = -2147483648;
  const OPEN_END = 2147483647;
  const BLOCK = 4096;
  const MONTH = 27; // days from first to last of the shortest month
  // What a place stands for, as geodata/maps/columns.py counts PLACE_PRECISIONS.
  const PLACED_AS = ["exact", "facility", "populated place", "admin2", "admin1", "country", "region", ""];
  const AREA_FROM = 3;
  const ROLES = ["", "event", "reported-on", "planned", "photo", "background"];

  class Columns {
    constructor(buffer) {
      const head = new DataView(buffer, 0, 16);
      if (head.getUint32(0, false) !== 0x444c4531) throw new Error("not a DLE1 file");
      const [places, events, dated] = [4, 8, 12].map((at) => head.getUint32(at, true));
      Object.assign(this, { places, events, dated });
      let at = 16;
      const take = (Type, length) => {
        const column = new Type(buffer, at, length);
        at += column.byteLength;
        return column;
      };
      this.x = take(Float32Array, places);
      this.y = take(Float32Array, places);
      this.place = take(Uint32Array, events);
      this.start = take(Int32Array, events);
      this.end = take(Int32Array, events);
      this.country = take(Uint16Array, places);
      this.reach = take(Uint16Array, places);
      for (const name of ["role", "precision", "status", "placedAs", "score"]) {
        this[name] = take(Uint8Array, events);
      }
      // Dates in figures that can be read in two ways: index to start, end, start, end.
      this.readings = new Map();
      const rest = new DataView(buffer, at);
      for (let k = 0; k + 20 <= rest.byteLength; k += 20) {
        const days = [4, 8, 12, 16].map((by) => rest.getInt32(k + by, true));
        this.readings.set(rest.getUint32(k, true), days);
      }
      // One byte an event, 0 for what a search, a facet or a person has taken out; null: nothing.
      this.allowed = null;
      this._prepare();
    }

    _prepare() {
      const { events, dated, places, place } = this;
      this.perPlace = new Uint32Array(places);
      this.isArea = new Uint8Array(places).fill(1);
      this.widest = new Uint8Array(places);
      const byRole = new Uint32Array(ROLES.length);
      for (let i = 0; i < events; i++) {
        byRole[this.role[i]]++;
        const p = place[i];
        if (p === NO_PLACE) continue;
        this.perPlace[p]++;
        const as = this.placedAs[i];
        if (as < AREA_FROM || as > 6) this.isArea[p] = 0;
        else if (as > this.widest[p]) this.widest[p] = as;
      }
      this.ofRole = Object.fromEntries(ROLES.map((name, r) => [name, byRole[r]]));
      // Whole blocks that end before the range are skipped.
      this.latest = new Int32Array(Math.ceil(dated / BLOCK) || 1).fill(OPEN_START);
      for (let i = 0; i < dated; i++) {
        const block = (i / BLOCK) | 0;
        if (this.end[i] > this.latest[block]) this.latest[block] = this.end[i];
      }
      this._gather();
      this.tally = new DL.Tally(this);
    }

    /** The events of each place in one list: members from[p] to from[p + 1]. */
    _gather() {
      const { events, places, place, perPlace } = this;
      this.from = new Uint32Array(places + 1);
      for (let p = 0; p < places; p++) this.from[p + 1] = this.from[p] + perPlace[p];
      const next = this.from.slice();
      this.members = new Uint32Array(this.from[places]);
      for (let i = 0; i < events; i++) if (place[i] !== NO_PLACE) this.members[next[place[i]]++] = i;
    }

    /** First index in the dated part whose start is at or after (or, strictly, after) a day. */
    search(day, after) {
      let low = 0;
      let high = this.dated;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (after ? this.start[middle] <= day : this.start[middle] < day) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    /** Runs of dated events outside of which none has days in the range. */
    blocks({ from, to, mode }) {
      const first = from === null ? OPEN_START : from;
      const stop = to === null || to === OPEN_END ? this.dated : this.search(to, true);
      const runs = [];
      let low = mode === "certain" && first !== OPEN_START ? this.search(first, false) : 0;
      while (low < stop) {
        const block = (low / BLOCK) | 0;
        const high = Math.min(stop, (block + 1) * BLOCK);
        if (this.latest[block] >= first) runs.push([low, high]);
        low = high;
      }
      return runs;
    }

    /** A function that says of a dated event whether its days are in the range: 0 out, 1 in,
     * 2 surely, which is certain in the range and dated better than to a month. */
    judge({ from, to, mode }) {
      const first = from === null ? OPEN_START : from;
      const last = to === null ? OPEN_END : to;
      const { start, end, readings } = this;
      const certainOnly = mode === "certain";
      const short = mode === "map";
      const two = readings.size > 0;
      const mayShow = (s, e) =>
        e >= first && s <= last && !(short && (s < first || e > last) && e - s >= 31);
      const mayRead = (i) => {
        const [s1, e1, s2, e2] = readings.get(i);
        return mayShow(s1, e1) || mayShow(s2, e2);
      };
      return (i) => {
        const s = start[i];
        const e = end[i];
        if (e < first || s > last) return 0;
        if (s >= first && e <= last) return e - s < MONTH ? 2 : 1;
        if (certainOnly) return 0;
        if (two && readings.has(i)) return mayRead(i) ? 1 : 0;
        return short && e - s >= 31 ? 0 : 1;
      };
    }

    /** Call for every dated event whose days pass, in order, and say whether it is sure. */
    each(state, visit) {
      const judge = this.judge(state);
      for (const [low, high] of this.blocks(state)) {
        for (let i = low; i < high; i++) {
          const found = judge(i);
          if (found) visit(i, found === 2);
        }
      }
    }

    /** Count and list what passes: by role, by place and role, newest last. */
    filter(state) {
      return this.tally.of(state);
    }

    /** One byte an event, 1 for what passes by its days, role and area, whatever is allowed. */
    passing(state) {
      const { events, dated, role, place } = this;
      const out = new Uint8Array(events);
      const wanted = ROLES.map((name) => name === "" || state.roles.includes(name));
      const inside = DL.inside(this, state);
      const test = (i) => {
        out[i] = wanted[role[i]] && (!inside || place[i] === NO_PLACE || inside[place[i]]);
      };
      this.each(state, test);
      if (state.undated) for (let i = dated; i < events; i++) test(i);
      return out;
    }

    /** How many events have a status, by its code. */
    ofStatus(code) {
      return this.status.reduce((n, s) => n + (s === code ? 1 : 0), 0);
    }

    placeCount(p) {
      return this.tally.total[p];
    }

    /** Indices of what is shown at some places, newest first, at most `most`. */
    at(placesWanted, result, undated, most) {
      const wanted = new Set(placesWanted);
      const out = [];
      for (const list of undated ? [result.shown, result.undated] : [result.shown]) {
        for (let k = list.length - 1; k >= 0 && out.length < most; k--) {
          if (wanted.has(this.place[list[k]])) out.push(list[k]);
        }
      }
      return out;
    }

    /** West, north, east and south of the middle share of what is shown, in parts of the square;
     * east may be over 1, where the events lie around the antimeridian. */
    box(share) {
      const counted = Array.from({ length: this.places }, (_, p) => [p, this.placeCount(p)]);
      const shown = counted.filter(([, n]) => n);
      const weighted = shown.length ? shown : counted.map(([p]) => [p, 1]);
      const xs = weighted.map(([p, n]) => [this.x[p], n]).sort((a, b) => a[0] - b[0]);
      const ys = weighted.map(([p, n]) => [this.y[p], n]).sort((a, b) => a[0] - b[0]);
      const gaps = xs.map(([x], k) => (k ? x - xs[k - 1][0] : x + 1 - xs[xs.length - 1][0]));
      const start = gaps.indexOf(Math.max(...gaps.slice(0, 1e5)));
      const turned = [...xs.slice(start), ...xs.slice(0, start).map(([x, n]) => [x + 1, n])];
      const [west, east] = middle(turned, share);
      const [north, south] = middle(ys, share);
      return [west, north, east, south];
    }

    /** The day that the timeline counts an event on: its first, or its last where that is open. */
    day(i) {
      const [start, end] = this.readings.get(i) || [this.start[i], this.end[i]];
      return start === OPEN_START ? end : start;
    }

    /** Events by bin and role: `edges` are the bins' first days and the day after the last; `inside` as of DL.inside. */
    histogram(edges, inside) {
      const bins = edges.length - 1;
      const out = ROLES.map(() => new Uint32Array(bins));
      let before = 0;
      let after = 0;
      for (let i = 0, bin = 0; i < this.dated; i++) {
        if (this.allowed && !this.allowed[i]) continue;
        const p = this.place[i];
        if (inside && p !== NO_PLACE && !inside[p]) continue;
        const day = this.day(i);
        if (day < edges[0]) { before++; continue; }
        if (day >= edges[bins]) { after++; continue; }
        if (day < edges[bin]) bin = 0;
        while (day >= edges[bin + 1]) bin++;
        out[this.role[i]][bin]++;
      }
      return { byRole: out, before, after };
    }

    /** First and last day, those between which four fifths of the events lie, and the last day
     * that is no plan. */
    extent() {
      if (!this.dated) return null;
      const days = Int32Array.from({ length: this.dated }, (_, i) => this.day(i)).sort();
      const at = (share) => days[Math.round((days.length - 1) * share)];
      let recent = days[days.length - 1];
      for (let i = this.dated - 1; i >= 0; i--) {
        if (this.role[i] > 2) continue;
        recent = this.day(i);
        break;
      }
      return { recent, first: days[0], last: days[days.length - 1], low: at(0.1), high: at(0.9) };
    }
  }

  /** The values between which the middle share of the weights lies. */
  function middle(weighted, share) {
    const total = weighted.reduce((sum, [, n]) => sum + n, 0);
    const at = (goal) => {
      let sum = 0;
      for (const [value, n] of weighted) if ((sum += n) >= goal) return value;
      return weighted[weighted.length - 1][0];
    };
    return [at((total * (1 - share)) / 2), at((total * (1 + share)) / 2)];
  }

  Object.assign(DL, { Columns, ROLES, NO_PLACE, PLACED_AS, OPEN_START, OPEN_END });
})();
