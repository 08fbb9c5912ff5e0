/* Saved views: queries with names, kept in the store, so that every browser has them. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  class SavedViews {
    constructor(desk) {
      this.desk = desk;
      this.views = [];
    }

    async fetch() {
      await this._try(async (api) => { this.views = (await api.get("views")).views; });
    }

    nodes() {
      const name = el("input", { type: "text", maxlength: "80", required: "", dir: "auto",
        "aria-label": DL.t("views.name"), placeholder: DL.t("views.name") });
      const form = el("form", { class: "dl-form", submit: (event) => {
        event.preventDefault();
        this._post({ name: name.value, params: this.desk.params() });
      } }, name, el("button", { type: "submit", class: "dl-do" }, DL.t("views.save")));
      const listed = this.views.map((view) => el("li", {},
        el("button", { type: "button", class: "dl-view", dir: "auto", click: () => this._use(view) }, view.name),
        el("button", { type: "button", class: "dl-clear", "aria-label": DL.t("views.delete", { name: view.name }),
          click: () => this._post({ name: view.name, params: null }) }, "×")));
      return [el("h3", {}, DL.t("search.views")), form,
        this.views.length ? el("ul", { class: "dl-viewlist" }, ...listed)
          : el("p", { class: "dl-nothing" }, DL.t("views.none"))];
    }

    _use(view) {
      this.desk.adoptParams(view.params);
      this.desk.room.search.toggle(null);
    }

    async _post(body) {
      await this._try(async (api) => { this.views = (await api.post("views", body)).views; });
      this.desk.room.search.draw();
    }

    async _try(act) {
      if (!this.desk.api) return;
      try {
        await act(this.desk.api);
      } catch (error) {
        this.desk.say(error.message);
      }
    }
  }

  DL.SavedViews = SavedViews;
})();
