import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readComparisons } from "../../src/datasets/read.js";
import { PipelineError } from "../../src/errors.js";
import {
  COMPARED_METRICS,
  FT_COLUMNS,
  listColumns,
  PRETRAINING_COLUMNS,
} from "../../src/pipeline/comparisons/columns.js";
import {
  type BuildComparisonsOptions,
  buildComparisonsFile,
  COMPARISONS_FILE,
} from "../../src/pipeline/comparisons.js";
import { type Database, quoteText, withDatabase } from "../../src/pipeline/database.js";
import type { Report } from "../../src/pipeline/report.js";
import type { CompatDate } from "../../src/pipeline/run-fields.js";
import { getCell } from "../../src/table/column.js";
import { recordingEffects } from "../support/recording-effects.js";
import {
  CHECKPOINTS,
  type Checkpoint,
  fineTunedValue,
  pretrainingValue,
  RUNS,
  type WorldFiles,
  writeFullTable,
  writeLines,
  writeWorld,
  writeWorldAsParquet,
} from "./comparisons/small-world.js";

type Row = Record<string, unknown>;

const KEPT = [RUNS.pileA, RUNS.pileB, RUNS.pileC, RUNS.c4Only, RUNS.noStep, RUNS.noModel];

let world: WorldFiles;
let report: Report;
let rows: readonly Row[];
let columns: readonly string[];

function build(
  { fullTable, runs, history, folder }: WorldFiles,
  options: Partial<BuildComparisonsOptions> = {},
): Promise<Report> {
  return buildComparisonsFile({ fullTable, runs, history, out: folder, ...options }, recordingEffects());
}

/** The frame as DuckDB sees it, lists as arrays. */
async function readFrame(folder: string): Promise<Row[]> {
  const source = `read_parquet(${quoteText(join(folder, COMPARISONS_FILE))})`;
  return withDatabase({}, async (database: Database) => {
    const reader = await database.connection.runAndReadAll(
      `SELECT * REPLACE (timestamp::VARCHAR AS timestamp) FROM ${source}`,
    );
    return reader.getRowObjectsJson() as Row[];
  });
}

function rowOf(id: string): Row {
  return rows.find((row) => row.run_id === id) as Row;
}

/** The checkpoints of the default seed, by step. */
function checkpointsOf(params: string, data: string): Checkpoint[] {
  return CHECKPOINTS.filter((c) => c.params === params && c.data === data && c.seed === 0).sort(
    (a, b) => a.step - b.step,
  );
}

function findings(stageName: string, part: "drops" | "findings"): (string | number)[][] {
  const stage = report.stages.find(({ name }) => name === stageName);
  return (stage?.[part] ?? []).map(({ reason, count, examples }) => [reason, count, ...examples]);
}

beforeAll(async () => {
  world = await writeWorld();
  report = await build(world);
  rows = await readFrame(world.folder);
  columns = Object.keys(rows[0]);
});

afterAll(() => rm(world.folder, { recursive: true, force: true }));

