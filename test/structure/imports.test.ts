import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../../src");

const BELOW_HTTP = ["errors", "table", "ingest", "formats", "catalog", "datasets", "query", "engines"];

/** What each module may import besides itself; a file at the top of src is a module of its own name. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  table: ["errors"],
  codecs: [],
  ingest: ["errors", "table", "codecs"],
  formats: ["errors", "table", "codecs"],
  catalog: ["errors", "table"],
  datasets: ["errors", "table", "ingest", "formats", "catalog"],
  query: ["errors", "table", "ingest", "formats", "catalog", "datasets"],
  engines: ["errors", "table", "ingest", "formats", "catalog", "datasets", "query", "codecs"],
  pipeline: ["errors", "table", "ingest", "formats", "catalog", "datasets", "query", "engines"],
  openapi: ["errors", "table", "formats", "catalog", "datasets", "query"],
  client: [],
  explorer: ["client"],
  reference: ["client"],
  config: ["errors"],
  http: ["errors", "table", "ingest", "formats", "catalog", "datasets", "query", "engines", "openapi"],
  app: [...BELOW_HTTP, "openapi", "http", "config"],
  serve: [...BELOW_HTTP, "pipeline", "http", "app", "config"],
  server: ["serve"],
  "query-command": [...BELOW_HTTP, "pipeline", "http"],
  "server-commands": ["errors", "table", "formats", "pipeline", "query-command"],
  cli: ["errors", "pipeline", "config", "server-commands", "serve"],
};

/** Modules that may use the type of the settings but not read them. */
const CONFIG_TYPE_MODULES = ["app", "http", "pipeline"];

/** Where a library may be imported: a file, or a module. */
const HOMES: readonly (readonly [library: RegExp, homes: readonly string[]])[] = [
  [/^@dsnp\/parquetjs(\/|$)/, ["ingest/parquet/metadata.ts"]],
  [/^@bokuweb\/zstd-wasm$/, ["codecs/zstd.ts"]],
  [/^(seek-bzip|xz-decompress)$/, ["ingest/pickle/compression.ts"]],
  [/^apache-arrow(\/|$)/, ["formats/arrow.ts", "engines/duckdb/arrow-files.ts"]],
  [/^@duckdb\/node-(api|bindings)$/, ["pipeline", "engines/duckdb"]],
  [/^pg$/, ["engines/postgres"]],
  [/^(cli-progress|p-retry|undici)$/, ["pipeline"]],
  [/^commander$/, ["pipeline", "server-commands"]],
  [/^zod$/, ["catalog", "config", "openapi"]],
  [/^yaml$/, ["catalog/catalog-file.ts"]],
  [/^zod-openapi$/, ["openapi"]],
  [/^(fastify|fastify-plugin|@fastify\/.+|fastify-metrics)$/, ["http", "app", "serve"]],
  [/^pino(-pretty)?$/, ["serve"]],
  [/^prom-client$/, ["http/routes/metrics.ts"]],
  [/^range-parser$/, ["http/response/whole-response.ts"]],
  [/^negotiator$/, ["http/response/negotiation.ts"]],
  [/^lru-cache$/, ["formats/rendered-text-cache.ts", "http"]],
  [/^fastest-levenshtein$/, ["query"]],
  [/^@observablehq\/plot$/, ["explorer/charts"]],
  [/^d3-color$/, ["explorer/charts/recipe-colors.ts"]],
  [/^preact(\/hooks)?$/, ["explorer", "reference"]],
];

interface Import {
  /** The importing file, from src. */
  readonly file: string;
  /** As it is written. */
  readonly specifier: string;
  /** The imported file from src, null for a library or a part of Node. */
  readonly target: string | null;
  readonly isTypeOnly: boolean;
}

const imports: Import[] = [];
const files: string[] = [];

beforeAll(async () => {
  for (const entry of await readdir(SRC, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path.startsWith(join(SRC, "client/dist/"))) continue;
    if (!entry.isFile() || !/\.([cm]?tsx?|json)$/.test(entry.name)) continue;
    const file = relative(SRC, path);
    files.push(file);
    imports.push(...findImports(file, await readFile(path, "utf8")));
  }
});

