/** `build evaluations`: from the raw tables to the melted file that the server reads, with a report of every stage. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type PendingFiles, writeTogether } from "../atomic-file.js";
import { type Database, type DatabaseOptions, withDatabase } from "../database.js";
import type { Effects } from "../effects.js";
import { checkOutputs } from "../output-places.js";
import { checkRawCopies } from "../raw-copies.js";
import { type Finding, type Report, ReportBuilder } from "../report.js";
import { Steps } from "../steps.js";
import { selectFull, selectStatistic } from "./full-table.js";
import { type InputColumns, openInputs, type RawPaths } from "./inputs.js";
import { FULL_MELTED, type LongForm, MEAN_MELTED, melt, selectMelted, selectMeltedRows } from "./melt.js";
import { type MetricsSurvey, surveyMetrics } from "./metrics-text.js";
import { createModelTables } from "./model-columns.js";
import { type Names, readNames } from "./names.js";
import { LONG_LAYOUT, type ParquetLayout, WIDE_LAYOUT, writeParquet } from "./parquet-file.js";
import { createNameTypes, groupSeeds, joinRuns, parsePerplexities } from "./runs.js";
import { createStatistic } from "./seed-statistics.js";
import { type Block, expandMetrics, pivotTasks } from "./task-values.js";

export interface BuildEvaluationsOptions extends DatabaseOptions {
  readonly evaluations: readonly string[];
  readonly perplexities: string;
  /** The folder that the files are written to. */
  readonly out: string;
  /** Whether the tables in between are written too. */
  readonly keep?: boolean;
  /** Whether names that the suite does not have are carried along and reported instead of refused. */
  readonly allowUnknown?: boolean;
}

export const MELTED_FILE = "mean_eval_melted.parquet";
/** What `--keep` writes besides. */
const KEPT_FILES = ["full_eval.parquet", "mean_eval.parquet", "std_eval.parquet", "full_eval_melted.parquet"];

/** Builds the evaluations file. Throws PipelineError; then no file has been touched. */
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
  await withDatabase({ ...options, signal: effects.signal }, async (database) => {
    const build = new EvaluationsBuild(database, effects, report, folder);
    await build.read(paths, options.allowUnknown ?? false);
    await build.compute();
    await writeTogether((files) => build.write(files, options.keep ?? false));
  });
  return report.build();
}

/** The stages in their order; what one leaves behind for the next are tables of the database. */
class EvaluationsBuild {
  readonly steps: Steps;
  #blocks: readonly Block[] = [];
  #mostSeeds = 0;

  constructor(
    readonly database: Database,
    readonly effects: Effects,
    readonly report: ReportBuilder,
    readonly folder: string,
  ) {
    this.steps = new Steps(effects, report);
  }

  async read(paths: RawPaths, isUnknownAllowed: boolean): Promise<void> {
    const { database, report } = this;
    await checkRawCopies([...paths.evaluations, paths.perplexities], this.effects);
    report.lap("compare with the manifest");
    const inputs = await this.steps.run("open the raw tables", () => openInputs(database, paths));
    const subject = [...paths.evaluations, paths.perplexities].join(", ");
    const survey = await this.steps.run("survey the metrics text", () =>
      surveyMetrics(database, paths.evaluations),
    );
    const names = await this.steps.run("read the names", () =>
      readNames(database, inputs, survey, { subject, isUnknownAllowed }),
    );
    const rows = await database.count("raw_evaluations");
    const findings = [...describeSurvey(survey), ...names.unknown];
    report.addStage({ name: "expand metrics", rowsIn: rows, rowsOut: rows, findings });
    if (inputs.unusedColumns.length > 0)
      report.warn(`columns that are not used: ${inputs.unusedColumns.join(", ")}`);
    await this.#parse(names, inputs);
  }

  async #parse(names: Names, inputs: InputColumns): Promise<void> {
    const { database, report, effects } = this;
    await createNameTypes(database, names);
    await this.steps.run("join the raw tables", async () => {
      await parsePerplexities(database, names, inputs, report);
      await joinRuns(database, names, inputs, report);
    });
    await this.steps.run("expand the metrics text", () => expandMetrics(database, names, report));
    const tasks = await pivotTasks(database, names, report, effects);
    report.lap("pivot");
    this.#blocks = [{ id: "ppl", columns: inputs.perplexities.map(({ name }) => name) }, ...tasks];
  }

  async compute(): Promise<void> {
    const { database, report } = this;
    this.#mostSeeds = await this.steps.run("group the seeds", () => groupSeeds(database, report));
    await this.steps.each("mean over seeds", this.#blocks, (block) =>
      createStatistic(database, "mean", block, this.#mostSeeds),
    );
  }

  /** Writes the melted file and, if kept, what lies before it: files of one build or none. */
  async write(files: PendingFiles, isKept: boolean): Promise<void> {
    if (isKept) await this.#writeIntermediates(files);
    else this.#warnOfOlder();
    await this.#writeLong(files, MEAN_MELTED, MELTED_FILE);
  }

  #warnOfOlder(): void {
    const older = KEPT_FILES.filter((name) => existsSync(join(this.folder, name)));
    if (older.length === 0) return;
    const are = older.length === 1 ? "is" : "are";
    this.report.warn(
      `${older.join(", ")} in ${this.folder} ${are} of an earlier build: build with --keep to renew, or remove`,
    );
  }

  async #writeIntermediates(files: PendingFiles): Promise<void> {
    const { database } = this;
    await this.steps.run("describe the models", () => createModelTables(database));
    await this.#write(files, selectFull(this.#blocks), "full_eval.parquet", WIDE_LAYOUT);
    await this.#write(files, selectStatistic("mean", this.#blocks), "mean_eval.parquet", WIDE_LAYOUT);
    await this.steps.each("deviation over seeds", this.#blocks, (block) =>
      createStatistic(database, "std", block, this.#mostSeeds),
    );
    await this.#write(files, selectStatistic("std", this.#blocks), "std_eval.parquet", WIDE_LAYOUT);
    for (const { id } of this.#blocks) await database.run(`DROP TABLE std_${id}`);
    await this.#writeLong(files, FULL_MELTED, "full_eval_melted.parquet");
  }

  async #writeLong(files: PendingFiles, form: LongForm, fileName: string): Promise<void> {
    const { database, report } = this;
    const blocks = selectMelted(this.#blocks);
    const cells = await this.steps.run(`melt to ${fileName}`, () => melt(database, form, blocks));
    const rowsOut = await database.count(form.table);
    const drops = [{ reason: "cells without a value", count: cells - rowsOut, examples: [] }];
    report.addStage({ name: `melt to ${fileName}`, rowsIn: cells, rowsOut, drops });
    await this.#write(files, selectMeltedRows(form), fileName, LONG_LAYOUT);
    await database.run(`DROP TABLE ${form.table}`);
  }

  async #write(files: PendingFiles, query: string, fileName: string, layout: ParquetLayout): Promise<void> {
    const path = join(this.folder, fileName);
    const file = await this.steps.run(`write ${fileName}`, () =>
      writeParquet(this.database, query, files, path, layout),
    );
    this.report.addFile(file);
  }
}

function describeSurvey({ shapes, rowsWithoutText, absent, dropped }: MetricsSurvey): Finding[] {
  const findings = [
    { reason: "different sets of metrics", count: shapes.length, examples: [] },
    { reason: "no metrics text", count: rowsWithoutText, examples: [] },
    { reason: "metrics in no row", count: absent.length, examples: absent },
    { reason: "metrics that no table keeps", count: dropped.length, examples: dropped },
  ];
  return findings.filter(({ count }) => count > 0);
}