describe("the built frame", () => {
  test("has the 923 columns, base columns in the order of the names' parts, and a row per matched run by name", () => {
    expect(columns).toEqual(
      listColumns([
        "run_id",
        "timestamp",
        "comparison_model_size",
        "ft_tok_per_epoch",
        "ft_epochs",
        "ckpt_data",
        "ckpt_params",
        "ckpt_steps",
        "seed",
        "lr",
        "comparison_metric",
        "ft_tok_real",
        "comparison_model_recipe",
        "ft_tok",
        "abs_difference_ft_tokens_pct",
        "ft_steps_list",
        "ft_lrs_list",
        "ft_toks_list",
        "ft_loss_list",
      ]),
    );
    expect(rows.map(({ run_id }) => run_id)).toEqual(KEPT);
    expect(report.files).toMatchObject([{ path: join(world.folder, COMPARISONS_FILE), rows: 6 }]);
  });

  test("has the fields of the name and the configuration of a run", () => {
    expect(rowOf(RUNS.pileA)).toMatchObject({
      timestamp: "2025-09-01 00:00:01",
      comparison_model_size: "60M",
      comparison_metric: "pile-valppl",
      comparison_model_recipe: "Dolma1.7",
      ckpt_data: "Dolma1.7",
      ckpt_params: "4M",
      ckpt_steps: '"1250"',
      seed: "2",
      lr: "5e-05",
      ft_tok_per_epoch: 10e6,
      ft_epochs: 1,
      ft_tok: 10e6,
      ft_tok_real: 9e6,
      abs_difference_ft_tokens_pct: 10,
    });
    expect(rowOf(RUNS.pileB)).toMatchObject({ ckpt_data: "C4", lr: "5e-06", seed: "0" });
    expect(rowOf(RUNS.pileC)).toMatchObject({
      ft_tok_per_epoch: 665_127_434,
      ft_tok: 1_330_254_868,
      ft_epochs: 2,
    });
  });

  test("has the history by step: what is missing stays in the lists, but for the tokens", () => {
    expect(rowOf(RUNS.pileA)).toMatchObject({
      ft_steps_list: [100, 200, 300],
      ft_lrs_list: [null, 2e-5, 1e-5],
      ft_loss_list: [2.75, null, 2.5],
      ft_toks_list: [2e6, 3e6],
    });
    expect(rowOf(RUNS.pileB)).toMatchObject({
      ft_steps_list: [],
      ft_lrs_list: [],
      ft_toks_list: [],
      ft_loss_list: [],
    });
  });

  test("has all 369 results after fine-tuning, null where a run lacks one", () => {
    for (const id of KEPT) {
      for (const name of FT_COLUMNS) {
        const isHole = id === RUNS.pileB && name === "ft_piqa_acc_uncond";
        expect(rowOf(id)[name]).toBe(isHole ? null : fineTunedValue(name, id));
      }
    }
  });

  test.each([
    [RUNS.pileA, "4M", "Dolma1.7", 1250],
    [RUNS.pileB, "10M", "C4", 1250],
    [RUNS.pileC, "4M", "Dolma1.7", 2500],
    [RUNS.c4Only, "10M", "C4", 2500],
  ])("has the pre-training of %s: seed 0, by step, nulls left out of each list", (id, params, data, step) => {
    const all = checkpointsOf(params, data);
    const own = all.find((checkpoint) => checkpoint.step === step) as Checkpoint;
    for (const name of PRETRAINING_COLUMNS) {
      const history = all.map((checkpoint) => pretrainingValue(name, checkpoint));
      expect(rowOf(id)[`pt_${name}_list`]).toEqual(history.filter((value) => value !== null));
      expect(rowOf(id)[`pt_${name}`]).toBe(pretrainingValue(name, own));
    }
    expect(rowOf(id)["pt_pile-valppl_list"]).toHaveLength(2);
    expect(rowOf(id).pt_step_list).toHaveLength(3);
  });

  test("has null values but the whole history where the step is not there, and nothing without the model", () => {
    for (const name of PRETRAINING_COLUMNS) {
      expect(rowOf(RUNS.noStep)[`pt_${name}`]).toBeNull();
      expect(rowOf(RUNS.noStep)[`pt_${name}_list`]).toEqual(rowOf(RUNS.pileA)[`pt_${name}_list`]);
      expect(rowOf(RUNS.noModel)[`pt_${name}`]).toBeNull();
      expect(rowOf(RUNS.noModel)[`pt_${name}_list`]).toEqual([]);
    }
  });

  test("has the differences, fine-tuned minus pre-trained, null where either is", () => {
    expect(COMPARED_METRICS).toHaveLength(16);
    for (const row of rows) {
      for (const metric of COMPARED_METRICS) {
        const [after, before] = [row[`ft_${metric}`], row[`pt_${metric}`]] as (number | null)[];
        const difference = after === null || before === null ? null : after - before;
        expect(row[`delta_${metric}`]).toBe(difference);
      }
    }
    expect(rowOf(RUNS.pileB).delta_piqa_acc_uncond).toBeNull();
    expect(rowOf(RUNS.pileA).pt_ft_toks).toBe(1250 * 65_536 + 10e6);
    expect(rowOf(RUNS.noStep).pt_ft_toks).toBeNull();
  });

  test("has groups by compared model and perplexity, numbered by the median of their own perplexity", () => {
    const pile = (id: string) => rowOf(id)["pt_pile-valppl"] as number;
    const [low, middle, high] = [pile(RUNS.pileA), pile(RUNS.pileB), pile(RUNS.pileC)].sort((a, b) => a - b);
    const c4 = rowOf(RUNS.c4Only)["pt_c4_en-valppl"] as number;
    for (const id of [RUNS.pileA, RUNS.pileB, RUNS.pileC]) {
      expect(rowOf(id)).toMatchObject({
        matched_group_name: "60M_pile-valppl_Dolma1.7",
        matched_group_id: middle < c4 ? 1 : 2,
        matched_group_med_metric: middle,
      });
      expect(rowOf(id).matched_group_avg_metric).toBeCloseTo((low + middle + high) / 3, 12);
    }
    for (const id of [RUNS.c4Only, RUNS.noStep]) {
      expect(rowOf(id)).toMatchObject({
        matched_group_name: "60M_c4_en-valppl_Dolma1.7",
        matched_group_id: middle < c4 ? 2 : 1,
        matched_group_med_metric: c4,
        matched_group_avg_metric: c4,
      });
    }
    expect(rowOf(RUNS.noModel)).toMatchObject({ matched_group_id: 3, matched_group_med_metric: null });
  });

  test("has the statistics of a group's differences, nulls left out", () => {
    for (const metric of COMPARED_METRICS) {
      const values = [RUNS.pileA, RUNS.pileB, RUNS.pileC]
        .map((id) => rowOf(id)[`delta_${metric}`] as number | null)
        .filter((value) => value !== null)
        .sort((a, b) => a - b);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      const mid = (list: number[]) =>
        (list[Math.floor((list.length - 1) / 2)] + list[Math.ceil((list.length - 1) / 2)]) / 2;
      const distances = values.map((value) => Math.abs(value - mid(values))).sort((a, b) => a - b);
      const squares = values.map((value) => (value - average) ** 2).reduce((sum, value) => sum + value, 0);
      const row = rowOf(RUNS.pileB);
      expect(row[`group_avg_delta_${metric}`]).toBeCloseTo(average, 12);
      expect(row[`group_med_delta_${metric}`]).toBeCloseTo(mid(values), 12);
      expect(row[`group_std_delta_${metric}`]).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 12);
      expect(row[`group_mad_delta_${metric}`]).toBeCloseTo(mid(distances), 12);
    }
  });

  test("has no deviation of a single value, and no statistics of none", () => {
    const single = rowOf(RUNS.c4Only);
    expect(single.group_avg_delta_boolq_correct_prob).toBe(single.delta_boolq_correct_prob);
    expect(single.group_std_delta_boolq_correct_prob).toBeNull();
    expect(single.group_mad_delta_boolq_correct_prob).toBe(0);
    expect(rowOf(RUNS.noModel).group_avg_delta_boolq_correct_prob).toBeNull();
  });

  test("is what the server loads", async () => {
    const { table, ignoredColumns } = await readComparisons(join(world.folder, COMPARISONS_FILE));
    expect(ignoredColumns).toEqual([]);
    expect(table.columns.map(({ name }) => name)).toEqual(columns);
    for (const column of table.columns) {
      if (column.name === "timestamp") continue;
      const text = (value: unknown) => (column.name === "ckpt_steps" ? JSON.parse(value as string) : value);
      const found = rows.map((_, row) => getCell(column, row));
      expect(found, column.name).toEqual(rows.map((row) => text(row[column.name])));
    }
  });
});

