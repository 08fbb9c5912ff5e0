/* Which places lie in what was drawn on the map: a box (west, south, east, north) and an area
 * (corners as [longitude, latitude]), in degrees, as geodata/query rules. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  /** Degrees of a place of the columns. */
  DL.lonLat = function (columns, p) {
    const y = Math.PI * (1 - 2 * columns.y[p]);
    return [(columns.x[p] - 0.5) * 360, (Math.atan(Math.sinh(y)) * 180) / Math.PI];
  };

  /** One byte a place: 1 inside, 0 outside; null where nothing is drawn. Kept until it changes. */
  DL.inside = function (columns, { bbox, area }) {
    if (!bbox && !(area && area.length)) return null;
    const key = JSON.stringify([bbox, area]);
    if (columns.insideOf === key) return columns.insideMask;
    const mask = new Uint8Array(columns.places);
    for (let p = 0; p < columns.places; p++) {
      const [lon, lat] = DL.lonLat(columns, p);
      mask[p] = (!bbox || inBox(bbox, lon, lat)) && (!area || !area.length || inArea(area, lon, lat)) ? 1 : 0;
    }
    columns.insideOf = key;
    columns.insideMask = mask;
    return mask;
  };

  function inBox([west, south, east, north], lon, lat) {
    const between = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
    return between && lat >= south && lat <= north;
  }

  /** Also where the corners run on past 180 degrees. */
  function inArea(area, lon, lat) {
    return [0, 360, -360].some((turn) => DL.inRing(area, lon + turn, lat));
  }

  /** Whether an odd number of a ring's edges lies to the east of a point. */
  DL.inRing = function (ring, x, y) {
    let odd = false;
    for (let k = 0, j = ring.length - 1; k < ring.length; j = k++) {
      const [ax, ay] = ring[k];
      const [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
    return odd;
  };
})();
