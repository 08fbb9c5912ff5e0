/* The desk's frame: three rooms around the map, the map's furniture, the tip under the pointer. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const LEAST = 520;

  /** Put the rooms around a map's container; returns the desk's node. */
  DL.layOut = function (map, { list, time, card }) {
    const container = map.getContainer();
    const tip = el("div", { class: "dl-tip", role: "status", hidden: "" });
    const stage = el("div", { class: "dl-stage" });
    const desk = el("main", { class: "dl-desk" }, list, stage, time);
    document.body.append(desk);
    stage.append(container, card, tip);
    document.documentElement.classList.add("dl-page");
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(stage);
    return { desk, stage, tip };
  };

  /** Panes from below: basemap, its names, events. */
  DL.panes = function (map) {
    [["dl-basemap", 150], ["dl-tiles", 200], ["dl-names", 250], ["dl-overlay", 230], ["dl-events", 400]].forEach(([name, z]) => {
      const pane = map.createPane(name);
      pane.style.zIndex = z;
      pane.style.pointerEvents = "none";
    });
  };

  /** Scale, attribution, and a button that shows everything. */
  DL.furnish = function (map, home) {
    L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution("Leaflet · Natural Earth · GeoNames");
    const Home = L.Control.extend({
      onAdd() {
        const button = el("button", { class: "dl-home", type: "button", title: DL.t("map.home"),
          "aria-label": DL.t("map.home"), click: home }, DL.icon("home"));
        L.DomEvent.disableClickPropagation(button);
        return el("div", { class: "leaflet-bar" }, button);
      },
    });
    new Home({ position: "topleft" }).addTo(map);
  };

  /** Place and date of the mark under the pointer. */
  DL.tell = function (tip, mark, text) {
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = DL.visible(text);
    const right = mark.x > tip.parentNode.clientWidth - 200;
    tip.style.transform = `translate(${mark.x + (right ? -1 : 1) * (mark.r + 8)}px,` +
      `${mark.y}px) translate(${right ? "-100%" : "0"},-50%)`;
  };

  /** Keep the card off the mark it explains: on the other side, or by moving the map up. */
  DL.keepClear = function (card, stage, mark, map) {
    card.classList.remove("dl-left");
    if (!mark || card.hidden) return;
    const box = card.getBoundingClientRect();
    const room = stage.getBoundingClientRect();
    if (window.innerWidth <= 700) {
      const most = box.top - room.top - mark.r - 14;
      if (mark.y > most) map.panBy([0, mark.y - most / 2], { animate: !DL.calm() });
      return;
    }
    const covered = mark.x + mark.r + 12 > box.left - room.left &&
      mark.y - mark.r - 12 < box.bottom - room.top;
    card.classList.toggle("dl-left", covered);
  };

  /** Make the page's frame reach to the bottom of the window, so that the page never scrolls. */
  DL.fillWindow = function () {
    let frame;
    try {
      frame = window.frameElement;
    } catch (error) {
      return; // another origin's page sizes its own frame
    }
    if (!frame) return;
    const page = window.parent;
    const size = () => {
      let { top } = frame.getBoundingClientRect();
      for (let node = frame.parentElement; node; node = node.parentElement) top += node.scrollTop;
      const height = Math.max(LEAST, page.innerHeight - Math.max(0, top));
      frame.style.setProperty("display", "block");
      frame.style.setProperty("height", height + "px", "important");
    };
    page.addEventListener("resize", size);
    new ResizeObserver(size).observe(page.document.body);
    size();
  };

  /** Use the page's own typefaces, which its frame does not inherit. */
  DL.borrowFonts = function () {
    let sheets;
    try {
      sheets = window.frameElement ? Array.from(window.parent.document.styleSheets) : [];
    } catch (error) {
      return Promise.resolve(); // another origin's
    }
    const faces = [].concat(...sheets.map((sheet) => fontFaces(sheet, window.parent.document.baseURI)));
    if (!faces.length) return Promise.resolve();
    document.head.append(DL.el("style", {}, faces.join("\n")));
    const wanted = [DL.SANS, DL.SERIF].flatMap((family) => [`400 14px ${family}`, `600 14px ${family}`]);
    return Promise.all(wanted.map((font) => document.fonts.load(font))).catch(() => {});
  };

  function fontFaces(sheet, base) {
    let rules;
    try {
      rules = Array.from(sheet.cssRules);
    } catch (error) {
      return []; // a style sheet of another origin
    }
    return rules.filter((rule) => rule instanceof window.parent.CSSFontFaceRule)
      .map((rule) => rule.cssText.replace(/url\("([^"]*)"\)/g, (_, url) =>
        `url("${new URL(url, sheet.href || base).href}")`));
  }

  /** Resolve once the style sheet is there: colours and sizes come from it. */
  DL.styled = async function () {
    for (let frames = 0; frames < 300 && !DL.colours().paper; frames++) {
      await new Promise((resolve) => { setTimeout(resolve, 16); });
    }
  };
})();
