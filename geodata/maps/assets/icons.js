/* The pictures on the map's buttons: strokes of one width on a grid of 20. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const PATHS = {
    home: "M3.5 9.5 10 4l6.5 5.5M5.5 8v8h9V8",
    find: "M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6M12.8 12.6l4 4",
    area: "M4 6.5 10 3.5l6 4-1.5 8.5H6z",
    measure: "M2.8 13.2 13.2 2.8l4 4L6.8 17.2zM5.8 10.2l2 2M8.3 7.7l1.4 1.4M10.8 5.2l2 2",
    layers: "M10 3 17 7l-7 4-7-4zM3.5 10.3 10 14l6.5-3.7M3.5 13.3 10 17l6.5-3.7",
    picture: "M10 3.5v8.5M6.5 9 10 12.5 13.5 9M4 14v2.5h12V14",
    take: "M5 3.5h7l3 3V10M5 3.5v13h4M12.5 11v6M10 14.5l2.5 2.5 2.5-2.5",
    full: "M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4",
    more: "M5 10h.01M10 10h.01M15 10h.01",
    box: "M4 5h12v10H4z",
    polygon: "M4 7 11 3.5l5 6L12.5 16 5 14z",
  };

  DL.icon = function (name) {
    const [svg, path] = [L.SVG.create("svg"), L.SVG.create("path")];
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "dl-icon");
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
  };
})();
