/* Where else: the gazetteer searched, a point set on the map, or nowhere; for this mention or for
 * all of this name. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const PAUSE = 200;

  class PlacePicker {
    constructor(desk, row, full, decide) {
      Object.assign(this, { desk, row, full, decide });
      const soon = DL.settled(PAUSE, () => this._search());
      this.box = el("input", { type: "search", maxlength: "100", dir: "auto",
        "aria-label": DL.t("pick.search"), placeholder: DL.t("pick.search"), input: soon,
        keydown: (event) => { if (event.key === "ArrowDown") this._first(event); } });
      this.found = el("div", { class: "dl-found", "aria-live": "polite" });
      this.point = el("input", { type: "text", inputmode: "decimal", maxlength: "60",
        "aria-label": DL.t("pick.point"), placeholder: DL.t("pick.point") });
      this.onMap = el("button", { type: "button", class: "dl-do", "aria-pressed": "false",
        click: () => this._aim(!this.aiming) }, DL.t("pick.onmap"));
      this.scope = el("select", { "aria-label": DL.t("pick.scope") }, ...this._scopes());
      this.node = el("div", { class: "dl-editor" },
        el("label", { class: "dl-scope" }, DL.t("pick.scope"), this.scope),
        this.box, this.found,
        el("form", { class: "dl-form", submit: (event) => { event.preventDefault(); this._typed(); } },
          this.point, el("button", { type: "submit", class: "dl-do" }, DL.t("pick.use")), this.onMap),
        el("button", { type: "button", class: "dl-do", click: () => this._use({ kind: "nowhere" }) },
          DL.t("pick.nowhere")));
    }

    _scopes() {
      const { report, everywhere } = this.full.mentions;
      const scopes = [["one", DL.t("scope.one")]];
      if (report > 1) scopes.push(["report", DL.t("scope.report", { n: report })]);
      if (everywhere > report) scopes.push(["everywhere", DL.t("scope.everywhere", { n: everywhere })]);
      return scopes.map(([value, text]) => el("option", { value }, text));
    }

    focus() {
      this.box.focus();
    }

    close() {
      this._aim(false);
    }

    _use(decision) {
      this._aim(false);
      return this.decide(decision, this.scope.value);
    }

    async _search() {
      const words = this.box.value.trim();
      if (!words) return this.found.replaceChildren();
      let places;
      try {
        places = await this.desk.api.get("gazetteer", { q: words });
      } catch (error) {
        return this.desk.say(error.message);
      }
      if (words !== this.box.value.trim()) return;
      this.found.replaceChildren(...places.map((place) => el("button", { type: "button", class: "dl-other",
        click: () => this._use({ kind: "place", geonameid: place.geonameid }) },
      el("bdi", {}, DL.placeWords(place)))));
      if (!places.length) this.found.append(el("p", {}, DL.t("pick.nothing", { name: words })));
    }

    _first(event) {
      const first = this.found.querySelector("button");
      if (!first) return;
      event.preventDefault();
      first.focus();
    }

    _typed() {
      const numbers = this.point.value.split(/[,;\s]+/).filter(Boolean).map(Number);
      const [lat, lon] = numbers;
      if (numbers.length !== 2 || !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
        this.point.setCustomValidity(DL.t("pick.nopoint"));
        this.point.reportValidity();
        this.point.setCustomValidity("");
        return;
      }
      this._use({ kind: "point", lat, lon });
    }

    /** The next click on the map, or Enter at its middle, is the place. */
    _aim(on) {
      if (Boolean(this.aiming) === on) return;
      this.onMap.setAttribute("aria-pressed", String(on));
      if (!on) return this.aiming();
      this.aiming = DL.aim(this.desk.map, ({ lat, lng }) => {
        this.aiming = null;
        this.onMap.setAttribute("aria-pressed", "false");
        this._use({ kind: "point", lat, lon: lng });
      }, () => { this.aiming = null; this.onMap.setAttribute("aria-pressed", "false"); });
      this.desk.say(DL.t("pick.aim"));
    }
  }

  /** Let a person choose a point: by a click, or with the arrow keys and Enter at a cross in the
   * middle. Returns how to stop. */
  DL.aim = function (map, chosen, stopped) {
    const cross = el("div", { class: "dl-aim", "aria-hidden": "true" });
    const container = map.getContainer();
    const done = (event) => {
      window.removeEventListener("click", click, true);
      window.removeEventListener("keydown", key, true);
      container.classList.remove("dl-aiming");
      cross.remove();
      if (event) { event.preventDefault(); event.stopImmediatePropagation(); }
    };
    const click = (event) => {
      if (!container.contains(event.target) || event.target.closest(".leaflet-control")) return;
      const at = map.mouseEventToLatLng(event).wrap();
      done(event);
      chosen(at);
    };
    const key = (event) => {
      const step = { ArrowLeft: [-40, 0], ArrowRight: [40, 0], ArrowUp: [0, -40], ArrowDown: [0, 40] }[event.key];
      if (!container.contains(event.target) && event.key !== "Escape") return;
      if (step) {
        map.panBy(event.shiftKey ? step.map((v) => v / 10) : step, { animate: false });
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (event.key === "Enter") {
        const at = map.getCenter().wrap();
        done(event);
        chosen(at);
      } else if (event.key === "Escape") {
        done(event);
        stopped();
      }
    };
    container.append(cross);
    container.classList.add("dl-aiming");
    container.tabIndex = 0;
    container.focus({ preventScroll: true });
    // Before anything else hears of it: the click chooses a place and no mark.
    window.addEventListener("click", click, true);
    window.addEventListener("keydown", key, true);
    return () => { done(); stopped(); };
  };

  DL.PlacePicker = PlacePicker;
})();
