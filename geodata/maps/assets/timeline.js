/* When: a histogram with two handles. What lies outside the range stays visible, faint. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el, days } = DL;
  const HEIGHT = 58;
  const BAR = 9;
  const PACE = 150; // milliseconds: nobody is told of a range that moves with every frame

  class Timeline {
    /** `change({from, to})` is called for every move; days, or null for an open end. */
    constructor(change) {
      this.change = change;
      this.state = { from: null, to: null, roles: [] };
      this.canvas = el("canvas", { class: "dl-bars", "aria-hidden": "true" });
      this.shade = el("div", { class: "dl-shade", role: "slider", tabindex: "0", "aria-label": DL.t("time.window"),
        keydown: (event) => this._slide(event) });
      this.tip = el("div", { class: "dl-bar-tip", hidden: "", "aria-hidden": "true" });
      this.handles = ["from", "to"].map((end) => this._handle(end));
      this.axis = el("div", { class: "dl-axis", "aria-hidden": "true" });
      this.before = el("button", { class: "dl-more", type: "button", click: () => this.widen() });
      this.after = el("button", { class: "dl-more", type: "button", click: () => this.widen() });
      this.track = el("div", { class: "dl-track", pointerdown: (e) => this._grab(e),
        pointermove: (e) => DL.barTip(this, e), pointerleave: () => { this.tip.hidden = true; },
        dblclick: () => this.change({ from: null, to: null }) },
      this.canvas, this.shade, ...this.handles, this.tip);
      this.track.addEventListener("wheel", (e) => this._wheel(e), { passive: false });
      this.node = el("div", { class: "dl-timeline" }, this.track, this.axis, this.before, this.after);
      this._say = DL.paced(PACE, () => this._values());
      new ResizeObserver(() => this._resize()).observe(this.track);
    }

    _handle(end) {
      return el("div", { class: "dl-handle", role: "slider", tabindex: "0", "data-end": end,
        "aria-label": DL.t(end === "from" ? "time.first" : "time.last"),
        keydown: (event) => this._key(event, end) });
    }

    /** Take new columns; the view is where most of the events are, if that is much less. */
    load(columns) {
      this.columns = columns;
      this.extent = columns.extent();
      this.fit();
    }

    fit() {
      if (!this.extent) {
        this.domain = null;
        this.track.hidden = true;
        this.axis.replaceChildren();
        this.before.hidden = this.after.hidden = true;
        this._resize();
        return;
      }
      this.track.hidden = false;
      const { first, last, low, high } = this.extent;
      const pad = Math.max(5, Math.round((high - low) * 0.4));
      const close = [low - pad, high + pad];
      const far = last - first > 2.5 * (close[1] - close[0]);
      this.view(...(far ? close : this._all()));
    }

    _all() {
      const { first, last } = this.extent;
      const pad = Math.max(2, Math.round((last - first) * 0.02));
      return [first - pad, last + pad];
    }

    /** Show all days, or all but the far ones. */
    widen() {
      if (this.extent) this.view(...this._all());
    }

    /** Set the first and last day on the axis, never less than a week. */
    view(first, last) {
      const lack = Math.max(0, 7 - (last - first + 1));
      this.domain = [first - Math.floor(lack / 2), last + Math.ceil(lack / 2)];
      this._resize();
    }

    /** Count anew at the next drawing: other events are allowed. */
    recount() {
      if (this.columns && this.allowed !== this.columns.allowed) this.bins = null;
      this.allowed = this.columns && this.columns.allowed;
    }

    show(state) {
      const around = JSON.stringify([state.bbox, state.area]);
      if (around !== this.around) this.bins = null;
      this.around = around;
      this.state = state;
      this._reveal();
      this.draw();
    }

    /** Move the view along where the range has left it. */
    _reveal() {
      if (!this.domain || this.dragging) return;
      const { from, to } = this.state;
      const [first, last] = this.domain;
      const low = from === null ? first : Math.min(from, last);
      const high = to === null ? last : Math.max(to, first);
      const outside = (from !== null && (from < first || from > last)) ||
        (to !== null && (to > last || to < first));
      if (!outside) return;
      const pad = Math.max(3, Math.round((high - low) * 0.25));
      this.view(Math.min(low, from === null ? low : from) - pad, Math.max(high, to === null ? high : to) + pad);
    }

    _resize() {
      const ratio = window.devicePixelRatio || 1;
      this.width = this.track.clientWidth;
      if (!this.width) return;
      this.canvas.width = Math.round(this.width * ratio);
      this.canvas.height = Math.round(HEIGHT * ratio);
      this.bins = null;
      this.draw();
    }

    _count() {
      const [first, last] = this.domain;
      this.edges = days.bins(first, last, Math.max(8, this.width / BAR));
      this.bins = this.columns.histogram(this.edges, DL.inside(this.columns, this.state));
      const word = (n, key) => (n ? DL.t(key, { n }) : "");
      this.before.textContent = word(this.bins.before, "time.earlier");
      this.after.textContent = word(this.bins.after, "time.later");
      this.before.hidden = !this.bins.before;
      this.after.hidden = !this.bins.after;
      this._axis();
    }

    _axis() {
      const [first, last] = this.domain;
      const ticks = days.ticks(first, last, Math.max(3, this.width / 110));
      this.axis.replaceChildren(...ticks
        .map(([day, text]) => [this.x(day), text])
        .filter(([x]) => x > (this.before.hidden ? 14 : 86) && x < this.width - (this.after.hidden ? 14 : 86))
        .map(([x, text]) => el("span", { style: `left:${x}px` }, text)));
    }

    x(day) {
      const [first, last] = this.domain;
      return ((day - first) / (last - first + 1)) * this.width;
    }

    day(x) {
      const [first, last] = this.domain;
      const at = first + (x / this.width) * (last - first + 1);
      return Math.max(first, Math.min(last, Math.floor(at)));
    }

    /** First and last day of the range as far as it can be seen. */
    range() {
      const [first, last] = this.domain;
      const { from, to } = this.state;
      return [from === null ? first : from, to === null ? last : to];
    }

    draw() {
      if (!this.domain || !this.width) return;
      if (!this.bins) this._count();
      const [from, to] = this.range();
      const left = Math.max(0, Math.min(this.width, this.x(from)));
      const right = Math.max(left, Math.min(this.width, this.x(to + 1)));
      // A width is laid out, a place is not: a range that slides keeps its width.
      const width = `${Math.round(100 * (right - left)) / 100}px`;
      if (this.shade.style.width !== width) this.shade.style.width = width;
      for (const [node, x] of [[this.shade, left], [this.handles[0], left], [this.handles[1], right]]) {
        node.style.transform = `translateX(${x}px)`;
      }
      this._say();
      DL.drawBars(this, left, right);
    }

    /** Say the range to who cannot see it. */
    _values() {
      if (!this.domain) return;
      const { from, to } = this.state;
      const [first, last] = this.range();
      this.shade.classList.toggle("dl-open", from === null && to === null);
      this._value(this.shade, first, days.rangeWords(from, to));
      this._value(this.handles[0], first, from === null ? DL.t("time.open") : days.words(from));
      this._value(this.handles[1], last, to === null ? DL.t("time.open") : days.words(to));
    }

    _value(node, day, text) {
      DL.put(node, "aria-valuemin", this.domain[0]);
      DL.put(node, "aria-valuemax", this.domain[1]);
      DL.put(node, "aria-valuenow", day);
      DL.put(node, "aria-valuetext", text);
    }

    /** The range, or where there is none to speak of, one to begin with. */
    window() {
      const [first, last] = this.domain;
      const [from, to] = this.range();
      if (to - from <= 0.7 * (last - first)) return [from, to];
      return [first, first + Math.max(1, Math.round((last - first) / 8))];
    }

    /** Slide the whole range by key: a day, with Shift by its own length, Home and End. */
    _slide(event) {
      if (!this.domain) return;
      const [first, last] = this.domain;
      const [from, to] = this.window();
      const long = to - from + 1;
      const sign = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 }[event.key];
      const whole = event.shiftKey || event.key.startsWith("Page");
      const start = event.key === "Home" ? first : event.key === "End" ? last - long + 1
        : sign ? from + sign * (whole ? long : 1) : null;
      if (start === null) return;
      event.preventDefault();
      const kept = Math.max(first, Math.min(last - long + 1, start));
      this.change({ from: kept, to: kept + long - 1 });
    }

    _key(event, end) {
      if (!this.domain) return;
      const [first, last] = this.domain;
      const big = Math.max(7, Math.round((last - first) / 10));
      const one = event.shiftKey ? Math.min(7, big) : 1;
      const steps = { ArrowLeft: -one, ArrowDown: -one, ArrowRight: one, ArrowUp: one, PageDown: -big,
        PageUp: big, Home: -Infinity, End: Infinity };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const range = this.range();
      const now = range[end === "from" ? 0 : 1];
      const day = Math.max(first, Math.min(last, now + step));
      this.change(end === "from" ? { from: Math.min(day, range[1]) } : { to: Math.max(day, range[0]) });
    }

    /** A handle is dragged, the range moved as a whole, or a new one drawn. */
    _grab(event) {
      if (event.button || !this.domain) return;
      event.preventDefault();
      const box = this.track.getBoundingClientRect();
      const at = (e) => this.day(e.clientX - box.left);
      const [from, to] = this.range();
      const x = event.clientX - box.left;
      const near = [this.x(from), this.x(to + 1)].map((edge) => Math.abs(edge - x));
      const slack = event.pointerType === "touch" ? 24 : 9;
      const start = at(event);
      const whole = this.state.from === null && this.state.to === null;
      let move;
      if (Math.min(...near) <= slack) {
        const end = near[0] < near[1] ? 0 : 1;
        this.handles[end].focus({ preventScroll: true });
        move = (day) => (end ? { to: Math.max(day, from) } : { from: Math.min(day, to) });
      } else if (!whole && start >= from && start <= to) {
        move = (day) => ({ from: from + day - start, to: to + day - start });
      } else {
        move = (day) => ({ from: Math.min(day, start), to: Math.max(day, start) });
      }
      this._follow(event, (e) => this.change(move(at(e))));
    }

    _follow(event, move) {
      this.dragging = true;
      this.track.setPointerCapture(event.pointerId);
      let next = null;
      let frame = 0;
      const step = (e) => {
        next = e;
        frame = frame || requestAnimationFrame(() => { frame = 0; move(next); });
      };
      const stop = () => {
        this.dragging = false;
        this.track.removeEventListener("pointermove", step);
      };
      this.track.addEventListener("pointermove", step);
      this.track.addEventListener("pointerup", stop, { once: true });
      this.track.addEventListener("pointercancel", stop, { once: true });
    }

    _wheel(event) {
      if (!this.domain) return;
      event.preventDefault();
      const [first, last] = this.domain;
      const at = event.clientX - this.track.getBoundingClientRect().left;
      const pivot = first + (at / this.width) * (last - first);
      const factor = event.deltaY > 0 ? 1.25 : 0.8;
      const [low, high] = this._all();
      const next = [pivot - (pivot - first) * factor, pivot + (last - pivot) * factor].map(Math.round);
      this.view(Math.max(low, next[0]), Math.min(Math.max(high, low + 6), next[1]));
    }
  }

  Timeline.HEIGHT = HEIGHT;
  DL.Timeline = Timeline;
})();
