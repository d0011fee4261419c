/**
 * Runs the examples against the built server and compares what they print with what a plain loop finds in the rows.
 * DuckDB reads over HTTP by an extension that it would have to download, so its SQL is executed on files into which the
 * addresses in it were fetched. R and the notebook are not run; their addresses have to respond.
 */
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { expectedCsv, findFinal, findRows } from "../support/example-results.js";
import { ROOT } from "../support/served-app.js";
import { parseStrictCsv } from "../support/strict-csv.js";

const EXAMPLES = join(ROOT, "examples");
/** Only to end a hang. */
const COMMAND_MS = 600_000;
const DOCUMENTED_BASE = "http://localhost:3000";
/** Each example that is run, so that none is forgotten; SQL is run by a test of its own. */
const RUN = [
  "curl/final-perplexity.sh",
  "curl/every-page.sh",
  "curl/changed-since.sh",
  "curl/download.sh",
  "fetch/final-perplexity.js",
  "python/read_csv.py",
  "python/read_json.py",
  "python/read_arrow.py",
  "duckdb/read-csv.sql",
  "duckdb/read-json.sql",
];
const SHOWN = ["r/final-perplexity.R", "observable/perplexity-and-compute.md"];
/** The page of frontend/ has tests of its own, beside those of the client that it uses. */
const NOT_RUN = [
  ...["README.md", "fetch/client.js", "python/requirements.txt"],
  ...["frontend/index.html", "frontend/recipes.js"],
];

const base = inject("shippedOrigin");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-examples-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What an example prints on its output, run in an empty folder. */
async function run(command: string, example: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [join(EXAMPLES, example)], {
    cwd: folder,
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, BASE_URL: base, LC_ALL: "C.UTF-8" },
    timeout: COMMAND_MS,
  });
  return stdout.replaceAll("\r", "");
}

const finalPerplexities = async () =>
  expectedCsv(["params", "step", "value"], await findFinal(base, { metric: "pile-valppl", recipe: "C4" }));

describe("the examples", () => {
  it("are all run or shown", async () => {
    const entries = await readdir(EXAMPLES, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"));
    const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(EXAMPLES.length + 1));
    expect(names.sort()).toEqual([...RUN, ...SHOWN, ...NOT_RUN].sort());
  });

  it("are all in the table of their README", async () => {
    const text = await readFile(join(EXAMPLES, "README.md"), "utf8");
    for (const example of [...RUN, SHOWN[0]]) expect(text).toContain(`examples/${example}`);
  });

  it.each(SHOWN)("have addresses that respond even if they are only shown: %s", async (example) => {
    const text = await readFile(join(EXAMPLES, example), "utf8");
    const paths = [...text.matchAll(/\/api\/visualize\/[^\s'"]+/g)].map(([path]) => path);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect((await fetch(base + path, { method: "HEAD" })).status, path).toBe(200);
  });
});

describe("curl", () => {
  it("prints the last perplexity of each size", async () => {
    expect(await run("bash", "curl/final-perplexity.sh")).toBe(await finalPerplexities());
  });

  it("prints every row, page by page and each once", async () => {
    const lines = (await run("bash", "curl/every-page.sh")).trimEnd().split("\n");
    const expected = await findRows(base, { metric: "*-valppl", recipe: "Falcon+CC (QC 10%)" });
    expect(lines.length).toBeGreaterThan(2000);
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      expected.map(({ params, step, metric, value }) => ({ params, step, metric, value })),
    );
  });

  it("gets a 304 where nothing has changed", async () => {
    expect(await run("bash", "curl/changed-since.sh")).toBe("304\n");
  });

  it("saves a response under the name that the server sets", async () => {
    const name = (await run("bash", "curl/download.sh")).trim();
    expect(name).toBe("datadecide-comparisons-boolq_acc_raw.csv");
    const [head, ...records] = parseStrictCsv(await readFile(join(folder, name), "utf8"));
    expect(head.map(({ text }) => text)).toContain("pt_boolq_acc_raw_list");
    expect(records).toHaveLength(149);
  });
});

describe("fetch", () => {
  it("prints the last perplexity of each size, counts rows as they stream, and prints what was wrong", async () => {
    const { length } = await findRows(base, { metric: "pile-valppl", recipe: null });
    expect(await run(process.execPath, "fetch/final-perplexity.js")).toBe(
      `${await finalPerplexities()}${length} rows of pile-valppl\n` +
        "metric=pile-vallppl is not a known value (did you mean pile-valppl or ice-valppl or c4_en-valppl?).\n",
    );
  });
});

describe("DuckDB", () => {
  it("prints the last perplexity of each size, the worst first", async () => {
    const rows = await findFinal(base, { metric: "pile-valppl", recipe: "C4" });
    const expected = rows.toSorted((a, b) => b.value - a.value);
    expect(await query("duckdb/read-csv.sql")).toEqual(
      expected.map(({ params, step, value }) => [params, step, value]),
    );
  });

  it("prints the best recipes of a task", async () => {
    const rows = await findFinal(base, { metric: "arc_easy_acc_raw", params: "1B" });
    const best = rows.toSorted((a, b) => b.value - a.value || (a.data < b.data ? -1 : 1)).slice(0, 3);
    expect(await query("duckdb/read-json.sql")).toEqual(best.map(({ data, value }) => [data, value]));
  });

  /** The rows of the query in the file. */
  async function query(example: string): Promise<unknown[][]> {
    let sql = await readFile(join(EXAMPLES, example), "utf8");
    const urls = [...sql.matchAll(/http:\/\/localhost:3000\/[^\s']+/g)].map(([url]) => url);
    expect(urls).toHaveLength(1);
    for (const [index, url] of urls.entries()) {
      const path = join(folder, `${index}${new URL(url).pathname.replaceAll("/", "-")}`);
      const response = await fetch(url.replace(DOCUMENTED_BASE, base));
      await writeFile(path, Buffer.from(await response.arrayBuffer()));
      sql = sql.replace(url, path);
    }
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const rows = (await connection.runAndReadAll(sql)).getRows();
    connection.closeSync();
    return rows.map((row) => row.map((cell) => (typeof cell === "bigint" ? Number(cell) : cell)));
  }
});

const python = process.env.PYTHON ?? "python3";

describe.skipIf(!canImport("pandas"))("Python with pandas (skipped without it; PYTHON names another)", () => {
  it.each(["read_csv.py", "read_json.py"])("prints the last perplexity of each size: %s", async (name) => {
    expect(await run(python, `python/${name}`)).toBe(await finalPerplexities());
  });

  it.skipIf(!canImport("pyarrow"))("prints it out of Arrow, and the types of the comparisons", async () => {
    const types = "timestamp[us] list<item: double>\n";
    expect(await run(python, "python/read_arrow.py")).toBe((await finalPerplexities()) + types);
  });
});

function canImport(library: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${library}`], { stdio: "ignore", timeout: COMMAND_MS });
    return true;
  } catch {
    console.warn(`the Python examples that need ${library} are skipped: ${python} has none`);
    return false;
  }
}
