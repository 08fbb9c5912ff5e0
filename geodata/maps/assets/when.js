/* Days and spans of days in the words of the interface's language. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  /** A day in words, the month short or `long`. */
  DL.day = (iso, long = false) => DL.days.words(DL.days.fromIso(iso), !long);

  const date = (iso) => new Date(iso + "T00:00:00Z");

  /** An open span's known end; the edge of a year is the year. */
  function edge(iso, precision, at, long) {
    const coarse = ["open", "year", "decade"].includes(precision);
    return coarse && iso.endsWith(at) ? String(date(iso).getUTCFullYear()) : DL.day(iso, long);
  }

  /** A span that is exactly a month, a year or a decade; else "". */
  function whole(start, end, long) {
    const [a, b] = [date(start), date(end)];
    const after = new Date(b);
    after.setUTCDate(b.getUTCDate() + 1);
    if (a.getUTCDate() !== 1 || after.getUTCDate() !== 1) return "";
    const years = b.getUTCFullYear() - a.getUTCFullYear();
    if (!years && a.getUTCMonth() === b.getUTCMonth()) return DL.days.monthWords(DL.days.fromIso(start), !long);
    if (a.getUTCMonth() !== 0 || b.getUTCMonth() !== 11) return "";
    if (!years) return String(a.getUTCFullYear());
    return years === 9 && a.getUTCFullYear() % 10 === 0
      ? DL.t("when.decade", { year: String(a.getUTCFullYear()) }) : "";
  }

  /** When: "8 Dec 2024", "29–30 Nov 2024", "since 2011", "reported on 8 Dec 2024". */
  DL.spanWords = function ({ start, end, precision }, role, long = false) {
    if (!start && !end) return DL.t("when.undated");
    if (role === "reported-on") return DL.t("when.reported", { day: DL.day(end || start, long) });
    if (!end) return DL.t("when.since", { day: edge(start, precision, "-01-01", long) });
    if (!start) return DL.t("when.until", { day: edge(end, precision, "-12-31", long) });
    if (start === end) return DL.day(start, long);
    const unit = whole(start, end, long);
    if (unit) return unit;
    if (precision === "week") return DL.t("when.week", { day: DL.day(start, long) });
    return DL.days.rangeWords(DL.days.fromIso(start), DL.days.fromIso(end), !long);
  };

  /** An event's span in short. */
  DL.when = (row) => DL.spanWords(row.when, row.role);

  /** An event's span in full, with the other reading of figures that can be read both ways. */
  DL.whenInFull = function (row) {
    const first = DL.spanWords(row.when, row.role, true);
    return row.or_else
      ? DL.t("when.or", { first, second: DL.spanWords(row.or_else, row.role, true) }) : first;
  };

  /** "8 Dec 2024 · photo": the role is said where the mark alone might not be understood. */
  DL.dateLine = (row) => DL.when(row) +
    (["planned", "photo", "background"].includes(row.role) ? ` · ${DL.t("role." + row.role)}` : "");

  /** What kind of place: "town", "prison"; "" where nothing is known. */
  DL.kindOf = (row) => (row.kind ? DL.t("kind." + row.kind) : "");
})();
