import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PipelineError } from "../../../src/errors.js";
import { type RunExport, readRuns } from "../../../src/pipeline/comparisons/run-exports.js";
import { type HistoryExport, readHistories } from "../../../src/pipeline/comparisons/run-histories.js";
import { buildComparisonsFile } from "../../../src/pipeline/comparisons.js";
import { quoteText, withDatabase } from "../../../src/pipeline/database.js";
import { recordingEffects } from "../../support/recording-effects.js";

const CASES = join(import.meta.dirname, "../../../../shared/data/cases/exports");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-exports-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeLines(lines: readonly string[]): Promise<string> {
  const path = join(folder, "x.jsonl");
  await writeFile(path, lines.map((line) => `${line}\n`).join(""));
  return path;
}

async function writeParquet(select: string): Promise<string> {
  const path = join(folder, "x.parquet");
  await withDatabase({}, (database) =>
    database.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet)`),
  );
  return path;
}

async function readHistory(path: string, ids: readonly string[] = ["a"]): Promise<HistoryExport> {
  return await withDatabase({}, (database) => readHistories(database, path, new Set(ids)));
}

async function historyOf(...lines: string[]): Promise<HistoryExport> {
  return await readHistory(await writeLines(lines));
}

async function runsOf(...lines: string[]): Promise<RunExport> {
  const path = await writeLines(lines);
  return await withDatabase({}, (database) => readRuns(database, path));
}

async function problemOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof PipelineError)) throw new Error(`no error: ${JSON.stringify(error)}`);
  return `${error.code}: ${error.problem}`;
}

describe("the step of a history row", () => {
  test.each([
    ['"step":100', 100],
    ['"step":100.0', 100],
    ['"step":"100"', 100],
    ['"step":" 1e2 "', 100],
    ['"_step":100', 100],
    ['"_step":"100"', 100],
    ['"step":null,"_step":100', 100],
    ['"step":100,"_step":7', 100],
    ['"metrics":{"_step":100}', 100],
    ['"extra":{"_step":100}', 100],
    ['"step":0', 0],
  ])("is understood in %s", async (text, step) => {
    const { histories, drops, findings } = await historyOf(`{"run_id":"a",${text},"train_loss":2.5}`);
    expect(histories.get("a")?.steps).toEqual([step]);
    expect([drops, findings]).toEqual([[], []]);
  });

  test.each([
    ['"train_loss":1', "none"],
    ['"step":null', "none"],
    ['"step":NaN', "none"],
    ['"step":"first"', '"first"'],
    ['"step":""', '""'],
    ['"step":-1', "-1"],
    ['"step":1.5', "1.5"],
    ['"step":true', "true"],
    ['"step":[100]', "an object"],
    ['"step":Infinity', "Infinity"],
    ['"step":9007199254740993', "9007199254740993"],
    [`"step":"${"x".repeat(99)}"`, `"${"x".repeat(29)}…`],
  ])("is not usable in %s: the row is left out and counted", async (text, value) => {
    const row = `{"run_id":"a",${text}}`;
    const { histories, rowCount, drops } = await historyOf(
      row,
      '{"run_id":"a","step":1}',
      row,
      '{"run_id":"b"}',
    );
    expect(histories.get("a")?.steps).toEqual([1]);
    expect(rowCount).toBe(3);
    expect(drops).toEqual([
      { reason: "no usable step", count: 2, examples: [`a (2 rows, the first has ${value})`] },
    ]);
  });

  test("is understood in Parquet as number or text, under both names", async () => {
    const metrics = "2.5 AS train_loss, 1e-5 AS learning_rate, 7::BIGINT AS total_tokens";
    for (const step of [
      "100::BIGINT AS step",
      "'100' AS step",
      "100.0::DOUBLE AS _step",
      "'100' AS _step",
      "NULL::BIGINT AS step, 100 AS _step",
    ]) {
      const { histories } = await readHistory(
        await writeParquet(`SELECT 'a' AS run_id, ${step}, ${metrics}`),
      );
      expect(histories.get("a")).toEqual({
        steps: [100],
        learningRates: [1e-5],
        losses: [2.5],
        totalTokens: [7],
      });
    }
  });
});

describe("rows of one run and step", () => {
  const row = (values: string) => `{"run_id":"a","step":100,${values}}`;

  test("count once if they are the same, and are reported", async () => {
    const same = row('"learning_rate":1e-5,"train_loss":NaN');
    const { histories, rowCount, drops } = await historyOf(same, same, row('"learning_rate":"0.00001"'));
    expect(histories.get("a")).toMatchObject({ steps: [100], learningRates: [1e-5], losses: [null] });
    expect(rowCount).toBe(3);
    expect(drops).toEqual([{ reason: "repeated rows", count: 2, examples: ["a (2 rows)"] }]);
  });

  test("complete each other", async () => {
    const { histories, drops } = await historyOf(row('"train_loss":2.5'), row('"total_tokens":7'));
    expect(histories.get("a")).toEqual({
      steps: [100],
      learningRates: [null],
      losses: [2.5],
      totalTokens: [7],
    });
    expect(drops.map(({ count }) => count)).toEqual([1]);
  });

  test("are refused by key where they contradict each other", async () => {
    expect(await problemOf(historyOf(row('"train_loss":2.5'), row('"train_loss":2.75')))).toBe(
      'duplicate-rows: has two rows of run "a", step 100, with train_loss 2.5 and 2.75',
    );
  });

  test("contradict nothing where the run is not in the frame", async () => {
    const { histories } = await historyOf(
      '{"run_id":"b","step":1,"train_loss":1}',
      '{"run_id":"b","step":1,"train_loss":2}',
    );
    expect(histories.size).toBe(0);
  });
});

