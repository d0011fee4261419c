/**
 * Builds the pages of the server and the client that it serves into dist, each file also compressed. dist/explorer and
 * dist/reference have a page, and a script and a style sheet named by a hash of their content; dist/client has one module.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const SOURCE = join(ROOT, "src");

const BUNDLE = {
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  legalComments: "none",
  outdir: "/",
  write: false,
  logLevel: "warning",
};

await writeFolder("explorer", await buildPage("explorer", "style/explorer.css"));
await writeFolder("reference", await buildPage("reference", "reference.css"));
await writeFolder("client", await buildClient());

/** The files of a page: its script and style sheet, and index.html with their names. */
async function buildPage(folder, styleSheet) {
  const source = join(SOURCE, folder);
  const files = await bundle({
    entryPoints: { [folder]: join(source, "main.tsx"), style: join(source, styleSheet) },
    entryNames: "[name]-[hash]",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const template = await readFile(join(source, "index.html"), "utf8");
  const page = template
    .replace("{{style}}", findName(files, ".css"))
    .replace("{{script}}", findName(files, ".js"))
    .replace(/\n\s+/g, "\n");
  return [...files, { name: "index.html", contents: Buffer.from(page) }];
}

/** The client as one module, which by default asks the server that it was loaded from. */
function buildClient() {
  const ownServer = 'import.meta.url.startsWith("http") ? new URL(".", import.meta.url).href : ""';
  return bundle({
    entryPoints: { client: join(SOURCE, "client", "index.ts") },
    define: { OWN_SERVER: "ownServer" },
    banner: { js: `const ownServer = ${ownServer};` },
  });
}

async function bundle(options) {
  const { outputFiles } = await build({ ...BUNDLE, ...options });
  return outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
}

async function writeFolder(name, files) {
  const folder = join(ROOT, "dist", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    await writeFile(join(folder, file.name), file.contents);
    await writeFile(join(folder, `${file.name}.br`), compressBrotli(file.contents));
    await writeFile(join(folder, `${file.name}.gz`), gzipSync(file.contents, { level: 9 }));
  }
}

function findName(files, extension) {
  const file = files.find(({ name }) => name.endsWith(extension));
  if (file === undefined) throw new Error(`the bundle has no ${extension} file`);
  return file.name;
}

function compressBrotli(contents) {
  return brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } });
}
