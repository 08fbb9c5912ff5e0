/* How a mark is drawn. Filled: happened (or planned). Hollow: reported on. Dashed: photo or
 * background. A number inside: how many. Mixed marks carry their shares around them. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const TURN = 2 * Math.PI;
  const DASHED = new Set(["photo", "background"]);
  const FILLED = new Set(["event", "planned"]);

  DL.markRadius = (n) => (n === 1 ? 6.5 : Math.min(30, 7.6 + 1.9 * Math.log2(n)));

  const short = (n) =>
    n < 1000 ? String(n) : n < 10000 ? (n / 1000).toFixed(1) + "k" : n < 1e6
      ? Math.floor(n / 1000) + "k" : (n / 1e6).toFixed(1) + "M";

  /** Draw a mark; `byRole` is how many of each role, in the order of DL.ROLES. */
  DL.drawMark = function (g, x, y, byRole, colours) {
    const total = byRole.reduce((sum, n) => sum + n, 0);
    const radius = DL.markRadius(total);
    const role = DL.ROLES[byRole.indexOf(Math.max(...byRole))] || "none";
    const mixed = byRole.filter((n) => n).length > 1;
    disc(g, x, y, radius, role, colours, mixed);
    if (mixed) shares(g, x, y, radius + 1.2, byRole, total, colours);
    if (total > 1) {
      g.fillStyle = FILLED.has(role) ? colours.panel : colours.ink;
      g.font = `600 ${total > 999 ? 10 : 11}px ${DL.SANS}`;
      g.textAlign = "center";
      g.textBaseline = "middle";
      g.fillText(short(total), x, y + 0.5);
    }
    return radius;
  };

  function disc(g, x, y, radius, role, colours, mixed) {
    g.beginPath();
    g.arc(x, y, radius, 0, TURN);
    g.fillStyle = FILLED.has(role) ? colours[role] : colours.land;
    g.globalAlpha = FILLED.has(role) ? 0.9 : 0.85;
    g.fill();
    g.globalAlpha = 1;
    if (mixed) return;
    if (FILLED.has(role)) {
      g.strokeStyle = colours.land;
      g.lineWidth = 1;
    } else {
      g.strokeStyle = colours[role];
      g.lineWidth = role === "none" ? 1.2 : 2.2;
      if (DASHED.has(role)) g.setLineDash([3.2, 2.4]);
    }
    g.stroke();
    g.setLineDash([]);
  }

  function shares(g, x, y, radius, byRole, total, colours) {
    let angle = -Math.PI / 2;
    g.lineWidth = 2.4;
    byRole.forEach((n, r) => {
      if (!n) return;
      const role = DL.ROLES[r] || "none";
      const next = angle + (TURN * n) / total;
      g.beginPath();
      g.arc(x, y, radius, angle, next);
      g.strokeStyle = colours[role];
      if (DASHED.has(role)) g.setLineDash([3.2, 2.4]);
      g.stroke();
      g.setLineDash([]);
      angle = next;
    });
    g.beginPath();
    g.arc(x, y, radius + 1.7, 0, TURN);
    g.strokeStyle = colours.land;
    g.lineWidth = 1;
    g.stroke();
  }

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
