/* The editor: a field for a query with the words of our vocabulary, examples, and the answer as a table. */
import { Yasqe } from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { ask, Failed, halt, isServed, read } from "./asking.js";
import { learn, writer } from "./table.js";

const form = document.getElementById("editor"), where = form.dataset, at = (id) => document.getElementById(id);
const status = at("lage"), run = at("fragen"), stop = at("halt"), section = at("antwort");

if (location.protocol === "file:") {
  section.replaceChildren(section.querySelector("h2"), Object.assign(document.createElement("p"), { textContent: at("feld").dataset.fromDisk }));
} else { start(); }

async function start() {
  const [known, examples] = await Promise.all([learn(where), fetchExamples()]);
  const [first, query] = Object.entries(examples)[0];
  const say = writer(where, known), editor = build(known, query);
  at("beispiel").value = first;
  at("beispiel").addEventListener("change", (event) => { if (examples[event.target.value]) { editor.setValue(examples[event.target.value]); } });
  const asked = decodeURIComponent(location.hash.slice(1));
  if (examples[asked]) { at("beispiel").value = asked; editor.setValue(examples[asked]); }
  run.addEventListener("click", () => answer(say, editor));
  stop.addEventListener("click", halt);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = at("leiste").hidden = false;
  if (isServed) { // the server works it out, and asks everything anyway
    at("laedt").hidden = true;
    if (at("mehr")) { at("mehr").closest("p").hidden = true; }
  }
}

async function fetchExamples() {
  return (await fetch(new URL(`${where.root}abfrage/editor/beispiele.json`, location.href), { credentials: "omit" })).json();
}

function build(known, query) {
  complete(known);
  Yasqe.defaults.autocompleters.length = 0; // its own ask prefix.cc and LOV, and keep what they found
  const label = at("feld").dataset.label;
  const editor = new Yasqe(at("feld"), {
    value: query, persistenceId: null, consumeShareLink: null, createShareableLink: null, showQueryButton: false, resizeable: false,
    autocompleters: ["ours"], prefixCcApi: null, collapsePrefixesOnLoad: false, editorHeight: "auto", lineWrapping: true, viewportMargin: Infinity, tabindex: 0,
    screenReaderLabel: label, extraKeys: { "Ctrl-Enter": () => run.click(), "Cmd-Enter": () => run.click() },
  });

  name(editor, label);
  leave(editor);
  return editor;
}

/** The field has a name, and where the keyboard is explained. */
function name(editor, label) {
  const field = editor.getInputField();
  field.setAttribute("aria-label", label);
  field.setAttribute("aria-describedby", "tasten");
}

/** Tab indents; after Esc it leads on, so that nobody is caught in the field. */
function leave(editor) {
  let leaving = false;
  editor.on("keydown", (_, event) => {
    if (event.key === "Escape") { leaving = true; return; }
    if (event.key === "Tab" && leaving) { event.codemirrorIgnore = true; }
    if (event.key !== "Shift") { leaving = false; }
  });
}

/** Completions from our own vocabulary alone, with the prefix that each needs. */
function complete(known) {
  const names = known.terms.map((iri) => {
    const [prefix, space] = Object.entries(known.prefixes).filter(([, each]) => iri.startsWith(each)).sort((a, b) => b[1].length - a[1].length)[0];
    return [`${prefix}:${iri.slice(space.length)}`, prefix];
  }).filter(([each]) => /^[\w-]+:[A-Za-z][\w-]*$/.test(each));
  Yasqe.registerAutocompleter({
    name: "ours", bulk: false, autoShow: false, persistenceId: null,
    isValidCompletionPosition: () => true,
    preProcessToken: (_, token) => ({ ...token, autocompletionString: token.string.trim() }),
    get: (_, token) => {
      const begun = (token && token.autocompletionString || "").toLowerCase();
      return names.map(([each]) => each).filter((each) => each.toLowerCase().includes(begun)).slice(0, 100);
    },
    postProcessSuggestion: (yasqe, _, chosen) => {
      const prefix = chosen.split(":")[0];
      if (!yasqe.getPrefixesFromQuery()[prefix]) { setTimeout(() => yasqe.addPrefixes({ [prefix]: known.prefixes[prefix] })); }
      return chosen;
    },
  }, false);
}

async function answer(say, editor) {
  const files = where.files.split(" ").concat(at("mehr") && at("mehr").checked ? where.more.split(" ") : []);
  run.disabled = true;
  stop.hidden = false;
  section.replaceChildren(section.querySelector("h2"));
  try {
    const told = await ask(editor.getValue(), files, where, (what) => { status.textContent = say.words[`js_${what}`]; });
    const found = "json" in told ? read(JSON.parse(told.json)) : told;
    section.append(...say.answer(found, say.words.answer));
    status.textContent = say.words.js_done.replace("{counted}", found.rows ? say.count(found.rows.length) : "").replace(/[:\s]*$/, found.rows ? "" : ".");
  } catch (error) {
    status.textContent = say.failure(error instanceof Failed ? error : new Failed("wrong", String(error)));
  } finally {
    run.disabled = false;
    stop.hidden = true;
  }
}
