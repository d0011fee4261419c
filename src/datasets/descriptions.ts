/** Dataset descriptions: source, licence, file, and columns. */
import { basename } from "node:path";
import type { ColumnRole, ColumnType, DatasetSchema } from "../catalog/schema.js";
import type { Column } from "../table/column.js";
import { type COMPARISON_STATISTICS, describeComparisonColumn } from "./comparisons.js";
import type { Datasets } from "./read.js";
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
  readonly unit: string | null;
  readonly description: string | null;
}

export interface DatasetDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  /** From the manifest beside the file. */
  readonly provenance: string;
  readonly isSynthetic: boolean;
  readonly source: string;
  /** Licence and citation of DataDecide, also for synthetic data. */
  readonly licence: string | null;
  readonly citation: string | null;
  /** The name of the engine that holds the rows. */
  readonly engine: string;
  /** As in the metadata of responses. */
  readonly version: string;
  /** The hash is null for more than one file, for large ones and for those on other machines. */
  readonly file: { readonly name: string; readonly sha256: string | null; readonly bytes: number };
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

/** Describes one of both datasets by its schema; counting missing cells reads every cell once. */
export function describeDataset(
  { evaluations, comparisons }: Datasets,
  schema: DatasetSchema,
  loadedAt: Date,
): DatasetDescription {
  const isLong = schema.long !== null;
  const name = isLong ? "evaluations" : "comparisons";
  const { source } = isLong ? evaluations : comparisons;
  // Ids are checked when the file is read, and a value that is missing has no row.
  const countNullsOf = (column: string) => (isLong ? 0 : countNulls(comparisons.table.get(column)));
  return {
    name,
    title: TITLES[name],
    description: null,
    provenance: source.provenance,
    isSynthetic: isSynthetic(source.provenance),
    source: findSource(name, source),
    licence: LICENCE,
    citation: CITATION,
    engine: "memory",
    version: source.sha256.slice(0, 16),
    file: { name: basename(source.path), sha256: source.sha256, bytes: source.sizeBytes },
    rows: isLong ? evaluations.rowCount : comparisons.table.rowCount,
    columns: schema.columns.map(({ name: column, type, role, metric, unit, description }) => ({
      name: column,
      type,
      nulls: countNullsOf(column),
      role,
      metric,
      statistic: isLong ? null : describeComparisonColumn(column).statistic,
      unit,
      description,
    })),
    loadedAt: loadedAt.toISOString(),
  };
}

function findSource(name: keyof Datasets, source: SourceFile): string {
  if (isSynthetic(source.provenance)) return SYNTHETIC_SOURCE;
  return source.provenance === GENUINE ? GENUINE_SOURCES[name] : source.provenance;
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
