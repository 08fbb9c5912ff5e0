/* Reads the basemap's files ("DLB1", written by scripts/derive_basemap.py):
 *   "DLB1", u32 bits, u32 side, u32 layers, u32 overlap, u32 offset[side * side + 1], cells.
 * The Mercator square has 2^bits units a side and side * side cells, row by row from the north
 * west; a cell reaches `overlap` units into its neighbours. A cell is a run of zigzag varints:
 * for each layer the number of lines; for each line the number of points, then dx, dy from the
 * point before (of the line before, at first from the cell's corner). An empty cell has no bytes. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const LEAST = 0.5; // square pixels

  class Cells {
    constructor(buffer) {
      const head = new DataView(buffer);
      if (head.getUint32(0, false) !== 0x444c4231) throw new Error("not a DLB1 file");
      const [bits, side, layers, overlap] = [4, 8, 12, 16].map((at) => head.getUint32(at, true));
      Object.assign(this, { side, layers, units: Math.pow(2, bits), overlap });
      this.overlap = side > 1 ? overlap : 0;
      this.offsets = new Uint32Array(buffer.slice(20, 20 + 4 * (side * side + 1)));
      this.bytes = new Uint8Array(buffer, 20 + 4 * (side * side + 1));
      this.cache = new Map();
    }

    /** The lines of a cell: per layer a list of Float64Array [x, y, ...] in parts of the square. */
    cell(column, row) {
      const number = row * this.side + column;
      if (!this.cache.has(number)) this.cache.set(number, this._decode(number, column, row));
      return this.cache.get(number);
    }

    _decode(number, column, row) {
      const { bytes, units, side, overlap } = this;
      let at = this.offsets[number];
      if (at === this.offsets[number + 1]) return null;
      const next = () => {
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
      const west = (column * units) / side - overlap;
      const north = (row * units) / side - overlap;
      const edge = units / side + 2 * overlap;
      let x = 0;
      let y = 0;
      const layers = [];
      for (let layer = 0; layer < this.layers; layer++) {
        const lines = [];
        for (let left = next(); left > 0; left--) {
          const points = next();
          const xy = new Float64Array(2 * points);
          // Steps along the cell's edge or the antimeridian are no coast: filled, never drawn.
          const cut = new Uint8Array(points);
          const box = [Infinity, Infinity, -Infinity, -Infinity];
          for (let k = 0; k < points; k++) {
            const px = x;
            const py = y;
            x += next();
            y += next();
            const seam = x <= 0 || x >= edge || west + x === 0 || west + x === units;
            cut[k] = k === 0 || (x === px && seam) || (y === py && (y <= 0 || y >= edge)) ? 1 : 0;
            const u = (xy[2 * k] = (west + x) / units);
            const v = (xy[2 * k + 1] = (north + y) / units);
            if (u < box[0]) box[0] = u;
            if (u > box[2]) box[2] = u;
            if (v < box[1]) box[1] = v;
            if (v > box[3]) box[3] = v;
          }
          lines.push({ xy, cut, box, hole: turning(xy) < 0 });
        }
        layers.push(lines);
      }
      return layers;
    }

    /** Visit the cells in a view, once for each copy of the world in it, with its left edge. */
    visit(view, see) {
      const { side } = this;
      const size = view.world / side;
      const firstRow = Math.max(0, Math.floor(view.top / size));
      const lastRow = Math.min(side - 1, Math.floor((view.top + view.height) / size));
      const firstColumn = Math.floor(view.left / size);
      const lastColumn = Math.floor((view.left + view.width) / size);
      for (let row = firstRow; row <= lastRow; row++) {
        for (let column = firstColumn; column <= lastColumn; column++) {
          const copy = Math.floor(column / side);
          const lines = this.cell(column - copy * side, row);
          if (lines) see(lines, copy * view.world - view.left);
        }
      }
    }

    /** Fill a layer's rings, each with the holes that follow it: one path of all is slow. */
    fill(g, view, layer) {
      this.visit(view, (layers, shift) => {
        g.beginPath();
        for (const line of layers[layer]) {
          if (!line.hole) {
            g.fill();
            g.beginPath();
          }
          if (follow(g, line, view, shift, false)) g.closePath();
        }
        g.fill();
      });
    }

    /** Stroke a layer's lines, leaving out what was cut. A path a line: long ones are slow. */
    stroke(g, view, layer) {
      this.visit(view, (layers, shift) => {
        for (const line of layers[layer]) {
          g.beginPath();
          if (follow(g, line, view, shift, true)) g.stroke();
        }
      });
    }
  }

  /** Twice the area of a ring: holes turn the other way. */
  function turning(xy) {
    let sum = 0;
    for (let k = 3; k < xy.length; k += 2) sum += xy[k - 3] * xy[k] - xy[k - 1] * xy[k - 2];
    return sum;
  }

  /** Trace a line, passing over points that a pixel hides; says whether anything can be seen. */
  function follow(g, { xy, cut, box }, view, shift, cutting) {
    const { world, top } = view;
    if (box[2] * world + shift < 0 || box[0] * world + shift > view.width) return false;
    if (box[3] * world < top || box[1] * world > top + view.height) return false;
    if (Math.max(box[2] - box[0], box[3] - box[1]) * world < 0.6) return false;
    const last = cut.length - 1;
    let px = Infinity;
    let py = Infinity;
    for (let k = 0; k <= last; k++) {
      const x = xy[2 * k] * world + shift;
      const y = xy[2 * k + 1] * world - top;
      const start = k === 0 || (cutting && cut[k]);
      const dx = x - px;
      const dy = y - py;
      if (!start && k < last && dx * dx + dy * dy < LEAST && !(cutting && cut[k + 1])) continue;
      if (start) g.moveTo(x, y);
      else g.lineTo(x, y);
      px = x;
      py = y;
    }
    return true;
  }

  DL.Cells = Cells;
})();
