/* What can be taken along from a card: coordinates, a link, a citation. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;

  DL.takeAlong = function (desk, row) {
    const offers = [];
    if (row.lat !== null) {
      offers.push(["coordinates", () => `${row.lat.toFixed(5)}, ${row.lon.toFixed(5)}`]);
    }
    if (desk.api) offers.push(["link", () => DL.linkTo(desk, row)]);
    offers.push(["citation", () => citation(row)]);
    return el("div", { class: "dl-along" }, el("span", {}, DL.t("copy.copy")), ...offers.map(([what, text]) =>
      el("button", { type: "button", class: "dl-link", "data-copy": what,
        click: () => copy(desk, what, text()) }, DL.t("copy." + what))));
  };

  /** The page's own address with this event chosen. */
  DL.linkTo = function (desk, row) {
    let address;
    try {
      address = new URL(window.parent.location.href);
    } catch (error) {
      address = new URL(window.location.href); // another origin's page holds the frame
    }
    address.hash = "";
    address.search = "";
    const params = Object.assign(desk.params(), { event: row.event_id });
    for (const [name, value] of Object.entries(params)) address.searchParams.set(name, value);
    return address.href;
  };

  function citation(row) {
    const quote = `“${row.sentence}”`;
    const report = [row.source, row.report_title && `“${row.report_title}”`, row.published && DL.day(row.published)].filter(Boolean).join(", ");
    const place = [row.place_name || row.toponym, DL.countryOf(row)].filter(Boolean).join(", ");
    return [`${place}, ${DL.whenInFull(row)}: ${quote}`, report, /^https?:\/\//i.test(row.url) ? row.url : ""]
      .filter(Boolean).join(". ");
  }

  async function copy(desk, what, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      // Where the page may not write to the clipboard, the oldest way still works.
      const area = el("textarea", { "aria-hidden": "true", class: "dl-unseen" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    desk.say(DL.t("copy.done", { what: DL.t("copy." + what) }));
  }
})();
