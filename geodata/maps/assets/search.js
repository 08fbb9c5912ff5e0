/* What is looked for: a search box, what is asked now as words that a click takes away, and the
 * panel of facets with their counts. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const PAUSE = 250;
  const FEW = 6;

  class Search {
    constructor(desk) {
      this.desk = desk;
      this.finder = desk.finder;
      this.whole = new Set();
      // What is typed but not yet searched for stays in the box, whatever is drawn meanwhile.
      const soon = DL.settled(PAUSE, () => {
        const { typed } = this;
        this.typed = null;
        this.finder.search(typed);
      });
      this.typed = null;
      this.box = el("input", { type: "search", class: "dl-search", "aria-label": DL.t("search.label"),
        placeholder: DL.t("search.label"), maxlength: "200", dir: "auto",
        input: () => { this.typed = this.box.value; soon(); } });
      this.filter = el("button", { type: "button", class: "dl-opener", "aria-expanded": "false",
        click: () => this.toggle("facets") }, DL.t("search.filter"));
      this.views = el("button", { type: "button", class: "dl-opener dl-opens-views", "aria-expanded": "false",
        click: () => this.toggle("views") }, DL.t("search.views"));
      this.chips = el("div", { class: "dl-asked", role: "group", "aria-label": DL.t("search.asked") });
      const escape = (event) => { if (event.key === "Escape" && this.open) this.toggle(null); };
      this.node = el("div", { class: "dl-finding", role: "search", keydown: escape },
        el("div", { class: "dl-searchrow" }, this.box, this.filter, this.views), this.chips);
      this.panel = el("div", { class: "dl-panel", role: "region", "aria-label": DL.t("search.filter"),
        hidden: "", keydown: escape });
      this._soon = DL.settled(PAUSE, () => this.draw());
      this.savedViews = new DL.SavedViews(desk);
      this.finder.listeners.push(() => this.draw());
      this.draw();
    }

    /** Open the facets or the saved views, or close what is open. */
    async toggle(what) {
      const before = this.open;
      this.open = what === before ? null : what;
      this.filter.setAttribute("aria-expanded", String(this.open === "facets"));
      this.views.setAttribute("aria-expanded", String(this.open === "views"));
      this.panel.hidden = !this.open;
      if (!this.open) return void (before === "views" ? this.views : this.filter).focus();
      if (this.open === "facets") await this.finder.fetchFacets().catch((error) => this.desk.say(error.message));
      else await this.savedViews.fetch();
      this.draw();
    }

    /** The days or the drawn area have changed. */
    follow() {
      const { area, bbox } = this.desk.state;
      const drawn = JSON.stringify([area, bbox]);
      if (this.open === "facets" || drawn !== this.drawn) this._soon();
      this.drawn = drawn;
    }

    draw() {
      const { terms } = this.finder;
      if (this.typed === null && document.activeElement !== this.box) this.box.value = terms.text;
      const asked = [];
      for (const [name, words] of terms.chosen) {
        for (const value of words) {
          asked.push(this._chip(`${DL.t("facet." + name)}: ${this.finder.words(name, value)}`,
            () => this.finder.toggle(name, value)));
        }
      }
      const { area, bbox } = this.desk.state;
      if (bbox || (area && area.length)) {
        asked.push(this._chip(DL.t("search.area"), () => this.desk.change({ area: null, bbox: null })));
      }
      if (asked.length + (terms.text ? 1 : 0) > 1) {
        asked.push(el("button", { type: "button", class: "dl-clear", click: () => this._clear() },
          DL.t("search.clear")));
      }
      this.chips.replaceChildren(...asked);
      this.chips.hidden = !asked.length;
      if (this.open) this._panel();
    }

    _clear() {
      this.desk.change({ area: null, bbox: null });
      this.finder.clear();
    }

    _chip(text, click) {
      return el("button", { type: "button", class: "dl-term", title: DL.t("search.drop"), click },
        el("span", { dir: "auto" }, text), el("span", { "aria-hidden": "true" }, " ×"));
    }

    _panel() {
      const at = this.panel.scrollTop;
      const focused = document.activeElement && document.activeElement.dataset.facet;
      const close = el("button", { type: "button", class: "dl-close", "aria-label": DL.t("close"),
        click: () => this.toggle(null) }, "×");
      const body = this.open === "views" ? this.savedViews.nodes() : this._facets();
      this.panel.replaceChildren(close, ...body);
      this.panel.scrollTop = at;
      const again = focused && [...this.panel.querySelectorAll("[data-facet]")]
        .find((node) => node.dataset.facet === focused);
      if (again) again.focus({ preventScroll: true });
    }

    _facets() {
      if (!this.finder.facets || !this.finder.verdict) return [el("p", { class: "dl-nothing" }, "…")];
      const dated = this.desk.dated();
      return DL.FACET_NAMES.map((name) => this._facet(name, this.finder.counts(name, dated)))
        .filter((node) => node);
    }

    _facet(name, counted) {
      const chosen = this.finder.terms.chosen.get(name);
      const rows = counted.filter(({ value, n }) => n || chosen.has(value)).sort((a, b) => b.n - a.n);
      if (rows.length < 2 && !chosen.size && rows.every(({ value }) => !value)) return null;
      const shown = this.whole.has(name) ? rows.slice(0, 500) : rows.slice(0, FEW);
      const more = rows.length > shown.length || this.whole.has(name) && rows.length > FEW;
      return el("fieldset", { class: "dl-facet" }, el("legend", {}, DL.t("facet." + name)),
        ...shown.map((row) => this._value(name, row, chosen.has(row.value))),
        more ? el("button", { type: "button", class: "dl-clear", click: () => {
          if (!this.whole.delete(name)) this.whole.add(name);
          this.draw();
        } }, this.whole.has(name) ? DL.t("facet.fewer") : DL.t("facet.all", { n: rows.length })) : null);
    }

    _value(name, { value, n }, on) {
      const box = el("input", { type: "checkbox", "data-facet": `${name} ${value}`,
        change: () => this.finder.toggle(name, value) });
      box.checked = on;
      return el("label", {}, box, el("span", { dir: "auto" }, this.finder.words(name, value)),
        el("b", {}, DL.number(n)));
    }
  }

  DL.Search = Search;
})();
