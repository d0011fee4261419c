/**
 * The result of a query of random ingredients, by filtering row objects the slow and obvious way, and without a
 * look at src/query.
 */
import type { Datasets } from "../../src/datasets/read.js";
import { getCell } from "../../src/table/column.js";
import { FT, type Row } from "./served-app.js";

export const ID_COLUMNS = ["params", "data", "step", "tokens", "compute"];
export const LONG_COLUMNS = [...ID_COLUMNS, "metric", "value"];

/** What a query means, in the words of the contract. */
export interface Meaning {
  readonly route: string;
  metrics: string[] | null;
  recipes: string[] | null;
  sizes: string[] | null;
  readonly conditions: ((row: Row) => boolean)[];
  isFinalOnly: boolean;
  isWide: boolean;
  columns: string[] | null;
  sort: { name: string; isDescending: boolean } | null;
  limit: number | null;
  offset: number;
}

/** The names and values that a query may have. */
export interface KnownNames {
  readonly sizes: readonly string[];
  readonly recipes: readonly string[];
  readonly metrics: readonly string[];
  readonly steps: readonly number[];
  /** Metrics of the comparisons, by their differences. */
  readonly comparedMetrics: readonly string[];
}

export class QueryOracle {
  readonly names: KnownNames;
  readonly comparisons: readonly Row[];
  readonly #comparisonColumns: readonly string[];
  readonly #ids: readonly Row[];
  readonly #datasets: Datasets;
  readonly #groupsByMetric = new Map<string, Map<string, Row[]>>();

