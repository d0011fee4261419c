/** The wide tables that the build writes on demand: every run, and mean and deviation over seeds. */
import { quoteName } from "../database.js";
import { RECIPE_FEATURE_COLUMNS } from "../recipe-features.js";
import { MODEL_COLUMNS, SCHEDULE_COLUMNS, STEP_COLUMNS } from "./model-columns.js";
import type { Block } from "./task-values.js";

const MODEL_JOINS = `LEFT JOIN models m ON m.params = r.params::VARCHAR
  LEFT JOIN recipe_features f ON f.data = r.data::VARCHAR
  LEFT JOIN learning_rates l ON l.params = r.params::VARCHAR AND l.step = r.step`;

/** A query for the full table: ids, schedule, perplexities, tasks, recipe features, model. */
export function selectFull(blocks: readonly Block[]): string {
  const columns = [
    ...[
      "r.params::VARCHAR AS params",
      "r.data::VARCHAR AS data",
      "r.seed",
      "r.step",
      "r.tokens",
      "r.compute",
    ],
    ...SCHEDULE_COLUMNS.map(([name]) => `m.${name}`),
    ...STEP_COLUMNS.map((name) => `l.${name}`),
    ...blocks.flatMap(({ id, columns: names }) => names.map((name) => `values_${id}.${quoteName(name)}`)),
    ...RECIPE_FEATURE_COLUMNS.map(([name]) => `f.${name}`),
    ...MODEL_COLUMNS.map(([name]) => `m.${name}`),
  ];
  const joins = blocks.map(({ id }) => `LEFT JOIN values_${id} USING (k)`);
  return `SELECT ${columns.join(", ")} FROM runs r ${joins.join(" ")} ${MODEL_JOINS} ORDER BY k`;
}

/**
 * A query for mean or deviation over seeds: the full table's columns of numbers. Those that depend on model, recipe
 * and step alone are the same for every seed: their mean is themselves, and they do not deviate.
 */
export function selectStatistic(statistic: "mean" | "std", blocks: readonly Block[]): string {
  const shared = (source: string, name: string) => {
    const value = `${source}.${name}::DOUBLE`;
    if (statistic === "mean") return `${value} AS ${name}`;
    return `CASE WHEN len(ks) > 1 AND ${value} IS NOT NULL THEN 0::DOUBLE END AS ${name}`;
  };
  const columns = [
    ...["r.params::VARCHAR AS params", "r.data::VARCHAR AS data", "r.step", "r.tokens", "r.compute"],
    ...SCHEDULE_COLUMNS.map(([name]) => shared("m", name)),
    ...STEP_COLUMNS.map((name) => shared("l", name)),
    ...blocks.flatMap(({ id, columns: names }) =>
      names.map((name) => `${statistic}_${id}.${quoteName(name)}`),
    ),
    ...RECIPE_FEATURE_COLUMNS.map(([name]) => shared("f", name)),
    ...MODEL_COLUMNS.filter(([, type]) => type === "BIGINT" || type === "DOUBLE").map(([name]) =>
      shared("m", name),
    ),
  ];
  const joins = blocks.map(({ id }) => `LEFT JOIN ${statistic}_${id} USING (c)`);
  return `SELECT ${columns.join(", ")} FROM checkpoints r ${joins.join(" ")} ${MODEL_JOINS} ORDER BY c`;
}
