/** Writes results as JSON and Markdown into bench/results and, on request, into docs/performance.md. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const RESULTS = join(import.meta.dirname, "results");
const DOCS = join(import.meta.dirname, "..", "docs");
const PAGE = join(DOCS, "performance.md");

/** Writes `<name>.json` and `<name>.md`. */
export async function writeResults(name, results, markdown) {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(RESULTS, `${name}.md`), `${markdown}\n`);
}

/** Replaces the text between the two marks of that name on the page. */
export async function writeDocs(name, markdown) {
  const startMark = `<!-- ${name}: start -->`;
  const text = await readFile(PAGE, "utf8");
  const start = text.indexOf(startMark);
  const end = text.indexOf(`<!-- ${name}: end -->`);
  if (start < 0 || end < start) throw new Error(`${PAGE} has no marks for ${name}`);
  await writeFile(PAGE, `${text.slice(0, start + startMark.length)}\n\n${markdown}\n\n${text.slice(end)}`);
}

/** Writes a chart beside the page. */
export async function writeChart(name, svg) {
  await writeFile(join(DOCS, name), svg);
}
