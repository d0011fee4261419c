/** `build evaluations`: from the raw tables to the melted file that the server reads, with a report of every stage. */
import { join, resolve } from "node:path";
import { type Database, type DatabaseOptions, withDatabase } from "../database.js";
import type { Effects } from "../effects.js";
import { type Finding, type Report, ReportBuilder } from "../report.js";
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
  await withDatabase({ ...options, signal: effects.signal }, async (database) => {
    const build = new EvaluationsBuild(database, effects, report, resolve(effects.root, options.out));
    await build.read(paths, options.allowUnknown ?? false);
    await build.compute();
    await build.write(options.keep ?? false);
  });
  return report.build();
}

/** The stages in their order; what one leaves behind for the next are tables of the database. */
class EvaluationsBuild {
  #blocks: readonly Block[] = [];
  #mostSeeds = 0;

  constructor(
    readonly database: Database,
    readonly effects: Effects,
    readonly report: ReportBuilder,
    readonly folder: string,
  ) {}

  async read(paths: RawPaths, isUnknownAllowed: boolean): Promise<void> {
    const { database, report } = this;
    const inputs = await this.#step("open the raw tables", () => openInputs(database, paths));
    const subject = [...paths.evaluations, paths.perplexities].join(", ");
    const survey = await this.#step("survey the metrics text", () =>
      surveyMetrics(database, paths.evaluations),
    );
    const names = await readNames(database, inputs, survey, { subject, isUnknownAllowed });
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
    await this.#step("join the raw tables", async () => {
      await parsePerplexities(database, names, inputs, report);
      await joinRuns(database, names, inputs, report);
    });
    await this.#step("expand the metrics text", () => expandMetrics(database, names, report));
    const tasks = await pivotTasks(database, names, report, effects.progress);
    this.#blocks = [{ id: "ppl", columns: inputs.perplexities.map(({ name }) => name) }, ...tasks];
  }

  async compute(): Promise<void> {
    const { database, report } = this;
    this.#mostSeeds = await groupSeeds(database, report);
    await this.#eachBlock("mean over seeds", this.#blocks, (block) =>
      createStatistic(database, "mean", block, this.#mostSeeds),
    );
  }

  async write(isKept: boolean): Promise<void> {
    if (isKept) await this.#writeIntermediates();
    await this.#writeLong(MEAN_MELTED, MELTED_FILE);
  }

  async #writeIntermediates(): Promise<void> {
    const { database } = this;
    await createModelTables(database);
    await this.#write(selectFull(this.#blocks), "full_eval.parquet", WIDE_LAYOUT);
    await this.#write(selectStatistic("mean", this.#blocks), "mean_eval.parquet", WIDE_LAYOUT);
    await this.#eachBlock("deviation over seeds", this.#blocks, (block) =>
      createStatistic(database, "std", block, this.#mostSeeds),
    );
    await this.#write(selectStatistic("std", this.#blocks), "std_eval.parquet", WIDE_LAYOUT);
    for (const { id } of this.#blocks) await database.run(`DROP TABLE std_${id}`);
    await this.#writeLong(FULL_MELTED, "full_eval_melted.parquet");
  }

  async #writeLong(form: LongForm, fileName: string): Promise<void> {
    const { database, report } = this;
    const blocks = selectMelted(this.#blocks);
    const cells = await this.#step(`melt to ${fileName}`, () => melt(database, form, blocks));
    const rowsOut = await database.count(form.table);
    const drops = [{ reason: "cells without a value", count: cells - rowsOut, examples: [] }];
    report.addStage({ name: `melt to ${fileName}`, rowsIn: cells, rowsOut, drops });
    await this.#write(selectMeltedRows(form), fileName, LONG_LAYOUT);
    await database.run(`DROP TABLE ${form.table}`);
  }

  async #write(query: string, fileName: string, layout: ParquetLayout): Promise<void> {
    const path = join(this.folder, fileName);
    const file = await this.#step(`write ${fileName}`, () =>
      writeParquet(this.database, query, path, layout),
    );
    this.report.addFile(file);
  }

  async #eachBlock(label: string, blocks: readonly Block[], work: (block: Block) => Promise<void>) {
    const task = this.effects.progress.begin(label, blocks.length, "steps");
    for (const block of blocks) {
      this.effects.signal.throwIfAborted();
      await work(block);
      task.advance(1);
    }
    task.end();
  }

  async #step<T>(label: string, work: () => Promise<T>): Promise<T> {
    this.effects.signal.throwIfAborted();
    const task = this.effects.progress.begin(label, 1, "steps");
    const startMs = performance.now();
    const result = await work();
    task.advance(1);
    task.end(`${((performance.now() - startMs) / 1000).toFixed(1)} s`);
    return result;
  }
}

function describeSurvey({ shapes, rowsWithoutText, absent, dropped }: MetricsSurvey): Finding[] {
  const findings = [
    { reason: "different sets of metrics", count: shapes.length, examples: [] },
    { reason: "no metrics text", count: rowsWithoutText, examples: [] },
    { reason: "metrics in no row", count: absent.length, examples: absent.slice(0, 5) },
    { reason: "metrics that no table keeps", count: dropped.length, examples: dropped },
  ];
  return findings.filter(({ count }) => count > 0);
}
