// Readers in JavaScript over files: jsonld.js in its safe mode, N3.js, and rdfxml-streaming-parser. Each line of the
// input is a file and where its statements go as N-Quads; beside that, "….problems" holds why a reader refused it.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const jsonld = require("jsonld");
const N3 = require("n3");
const { RdfXmlParser } = require("rdfxml-streaming-parser");

// A base of its own: where a file leaves an address to be completed, no two readers agree.
const BASE = "https://javascript.example/";

async function offline(address) {
  throw new Error(`asked for ${address}`);
}

async function readJsonLd(text) {
  return jsonld.toRDF(JSON.parse(text), {
    base: BASE,
    documentLoader: offline,
    format: "application/n-quads",
    safe: true,
  });
}

async function readTurtle(text, file) {
  const format = { ".nq": "N-Quads", ".nt": "N-Triples" }[path.extname(file)] ?? "Turtle";
  return written(new N3.Parser({ baseIRI: BASE, format }).parse(text));
}

async function readRdfXml(text) {
  const quads = await new Promise((resolve, reject) => {
    const found = [];
    const parser = new RdfXmlParser({ baseIRI: BASE, dataFactory: N3.DataFactory, strict: true });
    parser.on("data", (quad) => found.push(quad)).on("error", reject).on("end", () => resolve(found));
    parser.write(text);
    parser.end();
  });
  return written(quads);
}

async function written(quads) {
  return new Promise((resolve, reject) => {
    const writer = new N3.Writer({ format: "N-Quads" });
    writer.addQuads(quads);
    writer.end((error, text) => (error ? reject(error) : resolve(text)));
  });
}

const READERS = { ".jsonld": readJsonLd, ".nq": readTurtle, ".nt": readTurtle, ".rdf": readRdfXml, ".ttl": readTurtle };

async function main() {
  for (const order of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const [file, answer] = order.split("\t");
    let [quads, problems] = ["", ""];
    try {
      quads = await READERS[path.extname(file)](fs.readFileSync(file, "utf8"), file);
    } catch (error) {
      problems = `${error.message} ${JSON.stringify(error.details ?? {})}\n`;
    }
    fs.writeFileSync(answer, quads);
    fs.writeFileSync(`${answer}.problems`, problems);
  }
}

main();
