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

/** Writes what a query selects of the shipped file. */
function copyRows(query: string, file: string): Promise<void> {
  const rows = query.replace("$file", quoteText(join(ROOT, STAND_IN)));
  return withDatabase({}, (database) =>
    database.run(`COPY (${rows}) TO ${quoteText(file)} (FORMAT parquet)`),
  );
}

function failedChecks({ checks }: Report) {
  return checks.filter(({ verdict }) => verdict === "failed").map(({ name }) => name);
}

describe("the stand-in", () => {
  it("passes every check except those that only real data can pass, which are marked", async () => {
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

  it("fails the check that a damage concerns, and names it", async () => {
    const file = join(folder, "damaged.parquet");
    await copyRows("SELECT * FROM $file WHERE metric <> 'boolq_margin'", file);
    const report = await verify(file, true);
    expect(isGood(report)).toBe(false);
    expect(failedChecks(report)).toContain("set of metrics");
  });
});

describe("a file", () => {
  it("fails when the server cannot read it, for the server's own reason", async () => {
    const file = join(folder, "text.parquet");
    await copyRows("SELECT * REPLACE (value::VARCHAR AS value) FROM $file LIMIT 10", file);
    const report = await verify(file, true);
    expect(failedChecks(report)).toEqual(["the server reads it", "schema"]);
    expect(report.checks[0].found).toMatch(/column "value"/);
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
