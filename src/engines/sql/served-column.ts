/** The columns of an engine over SQL: what each is served as, and what is inferred from its name and its values. */
import type { ColumnDeclaration } from "../../catalog/declaration.js";
import type { ColumnRole, ColumnSchema, ColumnType, FilterKind } from "../../catalog/schema.js";
import type { ColumnDescription } from "../../datasets/descriptions.js";
import { RECIPES } from "../../datasets/recipes.js";
import { parseSize } from "../../datasets/sizes.js";
import { quote, StartupError } from "../../errors.js";
import type { ColumnValues } from "../../query/row-query.js";
import type { ComparedColumn } from "./statement.js";
import type { StoredColumn } from "./stored-columns.js";

/** A column of more different texts than this is not filtered by names, and not encoded by a dictionary. */
export const MAX_NAMES = 10_000;
/** A column of more different numbers than this accepts every number in a filter. */
export const MAX_NUMBERS = 10_000;

export interface ServedColumn extends StoredColumn, ComparedColumn {
  readonly schema: ColumnSchema;
  /** An expression of the type that the storage names. */
  readonly selected: string;
  /** An expression that is null for what sorts last. */
  readonly sortable: string;
  /** Cells that are not served as null. */
  readonly presentCount: number;
  /** Null if the column cannot be filtered. */
  readonly values: ColumnValues | null;
}

/** Columns that identify a row of DataDecide's tables. */
const KEY_NAMES = ["params", "data", "task", "metric", "recipe", "size", "step", "seed"];

const RECIPE_NAMES = new Set(RECIPES.map(({ name }) => name));

/** Whether a column is the stray index of a pandas frame. */
export function isPandasIndex(name: string): boolean {
  return /^__index_level_\d+__$/.test(name);
}

/** Throws StartupError missing-column for the first of the declared columns that is not among the names. */
export function checkDeclaredColumns(
  declared: readonly string[],
  names: readonly string[],
  source: string,
): void {
  const missing = declared.find((name) => !names.includes(name));
  if (missing === undefined) return;
  const problem = `has no column ${quote(missing)}, which is declared, only ${names.join(", ")}`;
  throw new StartupError("missing-column", source, problem);
}

/** The schema of a column: its declaration, completed by what was inferred. */
export function buildColumnSchema(
  name: string,
  declared: ColumnDeclaration,
  inferred: { readonly type: ColumnType; readonly role: ColumnRole; readonly filter: FilterKind },
): ColumnSchema {
  const { role, filter, unit = null, description = null, aliases = {} } = declared;
  return {
    name,
    type: inferred.type,
    role: role ?? (KEY_NAMES.includes(name) ? "key" : inferred.role),
    filter: filter ?? inferred.filter,
    parameter: null,
    metric: null,
    aliases: Object.entries(aliases).flatMap(([value, others]) =>
      others.map((alias) => [alias, value] as const),
    ),
    unit,
    description,
  };
}

/** What the names of a column are, by its name and by all of its names. */
export function findNameKind(column: string, names: readonly string[]): FilterKind {
  const areAll = (test: (name: string) => boolean) => names.length > 0 && names.every(test);
  if (/params|size/i.test(column) && areAll((name) => parseSize(name) !== undefined && /[KMBT]$/i.test(name)))
    return "sizes";
  if (/data|recipe|mix/i.test(column) && areAll((name) => RECIPE_NAMES.has(name))) return "recipes";
  return "values";
}

/** A column of text that is not filtered. */
export function buildMixedColumn(selected: string) {
  return {
    storage: { kind: "mixed", isBoolean: false } as const,
    selected,
    sortable: selected,
    comparable: selected,
    isInteger: false,
    values: null,
  };
}

/** Describes columns of a dataset with so many rows. */
export function describeServedColumns(
  columns: Iterable<ServedColumn>,
  rowCount: number,
): ColumnDescription[] {
  return Array.from(columns, ({ schema, presentCount }) => {
    const { name, type, role, metric, unit, description } = schema;
    return { name, type, role, metric, unit, description, nulls: rowCount - presentCount, statistic: null };
  });
}
