/* Names beside marks, right or left, where nothing is in the way. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const LABELS = 60;

  /** Write what there is room for; returns the boxes that are taken then. */
  DL.layLabels = function (plate, layer, marks, view) {
    const taken = marks.map((m) => [m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r]);
    const chosen = layer.markOf(marks, layer.selected);
    const named = marks.filter((m) => m.index === undefined).slice(0, LABELS);
    layer.labelled = named.map((m) => layer.newestAt(m));
    named.forEach((mark, k) => {
      const name = layer.options.name(layer.labelled[k]);
      if (!name) return;
      const text = mark.others ? `${name} +${mark.others}` : name;
      const width = plate.measure(text);
      for (const side of [1, -1]) {
        const x = mark.x + side * (mark.r + (mark === chosen ? 12 : 6));
        const left = side > 0 ? x : x - width;
        const box = [left - 2, mark.y - 8, left + width + 2, mark.y + 8];
        if (!free(taken, box) || box[0] < 0 || box[2] > view.width) continue;
        taken.push(box);
        plate.name(text, left, mark.y);
        break;
      }
    });
    return taken;
  };

  const free = (taken, box) => !taken.some(
    (t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1]);

  /** Name the places that were not chosen, where nothing is in the way. */
  DL.nameOthers = function (g, others, taken, colours) {
    if (others.length) g.font = `italic 400 12px ${DL.SANS}`;
    for (const { name: named, x, y } of others) {
      const name = DL.visible(named);
      const box = [x + 8, y - 8, x + 12 + g.measureText(name).width, y + 8];
      if (!free(taken, box)) continue;
      taken.push(box);
      DL.nameOther(g, x, y, name, colours);
    }
  };
})();
