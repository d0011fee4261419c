/**
 * The rows of the full table: one per (params, data, seed, step) of either raw table, with tokens and compute. The
 * value tables refer to them by `k`, and to their checkpoints (all seeds together) by `c`.
 */
import { type Database, quoteName, quoteText } from "../database.js";
import { type Finding, formatCount, type ReportBuilder } from "../report.js";
import { EVALUATED_RUNS } from "../suite.js";
import { resolveDuplicates } from "./duplicates.js";
import { findNotFinite, type InputColumns } from "./inputs.js";
import type { Names } from "./names.js";

const KEYS = ["params", "data", "seed", "step"];
const KEY_LIST = KEYS.join(", ");
export const RUN_LABEL = "concat_ws(', ', params, data, 'seed ' || seed, 'step ' || step::BIGINT)";
const EXAMPLES = 5;

/** Makes the types of the names: small, and in the order in which texts sort. */
export async function createNameTypes(database: Database, { sizes, recipes }: Names): Promise<void> {
  const list = (names: readonly string[]) => names.map(quoteText).join(", ");
  await database.run(`CREATE TYPE size_name AS ENUM (${list(sizes)})`);
  await database.run(`CREATE TYPE recipe_name AS ENUM (${list(recipes)})`);
}

/** The four key columns of a raw table in their final types. */
export function typedKeys({ seedNumbers }: Names): string {
  const cases = Object.entries(seedNumbers).map(([seed, n]) => `WHEN ${quoteText(seed)} THEN ${n}`);
  return `params::size_name AS params, data::recipe_name AS data, (CASE seed ${cases.join(" ")} END)::BIGINT AS seed, step`;
}

/** Makes `perplexity_rows`: short names, one row per key, missing where the value is not finite. */
export async function parsePerplexities(
  database: Database,
  names: Names,
  { perplexities }: InputColumns,
  report: ReportBuilder,
): Promise<void> {
  const columns = perplexities.map(({ raw, name }) => {
    return `CASE WHEN isfinite(${quoteName(raw)}) THEN ${quoteName(raw)} END AS ${quoteName(name)}`;
  });
  await database.run(
    `CREATE TABLE perplexity_rows AS SELECT ${typedKeys(names)}, source_row, ${columns.join(", ")} FROM raw_perplexities`,
  );
  const rowsIn = await database.count("perplexity_rows");
  const values = perplexities.map(({ name }) => name);
  const drops = await resolveDuplicates(database, {
    ...{ table: "perplexity_rows", keys: KEYS, values, label: RUN_LABEL },
  });
  report.addStage({
    ...{ name: "parse perplexities", rowsIn, rowsOut: await database.count("perplexity_rows"), drops },
    findings: await findNotFinite(database, perplexities),
  });
}

/** Makes `runs` and `values_ppl` by the full outer join of both tables, and `rates` for tokens and compute. */
export async function joinRuns(
  database: Database,
  names: Names,
  { perplexities }: InputColumns,
  report: ReportBuilder,
): Promise<void> {
  await database.run(
    `CREATE TABLE evaluated_keys AS SELECT DISTINCT ${typedKeys(names)} FROM raw_evaluations`,
  );
  await createRates(database);
  await database.run(
    `CREATE TABLE runs AS
     SELECT (row_number() OVER (ORDER BY ${KEY_LIST}))::INTEGER AS k, ${KEY_LIST},
       step * tokens_per_step AS tokens, step * compute_per_step AS compute, is_evaluated, has_perplexity
     FROM (
       SELECT ${KEY_LIST}, coalesce(e.is_evaluated, false) AS is_evaluated,
         coalesce(p.has_perplexity, false) AS has_perplexity
       FROM (SELECT ${KEY_LIST}, true AS has_perplexity FROM perplexity_rows) p
       FULL OUTER JOIN (SELECT ${KEY_LIST}, true AS is_evaluated FROM evaluated_keys) e USING (${KEY_LIST})
     ) LEFT JOIN rates USING (params)
     ORDER BY k`,
  );
  await database.run(
    `CREATE TABLE values_ppl AS
     SELECT k, ${perplexities.map(({ name }) => quoteName(name)).join(", ")}
     FROM runs LEFT JOIN perplexity_rows USING (${KEY_LIST}) ORDER BY k`,
  );
  const evaluations = await database.count("evaluated_keys");
  if (evaluations !== EVALUATED_RUNS) {
    const [found, known] = [evaluations, EVALUATED_RUNS].map(formatCount);
    report.warn(
      `the evaluation table has ${found} groups of size, recipe, seed and step, the whole suite ${known}: is a file of it missing?`,
    );
  }
  report.addStage({
    name: "outer join",
    rowsIn: { perplexities: await database.count("perplexity_rows"), evaluations },
    rowsOut: await database.count("runs"),
    findings: await findPartnerless(database),
  });
  await database.run("DROP TABLE perplexity_rows; DROP TABLE evaluated_keys");
}

