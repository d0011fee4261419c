/** Every damage to a whole file of evaluations that the command `verify` has to name. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { runProgram } from "../../src/pipeline/program.js";
import { isGood, type Report } from "../../src/pipeline/report.js";
import { PRIMARY_ACCURACIES, QUESTIONS } from "../../src/pipeline/verify/facts.js";
import { verifyEvaluations } from "../../src/pipeline/verify.js";
import { recordingEffects } from "../support/recording-effects.js";

const ROOT = join(import.meta.dirname, "../..");
const STAND_IN = "initial_data/mean_eval_melted.parquet";
const ONLY_REAL = /^decision accuracy (of|per decade)|^rank correlation/;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datadecide-verify-"));
});
afterAll(() => rm(folder, { recursive: true }));

function verify(file: string, isSynthetic = false) {
  return verifyEvaluations({ file, isSynthetic }, recordingEffects({ root: ROOT }));
}

/** The stand-in after an edit, verified as synthetic. */
async function verifyDamaged(name: string, query: string): Promise<Report> {
  const file = join(folder, `${name}.parquet`);
  await withDatabase({}, (database) =>
    database.run(
      `COPY (${query.replace("$file", quoteText(join(ROOT, STAND_IN)))}) TO ${quoteText(file)} (FORMAT parquet)`,
    ),
  );
  return verify(file, true);
}

function failedChecks({ checks }: Report) {
  return checks.filter(({ verdict }) => verdict === "failed").map(({ name }) => name);
}

