/**
 * DuckDB, Polars, pandas, pyarrow, curl and R read the built server by URL, and the code of the page and of README runs as it
 * is. CLIENTS_PYTHON names a Python with scripts/requirements-clients.txt; without it, nothing is tested.
 */
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCodeSnippets } from "../../src/explorer/code-snippets.js";
import { DATA, ROOT } from "../support/served-app.js";
import { ServerProcess } from "../support/server-process.js";

const PYTHON = process.env.CLIENTS_PYTHON ?? "";
const SCRIPT = join(ROOT, "scripts/check_clients.py");
const RUN_MS = 600_000;
const DOCUMENTED_BASE = "http://localhost:3000";
const HAS_R = canRun("Rscript", ["--version"]);
/** Names that a shell, a URL or a form might read otherwise. */
const QUERY = "metric=pile-valppl&data=Falcon%2BCC%20(QC%2010%25)&data=Dolma1.7%20(no%20math%2C%20code)";

const CHECKS =
  PYTHON === "" ? [] : execFileSync(PYTHON, [SCRIPT, "--list"], { encoding: "utf8" }).trim().split("\n");

describe.skipIf(PYTHON === "")(
  "clients that read by URL (skipped unless CLIENTS_PYTHON names a Python)",
  () => {
    let server: ServerProcess;
    let port: number;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "datadecide-clients-"));
      server = new ServerProcess({ HOST: "::", LOG_LEVEL: "info" });
      port = await server.port();
      await waitUntilReady(`http://127.0.0.1:${port}/api/health`);
    });
    afterAll(async () => {
      await server?.end();
      await rm(folder, { recursive: true, force: true });
    });

    /** What the script prints; rejects with the difference that it found. */
    async function check(host: string, ...options: readonly string[]): Promise<string> {
      const command = [SCRIPT, "--base-url", `http://${host}:${port}`, ...options];
      return (await promisify(execFile)(PYTHON, command, { timeout: RUN_MS })).stdout;
    }

    it.each(CHECKS)("%s", async (name) => {
      expect(await check("127.0.0.1", name)).toMatch(/: (as it should be|skipped: .*)\n$/);
    });

    it.each(["duckdb_reads_parquet", "pandas_reads_csv_exactly", "curl_resumes_a_download"])(
      "%s over IPv6",
      async (name) => {
        expect(await check("[::1]", name)).toContain("as it should be");
      },
    );

    it.each(["pandas", "polars", "DuckDB", "R"])(
      "the page's code for %s reads the shown rows",
      async (language) => {
        if (language === "R" && !HAS_R)
          return console.warn("the page's code for R is not run: there is no Rscript");
        const urlOf = (extension: string) => `http://127.0.0.1:${port}${DATA}${extension}?${QUERY}`;
        const snippets = buildCodeSnippets({
          json: urlOf(""),
          csv: urlOf(".csv"),
          parquet: urlOf(".parquet"),
        });
        const code = snippets.find(({ name }) => name === language)?.code ?? "";
        expect(code).toContain(DATA);
        await runCode(language, code, QUERY);
      },
    );

    it("the code of README reads the rows of its addresses", async () => {
      const text = await readFile(join(ROOT, "README.md"), "utf8");
      const blocks = [...text.matchAll(/```(python|sql)\n(.*?)```/gs)].map(([, kind, code]) => ({
        kind,
        code,
      }));
      expect(blocks.map(({ kind }) => kind)).toEqual(["python", "python", "python", "sql"]);
      const [first, pandas, polars, sql] = blocks.map(({ code }) =>
        code.replaceAll(DOCUMENTED_BASE, `http://127.0.0.1:${port}`),
      );
      const best = "metric=pile-valppl&params=1B&checkpoint=final&sort=value";
      await runCode("pandas", first.replace("pd.read_csv", "df = pd.read_csv"), best);
      await runCode("pandas", pandas, "metric=pile-valppl&data=C4");
      await runCode("polars", polars, "step=5000");
      await runCode("DuckDB", sql, "metric=pile-valppl&data=C4&checkpoint=final&columns=params,value");
    });

    async function runCode(language: string, code: string, query: string): Promise<void> {
      const path = join(folder, `${language}.txt`);
      await writeFile(path, code);
      await check("127.0.0.1", "--code", language.toLowerCase(), "--query", query, path);
    }
  },
);

async function waitUntilReady(url: string): Promise<void> {
  for (let round = 0; round < 3000; round++) {
    if ((await fetch(url)).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} is not ready`);
}

function canRun(command: string, options: readonly string[]): boolean {
  try {
    execFileSync(command, options, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
