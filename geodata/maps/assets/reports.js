/* The reports: a list with what each gave, and the reading pane of one. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  class Reports {
    constructor(desk) {
      this.desk = desk;
      this.count = null;
      this.reader = new DL.Reader(desk, () => this.close());
      this.lines = el("div", { class: "dl-reports" });
      // A search finds reports by their whole text.
      desk.finder.listeners.push(() => {
        if (this.askedFor === desk.finder.terms.text) return;
        this.fetched = false;
        this.open();
      });
      this.node = el("div", { class: "dl-reading", hidden: "", tabindex: "-1" }, this.lines, this.reader.node);
      this.reader.node.hidden = true;
    }

    /** Forget the list: the store has changed. */
    async load(api) {
      this.api = api;
      this.fetched = false;
      if (!api) return;
      this.open();
      if (this.reader.reportId) await this.reader.open(this.reader.reportId, { stay: true });
    }

    /** Fetch and show the list, unless a report is open. */
    async open() {
      if (this.fetched || !this.api) return;
      this.fetched = true;
      this.askedFor = this.desk.finder.terms.text;
      try {
        const { text } = this.desk.finder.terms;
        const { reports, refused } = await this.api.get("reports", { q: text });
        this.count = reports.length;
        this.lines.replaceChildren(...reports.reverse().map((report) => this._line(report)),
          ...(refused.length ? [el("h3", {}, DL.t("reports.refused", { n: refused.length }))] : []),
          ...refused.map((reading) => el("div", { class: "dl-refused" },
            el("b", { dir: "auto" }, reading.name), el("p", { dir: "auto" }, reading.why))));
        if (!reports.length) {
          this.lines.prepend(el("p", { class: "dl-nothing" }, DL.t(text ? "reports.none" : "events.empty")));
        }
        this.desk.room._fill();
      } catch (error) {
        this.fetched = false;
        this.desk.say(error.message);
      }
    }

    _line(report) {
      const { places, placed, dated } = report;
      const about = [report.source, report.published ? DL.day(report.published, true) : DL.t("report.nodate")];
      const partly = report.gaps && report.gaps.length;
      return el("button", { type: "button", class: "dl-report", "data-report": report.report_id,
        click: () => this.read(report.report_id) },
      el("span", { class: "dl-title", dir: "auto" }, report.label),
      el("span", { class: "dl-about", dir: "auto" }, about.filter(Boolean).join(" · ")),
      el("span", { class: "dl-about" }, DL.t("report.counts", { n: places, placed, dated })),
      partly ? el("span", { class: "dl-doubt", dir: "auto" },
        DL.t("report.partly") + ": " + report.gaps.join("; ")) : null);
    }

    /** Open the reading pane on a report, at an event if one is given. */
    async read(reportId, index = null) {
      if (this.desk.room.tab !== "reports") this.desk.room.open("reports");
      this.lines.hidden = true;
      this.reader.node.hidden = false;
      await this.reader.open(reportId, { index });
      this.desk.tellSoon();
    }

    close() {
      const { reportId } = this.reader;
      this.reader.shut();
      this.lines.hidden = false;
      const line = this.lines.querySelector(`[data-report="${reportId}"]`);
      if (line) line.focus();
      this.desk.tellSoon();
    }

    /** Scroll the open text to an event, or open the event's own report. */
    async reveal(index) {
      if (index === null || !this.reader.reportId) return this.reader.mark(null);
      if (this.reader.mark(index)) return;
      const row = await this.desk.details.of(index);
      if (row && index === this.desk.state.selected && row.report_id !== this.reader.reportId) {
        await this.reader.open(row.report_id, { index });
      }
    }
  }

  DL.Reports = Reports;
})();
