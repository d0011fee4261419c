/** Checks the steps of each size, tokens and compute, and the row counts that follow from them. */
import type { Database } from "../database.js";
import { formatCount } from "../report.js";
import {
  type ModelSize,
  PPL_COLUMNS,
  RECIPE_COUNT,
  SEQUENCE_LENGTH,
  SIZES,
  VINTAGE_METRICS,
} from "../suite.js";
import type { CheckList } from "./check-list.js";
import { EVALUATED_CHECKPOINTS, isKnownStep, PERPLEXITY_CHECKPOINTS, ROWS } from "./facts.js";

interface GridRow {
  readonly params: string;
  readonly step: number;
  readonly evaluated: number;
  readonly measured: number;
}

/** The evaluated steps of every size, the same for all recipes, and perplexities at steps at which some run was saved. */
export async function checkGrids(database: Database, list: CheckList): Promise<void> {
  const rows = await database.rows<GridRow>(
    `SELECT params, step, count(*) FILTER (is_evaluated) AS evaluated, count(*) FILTER (has_perplexity) AS measured
     FROM checkpoints GROUP BY params, step ORDER BY params, step`,
  );
  for (const size of SIZES) {
    const own = rows.filter(({ params }) => params === size.name);
    checkGrid(size, own, list);
  }
  const atStart = rows.filter(({ step, measured }) => step === 0 && measured > 0);
  const labels = atStart.map(({ params, measured }) => `${params} (${measured} recipes)`);
  list.addNone("no perplexities at step 0", "none", labels);
}

function checkGrid(size: ModelSize, rows: readonly GridRow[], list: CheckList): void {
  const evaluated = rows.filter((row) => row.evaluated > 0);
  const last = evaluated.at(-1)?.step;
  const offGrid = rows.filter(({ step }) => !isKnownStep(size, step)).map(({ step }) => `off grid: ${step}`);
  const partial = evaluated
    .filter((row) => row.evaluated !== RECIPE_COUNT)
    .map((row) => `step ${row.step}: ${row.evaluated} recipes`);
  const counts = `${size.evaluatedSteps} steps to ${formatCount(size.lastEvaluatedStep)}`;
  const isWhole = evaluated.length === size.evaluatedSteps && last === size.lastEvaluatedStep;
  const found = `${evaluated.length} steps${last === undefined ? "" : ` to ${formatCount(last)}`}`;
  const offenders = [...(isWhole ? [] : [found]), ...offGrid, ...partial];
  list.addNone(`grid of ${size.name}`, `${counts}, ${RECIPE_COUNT} recipes at each`, offenders, found);
}

/** Tokens and compute increase with the step, are the same for all recipes, and follow from batch size and parameters. */
export async function checkTokensAndCompute(database: Database, list: CheckList): Promise<void> {
  const unsteady = await database.rows<{ label: string }>(
    `SELECT concat(params, ', ', data, ', step ', step) AS label FROM (
       SELECT *, lag(tokens) OVER run AS tokens_before, lag(compute) OVER run AS compute_before FROM checkpoints
       WINDOW run AS (PARTITION BY params, data ORDER BY step))
     WHERE tokens <= tokens_before OR compute <= compute_before ORDER BY params, data, step LIMIT 100`,
  );
  list.addNone(
    "tokens and compute rise with the step",
    "at every checkpoint",
    unsteady.map(({ label }) => label),
    "at every checkpoint",
  );
  const rates = SIZES.map(
    ({ name, batchSize, exactParameters }) =>
      `('${name}', ${batchSize * SEQUENCE_LENGTH}, ${exactParameters})`,
  );
  const wrong = await database.rows<{ label: string }>(
    `SELECT concat(params, ', ', data, ', step ', step, ': ', tokens, ' tokens, compute ', compute) AS label
     FROM checkpoints JOIN (VALUES ${rates.join(", ")}) rates(params, tokens_per_step, parameters) USING (params)
     WHERE abs(tokens - step * tokens_per_step) > 1e-9 * tokens
        OR abs(compute - 6.0 * parameters * step * tokens_per_step) > 1e-9 * compute
     ORDER BY params, data, step LIMIT 100`,
  );
  list.addNone(
    "tokens = step x batch x 2048, compute = 6 N tokens",
    "at every checkpoint",
    wrong.map(({ label }) => label),
    "at every checkpoint",
  );
}

/** The rows of every metric, and of the file. */
export async function checkRowArithmetic(database: Database, list: CheckList): Promise<void> {
  const counts = await database.row<{ evaluated: number; measured: number; rows: number }>(
    `SELECT count(*) FILTER (is_evaluated) AS evaluated, count(*) FILTER (has_perplexity) AS measured,
       (SELECT count(*) FROM melted) AS rows FROM checkpoints`,
  );
  list.addCount("evaluated checkpoints", EVALUATED_CHECKPOINTS, counts.evaluated);
  const { min, max } = PERPLEXITY_CHECKPOINTS;
  const between = `${formatCount(min)} to ${formatCount(max)}`;
  const isBetween = counts.measured >= min && counts.measured <= max;
  list.add("checkpoints with perplexities", isBetween, between, formatCount(counts.measured));
  const rows = await database.rows<{ metric: string; n: number }>(
    "SELECT metric::VARCHAR AS metric, count(*) AS n FROM melted GROUP BY metric ORDER BY metric",
  );
  const isPerplexity = (metric: string) => PPL_COLUMNS.some(({ name }) => name === metric);
  const isVintage = (metric: string) => VINTAGE_METRICS.some((name) => metric.endsWith(`_${name}`));
  // Any single perplexity may be missing, but only task metrics that some versions of the evaluation code lack.
  const wrong = rows.filter(({ metric, n }) => {
    if (isPerplexity(metric)) return n > counts.measured;
    return isVintage(metric) ? n > counts.evaluated : n !== counts.evaluated;
  });
  list.addNone(
    "rows per metric",
    "one per checkpoint, fewer only for perplexities and metrics of one generation",
    wrong.map(({ metric, n }) => `${metric}: ${formatCount(n)}`),
    `${rows.length} metrics in step`,
  );
  const range = `${formatCount(ROWS.min)} to ${formatCount(ROWS.max)}`;
  const isInRange = counts.rows >= ROWS.min && counts.rows <= ROWS.max;
  list.add("rows in all", isInRange, range, formatCount(counts.rows));
}
