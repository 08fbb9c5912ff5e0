/* Three steps for somebody who is here for the first time; dismissed once, it stays away. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const { el } = DL;
  const SEEN = "dateline.tour";
  const STEPS = [["list", ".dl-list"], ["map", ".dl-stage"], ["time", ".dl-time"]];

  class Tour {
    constructor(root) {
      this.root = root;
      this.step = 0;
      this.text = el("p", { id: "dl-tour-text" });
      this.next = el("button", { type: "button", class: "dl-do", click: () => this.go(this.step + 1) });
      this.node = el("div", { class: "dl-tour", role: "dialog", "aria-label": DL.t("tour.label"),
        "aria-describedby": "dl-tour-text", hidden: "" },
      this.text, this.next,
      el("button", { type: "button", class: "dl-link", click: () => this.end() }, DL.t("tour.skip")));
      root.append(this.node);
      // Wherever the keyboard is: nobody should have to find the tour to be rid of it.
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !this.node.hidden) this.end();
      });
    }

    /** Start, unless it was seen in this browser. */
    offer() {
      if (!DL.kept(SEEN) && this.node.hidden) this.go(0);
    }

    go(step) {
      if (step >= STEPS.length) return this.end();
      this.step = step;
      const [name, where] = STEPS[step];
      this.root.querySelectorAll(".dl-lit").forEach((room) => room.classList.remove("dl-lit"));
      this.root.querySelector(where).classList.add("dl-lit");
      this.node.dataset.step = name;
      this.text.textContent = DL.t("tour." + name);
      this.next.textContent = DL.t(step + 1 < STEPS.length ? "tour.next" : "tour.done",
        { k: step + 1, n: STEPS.length });
      this.node.hidden = false;
    }

    end() {
      DL.keep(SEEN, "seen");
      this.node.hidden = true;
      this.root.querySelectorAll(".dl-lit").forEach((room) => room.classList.remove("dl-lit"));
    }
  }

  DL.Tour = Tour;
})();
