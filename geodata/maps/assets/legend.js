/* What the marks and colours mean; folded until it is wanted. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const SAMPLES = [
    ["happened", { event: 1 }], ["reported", { "reported-on": 1 }], ["planned", { planned: 1 }],
    ["photo", { photo: 1 }], ["background", { background: 1 }], ["undated", { "": 1 }],
    ["perhaps", { event: 1 }, { sure: 0 }], ["many", { event: 12 }], ["mixed", { event: 5, "reported-on": 3 }],
    ["area", { event: 1 }, { square: true }], ["reach", { event: 1 }, { reach: 12 }],
  ];
  const AREAS = 6;

  class Legend {
    constructor(desk) {
      this.desk = desk;
      this.body = el("div", { class: "dl-legend-body" });
      this.node = el("details", { class: "dl-legend", toggle: () => this.draw() },
        el("summary", {}, DL.t("legend.label")), this.body);
      this.node.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !this.node.open) return;
        event.stopPropagation();
        this.node.open = false;
        this.node.firstChild.focus();
      });
      L.DomEvent.disableClickPropagation(this.node);
      L.DomEvent.disableScrollPropagation(this.node);
      desk.rooms.stage.append(this.node);
    }

    /** Density and counts are read by their numbers: their legend opens by itself. */
    look(view) {
      this.node.open = view !== "points" && window.innerWidth > 700;
      this.draw();
    }

    draw() {
      if (!this.node.open) return;
      const { legend } = this.desk.overlay;
      const rows = this.desk.view === "points" ? this._marks() : this._numbers(legend);
      this.body.replaceChildren(...rows);
    }

    _marks() {
      return [...SAMPLES.map(([name, byRole, looks]) =>
        row(sample(byRole, looks || {}), DL.t("legend." + name))),
      row(other(), DL.t("legend.other"))];
    }

    _numbers(legend) {
      if (!legend || legend.kind === "wait") return [el("p", {}, DL.t("legend.wait"))];
      if (legend.kind === "heat") return this._heat(legend);
      const colours = DL.colours();
      const { steps, groups, apart } = legend;
      const classes = steps.map((least, k) => {
        const next = steps[k + 1];
        const words = next === undefined ? DL.number(least) + "+"
          : next - 1 > least ? `${DL.number(least)}–${DL.number(next - 1)}` : DL.number(least);
        const chip = el("span", { class: "dl-swatch", style: `background:${DL.classColour(k, steps.length, colours)}` });
        return row(chip, words);
      }).reverse();
      const fullest = [...groups].slice(0, AREAS).map(([key, n]) => el("button", { type: "button",
        class: "dl-area", click: () => this._fly(key) },
      el("span", { dir: "auto" }, DL.areaName(this.desk.layer.areas, key)), el("b", {}, DL.number(n))));
      return [el("p", {}, DL.t("legend.events")), ...classes, ...fullest,
        apart ? el("p", {}, DL.t("legend.apart." + this.desk.view, { n: apart })) : ""];
    }

    _heat({ most }) {
      const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
      const colours = DL.ramp(theme);
      const canvas = Object.assign(document.createElement("canvas"), { width: 256, height: 1, className: "dl-ramp" });
      canvas.getContext("2d").putImageData(new ImageData(colours, 256, 1), 0, 0);
      // The ramp follows the root: half of it is a quarter of the most.
      const ticks = [0, most / 4, most].map((n) => DL.numbers.format(Number(n.toPrecision(2))));
      return [el("p", {}, DL.t("legend.density")), canvas,
        el("div", { class: "dl-ramp-ticks" }, ...ticks.map((text) => el("span", {}, text)))];
    }

    _fly(key) {
      const { layer, map } = this.desk;
      const numbers = typeof key === "string" ? layer.areas.ofCountry(key) : [key];
      if (!numbers.length) return;
      const [west, north, east, south] = layer.areas.boxOf(numbers);
      const at = (x, y) => L.CRS.EPSG3857.pointToLatLng(L.point(x * 256, y * 256), 0);
      map.fitBounds([at(west, north), at(east, south)], { animate: !DL.calm(), padding: [30, 30] });
    }
  }

  const row = (picture, text) => el("div", { class: "dl-meaning" }, picture, el("span", {}, text));

  function paper(draw) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = Object.assign(document.createElement("canvas"), { width: 30 * ratio, height: 26 * ratio });
    canvas.setAttribute("aria-hidden", "true");
    const g = canvas.getContext("2d");
    g.scale(ratio, ratio);
    draw(g, DL.colours());
    return canvas;
  }

  function sample(counts, { sure = 1, square = false, reach = 0 }) {
    const byRole = DL.ROLES.map((role) => counts[role] || 0);
    return paper((g, colours) => {
      if (reach) {
        g.beginPath();
        g.arc(15, 13, reach, 0, 2 * Math.PI);
        g.setLineDash([4, 3]);
        g.strokeStyle = colours.event;
        g.globalAlpha = 0.6;
        g.stroke();
        g.setLineDash([]);
        g.globalAlpha = 1;
      }
      DL.drawMark(g, { x: 15, y: 13, byRole, sure, square }, colours);
    });
  }

  const other = () => paper((g, colours) => DL.drawOther(g, 15, 13, colours));

  DL.Legend = Legend;
  DL.legendSamples = SAMPLES;
})();
