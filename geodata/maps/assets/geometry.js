/* Reads the basemap's files ("DLB1", written by scripts/derive_basemap.py):
 *   "DLB1", u32 bits, u32 side, u32 layers, u32 overlap, u32 offset[side * side + 1], cells.
 * The Mercator square has 2^bits units a side and side * side cells, row by row from the north
 * west; a cell reaches `overlap` units into its neighbours. A cell is a run of zigzag varints:
 * for each layer the number of lines; for each line the number of points, then dx, dy from the
 * point before (of the line before, at first from the cell's corner). An empty cell has no bytes. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

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
          // Steps along the cell's edge are the cut, not a coast: they are filled, never drawn.
          const cut = new Uint8Array(points);
          for (let k = 0; k < points; k++) {
            const px = x;
            const py = y;
            x += next();
            y += next();
            cut[k] = k === 0 || (x === px && (x <= 0 || x >= edge)) ||
              (y === py && (y <= 0 || y >= edge)) ? 1 : 0;
            xy[2 * k] = (west + x) / units;
            xy[2 * k + 1] = (north + y) / units;
          }
          lines.push({ xy, cut, closed: xy[0] === xy[2 * points - 2] && xy[1] === xy[2 * points - 1] });
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

    /** Trace a layer as rings to fill. */
    trace(g, view, layer) {
      this.visit(view, (layers, shift) => {
        for (const { xy } of layers[layer]) {
          for (let k = 0; k < xy.length; k += 2) {
            const x = xy[k] * view.world + shift;
            const y = xy[k + 1] * view.world - view.top;
            if (k) g.lineTo(x, y);
            else g.moveTo(x, y);
          }
          g.closePath();
        }
      });
    }

    /** Trace a layer as lines to stroke, leaving out what was cut. */
    outline(g, view, layer) {
      this.visit(view, (layers, shift) => {
        for (const { xy, cut } of layers[layer]) {
          for (let k = 0; k < cut.length; k++) {
            const x = xy[2 * k] * view.world + shift;
            const y = xy[2 * k + 1] * view.world - view.top;
            if (cut[k]) g.moveTo(x, y);
            else g.lineTo(x, y);
          }
        }
      });
    }
  }

  DL.Cells = Cells;
})();
