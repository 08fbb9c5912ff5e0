/* Only what lies in a box or a polygon drawn on the map. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  const fine = (degrees) => Math.round(degrees * 1e4) / 1e4;
  const wrapped = (lng) => fine(lng - 360 * Math.floor((lng + 180) / 360));

  /** A drawn box as [west, south, east, north], its longitudes in -180..180. */
  DL.boxOf = function ([a, b]) {
    const [west, east] = [Math.min(a.lng, b.lng), Math.max(a.lng, b.lng)];
    const [south, north] = [Math.min(a.lat, b.lat), Math.max(a.lat, b.lat)].map(fine);
    if (east - west >= 360) return [-180, south, 180, north];
    return [wrapped(west), south, wrapped(east), north];
  };

  /** A drawn polygon as [[longitude, latitude], ...], its first corner in -180..180. */
  DL.areaOf = function (points) {
    const turn = wrapped(points[0].lng) - points[0].lng;
    return points.map(({ lng, lat }) => [fine(lng + turn), fine(lat)]);
  };

  class AreaTool {
    constructor(desk) {
      this.desk = desk;
      this.clear = el("button", { type: "button", click: () => this._clear() });
      this.note = el("div", { class: "dl-within", hidden: "" },
        el("span", {}, DL.t("area.within")), el("button", { type: "button", "aria-label": DL.t("area.clear"),
          title: DL.t("area.clear"), click: () => this._clear() }, "×"));
      L.DomEvent.disableClickPropagation(this.note);
      desk.rooms.stage.append(this.note);
    }

    show(panel) {
      const choose = (shape) => el("button", { type: "button", "data-shape": shape,
        click: () => this._begin(shape) }, DL.icon(shape), DL.t("area." + shape));
      this.how = el("p", { "aria-live": "polite" }, DL.t("area.what"));
      const none = el("button", { type: "button", click: () => this._clear() }, DL.t("area.clear"));
      none.disabled = !this._any();
      this.none = none;
      panel.append(el("h3", {}, DL.t("tools.area")), this.how,
        el("div", { class: "dl-buttons" }, choose("box"), choose("polygon"), none));
    }

    stop() {
      if (this.sketch) this.sketch.stop();
      this.sketch = null;
      this.desk.overlay.drawing = null;
      this.desk.overlay.repaint();
    }

    _any() {
      const { bbox, area } = this.desk.state;
      return Boolean(bbox || (area && area.length));
    }

    _begin(shape) {
      this.stop();
      this.how.textContent = DL.t("area.how." + shape);
      this.sketch = new DL.Sketch(this.desk, shape, (points, done) => this._draw(shape, points, done));
      this.desk.map.getContainer().focus();
    }

    _draw(shape, points, done) {
      const { overlay } = this.desk;
      overlay.drawing = done ? null : { shape, points };
      overlay.repaint();
      if (!done) return;
      this.desk.change(shape === "box" ? { bbox: DL.boxOf(points), area: [] }
        : { bbox: null, area: DL.areaOf(points) });
      this.desk.tools.close(true);
    }

    _clear() {
      this.desk.change({ bbox: null, area: [] });
      if (this.none) this.none.disabled = true;
    }

    refresh() {
      this.note.hidden = !this._any();
    }
  }

  DL.AreaTool = AreaTool;
})();
