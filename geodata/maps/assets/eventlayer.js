/* All events on one canvas above the map. It is given the columns once and the counts of each
 * filter; it draws marks, says what lies under the pointer, and walks by keyboard. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  const REST = 200; // milliseconds

  DL.EventLayer = DL.CanvasLayer.extend({
    options: { pane: "dl-events", className: "dl-events", name: () => "" },

    initialize(options) {
      L.Renderer.prototype.initialize.call(this, options);
      this.hits = [];
      this.selected = null;
      this.others = [];
      this.focused = null;
      this.fan = null;
      this.hovered = null;
      this.points = true;
      this.lean = false;
      this._rest = DL.settled(REST, () => this._whole());
      this.plate = new DL.Plate();
      this.areas = new DL.Areas(options.base, options.inlined, () => {
        this.repaint();
        this.fire("outlines");
      });
    },

    onAdd(map) {
      DL.CanvasLayer.prototype.onAdd.call(this, map);
      const canvas = this._container;
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "application");
      canvas.setAttribute("aria-label", DL.t("map.marks"));
      L.DomEvent.on(canvas, "keydown", this._key, this);
      L.DomEvent.on(canvas, "blur", () => this._focus(null));
      map.on("click", this._click, this);
      map.on("mousemove", this._hover, this);
      map.on("mouseout", () => this._say(null));
      map.on("movestart zoomstart", this._whole, this);
    },

    onRemove(map) {
      map.off("click", this._click, this);
      map.off("mousemove", this._hover, this);
      map.off("movestart zoomstart", this._whole, this);
      DL.CanvasLayer.prototype.onRemove.call(this, map);
    },

    /** Take new columns: marks are clustered anew. */
    load(columns) {
      this.columns = columns;
      this.clusters = null;
      this.hits = [];
      this.focused = this.fan = this.hovered = null;
      this.repaint();
    },

    /** Draw now, as a range moves: what only a moving map would show follows when it rests. */
    follow() {
      this.lean = true;
      this.paint();
      this._rest();
    },

    /** Draw also what lies around the view, before the map moves. */
    _whole() {
      if (!this.lean) return;
      this.lean = false;
      this.paint();
    },

    moved() {
      if (this.clusters && this.clusters.zoom !== this._map.getZoom()) {
        this.clusters = null;
        this.focused = this.fan = this.hovered = null;
      }
    },

    draw(g, view) {
      this.hits = [];
      if (!this.columns) return;
      if (!this.clusters) {
        const { zoom } = view;
        this.clusters = Object.assign(DL.cluster(this.columns, zoom), { zoom });
        this.columns.tally.group(this.clusters);
      }
      const colours = DL.colours();
      const marks = this.points ? this._marks(view) : [];
      const others = this._elsewhere(view);
      for (const mark of marks) mark.r = DL.markRadius(mark.n);
      const strong = this.hovered ? marks.find((m) => m.cluster === this.hovered.cluster)
        : this.markOf(marks, this.focused ? this.focused.place : this.selected);
      if (strong) strong.hovered = this.hovered !== null || this.focused !== null;
      const fan = this._fanOf(marks);
      const { plate } = this;
      plate.open(g.canvas.width, g.canvas.height, this._ratio, colours);
      for (const mark of marks) plate.mark(mark);
      this.boxes = DL.layLabels(plate, this, [...marks, ...fan.out], view);
      plate.put(g);
      // What lies below the marks is drawn after them: their pixels replace what was there.
      g.globalCompositeOperation = "destination-over";
      for (const { x, y } of others) DL.drawOther(g, x, y, colours);
      DL.drawReach(g, this, marks, view, colours, strong);
      g.globalCompositeOperation = "source-over";
      DL.nameOthers(g, others, this.boxes, colours);
      if (fan.mark) {
        DL.drawFan(g, fan.mark, fan.out, fan.left, colours);
        DL.drawMark(g, fan.mark, colours);
        marks.push(...fan.out);
      }
      this._rings(g, marks, colours);
      this.fire("drawn");
      const shift = this._bounds.min.subtract(this._map.containerPointToLayerPoint([0, 0]));
      this.hits = marks.map((m) => Object.assign(m, { x: m.x + shift.x, y: m.y + shift.y }));
    },

    /** What has any event in the view, fullest first: cluster, canvas position, counts. */
    _marks(view) {
      const { columns, clusters } = this;
      const roles = DL.ROLES.length;
      const { sums, filled, sure, points } = columns.tally.marks;
      const marks = [];
      const [aside, above] = this.lean ? [view.margin.x - 40, view.margin.y - 40] : [-40, -40];
      for (let c = 0; c < clusters.n; c++) {
        if (!filled[c]) continue;
        const place = clusters.place[c];
        const y = columns.y[place] * view.world - view.top;
        const x = DL.around(columns.x[place] * view.world - view.left, view);
        if (x < aside || y < above || x > view.width - aside || y > view.height - above) continue;
        const byRole = [];
        let n = 0;
        for (let k = c * roles; k < (c + 1) * roles; k++) {
          byRole.push(sums[k]);
          n += sums[k];
        }
        marks.push({ cluster: c, place, x, y, byRole, n,
          others: filled[c] - 1, sure: sure[c], square: !points[c] });
      }
      return marks.sort((a, b) => b.n - a.n);
    },

    _rings(g, marks, colours) {
      const selected = this.markOf(marks, this.selected);
      if (selected) DL.drawRing(g, selected.x, selected.y, selected.r, colours.accent, false);
      const focused = this.focused && marks.find((m) => same(m, this.focused));
      if (focused) DL.drawRing(g, focused.x, focused.y, focused.r + 3, colours.ink, true);
    },

    markOf(marks, place) {
      if (place === null) return null;
      const fanned = this.fan && marks.find((m) => m.index === this.chosen && m.index !== undefined);
      return fanned || marks.find((m) => m.cluster === this.clusters.of[place]);
    },

    /** Fan out the events of a mark; `indices` newest first. None folds it. */
    spread(mark, indices) {
      this.fan = mark ? { cluster: mark.cluster, indices } : null;
      this.repaint();
    },

    /** The mark that is fanned out, its events as marks, and how many more there are. */
    _fanOf(marks) {
      const mark = this.fan && marks.find((m) => m.cluster === this.fan.cluster);
      if (!mark) {
        this.fan = null;
        return { mark: null, out: [], left: 0 };
      }
      const out = DL.fanOf(mark, this.fan.indices, this.columns);
      return { mark, out, left: this.fan.indices.length - out.length };
    },

    /** Where the selected event might have been instead. */
    _elsewhere(view) {
      return this.others.map((other) => {
        const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(other.lat, other.lon), view.zoom);
        return { name: other.name, x: DL.around(at.x - view.left, view), y: at.y - view.top };
      });
    },

    /** The newest shown event on a mark's fullest place, or on the first that has any. */
    newestAt(mark) {
      const { columns } = this;
      if (mark.index !== undefined) return mark.index;
      if (columns.placeCount(mark.place)) return columns.tally.newest(mark.place);
      const { members, from } = this.clusters;
      let k = from[mark.cluster];
      while (!columns.placeCount(members[k])) k++;
      return columns.tally.newest(members[k]);
    },

    placesOf(mark) {
      const { members, from } = this.clusters;
      return Array.from(members.subarray(from[mark.cluster], from[mark.cluster + 1]))
        .filter((p) => this.columns.placeCount(p));
    },

    /** The mark at a point of the map's container, the smallest first. */
    markAt(point) {
      const near = this.hits.filter((m) => Math.hypot(m.x - point.x, m.y - point.y) <= m.r + 4);
      return near.length ? near[near.length - 1] : null;
    },

    _click(event) {
      if (this.busy) return;
      const mark = this.markAt(event.containerPoint);
      const { ctrlKey, metaKey } = event.originalEvent || {};
      this.fire(mark ? "open" : "close", { mark, held: Boolean(ctrlKey || metaKey) });
    },

    _hover(event) {
      if (this.busy || !this.points) return;
      const mark = this.markAt(event.containerPoint);
      const before = this.hovered;
      this.hovered = mark;
      if ((mark || before) && !(mark && before && same(mark, before))) this.repaint();
      this._say(mark);
    },

    _say(mark) {
      this._map.getContainer().style.cursor = mark ? "pointer" : "";
      this.fire("point", { mark, newest: mark ? this.newestAt(mark) : null });
    },

    _focus(mark) {
      this.focused = mark;
      this._say(mark);
      this.repaint();
    },

    _key(event) {
      const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
      const here = this.focused && this.hits.find((m) => same(m, this.focused));
      if (event.key === "Enter" && here) this.fire("open", { mark: here });
      else if (event.key === "Escape" && this.fan) this.spread(null);
      else if (event.key === "Escape") this.fire("close", {});
      else if (step[event.key]) this._focus(nearest(this.hits, here, step[event.key]) || here || null);
      else return;
      L.DomEvent.stop(event);
    },
  });

  /** Whether two marks, of this frame and of another, are the same. */
  const same = (a, b) => (a.index === undefined ? a.cluster === b.cluster && b.index === undefined
    : a.index === b.index);

  /** The closest mark in a direction; from nowhere, the fullest. */
  function nearest(marks, here, [dx, dy]) {
    if (!here) return marks[0];
    let best = null;
    let least = Infinity;
    for (const mark of marks) {
      const along = (mark.x - here.x) * dx + (mark.y - here.y) * dy;
      const aside = Math.abs((mark.x - here.x) * dy) + Math.abs((mark.y - here.y) * dx);
      if (along > 1 && along + 2 * aside < least) [best, least] = [mark, along + 2 * aside];
    }
    return best;
  }
})();
