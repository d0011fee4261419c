import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readComparisons } from "../../../src/datasets/read.js";
import {
  COMPARED_METRICS,
  FT_COLUMNS,
  PRETRAINING_COLUMNS,
} from "../../../src/pipeline/comparisons/columns.js";
import { isEvaluated, readEvaluation } from "../../../src/pipeline/comparisons/evaluation-values.js";
import { buildFrame, type MatchedRun, resolveStep } from "../../../src/pipeline/comparisons/frame.js";
import { buildGroups, type GroupMember, sortLikePython } from "../../../src/pipeline/comparisons/groups.js";
import {
  mean,
  median,
  medianAbsoluteDeviation,
  sampleDeviation,
} from "../../../src/pipeline/comparisons/statistics.js";
import { continueCounts, isFalling } from "../../../src/pipeline/comparisons/token-counts.js";
import { buildComparisonsFile } from "../../../src/pipeline/comparisons.js";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { buildRunFields } from "../../../src/pipeline/run-fields.js";
import { parseRunName } from "../../../src/pipeline/run-names.js";
import { getCell } from "../../../src/table/column.js";
import { recordingEffects } from "../../support/recording-effects.js";

const SAMPLES = join(import.meta.dirname, "../../../../shared/data");
const NAME = "250912-172812_match_150M_c4_finetune_100Mtx1_DD-d17-530M-6250-2";

/** A model whose columns all hold the same values, at steps 0, 1250 and 5735. */
const MODEL = new Map(
  PRETRAINING_COLUMNS.map((name) => [
    name,
    name === "step" ? Float64Array.of(0, 1250, 5735) : Float64Array.of(Number.NaN, 0.25, 0.5),
  ]),
);

function matchedRun(given: Partial<MatchedRun>, steps: string | null): MatchedRun {
  const [fields] = buildRunFields([{ id: NAME, name: parseRunName(NAME), config: {}, summary: {} }]);
  return {
    fields: { ...fields, initial_checkpoint_steps: steps },
    evaluation: new Map(),
    history: undefined,
    model: MODEL,
    ...given,
  };
}

describe("the checkpoint of a run", () => {
  test.each([
    ["1250", 1250],
    ["main", 5735],
    ["step1250", null],
    [null, null],
  ])("%s is step %d", (steps, step) => {
    expect(resolveStep(steps, MODEL)).toBe(step);
  });

  test("of main is unknown without the model", () => {
    expect(resolveStep("main", undefined)).toBeNull();
  });

  test("is text as named, a number where it was main, and null where main is unknown", () => {
    const { table } = buildFrame([
      matchedRun({}, "1250"),
      matchedRun({}, "main"),
      matchedRun({ model: undefined }, "main"),
    ]);
    const cells = (name: string) => [0, 1, 2].map((row) => getCell(table.get(name), row));
    expect(cells("ckpt_steps")).toEqual(["1250", 5735, null]);
    expect(cells("pt_step")).toEqual([1250, 5735, null]);
    expect(cells("pt_ice-valppl")).toEqual([0.25, 0.5, null]);
    expect(cells("pt_ice-valppl_list")).toEqual([[0.25, 0.5], [0.25, 0.5], []]);
    expect(cells("pt_step_list")).toEqual([[0, 1250, 5735], [0, 1250, 5735], []]);
  });
});

