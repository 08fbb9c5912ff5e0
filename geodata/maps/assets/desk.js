/* The desk: one state {from, to, mode, roles, undated, selected} that moves the map, the list and
 * the timeline within a frame, and tells the page a moment later.
 *
 * dateline.start(map, options)   once, from the map's own script
 * dateline.update(changes)       whenever the page has news: data_url, details_url, api_url,
 *                                revision, state, theme
 * With options.inlined the addresses name what the page carries inside itself.
 */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const LIST_AT_MARK = 8;
  const MOST_SIBLINGS = 500;

  class Desk {
    constructor() {
      this.ready = false;
      this.columns = null;
      this.result = null;
      this.details = new DL.Details();
      this.api = null;
      this.siblings = [];
      this.seq = 0;
      this.draws = 0;
      this.state = { from: null, to: null, mode: "possible",
        roles: ["event", "reported-on", "planned"], undated: true, selected: null,
        bbox: null, area: [] };
    }

    start(map, options) {
      this.map = map;
      this.options = options || {};
      DL.speak(this.options.language);
      this.timeline = new DL.Timeline((span) => this.change(span));
      this.bar = new DL.TimeBar(this, this.timeline);
      this.finder = new DL.Finder(() => this.change({}));
      this.decisions = new DL.Decisions(this);
      this.page = new DL.Page(this);
      this.picks = new DL.Picks(this);
      this.room = new DL.WordsRoom(this);
      this.card = new DL.Card(this);
      this.notice = new DL.Notice(this);
      const time = DL.el("section", { class: "dl-time", "aria-label": DL.t("map.when") },
        this.bar.node, this.timeline.node);
      this.rooms = DL.layOut(map, { list: this.room.node, time, card: this.card.node });
      this.rooms.stage.append(this.notice.node);
      this.tour = new DL.Tour(this.rooms.desk);
      DL.panes(map);
      const { base, inlined } = this.options;
      this.basemap = new DL.Basemap({ base, inlined }).addTo(map);
      this.layer = new DL.EventLayer({ base, inlined, name: (index) => DL.mapName(this.details.get(index)) });
      this.names = this.basemap.names = new DL.Names({ basemap: this.basemap, taken: () => this.layer.boxes || [],
        between: () => this.overlay.shows });
      this.layer.addTo(map);
      DL.furnish(map, () => this.home());
      this.parts = DL.equip(this);
      this.names.addTo(map);
      this.overlay.on("covers", () => this.names.paint());
      DL.boxPicks(map, this.picks);
      this._listen();
      this.theme(this.options.theme);
      DL.styled().then(DL.borrowFonts).then(() => {
        this.layer.plate.forget();
        this._redraw();
      });
      if (this.options.fill !== false) DL.fillWindow();
      if (this.options.update) this.update(this.options.update);
    }

    _listen() {
      document.addEventListener("keydown", (event) => this._key(event));
      const wantNames = DL.settled(80, () => this.details.want("names", this.layer.labelled || []));
      this.layer.on("open", (event) => this._open(event.mark, event.held));
      this.layer.on("close", () => this.select(null));
      this.layer.on("point", (event) => this._point(event.mark, event.newest));
      const clear = DL.settled(120, () => this.names.repaint());
      this.layer.on("drawn", () => { wantNames(); clear(); });
      this.basemap.on("loaded", () => this.names.repaint());
      this.details.listeners.push(() => {
        this.list.draw();
        this.layer.repaint();
        if (this.state.selected !== null && this.shownCard !== this.state.selected) this._card();
      });
    }

    // --- news from the page ---

    update(changes) {
      return this.page.update(changes);
    }

    /** Take new events. */
    load(columns) {
      const first = !this.columns || !this.columns.places;
      this.columns = columns;
      this.shownCard = null;
      this.timeline.load(columns);
      this.layer.load(columns);
      this.refresh();
      if (first) this.home({ animate: false, share: 0.8 });
      if (this.state.selected === null) this.card.show(null);
      DL.styled().then(() => requestAnimationFrame(() => { this.ready = true; }));
    }

    theme(theme) {
      const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
      const next = theme || (dark ? "dark" : "light");
      if (document.documentElement.dataset.theme === next) return;
      document.documentElement.dataset.theme = next;
      this._redraw();
    }

    _redraw() {
      for (const layer of [this.basemap, this.layer, this.names]) if (layer) layer.paint();
      if (this.parts) this.parts.redraw();
      if (this.columns) this.timeline.draw();
    }

    // --- one state, three rooms ---

    /** Change the state; everything follows in the next frame. */
    change(part) {
      Object.assign(this.state, part);
      this.seq += 1;
      this.frame = this.frame || requestAnimationFrame(() => {
        this.frame = 0;
        this.refresh();
      });
      this.tellSoon();
    }

    setRange(from, to) {
      this.change({ from: DL.days.fromIso(from), to: DL.days.fromIso(to) });
    }

    refresh() {
      if (!this.columns) return;
      const began = performance.now();
      this.result = this.columns.filter(this.state);
      const filtered = performance.now();
      this.timeline.recount();
      this.timeline.show(this.state);
      this.bar.show(this.state, this.result);
      this.room.show(this.result);
      this.layer.follow();
      this.parts.refresh();
      this.draws += 1;
      this.ms = { filter: filtered - began, draw: performance.now() - filtered };
    }

    home(options) {
      DL.home(this, options);
    }

    get total() {
      return this.columns ? this.columns.events : 0;
    }

    get list() {
      return this.room.list;
    }

    /** One byte an event, 1 for what the days and kinds of date let through. */
    dated() {
      return this.columns.passing(this.state);
    }

    get shown() {
      return this.result ? this.result.n : 0;
    }

    get hits() {
      return this.layer.hits;
    }

    // --- choosing ---

    /** Choose an event by index, or none; `siblings` are the events at the same mark. */
    select(index, { fly = false, siblings = null } = {}) {
      const place = index === null ? DL.NO_PLACE : this.columns.place[index];
      const placed = place !== undefined && place !== DL.NO_PLACE;
      this.layer.selected = placed ? place : null;
      this.layer.chosen = index;
      if (index === null) this.layer.spread(null);
      this.layer.others = [];
      if (siblings) this.siblings = siblings;
      else if (index === null || !this.siblings.includes(index)) {
        this.siblings = placed ? this.columns.at([place], this.result, this.state.undated, MOST_SIBLINGS) : [];
      }
      this.shownCard = null;
      if (this.state.selected !== index) this.change({ selected: index });
      else this.layer.repaint();
      if (placed && fly) DL.flyTo(this, place);
      if (index !== null) this._card();
      else {
        const inside = this.card.node.contains(document.activeElement);
        this.card.show(null);
        if (inside) this.list.scroller.focus();
      }
      this.room.reveal(index);
      this.parts.selected(index);
    }

    _card() {
      const index = this.state.selected;
      this.details.want("card", index === null ? [] : [index]);
      const row = this.details.get(index);
      if (!row) return;
      this.shownCard = index;
      this.card.show(row, this.siblings);
      this.layer.others = row.candidates.filter((other) => other.lat !== null && other.lon !== null);
      this.layer.repaint();
      this._keepClear();
      this.tellSoon();
    }

    _keepClear() {
      const { layer } = this;
      const mark = layer.clusters ? layer.markOf(this.hits, layer.selected) : null;
      DL.keepClear(this.card.node, this.rooms.stage, mark, this.map);
    }

    /** A mark of few events fans them out; one of many places opens up. */
    _open(mark, held) {
      if (held && this.api) {
        const at = mark.index === undefined ? this.columns.at(this.layer.placesOf(mark), this.result, this.state.undated, Infinity) : [mark.index];
        return void this.picks.turn(at);
      }
      if (mark.index !== undefined) return this.select(mark.index);
      const places = this.layer.placesOf(mark);
      if (places.length > 1 && mark.n > LIST_AT_MARK && this.map.getZoom() < this.map.getMaxZoom()) {
        DL.showPlaces(this, places, { maxZoom: Math.min(this.map.getMaxZoom(), this.map.getZoom() + 3) });
        return;
      }
      const here = this.columns.at(places, this.result, this.state.undated, MOST_SIBLINGS);
      this.layer.spread(here.length > 1 ? mark : null, here);
      this.select(here[0], { siblings: here });
    }

    _point(mark, newest) {
      const row = mark && this.details.get(newest);
      if (mark && !row) this.details.want("tip", [newest]);
      const name = row ? row.toponym : "";
      const text = mark && mark.n === 1 ? [name, row && DL.dateLine(row)]
        : [name, mark && DL.t("map.events", { n: mark.n }), row && DL.dateLine(row)];
      DL.tell(this.rooms.tip, mark, text.filter(Boolean).join(" · "));
    }

    // --- the page, and the person ---

    tellSoon() {
      this.page.tellSoon();
    }

    params() {
      return this.page.params();
    }

    adoptParams(params) {
      return this.page.adoptParams(params);
    }

    renew(revision, options) {
      return this.page.renew(revision, options);
    }

    say(text, options) {
      this.notice.say(text, options);
    }

    /** Undo and redo by key, unless somebody is typing. */
    _key(event) {
      const { target, key, ctrlKey, metaKey, shiftKey } = event;
      if (!(ctrlKey || metaKey) || target.closest("input, textarea, select")) return;
      const redo = key.toLowerCase() === "y" || (key.toLowerCase() === "z" && shiftKey);
      if (!redo && key.toLowerCase() !== "z") return;
      event.preventDefault();
      this.decisions[redo ? "redo" : "undo"]();
    }
  }

  window.dateline = new Desk();
})();
