/* The desk and the page around it: news that come in, the state that goes out, other tabs. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const PAUSE = 60;
  const WHILE_DIALOG = 300;
  const LOOK_AGAIN = 20000;
  const ROLES = ["event", "planned", "reported-on"];

  class Page {
    constructor(desk) {
      this.desk = desk;
      this.tellSoon = DL.settled(PAUSE, () => this.tell());
      this.first = true;
      window.addEventListener("pagehide", () => clearInterval(this.timer));
    }

    /** Take news: addresses, state, theme; see `desk_update` in geodata/maps/map.py. */
    async update(changes) {
      const { desk } = this;
      if (changes.theme !== undefined) desk.theme(changes.theme);
      desk.parts.update(changes);
      if (changes.may_edit === false) {
        DL.mayEdit(false);
        document.documentElement.classList.add("dl-reader");
      }
      if (changes.api_url) this._connect(changes.api_url);
      const asked = JSON.stringify(changes.state || null);
      // An echo of what the browser itself has told is older than what it shows.
      const news = changes.state && asked !== this.lastAsked && (changes.state.seq || 0) >= desk.seq;
      this.lastAsked = asked;
      const data = changes.data_url;
      const fresh = data && data !== this.dataFrom && !this._older(changes.revision);
      // An index belongs to its data.
      const kept = fresh ? await this._chosen(changes) : null;
      if (fresh && desk.columns) desk.state.selected = null;
      if (news) this._adopt(changes.state);
      if (fresh) {
        this.dataFrom = data;
        await this._load(changes);
        if (kept) await this._choose(kept);
      } else if (news && desk.columns) {
        await desk.finder.renew();
        desk.refresh();
      }
      if (news && desk.columns) await this._arrive(changes.state);
      if (changes.picked && desk.columns) await desk.picks.adopt(changes.picked);
      if (changes.go && changes.go.n !== this.gone) {
        this.gone = changes.go.n;
        desk.room.open(changes.go.tab, { focus: true });
      }
    }

    _connect(base) {
      const { desk } = this;
      if (desk.api) return;
      desk.api = new DL.Api(base);
      desk.room.connect();
      this.channel = "BroadcastChannel" in window ? new BroadcastChannel("dateline" + base) : null;
      desk.channel = this.channel;
      if (this.channel) this.channel.onmessage = ({ data }) => this.renew(data.revision);
      this._hear();
      DL.takeDrops();
      const look = () => { if (!document.hidden) this.refresh(); };
      document.addEventListener("visibilitychange", look);
      this.timer = setInterval(look, LOOK_AGAIN);
    }

    /** The page's own links ("#look", "#look-undated") lead to a tab and to what it counts. */
    _hear() {
      const page = DL.pageAround();
      if (!page) return;
      const follow = () => {
        const [, tab, doubt] = page.location.hash.match(/^#(events|reports|look|undated)(?:-([a-z]+))?$/) || [];
        if (!tab) return;
        page.history.replaceState(page.history.state, "", page.location.pathname + page.location.search);
        if (doubt) this.desk.room.queue.only = 0;
        if (tab === "look" && doubt) this.desk.room.queue.filterBy(doubt);
        else this.desk.room.open(tab, { focus: true });
      };
      page.addEventListener("hashchange", follow);
      window.addEventListener("pagehide", () => page.removeEventListener("hashchange", follow));
      follow();
    }

    /** A run of the page that began before a decision still speaks of the events before it. */
    _older(revision) {
      return typeof revision === "number" && revision < this.desk.revision;
    }

    _adopt(state) {
      const { desk } = this;
      const { from, to, mode, roles, undated, selected, find } = state;
      if (from !== undefined) desk.state.from = DL.days.fromIso(from);
      if (to !== undefined) desk.state.to = DL.days.fromIso(to);
      if (mode) desk.state.mode = mode;
      if (roles) desk.state.roles = roles.slice();
      if (desk.parts) desk.parts.layers.adopt(state);
      if (undated !== undefined) desk.state.undated = undated;
      if (selected !== undefined) desk.state.selected = selected;
      if (find) {
        desk.finder.terms.adopt(find);
        desk.state.area = corners(find.area);
        desk.state.bbox = find.bbox ? find.bbox.split(",").map(Number) : null;
      }
    }

    async _load(changes) {
      const { desk } = this;
      const from = this.dataFrom;
      let buffer;
      try {
        buffer = await DL.bytes(from, "", desk.options.inlined);
      } catch (error) {
        console.warn("Dateline: the events could not be fetched:", error.message);
        return;
      }
      if (from !== this.dataFrom) return; // newer data is on its way
      const columns = new DL.Columns(buffer);
      desk.revision = changes.revision;
      desk.details.reset(changes.details_url, desk.options.inlined);
      const source = desk.options.inlined || DL.served(desk.api, desk.revision);
      if (source) desk.room.offerSearch();
      const asked = [desk.finder.load(columns, source), desk.room.load(desk.api, desk.revision)];
      if (desk.api) asked.push(desk.picks.renew(desk.api, desk.revision));
      await Promise.all(asked).catch((error) => desk.say(error.message));
      if (from === this.dataFrom) desk.load(columns);
      if (desk.api && columns.events) desk.tour.offer();
    }

    /** Where a link leads: a tab, a report, an event. */
    async _arrive({ tab, report, event }) {
      const { desk } = this;
      if (DL.TABS.includes(tab) && tab !== desk.room.tab) desk.room.open(tab);
      if (report && desk.api) await desk.room.reports.read(report);
      if (event && desk.api) await this._choose(event);
      else desk.select(desk.state.selected, { fly: true });
    }

    async _chosen(changes) {
      const { selected } = this.desk.state;
      if (selected === null || !this.desk.api || (changes.state && changes.state.selected !== undefined)) return null;
      const row = this.desk.details.get(selected);
      return row ? row.event_id : null;
    }

    /** Choose an event by its id, where the newest events still have it. */
    async _choose(eventId) {
      const { desk } = this;
      try {
        const { index } = await desk.api.get(`${desk.revision}/index`, { id: eventId });
        if (index !== null) desk.select(index, { fly: this.first });
      } catch (error) {
        // the events have changed again: the next news choose
      }
      this.first = false;
    }

    /** Ask whether the store has changed: another tab, another person. */
    async refresh() {
      const { desk } = this;
      if (!desk.api || !desk.columns) return;
      try {
        await this.renew((await desk.api.get("revision")).revision);
      } catch (error) {
        // the server is away: it is asked again
      }
    }

    /** Fetch the events of a newer revision; the person's own view stays. */
    async renew(revision, { eventId = null } = {}) {
      const { desk } = this;
      if (!desk.api || revision <= desk.revision) return;
      const { base } = desk.api;
      await this.update({ revision, data_url: `${base}${revision}/events.bin`,
        details_url: `${base}${revision}/details` });
      if (eventId && desk.state.selected === null) await this._choose(eventId);
      desk.seq += 1;
      this.tell();
    }

    /** What is looked for and where, in the words of a link. */
    find() {
      const { area, bbox } = this.desk.state;
      const out = this.desk.finder.params;
      if (area && area.length) out.area = area.map((corner) => corner.map(degrees).join(",")).join(" ");
      if (bbox) out.bbox = bbox.map(degrees).join(",");
      return out;
    }

    /** What is shown, in the words of a link. */
    params() {
      const { from, to, mode, roles, undated } = this.desk.state;
      const out = Object.assign({ mode }, this.find());
      if (from !== null) out.from = DL.days.toIso(from);
      if (to !== null) out.to = DL.days.toIso(to);
      if (roles.slice().sort().join() !== ROLES.join()) out.roles = roles.slice().sort().join(",") || "none";
      if (!undated) out.undated = "0";
      return out;
    }

    /** Show what the words of a link ask for. */
    async adoptParams(params) {
      const roles = params.roles === "none" ? [] : (params.roles || ROLES.join()).split(",");
      this._adopt({ from: params.from || null, to: params.to || null, mode: params.mode || "map", roles,
        undated: params.undated !== "0", find: params });
      await this.desk.finder.renew();
    }

    /** st_folium hands back what a clicked layer gives as GeoJSON. Not while a dialog is open: the
     * run that it causes builds the dialog anew, under whoever is pasting into it. */
    tell(action) {
      const { desk } = this;
      clearTimeout(this.later);
      if (DL.dialogOpen()) {
        this.later = setTimeout(() => this.tell(action), WHILE_DIALOG);
        return;
      }
      const { from, to, mode, roles, undated, selected } = desk.state;
      const row = selected === null ? null : desk.details.get(selected);
      const told = { from: DL.days.toIso(from), to: DL.days.toIso(to), mode, roles, undated, selected,
        selected_id: row ? row.event_id : null, find: this.find(), tab: desk.room.tab,
        layer: desk.view, way: desk.parts.layers.order,
        report: desk.room.reports.reader.reportId || null, picked: desk.picks.key, seq: desk.seq,
        revision: desk.revision || null, action: action || null };
      const feature = { type: "Feature", geometry: null, properties: { dateline: told } };
      desk.told = told;
      desk.layer.fire("click", { latlng: desk.map.getCenter(), layer: { toGeoJSON: () => feature } });
    }
  }

  const degrees = (value) => String(Number(value.toFixed(4)));

  const corners = (words) => (words ? words.split(" ").map((corner) => corner.split(",").map(Number)) : null);

  DL.Page = Page;
})();
