/* The reading pane: a report's text with its names and date words marked. The text is cut into
 * blocks of which only those near the window exist, so that a book scrolls like a note. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const BLOCK = 4000;
  const LINE = 24;

  class Reader {
    constructor(desk, back) {
      this.desk = desk;
      this.blocks = [];
      this.body = el("div", { class: "dl-text", tabindex: "0", role: "document" });
      this.title = el("h3", { dir: "auto" });
      this.about = el("p", { class: "dl-about", dir: "auto" });
      this.notes = el("p", { class: "dl-about dl-doubt", dir: "auto" });
      this.node = el("article", { class: "dl-reader" },
        el("header", {}, el("button", { type: "button", class: "dl-back", click: back },
          el("span", { "aria-hidden": "true" }, "‹ "), DL.t("reader.back")), this.title, this.about, this.notes), this.body);
      this.near = new IntersectionObserver((seen) => seen.forEach(
        ({ target, isIntersecting }) => this._fill(target, isIntersecting)),
      { root: this.body, rootMargin: "1200px 0px" });
    }

    /** Fetch and show a report, at an event; `stay` keeps the place where one reads. */
    async open(reportId, { index = null, stay = false } = {}) {
      const { desk } = this;
      this.reportId = reportId;
      let report;
      try {
        report = await desk.api.get(`${desk.revision}/report/${encodeURIComponent(reportId)}`);
      } catch (error) {
        if (!stay) desk.say(error.message);
        return;
      }
      if (this.reportId !== reportId) return;
      const top = stay ? this.body.scrollTop : 0;
      this._head(report);
      this._lay(report);
      this.body.scrollTop = top;
      const chosen = index === null && !stay ? desk.state.selected : index;
      if (chosen !== null) this.mark(chosen);
    }

    _head(report) {
      const day = report.published ? DL.day(report.published, true) : DL.t("report.nodate");
      this.title.textContent = DL.visible(report.label);
      this.about.replaceChildren(...[report.source, report.author, day].filter(Boolean)
        .flatMap((text, k) => [k ? " · " : "", text]));
      if (/^https?:\/\//i.test(report.url)) {
        this.about.append(" · ", el("a", { href: report.url, target: "_blank", rel: "noopener noreferrer" },
          DL.t("reader.original")));
      }
      this.notes.textContent = DL.visible(report.notes.join(" "));
      const lang = /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(report.language) ? report.language : null;
      if (lang) this.body.setAttribute("lang", lang);
      this.body.setAttribute("aria-label", report.label);
    }

    /** Cut the text into blocks at line ends (or at spaces, where a line is a book). */
    _lay({ text, marks }) {
      this.near.disconnect();
      const width = Math.max(200, this.body.clientWidth - 36) / 7.6;
      this.marks = marks;
      this.blocks = cut(text, marks).map(([from, to]) => {
        const part = text.slice(from, to);
        const lines = part.split("\n").reduce((n, line) => n + Math.max(0.5, Math.ceil(line.length / width)), 0);
        const node = el("div", { class: "dl-block" });
        node.style.minHeight = Math.round(lines * LINE) + "px";
        return Object.assign(node, { from, words: part });
      });
      this.body.replaceChildren(...this.blocks);
      this.blocks.forEach((node) => this.near.observe(node));
    }

    _fill(node, wanted) {
      if (wanted === Boolean(node.firstChild)) return;
      if (!wanted) {
        node.style.minHeight = node.offsetHeight + "px";
        node.replaceChildren();
        return;
      }
      const { from, words } = node;
      const inside = this.marks.filter((mark) => mark.start >= from && mark.end <= from + words.length);
      let at = from;
      node.replaceChildren(...words.replace(/\n$/, "").split("\n").map((line) => {
        const paragraph = this._paragraph(line, at, inside);
        at += line.length + 1;
        return paragraph;
      }));
      node.style.minHeight = "";
      this._choose(node);
    }

    _paragraph(line, from, marks) {
      const out = [];
      let at = 0;
      for (const mark of marks) {
        const [a, b] = [mark.start - from, mark.end - from];
        if (a < at || a < 0 || b > line.length) continue;
        out.push(line.slice(at, a), this._mark(mark, line.slice(a, b)));
        at = b;
      }
      out.push(line.slice(at));
      return el("p", { dir: "auto" }, ...out.filter((child) => child !== ""));
    }

    _mark({ kind, role, index }, text) {
      if (kind === "date") return el("bdi", { class: "dl-when", "data-role": role }, text);
      return el("button", { type: "button", class: "dl-name", "data-role": role, "data-index": index,
        click: () => this.desk.select(index, { fly: true }) }, el("bdi", {}, text));
    }

    /** Scroll to an event's name and ring it; says whether the open text has it. */
    mark(index) {
      this.chosen = index;
      this.body.querySelectorAll("[aria-current]").forEach((node) => node.removeAttribute("aria-current"));
      const mark = index !== null && this.marks && this.marks.find((m) => m.kind === "name" && m.index === index);
      if (!mark) return false;
      const block = this.blocks.find(({ from, words }) => mark.start >= from && mark.start < from + words.length);
      this._fill(block, true);
      const node = this._choose(block);
      if (node) {
        const { top, bottom } = node.getBoundingClientRect();
        const room = this.body.getBoundingClientRect();
        if (top < room.top + 20 || bottom > room.bottom - 20) node.scrollIntoView({ block: "center" });
      }
      return true;
    }

    _choose(block) {
      const node = this.chosen === null ? null : block.querySelector(`.dl-name[data-index="${this.chosen}"]`);
      if (node) node.setAttribute("aria-current", "true");
      return node;
    }

    shut() {
      this.near.disconnect();
      this.node.hidden = true;
      this.reportId = null;
      this.marks = null;
      this.body.replaceChildren();
    }
  }

  /** Ranges of some thousand letters that end at a line's end or, in a long line, at a space that
   * no mark crosses. */
  function cut(text, marks) {
    const out = [];
    for (let from = 0; from < text.length;) {
      let to = Math.min(text.length, from + BLOCK);
      if (to < text.length) {
        const line = text.indexOf("\n", to - 1);
        const long = line < 0 || line > to + BLOCK;
        to = long ? Math.max(text.lastIndexOf(" ", to), from + BLOCK / 2) : line;
        const crossed = marks.find((mark) => mark.start < to && mark.end > to);
        if (crossed) to = crossed.end;
        if (text[to] === "\n" || text[to] === " ") to += 1;
        // Never between the halves of one character.
        else if (/[\udc00-\udfff]/.test(text[to] || "")) to += 1;
      }
      out.push([from, to]);
      from = to;
    }
    return out;
  }

  Object.assign(DL, { Reader, cutText: cut });
})();
