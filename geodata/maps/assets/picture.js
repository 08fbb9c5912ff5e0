/* A picture of the map as it is seen: title, range, legend, scale and attribution in it. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const HEAD = 62;
  const FOOT = 74;
  const SIDE = 20;
  const ROLES = [["event", "happened"], ["reported-on", "reported"], ["planned", "planned"],
    ["photo", "photo"], ["background", "background"]];

  /** Compose the picture; returns a canvas. */
  DL.picture = function (desk) {
    const ratio = window.devicePixelRatio || 1;
    const { x: width, y: height } = desk.map.getSize();
    const canvas = Object.assign(document.createElement("canvas"),
      { width: width * ratio, height: (height + HEAD + FOOT) * ratio });
    const g = canvas.getContext("2d");
    const colours = DL.colours();
    g.scale(ratio, ratio);
    g.fillStyle = colours.panel;
    g.fillRect(0, 0, width, height + HEAD + FOOT);
    head(g, desk, width, colours);
    g.save();
    g.beginPath();
    g.rect(0, HEAD, width, height);
    g.clip();
    layers(g, desk);
    g.restore();
    foot(g, desk, width, HEAD + height, colours);
    return canvas;
  };

  function head(g, desk, width, colours) {
    g.fillStyle = colours.ink;
    g.textBaseline = "alphabetic";
    g.font = `600 20px ${DL.SERIF}`;
    g.fillText(DL.days.rangeWords(desk.state.from, desk.state.to), SIDE, 28, width - 2 * SIDE);
    g.font = `400 13px ${DL.SANS}`;
    g.fillStyle = colours.muted;
    const shown = desk.shown + (desk.state.undated ? desk.result.undated.length : 0);
    const told = [DL.t("picture.shown", { n: shown }), DL.t("picture." + desk.state.mode),
      desk.view === "points" ? "" : DL.t("layers." + desk.view)];
    if (desk.state.bbox || (desk.state.area || []).length) told.push(DL.t("area.within"));
    g.fillText(told.filter(Boolean).join(" · "), SIDE, 49, width - 2 * SIDE);
  }

  /** The map's canvases and tiles, from below, where they stand on the screen. */
  function layers(g, desk) {
    const { map } = desk;
    const room = map.getContainer().getBoundingClientRect();
    const panes = ["dl-basemap", "dl-tiles", "dl-names", "dl-overlay", "dl-events"];
    for (const name of panes) {
      for (const node of map.getPane(name).querySelectorAll("canvas, img")) {
        if (node.style.display === "none") continue;
        const box = node.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        g.drawImage(node, box.left - room.left, box.top - room.top + HEAD, box.width, box.height);
      }
    }
  }

  function foot(g, desk, width, top, colours) {
    g.fillStyle = colours.hairline;
    g.fillRect(0, top, width, 1);
    g.font = `400 13px ${DL.SANS}`;
    g.textBaseline = "middle";
    g.textAlign = "left";
    let x = SIDE;
    const label = (text) => {
      g.font = `400 13px ${DL.SANS}`;
      g.textAlign = "left";
      g.fillStyle = colours.ink;
      g.fillText(text, x, top + 24);
      x += g.measureText(text).width + 18;
    };
    for (const [draw, text] of meanings(desk, colours)) {
      if (x > width - 150) break;
      draw(g, x + 8, top + 24);
      x += 22;
      label(text);
    }
    scale(g, desk, top, colours);
    g.textAlign = "right";
    g.fillStyle = colours.muted;
    g.font = `400 12px ${DL.SANS}`;
    g.fillText(attribution(desk), width - SIDE, top + 54, width - 200);
    g.textAlign = "left";
  }

  function meanings(desk, colours) {
    const { legend } = desk.overlay;
    if (desk.view === "heat" && legend) {
      return [[(g, x, y) => ramp(g, x, y), DL.t("legend.most", { n: Number(legend.most.toPrecision(2)) })]];
    }
    if (legend && legend.kind === "counts") {
      return legend.steps.map((least, k) => [(g, x, y) => {
        g.fillStyle = DL.classColour(k, legend.steps.length, colours);
        g.fillRect(x - 8, y - 7, 16, 14);
      }, DL.number(least) + "+"]);
    }
    const wanted = ROLES.filter(([role]) => desk.state.roles.includes(role) && desk.result.byRole[role]);
    const mark = (role, looks) => (g, x, y) => DL.drawMark(g, Object.assign({ x, y,
      byRole: DL.ROLES.map((own) => (own === role ? 1 : 0)), sure: 1, square: false }, looks), colours);
    return [...wanted.map(([role, name]) => [mark(role, {}), DL.t("legend." + name)]),
      [mark("event", { square: true }), DL.t("legend.area")], [mark("event", { sure: 0 }), DL.t("legend.perhaps")]];
  }

  function ramp(g, x, y) {
    const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
    const strip = Object.assign(document.createElement("canvas"), { width: 256, height: 1 });
    strip.getContext("2d").putImageData(new ImageData(DL.ramp(theme), 256, 1), 0, 0);
    g.drawImage(strip, x - 8, y - 6, 20, 12);
  }

  function scale(g, desk, top, colours) {
    const line = desk.map.getContainer().querySelector(".leaflet-control-scale-line");
    if (!line) return;
    const wide = line.getBoundingClientRect().width;
    g.fillStyle = colours.muted;
    g.font = `400 12px ${DL.SANS}`;
    g.fillText(line.textContent, SIDE + 2, top + 50);
    g.fillRect(SIDE, top + 58, wide, 2);
    g.fillRect(SIDE, top + 53, 1.5, 6);
    g.fillRect(SIDE + wide - 1.5, top + 53, 1.5, 6);
  }

  function attribution(desk) {
    const own = desk.map.getContainer().querySelector(".leaflet-control-attribution");
    return "Dateline · " + (own ? own.textContent.trim() : "");
  }

  /** "2024-12-01-to-2024-12-08" */
  DL.rangeName = function (desk) {
    const { from, to } = desk.state;
    const day = DL.days.toIso;
    return from === null && to === null ? "all-dates" : from === null ? "up-to-" + day(to)
      : to === null ? "from-" + day(from) : from === to ? day(from) : `${day(from)}-to-${day(to)}`;
  };

  /** "dateline-map-2024-12-01-to-2024-12-08-42-events.png" */
  DL.pictureName = function (desk) {
    const shown = desk.shown + (desk.state.undated ? desk.result.undated.length : 0);
    const kind = desk.view === "points" ? "map" : desk.view;
    return `dateline-${kind}-${DL.rangeName(desk)}-${shown}-events.png`;
  };

  /** Give a person a file. */
  DL.handOver = function (blob, name) {
    const link = DL.el("a", { download: name, href: URL.createObjectURL(blob) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  /** Hand the picture to the person; says what went wrong, or nothing. */
  DL.savePicture = function (desk) {
    return new Promise((done) => {
      try {
        DL.picture(desk).toBlob((blob) => {
          DL.handOver(blob, DL.pictureName(desk));
          done("");
        });
      } catch (error) {
        // Tiles of a server that does not let pages read them.
        done(DL.t("picture.tainted"));
      }
    });
  };
})();
