/* A store of its own in a worker: files of an edition in, answers out. */
import init, { Store } from "oxigraph/web.js";
import { wasmFile } from "./place.js";

const FORMATS = { nt: "application/n-triples", ttl: "text/turtle", nq: "application/n-quads" };
let store = null;

self.onmessage = async (message) => {
  if (message.data.files) { await load(message.data.files); } else { answer(message.data.sparql); }
};

async function load(files) {
  try {
    await init({ module_or_path: new URL(wasmFile, self.location.href) });
    store = new Store();
  } catch (error) {
    self.postMessage({ failed: "blocked", detail: String(error), fatal: true });
    return;
  }
  for (const address of files) {
    try {
      const response = await fetch(address, { credentials: "omit" });
      if (!response.ok) { throw new Error(String(response.status)); }
      store.load(await response.text(), { format: FORMATS[address.split(".").pop()], no_transaction: true, lenient: true });
    } catch (error) {
      self.postMessage({ failed: "load_failed", detail: address.split("/").pop(), fatal: true });
      return;
    }
  }
  self.postMessage({ ready: true });
}

/** Rows, yes or no as JSON; triples as Turtle, for of these JSON would be JSON-LD. */
function answer(sparql) {
  try {
    const json = store.query(sparql, { results_format: "json" });
    self.postMessage(json.startsWith("[") ? { text: store.query(sparql, { results_format: "text/turtle" }) } : { json });
  } catch (error) {
    self.postMessage({ failed: "wrong", detail: String(error.message || error) });
  }
}
