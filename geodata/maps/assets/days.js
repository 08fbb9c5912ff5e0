/* Days as whole numbers since 1970-01-01, as ISO dates, and in words. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const DAY = 86400000;
  const utc = (day) => new Date(day * DAY);

  function fromIso(text) {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text || "") ? Date.parse(text + "T00:00:00Z") : NaN;
    return Number.isNaN(at) ? null : Math.round(at / DAY);
  }

  const toIso = (day) => (day === null ? null : utc(day).toISOString().slice(0, 10));

  /** Formats of the page's language; English days come before their month. */
  const made = new Map();
  function format(options) {
    const key = DL.language + JSON.stringify(options);
    if (!made.has(key)) {
      const tag = { en: "en-GB", ar: "ar-u-nu-latn" }[DL.language] || DL.language;
      made.set(key, new Intl.DateTimeFormat(tag, Object.assign({ timeZone: "UTC" }, options)));
    }
    return made.get(key);
  }
  const whole = (short) => ({ day: "numeric", month: short ? "short" : "long", year: "numeric" });
  // Thin spaces are narrow in some typefaces and missing in others; "Sept" is "Sep".
  const plain = (text) => text.replace(/[\u2009\u202f]/g, " ").replace(/\bSept\b/g, "Sep")
    .replace(/^(\d+) – (\d+ )/, "$1–$2");

  const words = (day, short) => plain(format(whole(short)).format(utc(day)));

  /** "21 November – 11 December 2024"; what the two ends share is said once. */
  function rangeWords(from, to, short = false) {
    const asked = [from, to, short, DL.language].join();
    if (asked !== said.asked) said = { asked, words: say(from, to, short) };
    return said.words;
  }
  // The head of the timeline and its window say the same range.
  let said = { asked: null, words: "" };

  function say(from, to, short) {
    if (from === null && to === null) return DL.t("time.all");
    if (from === null) return DL.t("time.until", { day: words(to, short) });
    if (to === null) return DL.t("time.from", { day: words(from, short) });
    if (from === to) return words(from, short);
    return plain(format(whole(short)).formatRange(utc(from), utc(to)));
  }

  /* Units of the histogram: the first day of a bin, and of the next. */
  const months = (n) => (day, add) => {
    const date = utc(day);
    const month = date.getUTCMonth() - (date.getUTCMonth() % n);
    return Date.UTC(date.getUTCFullYear(), month + add * n) / DAY;
  };
  const years = (n) => (day, add) => {
    const year = utc(day).getUTCFullYear();
    return Date.UTC(year - (year % n) + add * n, 0) / DAY;
  };
  const UNITS = [
    { days: 1, step: (day, add) => day + add },
    { days: 7, step: (day, add) => day - ((day + 3) % 7) + 7 * add },
    { days: 30, step: months(1) },
    { days: 91, step: months(3) },
    { days: 365, step: years(1) },
    { days: 3650, step: years(10) },
  ];

  /** First days of the bins that cover a span of days, at most about `most` of them. */
  function bins(first, last, most) {
    const unit = UNITS.find((u) => (last - first + 1) / u.days <= most) || UNITS[UNITS.length - 1];
    const edges = [unit.step(first, 0)];
    while (edges[edges.length - 1] <= last) edges.push(unit.step(edges[edges.length - 1], 1));
    return edges;
  }

  /** Days to write under the histogram, and their words. */
  function ticks(first, last, most) {
    const span = last - first + 1;
    const steps = [
      [1, (d, n) => d + n, day], [2, (d, n) => d - (d % 2) + 2 * n, day],
      [7, (d, n) => d - ((d + 3) % 7) + 7 * n, day], [14, (d, n) => d - ((d + 3) % 14) + 14 * n, day],
      [30, months(1), month], [91, months(3), month], [365, years(1), year], [1826, years(5), year],
      [3652, years(10), year], [18262, years(50), year],
    ];
    const [, step, write] = steps.find(([days]) => span / days <= most) || steps[steps.length - 1];
    const out = [];
    for (let at = step(first, 0); at <= last; at = step(at, 1)) {
      if (at >= first) out.push([at, write(at)]);
    }
    return out;
  }
  const day = (at) => plain(format({ day: "numeric", month: "short" }).format(utc(at)));
  const monthWords = (at, short) =>
    plain(format({ month: short ? "short" : "long", year: "numeric" }).format(utc(at)));
  const month = (at) => monthWords(at, true);
  const year = (at) => String(utc(at).getUTCFullYear());

  DL.days = { fromIso, toIso, words, monthWords, rangeWords, bins, ticks };
})();
