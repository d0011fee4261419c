/** Schema, names and keys of an evaluations file. */
import { MELTED_COLUMNS } from "../../datasets/evaluations.js";
import { RECIPES } from "../../datasets/recipes.js";
import type { Database } from "../database.js";
import { MELTED_METRICS, SIZES } from "../suite.js";
import type { CheckList } from "./check-list.js";

const STRAY_INDEX = "__index_level_0__";

/** Checks the columns. Returns whether the other checks are possible. */
export async function checkSchema(database: Database, list: CheckList): Promise<boolean> {
  const rows = await database.rows<{ column_name: string; column_type: string }>("DESCRIBE source");
  const found = rows.filter(({ column_name: name }) => name !== STRAY_INDEX);
  const render = (columns: readonly (readonly [string, string])[]) =>
    columns.map(([name, type]) => `${name} ${type}`).join(", ");
  const expected = MELTED_COLUMNS.map(
    ({ name, kind }) => [name, kind === "text" ? "VARCHAR" : "DOUBLE"] as const,
  );
  const columns = found.map(({ column_name: name, column_type: type }) => [name, type] as const);
  const isSame = render(expected) === render(columns);
  list.add("schema", isSame, render(expected), render(columns));
  const types = new Map(columns);
  return expected.every(([name, type]) => types.get(name) === type);
}

export async function checkKeys(database: Database, list: CheckList): Promise<void> {
  const names = MELTED_COLUMNS.map(({ name }) => name);
  const counts = await database.row<Record<string, number>>(
    `SELECT ${names.map((name) => `count(*) FILTER (${name} IS NULL) AS ${name}`).join(", ")} FROM melted`,
  );
  const missing = names.filter((name) => counts[name] > 0).map((name) => `${name} in ${counts[name]} rows`);
  list.addNone("no missing ids or values", "none", missing);
  const repeated = await database.rows<{ label: string }>(
    `SELECT concat_ws(', ', params, data, 'step ' || step, metric) AS label FROM melted
     GROUP BY params, data, step, metric HAVING count(*) > 1 ORDER BY params, data, step, metric LIMIT 100`,
  );
  list.addNone(
    "no repeated key",
    "none",
    repeated.map(({ label }) => label),
  );
}

export async function checkNames(database: Database, list: CheckList): Promise<void> {
  const read = async (column: string) => {
    const rows = await database.rows<{ name: string }>(
      `SELECT DISTINCT ${column}::VARCHAR AS name FROM melted WHERE ${column} IS NOT NULL ORDER BY name`,
    );
    return rows.map(({ name }) => name);
  };
  const sets = [
    ["sizes", "params", SIZES.map(({ name }) => name)],
    ["recipes", "data", RECIPES.map(({ name }) => name)],
    ["metrics", "metric", MELTED_METRICS],
  ] as const;
  for (const [title, column, expected] of sets) {
    const found = await read(column);
    const problems = [
      ...expected.filter((name) => !found.includes(name)).map((name) => `${name} is missing`),
      ...found.filter((name) => !expected.includes(name)).map((name) => `${name} is unknown`),
    ];
    list.addNone(`set of ${title}`, `${expected.length} known ones`, problems, `${found.length} known ones`);
  }
}
