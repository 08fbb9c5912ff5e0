/* One line that says what has just happened, and offers to take it back. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const STAYS = 8000;

  class Notice {
    constructor(desk) {
      this.desk = desk;
      this.text = el("span", { role: "status", "aria-live": "polite", dir: "auto" });
      this.undo = el("button", { type: "button", click: () => desk.decisions.undo() }, DL.t("undo"));
      this.redo = el("button", { type: "button", click: () => desk.decisions.redo() }, DL.t("redo"));
      this.node = el("div", { class: "dl-said", hidden: "" }, this.text, this.undo, this.redo,
        el("button", { type: "button", class: "dl-shut", "aria-label": DL.t("close"),
          click: () => this.hide() }, "×"));
      // It waits for whoever is on it.
      for (const [on, act] of [["pointerenter", "_stay"], ["focusin", "_stay"], ["pointerleave", "_go"], ["focusout", "_go"]]) {
        this.node.addEventListener(on, () => this[act]());
      }
    }

    say(text, { undo = false, redo = false } = {}) {
      this.node.hidden = false;
      this.text.textContent = DL.visible(text);
      this.undo.hidden = !undo;
      this.redo.hidden = !redo;
      this._go();
    }

    _stay() {
      clearTimeout(this.timer);
    }

    _go() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.hide(), STAYS);
    }

    hide() {
      this.node.hidden = true;
    }
  }

  DL.Notice = Notice;
})();
