/* A map in one file: everything is inside the page, packed, and unpacked when it is asked for.
 * Each <script type="application/gzip" id="carried-NAME"> holds gzip as base64. "about" is the
 * heading; "rows-N" are the details of the events N * rows_a_block and following. */
(function () {
  "use strict";
  const { DL } = window;
  const { el } = DL;
  const KEPT = 48;

  async function unpacked(name) {
    const block = document.getElementById("carried-" + name);
    if (!block) throw new Error(`this file does not carry ${name}`);
    const text = atob(block.textContent.trim());
    const packed = new Uint8Array(text.length);
    for (let k = 0; k < text.length; k++) packed[k] = text.charCodeAt(k);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  class Carried {
    constructor(size) {
      this.size = size;
      this.blocks = new Map();
    }

    bytes(name) {
      return unpacked(name);
    }

    /** Details by index; the blocks used last stay unpacked. */
    async rows(indices) {
      const wanted = new Set(indices);
      const numbers = [...new Set(indices.map((index) => Math.floor(index / this.size)))];
      const blocks = await Promise.all(numbers.map((number) => this._block(number)));
      return [].concat(...blocks).filter((row) => wanted.has(row.index));
    }

    _block(number) {
      const block = this.blocks.get(number) || DL.json("rows-" + number, "", this);
      this.blocks.delete(number);
      this.blocks.set(number, block);
      if (this.blocks.size > KEPT) this.blocks.delete(this.blocks.keys().next().value);
      return block;
    }
  }

  /** Title, range and counts, and what this file is; all of it text. */
  function heading(about) {
    const terms = about.terms.flatMap(([term, told]) => [el("dt", {}, term), el("dd", {}, told)]);
    return el("header", { class: "dl-head" },
      el("h1", { dir: "auto" }, about.title),
      el("p", { class: "dl-sub" }, about.summary),
      about.notice ? el("p", { class: "dl-notice" }, about.notice) : null,
      el("details", { class: "dl-what", keydown: (event) => {
        if (event.key === "Escape") event.currentTarget.open = false;
      } }, el("summary", {}, about.label), el("dl", {}, ...terms)));
  }

  async function open() {
    const about = await DL.json("about", "", new Carried(1));
    document.title = about.title;
    document.body.prepend(heading(about));
    const map = L.map("map", about.map);
    window.dateline.start(map, {
      inlined: new Carried(about.rows_a_block),
      language: about.language,
      update: { data_url: "events.bin", details_url: "rows", revision: 1, state: about.state },
    });
  }

  open().catch((error) => {
    document.body.prepend(el("p", { class: "dl-broken", role: "alert" },
      "This map could not be opened: it needs a browser of 2023 or later. ", String(error.message)));
    throw error;
  });
})();
