/* Points set on the map, by pointer or, with the arrow keys and Enter, at its centre. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const CLOSE = 11;

  class Sketch {
    /** `change(points, done)` hears of every point; `shape` is "line", "polygon" or "box". */
    constructor(desk, shape, change) {
      Object.assign(this, { desk, map: desk.map, shape, change, points: [], next: null, done: false });
      const { map } = this;
      map.doubleClickZoom.disable();
      this.desk.layer.busy = true;
      map.getContainer().classList.add("dl-sketching");
      this.events = { click: (e) => this._click(e), dblclick: () => this.finish(),
        mousemove: (e) => this._move(e.latlng), move: () => this._keyed && this._move(map.getCenter()) };
      map.on(this.events);
      this.keys = (event) => this._key(event);
      map.getContainer().addEventListener("keydown", this.keys, true);
    }

    stop() {
      const { map } = this;
      map.off(this.events);
      map.getContainer().removeEventListener("keydown", this.keys, true);
      map.getContainer().classList.remove("dl-sketching", "dl-keyed");
      map.doubleClickZoom.enable();
      // The click that ends a sketch is no click on a mark.
      setTimeout(() => { this.desk.layer.busy = false; }, 0);
    }

    _click({ latlng, containerPoint }) {
      if (this.done) return;
      const first = this.points[0] && this.map.latLngToContainerPoint(this.points[0]);
      const again = first && this.points.length > 2 && first.distanceTo(containerPoint) < CLOSE;
      if (again && this.shape === "polygon") return this.finish();
      this._add(latlng);
    }

    _add(latlng) {
      const last = this.points[this.points.length - 1];
      if (last && this.map.latLngToContainerPoint(last).distanceTo(this.map.latLngToContainerPoint(latlng)) < 2) return;
      this.points.push(latlng);
      if (this.shape === "box" && this.points.length === 2) return this.finish();
      this.change(this.points, false);
    }

    _move(latlng) {
      if (this.done || !this.points.length) return;
      this.next = latlng;
      this.change([...this.points, latlng], false);
    }

    /** No more points; what is drawn stays. */
    finish() {
      const least = { line: 2, polygon: 3, box: 2 }[this.shape];
      if (this.done || this.points.length < least) return;
      this.done = true;
      this.next = null;
      this.change(this.points, true);
    }

    _key(event) {
      if (event.key.startsWith("Arrow")) {
        this._keyed = true;
        this.map.getContainer().classList.add("dl-keyed");
        const step = { ArrowLeft: [-40, 0], ArrowRight: [40, 0], ArrowUp: [0, -40], ArrowDown: [0, 40] };
        this.map.panBy(step[event.key], { animate: false });
        this._move(this.map.getCenter());
      } else if (event.key === " " || (event.key === "Enter" && !event.shiftKey)) {
        if (event.key === "Enter" && this.points.length && this._same()) this.finish();
        else this._add(this.map.getCenter());
      } else if (event.key === "Escape") this.desk.tools.close(true);
      else if (event.key === "Backspace" && this.points.length) {
        this.points.pop();
        this.change(this.points, false);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }

    /** Whether the last point is where the keyboard would set the next. */
    _same() {
      const [a, b] = [this.points[this.points.length - 1], this.map.getCenter()]
        .map((at) => this.map.latLngToContainerPoint(at));
      return a.distanceTo(b) < 2;
    }
  }

  /** Square metres that points enclose on the sphere (Leaflet's radius). */
  DL.enclosed = function (points) {
    const rad = Math.PI / 180;
    let sum = 0;
    points.forEach((a, k) => {
      const b = points[(k + 1) % points.length];
      sum += (b.lng - a.lng) * rad * (2 + Math.sin(a.lat * rad) + Math.sin(b.lat * rad));
    });
    return Math.abs((sum * L.CRS.Earth.R * L.CRS.Earth.R) / 2);
  };

  DL.Sketch = Sketch;
})();
