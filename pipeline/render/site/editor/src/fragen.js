/* A question's form on a static host: works out the answer to other values. When served, the form needs no script. */
import { ask, Failed, isServed, read } from "./asking.js";
import { bind } from "./binding.js";
import { element, learn, writer } from "./table.js";

const form = document.getElementById("frage"), section = document.getElementById("antwort");
const status = form && form.querySelector("[role=status]");
let known = null;

if (form && !isServed) { start(); }

function start() {
  const asked = new URLSearchParams(location.search);
  const other = controls().filter((each) => asked.has(each.name) && asked.get(each.name) !== each.value);
  other.forEach((each) => { each.value = asked.get(each.name); });
  form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
  if (other.length) { prepare().then((say) => { status.textContent = say.words.js_press; }).catch(fromDisk); }
}

function controls() {
  return [...form.elements].filter((each) => each.name);
}

async function prepare() {
  if (location.protocol === "file:") { throw new Failed("from_disk"); }
  known = known || await learn(section.dataset);
  return writer(section.dataset, known);
}

/** From a disk not even the words can be fetched, so the page itself has this sentence. */
function fromDisk() {
  status.textContent = form.dataset.fromDisk;
}

async function answer() {
  let say = null;
  try { say = await prepare(); } catch { fromDisk(); return; }
  const button = form.querySelector("button[type=submit]"), where = section.dataset;
  try {
    const sparql = bind(where.sparql, controls(), known.prefixes);
    button.disabled = true;
    const found = await ask(sparql, where.files.split(" "), where, (what) => { status.textContent = say.words[`js_${what}`]; });
    show(say, "json" in found ? read(JSON.parse(found.json)) : found, sparql);
  } catch (error) {
    status.textContent = error instanceof Failed ? say.failure(error) : invalid(say, error);
  } finally {
    button.disabled = false;
  }
}

function invalid(say, control) {
  if (!control.labels) { throw control; }
  control.focus();
  return say.words.js_invalid.replace("{label}", control.labels[0].textContent).replace("{value}", control.value);
}

function show(say, found, sparql) {
  const values = controls().map((each) => {
    const chosen = each.selectedOptions ? each.selectedOptions[0].textContent : each.value;
    const told = each.dataset.kind === "date" ? say.day(each.value) : chosen || say.words.any_value;
    return [`${each.labels[0].textContent}: `, element("strong", {}, told)];
  });
  const line = element("p", {}, `${say.words.answer_for} `);
  values.forEach((value, at) => line.append(...value, at < values.length - 1 ? "; " : "."));
  document.getElementById("ergebnis").replaceChildren(line, ...say.answer(found, section.dataset.caption));
  document.querySelector("#abfrage code").textContent = sparql;
  status.textContent = say.words.js_done.replace("{counted}", say.count(found.rows.length));
  const query = new URLSearchParams(controls().filter((each) => each.value !== "").map((each) => [each.name, each.value]));
  history.replaceState(null, "", `?${query}`);
}
