/* What the map shows: marks, density, counts by area; a report's way; whose basemap. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const VIEWS = ["points", "heat", "country", "division"];
  const WAYS = ["", "text", "date"];

  class Layers {
    constructor(desk) {
      this.desk = desk;
      this.order = "";
      this.tiles = null;
    }

    show(panel) {
      const { desk } = this;
      panel.append(el("h3", {}, DL.t("tools.layers")),
        this._choice("dl-view", VIEWS.map((view) => [view, DL.t("layers." + view)]), desk.view,
          (view) => desk.look(view), DL.t("tools.layers")));
      if (desk.details.knowsReports) {
        panel.append(el("h3", {}, DL.t("layers.way")),
          this._choice("dl-way", [["", DL.t("layers.way.off")], ["text", DL.t("layers.way.text")],
            ["date", DL.t("layers.way.date")]], this.order, (order) => this._way(order), DL.t("layers.way")),
          this.hint = el("p", { role: "status" }));
        this._say();
      }
      const offered = desk.options.tiles || [];
      if (offered.length) panel.append(...this._basemaps(offered));
    }

    _choice(name, options, chosen, choose, label) {
      return el("div", { role: "radiogroup", "aria-label": label, class: "dl-choice" },
        ...options.map(([value, text]) => {
          const input = el("input", { type: "radio", name, value, change: () => choose(value) });
          input.checked = value === chosen;
          return el("label", {}, input, text);
        }));
    }

    _basemaps(offered) {
      const options = [["", DL.t("layers.own")], ...offered.map(({ name }) => [name, name])];
      return [el("h3", {}, DL.t("layers.basemap")),
        this._choice("dl-tiles", options, this.tiles ? this.tiles.named : "",
          (name) => this._tile(offered.find((tiles) => tiles.name === name)), DL.t("layers.basemap")),
        el("p", { class: "dl-warn" }, DL.t("layers.privacy"))];
    }

    /** Pictures from a tile server, over our own map; none takes them away. */
    _tile(offer) {
      const { map, names } = this.desk;
      if (this.tiles) this.tiles.remove();
      this.tiles = null;
      names.veiled = Boolean(offer);
      names.paint();
      if (!offer) return;
      this.tiles = L.tileLayer(offer.url, { attribution: offer.attribution, maxZoom: offer.max_zoom,
        pane: "dl-tiles", crossOrigin: true, referrerPolicy: "origin" });
      this.tiles.named = offer.name;
      this.tiles.on("tileerror", () => { this.failed = true; });
      this.tiles.addTo(map);
    }

    /** Show the layers that a link names; of what it does not name nothing changes. */
    adopt({ layer, way }) {
      const { desk } = this;
      if (desk.options.inlined) return;
      if (VIEWS.includes(layer) && layer !== desk.view) desk.look(layer);
      if (WAYS.includes(way) && way !== this.order) this._way(way);
    }

    // --- the way of the chosen event's report ---

    _way(order) {
      this.order = order;
      this.selected(this.desk.state.selected);
      if (this.desk.columns) this.desk.tellSoon();
    }

    /** Another event was chosen: its report's places are joined. */
    async selected(index) {
      const { desk } = this;
      let stops = [];
      if (this.order && index !== null && index !== undefined) {
        const asked = (this.asked = `${index} ${this.order}`);
        const events = await desk.details.sameReport(index);
        if (asked !== this.asked) return;
        stops = DL.wayOf(desk.columns, events, this.order);
      } else this.asked = null;
      if (!stops.length && !(desk.overlay.way || []).length) return this._say();
      desk.overlay.way = stops;
      this.joined = this.order;
      desk.overlay.repaint();
      this._say();
    }

    _say() {
      if (!this.hint) return;
      const stops = (this.desk.overlay.way || []).length;
      this.hint.textContent = !this.order ? "" : stops ? DL.t("layers.way.stops", { n: stops })
        : DL.t("layers.way.choose");
    }
  }

  DL.Layers = Layers;
})();
