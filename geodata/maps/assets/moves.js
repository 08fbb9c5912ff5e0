/* Where the map looks: it moves when a person asks for it, and no further than it must. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  const latLng = ({ x, y }, place) =>
    L.CRS.EPSG3857.pointToLatLng(L.point(x[place] * 256, y[place] * 256), 0);

  const fit = (desk, points, options) => desk.map.fitBounds(L.latLngBounds(points),
    Object.assign({ padding: [60, 60], animate: !DL.calm() }, options));

  /** Bring a place into view, only if it is out of it. */
  DL.flyTo = function ({ map, columns }, place) {
    const at = latLng(columns, place);
    if (map.getBounds().pad(-0.05).contains(at)) return;
    map.setView(at, Math.max(map.getZoom(), 6), { animate: !DL.calm() });
  };

  DL.showPlaces = (desk, places, options) =>
    fit(desk, places.map((place) => latLng(desk.columns, place)), options);

  /** Show where the events that pass are; of none, of all. */
  DL.home = function (desk, options) {
    if (!desk.columns || !desk.columns.places) return;
    const [west, north, east, south] = desk.columns.box((options || {}).share || 1);
    const corner = (x, y) => L.CRS.EPSG3857.pointToLatLng(L.point(x * 256, y * 256), 0);
    fit(desk, [corner(west, north), corner(east, south)], Object.assign({ maxZoom: 8 }, options));
  };
})();
