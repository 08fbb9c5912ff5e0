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
      this.counts = new Uint32Array(places * ROLES.length);
      this.newest = new Uint32Array(places);
      this.sure = new Uint32Array(places);
      this._shown = new Uint32Array(events);
      this._undated = new Uint32Array(events - dated);
      this._unplaced = new Uint32Array(events);
    }

    /** First index in the dated part whose start is at or after (or, strictly, after) a day. */
    _search(day, after) {
      let low = 0;
      let high = this.dated;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (after ? this.start[middle] <= day : this.start[middle] < day) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    /** Call for every dated event whose days pass, in order, and say whether it is sure: certain
     * in the range, and dated better than to a month. */
    _each(state, visit) {
      const from = state.from === null ? OPEN_START : state.from;
      const to = state.to === null ? OPEN_END : state.to;
      const { start, end, latest } = this;
      const certainOnly = state.mode === "certain";
      const short = state.mode === "map";
      const { readings } = this;
      const mayShow = (s, e) =>
        e >= from && s <= to && !(short && (s < from || e > to) && e - s >= 31);
      const stop = to === OPEN_END ? this.dated : this._search(to, true);
      let i = certainOnly && from !== OPEN_START ? this._search(from, false) : 0;
      while (i < stop) {
        const block = (i / BLOCK) | 0;
        const edge = Math.min(stop, (block + 1) * BLOCK);
        if (latest[block] < from) { i = edge; continue; }
        for (; i < edge; i++) {
          const s = start[i];
          const e = end[i];
          if (e < from) continue;
          const certain = s >= from && e <= to;
          if (readings.size && readings.has(i)) {
            const [s1, e1, s2, e2] = readings.get(i);
            if (!certain && (certainOnly || !(mayShow(s1, e1) || mayShow(s2, e2)))) continue;
          } else if (!certain && (certainOnly || (short && e - s >= 31))) continue;
          visit(i, certain && e - s < MONTH);
        }
      }
    }

    /** Count and list what passes: by role, by place and role, newest last. */
    filter(state) {
      const { place, role, places, counts, newest, sure, dated, events, allowed } = this;
      const inside = DL.inside(this, state);
      const wanted = ROLES.map((name) => name === "" || state.roles.includes(name));
      const byRole = new Uint32Array(ROLES.length);
      const shown = this._shown;
      const unplaced = this._unplaced;
      let n = 0;
      let lost = 0;
      counts.fill(0);
      sure.fill(0);
      this._each(state, (i, isSure) => {
        if (allowed && !allowed[i]) return;
        const r = role[i];
        const p = place[i];
        if (inside && p !== NO_PLACE && !inside[p]) return;
        byRole[r]++;
        if (!wanted[r]) return;
        if (p === NO_PLACE) { unplaced[lost++] = i; return; }
        if (isSure) sure[p]++;
        counts[r * places + p]++;
        newest[p] = i;
        shown[n++] = i;
      });
      let u = 0;
      for (let i = dated; i < events; i++) {
        if (!wanted[role[i]] || (allowed && !allowed[i])) continue;
        const p = place[i];
        if (p === NO_PLACE) { unplaced[lost++] = i; continue; }
        if (inside && !inside[p]) continue;
        this._undated[u++] = i;
        if (!state.undated) continue;
        if (!this.placeCount(p)) newest[p] = i;
        counts[p]++;
      }
      return {
        shown: shown.subarray(0, n),
        undated: this._undated.subarray(0, u),
        unplaced: unplaced.subarray(0, lost),
        byRole: Object.fromEntries(ROLES.map((name, r) => [name, byRole[r]])),
      };
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
      this._each(state, test);
      if (state.undated) for (let i = dated; i < events; i++) test(i);
      return out;
    }

    /** How many events have a status, by its code. */
    ofStatus(code) {
      return this.status.reduce((n, s) => n + (s === code ? 1 : 0), 0);
    }

    placeCount(p) {
      let sum = 0;
      for (let r = 0; r < ROLES.length; r++) sum += this.counts[r * this.places + p];
      return sum;
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

  Object.assign(DL, { Columns, ROLES, NO_PLACE, PLACED_AS });
})();
