/* What the map is equipped with: overlay, layers, legend, tools. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  /** Add everything to a desk that stands; returns what it calls when things change. */
  DL.equip = function (desk) {
    const { map } = desk;
    desk.view = "points";
    desk.overlay = new DL.Overlay({ desk }).addTo(map);
    desk.tools = new DL.Tools(desk);
    const layers = new DL.Layers(desk);
    const legend = new DL.Legend(desk);
    const area = new DL.AreaTool(desk);
    const measure = new DL.Measure(desk);
    const locate = new DL.Locate(desk);
    const { tools } = desk;

    desk.look = (view) => {
      desk.view = view;
      desk.layer.points = view === "points";
      desk.layer.fan = null;
      desk.layer.repaint();
      desk.overlay.paint();
      legend.look(view);
      if (desk.columns) desk.tellSoon();
    };
    desk.overlay.on("drawn", () => legend.draw());
    desk.layer.on("outlines", () => desk.overlay.repaint());

    const find = tools.add("find", panelOf(locate));
    find.hidden = true;
    tools.add("area", panelOf(area));
    tools.add("measure", panelOf(measure));
    tools.add("layers", panelOf(layers));
    tools.add("picture", { act: async () => {
      const wrong = await DL.savePicture(desk);
      if (wrong) desk.say(wrong);
    } });
    // A page that carries its events can hand them over itself; a server's page has its exports.
    const take = desk.options.about ? new DL.TakeHome(desk, desk.options.about) : null;
    if (take) tools.add("take", panelOf(take));
    tools.add("full", { act: () => fullScreen(desk) });
    tools.seal();
    DL.coordinates(desk);
    hoverCounts(desk);

    return {
      layers, legend, area, measure, locate,
      refresh() {
        area.refresh();
        if (take) take.refresh();
        desk.overlay.paint();
      },
      selected: (index) => layers.selected(index),
      /** The gazetteer's address comes with the page's news. */
      update({ gazetteer_url: url }) {
        if (!url) return;
        locate.url = url;
        find.hidden = false;
      },
      redraw() {
        desk.overlay.paint();
        legend.draw();
      },
    };
  };

  const panelOf = (tool) => ({ show: (panel) => tool.show(panel), stop: () => tool.stop && tool.stop() });

  /** The whole desk without the browser around it. */
  function fullScreen(desk) {
    const page = document.documentElement;
    if (document.fullscreenElement) return document.exitFullscreen();
    return page.requestFullscreen().catch(() => desk.say(DL.t("tools.full.refused")));
  }

  /** Name and number of the area under the pointer, where areas are counted. */
  function hoverCounts(desk) {
    let asked = 0;
    desk.map.on("mousemove", (event) => {
      if (desk.view !== "country" && desk.view !== "division") return;
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => {
        const found = DL.countAt(desk, event.latlng);
        const { x, y } = event.containerPoint;
        const text = found && `${DL.areaName(desk.layer.areas, found.key)} · ${DL.t("map.events", { n: found.n })}`;
        DL.tell(desk.rooms.tip, found && { x, y, r: 8 }, text || "");
      });
    });
  }
})();
