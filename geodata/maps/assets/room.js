/* The words' room: a search, tabs, and below them one of the lists or the reading pane. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const TABS = ["events", "reports", "look", "undated"];

  class WordsRoom {
    constructor(desk) {
      this.desk = desk;
      this.tab = "events";
      this.result = { n: 0, shown: [], undated: [], unplaced: [], lost: 0 };
      this.list = new DL.EventList(desk);
      this.reports = new DL.Reports(desk);
      this.queue = new DL.Queue(desk, this.list);
      this.search = new DL.Search(desk);
      this.tabs = TABS.map((tab, k) => el("button", { type: "button", role: "tab",
        id: "dl-tab-" + tab, "aria-controls": "dl-words", click: () => this.open(tab),
        keydown: (event) => this._key(event, k) }, DL.t(tab === "look" ? "list.unplaced" : "tab." + tab), el("b", {})));
      this.panel = el("div", { class: "dl-words", id: "dl-words", role: "tabpanel" },
        this.queue.head, this.list.node, this.reports.node);
      this.node = el("section", { class: "dl-list", "aria-label": DL.t("list.label") },
        this.search.node, el("div", { class: "dl-tabs", role: "tablist" }, ...this.tabs),
        this.panel, desk.picks.node, this.search.panel);
      this._counted = DL.paced(DL.EventList.PACE, () => this._count());
      this.open("events");
    }

    /** There is something to search in: a server, or what the page carries. */
    offerSearch() {
      this.node.classList.add("dl-findable");
    }

    /** There is a server to ask: reports, the queue and saved views can be offered. */
    connect() {
      this.node.classList.add("dl-connected");
      this.tabs[2].firstChild.data = DL.t("tab.look");
    }

    /** Fetch what belongs to new events. */
    async load(api, revision) {
      await Promise.all([this.queue.load(api, revision), this.reports.load(api)]);
    }

    /** Show one tab; `focus` moves the keyboard to its list. */
    open(tab, { focus = false } = {}) {
      this.tab = tab;
      TABS.forEach((name, k) => {
        const on = name === tab;
        this.tabs[k].setAttribute("aria-selected", String(on));
        this.tabs[k].tabIndex = on ? 0 : -1;
      });
      this.panel.setAttribute("aria-labelledby", "dl-tab-" + tab);
      this.list.node.hidden = tab === "reports";
      this.reports.node.hidden = tab !== "reports";
      this.queue.head.hidden = tab !== "look";
      this.list.top();
      this._fill();
      if (tab === "reports") this.reports.open();
      if (this.desk.columns) this.desk.tellSoon();
      if (focus) (tab === "reports" ? this.reports.node : this.list.scroller).focus();
    }

    /** Take the filter's result. */
    show(result) {
      this.result = result;
      this.queue.show(result);
      this.search.follow();
      this._fill();
    }

    _fill() {
      const { result, tab, desk } = this;
      this._counted();
      const shown = { length: result.n, get rows() { return result.shown; } };
      if (tab === "events") this.list.show(shown, desk.total ? DL.t("events.none") : DL.t("events.empty"));
      if (tab === "undated") this.list.show({ length: result.undated.length, rows: result.undated }, DL.t("undated.none"));
      if (tab === "look") this.list.show(this.queue, DL.t("look.none"), this.queue);
    }

    /** The tabs say how long their lists are, as often as the lists follow. */
    _count() {
      const { result } = this;
      this.queue.count();
      const counts = [result.n, this.reports.count, this.queue.length, result.undated.length];
      this.tabs.forEach((node, k) => {
        DL.put(node.lastChild, null, counts[k] === null ? "" : DL.number(counts[k]));
      });
    }

    /** Bring an event into view wherever it is listed, and its words where its report is open. */
    reveal(index) {
      this.list.reveal(index);
      if (this.tab === "reports") this.reports.reveal(index);
    }

    _key(event, k) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const turned = document.documentElement.dir === "rtl" ? -step : step;
      const next = (k + turned + TABS.length) % TABS.length;
      this.open(TABS[next]);
      this.tabs[next].focus();
    }
  }

  Object.assign(DL, { WordsRoom, TABS });
})();
