/** The package of the client: packed, installed into an empty folder without a network, type-checked and run. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listOperations, type OpenApiDocument } from "../../src/reference/openapi-document.js";
import { buildSamples, findFirstQuery } from "../../src/reference/request.js";
import { type HttpClient, listen } from "../support/http-client.js";
import { DOCUMENT } from "../support/openapi.js";
import { buildServedApp, ROOT, ready, type ServedApp } from "../support/served-app.js";
import { buildSmallDatasets } from "../support/small-datasets.js";

const NAME = "datadecide-client";
const MAX_PACKED_BYTES = 100_000;
/** Only to end a hang. */
const COMMAND_MS = 300_000;

/** A page as a user writes it. That `value` is a number, and what the client refuses, is checked by the compiler. */
const PAGE = `import { getEvaluations, getFacets, ProblemError, type LongRow } from "${NAME}";
const options = { baseUrl: process.env["BASE_URL"] ?? "" };
export async function run(): Promise<string> {
  const query = { metric: "pile-valppl", data: ["C4"], params: "1B", step: 5000 } as const;
  const { data } = await getEvaluations(query, options);
  const values: number[] = data.map(({ value }) => value);
  const row: LongRow = { value: 1 };
  // @ts-expect-error: not a parameter
  await getFacets({ metrics: "x" }, options).catch((error: unknown) => {
    if (!(error instanceof ProblemError) || error.status !== 400) throw error;
  });
  return \`\${values.length} \${values.every((value) => value.toFixed(1) !== "")} \${row.value}\`;
}
run().then(console.log);
`;
const DECLARATIONS = "declare const process: { env: Record<string, string | undefined> };\n";

/** The samples of the reference page, a module each. */
function buildSampleFiles(): [file: string, text: string][] {
  const operations = [...listOperations(DOCUMENT as unknown as OpenApiDocument).values()].flat();
  return operations.map((operation) => {
    const samples = buildSamples(operation, findFirstQuery(operation), "http://localhost:3000");
    const sample = samples.find(({ name }) => name === NAME);
    return [`sample-${operation.id}.mts`, `${sample?.code}\n`];
  });
}

const TYPESCRIPTS = { 7: "typescript/bin/tsc", 5: "typescript-5/bin/tsc" } as const;
const NODE_TYPES = {
  lib: ["es2022"],
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
  skipLibCheck: true,
} as const;
const CONSUMERS = [
  ["an ES module for Node", 7, "page.mts", { module: "node16" }],
  ["a CommonJS module for Node", 7, "page.cts", { module: "nodenext" }],
  ["a bundler", 7, "bundled.ts", { module: "esnext", moduleResolution: "bundler", noEmit: true }],
  [
    "Node without the types of browsers",
    7,
    "server.mts",
    { module: "nodenext", noEmit: true, ...NODE_TYPES },
  ],
  [
    "TypeScript 5 with the resolution before exports",
    5,
    "old.ts",
    { module: "es2022", moduleResolution: "node10", noEmit: true },
  ],
] as const;

let served: ServedApp;
let client: HttpClient;
let folder: string;
let packed: { filename: string; size: number; files: { path: string }[] };

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const env = {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    HOME: folder,
    BASE_URL: `http://127.0.0.1:${client.port}`,
    NODE_NO_WARNINGS: "1",
  };
  const { stdout } = await promisify(execFile)(command, args, { cwd, env, timeout: COMMAND_MS }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${args.join(" ")} failed: ${error.stdout}${error.stderr}`);
    },
  );
  return stdout;
}

beforeAll(async () => {
  served = await buildServedApp(ready(buildSmallDatasets()));
  client = await listen(served.app);
  folder = await mkdtemp(join(tmpdir(), "datadecide-package-"));
  // What npm run build left: a build here would write under the other tests.
  const pack = ["pack", "--workspace", NAME, "--ignore-scripts", "--json", "--pack-destination", folder];
  [packed] = Object.values(JSON.parse(await run("npm", pack, ROOT)));
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  await run(
    "npm",
    ["install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename)],
    folder,
  );
  await writeFile(join(folder, "process.d.ts"), DECLARATIONS);
  for (const name of new Set(CONSUMERS.map(([, , file]) => file))) await writeFile(join(folder, name), PAGE);
});
afterAll(async () => {
  client.close();
  served.app.server.closeAllConnections();
  await served.app.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the package of the client", () => {
  it("is small, and has modules, types and a README only", () => {
    expect(packed.size).toBeGreaterThan(5_000);
    expect(packed.size).toBeLessThan(MAX_PACKED_BYTES);
    const modules = ["api-types", "index", "requests"];
    const files = modules.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]);
    expect(packed.files.map(({ path }) => path).sort()).toEqual(["README.md", ...files, "package.json"]);
  });

  it("installs alone", async () => {
    const installed = await readdir(join(folder, "node_modules"));
    expect(installed.filter((name) => !name.startsWith("."))).toEqual([NAME]);
    const manifest = JSON.parse(await readFile(join(folder, "node_modules", NAME, "package.json"), "utf8"));
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"])
      expect(manifest).not.toHaveProperty(kind);
  });

  it("has the version of the server", async () => {
    const versions = ["package.json", "src/client/package.json"].map(async (path) => {
      return JSON.parse(await readFile(join(ROOT, path), "utf8")).version;
    });
    expect(new Set(await Promise.all(versions)).size).toBe(1);
  });

  it.each(CONSUMERS)("has types for %s", async (_, typescript, file, options) => {
    const compilerOptions = {
      ...{ strict: true, exactOptionalPropertyTypes: true, target: "es2022", types: [] },
      ...{ lib: ["es2022", "dom", "dom.iterable"], skipLibCheck: false, rootDir: ".", outDir: "." },
      ...options,
    };
    const project = `tsconfig.${typescript}.${file}.json`;
    await writeFile(
      join(folder, project),
      JSON.stringify({ compilerOptions, files: "typeRoots" in options ? [file] : [file, "process.d.ts"] }),
    );
    const tsc = join(ROOT, "node_modules", TYPESCRIPTS[typescript]);
    expect(await run(process.execPath, [tsc, "--project", project], folder)).toBe("");
  });

  it("has types that the samples of the reference page satisfy", async () => {
    const files = buildSampleFiles();
    expect(files.length).toBeGreaterThan(8);
    for (const [file, text] of files) await writeFile(join(folder, file), text);
    const compilerOptions = {
      ...{ strict: true, target: "es2022", module: "nodenext", types: [], noEmit: true },
      lib: ["es2022", "dom"],
    };
    const project = JSON.stringify({ compilerOptions, files: files.map(([file]) => file) });
    await writeFile(join(folder, "tsconfig.samples.json"), project);
    const tsc = join(ROOT, "node_modules", TYPESCRIPTS[7]);
    expect(await run(process.execPath, [tsc, "--project", "tsconfig.samples.json"], folder)).toBe("");
  });

  it.each(["page.mjs", "page.cjs"])("gets data from the server in %s, as compiled", async (script) => {
    expect(await run(process.execPath, [script], folder)).toBe("1 true 1\n");
  });
});
