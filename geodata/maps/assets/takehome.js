/* What is shown on a map in one file, taken along as a file of its own: GeoJSON or CSV with the
 * columns of docs/formats.md, made by the browser from what the file carries. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const AT_ONCE = 2000;
  // As geodata/formulas.py has it.
  const FORMULA = /^(?:[\s\u0085\u0000-\u0020'\ufeff\u200b]*[=+\-@＝＋－＠|%]|'*[\t\r\n])/u;
  const READ = {
    published: (row) => row.published,
    kind: (row) => row.event_kind,
    date_start: (row) => row.when.start,
    date_end: (row) => row.when.end,
    date_precision: (row) => row.when.precision || "",
    date_role: (row) => row.role,
    date_alternative: ({ or_else: other }) => (other ? `${other.start || ".."}/${other.end || ".."}` : ""),
    score: (row) => (row.score === null ? null : row.score / 100),
    candidates: (row) => row.candidates.map(({ geonameid, name, where, lat, lon, score, reason }) =>
      ({ geonameid, name, country_code: where, latitude: lat, longitude: lon, score: score / 100, reason })),
    extra: (row) => (Object.keys(row.extra).length ? row.extra : null),
  };

  class TakeHome {
    constructor(desk, about) {
      Object.assign(this, { desk, about });
    }

    show(panel) {
      this.said = el("p", { role: "status" });
      const offer = (kind, words) => el("button", { type: "button", class: "dl-do", "data-take": kind,
        click: () => this._take(kind) }, words);
      this.count = el("p", {});
      this.refresh();
      panel.append(el("h3", {}, DL.t("tools.take")), this.count, el("div", { class: "dl-taking" }, offer("geojson", "GeoJSON"), offer("csv", "CSV")), this.said);
    }

    /** The filter has changed. */
    refresh() {
      if (this.count) this.count.textContent = DL.t("take.shown", { n: this._indices().length });
      if (this.said) this.said.textContent = "";
    }

    stop() {
      this.count = this.said = null;
    }

    /** What passes the filter: placed, without a day where these are shown, and without a place. */
    _indices() {
      const { result, state } = this.desk;
      const out = [...result.shown, ...(state.undated ? result.undated : []), ...result.unplaced];
      return out.sort((a, b) => a - b);
    }

    async _take(kind) {
      const indices = this._indices();
      const parts = kind === "csv" ? ["\ufeff", line([...this.about.columns, "longitude", "latitude"])] : [this._opening()];
      for (let at = 0; at < indices.length; at += AT_ONCE) {
        const rows = await this.desk.options.inlined.rows(indices.slice(at, at + AT_ONCE));
        rows.sort((a, b) => a.index - b.index);
        const told = rows.map((row) => (kind === "csv" ? this._line(row) : this._feature(row)));
        parts.push(kind === "csv" ? told.join("") : (at ? ",\n" : "") + told.join(",\n"));
      }
      if (kind === "geojson") parts.push("\n]}\n");
      const type = kind === "csv" ? "text/csv;charset=utf-8" : "application/geo+json";
      DL.handOver(new Blob(parts, { type }), `dateline-${DL.rangeName(this.desk)}-${indices.length}-events.${kind}`);
      if (this.said) this.said.textContent = DL.t("take.done", { n: indices.length });
    }

    _opening() {
      const mark = this.about.generalised ? '"generalised": true,\n' : "";
      return `{"type": "FeatureCollection",\n${mark}"features": [\n`;
    }

    _feature(row) {
      const geometry = row.lat === null ? null : { type: "Point", coordinates: [degrees(row.lon), degrees(row.lat)] };
      const properties = Object.fromEntries(this.about.columns.map((name) => [name, value(row, name)]));
      return JSON.stringify({ type: "Feature", geometry, properties });
    }

    _line(row) {
      const written = this.about.columns.map((name) => {
        const told = value(row, name);
        if (name === "candidates") return told.length ? JSON.stringify(told) : "";
        if (name === "extra") return told ? JSON.stringify(told) : "";
        return told;
      });
      const at = row.lat === null ? [null, null] : [degrees(row.lon), degrees(row.lat)];
      return line([...written, ...at]);
    }
  }

  function value(row, name) {
    if (READ[name]) return READ[name](row);
    return row.more && name in row.more ? row.more[name] : row[name];
  }

  const degrees = (number) => Number(number.toFixed(7));

  /** Texts in quotes, never a formula; numbers bare; nothing for null. */
  const line = (values) => values.map((v) => (typeof v === "string" ? `"${DL.defused(v).replace(/"/g, '""')}"`
    : v === null || v === undefined ? '""' : String(v))).join(",") + "\r\n";

  DL.defused = (text) => (FORMULA.test(text) ? "'" + text : text);
  DL.TakeHome = TakeHome;
})();
