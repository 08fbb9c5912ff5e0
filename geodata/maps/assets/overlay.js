/* Between the map and its marks: density, counts by area, a report's way, what is drawn by hand. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  DL.Overlay = DL.CanvasLayer.extend({
    options: { pane: "dl-overlay", className: "dl-overlay", desk: null },

    draw(g, view) {
      const { desk } = this.options;
      const colours = DL.colours();
      this.legend = null;
      if (desk.columns && desk.result) {
        if (desk.view === "heat") this.legend = DL.drawHeat(g, desk, view);
        else if (desk.view !== "points") this.legend = DL.drawCounts(g, desk, view, colours);
      }
      this._within(g, view, colours);
      if (this.way && this.way.length) DL.drawWay(g, desk, this.way, view, colours);
      if (this.drawing) this._drawing(g, view, colours);
      if (this.line) this._line(g, view, colours);
      if (this.found) this._found(g, view, colours);
      // An empty canvas costs a browser as much as a full one.
      const shows = this._any();
      this._container.style.display = shows ? "" : "none";
      if (shows !== this.shows) {
        this.shows = shows;
        this.fire("covers");
      }
      this.fire("drawn");
    },

    /** Nothing was shown and nothing is: nothing is drawn. */
    paint() {
      if (this.shows === false && !this._any()) return;
      DL.CanvasLayer.prototype.paint.call(this);
    },

    _any() {
      const { view, state } = this.options.desk;
      return view !== "points" || Boolean(state.bbox || (state.area && state.area.length) ||
        (this.way && this.way.length) || this.drawing || this.line || this.found);
    },

    /** A point of the map on this canvas. */
    at(latlng, view) {
      const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(latlng), view.zoom);
      return { x: x - view.left, y: y - view.top };
    },

    /** What lies outside of the chosen box or area is dimmed. */
    _within(g, view, colours) {
      const { bbox, area } = this.options.desk.state;
      const rings = [];
      if (bbox) {
        const [west, south, east, north] = bbox;
        const right = east < west ? east + 360 : east;
        rings.push([[west, south], [right, south], [right, north], [west, north]]);
      }
      if (area && area.length) rings.push(area);
      for (const ring of rings) {
        g.beginPath();
        g.rect(0, 0, view.width, view.height);
        for (const turn of [-720, -360, 0, 360, 720]) this._trace(g, ring, turn, view);
        g.fillStyle = colours.ink;
        g.globalAlpha = 0.1;
        g.fill("evenodd");
        g.globalAlpha = 1;
        g.beginPath();
        for (const turn of [-720, -360, 0, 360, 720]) this._trace(g, ring, turn, view);
        g.strokeStyle = colours.accent;
        g.lineWidth = 1.5;
        g.stroke();
      }
    },

    /** An area's edges are straight in degrees: long ones are bent as the map bends them. */
    _trace(g, ring, turn, view) {
      ring.forEach(([lon, lat], k) => {
        const [nextLon, nextLat] = ring[(k + 1) % ring.length];
        const steps = Math.max(1, Math.ceil(Math.abs(nextLat - lat) / 2));
        for (let s = 0; s < steps; s++) {
          const share = s / steps;
          const { x, y } = this.at([lat + (nextLat - lat) * share, lon + turn + (nextLon - lon) * share], view);
          if (k || s) g.lineTo(x, y);
          else g.moveTo(x, y);
        }
      });
      g.closePath();
    },

    _drawing(g, view, colours) {
      const { shape, points } = this.drawing;
      const at = points.map((point) => this.at(point, view));
      g.beginPath();
      if (shape === "box" && at.length > 1) g.rect(at[0].x, at[0].y, at[1].x - at[0].x, at[1].y - at[0].y);
      else at.forEach(({ x, y }, k) => (k ? g.lineTo(x, y) : g.moveTo(x, y)));
      if (shape === "polygon") g.closePath();
      g.globalAlpha = 0.08;
      g.fillStyle = colours.accent;
      g.fill();
      g.globalAlpha = 1;
      this._ink(g, at, colours, true);
    },

    _line(g, view, colours) {
      const at = this.line.points.map((point) => this.at(point, view));
      g.beginPath();
      at.forEach(({ x, y }, k) => (k ? g.lineTo(x, y) : g.moveTo(x, y)));
      this._ink(g, at, colours, !this.line.done);
    },

    _ink(g, at, colours, dashed) {
      g.strokeStyle = colours.accent;
      g.lineWidth = 2;
      if (dashed) g.setLineDash([6, 4]);
      g.stroke();
      g.setLineDash([]);
      g.fillStyle = colours.panel;
      for (const { x, y } of at) {
        g.beginPath();
        g.arc(x, y, 3.5, 0, 2 * Math.PI);
        g.fill();
        g.stroke();
      }
    },

    _found(g, view, colours) {
      const at = this.at([this.found.lat, this.found.lon], view);
      const x = DL.around(at.x, view);
      g.strokeStyle = colours.accent;
      g.lineWidth = 2;
      g.beginPath();
      g.arc(x, at.y, 9, 0, 2 * Math.PI);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        g.moveTo(x + 6 * dx, at.y + 6 * dy);
        g.lineTo(x + 15 * dx, at.y + 15 * dy);
      }
      g.stroke();
      g.font = `600 12px ${DL.SANS}`;
      g.textAlign = "left";
      g.textBaseline = "middle";
      g.lineWidth = 3;
      g.strokeStyle = colours.land;
      g.strokeText(this.found.name, x + 19, at.y);
      g.fillStyle = colours.ink;
      g.fillText(this.found.name, x + 19, at.y);
    },
  });
})();
