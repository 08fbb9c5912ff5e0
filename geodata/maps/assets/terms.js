/* What is looked for: the terms of a query as its link writes them (geodata/query/params.py), and
 * the events that pass them, as one byte an event. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const STATUSES = ["auto", "confirmed", "corrected", "rejected"];
  const PLACED_AS = ["exact", "facility", "populated place", "admin2", "admin1", "country", "region", ""];
  const PRECISIONS = ["day", "range", "week", "month", "season", "year", "decade", "open", "unknown"];
  // Facets that the columns themselves hold: name in the link, column, words of its codes.
  const OWN = { status: ["status", STATUSES], place: ["placedAs", PLACED_AS], date: ["precision", PRECISIONS] };
  const CODED = ["cc", "div", "source", "kind", "written", "reports"];
  const PLAIN = new Set(["cc", "status", "reports"]);
  const NAMES = [...CODED, ...Object.keys(OWN)];
  // An event without a place is not in any country; the query has a switch of its own for it.
  const OF_PLACES = ["cc", "div"];

  /** Texts joined as the link writes them; "" stands for the empty one. */
  const write = (texts) => [...texts].sort()
    .map((text) => text.replace(/[\\|"]/g, "\\$&") || '""').join("|");

  const read = (text) => (text.match(/(?:[^\\|]|\\[^])+/g) || [])
    .map((part) => (part === '""' ? "" : part.replace(/\\([^])/g, "$1")));

  class Terms {
    constructor() {
      this.chosen = new Map(NAMES.map((name) => [name, new Set()]));
      this.text = "";
    }

    /** Take the words of a link. */
    adopt(params) {
      for (const name of NAMES) {
        const words = params[name] || "";
        this.chosen.set(name, new Set(PLAIN.has(name) ? words.split(",").filter(Boolean) : read(words)));
      }
      if (this.isDefaultStatus()) this.chosen.get("status").clear();
      this.text = params.q || "";
    }

    isDefaultStatus() {
      return this.chosen.get("status").size === 3 && !this.chosen.get("status").has("rejected");
    }

    /** The words for a link; what is not asked for is left out. */
    params() {
      const out = {};
      for (const [name, words] of this.chosen) {
        if (words.size) out[name] = PLAIN.has(name) ? [...words].sort().join(",") : write(words);
      }
      if (this.text) out.q = this.text;
      if (OF_PLACES.some((name) => out[name])) out.unplaced = "0";
      return out;
    }

    get any() {
      return Object.keys(this.params()).length > 0;
    }

    toggle(name, value) {
      const words = this.chosen.get(name);
      if (!words.delete(value)) words.add(value);
    }

    clear() {
      this.adopt({});
    }

    /** How many terms each event fails, and the last facet that it fails.
     *
     * `facets` are the codes and values (or null), `found` the bytes of the text search (or null).
     */
    fails(columns, { facets, found }) {
      const { events } = columns;
      const fails = new Uint8Array(events);
      const which = new Uint8Array(events);
      const test = (passes, k) => {
        for (let i = 0; i < events; i++) if (!passes(i)) { fails[i]++; which[i] = k; }
      };
      NAMES.forEach((name, k) => {
        const words = this.chosen.get(name);
        const wanted = name === "status" && !words.size ? new Set(STATUSES.slice(0, 3)) : words;
        const { codes, yes } = wanted.size ? this._codes(name, wanted, columns, facets) : {};
        if (codes) test((i) => yes[codes[i]], k);
      });
      if (found) test((i) => found[i], NAMES.length);
      return { fails, which };
    }

    _codes(name, wanted, columns, facets) {
      if (OWN[name]) {
        const [column, words] = OWN[name];
        return { codes: columns[column], yes: words.map((word) => wanted.has(word)) };
      }
      const facet = facets && facets.get(name);
      if (!facet) return {};
      return { codes: facet.codes, yes: facet.values.map(([value]) => wanted.has(value)) };
    }

    /** How many events have each value of a facet, among those that pass everything else:
     * `dated` has one byte an event, 1 for what the days and kinds let through. */
    static counts(name, columns, facets, { fails, which }, dated) {
      const own = OWN[name];
      const facet = own ? { codes: columns[own[0]], values: own[1].map((word) => [word, word]) }
        : facets.get(name);
      if (!facet) return []; // a small file carries fewer
      const k = NAMES.indexOf(name);
      const n = new Uint32Array(facet.values.length);
      for (let i = 0; i < fails.length; i++) {
        if (dated[i] && (!fails[i] || (fails[i] === 1 && which[i] === k))) n[facet.codes[i]]++;
      }
      return facet.values.map(([value, words], j) => ({ value, words, n: n[j] }));
    }
  }

  /** Codes by facet from the binary "DLF1" and its JSON (geodata/maps/facets.py). */
  DL.readFacets = function (buffer, { events, facets }) {
    const out = new Map();
    for (const { name, at, wide, values } of facets) {
      const Type = wide ? Uint32Array : Uint16Array;
      out.set(name, { codes: new Type(buffer, at, events), values });
    }
    return out;
  };

  Object.assign(DL, { Terms, FACET_NAMES: NAMES });
})();
