/* What a map in one file carries inside itself, packed, and unpacks when it is asked for.
 * Each <script type="application/gzip" id="carried-NAME"> holds gzip as base64: "events.bin",
 * "facets.bin" and "facets.json" as a server would give them; "rows-N", the details of the events
 * N * rows_a_block and following; "letters.json", what letters become when words are compared. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const KEPT = 48;
  const MOST_OF_A_REPORT = 2000;
  const LONGEST = 200;
  const PIECE = /["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)/g;
  // As geodata/query/terms.py has them (TEXT_COLUMNS); a row of details calls its kind event_kind.
  const SEARCHED = ["toponym", "place_name", "country", "admin1", "report_title", "source", "author",
    "event_kind", "sentence"];

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
    /** `about` is the heading, as geodata/maps/onefile.py writes it. */
    constructor(about) {
      this.size = about.rows_a_block;
      this.events = about.events;
      this.knowsReports = !about.small;
      this.blocks = new Map();
    }

    bytes(name) {
      return unpacked(name);
    }

    /** Details by index; the blocks used last stay unpacked. */
    async rows(indices) {
      const wanted = new Set(indices);
      const numbers = [...new Set(Array.from(indices, (index) => Math.floor(index / this.size)))];
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

    /** Codes and values of the facets, as the server gives them. */
    facets() {
      return Promise.all([unpacked("facets.bin"), DL.json("facets.json", "", this)]);
    }

    /** Events of the same report, in the order of its text. */
    async sameReport(index) {
      this.reports = this.reports || this.facets().then(([codes, values]) =>
        DL.readFacets(codes, values).get("reports").codes);
      const codes = await this.reports;
      const same = [];
      for (let i = 0; i < codes.length && same.length < MOST_OF_A_REPORT; i++) {
        if (codes[i] === codes[index]) same.push(i);
      }
      const rows = await this.rows(same);
      return rows.map((row) => ({ index: row.index, at: row.more.char_start })).sort((a, b) => a.at - b.at);
    }

    /** Indices of the events in which every word of a text occurs. */
    async find(text) {
      this.words = this.words || this._read();
      const [letters, words] = await Promise.all([DL.json("letters.json", "", this), this.words]);
      const pieces = [...text.slice(0, LONGEST).matchAll(PIECE)]
        .map(([, quoted, plain]) => DL.folded(quoted || plain, letters)).filter(Boolean);
      const out = [];
      if (!pieces.length) return out;
      words.forEach((told, index) => {
        if (pieces.every((piece) => told.includes(piece))) out.push(index);
      });
      return out;
    }

    /** The words of every event, folded; a search needs all of them. */
    async _read() {
      const letters = await DL.json("letters.json", "", this);
      const out = new Array(this.events);
      for (let number = 0; number * this.size < this.events; number++) {
        for (const row of await DL.json("rows-" + number, "", this)) {
          out[row.index] = SEARCHED.map((name) => DL.folded(row[name] || "", letters)).join("\n");
        }
      }
      return out;
    }
  }

  /** A text without case, marks and punctuation: `letters` are what geodata.gazetteer.names makes of
   * the letters in this file; others can only be met by what they are without their marks. */
  DL.folded = function (text, letters) {
    let out = "";
    for (const letter of text) {
      out += Object.hasOwn(letters, letter) ? letters[letter]
        : letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, " ");
    }
    return out.split(/\s+/).filter(Boolean).join(" ");
  };

  DL.Carried = Carried;
})();
