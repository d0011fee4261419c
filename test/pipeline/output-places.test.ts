/** Outputs that could not be written are found before the work, and looking for them changes nothing. */
import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PipelineError } from "../../src/errors.js";
import { checkOutputs, makeFolders } from "../../src/pipeline/output-places.js";
import { runProgram } from "../../src/pipeline/program.js";
import { getRelativePath, listSources } from "../../src/pipeline/sources.js";
import { recordingEffects } from "../support/recording-effects.js";

const ROOT = join(import.meta.dirname, "../..");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-places-"));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (...names: string[]) => join(folder, ...names);

async function failure(work: Promise<unknown>): Promise<PipelineError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PipelineError);
  expect(error).toMatchObject({ code: "cannot-write" });
  return error as PipelineError;
}

describe("folders on the way to an output", () => {
  it("are made one below the other, and may be there already", async () => {
    await makeFolders(at("a", "b", "c"));
    await Promise.all([makeFolders(at("a", "b", "c", "d")), makeFolders(at("a", "b", "c", "d"))]);
    expect(await readdir(at("a", "b", "c"))).toEqual(["d"]);
  });

  it("end at the first that cannot be created", async () => {
    await symlink(at("nowhere"), at("link"));
    const { subject, problem } = await failure(makeFolders(at("link", "b", "c")));
    expect(subject).toBe(at("link", "b", "c"));
    expect(problem).toMatch(/^cannot be created \(EEXIST: .+link'\)$/);
  });

  it("are not looked for below a file", async () => {
    await writeFile(at("file"), "");
    const named = await failure(makeFolders(at("file", "b", "c")));
    expect(named.problem).toBe(`cannot be created (${at("file")} is not a folder)`);
    expect((await failure(makeFolders(at("file")))).problem).toBe("is not a folder");
  });

  it("are made nowhere else in the program", async () => {
    const files = (await readdir(join(ROOT, "src"), { recursive: true })).filter((name) =>
      name.endsWith(".ts"),
    );
    const makers: string[] = [];
    for (const name of files) {
      const text = await readFile(join(ROOT, "src", name), "utf8");
      if (/\bmkdir(Sync)?\b[^;]*recursive: true/.test(text)) makers.push(name);
    }
    expect(makers).toEqual([]);
  });
});

describe("outputs", () => {
  it("may be new, or take the place of regular files, and looking leaves nothing behind", async () => {
    await writeFile(at("old"), "");
    await checkOutputs([at("old"), at("new"), at("a", "b", "new")]);
    expect(await readdir(folder)).toEqual(["old"]);
  });

  it("are refused where a folder or a pipe has the name", async () => {
    await mkdir(at("folder"));
    execFileSync("mkfifo", [at("pipe")]);
    expect((await failure(checkOutputs([at("folder")]))).problem).toBe(
      "cannot be replaced (a folder has its name)",
    );
    const { subject, problem } = await failure(checkOutputs([at("new"), at("pipe")]));
    expect([subject, problem]).toEqual([at("pipe"), "cannot be replaced (it is not a regular file)"]);
    expect((await lstat(at("pipe"))).isFIFO()).toBe(true);
  });
});

describe("a command", () => {
  /** Its error for an output path, and the tasks that it had started by then. */
  async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const fetch = () => Promise.reject(new Error("no network here"));
    const effects = recordingEffects({ root: ROOT, environment, fetch });
    let err = "";
    const code = await runProgram(args, effects, {
      out: () => {},
      err: (text) => {
        err += text;
      },
    });
    return { code, err, begun: effects.tasks.map(({ label }) => label) };
  }
  const tables = ["--evaluations", "a.parquet", "--perplexities", "b.parquet"];
  const exports = ["--runs", "runs.jsonl", "--history", "history.jsonl"];

  it.each([
    ["build evaluations", ["build", "evaluations", ...tables]],
    ["build comparisons", ["build", "comparisons", ...exports]],
    ["download", ["download"]],
  ])("finds before any work that --out is a file: %s", async (_, args) => {
    await writeFile(at("file"), "mine");
    const { code, err, begun } = await run([...args, "--out", at("file")]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /file.*: (is not a folder|cannot be created \(.+file is not a folder\)); check the folder's/,
    );
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(begun).toEqual([]);
    expect(await readFile(at("file"), "utf8")).toBe("mine");
  });

  it.each([
    ["build evaluations", ["build", "evaluations", ...tables], "mean_eval_melted.parquet"],
    ["build evaluations --keep", ["build", "evaluations", "--keep", ...tables], "std_eval.parquet"],
    ["build comparisons", ["build", "comparisons", ...exports], "combined_plotting_data_matched.parquet"],
    ["download", ["download"], getRelativePath(listSources()[0])],
  ])("finds before any work that a pipe has an output's name: %s", async (_, args, name) => {
    await makeFolders(join(at(name), ".."));
    execFileSync("mkfifo", [at(name)]);
    const { code, err, begun } = await run([...args, "--out", folder]);
    expect(code).toBe(1);
    expect(err).toBe(
      `${at(name)}: cannot be replaced (it is not a regular file); check the folder's permissions and the free space, ` +
        "or choose another (--out, CACHE_DIR or PREPARED_PATH)\n",
    );
    expect(begun).toEqual([]);
    expect(await readdir(folder)).toEqual([relative(folder, at(name)).split("/")[0]]);
  });

  it("finds before it reads the data that PREPARED_PATH is a pipe", async () => {
    execFileSync("mkfifo", [at("prepared.bin")]);
    const settings = { PREPARED_PATH: at("prepared.bin"), EVALUATIONS_PATH: at("nowhere.parquet") };
    const { code, err } = await run(["prepare"], settings);
    expect(code).toBe(1);
    expect(err).toContain("prepared.bin: cannot be replaced (it is not a regular file); ");
    expect((await lstat(at("prepared.bin"))).isFIFO()).toBe(true);
  });
});
