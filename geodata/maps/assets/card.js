/* The card of one event: what, when, why here, or what else, in full sentences. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  class Card {
    constructor(desk) {
      this.desk = desk;
      this.node = el("aside", { class: "dl-card", "aria-label": "The chosen event", hidden: "",
        keydown: (event) => { if (event.key === "Escape") desk.select(null); } });
    }

    /** Show an event's details, one of `siblings` at the same mark. */
    show(row, siblings) {
      this.node.hidden = !row;
      if (!row) return;
      this.node.setAttribute("aria-label", `The chosen event: ${row.toponym}, ${DL.dateLine(row)}`);
      const parts = [
        el("button", { class: "dl-close", type: "button", "aria-label": "Close",
          click: () => this.desk.select(null) }, "×"),
        head(row),
        row.sentence ? el("blockquote", { dir: "auto" }, ...DL.marked(row)) : null,
        el("dl", {}, ...terms(row)),
        this._verbs(row),
        siblings.length > 1 ? this._pager(row, siblings) : null,
      ];
      this.node.replaceChildren(...parts.filter((part) => part));
      this.node.scrollTop = 0;
    }

    /** What the page has offered to do with an event; it hears of a click with the state. */
    _verbs(row) {
      const verbs = this.desk.verbs;
      if (!verbs.length) return null;
      return el("div", { class: "dl-verbs" }, ...verbs.map(([verb, text]) =>
        el("button", { type: "button", "data-verb": verb,
          click: () => this.desk.act(verb, row) }, text)));
    }

    _pager(row, siblings) {
      const at = siblings.indexOf(row.index);
      const turn = (step) => () =>
        this.desk.select(siblings[(at + step + siblings.length) % siblings.length]);
      return el("div", { class: "dl-pager" },
        el("button", { type: "button", "aria-label": "Event before", click: turn(-1) }, "‹"),
        el("span", {}, `${at + 1} of ${DL.number(siblings.length)} here`),
        el("button", { type: "button", "aria-label": "Event after", click: turn(1) }, "›"));
    }
  }

  function head(row) {
    const about = [row.kind, row.admin1, row.country].filter((text, k, all) =>
      text && all.indexOf(text) === k && text !== row.place_name);
    return el("header", {},
      el("h3", { dir: "auto" }, row.place_name || row.toponym),
      el("span", { class: "dl-about" }, about.join(" · ")),
      row.score === null ? null : el("span", { class: "dl-score",
        title: `${row.score} of 100: how sure the place is` }, String(row.score)));
  }

  function terms(row) {
    const out = [];
    const say = (term, ...told) => {
      if (told.some((part) => part)) out.push(el("dt", {}, term), el("dd", {}, ...told));
    };
    const when = el("span", { class: "dl-day", "data-role": row.role || "none" },
      row.date_long + (["planned", "photo", "background"].includes(row.role) ? ` (${row.role})` : ""));
    say("When", when, row.date_reason ? " — " + row.date_reason : "");
    say("Why here", row.place_reason);
    say("Or", row.candidates.map(other).join(" · "));
    say("Source", source(row), row.published ? `, ${row.published}` : "");
    if (row.status !== "auto") say("Status", row.status);
    return out;
  }

  const other = (candidate) => [candidate.name, candidate.where].filter(Boolean).join(", ");

  /** A link only where it leads to a web page. */
  function source(row) {
    const text = [row.source, row.report_title].filter(Boolean).join(": ");
    if (!/^https?:\/\//i.test(row.url)) return text;
    return el("a", { href: row.url, target: "_blank", rel: "noopener noreferrer" }, text || row.url);
  }

  DL.Card = Card;
})();
