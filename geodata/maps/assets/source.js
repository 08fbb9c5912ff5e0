/* Where bytes and rows come from: the server, or what a page carries inside itself. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const CHUNK = 40;

  async function fetched(url) {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response;
  }

  /** Bytes by name: carried by the page (see onefile.js), or fetched below `base`. */
  DL.bytes = async (name, base, inlined) =>
    inlined ? inlined.bytes(name) : (await fetched(base + name)).arrayBuffer();

  DL.json = async (name, base, inlined) =>
    JSON.parse(new TextDecoder().decode(await DL.bytes(name, base, inlined)));

  /** Details of events by index: asked for in chunks, kept until the next revision. */
  class Details {
    constructor() {
      this.rows = new Map();
      this.wishes = new Map();
      this.listeners = [];
      this.waiting = [];
    }

    /** Forget everything; rows come from `url`, or from what the page carries. */
    reset(url, inlined) {
      this.url = url;
      this.inlined = inlined;
      this.rows = new Map();
      this.wishes.clear();
    }

    get(index) {
      return this.rows.get(index);
    }

    /** Whether the events of one report can be asked for: a small file does not know them. */
    get knowsReports() {
      return !this.inlined || this.inlined.knowsReports;
    }

    /** A row, fetched if need be; null where there is none. */
    async of(index) {
      if (index === null) return null;
      while (!this.rows.has(index)) {
        const { url } = this;
        const answered = new Promise((resolve) => { this.waiting.push(resolve); });
        this.want("of", [index]);
        if (!(await answered) || url !== this.url) return null;
      }
      return this.rows.get(index);
    }

    /** Wish for rows; a room's new wishes replace its old ones, so what was passed by can wait. */
    want(room, indices) {
      this.wishes.set(room, indices);
      if (!this.busy && this.url) this._next();
    }

    /** Events of the same report as an event: a list of {index, at}, where `at` is in the text. */
    async sameReport(index) {
      if (!this.url) return [];
      try {
        if (this.inlined) return await this.inlined.sameReport(index);
        const joint = this.url.includes("?") ? "&" : "?";
        return await (await fetched(`${this.url}${joint}of=${index}`)).json();
      } catch (error) {
        console.warn("Dateline: a report's events could not be fetched:", error.message);
        return [];
      }
    }

    _missing() {
      const all = [].concat(...[...this.wishes.values()].map((indices) => Array.from(indices)));
      return [...new Set(all)].filter((index) => !this.rows.has(index)).slice(0, CHUNK);
    }

    async _next() {
      const chunk = this._missing();
      if (!chunk.length) return;
      this.busy = true;
      const url = this.url;
      try {
        const rows = await (this.inlined ? this.inlined.rows(chunk) : this._fetch(url, chunk));
        if (url === this.url) this._take(chunk, rows);
      } catch (error) {
        this.wishes.clear();
        this._answer(false);
        console.warn("Dateline: details could not be fetched:", error.message);
      }
      this.busy = false;
      this._next();
    }

    async _fetch(url, chunk) {
      const joint = url.includes("?") ? "&" : "?";
      return (await fetched(`${url}${joint}i=${chunk.join(",")}&lang=${DL.language}`)).json();
    }

    _take(chunk, rows) {
      // What the server does not know is not asked for again.
      chunk.forEach((index) => this.rows.set(index, null));
      rows.forEach((row) => this.rows.set(row.index, row));
      this.listeners.forEach((listen) => listen());
      this._answer(true);
    }

    _answer(well) {
      this.waiting.splice(0).forEach((resolve) => resolve(well));
    }
  }

  DL.Details = Details;
})();
