/* When else: first and last day, and what the date says of the event. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const ROLES = ["event", "reported-on", "planned", "photo", "background"];

  class DateEditor {
    constructor(row, full, decide) {
      this.decide = decide;
      const { start, end, role } = full.date;
      this.first = this._day("date.first", start);
      this.last = this._day("date.last", end);
      this.role = el("select", { "aria-label": DL.t("date.role") }, ...ROLES.map((value) =>
        el("option", { value }, DL.t("role." + value))));
      this.role.value = role || "event";
      this.wrong = el("p", { class: "dl-wrong", role: "alert" });
      this.node = el("form", { class: "dl-editor", submit: (event) => { event.preventDefault(); this._use(); } },
        el("label", { class: "dl-scope" }, DL.t("date.role"), this.role),
        el("div", { class: "dl-days" }, el("label", {}, DL.t("date.first"), this.first),
          el("label", {}, DL.t("date.last"), this.last)),
        this.wrong,
        el("div", { class: "dl-form" },
          el("button", { type: "submit", class: "dl-do" }, DL.t("pick.use")),
          el("button", { type: "button", class: "dl-do", click: () =>
            this.decide({ kind: "date", start: null, end: null, role: "event" }) }, DL.t("date.nobody"))));
      this.first.addEventListener("change", () => {
        if (!this.last.value || this.last.value < this.first.value) this.last.value = this.first.value;
      });
    }

    _day(name, value) {
      const input = el("input", { type: "date", min: "0001-01-01", max: "9999-12-31" });
      input.value = value || "";
      return input;
    }

    focus() {
      this.first.focus();
    }

    _use() {
      const [start, end] = [this.first.value, this.last.value];
      if (!start && !end) return void (this.wrong.textContent = DL.t("date.none"));
      if (start && end && start > end) return void (this.wrong.textContent = DL.t("date.backwards"));
      this.decide({ kind: "date", start: start || null, end: end || null, role: this.role.value });
    }
  }

  /** What was decided about an event, newest first; null where nothing was. */
  DL.history = function (entries) {
    if (!entries.length) return null;
    const when = new Intl.DateTimeFormat(DL.language === "ar" ? "ar-u-nu-latn" : DL.language,
      { dateStyle: "medium", timeStyle: "short" });
    return el("details", { class: "dl-history" },
      el("summary", {}, DL.t("history.count", { n: entries.length })),
      el("ol", {}, ...entries.slice().reverse().map((entry) => el("li", { class: entry.undone ? "dl-undone" : "" },
        el("b", {}, DL.t("history." + entry.what)), " ",
        el("span", { dir: "auto" }, changes(entry)),
        el("span", { class: "dl-about" }, " ", el("bdi", {}, entry.who), ", ",
          el("time", { datetime: entry.when }, when.format(new Date(entry.when))))))));
  };

  const NOTHING = "—";

  function changes({ before, after }) {
    const said = [];
    const pair = (a, b) => said.push(`${a || NOTHING} → ${b || NOTHING}`);
    if ("place_name" in after || "country" in after) {
      const place = (row) => [row.place_name, DL.countryOf(row)].filter(Boolean).join(", ");
      pair(place(before), place(after));
    }
    if ("date_start" in after || "date_end" in after) {
      const days = (row) => [row.date_start, row.date_end].filter(Boolean)
        .filter((day, k, all) => all.indexOf(day) === k).join(" – ");
      pair(days(before), days(after));
    }
    if ("date_role" in after) {
      const role = (name) => (name ? DL.t("role." + name) : "");
      pair(role(before.date_role), role(after.date_role));
    }
    return said.join("; ");
  }

  DL.DateEditor = DateEditor;
})();