describe("the report", () => {
  test("lists the runs that are left out with the reason", () => {
    expect(findings("parse names", "drops")).toEqual([["name matches no pattern (type old)", 1, RUNS.old]]);
    expect(findings("select matched runs", "drops")).toEqual([
      ["state running: not finished", 1, RUNS.running],
      ["type dpo: not matched with a model", 1, RUNS.dpo],
      ["no evaluation in the summary", 1, RUNS.unevaluated],
    ]);
  });

  test("lists the runs without a checkpoint, which stay", () => {
    expect(findings("match checkpoints", "findings")).toEqual([
      ["no checkpoint: no step 9999 of 4M Dolma1.7 in the full table", 1, RUNS.noStep],
      ["no checkpoint: no pre-training of 10M Falcon in the full table", 1, RUNS.noModel],
    ]);
  });

  test("lists runs without history and counts that fall back", () => {
    expect(findings("add training history", "findings")).toEqual([
      ["no history", 1, RUNS.pileB],
      ["the token count decreases", 1, RUNS.pileC],
      ["no history", 1, RUNS.c4Only],
      ["no history", 1, RUNS.noStep],
      ["no history", 1, RUNS.noModel],
    ]);
  });

  test("has the seconds of every piece of work", () => {
    expect(report.timings.map(({ step }) => step)).toEqual([
      "read the runs",
      "read the full table",
      "read the history",
      "build the frame",
      `write ${COMPARISONS_FILE}`,
    ]);
  });

  test("counts the rows through every stage", () => {
    expect(report.stages.map(({ name, rowsIn, rowsOut }) => [name, rowsIn, rowsOut])).toEqual([
      ["parse names", 10, 9],
      ["select matched runs", 9, 6],
      ["match checkpoints", { runs: 6, "pre-training": 6 }, 6],
      ["add training history", { runs: 6, history: 5 }, 6],
      ["add evaluations", 6, 6],
      ["group", 6, 6],
    ]);
  });
});

