/** The command `verify`: checks an evaluations file against the facts of the suite. */
import { resolve } from "node:path";
import { readEvaluations } from "../datasets/read.js";
import { hashSourceFile } from "../datasets/source-file.js";
import { StartupError } from "../errors.js";
import { type Database, type DatabaseOptions, withDatabase } from "./database.js";
import type { Effects } from "./effects.js";
import { checkFile } from "./input-files.js";
import { formatCount, type Report, ReportBuilder } from "./report.js";
import { Steps } from "./steps.js";
import { CheckList } from "./verify/check-list.js";
import { checkDecisions } from "./verify/decision-accuracy.js";
import { checkGrids, checkRowArithmetic, checkTokensAndCompute } from "./verify/grid-checks.js";
import { checkKeys, checkNames, checkSchema } from "./verify/shape-checks.js";
import { checkRanges, checkSeedTraces, checkTaskConstants } from "./verify/value-checks.js";

export interface VerifyOptions extends DatabaseOptions {
  readonly file: string;
  /** Whether the values are synthetic although no manifest records it. */
  readonly isSynthetic?: boolean;
}

const CHECKS = [
  checkKeys,
  checkNames,
  checkGrids,
  checkTokensAndCompute,
  checkRowArithmetic,
  checkRanges,
  checkTaskConstants,
  checkSeedTraces,
  checkDecisions,
];

/** Runs every check; the report has the failed ones. Throws PipelineError for an unreadable file. */
export async function verifyEvaluations(options: VerifyOptions, effects: Effects): Promise<Report> {
  const report = new ReportBuilder("verify");
  const path = resolve(effects.root, options.file);
  const isSynthetic = options.isSynthetic || (await isKnownSynthetic(path));
  if (isSynthetic) {
    report.warn("the numbers are synthetic: checks that only real data can pass give no verdict");
  }
  const list = new CheckList(isSynthetic);
  const steps = new Steps(effects, report);
  await withDatabase({ ...options, signal: effects.signal }, async (database) => {
    await database.run(`CREATE VIEW source AS SELECT * FROM ${database.readParquet(path)}`);
    await steps.run("read the file as the server does", () => checkServing(path, list));
    if (!(await checkSchema(database, list))) return;
    await steps.run("read the file", () => prepare(database));
    await steps.each("checks", CHECKS, (check) => check(database, list));
  });
  for (const check of list.checks) report.addCheck(check);
  return report.build();
}

/** Whether the manifest beside a file lists its bytes as synthetic. */
async function isKnownSynthetic(path: string): Promise<boolean> {
  await checkFile(path);
  const { provenance } = await hashSourceFile(path);
  return provenance.includes("synthetic");
}

/** Checks that the server accepts the file. */
async function checkServing(path: string, list: CheckList): Promise<void> {
  const name = "the server reads it";
  try {
    const { rowCount } = await readEvaluations(path);
    list.add(name, true, "whole", `${formatCount(rowCount)} rows with a value`);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    list.add(name, false, "whole", error.problem);
  }
}

/** Creates `melted`, the rows in a compact form, and `checkpoints`, one row for each checkpoint. */
async function prepare(database: Database): Promise<void> {
  for (const [type, column] of [
    ["size_name", "params"],
    ["recipe_name", "data"],
    ["metric_name", "metric"],
  ]) {
    await database.run(
      `CREATE TYPE ${type} AS ENUM (SELECT DISTINCT ${column} FROM source WHERE ${column} IS NOT NULL ORDER BY ${column})`,
    );
  }
  await database.run(
    `CREATE TABLE melted AS
     SELECT params::size_name AS params, data::recipe_name AS data, step, tokens, compute,
       metric::metric_name AS metric, value
     FROM source`,
  );
  await database.run(
    `CREATE TABLE checkpoints AS
     SELECT params::VARCHAR AS params, data::VARCHAR AS data, step, tokens, compute,
       bool_or(NOT ends_with(metric::VARCHAR, '-valppl')) AS is_evaluated,
       bool_or(ends_with(metric::VARCHAR, '-valppl')) AS has_perplexity
     FROM melted GROUP BY ALL`,
  );
}
