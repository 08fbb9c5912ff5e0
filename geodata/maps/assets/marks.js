/* How a mark is drawn. Filled: happened (or planned). Hollow: reported on. Dashed: photo or
 * background. Round: a point. Square: somewhere in an area. Striped: perhaps. A number inside: how
 * many. Mixed marks carry their shares around them. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const TURN = 2 * Math.PI;
  const DASHED = new Set(["photo", "background"]);
  const FILLED = new Set(["event", "planned"]);
  const SQUARE = 0.88; // half a side, in radii: as much ink as the disc
  // What surrounds a mark of several roles, in pixels beyond its radius.
  const RING = 1.2;
  const EDGE = 2.9;

  DL.markRadius = (n) => (n === 1 ? 6.5 : Math.min(30, 7.6 + 1.9 * Math.log2(n)));

  const short = (n) =>
    n < 1000 ? String(n) : n < 10000 ? (n / 1000).toFixed(1) + "k" : n < 1e6
      ? Math.floor(n / 1000) + "k" : (n / 1e6).toFixed(1) + "M";

  /** The role that most of a mark's events have. */
  DL.roleOf = (byRole) => DL.ROLES[byRole.indexOf(Math.max(...byRole))] || "none";

  /** What a mark {byRole, sure, square} looks like: its number and the looks of its parts. */
  DL.lookOf = function ({ byRole, sure, square }) {
    let total = 0;
    let kinds = 0;
    for (const n of byRole) {
      total += n;
      if (n) kinds++;
    }
    return { total, role: DL.roleOf(byRole), mixed: kinds > 1, perhaps: sure === 0, square };
  };

  /** Draw a mark {x, y, byRole, sure, square}; `byRole` in the order of DL.ROLES. */
  DL.drawMark = function (g, mark, colours) {
    const { x, y, byRole } = mark;
    const look = DL.lookOf(mark);
    const { total } = look;
    const radius = DL.markRadius(total);
    shape(g, x, y, radius, look, colours);
    if (look.mixed) {
      shares(g, x, y, radius, byRole, total, look, colours);
      edge(g, x, y, radius, look, colours);
    }
    if (total > 1) number(g, x, y, total, look, colours);
    return radius;
  };

  function path(g, x, y, radius, square) {
    g.beginPath();
    const half = radius * SQUARE;
    if (square) g.roundRect(x - half, y - half, 2 * half, 2 * half, 2.5);
    else g.arc(x, y, radius, 0, TURN);
  }

  function shape(g, x, y, radius, { role, mixed, perhaps, square }, colours) {
    const filled = FILLED.has(role);
    path(g, x, y, radius, square);
    g.fillStyle = filled && !perhaps ? colours[role] : colours.land;
    g.globalAlpha = 0.9;
    g.fill();
    if (filled && perhaps) {
      g.fillStyle = stripes(g, colours[role]);
      g.fill();
    }
    g.globalAlpha = 1;
    if (mixed) return;
    if (filled) {
      g.strokeStyle = perhaps ? colours[role] : colours.land;
      g.lineWidth = perhaps ? 1.4 : 1;
    } else {
      g.strokeStyle = colours[role];
      g.globalAlpha = perhaps && role !== "none" ? 0.6 : 1;
      g.lineWidth = role === "none" ? 1.2 : 2.2;
      if (DASHED.has(role)) g.setLineDash([3.2, 2.4]);
    }
    g.stroke();
    g.globalAlpha = 1;
    g.setLineDash([]);
  }

  const patterns = new Map();
  function stripes(g, colour) {
    if (!patterns.has(colour)) {
      const tile = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
      const t = tile.getContext("2d");
      t.strokeStyle = colour;
      t.lineWidth = 2.4;
      for (const shift of [-4, 0, 4, 8]) {
        t.moveTo(shift - 2, 10);
        t.lineTo(shift + 10, -2);
      }
      t.globalAlpha = 0.85;
      t.stroke();
      patterns.set(colour, tile);
    }
    const pattern = g.createPattern(patterns.get(colour), "repeat");
    pattern.setTransform(new DOMMatrix().scale(0.75));
    return pattern;
  }

  function number(g, x, y, total, { role, perhaps }, colours) {
    const onColour = FILLED.has(role) && !perhaps;
    g.fillStyle = onColour ? colours.panel : colours.ink;
    g.font = `600 ${total > 999 ? 10 : 11}px ${DL.SANS}`;
    g.textAlign = "center";
    g.textBaseline = "middle";
    if (perhaps) {
      g.lineWidth = 3;
      g.lineJoin = "round";
      g.strokeStyle = colours.land;
      g.strokeText(short(total), x, y + 0.5);
    }
    g.fillText(short(total), x, y + 0.5);
  }

  function shares(g, x, y, radius, byRole, total, { square }, colours) {
    let angle = -Math.PI / 2;
    byRole.forEach((n, r) => {
      if (!n) return;
      const role = DL.ROLES[r] || "none";
      const next = angle + (TURN * n) / total;
      ink(g, role, colours);
      // Clipping is slow, and a part of a circle needs none.
      if (square) wedge(g, x, y, radius + RING, angle, next);
      else {
        g.beginPath();
        g.arc(x, y, radius + RING, angle, next);
        g.stroke();
      }
      g.setLineDash([]);
      angle = next;
    });
  }

  function ink(g, role, colours) {
    g.lineWidth = 2.4;
    g.strokeStyle = colours[role];
    if (DASHED.has(role)) g.setLineDash([3.2, 2.4]);
  }

  /** The whole ring of one role. */
  function ring(g, x, y, radius, { role, square }, colours) {
    ink(g, role, colours);
    path(g, x, y, radius + RING, square);
    g.stroke();
    g.setLineDash([]);
  }

  /** The thin line around a ring. */
  function edge(g, x, y, radius, { square }, colours) {
    path(g, x, y, radius + EDGE, square);
    g.strokeStyle = colours.land;
    g.lineWidth = 1;
    g.stroke();
  }

  /** The part of a square's edge between two angles. */
  function wedge(g, x, y, radius, from, to) {
    g.save();
    g.beginPath();
    g.moveTo(x, y);
    g.arc(x, y, 2 * radius, from, to);
    g.clip();
    path(g, x, y, radius, true);
    g.stroke();
    g.restore();
  }

  // The parts of a mark, for who puts marks together of ready pixels.
  DL.markParts = { shape, ring, edge, number, short };

  /** A place that was not chosen: a small hollow diamond; its name where there is room. */
  DL.drawOther = function (g, x, y, colours) {
    g.beginPath();
    g.moveTo(x, y - 5);
    g.lineTo(x + 5, y);
    g.lineTo(x, y + 5);
    g.lineTo(x - 5, y);
    g.closePath();
    g.globalAlpha = 0.75;
    g.strokeStyle = colours.muted;
    g.lineWidth = 1.3;
    g.stroke();
    g.globalAlpha = 1;
  };

  DL.nameOther = function (g, x, y, name, colours) {
    g.font = `italic 400 12px ${DL.SANS}`;
    g.textAlign = "left";
    g.textBaseline = "middle";
    g.lineWidth = 3;
    g.strokeStyle = colours.land;
    g.strokeText(name, x + 9, y);
    g.fillStyle = colours.muted;
    g.fillText(name, x + 9, y);
  };

  /** A thin ring around what is selected or has the keyboard's focus. */
  DL.drawRing = function (g, x, y, radius, colour, dashed) {
    g.beginPath();
    g.arc(x, y, radius + 7, 0, TURN);
    g.strokeStyle = colour;
    g.lineWidth = 1.4;
    if (dashed) g.setLineDash([2, 3]);
    g.stroke();
    g.setLineDash([]);
  };
})();