describe("other forms of the same inputs give the same frame", () => {
  test("runs and history as Parquet", async () => {
    await build({ ...world, ...(await writeWorldAsParquet(world)) });
    expect(await readFrame(world.folder)).toEqual(rows);
  });

  test("records that nest the run and the metrics, under an id that is no name", async () => {
    const { buildRuns, HISTORY } = await import("./comparisons/small-world.js");
    const records = buildRuns().map(({ id, state = "finished", config = {}, summary = {} }, index) => ({
      run: { run_id: `abc${index}`, name: id, state, config, summary_metrics: summary },
      exported_at: "2026-04-01",
    }));
    const idOf = (name: string) => `abc${buildRuns().findIndex(({ id }) => id === name)}`;
    const runs = await writeLines(join(world.folder, "nested-runs.jsonl"), records);
    const history = await writeLines(
      join(world.folder, "nested-history.jsonl"),
      HISTORY.map(({ run_id, step, ...metrics }) => ({ run_id: idOf(run_id), step, metrics })),
    );
    await build({ ...world, runs, history });
    expect(await readFrame(world.folder)).toEqual(rows);
  });

  test("the same bytes each time", async () => {
    const [first, second] = [await build(world), await build(world, { threads: 1 })];
    expect(first.files[0].sha256).toBe(second.files[0].sha256);
  });

  test("runs in another order", async () => {
    const runs = (await readFile(world.runs, "utf8")).trimEnd().split("\n").reverse().join("\n");
    await writeFile(join(world.folder, "reversed.jsonl"), runs);
    await build({ ...world, runs: join(world.folder, "reversed.jsonl") });
    expect(await readFrame(world.folder)).toEqual(rows);
  });

  /** The cells that an earlier parse has otherwise. */
  async function listChanges(compat: CompatDate): Promise<unknown[]> {
    await build(world, { compat });
    return (await readFrame(world.folder)).flatMap((row, index) =>
      columns
        .filter((name) => JSON.stringify(row[name]) !== JSON.stringify(rows[index][name]))
        .map((name) => [row.run_id, name, row[name]]),
    );
  }

  test("as of 2025-09-23 the whole set's planned tokens are real, gaps stay, and counts that fall go on", async () => {
    expect(await listChanges("2025-09-23")).toEqual([
      [RUNS.pileA, "ft_toks_list", [null, 2e6, 3e6]],
      [RUNS.pileC, "ft_tok_real", 6e6],
      [RUNS.pileC, "abs_difference_ft_tokens_pct", 0],
      [RUNS.pileC, "ft_toks_list", [5e6, 6e6]],
    ]);
  });

  test("as of 2025-09-17 the tokens of the whole set are unknown, and its epochs are the default", async () => {
    expect(await listChanges("2025-09-17")).toEqual([
      [RUNS.pileC, "ft_tok_per_epoch", null],
      [RUNS.pileC, "ft_epochs", 1],
      [RUNS.pileC, "ft_tok", null],
      [RUNS.pileC, "abs_difference_ft_tokens_pct", null],
      [RUNS.pileC, "pt_ft_toks", null],
    ]);
  });

  test("columns that the full table lacks are null and reported", async () => {
    const without = ["boolq_correct_prob", "ice-valppl"];
    const fullTable = await writeFullTable(world.folder, CHECKPOINTS, without);
    const lacking = await build({ ...world, fullTable });
    const stage = lacking.stages.find(({ name }) => name === "match checkpoints");
    expect(stage?.findings.at(-1)).toEqual({
      reason: "columns that the full table lacks",
      count: 2,
      examples: without,
    });
    const [row] = await readFrame(world.folder);
    expect(row["pt_ice-valppl"]).toBeNull();
    expect(row["pt_ice-valppl_list"]).toEqual([]);
    await writeFullTable(world.folder);
  });
});

