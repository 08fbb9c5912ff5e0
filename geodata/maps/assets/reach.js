/* Where a mark's event may have happened: a circle of the size of the uncertainty, or the outline
 * of the area that the place stands for. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const EARTH = 40075016.686;
  const TURN = 2 * Math.PI;
  const AREAS_FROM = 5;
  const MOST = 60;

  /** Pixels of some metres at a height of the square (0-1 from north to south). */
  DL.pixels = (metres, y, world) => (metres * world * Math.cosh(Math.PI * (1 - 2 * y))) / EARTH;

  /** Draw the reach of the marks that stand for one place; `strong` is the mark to stress. */
  DL.drawReach = function (g, layer, marks, view, colours, strong) {
    const { columns, areas } = layer;
    let drawn = 0;
    for (const mark of marks) {
      const stressed = mark === strong;
      if ((mark.others && (!stressed || mark.hovered)) || drawn >= MOST) continue;
      const place = stressed && layer.selected !== null && !mark.hovered ? layer.selected : mark.place;
      const role = DL.roleOf(mark.byRole);
      const ink = { colour: colours[role], stressed };
      const wide = columns.isArea[place] && (stressed || view.zoom >= AREAS_FROM);
      const numbers = wide && areas.ready() ? areas.ofPlace(columns, place) : [];
      if (numbers.length) drawn += outline(g, areas, numbers, view, ink);
      else drawn += circle(g, columns, place, mark, view, ink);
    }
  };

  function circle(g, columns, place, mark, view, { colour, stressed }) {
    const radius = DL.pixels(100 * columns.reach[place], columns.y[place], view.world);
    if (radius < mark.r + 5 || radius > Math.max(view.width, view.height)) return 0;
    g.beginPath();
    g.arc(mark.x, mark.y, radius, 0, TURN);
    paint(g, colour, stressed, () => g.fill());
    return 1;
  }

  function outline(g, areas, numbers, view, { colour, stressed }) {
    const [west, north, east, south] = areas.boxOf(numbers);
    const size = Math.max(east - west, south - north) * view.world;
    if (size < 40 || (!stressed && size > 1.2 * Math.max(view.width, view.height))) return 0;
    if (stressed) {
      areas.trace(g, numbers, view);
      g.globalAlpha = 0.07;
      g.fillStyle = colour;
      g.fill("evenodd");
    }
    areas.outline(g, numbers, view);
    paint(g, colour, stressed, null);
    return 1;
  }

  function paint(g, colour, stressed, fill) {
    if (fill) {
      g.fillStyle = colour;
      g.globalAlpha = stressed ? 0.12 : 0.07;
      fill();
    }
    g.globalAlpha = stressed ? 0.85 : 0.4;
    g.strokeStyle = colour;
    g.lineWidth = stressed ? 1.5 : 1;
    if (!stressed) g.setLineDash([4, 3]);
    g.stroke();
    g.setLineDash([]);
    g.globalAlpha = 1;
  }
})();
