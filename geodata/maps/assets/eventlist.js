/* What the reports say: a list as long as the filter allows, of which only the visible rows
 * exist. Newest first. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el, dot } = DL;
  const ROW = 88;
  // Browsers end an element at some 16 million pixels: longer lists scroll in larger steps.
  const TALLEST = 8e6;
  const TABS = [["shown", "Events"], ["undated", "Undated"], ["unplaced", "Not placed"]];
  const EMPTY = {
    shown: "No events in this range.",
    undated: "Every event has a date.",
    unplaced: "Every name has its place.",
  };

  class EventList {
    constructor(desk) {
      this.desk = desk;
      this.tab = "shown";
      this.lists = { shown: [], undated: [], unplaced: [] };
      this.tabs = TABS.map(([tab, text], k) => el("button", { type: "button", role: "tab",
        id: "dl-tab-" + tab, "aria-controls": "dl-rows", click: () => this.open(tab),
        keydown: (event) => this._tabKey(event, k) }, text, el("b", {})));
      this.rows = el("div", { class: "dl-rows", role: "list" });
      this.spacer = el("div", { class: "dl-spacer" }, this.rows);
      this.scroller = el("div", { class: "dl-scroller", id: "dl-rows", role: "tabpanel",
        tabindex: "0", scroll: () => this._soon(), keydown: (event) => this._key(event) }, this.spacer);
      this.node = el("section", { class: "dl-list", "aria-label": "What the reports say" },
        el("div", { class: "dl-tabs", role: "tablist" }, ...this.tabs), this.scroller);
      new ResizeObserver(() => this._soon()).observe(this.scroller);
    }

    open(tab) {
      this.tab = tab;
      this.scroller.scrollTop = 0;
      this.show(this.lists);
    }

    /** Take the filter's result: lists of indices, oldest first. */
    show(lists) {
      this.lists = lists;
      TABS.forEach(([tab], k) => {
        const on = tab === this.tab;
        this.tabs[k].setAttribute("aria-selected", String(on));
        this.tabs[k].tabIndex = on ? 0 : -1;
        this.tabs[k].lastChild.textContent = DL.number(lists[tab].length);
      });
      this.scroller.setAttribute("aria-labelledby", "dl-tab-" + this.tab);
      this.spacer.style.height = Math.min(this.length * ROW, TALLEST) + "px";
      this._soon();
    }

    get length() {
      return this.lists[this.tab].length;
    }

    /** The event at a rank of the open list, newest first. */
    at(rank) {
      return this.lists[this.tab][this.length - 1 - rank];
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
        : [el("p", { class: "dl-nothing", role: "listitem" },
          this.desk.total ? EMPTY[this.tab] : "Nothing here yet: add reports.")]));
      if (focused) {
        const again = this.rows.querySelector(`[data-index="${focused}"]`);
        (again || this.scroller).focus({ preventScroll: true });
      }
      this.desk.details.want("list", wanted);
    }

    _row(index, rank) {
      const row = this.desk.details.get(index);
      const selected = index === this.desk.state.selected;
      const button = el("button", { type: "button", class: "dl-row", "data-index": index,
        "aria-current": selected ? "true" : null,
        click: () => this.desk.select(index, { fly: true }) },
      ...(row ? filled(row, this.letters) : [el("span", { class: "dl-wait" })]));
      return el("div", { role: "listitem", "aria-posinset": rank + 1,
        "aria-setsize": this.length }, button);
    }

    /** Bring the selected event into view, if it is in the open list. */
    reveal(index) {
      const list = this.lists[this.tab];
      let low = 0;
      let high = list.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (list[middle] < index) low = middle + 1;
        else high = middle;
      }
      if (list[low] !== index) return this._soon();
      const rank = list.length - 1 - low;
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
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !this.length) return;
      event.preventDefault();
      const here = document.activeElement.dataset.index;
      const list = this.lists[this.tab];
      const now = here === undefined ? -1 : list.length - 1 - list.indexOf(Number(here));
      const rank = Math.max(0, Math.min(this.length - 1, here === undefined ? this.first : now + step));
      const top = rank * ROW;
      const { scrollTop, clientHeight } = this.scroller;
      if (top < scrollTop) this.scroller.scrollTop = top;
      else if (top + ROW > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW - clientHeight;
      this.draw();
      const node = this.rows.querySelector(`[data-index="${this.at(rank)}"]`);
      if (node) node.focus({ preventScroll: true });
    }

    _tabKey(event, k) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (k + step + TABS.length) % TABS.length;
      this.open(TABS[next][0]);
      this.tabs[next].focus();
    }
  }

  function filled(row, letters) {
    return [
      dot(row.role),
      el("span", { class: "dl-toponym" }, row.toponym),
      el("span", { class: "dl-date" }, DL.dateLine(row)),
      el("span", { class: "dl-sentence", dir: "auto" }, ...(row.sentence
        ? DL.excerpt(row, letters) : [[row.place_name, row.admin1, row.country].filter(Boolean).join(" · ")])),
    ];
  }

  EventList.ROW = ROW;
  DL.EventList = EventList;
})();
