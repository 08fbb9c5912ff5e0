/* A Leaflet renderer that owns one canvas, follows pans and zooms by transform, and redraws when
 * they end. Subclasses draw. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  DL.CanvasLayer = L.Renderer.extend({
    // A still layer is drawn seldom: its picture is handed over whole. A browser without a graphics
    // card copies a canvas that can be drawn on for every frame of the page, drawn or not.
    options: { padding: 0.12, pane: "overlayPane", className: "", still: false, opaque: false },

    _initContainer() {
      const canvas = document.createElement("canvas");
      canvas.className = this.options.className;
      this._container = canvas;
      const still = this.options.still && window.OffscreenCanvas && canvas.getContext("bitmaprenderer",
        { alpha: !this.options.opaque });
      this._hand = still || null;
      this._board = still ? new OffscreenCanvas(1, 1) : canvas;
      this._g = this._board.getContext("2d");
    },

    _destroyContainer() {
      cancelAnimationFrame(this._frame);
      L.DomUtil.remove(this._container);
      this._container = this._board = this._g = this._hand = null;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = (this._ratio = window.devicePixelRatio || 1);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      for (const one of new Set([canvas, this._board])) {
        one.width = Math.round(size.x * ratio);
        one.height = Math.round(size.y * ratio);
      }
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this.moved();
      this.paint();
    },

    _updatePaths() {},

    /** What a subclass computes anew when the view has changed. */
    moved() {},

    /** Draw now. */
    paint() {
      if (!this._map || !this._bounds) return;
      cancelAnimationFrame(this._frame);
      this._frame = 0;
      const g = this._g;
      g.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      const size = this._bounds.getSize();
      g.clearRect(0, 0, size.x, size.y);
      if (this._hand) g.direction = document.documentElement.dir || "ltr";
      this.painted = this.view();
      this.draw(g, this.painted);
      this.show();
    },

    /** Hand a still picture over, with what lies right upon it. */
    show() {
      // A map that has not been laid out yet has no size, and a picture of none cannot be copied.
      if (!this._hand || !this._board.width || !this._board.height) return;
      const sheet = new OffscreenCanvas(this._board.width, this._board.height);
      const g = sheet.getContext("2d");
      for (const board of [this._board, ...this.upon()]) g.drawImage(board, 0, 0);
      this._hand.transferFromImageBitmap(sheet.transferToImageBitmap());
    },

    /** Boards of other layers that this one shows too. */
    upon: () => [],

    /** Draw in the next frame. */
    repaint() {
      if (!this._frame && this._map) this._frame = requestAnimationFrame(() => this.paint());
    },

    /** The canvas as a window on the world: world pixels = canvas pixels + (left, top). */
    view() {
      const map = this._map;
      const zoom = map.getZoom();
      const origin = map.getPixelOrigin().add(this._bounds.min);
      const size = this._bounds.getSize();
      const margin = size.subtract(map.getSize()).divideBy(2);
      return { zoom, margin, world: 256 * Math.pow(2, zoom), left: origin.x, top: origin.y,
        width: size.x, height: size.y };
    },
  });
})();
