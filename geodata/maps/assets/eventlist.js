/* Events as rows: a list as long as the filter allows, of which only the visible rows exist. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el, dot } = DL;
  const ROW = 88;
  // Browsers end an element at some 16 million pixels: longer lists scroll in larger steps.
  const TALLEST = 8e6;
  const PACE = 150; // milliseconds

  class EventList {
    constructor(desk) {
      this.desk = desk;
      this.source = { length: 0, rows: [] };
      this._follow = DL.paced(PACE, () => this._soon());
      this.rows = el("div", { class: "dl-rows", role: "list" });
      this.spacer = el("div", { class: "dl-spacer" }, this.rows);
      this.scroller = el("div", { class: "dl-scroller", tabindex: "0", role: "group",
        "aria-label": DL.t("list.rows"), scroll: () => this._soon(),
        keydown: (event) => this._key(event) }, this.spacer);
      this.node = this.scroller;
      new ResizeObserver(() => this._soon()).observe(this.scroller);
    }

    top() {
      this.scroller.scrollTop = 0;
    }

    /** Show the indices {length, rows} in reverse (a filter gives them oldest first); they are asked
     * for when somebody looks. `empty` is said of none. `about` may add to a row (`about.note(index)`)
     * and hear its keys (`about.key(event)`). Nobody reads a list that changes with every frame: it
     * follows a moving range some times a second, and always where it comes to rest. */
    show(source, empty, about = null) {
      Object.assign(this, { source, empty, about });
      this._follow();
    }

    get list() {
      return this.source.rows;
    }

    get length() {
      return this.source.length;
    }

    _size() {
      const height = Math.min(this.length * ROW, TALLEST) + "px";
      if (this.spacer.style.height !== height) this.spacer.style.height = height;
    }

    /** The event at a rank of the list. */
    at(rank) {
      return this.list[this.length - 1 - rank];
    }

    /** The rank of an event; -1 where it is not listed. */
    rank(index) {
      const at = this.list.lastIndexOf(index);
      return at < 0 ? -1 : this.length - 1 - at;
    }

    _soon() {
      this.frame = this.frame || requestAnimationFrame(() => { this.frame = 0; this.draw(); });
    }

    /** Where the view stands: first rank, its offset above the edge, ranks that fit. */
    _window() {
      const { scrollTop, clientHeight } = this.scroller;
      const fit = Math.ceil(clientHeight / ROW) + 1;
      const full = this.length * ROW;
      if (full <= TALLEST) return [Math.floor(scrollTop / ROW), scrollTop % ROW, fit];
      const share = scrollTop / (TALLEST - clientHeight);
      const at = share * (full - clientHeight);
      return [Math.floor(at / ROW), at % ROW, fit];
    }

    draw() {
      this._size();
      const [first, offset, fit] = this._window();
      // Two lines of the serif, whose letters are some seven pixels wide.
      this.letters = Math.max(50, Math.floor((this.scroller.clientWidth - 62) / 7.3) * 2 - 6);
      const last = Math.min(this.length, first + fit);
      const wanted = [];
      for (let rank = first; rank < last; rank++) wanted.push(this.at(rank));
      this.first = first;
      this.rows.style.transform = `translateY(${this.scroller.scrollTop - offset}px)`;
      const focused = this.rows.contains(document.activeElement) &&
        document.activeElement.dataset.index;
      this.rows.replaceChildren(...(this.length
        ? wanted.map((index, k) => this._row(index, first + k))
        : [el("p", { class: "dl-nothing", role: "listitem" }, this.empty)]));
      if (focused) {
        const again = this.rows.querySelector(`[data-index="${focused}"]`);
        (again || this.scroller).focus({ preventScroll: true });
      }
      this.desk.details.want("list", wanted);
    }

    _row(index, rank) {
      const row = this.desk.details.get(index);
      const selected = index === this.desk.state.selected;
      const picked = this.desk.picks.has(index);
      const button = el("button", { type: "button", class: "dl-row", "data-index": index,
        "aria-current": selected ? "true" : null, "aria-pressed": picked ? "true" : null,
        click: (event) => this._click(event, index) },
      ...(row ? filled(row, this.letters, this.about) : [el("span", { class: "dl-wait", role: "img", "aria-label": DL.t("legend.wait") })]));
      return el("div", { role: "listitem", "aria-posinset": rank + 1,
        "aria-setsize": this.length }, button);
    }

    /** A click opens; on the mark before a row, or with a key held, it selects. */
    _click(event, index) {
      const { desk } = this;
      if (!desk.api) desk.select(index, { fly: true });
      else if (event.shiftKey) desk.picks.upTo(index, this);
      else if (event.ctrlKey || event.metaKey || event.target.closest(".dl-dot")) desk.picks.toggle(index);
      else desk.select(index, { fly: true });
    }

    /** Space selects the row that the keyboard is on, Ctrl+A all rows. */
    _pick(event) {
      const { desk } = this;
      if (!desk.api) return false;
      const here = document.activeElement.dataset.index;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") desk.picks.all();
      else if (event.key === " " && here !== undefined) desk.picks.toggle(Number(here));
      else if (event.key === "Escape" && desk.picks.set.size) desk.picks.clear();
      else return false;
      event.preventDefault();
      return true;
    }

    /** Bring the selected event into view, if it is listed. */
    reveal(index) {
      const rank = index === null || this.node.hidden ? -1 : this.rank(index);
      if (rank < 0) return this._soon();
      this._size();
      const { scrollTop, clientHeight, scrollHeight } = this.scroller;
      const full = this.length * ROW;
      const scale = full <= TALLEST ? 1 : (scrollHeight - clientHeight) / (full - clientHeight);
      const top = rank * ROW * scale;
      if (top < scrollTop || top + ROW > scrollTop + clientHeight) {
        this.scroller.scrollTop = Math.max(0, top - clientHeight / 3);
      }
      this._soon();
    }

    _key(event) {
      if (this._pick(event) || (this.about && this.about.key(event))) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !this.length) return;
      event.preventDefault();
      const here = document.activeElement.dataset.index;
      const rank = here === undefined ? this.first : this.rank(Number(here)) + step;
      this.focus(Math.max(0, Math.min(this.length - 1, rank)));
    }

    /** Move the keyboard to the row at a rank. */
    focus(rank) {
      this._size();
      const top = rank * ROW;
      const { scrollTop, clientHeight } = this.scroller;
      if (top < scrollTop) this.scroller.scrollTop = top;
      else if (top + ROW > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW - clientHeight;
      this.draw();
      const node = this.rows.querySelector(`[data-index="${this.at(rank)}"]`);
      if (node) node.focus({ preventScroll: true });
    }
  }

  function filled(row, letters, about) {
    const note = about && about.note(row.index);
    const mark = dot(row.role);
    mark.title = DL.t("pick.one");
    return [
      mark,
      el("span", { class: "dl-toponym", dir: "auto" }, row.toponym),
      el("span", { class: note ? "dl-date dl-doubt" : "dl-date" }, note || DL.dateLine(row)),
      el("span", { class: "dl-sentence", dir: "auto" }, ...(row.sentence
        ? DL.excerpt(row, letters) : [[row.place_name, row.admin1, DL.countryOf(row)].filter(Boolean).join(" · ")])),
    ];
  }

  EventList.ROW = ROW;
  EventList.PACE = PACE;
  DL.EventList = EventList;
})();
