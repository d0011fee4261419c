/** The wide tables: every run, and mean and deviation over seeds. */
import type { NumberColumn } from "../../table/column.js";
import type { Database } from "../database.js";
import { RECIPE_FEATURE_COLUMNS } from "../recipe-features.js";
import {
  buildFeatureColumns,
  buildModelColumns,
  buildScheduleColumns,
  MODEL_COLUMNS,
  SCHEDULE_COLUMNS,
  STEP_COLUMNS,
} from "./model-columns.js";
import type { TypedColumn } from "./row-source.js";
import type { Checkpoints, IdColumns } from "./runs.js";
import { GroupDeviations, GroupMeans } from "./seed-statistics.js";

/** A metric of every run. */
export interface MetricColumn extends NumberColumn {
  /** Whether the file stores four-byte floats. */
  readonly isSingle?: boolean;
}

/** The columns that follow from size, recipe and step: those before the metrics and those after. */
export interface DescribingColumns {
  readonly before: readonly TypedColumn[];
  readonly after: readonly TypedColumn[];
}

/** The names of all columns except the metrics. */
export const OTHER_COLUMNS: readonly string[] = [
  ...["params", "data", "seed", "step", "tokens", "compute"],
  ...[...SCHEDULE_COLUMNS, ...RECIPE_FEATURE_COLUMNS, ...MODEL_COLUMNS].map(([name]) => name),
  ...STEP_COLUMNS,
];

/** Builds the columns before and after the metrics. */
export async function describeRows(database: Database, ids: IdColumns): Promise<DescribingColumns> {
  return {
    before: await buildScheduleColumns(database, ids),
    after: [...buildFeatureColumns(ids), ...buildModelColumns(ids)],
  };
}

/** The columns of the full table in their order. */
export function buildFullTable(
  ids: IdColumns,
  metrics: readonly NumberColumn[],
  { before, after }: DescribingColumns,
): TypedColumn[] {
  return [...typeIds(ids), ...before, ...metrics.map(typeNumbers), ...after];
}

export type Statistic = (column: NumberColumn) => NumberColumn;

/** The columns of mean or deviation: metrics, and the statistic of the other number columns of the full table. */
export function buildStatistics(
  { ids }: Checkpoints,
  metrics: readonly NumberColumn[],
  { before, after }: DescribingColumns,
  statistic: Statistic,
): TypedColumn[] {
  const summarize = (columns: readonly TypedColumn[]) =>
    columns.flatMap(({ type, column }) =>
      column.kind === "number" && type !== "BOOLEAN" ? [statistic(column)] : [],
    );
  return [...typeIds(ids), ...[...summarize(before), ...metrics, ...summarize(after)].map(typeNumbers)];
}

function typeIds({ params, data, seed, step, tokens, compute }: IdColumns): TypedColumn[] {
  return [
    { type: "VARCHAR", column: params },
    { type: "VARCHAR", column: data },
    ...(seed === undefined ? [] : [{ type: "BIGINT", column: seed } as const]),
    ...[step, tokens, compute].map(typeNumbers),
  ];
}

function typeNumbers(column: NumberColumn): TypedColumn {
  return { type: "DOUBLE", column };
}

/** Means by checkpoint. A mean beyond the largest double is missing, and counted. */
export class SeedMeans {
  overflowCount = 0;
  readonly #groups: GroupMeans;

  constructor(readonly checkpoints: Checkpoints) {
    this.#groups = new GroupMeans(checkpoints.ids.rowCount);
  }

  of({ name, values, isSingle }: MetricColumn): NumberColumn {
    const groups = this.#groups;
    const { ofRun, ids } = this.checkpoints;
    groups.begin(isSingle);
    for (let run = 0; run < ofRun.length; run++) if (ofRun[run] >= 0) groups.add(ofRun[run], values[run]);
    const means = new Float64Array(ids.rowCount);
    for (let checkpoint = 0; checkpoint < means.length; checkpoint++) {
      const mean = groups.mean(checkpoint);
      means[checkpoint] = Number.isFinite(mean) ? mean : Number.NaN;
      if (!Number.isFinite(mean) && groups.hasValue(checkpoint)) this.overflowCount++;
    }
    return { kind: "number", name, values: means };
  }
}

/** Sample deviations by checkpoint; infinite where they are beyond the largest double. */
export class SeedDeviations {
  readonly #groups: GroupDeviations;

  constructor(readonly checkpoints: Checkpoints) {
    this.#groups = new GroupDeviations(checkpoints.ids.rowCount);
  }

  of({ name, values }: NumberColumn): NumberColumn {
    const groups = this.#groups;
    const { ofRun, ids } = this.checkpoints;
    groups.begin();
    for (let run = 0; run < ofRun.length; run++) if (ofRun[run] >= 0) groups.add(ofRun[run], values[run]);
    const deviations = new Float64Array(ids.rowCount);
    for (let checkpoint = 0; checkpoint < deviations.length; checkpoint++) {
      deviations[checkpoint] = groups.deviation(checkpoint);
    }
    return { kind: "number", name, values: deviations };
  }

  /** Like pandas, rounds the deviations of all four-byte columns to four bytes, unless one of them changes too much. */
  ofAll(columns: readonly MetricColumn[]): NumberColumn[] {
    const deviations = columns.map((column) => this.of(column));
    const singles = deviations.filter((_, index) => columns[index].isSingle);
    const isClose = (value: number) => !(Math.abs(Math.fround(value) - value) > SINGLE_TOLERANCE);
    if (singles.every(({ values }) => values.every(isClose))) {
      for (const { values } of singles) values.set(values.map(Math.fround));
    }
    return deviations;
  }
}

/** The largest change that pandas accepts. */
const SINGLE_TOLERANCE = 5e-4;
