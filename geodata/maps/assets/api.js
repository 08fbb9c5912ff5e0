/* What the page asks of its own server beside events: JSON and bytes, answered or refused in words. */
(function () {
  "use strict";
  const DL = (window.DL = window.DL || {});
  const WHO = "dateline.who";

  class Api {
    /** `base` is the address that all routes start with. */
    constructor(base) {
      this.base = base;
    }

    async get(path, values) {
      return (await this._asked(path + query(values))).json();
    }

    async bytes(path, values) {
      return (await this._asked(path + query(values))).arrayBuffer();
    }

    async post(path, body) {
      const who = DL.kept(WHO) || "desk";
      return (await this._asked(path, { method: "POST", headers: { "content-type": "application/json" },
        body: JSON.stringify(Object.assign({ who }, body)) })).json();
    }

    async _asked(path, options) {
      let response;
      try {
        response = await fetch(this.base + path, Object.assign({ credentials: "same-origin" }, options));
      } catch (error) {
        throw Object.assign(new Error(DL.t("api.offline")), { status: 0 });
      }
      if (response.ok) return response;
      const said = await response.json().catch(() => ({}));
      throw Object.assign(new Error(said.error || DL.t("api.failed", { status: response.status })),
        { status: response.status });
    }
  }

  /** What a server knows of the events of a revision, as DL.Finder asks for it. */
  DL.served = (api, revision) => api && {
    facets: () => Promise.all([api.bytes(`${revision}/facets.bin`), api.get(`${revision}/facets.json`)]),
    find: async (text) => new Uint32Array(await api.bytes(`${revision}/search`, { q: text })),
  };

  const query = (values) => (values ? "?" + new URLSearchParams(values) : "");

  /** A word kept by this browser; null where it keeps none. */
  DL.kept = function (name) {
    try {
      return window.localStorage.getItem(name);
    } catch (error) {
      return null; // storage is switched off
    }
  };

  DL.keep = function (name, value) {
    try {
      window.localStorage.setItem(name, value);
    } catch (error) {
      // then it is forgotten with the page
    }
  };

  let editor = true;

  /** Whether this person may decide; the page says so once. */
  DL.mayEdit = (may) => (may === undefined ? editor : (editor = may));

  DL.who = (name) => (name === undefined ? DL.kept(WHO) || "desk" : DL.keep(WHO, name));
  DL.Api = Api;
})();
