/**
 * The counts of the released suite, on raw tables of two kinds: every row of the suite with a single metric, and every
 * metric at a few rows. Both in full at once is what `npm run bench:pipeline` builds, in minutes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RECIPES } from "../../src/datasets/recipes.js";
import { type Database, quoteName, quoteText, withDatabase } from "../../src/pipeline/database.js";
import { buildEvaluationsFile, MELTED_FILE } from "../../src/pipeline/evaluations/build.js";
import type { Report } from "../../src/pipeline/report.js";
import {
  DROPPED_METRICS,
  PPL_COLUMNS,
  RAW_TASKS,
  SEED_NUMBERS,
  SEQUENCE_LENGTH,
  SIZES,
  TASK_METRICS,
  TASKS_WITHOUT_UNCONDITIONED,
  UNCONDITIONED_METRICS,
} from "../../src/pipeline/suite.js";
import { buildEffects } from "../pipeline/evaluations/raw-from-sample.js";

/** The one size without an evaluation at step 0. */
const WITHOUT_START = "14M";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-suite-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Grid {
  readonly sizes: typeof SIZES;
  readonly recipes: readonly string[];
  readonly stepsPerSize?: number;
  /** An SQL text of the metrics of a row, over `task` and `seed`. */
  readonly metrics: string;
}

/** Writes both raw tables, a row for every size, step, recipe, seed and task; perplexities after step 0 only. */
async function writeGrid(grid: Grid): Promise<{ evaluations: readonly string[]; perplexities: string }> {
  const evaluations = join(folder, "eval.parquet");
  const perplexities = join(folder, "ppl.parquet");
  await withDatabase({}, async (database) => {
    await createRuns(database, grid);
    await database.run(
      `COPY (SELECT params, data, task, '5xC' AS chinchilla, tokens, compute, step, seed, ${grid.metrics} AS metrics
       FROM runs, (SELECT unnest(${list(RAW_TASKS)}) AS task)) TO ${quoteText(evaluations)} (FORMAT parquet)`,
    );
    const columns = PPL_COLUMNS.map(({ raw }, index) => `${index + 20}.0::DOUBLE AS ${quoteName(raw)}`);
    await database.run(
      `COPY (SELECT params, data, seed, step, ${columns.join(", ")} FROM runs WHERE step > 0)
       TO ${quoteText(perplexities)} (FORMAT parquet)`,
    );
  });
  return { evaluations: [evaluations], perplexities };
}

async function createRuns(database: Database, { sizes, recipes, stepsPerSize }: Grid): Promise<void> {
  const seedNames = new Map(Object.entries(SEED_NUMBERS).map(([name, number]) => [number, name]));
  const rows = sizes.flatMap((size) => {
    const { name, evaluatedSteps, lastEvaluatedStep, stepSpacing, seeds } = size;
    const first = name === WITHOUT_START ? 1 : 0;
    const before = Array.from({ length: evaluatedSteps - 1 }, (_, index) => (index + first) * stepSpacing);
    const steps = [...before, lastEvaluatedStep].slice(0, stepsPerSize);
    return steps.flatMap((step) => {
      const tokens = step * size.batchSize * SEQUENCE_LENGTH;
      const place = `${step}, ${tokens}::DOUBLE, ${6 * size.exactParameters * tokens}::DOUBLE`;
      return seeds.map((seed) => `('${name}', ${place}, ${quoteText(seedNames.get(seed) as string)})`);
    });
  });
  await database.run(
    `CREATE TABLE runs AS SELECT * FROM (VALUES ${rows.join(", ")}) r(params, step, tokens, compute, seed),
     (SELECT unnest(${list(recipes)}) AS data)`,
  );
}

function list(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(", ")}]`;
}

async function build(grid: Grid): Promise<Report> {
  const tables = await writeGrid(grid);
  return buildEvaluationsFile({ ...tables, out: join(folder, "out") }, buildEffects(folder));
}

function rowsOf({ stages }: Report, name: string) {
  const stage = stages.find((each) => each.name === name);
  return { in: stage?.rowsIn, out: stage?.rowsOut };
}

describe("the whole suite", () => {
  it("has 66 x 21,375 rows, which become 7,125 checkpoints of three seeds", async () => {
    const report = await build({
      sizes: SIZES,
      recipes: RECIPES.map(({ name }) => name),
      metrics: "'{''acc_raw'': 0.' || (hash(task, seed, data) % 1000) || '}'",
    });
    expect(rowsOf(report, "parse evaluations")).toEqual({ in: 1_410_750, out: 66 * 21_375 });
    expect(rowsOf(report, "mmlu_average")).toEqual({ in: 57 * 21_375, out: 21_375 });
    expect(rowsOf(report, "pivot").out).toBe(21_375);
    expect(rowsOf(report, "outer join")).toEqual({
      in: { perplexities: 21_375 - 975, evaluations: 21_375 },
      out: 21_375,
    });
    expect(rowsOf(report, "mean over seeds").out).toBe(7_125);
    const [{ reason, count }] = report.stages.find(({ name }) => name === "mean over seeds")?.findings ?? [];
    expect([reason, count]).toEqual(["checkpoints with 3 seeds", 7_125]);
    expect(report.warnings).toEqual([]);
  });

  it("has 1,866 columns of tasks, of which 281 metrics are melted, perplexities among them", async () => {
    const entry = (metric: string) => `'''${metric}'': 0.5'`;
    const always = [...DROPPED_METRICS, ...TASK_METRICS].filter(
      (name) => !UNCONDITIONED_METRICS.includes(name),
    );
    const conditioned = list(TASKS_WITHOUT_UNCONDITIONED);
    const report = await build({
      sizes: SIZES.filter(({ name }) => name === "1B"),
      recipes: ["C4"],
      stepsPerSize: 2,
      metrics: `'{' || concat_ws(', ', ${always.map(entry).join(", ")}) || CASE WHEN list_contains(${conditioned}, task)
        THEN '' ELSE ', ' || concat_ws(', ', ${UNCONDITIONED_METRICS.map(entry).join(", ")}) END || '}'`,
    });
    const pivot = report.stages.find(({ name }) => name === "pivot");
    expect(pivot?.findings[0]).toEqual({ reason: "task columns", count: 1_866, examples: [] });
    const melted = await withDatabase({}, (database) =>
      database.rows<{ n: number }>(
        `SELECT count(DISTINCT metric) AS n FROM ${quoteText(join(folder, "out", MELTED_FILE))}`,
      ),
    );
    expect(melted).toEqual([{ n: 281 }]);
    expect(report.warnings.join()).toContain(
      "has 6 groups of size, recipe, seed and step, the whole suite has 21,375",
    );
  });
});
