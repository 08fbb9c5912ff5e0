/* Outlines of countries and first-order divisions ("DLA1", written by scripts/derive_areas.py):
 * fetched when first needed. A country is what its divisions enclose. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const GRID = 128;

  class Areas {
    constructor(base, inlined, loaded) {
      Object.assign(this, { base, inlined, loaded, rows: null });
    }

    /** Fetch once; says whether they are there. */
    ready() {
      if (!this.asked) {
        this.asked = Promise.all([DL.bytes("areas.bin", this.base, this.inlined),
          DL.json("areas.json", this.base, this.inlined)])
          .then(([bytes, rows]) => {
            this._decode(bytes);
            this.rows = rows;
            this.loaded();
          })
          .catch((error) => console.warn("Dateline: outlines could not be fetched:", error.message));
      }
      return this.rows !== null;
    }

    _decode(buffer) {
      const head = new DataView(buffer);
      if (head.getUint32(0, false) !== 0x444c4131) throw new Error("not a DLA1 file");
      const [bits, arcs, areas, drawn] = [4, 8, 12, 16].map((at) => head.getUint32(at, true));
      this.units = Math.pow(2, bits);
      const lines = DL.varints(new Uint8Array(buffer, 20, drawn));
      const refs = DL.varints(new Uint8Array(buffer, 20 + drawn));
      let x = 0;
      let y = 0;
      this.arcs = Array.from({ length: arcs }, () => {
        const xy = new Int32Array(2 * lines());
        for (let k = 0; k < xy.length; k += 2) {
          xy[k] = x += lines();
          xy[k + 1] = y += lines();
        }
        return xy;
      });
      this.areas = Array.from({ length: areas }, () =>
        Array.from({ length: refs() }, () => Array.from({ length: refs() }, refs)));
      this.boxes = this.areas.map((rings) => this._box(rings));
    }

    _box(rings) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const arc of rings.flat()) {
        const xy = this.arcs[arc < 0 ? ~arc : arc];
        for (let k = 0; k < xy.length; k += 2) {
          box[0] = Math.min(box[0], xy[k]);
          box[1] = Math.min(box[1], xy[k + 1]);
          box[2] = Math.max(box[2], xy[k]);
          box[3] = Math.max(box[3], xy[k + 1]);
        }
      }
      return box;
    }

    /** Numbers of a country's areas, by its two letters. */
    ofCountry(code) {
      if (!this.byCountry) {
        this.byCountry = new Map();
        this.rows.forEach(([country], a) => {
          if (!this.byCountry.has(country)) this.byCountry.set(country, []);
          this.byCountry.get(country).push(a);
        });
      }
      return this.byCountry.get(code) || [];
    }

    /** Number of the area that a point lies in (parts of the square), or -1. */
    at(x, y) {
      const px = x * this.units;
      const py = y * this.units;
      return this._near(px, py).find((a) => this._holds(a, px, py)) ?? -1;
    }

    _near(px, py) {
      if (!this.grid) {
        const size = (this.size = this.units / GRID);
        this.grid = Array.from({ length: GRID * GRID }, () => []);
        this.boxes.forEach(([west, north, east, south], a) => {
          const last = (v) => Math.min(GRID - 1, Math.max(0, Math.floor(v / size)));
          for (let row = last(north); row <= last(south); row++) {
            for (let c = last(west); c <= last(east); c++) this.grid[row * GRID + c].push(a);
          }
        });
      }
      const row = Math.floor(py / this.size);
      const column = Math.floor(px / this.size);
      return this.grid[row * GRID + column] || [];
    }

    _holds(a, px, py) {
      const [west, north, east, south] = this.boxes[a];
      if (px < west || px > east || py < north || py > south) return false;
      let odd = false;
      for (const arc of this.areas[a].flat()) {
        const xy = this.arcs[arc < 0 ? ~arc : arc];
        for (let k = 3; k < xy.length; k += 2) {
          const ay = xy[k - 2];
          const by = xy[k];
          if (ay > py === by > py) continue;
          if (px < ((xy[k - 1] - xy[k - 3]) * (py - ay)) / (by - ay) + xy[k - 3]) odd = !odd;
        }
      }
      return odd;
    }

    /** The area of each place of the columns; -1 where none is known. Kept with the columns. */
    ofPlaces(columns) {
      if (!columns.areaOf) {
        columns.areaOf = Int32Array.from(columns.x, (x, p) => this.at(x, columns.y[p]));
      }
      return columns.areaOf;
    }

    /** The areas that a place stands for: its country's, or the division that it lies in. */
    ofPlace(columns, p) {
      const as = DL.PLACED_AS[columns.widest[p]];
      if (as === "country") return this.ofCountry(DL.letters(columns.country[p]));
      const a = as === "admin1" ? this.at(columns.x[p], columns.y[p]) : -1;
      return a < 0 ? [] : [a];
    }

    /** West, north, east, south of some areas in parts of the square. */
    boxOf(numbers) {
      const boxes = numbers.map((a) => this.boxes[a]);
      return [0, 1, 2, 3].map((k) => Math[k < 2 ? "min" : "max"](...boxes.map((b) => b[k])) / this.units);
    }

    /** The middle of the largest of some areas on a canvas, and how much room is around it. */
    middle(numbers, view) {
      const scale = view.world / this.units;
      const size = (a) => this.boxes[a][2] - this.boxes[a][0];
      const largest = numbers.reduce((best, a) => (size(a) > size(best) ? a : best));
      const all = numbers.length > 1 ? this.boxOf(numbers).map((v) => v * this.units) : this.boxes[largest];
      const wide = all[2] - all[0] > 0.5 * this.units; // on both sides of the seam
      const [west, north, east, south] = wide ? this.boxes[largest] : all;
      const x = DL.around(((west + east) / 2) * scale - view.left, view);
      const room = (Math.min(east - west, south - north) * scale) / 2;
      return { x, y: ((north + south) / 2) * scale - view.top, room };
    }

    /** Trace some areas' rings for filling; call g.fill("evenodd") after it. */
    trace(g, numbers, view) {
      g.beginPath();
      this._copies(numbers, view, (a, shift, scale) => {
        for (const ring of this.areas[a]) {
          let first = true;
          for (const arc of ring) {
            this._follow(arc, (x, y) => {
              if (first) g.moveTo(x * scale + shift, y * scale - view.top);
              else g.lineTo(x * scale + shift, y * scale - view.top);
              first = false;
            });
          }
          g.closePath();
        }
      });
    }

    /** Trace what is around some areas, not between them, nor the map's seam. */
    outline(g, numbers, view) {
      const uses = new Map();
      for (const arc of numbers.flatMap((a) => this.areas[a].flat())) {
        const own = arc < 0 ? ~arc : arc;
        uses.set(own, (uses.get(own) || 0) + 1);
      }
      g.beginPath();
      this._copies(numbers, view, (a, shift, scale) => {
        for (const arc of this.areas[a].flat()) {
          if (uses.get(arc < 0 ? ~arc : arc) > 1) continue;
          let before = null;
          this._follow(arc, (x, y) => {
            const seam = before !== null && before === x && (x <= 0 || x >= this.units);
            if (before === null || seam) g.moveTo(x * scale + shift, y * scale - view.top);
            else g.lineTo(x * scale + shift, y * scale - view.top);
            before = x;
          });
        }
      });
    }

    _copies(numbers, view, see) {
      const scale = view.world / this.units;
      const first = Math.floor(view.left / view.world);
      const last = Math.floor((view.left + view.width) / view.world);
      for (let copy = first; copy <= last; copy++) {
        const shift = copy * view.world - view.left;
        for (const a of numbers) {
          const [west, north, east, south] = this.boxes[a];
          const out = east * scale + shift < 0 || west * scale + shift > view.width ||
            south * scale < view.top || north * scale > view.top + view.height;
          if (!out) see(a, shift, scale);
        }
      }
    }

    _follow(arc, point) {
      const xy = this.arcs[arc < 0 ? ~arc : arc];
      if (arc >= 0) for (let k = 0; k < xy.length; k += 2) point(xy[k], xy[k + 1]);
      else for (let k = xy.length - 2; k >= 0; k -= 2) point(xy[k], xy[k + 1]);
    }
  }

  /** Reads zigzag varints one after the other. */
  DL.varints = function (bytes) {
    let at = 0;
    return () => {
      let value = 0;
      let weight = 1;
      let byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * weight;
        weight *= 128;
      } while (byte > 127);
      return value % 2 ? -(value + 1) / 2 : value / 2;
    };
  };

  /** A country's two letters from the columns' number; "" where it is not known. */
  DL.letters = (code) => (code ? String.fromCharCode(code & 255, code >> 8) : "");

  DL.Areas = Areas;
})();
