/* Counts by country or first-order division, as colours with their numbers. What is known to the
 * country only is in no division; it is counted apart. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const COUNTRY = 5; // of DL.PLACED_AS: as wide as a country, or wider
  const CLASSES = 6;
  const LADDERS = [[1, 2, 5], [1, 3], [1]];

  /** What is shown, by area: {total, apart, groups: Map(key -> {n, areas})}. */
  DL.countAreas = function (desk) {
    const { columns, view } = desk;
    const { areas } = desk.layer;
    const areaOf = areas.ofPlaces(columns);
    const groups = new Map();
    let apart = 0;
    for (let p = 0; p < columns.places; p++) {
      const n = columns.placeCount(p);
      if (!n) continue;
      const key = view === "country" ? countryOf(columns, areas, areaOf, p)
        : columns.widest[p] >= COUNTRY ? -1 : areaOf[p];
      if (key === -1 || key === "") apart += n;
      else groups.set(key, (groups.get(key) || 0) + n);
    }
    return { apart, groups: new Map([...groups].sort((a, b) => b[1] - a[1])) };
  };

  /** An event's own country counts, the map's only where it has none. */
  function countryOf(columns, areas, areaOf, p) {
    const own = DL.letters(columns.country[p]);
    return own || (areaOf[p] < 0 ? "" : areas.rows[areaOf[p]][0]);
  }

  /** Least numbers of the classes, on steps that are easy to read. */
  DL.classesOf = function (most) {
    for (const ladder of LADDERS) {
      const steps = [];
      for (let power = 1; power <= most; power *= 10) {
        for (const step of ladder) if (step * power <= most) steps.push(step * power);
      }
      if (steps.length <= CLASSES) return steps;
    }
    return [1, 10, 100, 1000, 10000, 100000];
  };

  DL.classColour = (k, classes, colours) => `color-mix(in oklab, ${colours.event} ` +
    `${Math.round(100 * (0.16 + (0.84 * (k + 1)) / classes))}%, ${colours.land})`;

  DL.areaName = function (areas, key) {
    if (typeof key !== "string") return areas.rows[key][2] || DL.countryName(areas.rows[key][0]);
    return DL.countryName(key);
  };

  /** The country of a row: as it is stored, or as the page's language calls it. */
  DL.countryOf = (row) => (DL.language !== "en" && row.country_code && DL.countryName(row.country_code)) || row.country;

  let names = null;
  /** A country's name in the page's language, which the browser knows. */
  DL.countryName = function (code) {
    if (!names || names.language !== DL.language) {
      names = new Intl.DisplayNames([DL.language || "en"], { type: "region", fallback: "code" });
      names.language = DL.language;
    }
    return /^[A-Z]{2}$/.test(code) ? names.of(code) : code;
  };

  DL.drawCounts = function (g, desk, view, colours) {
    const { areas } = desk.layer;
    if (!areas.ready()) return { kind: "wait" };
    const { apart, groups } = DL.countAreas(desk);
    const most = groups.size ? groups.values().next().value : 0;
    const steps = DL.classesOf(most);
    for (const [key, n] of groups) {
      const numbers = typeof key === "string" ? areas.ofCountry(key) : [key];
      const k = steps.filter((step) => step <= n).length - 1;
      areas.trace(g, numbers, view);
      g.fillStyle = DL.classColour(k, steps.length, colours);
      g.globalAlpha = 0.92;
      g.fill("evenodd");
      g.globalAlpha = 1;
      areas.outline(g, numbers, view);
      g.strokeStyle = colours.land;
      g.lineWidth = 1;
      g.stroke();
    }
    write(g, areas, groups, steps, view, colours);
    return { kind: "counts", apart, groups, steps };
  };

  /** The number of each area that has room for it. */
  function write(g, areas, groups, steps, view, colours) {
    g.font = `600 12px ${DL.SANS}`;
    g.textAlign = "center";
    g.textBaseline = "middle";
    g.lineJoin = "round";
    g.lineWidth = 3;
    for (const [key, n] of groups) {
      const numbers = typeof key === "string" ? areas.ofCountry(key) : [key];
      if (!numbers.length) continue;
      const { x, y, room } = areas.middle(numbers, view);
      if (room < 14) continue;
      const dark = steps.filter((step) => step <= n).length / steps.length > 0.55;
      g.strokeStyle = dark ? colours.event : colours.land;
      g.fillStyle = dark ? colours.panel : colours.ink;
      g.strokeText(DL.number(n), x, y);
      g.fillText(DL.number(n), x, y);
    }
  }

  /** The counted area under a point of the map: {key, n} or null. */
  DL.countAt = function (desk, latlng) {
    const { legend } = desk.overlay;
    const { areas } = desk.layer;
    if (!legend || legend.kind !== "counts") return null;
    const at = L.CRS.EPSG3857.latLngToPoint(latlng.wrap(), 0);
    const a = areas.at(at.x / 256, at.y / 256);
    if (a < 0) return null;
    const key = desk.view === "country" ? areas.rows[a][0] : a;
    return { key, n: legend.groups.get(key) || 0 };
  };
})();
