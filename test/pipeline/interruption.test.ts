/** A command that is interrupted in the middle of its work: one line, its exit code, and nothing left. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { EXIT_CODES, runProgram } from "../../src/pipeline/program.js";
import { recordingEffects } from "../support/recording-effects.js";
import { type Folder, writeRawTables } from "./evaluations/raw-from-sample.js";
import { smallTables } from "./evaluations/small-tables.js";

const OLD = "of the build before";

let folder: Folder;
let spill: string;
beforeAll(async () => {
  folder = await writeRawTables(smallTables());
  spill = join(folder.path, "spill");
  await mkdir(spill);
});
beforeEach(async () => {
  await mkdir(folder.out, { recursive: true });
  await writeFile(join(folder.out, "mean_eval_melted.parquet"), OLD);
});
afterAll(() => rm(folder.path, { recursive: true }));

type Point = "begin" | "soon after begin" | "advance" | "end";

/** Runs a build that is interrupted at a point of one task. */
async function interrupt(step: string, point: Point) {
  const interruption = new AbortController();
  let isReached = false;
  const abortAt = (label: string, now: Point) => {
    if (label !== step || now !== point) return;
    isReached = true;
    interruption.abort();
  };
  const effects = recordingEffects({
    root: folder.path,
    signal: interruption.signal,
    progress: {
      note() {},
      begin: (label) => {
        abortAt(label, "begin");
        setImmediate(() => abortAt(label, "soon after begin"));
        return { advance: () => abortAt(label, "advance"), end: () => abortAt(label, "end") };
      },
    },
  });
  const tables = ["--evaluations", ...folder.evaluations, "--perplexities", folder.perplexities];
  const texts = { out: "", err: "" };
  const args = ["build", "evaluations", ...tables, "--out", folder.out, "--keep", "--spill", spill];
  const code = await runProgram(args, effects, {
    out: (text) => {
      texts.out += text;
    },
    err: (text) => {
      texts.err += text;
    },
  });
  return { code, isReached, ...texts };
}

it.each<[string, Point]>([
  ["open the raw tables", "begin"],
  ["read the metrics", "soon after begin"],
  ["read the metrics", "advance"],
  ["pivot", "begin"],
  ["pivot", "advance"],
  ["mean over seeds", "advance"],
  ["write full_eval.parquet", "begin"],
  ["write full_eval.parquet", "soon after begin"],
  ["write mean_eval_melted.parquet", "begin"],
  ["write mean_eval_melted.parquet", "soon after begin"],
  ["write mean_eval_melted.parquet", "advance"],
])("a build that is interrupted in %j, at its %s, leaves what was there", async (step, point) => {
  const { code, isReached, out, err } = await interrupt(step, point);
  expect(isReached).toBe(true);
  expect(code).toBe(EXIT_CODES.failed);
  expect(err).toBe("the command: was interrupted; run the command again; no half-written file was left\n");
  expect(out).toBe("");
  expect(await readdir(folder.out)).toEqual(["mean_eval_melted.parquet"]);
  expect(await readFile(join(folder.out, "mean_eval_melted.parquet"), "utf8")).toBe(OLD);
  expect(await readdir(spill)).toEqual([]);
});