/** Tokens and compute are proportional to the step; the evaluations say at which rate for each size. */
async function createRates(database: Database): Promise<void> {
  const largest = (name: string) => `max(${name}) FILTER (isfinite(${name}))`;
  await database.run(
    `CREATE TABLE rates AS
     SELECT params::size_name AS params, ${largest("tokens")} / nullif(max(step), 0) AS tokens_per_step,
       ${largest("compute")} / nullif(max(step), 0) AS compute_per_step
     FROM raw_evaluations GROUP BY params`,
  );
}

async function findPartnerless(database: Database): Promise<Finding[]> {
  const cases = [
    ["evaluated at step 0, without perplexities", "NOT has_perplexity AND step = 0"],
    ["evaluated after step 0, without perplexities", "NOT has_perplexity AND step > 0"],
    ["perplexities only, not evaluated", "NOT is_evaluated"],
  ];
  const findings = await Promise.all(
    cases.map(([reason, condition]) => findRuns(database, reason, "runs", condition)),
  );
  return findings.filter(({ count }) => count > 0);
}

async function findRuns(
  database: Database,
  reason: string,
  table: string,
  condition: string,
): Promise<Finding> {
  const examples = await database.rows<{ label: string }>(
    `SELECT ${RUN_LABEL} AS label FROM ${table} WHERE ${condition} ORDER BY k LIMIT ${EXAMPLES}`,
  );
  const count = await database.count(`${table} WHERE ${condition}`);
  return { reason, count, examples: examples.map(({ label }) => label) };
}

/** Makes `checkpoints`: the runs of all seeds together, in the order of the served file. Returns their most seeds. */
export async function groupSeeds(database: Database, report: ReportBuilder): Promise<number> {
  await database.run(
    `CREATE TABLE checkpoints AS
     SELECT (row_number() OVER (ORDER BY params, data, step))::INTEGER AS c, params, data, step, tokens, compute,
       list(k ORDER BY k) AS ks
     FROM runs WHERE tokens IS NOT NULL AND compute IS NOT NULL
     GROUP BY params, data, step, tokens, compute ORDER BY c`,
  );
  const dropped = await findRuns(
    database,
    "no tokens or compute: the size has no evaluation after step 0",
    "runs",
    "tokens IS NULL OR compute IS NULL",
  );
  const bySeeds = await database.rows<{ seeds: number; n: number }>(
    "SELECT len(ks) AS seeds, count(*) AS n FROM checkpoints GROUP BY seeds ORDER BY seeds",
  );
  report.addStage({
    name: "mean over seeds",
    rowsIn: await database.count("runs"),
    rowsOut: await database.count("checkpoints"),
    drops: dropped.count > 0 ? [dropped] : [],
    findings: bySeeds.map(({ seeds, n }) => ({
      reason: `checkpoints with ${seeds} seed${seeds === 1 ? "" : "s"}`,
      count: n,
      examples: [],
    })),
  });
  return bySeeds.at(-1)?.seeds ?? 0;
}