function findImports(file: string, source: string): Import[] {
  const statement = /^(?:import|export)\s+(?:(type)\s)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']/gm;
  const dynamic = /\bimport\(\s*["']([^"']+)["']/g;
  const byUrl = /new URL\(\s*["'](\.[^"']+\.js)["'],\s*import\.meta\.url/g;
  const found = [...source.matchAll(statement)].map(([, type, specifier]) => ({
    specifier,
    isTypeOnly: type === "type",
  }));
  for (const [, specifier] of [...source.matchAll(dynamic), ...source.matchAll(byUrl)]) {
    found.push({ specifier, isTypeOnly: false });
  }
  return found.map(({ specifier, isTypeOnly }) => {
    const isLocal = specifier.startsWith(".");
    const target = isLocal ? findSource(join(dirname(file), specifier)) : null;
    return { file, specifier, target, isTypeOnly };
  });
}

/** The source behind a compiled name. */
function findSource(compiled: string): string {
  const source = compiled.replace(/\.js$/, ".ts");
  return existsSync(join(SRC, `${source}x`)) ? `${source}x` : source;
}

function moduleOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, "");
}

describe("the imports of src", () => {
  it("are found at all", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(imports.length).toBeGreaterThan(100);
    const specifiers = imports.map(({ specifier }) => specifier);
    expect(specifiers).toEqual(expect.arrayContaining(["node:fs/promises", "fastify", "./load-worker.js"]));
    expect(findImports("a/b.ts", 'import {\n  type X,\n  y,\n} from "../c/d.js";')).toEqual([
      { file: "a/b.ts", specifier: "../c/d.js", target: "c/d.ts", isTypeOnly: false },
    ]);
  });

  it("lead to files that are there", () => {
    const missing = imports.filter(({ target }) => target !== null && !files.includes(target));
    expect(missing).toEqual([]);
  });

  it("stay in known modules", () => {
    expect([...new Set(files.map(moduleOf))].filter((module) => !(module in MODULES))).toEqual([]);
  });

  it("point one way between the modules", () => {
    const wrong = imports.filter(({ file, target, isTypeOnly }) => {
      if (target === null) return false;
      const [from, to] = [moduleOf(file), moduleOf(target)];
      if (from === to || MODULES[from]?.includes(to)) return false;
      return !(to === "config" && isTypeOnly && CONFIG_TYPE_MODULES.includes(from));
    });
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it("bring the settings to app as a type only, so that the programs alone read the environment", () => {
    const values = imports.filter(({ target, isTypeOnly }) => target === "config.ts" && !isTypeOnly);
    expect(
      values.map(({ file }) => moduleOf(file)).filter((module) => !["serve", "cli"].includes(module)),
    ).toEqual([]);
  });

  it("make no cycle, types included", () => {
    const targetsByFile = new Map(files.map((file) => [file, new Set<string>()]));
    for (const { file, target } of imports) if (target !== null) targetsByFile.get(file)?.add(target);
    expect(findCycle(targetsByFile)).toBeNull();
    targetsByFile.get("errors.ts")?.add("server.ts");
    expect(findCycle(targetsByFile)).toContain("server.ts");
  });

  it("have each library in its one home", () => {
    const libraries = imports.filter(
      ({ specifier, target }) => target === null && !specifier.startsWith("node:"),
    );
    const astray = libraries.filter(({ file, specifier }) => {
      const home = HOMES.find(([library]) => library.test(specifier));
      return (
        home === undefined ||
        !home[1].some((place) => place === file || file.startsWith(`${place}/`) || place === moduleOf(file))
      );
    });
    expect(libraries.length).toBeGreaterThan(5);
    expect(astray.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([]);
  });

  it("leave files and the network to the modules that are for them", () => {
    const isOutside = (specifier: string) =>
      /^node:(fs|fs\/promises|net|http|child_process)$/.test(specifier);
    const pure = ["errors", "table", "formats", "query"];
    const wrong = imports.filter(
      ({ file, specifier }) => pure.includes(moduleOf(file)) && isOutside(specifier),
    );
    expect(wrong.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([]);
  });
});

/** The files of one cycle in their order, or null. */
function findCycle(targetsByFile: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(file)) return trail.slice(trail.indexOf(file));
    if (finished.has(file)) return null;
    for (const target of targetsByFile.get(file) ?? []) {
      const cycle = visit(target, [...trail, file]);
      if (cycle !== null) return cycle;
    }
    finished.add(file);
    return null;
  };
  for (const file of targetsByFile.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