  constructor(datasets: Datasets) {
    this.#datasets = datasets;
    const { view } = datasets.evaluations;
    this.#ids = Array.from({ length: view.table.rowCount }, (_, row) =>
      Object.fromEntries(view.idColumns.map((column) => [column.name, getCell(column, row)])),
    );
    const { table } = datasets.comparisons;
    this.#comparisonColumns = table.columns.map(({ name }) => name);
    this.comparisons = Array.from({ length: table.rowCount }, (_, row) =>
      Object.fromEntries(table.columns.map((column) => [column.name, getCell(column, row)])),
    );
    this.names = {
      sizes: [...new Set(this.#ids.map((row) => String(row.params)))].sort((a, b) => toSize(a) - toSize(b)),
      recipes: [...new Set(this.#ids.map((row) => String(row.data)))].sort(compareText),
      metrics: view.valueColumns.map(({ name }) => name),
      steps: [...new Set(this.#ids.map((row) => Number(row.step)))],
      comparedMetrics: this.#comparisonColumns
        .filter((name) => name.startsWith("delta_"))
        .map((name) => name.slice("delta_".length)),
    };
  }

  /** The records of the response and how many rows there are before limit and offset. */
  evaluate(meaning: Meaning): { readonly records: readonly Row[]; readonly total: number } {
    const { rows, columns } =
      meaning.route === FT ? this.#selectComparisons(meaning) : this.#selectEvaluations(meaning);
    const ordered = meaning.sort === null ? rows : this.#sortRows(rows, meaning.sort);
    const end = meaning.limit === null ? ordered.length : meaning.offset + meaning.limit;
    const records = ordered
      .slice(meaning.offset, end)
      .map((row) => Object.fromEntries((meaning.columns ?? columns).map((name) => [name, row[name]])));
    return { records, total: rows.length };
  }

  /** The rows of a metric by recipe and size, each in the order of steps; built on first use. */
  #groupRows(metric: string): Map<string, Row[]> {
    const known = this.#groupsByMetric.get(metric);
    if (known !== undefined) return known;
    const { values } = this.#datasets.evaluations.view.table.getOfKind(metric, "number");
    const rows: Row[] = this.#ids.flatMap((id, row): Row[] =>
      !Number.isFinite(values[row]) ? [] : [{ ...id, metric, value: values[row] }],
    );
    rows.sort((a, b) => Number(a.step) - Number(b.step));
    const groups = groupByRecipeAndSize(rows);
    this.#groupsByMetric.set(metric, groups);
    return groups;
  }

  /** Metric in file order, then recipe, then size as a number, then step. */
  #selectEvaluations(meaning: Meaning): { rows: Row[]; columns: string[] } {
    const metrics = this.names.metrics.filter((name) => meaning.metrics?.includes(name) ?? true);
    const recipes = this.names.recipes.filter((name) => meaning.recipes?.includes(name) ?? true);
    const sizes = this.names.sizes.filter((name) => meaning.sizes?.includes(name) ?? true);
    const long: Row[] = [];
    for (const metric of metrics) {
      for (const recipe of recipes) {
        for (const size of sizes) {
          const rows = this.#groupRows(metric).get(`${recipe}|${size}`) ?? [];
          const wanted = meaning.isFinalOnly ? rows.slice(-1) : rows;
          long.push(...wanted.filter((row) => meaning.conditions.every((holds) => holds(row))));
        }
      }
    }
    if (!meaning.isWide) return { rows: long, columns: LONG_COLUMNS };
    const byCheckpoint = new Map<string, Record<string, unknown>>();
    for (const row of long) {
      const key = `${row.data}|${row.params}|${row.step}`;
      const ids = Object.fromEntries(ID_COLUMNS.map((name) => [name, row[name]]));
      const wide = byCheckpoint.get(key) ?? {
        ...ids,
        ...Object.fromEntries(metrics.map((name) => [name, null])),
      };
      wide[String(row.metric)] = row.value;
      byCheckpoint.set(key, wide);
    }
    const rows = [...byCheckpoint.values()].sort(
      (a, b) =>
        compareText(a.data, b.data) || toSize(a.params) - toSize(b.params) || Number(a.step) - Number(b.step),
    );
    return { rows, columns: [...ID_COLUMNS, ...metrics] };
  }
  #selectComparisons({ conditions, metrics }: Meaning): { rows: Row[]; columns: string[] } {
    const rows = this.comparisons.filter((row) => conditions.every((holds) => holds(row)));
    return {
      rows,
      columns: metrics === null ? [...this.#comparisonColumns] : this.#comparisonColumnsOf(metrics),
    };
  }
  /** The base and group columns, and of the metrics `ft_…`, `pt_…`, `pt_…_list`, `delta_…`, `group_*_delta_…`. */
  #comparisonColumnsOf(metrics: readonly string[]): string[] {
    const start = this.#comparisonColumns.indexOf("ft_loss_list") + 1;
    const base = new Set([
      ...this.#comparisonColumns.slice(0, start),
      ...this.#comparisonColumns.filter((name) => name.startsWith("matched_group_") || name === "pt_ft_toks"),
    ]);
    const isOf = (name: string, metric: string) => {
      const score = metric.replace(/primary_metric$/, "primary_score");
      return [metric, score].some(
        (text) =>
          [`ft_${text}`, `pt_${text}`, `pt_${text}_list`, `delta_${text}`].includes(name) ||
          (name.startsWith("group_") && name.endsWith(`_delta_${text}`)),
      );
    };
    return this.#comparisonColumns.filter(
      (name) => base.has(name) || metrics.some((metric) => isOf(name, metric)),
    );
  }
  /** Sorts by one key, equal keys in their order before, nulls last in both directions. */
  #sortRows(rows: readonly Row[], { name, isDescending }: { name: string; isDescending: boolean }): Row[] {
    const isSize = name === "params" || name === "ckpt_params";
    const isNumericText = name === "lr" || name === "seed";
    return rows.toSorted((a, b) => {
      const [x, y] = [a[name], b[name]];
      if (x === null || y === null) return Number(x === null) - Number(y === null);
      const ascending =
        name === "metric"
          ? this.names.metrics.indexOf(String(x)) - this.names.metrics.indexOf(String(y))
          : isSize
            ? toSize(x) - toSize(y)
            : typeof x === "number" || isNumericText
              ? Number(x) - Number(y)
              : compareText(x, y);
      return isDescending ? -ascending : ascending;
    });
  }
}

function groupByRecipeAndSize(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.data}|${row.params}`;
    const group = groups.get(key) ?? [];
    if (group.push(row) === 1) groups.set(key, group);
  }
  return groups;
}

function compareText(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

export function toSize(text: unknown): number {
  return Number.parseFloat(String(text)) * (String(text).endsWith("B") ? 1e9 : 1e6);
}
