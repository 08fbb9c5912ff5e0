/* The events of one mark, fanned out around it: a ring of a few, a spiral of many, newest first. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const MOST = 40;
  const RING = 9;
  const APART = 19;

  /** Where the events go around a mark of some radius: a list of [dx, dy]. */
  DL.fanPlaces = function (n, radius) {
    const out = [];
    if (n <= RING) {
      const far = Math.max(radius + 18, (APART * n) / (2 * Math.PI));
      for (let k = 0; k < n; k++) {
        const angle = -Math.PI / 2 + (2 * Math.PI * k) / n;
        out.push([far * Math.cos(angle), far * Math.sin(angle)]);
      }
      return out;
    }
    let far = radius + 16;
    let angle = -Math.PI / 2;
    for (let k = 0; k < n; k++) {
      out.push([far * Math.cos(angle), far * Math.sin(angle)]);
      const step = APART / far;
      angle += step;
      far += (APART * step) / (2 * Math.PI) + 0.6;
    }
    return out;
  };

  /** The fan of a mark: its events as marks of their own, with the index of each. */
  DL.fanOf = function (mark, indices, columns) {
    const shown = indices.slice(0, MOST);
    return DL.fanPlaces(shown.length, mark.r).map(([dx, dy], k) => {
      const index = shown[k];
      const byRole = DL.ROLES.map((_, r) => (r === columns.role[index] ? 1 : 0));
      const span = columns.end[index] - columns.start[index];
      return { index, place: columns.place[index], x: mark.x + dx, y: mark.y + dy, byRole, n: 1,
        others: 0, sure: span < 27 ? 1 : 0, square: DL.isArea(columns, index), r: DL.markRadius(1) };
    });
  };

  DL.isArea = (columns, index) => columns.placedAs[index] >= 3 && columns.placedAs[index] <= 6;

  /** Draw the legs and the events; those that are left out are counted at the end. */
  DL.drawFan = function (g, mark, fan, left, colours) {
    g.strokeStyle = colours.muted;
    g.lineWidth = 1;
    g.globalAlpha = 0.7;
    g.beginPath();
    for (const { x, y } of fan) {
      g.moveTo(mark.x, mark.y);
      g.lineTo(x, y);
    }
    g.stroke();
    g.globalAlpha = 1;
    for (const one of fan) DL.drawMark(g, one, colours);
    if (!left) return;
    const { x, y } = fan[fan.length - 1];
    g.font = `600 11px ${DL.SANS}`;
    g.textAlign = "left";
    g.textBaseline = "middle";
    g.lineWidth = 3;
    g.strokeStyle = colours.land;
    g.fillStyle = colours.ink;
    g.strokeText("+" + DL.number(left), x + 12, y);
    g.fillText("+" + DL.number(left), x + 12, y);
  };
})();
