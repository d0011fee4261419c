import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runProgram } from "../../src/pipeline/program.js";
import type { Report } from "../../src/pipeline/report.js";
import { recordingEffects } from "../support/recording-effects.js";

const ROOT = join(import.meta.dirname, "../..");
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function run(args: readonly string[], given = {}) {
  const texts = { out: "", err: "" };
  const code = await runProgram(args, recordingEffects({ root: ROOT, ...given }), {
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
  });
  return { code, ...texts };
}

describe("the data program", () => {
  it.each([
    [["--help"], "Usage: datadecide <command> [options]"],
    [["download", "--help"], "datadecide download --with macro_avg"],
    [["--help"], "datadecide build evaluations\n"],
    [["--help"], "HF_TOKEN "],
    [["--help"], "  2    a wrong command line"],
    [
      ["--help"],
      "Relative paths start at the working folder; those of defaults and settings at the project's folder.",
    ],
    [["build", "--help"], "datadecide build comparisons --runs runs.parquet"],
    [["build", "evaluations", "--help"], "datadecide build evaluations --keep --json > report.json"],
    [["build", "comparisons", "--help"], "datadecide build comparisons --runs runs.parquet"],
    [["prepare", "--help"], "datadecide prepare --json"],
    [["verify", "--help"], "datadecide verify data/built/mean_eval_melted.parquet"],
    [["completion", "--help"], "datadecide completion bash >> ~/.bashrc"],
  ])("explains itself with code 0: %j", async (args, expected) => {
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(out).toContain(expected);
  });

  it.each([
    [["verify", "--colour"], "unknown option '--colour'"],
    [["rebuild"], "unknown command 'rebuild'"],
    [["verify", "a", "b"], "too many arguments"],
    [["verify", "--memory", "lots"], "Write it like 2GB or 512MB."],
    [["verify", "--threads", "0"], "Write a whole number from 1 to 999."],
    [["build", "comparisons", "--compat=2025-01-01"], "Allowed choices are 2025-09-17, 2025-09-23"],
    [["build", "comparisons"], "required option '--runs <file>' not specified"],
    [
      ["download", "--revision", "c4a9fa360a0c8351e71f3ede04dd165995fab68c"],
      "A commit belongs to one repository: give it with --ppl-revision or --eval-revision.",
    ],
    [["download", "--revision", ""], "Name a branch or a tag, or leave the option out."],
    [["download", "--ppl-revision", " "], "Name a branch or a tag, or leave the option out."],
    [["download", "--eval-revision", ""], "Name a branch or a tag, or leave the option out."],
    [["download", "--with", "everything"], "Allowed choices are macro_avg, scaling_law_fit"],
  ])("refuses a wrong command line with code 2: %j", async (args, expected) => {
    const { code, err, out } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(expected);
    expect(out).toBe("");
  });

  it("ends with code 1 and one line when a file is missing", async () => {
    const { code, err } = await run(["verify", "nowhere.parquet"]);
    expect(code).toBe(1);
    expect(err).toMatch(/nowhere\.parquet: is not there; put the file there, or correct the path/);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("prints the report as a table or as JSON, and ends with code 1 when a check fails", async () => {
    const file = await makeEmptyFile();
    const table = await run(["verify", "--synthetic", file]);
    expect(table.code).toBe(1);
    expect(Math.max(...table.out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(table.out).toMatch(/^verdict +check +expected +found\n/);
    expect(table.out).toMatch(/^failed +set of metrics/m);
    const json = await run(["verify", "--synthetic", file, "--json"]);
    expect(json.code).toBe(1);
    const report = JSON.parse(json.out) as Report;
    expect(report.command).toBe("verify");
    expect(report.checks.find(({ name }) => name === "set of metrics")?.verdict).toBe("failed");
  });

  it("repeats the later of the earlier parses by --compat alone, and either by its date", async () => {
    const folder = await mkdtemp(join(tmpdir(), "datadecide-program-"));
    folders.push(folder);
    const fixtures = join(import.meta.dirname, "../fixtures/comparisons");
    const hash = async (...compat: string[]) => {
      const inputs = ["--runs", join(fixtures, "counts-fall-twice/runs.jsonl")];
      inputs.push("--history", join(fixtures, "counts-fall-twice/history.jsonl"));
      inputs.push("--full-table", join(fixtures, "full_eval.parquet"), "--out", folder);
      const { out } = await run(["build", "comparisons", ...inputs, ...compat, "--json"]);
      return (JSON.parse(out) as Report).files[0].sha256;
    };
    const later = await hash("--compat");
    expect(await hash("--compat=2025-09-23")).toBe(later);
    expect(await hash("--compat", "2025-09-23")).toBe(later);
    expect(new Set([later, await hash("--compat=2025-09-17"), await hash()]).size).toBe(3);
  });

  it("takes relative paths from where it is run, and those of its defaults from the project's folder", async () => {
    const elsewhere = await run(["verify", "nowhere.parquet"], { root: ROOT, workingFolder: "/elsewhere" });
    expect(elsewhere.err).toMatch(/^\/elsewhere\/nowhere\.parquet: is not there; /);
    const byDefault = await run(["build", "evaluations"], { root: "/project", workingFolder: "/elsewhere" });
    expect(byDefault.err).toMatch(/^(\/project\/)?data\/raw/);
  });

  it("prints the version of the package", async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    expect(await run(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  it("is what the bin `datadecide` and the script `data` run", async () => {
    const { bin, scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    expect(bin).toEqual({ datadecide: "dist/cli.js" });
    // The shell is replaced, because it would keep signals from the program.
    expect(scripts.data).toBe("npm run build --silent && exec node dist/cli.js");
    expect(scripts.start).toBe("exec node dist/server.js");
  });
});

async function makeEmptyFile(): Promise<string> {
  const { quoteText, withDatabase } = await import("../../src/pipeline/database.js");
  const folder = await mkdtemp(join(tmpdir(), "datadecide-program-"));
  folders.push(folder);
  const path = join(folder, "empty.parquet");
  await withDatabase({}, (database) =>
    database.run(
      `COPY (SELECT * FROM ${quoteText(join(ROOT, "initial_data/mean_eval_melted.parquet"))} LIMIT 0) TO ${quoteText(path)} (FORMAT parquet)`,
    ),
  );
  return path;
}
