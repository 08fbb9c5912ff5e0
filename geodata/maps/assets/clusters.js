/* Which places share a mark. The answer depends on the zoom alone, never on the filter, so marks
 * keep their places while the range moves; a mark stands on a real place, its fullest one. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const FINE = 4;

  // Marks may touch: this share of their radii is the least distance between two.
  const APART = 0.75;
  const CELL = 46;
  const PASSES = 6;

  /** Returns {of: cluster of each place, place: fullest place of each cluster, n, and its places:
   * members from[c] to from[c + 1]}. */
  DL.cluster = function (columns, zoom) {
    const { x, y, perPlace, places } = columns;
    const world = 256 * Math.pow(2, zoom);
    const spots = new Map();
    const spotOf = new Uint32Array(places);
    const weight = [];
    const fullest = [];
    const stride = Math.ceil(world / FINE) + 1;
    for (let p = 0; p < places; p++) {
      const key = Math.floor((y[p] * world) / FINE) * stride + Math.floor((x[p] * world) / FINE);
      let spot = spots.get(key);
      if (spot === undefined) {
        spot = fullest.length;
        spots.set(key, spot);
        fullest.push(p);
        weight.push(0);
      }
      weight[spot] += perPlace[p];
      if (perPlace[p] > perPlace[fullest[spot]]) fullest[spot] = p;
      spotOf[p] = spot;
    }
    const of = spotOf.slice();
    let marks = { place: fullest, held: weight };
    // Marks that grow come to lie on each other's numbers: they join until none does.
    for (let pass = 0, before = -1; pass < PASSES && marks.place.length !== before; pass++) {
      before = marks.place.length;
      marks = merge(columns, world, marks.place, marks.held);
      for (let p = 0; p < places; p++) of[p] = marks.of[of[p]];
    }
    const n = marks.place.length;
    return Object.assign({ of, place: Uint32Array.from(marks.place), n }, listed(of, n));
  };

  /** The places of each cluster, in one list. */
  function listed(of, n) {
    const from = new Uint32Array(n + 1);
    for (const c of of) from[c + 1]++;
    for (let c = 0; c < n; c++) from[c + 1] += from[c];
    const next = from.slice();
    const members = new Uint32Array(of.length);
    for (let p = 0; p < of.length; p++) members[next[of[p]]++] = p;
    return { members, from };
  }

  /** Fullest spots first, each joins the nearest mark that it would cover or becomes one. */
  function merge(columns, world, fullest, weight) {
    const order = Array.from(fullest.keys()).sort((a, b) => weight[b] - weight[a]);
    const stride = Math.ceil(world / CELL) + 3;
    const cells = new Map();
    const of = new Uint32Array(fullest.length);
    const place = [];
    const radius = [];
    const held = [];
    for (const spot of order) {
      const px = columns.x[fullest[spot]] * world;
      const py = columns.y[fullest[spot]] * world;
      const column = Math.floor(px / CELL) + 1;
      const row = Math.floor(py / CELL) + 1;
      let best = -1;
      let distance = Infinity;
      const own = DL.markRadius(weight[spot]);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          for (const c of cells.get((row + dy) * stride + column + dx) || []) {
            const ex = columns.x[place[c]] * world - px;
            const ey = columns.y[place[c]] * world - py;
            const apart = Math.hypot(ex, ey);
            if (apart < distance && apart < APART * (radius[c] + own)) [best, distance] = [c, apart];
          }
        }
      }
      if (best < 0) {
        best = place.length;
        place.push(fullest[spot]);
        held.push(0);
        const key = row * stride + column;
        if (cells.has(key)) cells.get(key).push(best);
        else cells.set(key, [best]);
      }
      of[spot] = best;
      held[best] += weight[spot];
      radius[best] = DL.markRadius(held[best]);
    }
    return { of, place, held };
  }
})();
