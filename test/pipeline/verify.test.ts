import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import { isGood, type Report } from "../../src/pipeline/report.js";
import { measureAgreement } from "../../src/pipeline/verify/decision-accuracy.js";
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
  it("passes every check but those that only real data can pass, which say so", async () => {
    const report = await verify(STAND_IN);
    expect(failedChecks(report)).toEqual([]);
    expect(isGood(report)).toBe(true);
    const undecided = report.checks.filter(({ verdict }) => verdict === "needs real data");
    expect(undecided.map(({ name }) => name).filter((name) => !ONLY_REAL.test(name))).toEqual([]);
    expect(undecided).toHaveLength(15);
    expect(report.warnings.join()).toContain("synthetic");
    const counts = Object.fromEntries(report.checks.map(({ name, found }) => [name, found]));
    expect(counts["evaluated checkpoints"]).toBe("7,125");
    expect(counts["set of metrics"]).toBe("281 known ones");
    expect(counts["points of the decision trend"]).toBe("272");
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

  it("fails when the server cannot read it, for the server's own reason", async () => {
    const file = join(folder, "zstd.parquet");
    await withDatabase({}, (database) =>
      database.run(
        `COPY (SELECT * EXCLUDE __index_level_0__ FROM ${quoteText(join(ROOT, STAND_IN))})
         TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
      ),
    );
    const report = await verify(file, true);
    expect(failedChecks(report)).toEqual(["the server reads it"]);
    expect(report.checks[0].found).toMatch(/column "params" is compressed with ZSTD/);
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
      "only one seed is in it",
      "SELECT * REPLACE (CASE WHEN metric = 'boolq_acc_raw' THEN round(value * 3270) / 3270 WHEN metric LIKE '%acc_raw' THEN 0.5 ELSE value END AS value) FROM $file",
      ["accuracies are thirds of a question"],
    ],
    [
      "rows stand twice",
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

  it("is refused in one line when it is no Parquet file or not there", async () => {
    const file = join(folder, "text.parquet");
    await writeFile(file, "no parquet");
    await expect(verify(file)).rejects.toMatchObject({ code: "input-not-parquet" });
    await expect(verify("nowhere.parquet")).rejects.toMatchObject({ code: "input-missing" });
  });
});

it("counts the pairs that two scores order alike", () => {
  const scores = (values: readonly number[]) => new Map(values.map((value, index) => [`r${index}`, value]));
  expect(measureAgreement(scores([1, 2, 3, 4]), scores([1, 2, 3, 4]))).toBe(1);
  expect(measureAgreement(scores([1, 2, 3, 4]), scores([4, 3, 2, 1]))).toBe(0);
  expect(measureAgreement(scores([1, 2, 4, 3]), scores([1, 2, 3, 4]))).toBe(5 / 6);
  expect(measureAgreement(scores([1, 1, 3]), scores([1, 2, 3]))).toBe(2 / 3);
});
