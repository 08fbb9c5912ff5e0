/* The page around the desk's frame: whether it is ours, whether a dialog of it is open, and files
 * that are dropped anywhere on it, which go where the page takes files. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const DIALOG = '[data-testid="stDialog"]';
  const OPENER = ".st-key-add-reports button";
  const WAIT = 100;
  const PATIENCE = 15000;
  // From the click that opens a dialog until it is there.
  const OPENING = 1500;

  /** The window that holds the desk's frame; null where it is another origin's, or none does. */
  DL.pageAround = function () {
    try {
      const page = window.parent === window ? null : window.parent;
      return page && page.document ? page : null;
    } catch (error) {
      return null; // another origin's
    }
  };

  let opened = -OPENING;

  /** Whether somebody is busy in a dialog of the page, or about to be. */
  DL.dialogOpen = function () {
    const page = DL.pageAround();
    return Boolean(page && (performance.now() - opened < OPENING || page.document.querySelector(DIALOG)));
  };

  const carriesFiles = (event) => Boolean(event.dataTransfer) &&
    Array.from(event.dataTransfer.types).includes("Files");

  class Drops {
    constructor(page) {
      this.page = page;
      this.over = 0;
      this.sign = el("div", { class: "drop-sign", role: "status", dir: "auto" }, DL.t("intake.drop"));
      this.sign.hidden = true;
      page.document.body.append(this.sign);
      const opening = (event) => {
        if (event.target.closest(OPENER)) opened = performance.now();
      };
      page.document.addEventListener("click", opening, true);
      const named = nameButtons(page);
      const hears = { dragenter: "_enter", dragover: "_stay", dragleave: "_leave", drop: "_drop" };
      const added = Object.entries(hears).flatMap(([name, method]) =>
        [page.document, document].map((where) => {
          const hear = (event) => this[method](event);
          where.addEventListener(name, hear);
          return () => where.removeEventListener(name, hear);
        }));
      window.addEventListener("pagehide", () => {
        page.document.removeEventListener("click", opening, true);
        added.forEach((remove) => remove());
        named.disconnect();
        this.sign.remove();
      });
    }

    /** Only who may add reports has the button; what lies on the dialog is the dialog's own. */
    _ours(event) {
      const { target } = event;
      return carriesFiles(event) && this.page.document.querySelector(OPENER) &&
        !(target.closest && target.closest(DIALOG));
    }

    _enter(event) {
      if (!this._ours(event)) return;
      event.preventDefault();
      this.over += 1;
      this.sign.hidden = false;
    }

    _stay(event) {
      if (!this._ours(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    }

    _leave(event) {
      if (!this._ours(event)) return;
      this.over = Math.max(0, this.over - 1);
      if (!this.over) this.sign.hidden = true;
    }

    _drop(event) {
      this.over = 0;
      this.sign.hidden = true;
      if (!this._ours(event)) return;
      event.preventDefault();
      const { files } = event.dataTransfer;
      if (files.length) this._bring(files);
    }

    /** Open the dialog and hand the files to it. */
    async _bring(files) {
      const { document: page } = this.page;
      if (!page.querySelector(DIALOG)) page.querySelector(OPENER).click();
      const found = () => page.querySelector(`${DIALOG} input[type="file"]`);
      for (let waited = 0; waited < PATIENCE && !found(); waited += WAIT) await pause(WAIT);
      // The run that opened the dialog may build it once more.
      await pause(3 * WAIT);
      const input = found();
      if (!input) return;
      input.files = files;
      input.dispatchEvent(new this.page.Event("change", { bubbles: true }));
    }
  }

  /** Streamlit names some buttons in English alone; what is written on them is ours by a style. */
  function nameButtons(page) {
    const name = (which, text) => page.document.querySelectorAll(`${DIALOG} ${which}`)
      .forEach((button) => {
        if (button.getAttribute("aria-label") !== text) button.setAttribute("aria-label", text);
      });
    const seen = new page.MutationObserver(() => {
      name('button[aria-label="Close"]', DL.t("close"));
      name('[data-testid="stFileUploaderDropzone"] button[kind="secondary"]', DL.t("intake.browse"));
    });
    seen.observe(page.document.body, { childList: true, subtree: true });
    return seen;
  }

  const pause = (wait) => new Promise((resolve) => { setTimeout(resolve, wait); });

  /** Take files wherever they are dropped. */
  DL.takeDrops = function () {
    const page = DL.pageAround();
    return page ? new Drops(page) : null;
  };
})();
