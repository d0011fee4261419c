/**
 * Mean and standard deviation over seeds, block by block. The seeds of a checkpoint stand side by side and are added
 * in their order: an aggregate would add them in the order of its threads, and the last digits would differ.
 */
import { type Database, quoteName } from "../database.js";
import { type Block, countOf, meanOf } from "./task-values.js";

type Statistic = "mean" | "std";

/** Makes `mean_{id}` or `std_{id}`, by checkpoint. A deviation (n - 1) is missing where there is one value only. */
export async function createStatistic(
  database: Database,
  statistic: Statistic,
  { id, columns }: Block,
  mostSeeds: number,
): Promise<void> {
  const seeds = Array.from({ length: mostSeeds }, (_, index) => `s${index + 1}`);
  const joins = seeds.map((seed, index) => `LEFT JOIN values_${id} ${seed} ON ${seed}.k = ks[${index + 1}]`);
  const of = statistic === "mean" ? meanOf : deviationOf;
  const values = columns.map((name) => {
    return `${of(seeds.map((seed) => `${seed}.${quoteName(name)}`))} AS ${quoteName(name)}`;
  });
  await database.run(
    `CREATE TABLE ${statistic}_${id} AS
     SELECT ${["c", ...values].join(", ")} FROM checkpoints ${joins.join(" ")} ORDER BY c`,
  );
}

/** Two passes: the squares of the distances from the mean, added in the order of the seeds. */
function deviationOf(values: readonly string[]): string {
  const mean = meanOf(values);
  const squares = values.map((value) => `coalesce(pow(${value} - ${mean}, 2), 0)`);
  return `sqrt((${squares.join(" + ")}) / (nullif(greatest(${countOf(values)}, 1), 1) - 1))`;
}
