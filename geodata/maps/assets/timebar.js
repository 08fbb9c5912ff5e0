/* Above the histogram: play, the range in words, the roles with their counts, presets, sureness. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el, dot, days } = DL;
  const ROLES = ["event", "reported-on", "planned", "photo", "background"];
  const PRESETS = [["day", 1], ["week", 7], ["month", 30], ["year", 365], ["whole", null]];
  const MODES = ["certain", "map", "possible"];
  const SPEEDS = [1, 2, 4, 0.5];
  const STEP = 120;
  const CALM = 900; // for who wants less motion

  class TimeBar {
    constructor(desk, timeline) {
      this.desk = desk;
      this.timeline = timeline;
      this.playButton = el("button", { class: "dl-play", type: "button", "aria-label": DL.t("time.play"),
        "aria-pressed": "false", click: () => this.play(!this.timer) });
      this.speed = 1;
      this.speedButton = el("button", { class: "dl-speed", type: "button", click: () => this._faster() });
      this._saySpeed();
      this.words = el("h2", { class: "dl-range" });
      this.chips = new Map(ROLES.map((role) => [role, this._chip(role, DL.t("time.role." + role))]));
      this.undated = this._toggle("none", DL.t("time.role.undated"), () =>
        desk.change({ undated: !desk.state.undated }));
      this.presets = PRESETS.map(([name, n]) => el("button", { type: "button", title: DL.t(`time.${name}.title`),
        click: () => this._preset(n) }, DL.t("time." + name)));
      this.modes = MODES.map((mode) => el("button", { type: "button", title: DL.t(`mode.${mode}.title`),
        click: () => desk.change({ mode }) }, DL.t("mode." + mode)));
      this.node = el("div", { class: "dl-timebar" }, this.playButton, this.speedButton, this.words,
        el("div", { class: "dl-chips", role: "group", "aria-label": DL.t("time.roles") },
          ...[...this.chips.values()].map((chip) => chip.node), this.undated.node),
        el("div", { class: "dl-quiet" },
          el("span", { class: "dl-presets", role: "group", "aria-label": DL.t("time.ranges") }, ...this.presets),
          el("span", { class: "dl-modes", role: "group", "aria-label": DL.t("time.sure") }, ...this.modes)));
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
      DL.put(this.words, null, days.rangeWords(state.from, state.to, narrow));
      for (const [role, chip] of this.chips) {
        this._set(chip, result.byRole[role], state.roles.includes(role));
        chip.node.hidden = !this.desk.columns.ofRole[role] && role !== "event";
      }
      this._set(this.undated, result.none, state.undated);
      this.undated.node.hidden = this.desk.columns.events === this.desk.columns.dated;
      this.modes.forEach((button, k) => {
        DL.put(button, "aria-pressed", MODES[k] === state.mode);
      });
      this.presets.forEach((button, k) => {
        const n = PRESETS[k][1];
        const [from, to] = this._span(n);
        const on = from === state.from && to === state.to && (n === null || from !== null);
        DL.put(button, "aria-pressed", on);
      });
    }

    _set(chip, n, on) {
      DL.put(chip.count, null, DL.number(n));
      DL.put(chip.node, "aria-pressed", on);
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
      this.playButton.setAttribute("aria-label", DL.t(on ? "time.pause" : "time.play"));
      if (!on || !this.timeline.domain) return;
      const [first, last] = this.timeline.domain;
      let [from, to] = this.timeline.window();
      const step = Math.max(1, Math.round((last - first) / 150)) * Math.max(1, this.speed / 2);
      if (to + step > last) [from, to] = [first, first + to - from];
      this.desk.change({ from, to });
      this.timer = setInterval(() => {
        if (to + step > last) return this.play(false);
        from += step;
        to += step;
        this.desk.change({ from, to });
      }, (DL.calm() ? CALM : STEP) / Math.min(2, this.speed));
    }

    /** The next speed; what plays goes on with it. */
    _faster() {
      this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length];
      this._saySpeed();
      if (this.timer) this.play(true);
    }

    _saySpeed() {
      const text = this.speed < 1 ? "½×" : this.speed + "×";
      this.speedButton.textContent = text;
      this.speedButton.setAttribute("aria-label", DL.t("time.speed", { speed: text }));
      this.speedButton.title = DL.t("time.speed", { speed: text });
    }
  }

  DL.TimeBar = TimeBar;
})();
