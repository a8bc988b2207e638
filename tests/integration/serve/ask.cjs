// Queries on standard input, one JSON a line, to their answers by Comunica, one JSON a line.
// {"query", "source": {"type", "value"}, "form"} -> {"answer"} or {"problem"}
const path = require("node:path");
const readline = require("node:readline");
const installed = path.resolve(__dirname, "../../../.serve/node_modules");
const { QueryEngine } = require(path.join(installed, "@comunica/query-sparql"));

const engine = new QueryEngine();

async function answer({ query, source, form }) {
  const result = await engine.query(query, { sources: [source], lenient: false });
  const { data } = await engine.resultToString(result, form);
  let text = "";
  for await (const chunk of data) text += chunk;
  return text;
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const told = await answer(JSON.parse(line)).then((text) => ({ answer: text }), (error) => ({ problem: String(error) }));
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
}

main();
