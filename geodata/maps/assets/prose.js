/* Sentences as the desk shows them: the name marked, the date words dotted, all of it text. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  /** Children for a sentence; [start, end] offsets as JavaScript counts, or null. */
  DL.marked = function (row, start, end) {
    const from = start || 0;
    const to = end === undefined ? row.sentence.length : end;
    const spans = [];
    if (row.date_at) spans.push(["dl-when", ...row.date_at]);
    if (row.name_at) spans.push(["dl-name", ...row.name_at]);
    spans.sort((a, b) => a[1] - b[1]);
    const out = [];
    let at = from;
    for (const [kind, a, b] of spans) {
      if (a < at || b > to) continue;
      out.push(row.sentence.slice(at, a));
      out.push(el("span", { class: kind, "data-role": row.role || "none" }, row.sentence.slice(a, b)));
      at = b;
    }
    out.push(row.sentence.slice(at, to));
    return out;
  };

  /** The part of a sentence around its name that fits a row, cut at spaces. */
  DL.excerpt = function (row, most) {
    const { sentence } = row;
    if (sentence.length <= most) return DL.marked(row);
    const [a, b] = row.name_at || [0, 0];
    const [c, d] = row.date_at || [a, b];
    const together = Math.max(b, d) - Math.min(a, c) <= most - 10;
    const low = together ? Math.min(a, c) : a;
    const high = together ? Math.max(b, d) : b;
    const fits = high <= most - 2 || (!together && b < 0.75 * most);
    let from = fits ? 0 : Math.max(0, Math.min(low - 12, high - most + 8));
    if (from > 0) from = afterSpace(sentence, from, low);
    let to = Math.min(sentence.length, from + most);
    if (to < sentence.length) to = beforeSpace(sentence, to, high);
    return [from > 0 ? "… " : "", ...DL.marked(row, from, to), to < sentence.length ? " …" : ""];
  };

  function afterSpace(text, at, limit) {
    const space = text.indexOf(" ", at);
    return space >= 0 && space < limit ? space + 1 : at;
  }

  function beforeSpace(text, at, limit) {
    const space = text.lastIndexOf(" ", at);
    return space > limit ? space : at;
  }

  /** A place on the map is called as the report calls it, in the map's own script. */
  DL.mapName = function (row) {
    if (!row) return "";
    return DL.visible(/^[\u0020-\u024f\u1e00-\u1eff\u2010-\u2019]*$/.test(row.toponym) ? row.toponym
      : row.place_name || row.toponym);
  };
})();
