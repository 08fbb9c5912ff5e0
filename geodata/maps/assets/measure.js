/* How far and how large: a line on the map with its length, and the area that it encloses. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  DL.metres = (m) => (m < 1000 ? DL.t("measure.m", { n: Math.round(m) })
    : DL.t("measure.km", { n: Number((m / 1000).toPrecision(m < 1e5 ? 3 : 4)) }));
  DL.squareMetres = (m) => (m < 1e5 ? DL.t("measure.m2", { n: Number(m.toPrecision(3)) })
    : DL.t("measure.km2", { n: Number((m / 1e6).toPrecision(3)) }));

  class Measure {
    constructor(desk) {
      this.desk = desk;
      this.length = this.area = 0;
    }

    show(panel) {
      this.told = el("output", { class: "dl-told", "aria-live": "polite" });
      panel.append(el("h3", {}, DL.t("tools.measure")), el("p", {}, DL.t("measure.how")), this.told,
        el("div", { class: "dl-buttons" },
          el("button", { type: "button", click: () => this._begin() }, DL.t("measure.again"))));
      this._begin();
      this.desk.map.getContainer().focus();
    }

    stop() {
      if (this.sketch) this.sketch.stop();
      this.sketch = null;
      this._draw([], false);
    }

    _begin() {
      if (this.sketch) this.sketch.stop();
      this.sketch = new DL.Sketch(this.desk, "line", (points, done) => this._draw(points, done));
      this._draw([], false);
    }

    _draw(points, done) {
      this.length = points.reduce((sum, at, k) => (k ? sum + this.desk.map.distance(points[k - 1], at) : 0), 0);
      this.area = points.length > 2 ? DL.enclosed(points) : 0;
      const parts = [DL.metres(this.length)];
      if (this.area) parts.push(DL.t("measure.encloses", { area: DL.squareMetres(this.area) }));
      if (this.told) this.told.textContent = points.length > 1 ? parts.join(" · ") : "";
      this.desk.overlay.line = points.length ? { points, done } : null;
      this.desk.overlay.repaint();
    }
  }

  DL.Measure = Measure;
})();
