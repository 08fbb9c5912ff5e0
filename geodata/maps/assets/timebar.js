/* Above the histogram: play, the range in words, the roles with their counts, presets, sureness. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el, dot, days } = DL;
  const ROLES = [["event", "Happened"], ["reported-on", "Reported on"], ["planned", "Planned"],
    ["photo", "Photo"], ["background", "Background"]];
  const PRESETS = [["24 h", 1, "the last day that has events"], ["7 days", 7], ["30 days", 30],
    ["year", 365], ["all", null]];
  const MODES = [["certain", "certain", "Only what surely falls in the range"],
    ["map", "close", "Also what may fall in it and is dated to a month or better"],
    ["possible", "possible", "All that may fall in the range"]];
  const STEP = 120;

  class TimeBar {
    constructor(desk, timeline) {
      this.desk = desk;
      this.timeline = timeline;
      this.playButton = el("button", { class: "dl-play", type: "button", "aria-label": "Play",
        "aria-pressed": "false", click: () => this.play(!this.timer) });
      this.words = el("h2", { class: "dl-range" });
      this.chips = new Map(ROLES.map(([role, text]) => [role, this._chip(role, text)]));
      this.undated = this._toggle("none", "Undated", () =>
        desk.change({ undated: !desk.state.undated }));
      this.presets = PRESETS.map(([text, n, title]) => el("button", { type: "button",
        title: title || null, click: () => this._preset(n) }, text));
      this.modes = MODES.map(([mode, text, title]) => el("button", { type: "button", title,
        click: () => desk.change({ mode }) }, text));
      this.node = el("div", { class: "dl-timebar" }, this.playButton, this.words,
        el("div", { class: "dl-chips", role: "group", "aria-label": "Kinds of date" },
          ...[...this.chips.values()].map((chip) => chip.node), this.undated.node),
        el("div", { class: "dl-quiet" },
          el("span", { class: "dl-presets", role: "group", "aria-label": "Ranges" }, ...this.presets),
          el("span", { class: "dl-modes", role: "group", "aria-label": "How sure" }, ...this.modes)));
    }

    _chip(role, text) {
      return this._toggle(role, text, () => {
        const { roles } = this.desk.state;
        const next = roles.includes(role) ? roles.filter((r) => r !== role) : [...roles, role];
        this.desk.change({ roles: next });
      });
    }

    _toggle(role, text, click) {
      const count = el("b", {});
      const node = el("button", { class: "dl-chip", type: "button", "data-role": role, click },
        dot(role), el("span", {}, text), count);
      return { node, count };
    }

    show(state, result) {
      const narrow = window.innerWidth <= 700;
      this.words.textContent = days.rangeWords(state.from, state.to, narrow ? days.SHORT : undefined);
      for (const [role, chip] of this.chips) {
        this._set(chip, result.byRole[role], state.roles.includes(role));
        chip.node.hidden = !this.desk.columns.ofRole[role] && role !== "event";
      }
      const undated = this.desk.columns.events - this.desk.columns.dated;
      this._set(this.undated, undated, state.undated);
      this.undated.node.hidden = !undated;
      this.modes.forEach((button, k) => {
        button.setAttribute("aria-pressed", String(MODES[k][0] === state.mode));
      });
      this.presets.forEach((button, k) => {
        const n = PRESETS[k][1];
        const [from, to] = this._span(n);
        const on = from === state.from && to === state.to && (n === null || from !== null);
        button.setAttribute("aria-pressed", String(on));
      });
    }

    _set(chip, n, on) {
      chip.count.textContent = DL.number(n);
      chip.node.setAttribute("aria-pressed", String(on));
      chip.node.classList.toggle("dl-empty", !n);
    }

    /** The last days that have events, plans apart: today is where the reports end. */
    _span(n) {
      const { extent } = this.timeline;
      return n === null || !extent ? [null, null] : [extent.recent - n + 1, extent.recent];
    }

    _preset(n) {
      const [from, to] = this._span(n);
      this.play(false);
      if (n === null) this.timeline.widen();
      this.desk.change({ from, to });
      if (from !== null) {
        const pad = Math.max(3, n);
        this.timeline.view(from - 2 * pad, to + Math.round(pad / 2));
      }
    }

    /** Slide the range to the end of the axis, a step at a time. */
    play(on) {
      clearInterval(this.timer);
      this.timer = 0;
      this.playButton.setAttribute("aria-pressed", String(on));
      this.playButton.setAttribute("aria-label", on ? "Pause" : "Play");
      if (!on || !this.timeline.domain) return;
      const [first, last] = this.timeline.domain;
      let [from, to] = this.timeline.range();
      const step = Math.max(1, Math.round((last - first) / 150));
      if (to - from > 0.7 * (last - first) || to + step > last) {
        const wide = to - from > 0.7 * (last - first) ? Math.round((last - first) / 8) : to - from;
        [from, to] = [first, first + wide];
      }
      this.desk.change({ from, to });
      this.timer = setInterval(() => {
        if (to + step > last) return this.play(false);
        from += step;
        to += step;
        this.desk.change({ from, to });
      }, DL.calm() ? 900 : STEP);
    }
  }

  DL.TimeBar = TimeBar;
})();
