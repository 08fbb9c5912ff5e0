/* A map in one file: a heading, and the desk over what the page carries inside itself. */
(function () {
  "use strict";
  const { DL } = window;
  const { el } = DL;

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
    const about = await DL.json("about", "", new DL.Carried({}));
    document.title = about.title;
    document.body.prepend(heading(about));
    const map = L.map("map", about.map);
    const desk = window.dateline;
    desk.start(map, {
      inlined: new DL.Carried(about),
      language: about.language,
      about,
      update: { data_url: "events.bin", details_url: "rows", revision: 1, state: about.state },
    });
  }

  open().catch((error) => {
    document.body.prepend(el("p", { class: "dl-broken", role: "alert" },
      "This map could not be opened: it needs a browser of 2023 or later. ", String(error.message)));
    throw error;
  });
})();
