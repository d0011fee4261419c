/** `build evaluations`: builds the melted file that the server reads from the raw tables, with a report of every stage. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NumberColumn } from "../../table/column.js";
import { type PendingFiles, writeTogether } from "../atomic-file.js";
import { type Database, type DatabaseOptions, withDatabase } from "../database.js";
import type { Effects } from "../effects.js";
import { checkOutputs } from "../output-places.js";
import { checkRawCopies } from "../raw-copies.js";
import { type Report, ReportBuilder } from "../report.js";
import { Steps } from "../steps.js";
import {
  buildFullTable,
  buildStatistics,
  describeRows,
  type MetricColumn,
  SeedDeviations,
  SeedMeans,
  type Statistic,
} from "./full-table.js";
import type { RawPaths } from "./inputs.js";
import { isMelted, melt } from "./melt.js";
import { LONG_LAYOUT, type ParquetLayout, WIDE_LAYOUT, writeParquet } from "./parquet-file.js";
import { type FullRuns, readFullRuns } from "./raw-tables.js";
import { buildTableSource, type RowSource, SourceReader, type TypedColumn } from "./row-source.js";
import { type Checkpoints, countSeeds, findWithoutRate, groupSeeds, type IdColumns } from "./runs.js";

export interface BuildEvaluationsOptions extends DatabaseOptions {
  readonly evaluations: readonly string[];
  readonly perplexities: string;
  /** The folder that the files are written to. */
  readonly out: string;
  /** Whether to write the intermediate tables too. */
  readonly keep?: boolean;
  /** Whether names outside the suite are kept and reported instead of refused. */
  readonly allowUnknown?: boolean;
}

export const MELTED_FILE = "mean_eval_melted.parquet";
/** The additional files of `--keep`. */
const KEPT_FILES = ["full_eval.parquet", "mean_eval.parquet", "std_eval.parquet", "full_eval_melted.parquet"];

/** Builds the evaluations file. Throws PipelineError before any file is changed. */
export async function buildEvaluationsFile(
  options: BuildEvaluationsOptions,
  effects: Effects,
): Promise<Report> {
  const report = new ReportBuilder("build evaluations");
  const paths: RawPaths = {
    evaluations: options.evaluations.map((path) => resolve(effects.root, path)),
    perplexities: resolve(effects.root, options.perplexities),
  };
  const folder = resolve(effects.root, options.out);
  const outputs = [MELTED_FILE, ...(options.keep ? KEPT_FILES : [])];
  await checkOutputs(outputs.map((name) => join(folder, name)));
  await checkRawCopies([...paths.evaluations, paths.perplexities], effects);
  report.lap("compare with the manifest");
  await withDatabase({ ...options, signal: effects.signal }, async (database) => {
    const steps = new Steps(effects, report);
    const full = await readFullRuns({ database, steps, report }, paths, options.allowUnknown ?? false);
    const build = new EvaluationsBuild(database, steps, report, folder, full);
    await writeTogether((files) => build.write(files, options.keep ?? false));
  });
  return report.build();
}

/** Computes means and deviations from the runs and writes the files. */
class EvaluationsBuild {
  readonly #reader: SourceReader;

  constructor(
    readonly database: Database,
    readonly steps: Steps,
    readonly report: ReportBuilder,
    readonly folder: string,
    readonly full: FullRuns,
  ) {
    this.#reader = new SourceReader(database);
  }

