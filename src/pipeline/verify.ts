/** The command `verify`: an evaluations file against what is known of the suite, check by check. */
import { resolve } from "node:path";
import { readSourceFile } from "../datasets/source-file.js";
import { type Database, type DatabaseOptions, withDatabase } from "./database.js";
import type { Effects } from "./effects.js";
import { checkFile } from "./input-files.js";
import { type Report, ReportBuilder } from "./report.js";
import { CheckList } from "./verify/check-list.js";
import { checkDecisions } from "./verify/decision-accuracy.js";
import { checkGrids, checkRowArithmetic, checkTokensAndCompute } from "./verify/grid-checks.js";
import { checkKeys, checkNames, checkSchema } from "./verify/shape-checks.js";
import { checkRanges, checkSeedTraces, checkTaskConstants } from "./verify/value-checks.js";

export interface VerifyOptions extends DatabaseOptions {
  readonly file: string;
  /** Whether the numbers are known to be synthetic although no manifest says so. */
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

/** Makes every check; the report says which failed. Throws PipelineError for a file that cannot be read at all. */
export async function verifyEvaluations(options: VerifyOptions, effects: Effects): Promise<Report> {
  const report = new ReportBuilder("verify");
  const path = resolve(effects.root, options.file);
  const isSynthetic = options.isSynthetic || (await isKnownSynthetic(path));
  if (isSynthetic) {
    report.warn("the numbers are synthetic: checks that only real data can pass give no verdict");
  }
  const list = new CheckList(isSynthetic);
  await withDatabase({ ...options, signal: effects.signal }, async (database) => {
    await database.run(`CREATE VIEW source AS SELECT * FROM ${database.readParquet(path)}`);
    if (!(await checkSchema(database, list))) return;
    await prepare(database);
    const task = effects.progress.begin("checks", CHECKS.length, "steps");
    for (const check of CHECKS) {
      await check(database, list);
      task.advance(1);
    }
    task.end(`${list.checks.length} checks`);
  });
  for (const check of list.checks) report.addCheck(check);
  return report.build();
}

/** The manifest beside a file knows the bytes that are synthetic. */
async function isKnownSynthetic(path: string): Promise<boolean> {
  await checkFile(path);
  const { source } = await readSourceFile(path);
  return source.provenance.includes("synthetic");
}

/** Makes `melted`, the rows in a compact form, and `checkpoints`, one row for each of theirs. */
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
