/* The way of one report: its places in the order of the text or of the days, joined by arrows. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  /** Stops of a way: `events` are {index, at}; what has no place or no day is left out. */
  DL.wayOf = function (columns, events, order) {
    const placed = events.filter(({ index }) => columns.place[index] !== DL.NO_PLACE);
    const day = ({ index }) => columns.day(index);
    const dated = ({ index }) => index < columns.dated;
    const sorted = order === "date"
      ? placed.filter(dated).sort((a, b) => day(a) - day(b) || a.at - b.at)
      : placed.slice().sort((a, b) => a.at - b.at);
    const stops = [];
    for (const { index } of sorted) {
      const place = columns.place[index];
      if (stops.length && stops[stops.length - 1].place === place) stops[stops.length - 1].events.push(index);
      else stops.push({ place, events: [index] });
    }
    return stops;
  };

  DL.drawWay = function (g, desk, stops, view, colours) {
    const { columns } = desk;
    const at = [];
    let before = null;
    for (const { place } of stops) {
      let x = columns.x[place] * view.world - view.left;
      // The shorter way around the world.
      x = before === null ? DL.around(x, view) : x - view.world * Math.round((x - before) / view.world);
      before = x;
      at.push({ x, y: columns.y[place] * view.world - view.top });
    }
    g.strokeStyle = g.fillStyle = colours.accent;
    for (let k = 1; k < at.length; k++) arrow(g, at[k - 1], at[k]);
    number(g, at, colours);
  };

  function arrow(g, a, b) {
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const far = Math.hypot(dx, dy);
    if (far < 12) return;
    // Bent to one side, so that there and back again are two lines.
    const bend = Math.min(40, far * 0.16);
    const mid = { x: (a.x + b.x) / 2 - (dy / far) * bend, y: (a.y + b.y) / 2 + (dx / far) * bend };
    const angle = Math.atan2(b.y - mid.y, b.x - mid.x);
    const end = { x: b.x - 11 * Math.cos(angle), y: b.y - 11 * Math.sin(angle) };
    g.globalAlpha = 0.85;
    g.lineWidth = 1.8;
    g.beginPath();
    g.moveTo(a.x, a.y);
    g.quadraticCurveTo(mid.x, mid.y, end.x, end.y);
    g.stroke();
    g.beginPath();
    g.moveTo(b.x - 7 * Math.cos(angle), b.y - 7 * Math.sin(angle));
    for (const side of [-1, 1]) {
      g.lineTo(end.x - 7 * Math.cos(angle + side * 0.42), end.y - 7 * Math.sin(angle + side * 0.42));
    }
    g.closePath();
    g.fill();
    g.globalAlpha = 1;
  }

  /** The numbers of the stops, those of one place together. */
  function number(g, at, colours) {
    const here = new Map();
    at.forEach(({ x, y }, k) => {
      const key = `${Math.round(x)},${Math.round(y)}`;
      if (!here.has(key)) here.set(key, { x, y, numbers: [] });
      here.get(key).numbers.push(k + 1);
    });
    g.font = `600 11px ${DL.SANS}`;
    g.textAlign = "center";
    g.textBaseline = "middle";
    g.lineWidth = 3.5;
    g.lineJoin = "round";
    for (const { x, y, numbers } of here.values()) {
      const text = numbers.length > 4 ? numbers.slice(0, 4).join(" ") + " …" : numbers.join(" ");
      g.strokeStyle = colours.land;
      g.fillStyle = colours.accent;
      g.strokeText(text, x, y - 17);
      g.fillText(text, x, y - 17);
    }
  }
})();
