/* The bars of the timeline: happened filled at the bottom, the others hollow above them. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const STACK = ["event", "planned", "reported-on", "photo", "background", ""];

  /** Draw a timeline's bins; faint outside left-right (pixels). The bars are drawn when they change
   * and copied while the range moves over them. */
  DL.drawBars = function (timeline, left, right) {
    const g = timeline.canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    const { width } = timeline;
    const height = DL.Timeline.HEIGHT;
    const colours = DL.colours();
    const ready = drawn(timeline, ratio, colours);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    for (const [from, to, alpha] of [[0, left, 0.28], [left, right, 1], [right, width, 0.28]]) {
      if (to <= from) continue;
      g.save();
      g.beginPath();
      g.rect(from, 0, to - from, height);
      g.clip();
      g.globalAlpha = alpha;
      g.drawImage(ready, 0, 0, ready.width / ratio, ready.height / ratio);
      g.restore();
    }
    g.fillStyle = colours.hairline;
    g.fillRect(0, height - 1, width, 1);
  };

  /** A timeline's bars on a canvas of their own, drawn anew where they are others. */
  function drawn(timeline, ratio, colours) {
    const { bins, edges, state, width, canvas } = timeline;
    const roles = STACK.filter((role) => role === "" || state.roles.includes(role));
    const asked = [ratio, width, timeline.domain.join(), ...roles].join();
    const before = timeline.drawn;
    if (before && before.bins === bins && before.colours === colours && before.asked === asked) return before.on;
    const on = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const g = on.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const stack = roles.map((role) => [role, bins.byRole[DL.ROLES.indexOf(role)]]);
    const top = fullest(stack, edges.length - 1);
    for (const [role, counts] of stack) bars(g, timeline, role, counts, { stack, top, from: 0, to: width }, colours);
    timeline.drawn = { bins, colours, asked, on };
    return on;
  }

  function fullest(stack, bins) {
    let top = 1;
    for (let b = 0; b < bins; b++) {
      top = Math.max(top, stack.reduce((sum, [, counts]) => sum + counts[b], 0));
    }
    return top;
  }

  function bars(g, timeline, role, counts, { stack, top, from, to }, colours) {
    const height = DL.Timeline.HEIGHT;
    const filled = role === "event" || role === "planned";
    const scale = (height - 3) / top;
    g.fillStyle = g.strokeStyle = colours[role || "none"];
    g.lineWidth = 1;
    for (let b = 0; b < counts.length; b++) {
      if (!counts[b]) continue;
      const x = timeline.x(timeline.edges[b]);
      const next = timeline.x(timeline.edges[b + 1]);
      if (next < from || x > to) continue;
      let below = 0;
      for (const [other, values] of stack) {
        if (other === role) break;
        below += values[b];
      }
      const wide = Math.max(1.5, next - x - 1.5);
      const tall = Math.max(counts[b] * scale, 1.5);
      const y = height - 1 - below * scale - tall;
      if (filled) g.fillRect(x, y, wide, tall);
      else g.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, wide - 1), Math.max(0.5, tall - 0.5));
    }
  }

  /** Days and numbers of the bar under the pointer. */
  DL.barTip = function (timeline, event) {
    const { bins, edges, tip, state, width } = timeline;
    tip.hidden = true;
    if (!bins || timeline.dragging) return;
    const x = event.clientX - timeline.track.getBoundingClientRect().left;
    const bin = edges.findIndex((edge, k) => x >= timeline.x(edge) && x < timeline.x(edges[k + 1]));
    const told = bin < 0 ? [] : DL.ROLES.map((role, r) => [role, bins.byRole[r][bin]])
      .filter(([role, n]) => n && role && state.roles.includes(role))
      .map(([role, n]) => `${DL.t("time.role." + role)} ${DL.number(n)}`);
    if (!told.length) return;
    tip.hidden = false;
    tip.textContent = [DL.days.rangeWords(edges[bin], edges[bin + 1] - 1, true), ...told].join(" · ");
    tip.style.left = Math.max(90, Math.min(width - 90, x)) + "px";
  };
})();
