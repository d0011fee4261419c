/**
 * Builds the pages of the server into dist, each file also compressed. dist/explorer has a page, and a script and a style
 * sheet named by a hash of their content; dist/reference has a page, its script, and Scalar's bundle.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const SOURCE = join(ROOT, "src", "explorer");
const OUTPUT = join(ROOT, "dist", "explorer");
const REFERENCE = join(ROOT, "src", "reference");
const REFERENCE_BUNDLE = join(
  dirname(createRequire(import.meta.url).resolve("@scalar/fastify-api-reference")),
  "js/standalone.js",
);

const BUNDLE = {
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  legalComments: "none",
  write: false,
  logLevel: "warning",
};

const { outputFiles } = await build({
  ...BUNDLE,
  entryPoints: { explorer: join(SOURCE, "main.tsx"), style: join(SOURCE, "style", "explorer.css") },
  outdir: OUTPUT,
  entryNames: "[name]-[hash]",
  jsx: "automatic",
  jsxImportSource: "preact",
});

const files = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
const template = await readFile(join(SOURCE, "index.html"), "utf8");
const page = template
  .replace("{{style}}", findName(".css"))
  .replace("{{script}}", findName(".js"))
  .replace(/\n\s+/g, "\n");
files.push({ name: "index.html", contents: Buffer.from(page) });

await writeFolder(OUTPUT, files);
await writeFolder(join(ROOT, "dist", "reference"), [
  { name: "index.html", contents: await readFile(join(REFERENCE, "index.html")) },
  { name: "start.js", contents: await readFile(join(REFERENCE, "start.js")) },
  { name: "reference.js", contents: await readFile(REFERENCE_BUNDLE) },
]);
await writeFolder(join(ROOT, "dist", "client"), [{ name: "client.js", contents: await buildClient() }]);

/** The client as one module that by default asks the server it was loaded from. */
async function buildClient() {
  const { outputFiles: bundled } = await build({
    ...BUNDLE,
    entryPoints: [join(ROOT, "src", "client", "index.ts")],
    define: { OWN_SERVER: "ownServer" },
    banner: {
      js: 'const ownServer = import.meta.url.startsWith("http") ? new URL(".", import.meta.url).href : "";',
    },
  });
  return bundled[0].contents;
}

async function writeFolder(folder, entries) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { name, contents } of entries) {
    await writeFile(join(folder, name), contents);
    await writeFile(join(folder, `${name}.br`), compressBrotli(contents));
    await writeFile(join(folder, `${name}.gz`), gzipSync(contents, { level: 9 }));
  }
}

function findName(extension) {
  const file = files.find(({ name }) => name.endsWith(extension));
  if (file === undefined) throw new Error(`the bundle has no ${extension} file`);
  return file.name;
}

/** At the highest level, except for megabytes, which would take seconds of every build. */
function compressBrotli(contents) {
  const quality = contents.length > 1e6 ? 9 : 11;
  return brotliCompressSync(contents, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
    },
  });
}
