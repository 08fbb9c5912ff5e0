/* What the interface says. The catalogues stand in front of this script (geodata/messages). */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const HOLE = /\{(\w+)\}/g;

  /** Choose the language, once, before anything is drawn. */
  DL.speak = function (language) {
    const known = DL.catalogues || {};
    DL.language = known[language] ? language : "en";
    DL.texts = Object.assign({}, known.en, known[DL.language]);
    DL.plurals = new Intl.PluralRules(DL.language);
    // Digits as in the catalogues: Arabic interfaces mix with Latin-digit data.
    DL.numbers = new Intl.NumberFormat(DL.language === "ar" ? "ar-u-nu-latn" : DL.language);
    document.documentElement.lang = DL.language;
    document.documentElement.dir = DL.language === "ar" ? "rtl" : "ltr";
  };

  /** A text of the catalogue with its values; `n` also chooses the plural form. */
  DL.t = function (key, values = {}) {
    let text = DL.texts[key];
    if (text === undefined) throw new Error(`no text is called ${key}`);
    if (typeof text !== "string") text = text[DL.plurals.select(values.n)] || text.other;
    return text.replace(HOLE, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? DL.numbers.format(value) : String(value);
    });
  };

  DL.speak("en");
})();
