/** The schemas of the evaluations and the comparisons, and the metrics of their columns. */
import type { ColumnRole, ColumnSchema, ColumnType, DatasetSchema, FilterKind } from "../catalog/schema.js";
import type { Column } from "../table/column.js";
import { type Comparisons, describeComparisonColumn, RECIPE_COLUMNS, SIZE_COLUMNS } from "./comparisons.js";
import { type Evaluations, MELTED_COLUMNS } from "./evaluations.js";

const EVALUATION_ROLES: Readonly<Record<string, ColumnRole>> = {
  params: "key",
  data: "key",
  step: "key",
  tokens: "attribute",
  compute: "attribute",
  metric: "key",
  value: "measure",
};

const EVALUATION_FILTERS: Readonly<Record<string, FilterKind>> = {
  params: "sizes",
  data: "recipes",
  metric: "none",
  value: "none",
};

/** Parameters with the same name for all datasets, by their columns of the comparisons. */
const COMPARISON_PARAMETERS: Readonly<Record<string, string>> = { ckpt_params: "params", ckpt_data: "data" };

export function buildEvaluationsSchema({ view }: Evaluations): DatasetSchema {
  return {
    name: "evaluations",
    columns: MELTED_COLUMNS.map(({ name, kind }) => ({
      name,
      type: kind,
      role: EVALUATION_ROLES[name],
      filter: EVALUATION_FILTERS[name] ?? "values",
      parameter: null,
      metric: null,
      aliases: [],
      unit: null,
      description: null,
    })),
    long: {
      variable: view.variableName,
      value: view.valueName,
      measures: view.valueColumns.map(({ name }) => name),
    },
    metricAliases: [],
  };
}

export function buildComparisonsSchema({ table, columnsByMetric }: Comparisons): DatasetSchema {
  return {
    name: "comparisons",
    columns: table.columns.map((column): ColumnSchema => {
      const { role, metric } = describeComparisonColumn(column.name);
      const { name } = column;
      return {
        name,
        type: findColumnType(column),
        role,
        metric,
        filter: findFilterKind(name, metric),
        parameter: COMPARISON_PARAMETERS[name] ?? null,
        aliases: [],
        unit: null,
        description: null,
      };
    }),
    long: null,
    metricAliases: [...columnsByMetric.keys()].map((metric) => [
      metric.replace("_primary_metric", "_primary_score"),
      metric,
    ]),
  };
}

function findFilterKind(name: string, metric: string | null): FilterKind {
  const isOneOf = (names: readonly string[]) => names.includes(name);
  if (isOneOf(SIZE_COLUMNS)) return "sizes";
  if (isOneOf(RECIPE_COLUMNS)) return "recipes";
  return metric === null ? "values" : "none";
}

/** The type of a column, by its values where the kind leaves it open. */
export function findColumnType(column: Column): ColumnType {
  if (column.kind === "dictionary") return "text";
  if (column.kind !== "mixed") return column.kind;
  const present = column.values.filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === "boolean") ? "boolean" : "mixed";
}
