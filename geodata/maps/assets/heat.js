/* Density: events counted into small cells, smoothed, and coloured by a ramp that is even to the
 * eye (straight in OKLab). */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const CELL = 4; // pixels
  const REACH = 5; // cells: three passes of a box of 2 * REACH + 1 are close to a Gaussian
  const RAMPS = {
    light: ["#f7e3b5", "#e8933f", "#b5361d", "#4d0b1c"],
    dark: ["#3b1726", "#a2322c", "#e8933f", "#fbeec2"],
  };

  /** Draw the density of what is shown; returns the numbers for the legend. */
  DL.drawHeat = function (g, desk, view) {
    const width = Math.ceil(view.width / CELL) + 4 * REACH;
    const height = Math.ceil(view.height / CELL) + 4 * REACH;
    const grid = count(desk.columns, view, width, height);
    for (let pass = 0; pass < 3; pass++) blur(grid, width, height);
    const most = grid.reduce((max, value) => (value > max ? value : max), 0);
    if (!most) return { kind: "heat", most: 0 };
    const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
    const colours = ramp(theme);
    const image = new ImageData(width, height);
    for (let k = 0; k < grid.length; k++) {
      const share = Math.sqrt(grid[k] / most);
      const at = 4 * Math.round(share * 255);
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = colours[at + c];
      image.data[4 * k + 3] = Math.round(218 * fade(Math.min(1, share / 0.5)));
    }
    const small = DL.heatCanvas = DL.heatCanvas || document.createElement("canvas");
    small.width = width;
    small.height = height;
    small.getContext("2d").putImageData(image, 0, 0);
    g.imageSmoothingEnabled = true;
    g.drawImage(small, -2 * REACH * CELL, -2 * REACH * CELL, width * CELL, height * CELL);
    const area = Math.pow(CELL / DL.pixels(1, (view.top + view.height / 2) / view.world, view.world) / 1000, 2);
    return { kind: "heat", most: most / area, theme };
  };

  const fade = (t) => t * t * (3 - 2 * t);

  function count(columns, view, width, height) {
    const grid = new Float32Array(width * height);
    const { x, y, places } = columns;
    for (let p = 0; p < places; p++) {
      const n = columns.placeCount(p);
      if (!n) continue;
      const row = Math.floor((y[p] * view.world - view.top) / CELL) + 2 * REACH;
      if (row < 0 || row >= height) continue;
      for (let px = x[p] * view.world - view.left; px > -2 * REACH * CELL; px -= view.world) {
        put(grid, px, row, n, width);
      }
      for (let px = (x[p] + 1) * view.world - view.left; px < view.width + 2 * REACH * CELL; px += view.world) {
        put(grid, px, row, n, width);
      }
    }
    return grid;
  }

  function put(grid, px, row, n, width) {
    const column = Math.floor(px / CELL) + 2 * REACH;
    if (column >= 0 && column < width) grid[row * width + column] += n;
  }

  /** One pass of a box filter along both axes, in place. */
  function blur(grid, width, height) {
    const line = new Float32Array(Math.max(width, height));
    const run = (start, step, length) => {
      let sum = 0;
      for (let k = 0; k < length; k++) line[k] = grid[start + k * step];
      for (let k = -REACH; k < length; k++) {
        if (k + REACH < length) sum += line[k + REACH];
        if (k - REACH - 1 >= 0) sum -= line[k - REACH - 1];
        if (k >= 0) grid[start + k * step] = sum / (2 * REACH + 1);
      }
    };
    for (let row = 0; row < height; row++) run(row * width, 1, width);
    for (let column = 0; column < width; column++) run(column, width, height);
  }

  /** 256 colours between the stops of a theme, straight lines in OKLab. */
  function ramp(theme) {
    const stops = RAMPS[theme].map(toLab);
    const out = new Uint8ClampedArray(4 * 256);
    for (let k = 0; k < 256; k++) {
      const at = (k / 255) * (stops.length - 1);
      const low = Math.min(stops.length - 2, Math.floor(at));
      const mixed = [0, 1, 2].map((c) => stops[low][c] + (stops[low + 1][c] - stops[low][c]) * (at - low));
      out.set([...toRgb(mixed), 255], 4 * k);
    }
    return out;
  }
  DL.ramp = ramp;

  function toLab(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const v = parseInt(hex.slice(at, at + 2), 16) / 255;
      return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    });
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
  }
  DL.lightness = (hex) => toLab(hex)[0];

  function toRgb([lightness, a, b]) {
    const l = Math.pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const m = Math.pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const s = Math.pow(lightness - 0.0894841775 * a - 1.291485548 * b, 3);
    return [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s].map((v) =>
      255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(Math.max(0, v), 1 / 2.4) - 0.055));
  }
})();
