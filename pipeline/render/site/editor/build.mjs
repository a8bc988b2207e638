/* Builds the editor: sources and what they import in, the files that the pages load out, into ../bundle. */
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url)), out = process.argv[2];
const modules = join(here, "node_modules");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: ["src/fragen.js", "src/editor.js", "src/arbeiter.js"],
  bundle: true, minify: true, format: "iife", target: ["es2021"], outdir: out, charset: "utf8", legalComments: "none",
  logOverride: { "empty-import-meta": "silent" },
});
await copyFile(join(modules, "oxigraph", "web_bg.wasm"), join(out, "oxigraph.wasm"));
await writeFile(join(out, "LIZENZEN.txt"), await licences());

/** The licence of each package of which something is in the bundle: of all that is installed but what builds. */
async function licences() {
  const top = (await readdir(modules)).filter((name) => !name.startsWith("."));
  const names = (await Promise.all(top.map(async (name) => (name.startsWith("@") ? (await readdir(join(modules, name))).map((each) => `${name}/${each}`) : [name])))).flat();
  const used = names.filter((name) => !/^(@?esbuild|@types)(\/|$)/.test(name)).sort();
  return (await Promise.all(used.map(licence))).join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

async function licence(name) {
  const folder = join(modules, name), told = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  const kept = join(here, "licences", `${name.replace(/\W+/g, "-").replace(/^-/, "")}.txt`);
  return `${name} ${told.version}\n${told.license}\n\n${await readFile(file ? join(folder, file) : kept, "utf8")}`.trim();
}
