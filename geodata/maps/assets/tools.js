/* The map's tools: a column of quiet buttons, each with a panel or a mode of its own; one is open
 * at a time, Escape closes it and gives the focus back. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  class Tools {
    constructor(desk) {
      this.desk = desk;
      this.open = null;
      this.items = new Map();
      this.bar = el("div", { class: "dl-tools leaflet-bar", role: "toolbar", "aria-orientation": "vertical",
        "aria-label": DL.t("tools.label"), keydown: (event) => this._walk(event) });
      this.panel = el("section", { class: "dl-tool-panel", hidden: "", tabindex: "-1",
        keydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); this.close(true); } } });
      L.DomEvent.disableClickPropagation(this.bar);
      L.DomEvent.disableClickPropagation(this.panel);
      L.DomEvent.disableScrollPropagation(this.panel);
      this.more = this._button("more", () => this.bar.classList.toggle("dl-all"));
      this.more.classList.add("dl-more-tools");
      const bar = this.bar;
      const Bar = L.Control.extend({ onAdd: () => bar });
      new Bar({ position: "topleft" }).addTo(desk.map);
      desk.rooms.stage.append(this.panel);
    }

    /** Add a tool: `show(panel)` fills its panel, or `act()` does without one; `stop()` ends it. */
    add(name, { show, act, stop }) {
      const button = this._button(name, () => {
        if (act) return act();
        if (this.open === name) this.close(false);
        else this._show(name);
      });
      if (show) button.setAttribute("aria-expanded", "false");
      this.items.set(name, { button, show, stop });
      this.bar.append(button);
      return button;
    }

    seal() {
      this.bar.append(this.more);
    }

    _button(name, click) {
      const text = DL.t("tools." + name);
      return el("button", { type: "button", class: "dl-tool", title: text, "aria-label": text,
        "data-tool": name, click }, DL.icon(name));
    }

    _show(name) {
      this.close(false);
      this.open = name;
      const { button, show } = this.items.get(name);
      button.setAttribute("aria-expanded", "true");
      this.panel.setAttribute("aria-label", DL.t("tools." + name));
      this.panel.replaceChildren();
      this.panel.hidden = false;
      show(this.panel);
      const first = this.panel.querySelector("input, button, select");
      (first || this.panel).focus({ preventScroll: true });
    }

    /** Close what is open; `back` gives the focus back to its button. */
    close(back) {
      if (!this.open) return;
      const { button, stop } = this.items.get(this.open);
      this.open = null;
      button.setAttribute("aria-expanded", "false");
      this.panel.hidden = true;
      this.panel.replaceChildren();
      if (stop) stop();
      if (back) button.focus();
    }

    _walk(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const all = [...this.bar.children].filter((node) => node.offsetParent);
      const at = all.indexOf(document.activeElement);
      all[(at + step + all.length) % all.length].focus();
    }
  }

  /** Put text on the clipboard, where the browser lets us; says whether it went. */
  DL.copy = async function (text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      const box = el("textarea", { class: "dl-offscreen", readonly: "" }, text);
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  };

  DL.Tools = Tools;
})();
