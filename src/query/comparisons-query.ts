/** Queries of the comparisons: base columns filter rows, `metric` chooses columns. */
import { type Comparisons, RECIPE_COLUMNS, SIZE_COLUMNS } from "../datasets/comparisons.js";
import type { Format } from "../formats/format.js";
import type { DictionaryColumn } from "../table/column.js";
import { filterRows, listRows } from "../table/row-filter.js";
import { selectWide } from "../table/selection.js";
import type { Table } from "../table/table.js";
import {
  buildColumnField,
  buildRecipeField,
  buildSizeField,
  type FilterField,
  readNameIndexes,
} from "./filter-field.js";
import { NameIndex } from "./name-index.js";
import { readOutputOptions } from "./output-options.js";
import { buildQueryPlan, type QueryPlan, readRowFilters } from "./query-plan.js";
import { QueryReader, type RawQuery } from "./query-reader.js";
import type { NormalizedFilter } from "./range.js";
import { readSelectOptions } from "./select-options.js";

/** Parameters with the same name for all datasets, and their columns in this one. */
const PARAMETER_COLUMNS = [
  ["params", "ckpt_params"],
  ["data", "ckpt_data"],
] as const;

export class ComparisonsQuery {
  readonly #comparisons: Comparisons;
  readonly #fields: readonly FilterField[];
  readonly #metrics: NameIndex;
  readonly #unsortable: ReadonlySet<string>;

  constructor(comparisons: Comparisons) {
    const { table, baseColumns, columnsByMetric } = comparisons;
    this.#comparisons = comparisons;
    const parameters = [...PARAMETER_COLUMNS, ...baseColumns.map((name) => [name, name] as const)];
    this.#fields = parameters.flatMap(([parameter, name]) => buildField(parameter, table, name) ?? []);
    const aliases = [...columnsByMetric].flatMap(([metric, columns]) => [
      ...columns.map((column) => [column, metric] as const),
      [metric.replace("_primary_metric", "_primary_score"), metric] as const,
    ]);
    this.#metrics = new NameIndex([...columnsByMetric.keys()], aliases);
    this.#unsortable = new Set(table.columns.filter(({ kind }) => kind === "list").map(({ name }) => name));
  }

  /** Parses a query. Throws ProblemError invalid-query with all of its mistakes. */
  parse(raw: RawQuery, pathFormat: Format | null = null): QueryPlan {
    const { table, segments, baseColumns, columnsByMetric } = this.#comparisons;
    const reader = new QueryReader(raw);
    const filters: Record<string, NormalizedFilter> = {};
    const metrics =
      readNameIndexes(reader, "metric", this.#metrics)?.map((index) => this.#metrics.names[index]) ?? null;
    if (metrics !== null) filters.metric = metrics;
    const rowFilters = readRowFilters(reader, this.#fields, filters);
    const chosen = new Set([
      ...baseColumns,
      ...(metrics ?? []).flatMap((name) => columnsByMetric.get(name) ?? []),
    ]);
    const names = table.columns.map(({ name }) => name);
    const columns = metrics === null ? names : names.filter((name) => chosen.has(name));
    const options = readSelectOptions(reader, columns, this.#unsortable, PARAMETER_COLUMNS);
    const output = readOutputOptions(reader, pathFormat);
    reader.finish();
    return buildQueryPlan("comparisons", filters, options, output, () =>
      selectWide(table, [], listRows(segments, filterRows(segments, rowFilters)), options),
    );
  }
}

function buildField(parameter: string, table: Table, name: string): FilterField | undefined {
  const column = table.get(name);
  const isOneOf = (names: readonly string[]) => names.includes(name);
  if (isOneOf(SIZE_COLUMNS)) return buildSizeField(parameter, column as DictionaryColumn);
  if (isOneOf(RECIPE_COLUMNS)) return buildRecipeField(parameter, column as DictionaryColumn);
  return buildColumnField(parameter, column);
}