describe("the evaluation in a summary", () => {
  test("is numbers of both forms under the names of columns, without no_answer", () => {
    const summary = {
      total_tokens: 5,
      "oe_eval_metrics/piqa": {
        acc_raw: 0.5,
        primary_score: 0.75,
        no_answer: 0,
        extra_metrics: { no_answer: 0 },
        task_config: { limit: 3 },
      },
      "oe_eval_metrics/piqa/correct_prob": 0.125,
      "oe_eval_metrics/piqa/no_answer": 0,
      "oe_eval_metrics/piqa/text": "0.5",
      "oe_eval_metrics/core_9mcqa:rc::olmes:full/acc_raw_macro": 0.25,
      "oe_eval_metrics/core_9mcqa:rc::olmes:full/no_answer_macro": 0,
      "oe_eval_metrics/core_9mcqa:rc::olmes:full": { num_instances: 9 },
    };
    expect([...readEvaluation(summary).values]).toEqual([
      ["ft_piqa_acc_raw", 0.5],
      ["ft_piqa_primary_score", 0.75],
      ["ft_piqa_correct_prob", 0.125],
      ["ft_core9_full_acc_raw_macro", 0.25],
      ["ft_core9_full_num_instances", 9],
    ]);
  });

  test("is the first number where the nested and the flat form disagree, which is said", () => {
    const nested = { "oe_eval_metrics/piqa": { acc_raw: 0.25, acc_uncond: 0.5, primary_score: null } };
    const flat = {
      "oe_eval_metrics/piqa/acc_raw": 0.75,
      "oe_eval_metrics/piqa/acc_uncond": 0.5,
      "oe_eval_metrics/piqa/primary_score": 0.125,
    };
    const read = (summary: object) => {
      const { values, contradictions } = readEvaluation(summary as Record<string, unknown>);
      return [values.get("ft_piqa_acc_raw"), values.get("ft_piqa_primary_score"), contradictions];
    };
    expect(read({ ...nested, ...flat })).toEqual([0.25, 0.125, ["ft_piqa_acc_raw"]]);
    expect(read({ ...flat, ...nested })).toEqual([0.75, 0.125, ["ft_piqa_acc_raw"]]);
  });

  test("leaves out what is not finite, and finds results below further names", () => {
    const summary = {
      "oe_eval_metrics/piqa/acc_raw": Number.POSITIVE_INFINITY,
      "oe_eval_metrics/piqa/extra_metrics": { no_answer: 0, exact: 0.5 },
      "oe_eval_metrics/piqa/task_config": { limit: 3 },
    };
    expect([...readEvaluation(summary).values]).toEqual([["ft_piqa_extra_metrics_exact", 0.5]]);
  });

  test("is there when any key but the task's description is", () => {
    expect(isEvaluated({ "oe_eval_metrics/piqa/acc_raw": 0.5 })).toBe(true);
    expect(isEvaluated({ "oe_eval_metrics/piqa": {} })).toBe(true);
    expect(isEvaluated({ "oe_eval_metrics/piqa/task_config": {}, total_tokens: 5 })).toBe(false);
    expect(isEvaluated({})).toBe(false);
  });
});

describe("statistics leave missing values out", () => {
  const VALUES = [4, Number.NaN, 1, 2, 10];

  test("of four numbers and a hole", () => {
    expect(mean(VALUES)).toBe(4.25);
    expect(median(VALUES)).toBe(3);
    expect(medianAbsoluteDeviation(VALUES)).toBe(1.5);
    expect(sampleDeviation(VALUES)).toBeCloseTo(Math.sqrt(48.75 / 3), 12);
  });

  test("of one number and of none", () => {
    expect([mean([3]), median([3]), medianAbsoluteDeviation([3]), sampleDeviation([3])]).toEqual([
      3,
      3,
      0,
      Number.NaN,
    ]);
    for (const statistic of [mean, median, medianAbsoluteDeviation, sampleDeviation]) {
      expect(statistic([Number.NaN])).toBeNaN();
    }
  });
});

describe("counts of tokens", () => {
  test("fall where one is less than the one that was logged before it", () => {
    expect(isFalling([1, null, 2, 2])).toBe(false);
    expect(isFalling([2, null, 1])).toBe(true);
    expect(isFalling([])).toBe(false);
  });

  test("go on after a fall as the parse of 2025-09-23 has it, which a second fall sets back", () => {
    expect(continueCounts([100, 200, 50, 150, 40])).toEqual({
      counts: [100, 200, 250, 350, 190],
      isContinued: true,
    });
    expect(continueCounts([2, null, 1])).toEqual({ counts: [2, null, 1], isContinued: false });
  });
});

describe("groups sorted like Python's", () => {
  // Each pair is what sorted(medians, key=...) of CPython 3.11 leaves.
  test.each<[number[], number[]]>([
    [
      [3, 1, 2],
      [1, 2, 3],
    ],
    [
      [3, 2, 1, 5, 4],
      [1, 2, 3, 4, 5],
    ],
    [
      [Number.NaN, 79, 13],
      [Number.NaN, 13, 79],
    ],
    [
      [40, Number.NaN, 13],
      [40, Number.NaN, 13],
    ],
    [
      [40, 13, Number.NaN, 7, 50],
      [7, 13, 40, Number.NaN, 50],
    ],
    [
      [Number.NaN, 5, 3, Number.NaN, 4, 1],
      [Number.NaN, 1, 3, 4, 5, Number.NaN],
    ],
    [
      [5, 4, Number.NaN, 3, 2, 1],
      [1, 2, 3, 4, 5, Number.NaN],
    ],
    [
      [1, 3, Number.NaN, 2, 0, Number.NaN, -1],
      [-1, 1, 3, Number.NaN, 0, 2, Number.NaN],
    ],
    [[], []],
    [[7], [7]],
  ])("%j are %j", (medians, sorted) => {
    expect(sortLikePython(medians.map((median) => ({ median }))).map((group) => group.median)).toEqual(
      sorted,
    );
  });
});