describe("a build that cannot be right fails and touches no file", () => {
  const MATCHED = {
    run_id: RUNS.pileA,
    state: "finished",
    config: {},
    summary: { "oe_eval_metrics/piqa/x": 1 },
  };

  async function fail(change: (folder: string) => Promise<Partial<WorldFiles>>): Promise<PipelineError> {
    const out = join(world.folder, "failed");
    const changed = { ...world, ...(await change(world.folder)) };
    const error = await build(changed, { out }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PipelineError);
    expect(existsSync(out)).toBe(false);
    return error as PipelineError;
  }

  const lines = (records: readonly object[]) => async (folder: string) => ({
    runs: await writeLines(join(folder, "bad.jsonl"), records),
  });

  test("a file that is not there", async () => {
    const error = await fail(async (folder) => ({ runs: join(folder, "nowhere.jsonl") }));
    expect(error).toMatchObject({ code: "input-missing", problem: "is not there" });
  });

  test("a full table that is not there, which no download brings", async () => {
    const error = await fail(async (folder) => ({ fullTable: join(folder, "nowhere.parquet") }));
    expect(error).toMatchObject({ code: "full-table-missing", problem: "is not there" });
    expect(error.message).toContain("datadecide build evaluations --keep");
    expect(error.message).not.toContain("download");
  });

  test("a full table whose seeds are text", async () => {
    const error = await fail(async (folder) => {
      const fullTable = join(folder, "text.parquet");
      await withDatabase({}, (database) =>
        database.run(
          `COPY (SELECT * REPLACE (seed::VARCHAR AS seed) FROM ${quoteText(world.fullTable)})
           TO ${quoteText(fullTable)} (FORMAT parquet)`,
        ),
      );
      return { fullTable };
    });
    expect(error).toMatchObject({
      code: "input-wrong-type",
      problem: 'column "seed" is VARCHAR where numbers are needed',
    });
  });

  test("a line that is not JSON", async () => {
    const error = await fail(async (folder) => {
      await writeFile(join(folder, "bad.jsonl"), '{"run_id":"a"}\n{"run_id":\n');
      return { runs: join(folder, "bad.jsonl") };
    });
    expect(error).toMatchObject({ code: "input-bad-value", problem: "line 2 is not a JSON object" });
  });

  test("a summary that is not an object", async () => {
    const error = await fail(lines([{ ...MATCHED, summary: "[1]" }]));
    expect(error).toMatchObject({
      code: "input-bad-value",
      problem: `summary of run "${RUNS.pileA}" is not a JSON object`,
    });
  });

  test("a run without an id", async () => {
    expect(await fail(lines([{ state: "finished" }]))).toMatchObject({
      code: "input-bad-value",
      problem: "run 1 has no run_id",
    });
  });

  test("a history row without its run, counted from 1 as lines are", async () => {
    const rows = [{ run_id: RUNS.pileA, step: 1 }, { step: 2 }];
    const error = await fail(async (folder) => ({
      history: await writeLines(join(folder, "bad.jsonl"), rows),
    }));
    expect(error).toMatchObject({ code: "input-bad-value", problem: "row 2 has no run_id" });
  });

  test("two different runs of one id", async () => {
    const error = await fail(lines([MATCHED, { ...MATCHED, state: "crashed" }]));
    expect(error).toMatchObject({
      code: "duplicate-rows",
      problem: `has two different runs with the id "${RUNS.pileA}"`,
    });
  });

  test("two runs of one name", async () => {
    const error = await fail(
      lines(["a", "b"].map((id) => ({ ...MATCHED, run_id: id, run_name: RUNS.pileA }))),
    );
    expect(error).toMatchObject({
      code: "duplicate-rows",
      problem: `has two matched runs named "${RUNS.pileA}"`,
    });
  });

  test("no run that is matched, finished and evaluated", async () => {
    expect(await fail(lines([{ ...MATCHED, state: "crashed" }]))).toMatchObject({ code: "input-bad-value" });
  });

  test("a recipe that is not known, unless allowed", async () => {
    const run = { ...MATCHED, run_id: RUNS.pileA.replace("d17", "d18") };
    const error = await fail(lines([run]));
    expect(error).toMatchObject({ code: "unknown-name", problem: `unknown recipe "d18" (in ${run.run_id})` });
    const allowed = await build(
      { ...world, runs: join(world.folder, "bad.jsonl") },
      { allowUnknown: true, out: join(world.folder, "allowed") },
    );
    expect(allowed.stages[1].findings).toEqual([
      { reason: 'unknown recipe "d18"', count: 1, examples: [run.run_id] },
    ]);
  });

  test("two rows of one checkpoint", async () => {
    const error = await fail(async () => {
      const { makeFolder } = await import("./comparisons/small-world.js");
      return { fullTable: await writeFullTable(await makeFolder(), [...CHECKPOINTS, CHECKPOINTS[2]]) };
    });
    expect(error).toMatchObject({
      code: "duplicate-rows",
      problem: "has two rows of 4M Dolma1.7, seed 0, step 1250",
    });
  });

  test("a history without the needed columns, or no Parquet inside", async () => {
    const { runs } = await writeWorldAsParquet(world);
    expect(await fail(async () => ({ history: runs }))).toMatchObject({
      code: "input-column-missing",
      problem: 'has no column "step"',
    });
    const broken = await fail(async (folder) => {
      await writeFile(join(folder, "broken.parquet"), "PAR1, and nothing else");
      return { history: join(folder, "broken.parquet") };
    });
    expect(broken.code).toBe("input-not-parquet");
  });

  test("a full table that is none", async () => {
    const error = await fail(async (folder) => {
      await copyFile(world.runs, join(folder, "none.parquet"));
      return { fullTable: join(folder, "none.parquet") };
    });
    expect(error.code).toBe("input-not-parquet");
  });

  test("leaves no temporary file behind", async () => {
    expect((await readdir(world.folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("the full table and the melted file beside it", () => {
  async function warningsWith(meltedAge: number | undefined): Promise<readonly string[]> {
    const folder = join(world.folder, `built-${meltedAge}`);
    await mkdir(folder);
    const fullTable = join(folder, "full_eval.parquet");
    await copyFile(world.fullTable, fullTable);
    const builtAt = new Date("2026-01-01T12:00:00Z");
    await utimes(fullTable, builtAt, builtAt);
    if (meltedAge !== undefined) {
      const melted = join(folder, "mean_eval_melted.parquet");
      await writeFile(melted, "");
      const then = new Date(builtAt.getTime() - meltedAge);
      await utimes(melted, then, then);
    }
    return (await build({ ...world, fullTable, folder })).warnings;
  }

  test("are of one build, or one of them is not there: no warning", async () => {
    expect(await warningsWith(0)).toEqual([]);
    expect(await warningsWith(60_000)).toEqual([]);
    expect(await warningsWith(undefined)).toEqual([]);
  });

  test("are of two builds: the report warns and names the cure", async () => {
    const fullTable = join(world.folder, "built--60000", "full_eval.parquet");
    expect(await warningsWith(-60_000)).toEqual([
      `${fullTable} is older than mean_eval_melted.parquet beside it: if that was rebuilt, build evaluations with --keep to renew both`,
    ]);
  });
});
