/* A place by its name, from our own gazetteer, and what is under a point of the map. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const PAUSE = 180;
  const LEAST = 2;

  class Locate {
    constructor(desk) {
      this.desk = desk;
      this.found = null;
      this.rows = [];
      this._askSoon = DL.settled(PAUSE, () => this._ask());
    }

    show(panel) {
      this.box = el("input", { type: "search", role: "combobox", "aria-expanded": "false",
        "aria-controls": "dl-found", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
        placeholder: DL.t("find.placeholder"), "aria-label": DL.t("find.placeholder"),
        input: () => this._askSoon(), keydown: (event) => this._key(event) });
      this.list = el("div", { class: "dl-found", id: "dl-found", role: "listbox", "aria-label": DL.t("find.results") });
      this.told = el("p", { role: "status" });
      panel.append(this.box, this.list, this.told);
      this.rows = [];
    }

    stop() {
      this._mark(null);
    }

    async _ask() {
      const asked = this.box.value.trim();
      this.asked = asked;
      if (asked.length < LEAST) return this._fill([], "");
      try {
        const joint = this.url.includes("?") ? "&" : "?";
        const answer = await fetch(`${this.url}${joint}q=${encodeURIComponent(asked)}`, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(answer.status);
        const rows = await answer.json();
        if (asked === this.asked && this.box.isConnected) this._fill(rows, rows.length ? "" : DL.t("find.nothing", { name: asked }));
      } catch (error) {
        this._fill([], DL.t("find.failed"));
      }
    }

    _fill(rows, told) {
      this.rows = rows;
      this.at = -1;
      this.told.textContent = told;
      this.box.setAttribute("aria-expanded", String(rows.length > 0));
      this.box.removeAttribute("aria-activedescendant");
      this.list.replaceChildren(...rows.map((row, k) => el("div", { role: "option", id: "dl-found-" + k,
        "aria-selected": "false", click: () => this._choose(k) },
      el("b", { dir: "auto" }, row.asked ? `${row.asked} (${row.name})` : row.name),
      el("span", {}, [DL.kindOf(row), DL.whereOf(row)].filter(Boolean).join(" · ")))));
    }

    _key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && this.rows.length) {
        this.at = (this.at + step + this.rows.length) % this.rows.length;
        [...this.list.children].forEach((node, k) => node.setAttribute("aria-selected", String(k === this.at)));
        this.box.setAttribute("aria-activedescendant", "dl-found-" + this.at);
        this.list.children[this.at].scrollIntoView({ block: "nearest" });
      } else if (event.key === "Enter" && this.rows.length) this._choose(Math.max(0, this.at));
      else return;
      event.preventDefault();
    }

    _choose(k) {
      const row = this.rows[k];
      this._mark(row);
      const wide = /^(PCL|CONT|OCN|RGN)/.test(row.feature_code) ? 5 : /^(ADM1|SEA|LK)/.test(row.feature_code) ? 7 : 10;
      this.desk.map.setView([row.lat, row.lon], wide, { animate: !DL.calm() });
      this.told.textContent = DL.t("find.shown", { name: DL.visible(row.name), at: DL.degrees(row.lat, row.lon) });
    }

    _mark(row) {
      this.found = row;
      this.desk.overlay.found = row;
      this.desk.overlay.repaint();
    }
  }

  /** "33.51020, 36.29130": latitude and longitude as most tools read them. */
  DL.degrees = (lat, lon) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

  /** "33°30′37″N 36°17′29″E" */
  DL.sexagesimal = (lat, lon) => [[lat, "N", "S"], [lon, "E", "W"]].map(([value, plus, minus]) => {
    const seconds = Math.round(Math.abs(value) * 3600);
    const two = (n) => String(n).padStart(2, "0");
    return `${Math.floor(seconds / 3600)}°${two(Math.floor(seconds / 60) % 60)}′${two(seconds % 60)}″` +
      (value < 0 ? minus : plus);
  }).join(" ");

  /** A small menu with the coordinates of a point: right click, long press, or Shift+F10. */
  DL.coordinates = function (desk) {
    const menu = el("div", { class: "dl-menu", role: "menu", hidden: "", "aria-label": DL.t("coordinates.label") });
    L.DomEvent.disableClickPropagation(menu);
    desk.rooms.stage.append(menu);
    const close = () => { menu.hidden = true; };
    const item = (text) => el("button", { type: "button", role: "menuitem", title: DL.t("coordinates.copy"), dir: "ltr",
      click: async (event) => {
        const node = event.currentTarget;
        node.dataset.copied = text;
        node.textContent = DL.t((await DL.copy(text)) ? "coordinates.copied" : "coordinates.refused");
        setTimeout(close, 900);
      } }, text);
    const open = ({ latlng, containerPoint }) => {
      const { lat, lng } = latlng.wrap();
      menu.replaceChildren(item(DL.degrees(lat, lng)), item(DL.sexagesimal(lat, lng)));
      menu.hidden = false;
      const { x, y } = containerPoint;
      const size = desk.map.getSize();
      menu.style.left = Math.min(x, size.x - 200) + "px";
      menu.style.top = Math.min(y, size.y - 70) + "px";
      menu.firstChild.focus();
    };
    menu.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") {
        close();
        desk.layer._container.focus();
      } else if (step) document.activeElement === menu.firstChild ? menu.lastChild.focus() : menu.firstChild.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    desk.map.on("contextmenu", (event) => { event.originalEvent.preventDefault(); open(event); });
    desk.map.on("click movestart", close);
    desk.map.getContainer().addEventListener("keydown", (event) => {
      if (!(event.key === "F10" && event.shiftKey) && event.key !== "ContextMenu") return;
      event.preventDefault();
      const { focused } = desk.layer;
      const at = focused ? L.point(focused.x, focused.y) : desk.map.getSize().divideBy(2);
      const latlng = focused ? L.latLng(...DL.lonLat(desk.columns, focused.place).reverse()) : desk.map.getCenter();
      open({ latlng, containerPoint: at });
    });
  };

  DL.Locate = Locate;
})();
