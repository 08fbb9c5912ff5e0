/* Elements without markup: whatever text comes in becomes a text node. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  // As geodata/shown.py, but for what ordinary prose is full of and nobody is deceived by: soft
  // hyphens, and the spaces without width that part words in Khmer and Thai.
  const UNSEEN = new RegExp("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u180e\\u2028-\\u202e" +
    "\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff]", "g");

  /** A stranger's words as they are shown: letters that turn or hide others are written out,
   * "\\u202e" as six letters. What is copied, searched and exported stays as it was. */
  DL.visible = (text) => text.replace(UNSEEN, (letter) => "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0"));

  const SAID = new Set(["aria-label", "title", "placeholder"]);
  const shown = (child) => (typeof child === "string" ? DL.visible(child) : child);

  /** Make an element; attributes set to null are left out; children are elements or texts. */
  DL.el = function (tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined) continue;
      if (typeof value === "function") node.addEventListener(name, value);
      // A style attribute would need an unsafe policy; its object does not.
      else if (name === "style") node.style.cssText = value;
      else node.setAttribute(name, SAID.has(name) ? DL.visible(String(value)) : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined).map(shown));
    return node;
  };

  /** The mark of a role, as it stands before rows and in the legend. */
  DL.dot = function (role) {
    return DL.el("span", { class: "dl-dot", "data-role": role || "none", "aria-hidden": "true" });
  };

  DL.number = (n) => DL.numbers.format(n);

  DL.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** The theme's colours, read from the style sheet once a theme. */
  let known = {};
  DL.colours = function () {
    const { theme } = document.documentElement.dataset;
    if (known.paper && known.theme === theme) return known;
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue("--dl-" + name).trim();
    const names = ["paper", "panel", "ink", "muted", "hairline", "land", "sea", "border",
      "division", "accent", "event", "reported-on", "planned", "photo", "background", "none"];
    known = Object.fromEntries(names.map((name) => [name, read(name)]));
    known.theme = theme;
    return known;
  };

  DL.SANS = '"Source Sans 3","Source Sans Pro","Source Sans","Noto Sans",system-ui,sans-serif';
  DL.SERIF = '"Source Serif 4","Source Serif Pro","Source Serif",Georgia,"Noto Serif",serif';

  /** Write a text or an attribute where it is another one: a browser works over what is written. */
  DL.put = function (node, name, value) {
    if (name === null) {
      if (node.textContent !== value) node.textContent = value;
    } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  };

  /** Call a function at most once in `wait` milliseconds, and always after the last call. */
  DL.paced = function (wait, call) {
    let timer = 0;
    let last = -wait;
    const run = () => {
      timer = 0;
      last = performance.now();
      call();
    };
    return () => {
      if (timer) return;
      const left = wait - (performance.now() - last);
      if (left > 0) timer = setTimeout(run, left);
      else run();
    };
  };

  /** Call a function once the calls have paused. */
  DL.settled = function (wait, call) {
    let timer = 0;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => call(...given), wait);
    };
  };
})();
