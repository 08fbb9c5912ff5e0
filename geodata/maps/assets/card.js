/* The card of one event: what, when, why here, or what else, in full sentences; what a person can
 * decide about it, what was decided, and what can be taken along. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const FEW = 3;

  class Card {
    constructor(desk) {
      this.desk = desk;
      this.node = el("aside", { class: "dl-card", "aria-label": DL.t("card.label"), hidden: "",
        keydown: (event) => { if (event.key === "Escape") this._escape(event); } });
    }

    /** Show an event's details, one of `siblings` at the same mark. */
    show(row, siblings) {
      this.node.hidden = !row;
      this.row = row;
      if (!row) return;
      this.node.setAttribute("aria-label",
        DL.t("card.of", { name: DL.visible(row.toponym), when: DL.dateLine(row) }));
      this.below = el("div", { class: "dl-below" });
      this.others = el("dd", {}, ...(this.desk.api ? [row.candidates.map(other).join(" · ") || DL.t("card.noothers")]
        : row.candidates.map(weighed)));
      const parts = [
        el("button", { class: "dl-close", type: "button", "aria-label": DL.t("close"),
          click: () => this.desk.select(null) }, "×"),
        head(row),
        row.sentence ? el("blockquote", { dir: "auto" }, ...DL.marked(row)) : null,
        el("dl", {}, ...this._terms(row)),
        this._verbs(row),
        this.below,
        DL.takeAlong(this.desk, row),
        siblings.length > 1 ? this._pager(row, siblings) : null,
      ];
      this.node.replaceChildren(...parts.filter((part) => part));
      this.node.scrollTop = 0;
      if (this.desk.api) this._full(row);
    }

    /** What only the server knows: the places it might be, and what was decided. */
    async _full(row) {
      let full;
      try {
        full = await this.desk.decisions.full(row.index);
      } catch (error) {
        return; // the card is as good without
      }
      if (this.row !== row || !full) return;
      this._offer(DL.alternatives(full), FEW);
      const history = DL.history(full.history);
      if (history) this.below.after(history);
    }

    /** The places that it might be instead, as the queue's keys count them. */
    _offer(places, most) {
      // Who may not decide reads what else it might be in the sentence that stands there already.
      if (!places.length || !DL.mayEdit()) return;
      const shown = places.slice(0, most).map((place, k) => el("button", { type: "button",
        class: "dl-other", "data-geonameid": place.geonameid, title: DL.t("card.take"),
        click: () => this._decide({ kind: "place", geonameid: place.geonameid }) },
      el("kbd", {}, String(k + 1)), " ", el("bdi", {}, DL.placeWords(place))));
      if (places.length > most) {
        shown.push(el("button", { type: "button", class: "dl-link",
          click: () => this._offer(places, places.length) }, DL.t("facet.all", { n: places.length })));
      }
      this.others.replaceChildren(...shown);
    }

    /** What can be decided; "rejected" events can only come back. */
    _verbs(row) {
      if (!this.desk.api) return null;
      if (!DL.mayEdit()) return el("p", { class: "dl-about dl-mayread" }, DL.t("verb.reader"));
      const verbs = row.status === "rejected" ? [["restore", () => this._decide({ kind: "restore" })]] : [
        ["confirm", () => this._decide({ kind: "confirm" })],
        ["place", () => this._edit("place")],
        ["date", () => this._edit("date")],
        ["reject", () => this._decide({ kind: "reject" })],
      ];
      this.buttons = new Map(verbs.map(([verb, click]) => [verb, el("button", { type: "button",
        "data-verb": verb, click, "aria-expanded": ["place", "date"].includes(verb) ? "false" : null },
      DL.t("verb." + verb))]));
      return el("div", { class: "dl-verbs" }, ...this.buttons.values());
    }

    _decide(decision, scope) {
      return this.desk.decisions.decide(this.row.index, decision, scope);
    }

    /** Open an editor below the verbs, or close it. */
    async _edit(what) {
      const before = this.editing;
      this._close();
      if (before === what) return;
      const { row } = this;
      let full;
      try {
        full = await this.desk.decisions.full(row.index);
      } catch (error) {
        return void this.desk.say(error.message);
      }
      if (row !== this.row || !full) return;
      this.editing = what;
      this.buttons.get(what).setAttribute("aria-expanded", "true");
      const decide = (decision, scope) => this._decide(decision, scope);
      this.editor = what === "place" ? new DL.PlacePicker(this.desk, row, full, decide)
        : new DL.DateEditor(row, full, decide);
      this.below.replaceChildren(this.editor.node);
      this.editor.focus();
      this.editor.node.scrollIntoView({ block: "nearest" });
    }

    _close() {
      if (this.editor && this.editor.close) this.editor.close();
      if (this.editing) {
        const button = this.buttons.get(this.editing);
        button.setAttribute("aria-expanded", "false");
        if (this.below.contains(document.activeElement)) button.focus();
      }
      this.editing = this.editor = null;
      this.below.replaceChildren();
    }

    _escape(event) {
      event.stopPropagation();
      if (this.editing) this._close();
      else this.desk.select(null);
    }

    _terms(row) {
      const out = [];
      const say = (term, ...told) => out.push(el("dt", {}, DL.t("card." + term)), el("dd", {}, ...told));
      const when = el("span", { class: "dl-day", "data-role": row.role || "none" },
        DL.whenInFull(row) + (["planned", "photo", "background"].includes(row.role)
          ? ` (${DL.t("role." + row.role)})` : ""));
      say("when", when, row.date_reason ? " — " + told(row, "date_reason") : "");
      if (row.place_reason) say("why", told(row, "place_reason"));
      if (row.candidates.length || this.desk.api) out.push(el("dt", {}, DL.t("card.or")), this.others);
      say("source", el("bdi", {}, source(row)), row.published ? `, ${DL.day(row.published)}` : "", this._read(row));
      if (row.status !== "auto") say("status", DL.t("status." + row.status));
      return out;
    }

    _read(row) {
      if (!this.desk.api) return null;
      return el("button", { type: "button", class: "dl-link dl-read",
        click: () => this.desk.room.reports.read(row.report_id, row.index) }, DL.t("card.read"));
    }

    _pager(row, siblings) {
      const at = siblings.indexOf(row.index);
      const turn = (step) => () =>
        this.desk.select(siblings[(at + step + siblings.length) % siblings.length]);
      return el("div", { class: "dl-pager" },
        el("button", { type: "button", "aria-label": DL.t("card.before"), click: turn(-1) }, "‹"),
        el("span", {}, DL.t("card.here", { k: at + 1, n: siblings.length })),
        el("button", { type: "button", "aria-label": DL.t("card.after"), click: turn(1) }, "›"));
    }
  }

  function head(row) {
    const about = [DL.kindOf(row), row.admin1, DL.countryOf(row)].filter((text, k, all) =>
      text && all.indexOf(text) === k && text !== row.place_name);
    return el("header", {},
      el("h3", { dir: "auto" }, row.place_name || row.toponym),
      el("span", { class: "dl-about" }, about.join(" · ")),
      row.score === null ? null : el("span", { class: "dl-score",
        title: DL.t("card.score", { n: row.score }) }, String(row.score)));
  }

  const other = (candidate) => [candidate.name, DL.countryName(candidate.where)].filter(Boolean).join(", ");

  /** A reason in the page's language: the server's answers are, a file carries both. */
  const told = (row, name) => (row.said && row.said[name]) || row[name];

  /** A runner-up with its score and reason, where no button can offer it. */
  const weighed = (candidate) => el("div", { class: "dl-weighed" },
    el("bdi", {}, other(candidate)), ` · ${DL.number(candidate.score)}`,
    candidate.reason ? el("span", { class: "dl-about" }, ` — ${told(candidate, "reason")}`) : null);

  /** The places that an event might be at, without the one that it is at, best first. */
  DL.alternatives = (full) => full.places.filter((place) => place.geonameid !== full.now).slice(0, 9);

  /** A place of the gazetteer in a line: name, where, kind, people. */
  DL.placeWords = (place) => [place.name, DL.whereOf(place)].filter(Boolean).join(", ") +
    (place.kind ? ` · ${DL.kindOf(place)}` : "") +
    (place.population ? ` · ${DL.t("place.people", { n: place.population })}` : "");

  /** Division and country of a place of the gazetteer, where they are not its own name. */
  DL.whereOf = (place) => [place.admin1, DL.countryOf(place)]
    .filter((word) => word && word !== place.name).join(", ");

  /** A link only where it leads to a web page. */
  function source(row) {
    const text = [row.source, row.report_title].filter(Boolean).join(": ");
    if (!/^https?:\/\//i.test(row.url)) return text;
    return el("a", { href: row.url, target: "_blank", rel: "noopener noreferrer" }, text || row.url);
  }

  DL.Card = Card;
})();
