/* Asks the endpoint of the server that the page came from, or a store in a worker of its own, which can be stopped. */
const LIMIT_MS = 10000;
const ENDPOINT = document.querySelector('meta[name="sparql"]');

export const isServed = Boolean(ENDPOINT);

/** What went wrong, in a word that the pages have a sentence for. */
export class Failed extends Error {
  constructor(kind, detail = "") {
    super(kind);
    this.kind = kind;
    this.detail = detail;
  }
}

let worker = null, loaded = "", stop = null;

/** Ends what is being asked. */
export function halt() {
  if (stop) { stop(new Failed("stopped")); }
}

/** The answer to a query: {vars, rows}, {answer} or {text}. `tell` is told what goes on. */
export function ask(sparql, files, where, tell) {
  if (ENDPOINT) { return askEndpoint(sparql, tell); }
  if (location.protocol === "file:") { return Promise.reject(new Failed("from_disk")); }
  return askWorker(sparql, files, where, tell);
}

function askWorker(sparql, files, where, tell) {
  const key = files.join(" ");
  if (worker && key !== loaded) { end(); }
  return new Promise((resolve, reject) => {
    let timer = null;
    const finish = (settle, value) => { clearTimeout(timer); stop = null; settle(value); };
    stop = (why) => { end(); finish(reject, why); };
    const run = () => {
      tell("works");
      timer = setTimeout(() => stop && stop(new Failed("too_long")), LIMIT_MS);
      worker.postMessage({ sparql });
    };
    const listen = (message) => {
      if (message.data.ready) { loaded = key; run(); }
      else if (message.data.failed) { if (message.data.fatal) { end(); } finish(reject, new Failed(message.data.failed, message.data.detail)); }
      else { finish(resolve, message.data); }
    };
    try {
      const isNew = !worker;
      worker = worker || new Worker(new URL(`${where.root}abfrage/editor/arbeiter.js`, location.href));
      worker.onmessage = listen;
      worker.onerror = () => stop && stop(new Failed("blocked"));
      if (isNew || key !== loaded) {
        tell("loads");
        worker.postMessage({ files: files.map((name) => new URL(`${where.root}${where.edition}${name}`, location.href).href) });
      } else { run(); }
    } catch (error) {
      end();
      finish(reject, new Failed("blocked", String(error)));
    }
  });
}

function end() {
  if (worker) { worker.terminate(); }
  worker = null;
  loaded = "";
}

async function askEndpoint(sparql, tell) {
  const control = new AbortController();
  let why = null;
  stop = (reason) => { why = reason; control.abort(); };
  const timer = setTimeout(() => stop && stop(new Failed("too_long")), LIMIT_MS + 5000);
  tell("works");
  try {
    const response = await fetch(new URL(ENDPOINT.content, location.href), {
      method: "POST", body: sparql, signal: control.signal, credentials: "omit",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    });
    const text = await response.text();
    if (!response.ok) { throw new Failed("wrong", text.slice(0, 500)); }
    return (response.headers.get("Content-Type") || "").includes("json") ? read(JSON.parse(text)) : { text };
  } catch (error) {
    throw why || (error instanceof Failed ? error : new Failed("load_failed", "SPARQL"));
  } finally {
    clearTimeout(timer);
    stop = null;
  }
}

/** SPARQL's own JSON as rows of terms. */
export function read(told) {
  if ("boolean" in told) { return { answer: told.boolean }; }
  const vars = told.head.vars;
  return { vars, rows: told.results.bindings.map((row) => vars.map((name) => row[name] || null)) };
}