  /** Writes the melted file and, with `--keep`, the intermediate tables: all of them or none. */
  async write(files: PendingFiles, isKept: boolean): Promise<void> {
    const { ids, metrics } = this.full;
    const checkpoints = await this.steps.run("group the seeds", async () => groupSeeds(ids));
    const melted = metrics.filter(({ name }) => isMelted(name));
    const means = await this.#findMeans(isKept ? metrics : melted, checkpoints);
    if (isKept) await this.#writeWide(files, checkpoints, means);
    else this.#warnOfOlder();
    if (isKept) await this.#writeLong(files, ids, melted, "full_eval_melted.parquet");
    await this.#writeLong(
      files,
      checkpoints.ids,
      means.filter(({ name }) => isMelted(name)),
      MELTED_FILE,
    );
  }

  async #findMeans(metrics: readonly MetricColumn[], checkpoints: Checkpoints): Promise<NumberColumn[]> {
    const seedMeans = new SeedMeans(checkpoints);
    const means: NumberColumn[] = [];
    await this.steps.each("mean over seeds", metrics, async (metric) => {
      means.push(seedMeans.of(metric));
    });
    const overflows = { reason: "mean beyond the largest double, treated as missing", examples: [] };
    const { overflowCount: count } = seedMeans;
    this.report.addStage({
      name: "mean over seeds",
      rowsIn: checkpoints.ofRun.length,
      rowsOut: checkpoints.ids.rowCount,
      drops: findWithoutRate(checkpoints, (run) => this.full.label(run)),
      findings: [...countSeeds(checkpoints), ...(count > 0 ? [{ ...overflows, count }] : [])],
    });
    return means;
  }

  #warnOfOlder(): void {
    const older = KEPT_FILES.filter((name) => existsSync(join(this.folder, name)));
    if (older.length === 0) return;
    const are = older.length === 1 ? "is" : "are";
    this.report.warn(
      `${older.join(", ")} in ${this.folder} ${are} of an earlier build: build with --keep to renew, or remove`,
    );
  }

  async #writeWide(
    files: PendingFiles,
    checkpoints: Checkpoints,
    means: readonly NumberColumn[],
  ): Promise<void> {
    const { ids, metrics } = this.full;
    const others = await this.steps.run("describe the models", () => describeRows(this.database, ids));
    await this.#writeTable(files, buildFullTable(ids, metrics, others), ids.rowCount, "full_eval.parquet");
    const statistics = (columns: readonly NumberColumn[], statistic: Statistic) =>
      buildStatistics(checkpoints, columns, others, statistic);
    const { rowCount } = checkpoints.ids;
    const seedMeans = new SeedMeans(checkpoints);
    const mean = statistics(means, (column) => seedMeans.of(column));
    await this.#writeTable(files, mean, rowCount, "mean_eval.parquet");
    const deviation = await this.steps.run("deviation over seeds", async () => {
      const seedDeviations = new SeedDeviations(checkpoints);
      return statistics(seedDeviations.ofAll(metrics), (column) => seedDeviations.of(column));
    });
    await this.#writeTable(files, deviation, rowCount, "std_eval.parquet");
  }

  async #writeTable(
    files: PendingFiles,
    columns: readonly TypedColumn[],
    rowCount: number,
    fileName: string,
  ): Promise<void> {
    await this.#write(files, buildTableSource(columns, rowCount), fileName, WIDE_LAYOUT);
  }

  async #writeLong(
    files: PendingFiles,
    ids: IdColumns,
    metrics: readonly NumberColumn[],
    fileName: string,
  ): Promise<void> {
    const cells = metrics.length * ids.rowCount;
    const { source, rowCount } = melt(ids, metrics);
    const drops = [{ reason: "cells without a value", count: cells - rowCount, examples: [] }];
    this.report.addStage({ name: `melt to ${fileName}`, rowsIn: cells, rowsOut: rowCount, drops });
    await this.#write(files, source, fileName, LONG_LAYOUT);
  }

  async #write(
    files: PendingFiles,
    source: RowSource,
    fileName: string,
    layout: ParquetLayout,
  ): Promise<void> {
    const path = join(this.folder, fileName);
    const file = await this.steps.run(`write ${fileName}`, () =>
      this.#reader.use(source, (query) => writeParquet(this.database, query, files, path, layout)),
    );
    this.report.addFile(file);
  }
}