describe("the values of a history row", () => {
  test("are missing where they are NaN, also as W&B's text, and counted where they are no number", async () => {
    const { histories, findings } = await historyOf(
      '{"run_id":"a","step":1,"train_loss":NaN,"learning_rate":"NaN","total_tokens":"12"}',
      '{"run_id":"a","step":2,"train_loss":Infinity,"learning_rate":"high"}',
    );
    expect(histories.get("a")).toEqual({
      steps: [1, 2],
      learningRates: [null, null],
      losses: [null, null],
      totalTokens: [12, null],
    });
    expect(findings).toEqual([
      {
        reason: "learning_rate is not a finite number and counts as missing",
        count: 1,
        examples: ['a (1 row, the first has "high")'],
      },
      {
        reason: "train_loss is not a finite number and counts as missing",
        count: 1,
        examples: ["a (1 row, the first has Infinity)"],
      },
    ]);
  });

  test.each(["9007199254740993", '"9007199254740993"'])(
    "are refused where a double cannot represent them: %s",
    async (value) => {
      expect(await problemOf(historyOf(`{"run_id":"a","step":1,"total_tokens":${value}}`))).toBe(
        'input-bad-value: total_tokens of run "a", step 1 is 9007199254740993, which a double cannot represent',
      );
    },
  );

  test("are refused in Parquet too", async () => {
    const path = await writeParquet(
      "SELECT 'a' AS run_id, 1 AS step, 1.0 AS train_loss, 1.0 AS learning_rate, 9007199254740993 AS total_tokens",
    );
    expect(await problemOf(readHistory(path))).toBe(
      'input-bad-value: total_tokens of run "a", step 1 is 9007199254740993, which a double cannot represent',
    );
  });

  test("need a run, in Parquet too", async () => {
    const path = await writeParquet(
      "SELECT NULL::VARCHAR AS run_id, 1 AS step, 1.0 AS train_loss, 1.0 AS learning_rate, 1 AS total_tokens",
    );
    expect(await problemOf(readHistory(path))).toBe("input-bad-value: row 1 has no run_id");
  });
});

describe("runs", () => {
  test("count once where their records are the same", async () => {
    const run = '{"run_id":"a","state":"finished","summary":{"total_tokens":"12"},"exported_at":1}';
    const { runs, repeatedIds } = await runsOf(
      run,
      '{"run_id":"b"}',
      run.replace('"exported_at":1', '"exported_at":2'),
    );
    expect(runs.map(({ id, summary }) => [id, summary])).toEqual([
      ["a", { total_tokens: 12 }],
      ["b", { total_tokens: null }],
    ]);
    expect(repeatedIds).toEqual(["a"]);
  });

  test("are refused where two of one id differ", async () => {
    expect(
      await problemOf(runsOf('{"run_id":"a","state":"finished"}', '{"run_id":"a","state":"running"}')),
    ).toBe('duplicate-rows: has two different runs with the id "a"');
  });

  test("may have integers of any length in their configurations, but not in their results", async () => {
    const { runs } = await runsOf('{"run_id":"a","config":{"hash":12345678901234567891}}');
    expect(runs[0].config).toEqual({ hash: 12345678901234567891n });
    const summaries = {
      '{"total_tokens":9007199254740993}': "total_tokens",
      '{"oe_eval_metrics/piqa":{"num_instances":9007199254740993}}': "oe_eval_metrics/piqa/num_instances",
    };
    for (const [summary, key] of Object.entries(summaries)) {
      for (const text of [summary, JSON.stringify(summary)]) {
        expect(await problemOf(runsOf(`{"run_id":"a","summary":${text}}`))).toBe(
          `input-bad-value: ${key} of run "a" is 9007199254740993, which a double cannot represent`,
        );
      }
    }
  });
});

describe.skipIf(!existsSync(CASES))("the shared exports", () => {
  async function build(runs: string, history: string) {
    const inputs = {
      runs: join(CASES, runs),
      history: join(CASES, history),
      fullTable: join(CASES, "full_eval.parquet"),
    };
    const report = await buildComparisonsFile({ ...inputs, out: folder }, recordingEffects());
    const lists = await withDatabase({}, (database) =>
      database.rows<{ steps: string }>(
        `SELECT ft_steps_list::VARCHAR AS steps FROM ${quoteText(report.files[0].path)} ORDER BY run_id`,
      ),
    );
    const stage = report.stages.find(({ name }) => name === "add training history");
    return { steps: lists.map(({ steps }) => steps), drops: stage?.drops, sha256: report.files[0].sha256 };
  }

  const STEPS = ["[100.0, 200.0, 300.0]", "[]", "[100.0, 200.0]", "[]", "[]", "[]"];

  test("make the same frame with _step, byte-order marks and U+2028", async () => {
    const plain = await build("runs.jsonl", "history.jsonl");
    expect(plain.steps).toEqual(STEPS);
    expect(plain.drops).toEqual([]);
    for (const [runs, history] of [
      ["runs.jsonl", "understep.history.jsonl"],
      ["bom.runs.jsonl", "history.jsonl"],
      ["u2028.runs.jsonl", "history.jsonl"],
    ]) {
      expect(await build(runs, history), `${runs} ${history}`).toEqual(plain);
    }
  });

  test("count repeated rows once, and report how many", async () => {
    const { steps, drops } = await build("runs.jsonl", "doubled.history.jsonl");
    expect(steps).toEqual(STEPS);
    expect(drops).toEqual([
      {
        reason: "repeated rows",
        count: 3,
        examples: ["250901-000001_match_60M_finetune_10Mtx1_DD-d17-4M-1250-2_lr=5e-05 (3 rows)"],
      },
    ]);
  });
});
