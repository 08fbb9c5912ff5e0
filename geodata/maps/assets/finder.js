/* Finds: keeps the terms, fetches what they need, and says of each event whether it passes. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  class Finder {
    /** `changed()` is called when other events pass. */
    constructor(changed) {
      this.changed = changed;
      this.terms = new DL.Terms();
      this.listeners = [];
      this.turn = 0;
      this._forget();
    }

    _forget() {
      this.facets = null;
      this.found = null;
      this.foundFor = "";
      this.verdict = null;
    }

    /** Take new events: what was fetched for the old ones is forgotten. `source` has facets() and
     * find(text): the server (DL.served), or what a page carries; none offers neither. */
    async load(columns, source) {
      this._forget();
      Object.assign(this, { columns, source });
      await this.renew({ quiet: true });
    }

    get params() {
      return this.terms.params();
    }

    /** Adopt the words of a link or of a saved view. */
    async adopt(params) {
      this.terms.adopt(params || {});
      if (this.columns) await this.renew();
    }

    async toggle(name, value) {
      this.terms.toggle(name, value);
      await this.renew();
    }

    async search(text) {
      this.terms.text = text.trim();
      await this.renew();
    }

    async clear() {
      this.terms.clear();
      await this.renew();
    }

    /** Judge every event anew; a newer change overtakes an older one that still fetches. */
    async renew({ quiet = false } = {}) {
      const turn = ++this.turn;
      const { columns, terms } = this;
      if (!columns) return;
      if (this._needsFacets()) await this.fetchFacets();
      await this._search();
      if (turn !== this.turn || columns !== this.columns) return;
      this.verdict = terms.fails(columns, { facets: this.facets, found: this.found });
      const { fails } = this.verdict;
      const any = terms.any || columns.ofStatus(3) > 0;
      columns.allowed = any ? fails.map((n) => (n ? 0 : 1)) : null;
      this.listeners.forEach((listen) => listen());
      if (!quiet) this.changed();
    }

    _needsFacets() {
      return ["cc", "div", "source", "kind", "written", "reports"]
        .some((name) => this.terms.chosen.get(name).size);
    }

    /** Fetch the codes that are counted; the page does without until somebody asks. */
    async fetchFacets() {
      if (this.facets || !this.source) return;
      const { columns } = this;
      const [codes, values] = await this.source.facets();
      if (columns === this.columns) this.facets = DL.readFacets(codes, values);
    }

    async _search() {
      const { text } = this.terms;
      if (text === this.foundFor) return;
      const { columns } = this;
      let found = null;
      if (text && this.source) {
        found = new Uint8Array(columns.events);
        for (const i of await this.source.find(text)) found[i] = 1;
      }
      if (text === this.terms.text && columns === this.columns) {
        this.found = found;
        this.foundFor = text;
      }
    }

    /** The values of a facet with how many events each has now; `dated` as `Terms.counts` wants. */
    counts(name, dated) {
      return DL.Terms.counts(name, this.columns, this.facets, this.verdict, dated);
    }

    /** What to call a value of a facet. */
    words(name, value) {
      if (name === "written") return DL.facetWord(name, value);
      if (name === "cc" && value && DL.language !== "en") return DL.countryName(value);
      const facet = this.facets && this.facets.get(name);
      const known = facet && facet.values.find(([word]) => word === value);
      return (known && known[1]) || DL.facetWord(name, value);
    }
  }

  /** What a facet's own words are called; what a report says is left as it is. */
  DL.facetWord = function (name, value) {
    if (["status", "place", "date"].includes(name)) {
      return DL.t(`${name}.${(value || "unknown").replace(/ /g, "-")}`);
    }
    if (name === "written" && value) {
      const known = new Intl.DisplayNames([DL.language], { type: "language", fallback: "code" });
      try { return known.of(value); } catch (error) { return value; }
    }
    return value || DL.t("facet.none");
  };

  DL.Finder = Finder;
})();
