/** Dataset descriptions: source, licence, file, and columns. */
import { basename } from "node:path";
import type { ColumnRole, ColumnType } from "../catalog/schema.js";
import type { Column } from "../table/column.js";
import { type COMPARISON_STATISTICS, describeComparisonColumn } from "./comparisons.js";
import type { Datasets } from "./read.js";
import { buildEvaluationsSchema, findColumnType } from "./schemas.js";
import { isSynthetic, type SourceFile } from "./source-file.js";

export interface ColumnDescription {
  readonly name: string;
  readonly type: ColumnType;
  /** Number of cells that are served as null: missing, NaN or infinite. */
  readonly nulls: number;
  readonly role: ColumnRole;
  /** The metric of a measure of the comparisons, and what the column holds of it; null for every other column. */
  readonly metric: string | null;
  readonly statistic: (typeof COMPARISON_STATISTICS)[number] | null;
}

export interface DatasetDescription {
  readonly name: keyof Datasets;
  readonly title: string;
  /** From the manifest beside the file. */
  readonly provenance: string;
  readonly isSynthetic: boolean;
  readonly source: string;
  /** Licence and citation of DataDecide, also for synthetic data. */
  readonly licence: string;
  readonly citation: string;
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
  /** For the evaluations, rows of the long form. */
  readonly rows: number;
  readonly columns: readonly ColumnDescription[];
  /** An ISO 8601 timestamp in UTC. */
  readonly loadedAt: string;
}

const LICENCE = "ODC-BY";
const CITATION =
  "Magnusson et al. 2025, DataDecide: How to Predict Best Pretraining Data with Small Experiments, arXiv:2504.11393";

const TITLES = {
  evaluations: "Evaluations of pretraining checkpoints, means over the training seeds",
  comparisons: "Fine-tuning runs matched with pretraining baselines",
} as const;

/** The source of data by its provenance; the source of any other data is its provenance. */
const SYNTHETIC_SOURCE =
  "Made up by scripts/make_stand_in_data.py in the form of DataDecide's results: no value was measured, and none is DataDecide's.";
const GENUINE = "DataDecide";
const GENUINE_SOURCES = {
  evaluations: "allenai/DataDecide-ppl-results and allenai/DataDecide-eval-results on the Hugging Face hub",
  comparisons: "Fine-tuning runs that began from checkpoints of AllenAI's DataDecide",
} as const;

/** Describes both datasets; counting missing cells reads every cell once. */
export function describeDatasets(
  { evaluations, comparisons }: Datasets,
  loadedAt: Date,
): DatasetDescription[] {
  const { valueColumns } = evaluations.view;
  const nullValues = valueColumns.reduce((sum, { values }) => sum + countInfinite(values), 0);
  const longColumns = buildEvaluationsSchema(evaluations).columns.map(({ name, type, role, metric }) => {
    // Ids are checked when the file is read, and a value that is missing has no row.
    const nulls = name === "value" ? nullValues : 0;
    return { name, type, nulls, role, metric, statistic: null };
  });
  const describe = (
    name: keyof Datasets,
    source: SourceFile,
    rows: number,
    columns: readonly ColumnDescription[],
  ): DatasetDescription => ({
    name,
    title: TITLES[name],
    provenance: source.provenance,
    isSynthetic: isSynthetic(source),
    source: findSource(name, source),
    licence: LICENCE,
    citation: CITATION,
    file: { name: basename(source.path), sha256: source.sha256, bytes: source.sizeBytes },
    rows,
    columns,
    loadedAt: loadedAt.toISOString(),
  });
  return [
    describe("evaluations", evaluations.source, evaluations.rowCount, longColumns),
    describe(
      "comparisons",
      comparisons.source,
      comparisons.table.rowCount,
      comparisons.table.columns.map(describeColumn),
    ),
  ];
}

function findSource(name: keyof Datasets, source: SourceFile): string {
  if (isSynthetic(source)) return SYNTHETIC_SOURCE;
  return source.provenance === GENUINE ? GENUINE_SOURCES[name] : source.provenance;
}

function describeColumn(column: Column): ColumnDescription {
  const { name } = column;
  return { name, type: findColumnType(column), nulls: countNulls(column), ...describeComparisonColumn(name) };
}

function countNulls(column: Column): number {
  switch (column.kind) {
    case "dictionary":
      return column.codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0);
    case "list":
      return column.isPresent.reduce((count, isPresent) => count + (isPresent === 0 ? 1 : 0), 0);
    case "mixed":
      return column.values.filter((value) => value === null || isNonFinite(value)).length;
    default:
      return column.values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  }
}

function isNonFinite(value: unknown): boolean {
  return typeof value === "number" && !Number.isFinite(value);
}

/** Counts the values that are present and served as null. */
function countInfinite(values: Float64Array): number {
  let count = 0;
  for (const value of values)
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) count++;
  return count;
}
