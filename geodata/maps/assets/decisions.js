/* What a person decides: told to the server, taken back and done again, and what it did shown. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});

  class Decisions {
    constructor(desk) {
      this.desk = desk;
      this.done = [];
      this.undone = [];
      this.known = new Map();
      this.listeners = [];
    }

    /** An event in full: its places, history, and what a decision must say it had seen. */
    async full(index) {
      const { desk } = this;
      const row = await desk.details.of(index);
      if (!row || !desk.api) return null;
      const known = this.known.get(row.event_id);
      if (known && known.revision === desk.revision) return known;
      const { revision } = desk;
      const full = await desk.api.get(`event/${row.event_id}`);
      this.known.set(row.event_id, Object.assign(full, { revision }));
      return full;
    }

    /** Decide about an event; says whether it was written. `scope`: one, report or everywhere. */
    async decide(index, decision, scope = "one") {
      const { desk } = this;
      try {
        const full = await this.full(index);
        const row = desk.details.get(index);
        const answer = await desk.api.post("decide",
          { event_id: full.event_id, seen: full.seen, decision, scope });
        // A restored event is the undoing of what had rejected it.
        if (answer.targets.length) this.undone = [answer.targets];
        else {
          this.done.push(answer.numbers);
          this.undone = [];
        }
        await this._follow(answer);
        const n = answer.numbers.length;
        desk.say(DL.t("decided." + decision.kind, { name: row.toponym }) +
          (n > 1 ? " " + DL.t("decided.many", { n }) : ""), { undo: true });
        return true;
      } catch (error) {
        if (error.status === 409) await desk.page.refresh();
        desk.say(error.message);
        return false;
      }
    }

    /** Confirm or reject all that is selected, in one decision; says whether it was written. */
    async decideAll(kind, key) {
      const { desk } = this;
      try {
        const answer = await desk.api.post("decide-picked", { kind, key, revision: desk.revision });
        this.done.push(answer.numbers);
        this.undone = [];
        await this._follow(answer);
        desk.say(DL.t(kind === "confirm" ? "decided.picked_confirm" : "decided.picked_reject", { n: answer.numbers.length }), { undo: true });
        return true;
      } catch (error) {
        if (error.status === 409) await desk.page.refresh();
        desk.say(error.message);
        return false;
      }
    }

    async undo() {
      await this._turn("undo", this.done, this.undone);
    }

    async redo() {
      await this._turn("redo", this.undone, this.done);
    }

    /** What this page did last; where it did nothing yet, what anybody did last. */
    async _turn(what, from, to) {
      const { desk } = this;
      if (!desk.api || !DL.mayEdit()) return;
      const numbers = from.pop() || [];
      try {
        const answer = await desk.api.post(what, { numbers });
        if (answer.targets.length) to.push(answer.targets);
        await this._follow(answer);
        desk.say(DL.t(answer.numbers.length ? what + ".done" : what + ".nothing"), { redo: what === "undo" });
      } catch (error) {
        if (numbers.length) from.push(numbers);
        desk.say(error.message);
      }
    }

    async _follow({ revision, event_id: eventId }) {
      if (this.desk.channel) this.desk.channel.postMessage({ revision });
      await this.desk.renew(revision, { eventId });
    }
  }

  DL.Decisions = Decisions;
})();