describe("groups", () => {
  const member = (comparedSize: string, metric: string, c4: number, pile: number): GroupMember => ({
    comparedSize,
    metric,
    c4,
    pile,
    deltas: COMPARED_METRICS.map(() => 0),
  });

  test("are numbered in one order of medians, whichever perplexity each is matched on", () => {
    const groups = buildGroups([
      member("10M", "pile-valppl", 1, 40),
      member("150M", "pile-valppl", 90, 11),
      member("10M", "c4_en-valppl", 30, 1),
      member("60M", "pile-valppl", 1, Number.NaN),
      member("150M", "pile-valppl", 90, 13),
    ]);
    expect(groups.map(({ id, name, median: middle, mean: average }) => [id, name, middle, average])).toEqual([
      [3, "10M_pile-valppl_Dolma1.7", 40, 40],
      [1, "150M_pile-valppl_Dolma1.7", 12, 12],
      [2, "10M_c4_en-valppl_Dolma1.7", 30, 30],
      [4, "60M_pile-valppl_Dolma1.7", Number.NaN, Number.NaN],
      [1, "150M_pile-valppl_Dolma1.7", 12, 12],
    ]);
  });

  test("of equal medians are numbered in order of appearance", () => {
    const groups = buildGroups([member("60M", "pile-valppl", 1, 5), member("10M", "pile-valppl", 1, 5)]);
    expect(groups.map(({ id }) => id)).toEqual([1, 2]);
  });
});

const hasSamples = existsSync(join(SAMPLES, "full_eval_sample.parquet"));
if (!hasSamples) console.warn(`skipped: the real samples are not in ${SAMPLES}`);

test.skipIf(!hasSamples)("the real samples make a frame of their one matched run", async () => {
  const out = await mkdtemp(join(tmpdir(), "datadecide-sample-"));
  const fullTable = join(SAMPLES, "full_eval_sample.parquet");
  const inputs = {
    runs: join(SAMPLES, "wandb_runs_sample.parquet"),
    history: join(SAMPLES, "wandb_history_sample.parquet"),
    fullTable,
  };
  const report = await buildComparisonsFile({ ...inputs, out }, recordingEffects());
  const { table } = await readComparisons(report.files[0].path);
  await rm(out, { recursive: true });
  const cell = (name: string) => getCell(table.get(name), 0);
  const checkpoint = await withDatabase({}, (database) =>
    database.row<Record<string, number | null>>(
      `SELECT * FROM read_parquet(${quoteText(fullTable)})
       WHERE params = '530M' AND data = 'Dolma1.7' AND seed = 0 AND step = 6250`,
    ),
  );
  expect(table.rowCount).toBe(1);
  expect(cell("run_id")).toBe(NAME);
  for (const name of PRETRAINING_COLUMNS) expect(cell(`pt_${name}`), name).toBe(checkpoint[name]);
  for (const name of FT_COLUMNS) expect(cell(name), name).toEqual(expect.any(Number));
  for (const metric of COMPARED_METRICS) {
    expect(cell(`delta_${metric}`)).toBe((cell(`ft_${metric}`) as number) - (cell(`pt_${metric}`) as number));
  }
  expect(cell("ft_steps_list")).toEqual(Array.from({ length: 10 }, (_, index) => (index + 1) * 100));
  expect((cell("ft_toks_list") as number[]).at(-1)).toBe(91_330_008);
  expect(cell("pt_step_list")).toHaveLength(9);
  expect(cell("pt_pile-valppl_list")).toHaveLength(8);
  const seen = report.stages.find(({ name }) => name === "add evaluations");
  expect(seen?.findings, "every result has its column and every column a result").toEqual([]);
});
