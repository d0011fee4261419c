/**
 * Bundles src/explorer into dist/explorer: a page, and a script and a style sheet named by a hash of their content. Each is
 * also compressed at the highest level, because it is compressed once and served often.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const SOURCE = join(ROOT, "src", "explorer");
const OUTPUT = join(ROOT, "dist", "explorer");

const { outputFiles } = await build({
  entryPoints: { explorer: join(SOURCE, "main.tsx"), style: join(SOURCE, "style", "explorer.css") },
  outdir: OUTPUT,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  write: false,
  logLevel: "warning",
});

const files = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
const template = await readFile(join(SOURCE, "index.html"), "utf8");
const page = template
  .replace("{{style}}", findName(".css"))
  .replace("{{script}}", findName(".js"))
  .replace(/\n\s+/g, "\n");
files.push({ name: "index.html", contents: Buffer.from(page) });

await rm(OUTPUT, { recursive: true, force: true });
await mkdir(OUTPUT, { recursive: true });
for (const { name, contents } of files) {
  await writeFile(join(OUTPUT, name), contents);
  await writeFile(join(OUTPUT, `${name}.br`), compressBrotli(contents));
  await writeFile(join(OUTPUT, `${name}.gz`), gzipSync(contents, { level: 9 }));
}

function findName(extension) {
  const file = files.find(({ name }) => name.endsWith(extension));
  if (file === undefined) throw new Error(`the bundle has no ${extension} file`);
  return file.name;
}

function compressBrotli(contents) {
  return brotliCompressSync(contents, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length },
  });
}