describe("the stand-in", () => {
  it("passes the command itself, which prints what only real data could pass", async () => {
    const texts = { out: "", err: "" };
    const output = {
      out: (text: string) => {
        texts.out += text;
      },
      err: (text: string) => {
        texts.err += text;
      },
    };
    expect(await runProgram(["verify"], recordingEffects({ root: ROOT }), output)).toBe(0);
    expect(texts.out).toMatch(/^needs real data +decision accuracy of 150M +0\.830 +/m);
    expect(Math.max(...texts.out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it("fails the decision profile when it passes itself off as real", async () => {
    const file = join(folder, "renamed.parquet");
    await withDatabase({}, (database) =>
      database.run(
        `COPY (SELECT * EXCLUDE __index_level_0__ FROM ${quoteText(join(ROOT, STAND_IN))}) TO ${quoteText(file)} (FORMAT parquet)`,
      ),
    );
    const failed = failedChecks(await verify(file));
    expect(failed).toContain("decision accuracy of 4M");
    expect(failed.filter((name) => !ONLY_REAL.test(name))).toEqual([]);
  });
});

describe("a file that is whole", () => {
  it("may lack single perplexities", async () => {
    const report = await verifyDamaged(
      "gaps",
      "SELECT * FROM $file WHERE NOT (metric = 'ice-valppl' AND step = 5000)",
    );
    expect(failedChecks(report)).toEqual([]);
  });
});

describe("a damaged file", () => {
  it.each([
    ["a metric is missing", "SELECT * FROM $file WHERE metric <> 'boolq_margin'", ["set of metrics"]],
    ["a recipe is missing", "SELECT * FROM $file WHERE data <> 'C4'", ["set of recipes", "grid of 4M"]],
    [
      "a recipe has another name",
      "SELECT * REPLACE (replace(data, 'Falcon', 'Hawk') AS data) FROM $file",
      ["set of recipes"],
    ],
    [
      "a step is off the grid",
      "SELECT * REPLACE (CASE WHEN params = '10M' AND step = 5000 THEN 5001 ELSE step END AS step) FROM $file",
      ["grid of 10M", "tokens = step x batch x 2048, compute = 6 N tokens"],
    ],
    [
      "a whole step is missing",
      "SELECT * FROM $file WHERE NOT (params = '90M' AND step = 5000)",
      ["grid of 90M", "evaluated checkpoints"],
    ],
    [
      "one recipe lacks a step",
      "SELECT * FROM $file WHERE NOT (params = '20M' AND step = 5000 AND data = 'C4')",
      ["grid of 20M", "evaluated checkpoints"],
    ],
    [
      "tokens fall",
      "SELECT * REPLACE (CASE WHEN params = '1B' AND step = 5000 THEN 1 ELSE tokens END AS tokens) FROM $file",
      ["tokens and compute rise with the step"],
    ],
    [
      "compute is of another model",
      "SELECT * REPLACE (CASE WHEN params = '150M' THEN compute * 1.01 ELSE compute END AS compute) FROM $file",
      ["tokens = step x batch x 2048, compute = 6 N tokens"],
    ],
    [
      "an accuracy is above one",
      "SELECT * REPLACE (CASE WHEN metric = 'piqa_acc_uncond' THEN value + 1 ELSE value END AS value) FROM $file",
      ["range of acc_raw, acc_per_token, acc_per_char, acc_per_byte, acc_uncond"],
    ],
    [
      "a value is not finite",
      "SELECT * REPLACE (CASE WHEN metric = 'pile-valppl' THEN 'inf'::DOUBLE ELSE value END AS value) FROM $file",
      ["range of valppl"],
    ],
    [
      "rows are repeated",
      "SELECT * FROM $file UNION ALL (SELECT * FROM $file LIMIT 5)".replace(
        "UNION ALL (SELECT * FROM $file",
        "UNION ALL (SELECT * FROM $again",
      ),
      ["no repeated key"],
    ],
    [
      "values are missing",
      "SELECT * REPLACE (CASE WHEN metric = 'ice-valppl' AND step = 5000 THEN NULL ELSE value END AS value) FROM $file",
      ["no missing ids or values"],
    ],
    ["a column is missing", "SELECT * EXCLUDE compute FROM $file", ["schema"]],
    ["a column has another type", "SELECT * REPLACE (step::BIGINT AS step) FROM $file", ["schema"]],
  ])("fails and names the check: %s", async (name, query, expected) => {
    const whole = query.replace("$again", quoteText(join(ROOT, STAND_IN)));
    const report = await verifyDamaged(name.replaceAll(" ", "-"), whole);
    expect(isGood(report)).toBe(false);
    expect(failedChecks(report)).toEqual(expect.arrayContaining(expected));
  });

  /** What a single seed scores: each accuracy a whole number of right answers, in the primary metric too. */
  const oneSeed = `CASE ${Object.entries(QUESTIONS)
    .map(([task, questions]) => {
      const metrics = [`${task}_acc_raw`];
      if (PRIMARY_ACCURACIES[task] === "acc_raw") metrics.push(`${task}_primary_metric`);
      return `WHEN metric IN (${metrics.map(quoteText).join(", ")}) THEN round(value * ${questions}) / ${questions}`;
    })
    .join(" ")} ELSE value END`;
  const replace = (condition: string, value: string) =>
    `SELECT * REPLACE (CASE WHEN ${condition} THEN ${value} ELSE value END AS value) FROM $file`;

  it.each([
    [
      "a size has another name",
      "SELECT * REPLACE (CASE WHEN params = '4M' THEN '5M' ELSE params END AS params) FROM $file",
      { "set of sizes": "4M is missing; 5M is unknown", "grid of 4M": "0 steps" },
    ],
    [
      "perplexities are at step 0",
      `SELECT * FROM $file UNION ALL SELECT * REPLACE ('pile-valppl' AS metric, 20.0 AS value) FROM $again
       WHERE params = '10M' AND step = 0 AND metric = 'boolq_acc_raw'`,
      { "no perplexities at step 0": "10M (25 recipes)" },
    ],
    [
      "one size was logged without perplexities",
      "SELECT * FROM $file WHERE NOT (params = '1B' AND metric LIKE '%-valppl')",
      { "checkpoints with perplexities": "6,876" },
    ],
    [
      "one checkpoint lacks one metric",
      `SELECT * FROM $file
       WHERE NOT (params = '10M' AND data = 'C4' AND step = 5000 AND metric = 'boolq_acc_per_char')`,
      { "rows per metric": "boolq_acc_per_char: 7,124" },
    ],
    [
      "a quarter of the metrics is missing",
      "SELECT * FROM $file WHERE NOT ends_with(metric, '_per_char')",
      {
        "set of metrics":
          "arc_challenge_acc_per_char is missing; arc_easy_acc_per_char is missing; boolq_acc_per_char is missing; and 55 more",
        "rows in all": "1,374,036",
      },
    ],
    [
      "the right answers of one checkpoint are elsewhere",
      replace("metric = 'piqa_correct_choice' AND params = '10M' AND step = 5000", "value + 0.0001"),
      {
        "correct_choice is a constant of the task":
          "piqa_correct_choice 0.5048966267682263 to 0.5049966267682263",
      },
    ],
    [
      "a primary metric is another accuracy",
      replace("metric = 'csqa_primary_metric' AND data = 'C4'", "value / 2"),
      { "the primary metric is the task's accuracy": "csqa: 285" },
    ],
    [
      "only one seed is in it",
      `SELECT * REPLACE (${oneSeed} AS value) FROM $file`,
      { "three seeds are in the means": "100.0%" },
    ],
    [
      "an accuracy is not a number of right answers",
      replace("metric = 'piqa_acc_raw' AND data = 'C4'", "value + 0.00005"),
      { "accuracies are thirds of a question": "99.6% of 64,125 rows" },
    ],
  ])("fails only these checks and reports what it found: %s", async (name, query, expected) => {
    const whole = query.replace("$again", quoteText(join(ROOT, STAND_IN)));
    const { checks } = await verifyDamaged(name.replaceAll(" ", "-"), whole);
    const failed = checks.filter(({ verdict }) => verdict === "failed");
    expect(Object.fromEntries(failed.map(({ name: check, found }) => [check, found]))).toEqual(expected);
  });
});
