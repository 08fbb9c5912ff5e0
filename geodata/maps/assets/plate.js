/* Marks and names put together of ready pixels. Without a graphics card, hundreds of circles,
 * arcs and numbers take a browser longer than a frame; copying their pixels does not. Each part
 * is drawn once, by the code that draws any mark (marks.js), and copied from then on; the shares
 * of a mixed mark are taken from whole rims (the ring of a role with what lies under it and over
 * it), by the angle of each pixel. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const MOST = 6000; // stamps; a language's names and all numbers are fewer
  const ROOM = 2; // pixels around what is drawn
  const RUN = 5; // pixels of one colour that are worth a run
  const TURN = 2 * Math.PI;

  class Plate {
    constructor() {
      this.stamps = new Map();
      this.touched = null;
    }

    /** Begin a picture of some size in pixels; a mark's numbers are in pixels of `ratio`. */
    open(width, height, ratio, colours) {
      if (width !== this.width || height !== this.height) {
        this.image = new ImageData(Math.max(1, width), Math.max(1, height));
        this.pixels = new Int32Array(this.image.data.buffer);
        this.touched = null;
        Object.assign(this, { width, height });
      }
      const known = ratio === this.ratio && width === this.wide && colours === this.colours;
      if (!known || this.stamps.size > MOST) this.forget();
      Object.assign(this, { ratio, colours, wide: width });
      this.before = this.touched;
      if (this.before) this._clear(this.before);
      this.touched = null;
    }

    /** Draw every part anew: its colours or its letters are others. */
    forget() {
      this.stamps.clear();
    }

    _clear([left, top, right, bottom]) {
      for (let y = top; y < bottom; y++) {
        this.pixels.fill(0, y * this.width + left, y * this.width + right);
      }
    }

    /** Copy a mark {x, y, byRole, sure, square}. */
    mark(mark) {
      const { x, y, byRole } = mark;
      const look = DL.lookOf(mark);
      const radius = Math.round(2 * DL.markRadius(look.total)) / 2;
      const { shape, number, short } = DL.markParts;
      const kind = `${radius} ${look.square ? 1 : 0} ${look.role} ${look.perhaps}`;
      if (!look.mixed) {
        this._copy(this._stamp("s" + kind, (g) => shape(g, 0, 0, radius, look, this.colours), radius + 2), x, y);
      } else {
        this._copy(this._mixed(kind, radius, look, null), x, y);
        let from = 0;
        for (let r = 0; r < byRole.length; r++) {
          if (!byRole[r]) continue;
          const to = from + byRole[r];
          this._copy(this._mixed(kind, radius, look, DL.ROLES[r] || "none"), x, y, from / look.total, to / look.total);
          from = to;
        }
      }
      if (look.total < 2) return;
      const text = short(look.total);
      const { role, perhaps } = look;
      this._copy(this._stamp(`n${text} ${role} ${perhaps}`,
        (g) => number(g, 0, 0, look.total, look, this.colours), 24, 12), x, y);
    }

    /** The inside of a mark of several roles (`role` null), or its rim as one role has it: every
     * pixel once, where three lines would be laid over each other. */
    _mixed(kind, radius, look, role) {
      const key = `m${kind} ${role}`;
      const known = this.stamps.get(key);
      if (known) return known;
      const { shape, ring, edge } = DL.markParts;
      const { square } = look;
      const drawn = (draw, given) => this._pixels((g) => draw(g, 0, 0, radius, given, this.colours), radius + 4);
      const parts = [drawn(shape, look), drawn(ring, { role: role || "event", square }), drawn(edge, { square })];
      const solid = role ? drawn(ring, { role: "event", square }) : parts[1];
      const [below, around, line] = parts.map(({ found }) => found);
      const found = below.map((colour, k) => {
        const rim = solid.found[k] >>> 24 || line[k] >>> 24;
        if (!role) return rim ? 0 : colour;
        return rim ? over(line[k], over(around[k], colour)) : 0;
      });
      const stamp = packed(found, parts[0].width, parts[0].height, this.width, role ? Infinity : RUN);
      this.stamps.set(key, stamp);
      return stamp;
    }

    /** The width of a name, in pixels of `ratio`. */
    measure(text) {
      return this._name(text).across;
    }

    /** Copy a name whose left edge and middle are at a point. */
    name(text, x, y) {
      this._copy(this._name(text), x + this.measure(text) / 2, y);
    }

    _name(text) {
      return this.stamps.get("t" + text) || this._write(text);
    }

    _write(text) {
      const font = `400 12px ${DL.SANS}`;
      scratch.font = font;
      const across = scratch.measureText(text).width;
      const { land, ink } = this.colours;
      const stamp = this._stamp("t" + text, (g) => {
        Object.assign(g, { font, textBaseline: "middle", textAlign: "center", lineJoin: "round", lineWidth: 3,
          strokeStyle: land, fillStyle: ink });
        g.strokeText(text, 0, 0);
        g.fillText(text, 0, 0);
      }, across / 2 + 3, 12);
      return Object.assign(stamp, { across });
    }

    /** Pixels of what `draw` draws around the origin, `reach` to the sides and `tall` up and down. */
    _stamp(key, draw, reach, tall = reach) {
      const known = this.stamps.get(key);
      if (known) return known;
      const { found, width, height } = this._pixels(draw, reach, tall);
      const stamp = packed(found, width, height, this.width, RUN);
      this.stamps.set(key, stamp);
      return stamp;
    }

    _pixels(draw, reach, tall = reach) {
      const { ratio } = this;
      const halfWidth = Math.ceil(reach * ratio) + ROOM;
      const halfHeight = Math.ceil(tall * ratio) + ROOM;
      const [width, height] = [2 * halfWidth, 2 * halfHeight];
      if (scratch.canvas.width < width) scratch.canvas.width = width;
      if (scratch.canvas.height < height) scratch.canvas.height = height;
      scratch.save();
      scratch.clearRect(0, 0, width, height);
      scratch.setTransform(ratio, 0, 0, ratio, halfWidth, halfHeight);
      draw(scratch);
      scratch.restore();
      return { found: new Int32Array(scratch.getImageData(0, 0, width, height).data.buffer), width, height };
    }

    /** Lay a stamp over what is there; only what lies between two parts of a turn. */
    _copy(stamp, atX, atY, from = 0, to = 1) {
      const { width, height } = this;
      const x = Math.round(atX * this.ratio);
      const y = Math.round(atY * this.ratio);
      const box = [x - stamp.halfWidth, y - stamp.halfHeight, x + stamp.halfWidth, y + stamp.halfHeight];
      const seen = [Math.max(0, box[0]), Math.max(0, box[1]), Math.min(width, box[2]), Math.min(height, box[3])];
      if (seen[0] >= seen[2] || seen[1] >= seen[3]) return;
      this._touch(seen);
      const first = from <= 0 ? 0 : lower(stamp.turns, from);
      const last = to >= 1 ? stamp.turns.length : lower(stamp.turns, to);
      const whole = seen.every((edge, k) => edge === box[k]);
      if (whole) lay(this.pixels, stamp, y * width + x, first, last);
      else layPart(this, stamp, x, y, first, last);
    }

    _touch([left, top, right, bottom]) {
      const t = this.touched;
      this.touched = !t ? [left, top, right, bottom]
        : [Math.min(t[0], left), Math.min(t[1], top), Math.max(t[2], right), Math.max(t[3], bottom)];
    }

    /** Show the picture on a canvas of its size; what was there of the last one is gone. */
    put(g) {
      const box = this.touched;
      if (box) g.putImageData(this.image, 0, 0, box[0], box[1], box[2] - box[0], box[3] - box[1]);
    }
  }

  // Pixels are read as 0xAABBGGRR: every machine that runs a browser orders bytes so.
  const scratch = Object.assign(document.createElement("canvas"), { width: 128, height: 128 })
    .getContext("2d", { willReadFrequently: true });

  /** What has any ink. Long runs of one colour are kept as runs: step from the middle, length,
   * colour. The rest are pixels, in the order of their angle (a part of a turn from above). */
  function packed(found, width, height, stride, run) {
    const runs = [];
    const loose = [];
    for (let row = 0; row < height; row++) {
      const dy = row - height / 2;
      for (let column = 0, end; column < width; column = end) {
        const colour = found[row * width + column];
        for (end = column + 1; end < width && found[row * width + end] === colour;) end++;
        if (!(colour >>> 24)) continue;
        if (end - column >= run) runs.push([dy * stride + column - width / 2, end - column, colour]);
        else for (let at = column; at < end; at++) loose.push([turnOf(at - width / 2, dy), at - width / 2, dy, colour]);
      }
    }
    loose.sort((a, b) => a[0] - b[0]);
    return { halfWidth: width / 2, halfHeight: height / 2, stride, runs: Int32Array.from(runs.flat()),
      turns: Float32Array.from(loose, ([turn]) => turn),
      steps: Int32Array.from(loose, ([, dx, dy]) => dy * stride + dx),
      dx: Int16Array.from(loose, ([, dx]) => dx),
      colours: Int32Array.from(loose, ([,,, colour]) => colour) };
  }

  const turnOf = (dx, dy) => (Math.atan2(dx + 0.5, -(dy + 0.5)) / TURN + 1) % 1;

  /** The first index whose value is not less. */
  function lower(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function lay(pixels, { runs, steps, colours }, base, first, last) {
    for (let k = 0; k < runs.length; k += 3) pixels.fill(runs[k + 2], base + runs[k], base + runs[k] + runs[k + 1]);
    for (let k = first; k < last; k++) {
      const at = base + steps[k];
      const colour = colours[k];
      pixels[at] = colour >>> 24 === 255 ? colour : over(colour, pixels[at]);
    }
  }

  /** The same at the picture's edge. */
  function layPart({ pixels, width, height }, { runs, steps, colours, dx, stride }, x, y, first, last) {
    const put = (step, column, colour) => {
      const px = x + column;
      const py = y + (step - column) / stride;
      if (px >= 0 && px < width && py >= 0 && py < height) pixels[py * width + px] = over(colour, pixels[py * width + px]);
    };
    for (let k = 0; k < runs.length; k += 3) {
      const row = Math.round(runs[k] / stride);
      for (let n = 0; n < runs[k + 1]; n++) put(runs[k] + n, runs[k] + n - row * stride, runs[k + 2]);
    }
    for (let k = first; k < last; k++) put(steps[k], dx[k], colours[k]);
  }

  /** One colour over another, both with their own alpha. */
  function over(top, under) {
    const a = top >>> 24;
    const below = under >>> 24;
    if (a === 255 || below === 0) return top;
    if (a === 0) return under;
    const rest = (below * (255 - a)) / 255;
    const sum = a + rest;
    const share = a / sum;
    const blue = (under >> 16) & 255;
    const green = (under >> 8) & 255;
    const red = under & 255;
    const b = blue + (((top >> 16) & 255) - blue) * share + 0.5;
    const g = green + (((top >> 8) & 255) - green) * share + 0.5;
    const r = red + ((top & 255) - red) * share + 0.5;
    return ((sum + 0.5) << 24) | ((b | 0) << 16) | ((g | 0) << 8) | (r | 0);
  }

  DL.Plate = Plate;
})();
