/* The basemap: land, lakes, rivers, borders and divisions, drawn in the theme's colours from
 * Natural Earth (public domain); names of countries, seas and divisions above it. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const LAND = 0;
  const LAKES = 1;
  const BORDERS = 2;
  const RIVERS = 3;
  const DETAIL_FROM = 6;
  const DIVISIONS_FROM = 6;
  const DIVISION_NAMES_FROM = 7;

  DL.Basemap = DL.CanvasLayer.extend({
    options: { pane: "dl-basemap", className: "dl-basemap", still: true, opaque: true, base: "", inlined: null },

    onAdd(map) {
      DL.CanvasLayer.prototype.onAdd.call(this, map);
      this.files = {};
      this._load("world.bin");
      this._load("labels.json");
      if (DL.language !== "en") this._load(`names.${DL.language}.json`);
      this._ask();
    },

    /** Fetch a file once; draw again when it is there. */
    _load(name) {
      if (name in this.files) return;
      this.files[name] = null;
      const { base, inlined } = this.options;
      const read = name.endsWith(".json") ? DL.json : DL.bytes;
      read(name, base, inlined)
        .then((data) => {
          this.files[name] = name.endsWith(".bin") ? new DL.Cells(data) : data;
          this.fire("loaded", { name });
          this.repaint();
        })
        .catch((error) => console.warn("Dateline: the basemap misses", name, error.message));
    },

    _ask() {
      const zoom = this._map.getZoom();
      if (zoom >= DETAIL_FROM - 1) this._load("detail.bin");
      if (zoom >= DIVISIONS_FROM) this._load("divisions.bin");
      if (zoom >= DIVISION_NAMES_FROM) this._load("divisions.json");
    },

    moved() {
      if (this.files) this._ask();
    },

    draw(g, view) {
      const colours = DL.colours();
      g.fillStyle = colours.sea;
      g.fillRect(0, 0, view.width, view.height);
      if (!this.files) return;
      const detail = view.zoom >= DETAIL_FROM ? this.files["detail.bin"] : null;
      const cells = detail || this.files["world.bin"];
      if (!cells) return;
      g.lineJoin = "bevel";
      this._fill(g, view, cells, LAND, colours.land);
      if (detail) this._stroke(g, view, cells, RIVERS, colours.sea, view.zoom < 8 ? 0.9 : 1.4);
      this._fill(g, view, cells, LAKES, colours.sea);
      const divisions = view.zoom >= DIVISIONS_FROM && this.files["divisions.bin"];
      if (divisions) this._stroke(g, view, divisions, 0, colours.division, 0.8);
      for (const layer of [LAND, LAKES]) this._stroke(g, view, cells, layer, colours.border, 0.8);
      this._stroke(g, view, cells, BORDERS, colours.border, 1);
    },

    /** The names, where they are those of this view. */
    upon() {
      const { names } = this;
      const same = names && names.joined && names.painted &&
        ["zoom", "left", "top", "width", "height"].every((key) => names.painted[key] === this.painted[key]);
      return same ? [names._board] : [];
    },

    _fill(g, view, cells, layer, colour) {
      g.fillStyle = colour;
      cells.fill(g, view, layer);
    },

    _stroke(g, view, cells, layer, colour, width) {
      g.strokeStyle = colour;
      g.lineWidth = width;
      cells.stroke(g, view, layer);
    },
  });

  /** Names on a canvas of their own, so that they stay crisp and clear of the marks. Where nothing
   * lies between, the base map shows them: one large picture less to be laid over another. */
  DL.Names = DL.CanvasLayer.extend({
    options: { pane: "dl-names", className: "dl-names", still: true, basemap: null, between: () => true, taken: () => [] },

    draw(g, view) {
      const files = this.options.basemap.files || {};
      const taken = this.options.taken().slice();
      const colours = DL.colours();
      g.textAlign = "center";
      g.textBaseline = "middle";
      g.lineJoin = "round";
      g.strokeStyle = colours.land;
      // A name is written whole or not at all: the canvas is larger than what is seen of it.
      this.edge = { x: view.margin.x, y: view.margin.y, right: view.width - view.margin.x,
        bottom: view.height - view.margin.y };
      const local = files[`names.${DL.language}.json`] || { countries: {}, seas: {}, divisions: [] };
      const countryOf = (name) => (local.countries[name] ? DL.countryName(local.countries[name]) : name);
      const labels = files["labels.json"];
      if (labels) {
        this._spread(g, view, labels.countries, taken, country(g, colours), countryOf);
        this._spread(g, view, labels.seas, taken, sea(g, colours), (name) => local.seas[name] || name);
      }
      if (files["divisions.json"] && view.zoom >= DIVISION_NAMES_FROM) {
        this._divisions(g, view, files["divisions.json"], local.divisions, taken, colours);
      }
    },

    show() {
      const { basemap, between } = this.options;
      const before = this.joined;
      this.joined = Boolean(this._hand && basemap._hand && !this.veiled && !between());
      this._container.style.display = this.veiled || this.joined ? "none" : "";
      if (!this.joined && !this.veiled) DL.CanvasLayer.prototype.show.call(this);
      if (this.joined || before) basemap.show();
    },

    /** Write names where their areas have most room in this view, each far from its twin. */
    _spread(g, view, rows, taken, style, translate) {
      const level = Math.max(2, Math.min(6, Math.round(view.zoom) - 1));
      const scale = view.world / 16384;
      const found = [];
      for (const [name, points] of rows) {
        for (let k = 0; k < points.length; k += 4) {
          if (points[k] !== level) continue;
          const x = around(points[k + 1] * scale - view.left, view);
          const y = points[k + 2] * scale - view.top;
          const radius = points[k + 3] * scale;
          if (x > 0 && y > 0 && x < view.width && y < view.height) found.push([radius, name, x, y]);
        }
      }
      found.sort((a, b) => b[0] - a[0]);
      const written = [];
      const room = new Map();
      for (const [radius, name] of found) if (!room.has(name)) room.set(name, radius);
      for (const [radius, name, x, y] of found) {
        if (radius < 0.45 * room.get(name)) continue;
        if (written.some((w) => w[0] === name && Math.hypot(w[1] - x, w[2] - y) < 520)) continue;
        if (this._write(g, style(translate(name)), x, y, radius, taken)) written.push([name, x, y]);
      }
    },

    _divisions(g, view, rows, local, taken, colours) {
      const style = division(g, colours);
      const scale = view.world / 16384;
      for (const [k, [name, longitude, latitude, size]] of rows.entries()) {
        if (size * scale < 60) break;
        const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 0);
        const x = around((at.x / 256) * view.world - view.left, view);
        const y = (at.y / 256) * view.world - view.top;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        this._write(g, style(local[k] || name), x, y, size * scale * 0.5, taken);
      }
    },

    _write(g, text, x, y, room, taken) {
      const width = g.measureText(text).width;
      if (width > 3.2 * room + 24) return false;
      const box = [x - width / 2 - 6, y - 9, x + width / 2 + 6, y + 9];
      const { edge } = this;
      if (box[0] < edge.x || box[2] > edge.right || box[1] < edge.y || box[3] > edge.bottom) return false;
      if (taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1])) {
        return false;
      }
      taken.push(box);
      if (g.halo) g.strokeText(text, x, y);
      g.fillText(text, x, y);
      return true;
    },
  });

  const style = (g, font, colour, spacing, halo) => {
    g.font = font;
    g.fillStyle = colour;
    g.globalAlpha = 1;
    // Arabic letters hold on to each other.
    g.letterSpacing = DL.language === "ar" ? "0px" : spacing;
    g.lineWidth = 3;
    g.halo = halo;
  };
  const country = (g, colours) => (name) => {
    style(g, `400 12px ${DL.SANS}`, colours.muted, "3px", true);
    return name.toUpperCase();
  };
  const sea = (g, colours) => (name) => {
    style(g, `italic 400 13px ${DL.SANS}`, colours.muted, "0px", false);
    return name;
  };
  const division = (g, colours) => (name) => {
    style(g, `400 11px ${DL.SANS}`, colours.muted, "0.4px", true);
    g.globalAlpha = 0.8;
    return name;
  };

  /** The copy of a point that is nearest to the view. */
  function around(x, view) {
    return x - view.world * Math.round((x - view.width / 2) / view.world);
  }
  DL.around = around;
})();
