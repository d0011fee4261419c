/** `build comparisons`: builds the comparison table that the server reads from exported runs and the full table. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { PipelineError } from "../errors.js";
import { FT_COLUMNS } from "./comparisons/columns.js";
import { type Evaluation, readEvaluation } from "./comparisons/evaluation-values.js";
import { buildFrame, type MatchedRun, resolveStep } from "./comparisons/frame.js";
import type { Group } from "./comparisons/groups.js";
import {
  findCheckpoint,
  type ModelName,
  type Pretraining,
  readPretraining,
} from "./comparisons/pretraining.js";
import { readRuns } from "./comparisons/run-exports.js";
import { type RunHistory, readHistories } from "./comparisons/run-histories.js";
import { describeRun, type RunSelection, type SelectedRun, selectRuns } from "./comparisons/selection.js";
import { writeTableFile } from "./comparisons/table-file.js";
import { continueCounts, isFalling } from "./comparisons/token-counts.js";
import { type Database, type DatabaseOptions, withDatabase } from "./database.js";
import type { Effects } from "./effects.js";
import { MELTED_FILE } from "./evaluations/build.js";
import { checkOutputs } from "./output-places.js";
import { type Finding, type Report, ReportBuilder } from "./report.js";
import { type CompatDate, findRecipe, type RunFields } from "./run-fields.js";
import { Steps } from "./steps.js";

export interface BuildComparisonsOptions extends DatabaseOptions {
  /** The exported runs, Parquet or JSON lines. */
  readonly runs: string;
  /** Their training history, Parquet or JSON lines. */
  readonly history: string;
  /** The full table of `build evaluations --keep`, Parquet. */
  readonly fullTable: string;
  /** The folder that the file is written to. */
  readonly out: string;
  /** The date of an earlier parse to reproduce with its faults. */
  readonly compat?: CompatDate | null;
  /** Whether recipes outside the suite are kept and reported instead of refused. */
  readonly allowUnknown?: boolean;
}

export const COMPARISONS_FILE = "combined_plotting_data_matched.parquet";

/** Builds the comparison table. Throws PipelineError before any file is changed. */
export async function buildComparisonsFile(
  options: BuildComparisonsOptions,
  effects: Effects,
): Promise<Report> {
  const report = new ReportBuilder("build comparisons");
  await checkOutputs([join(resolve(effects.root, options.out), COMPARISONS_FILE)]);
  await withDatabase({ ...options, signal: effects.signal }, (database) =>
    new ComparisonsBuild(database, effects, report).run(options),
  );
  return report.build();
}

/** The stages in order. */
class ComparisonsBuild {
  readonly steps: Steps;

  constructor(
    readonly database: Database,
    readonly effects: Effects,
    readonly report: ReportBuilder,
  ) {
    this.steps = new Steps(effects, report);
  }

  async run(options: BuildComparisonsOptions): Promise<void> {
    const { compat = null } = options;
    const locate = (path: string) => resolve(this.effects.root, path);
    const { runs: selected, baseColumns } = await this.#select(locate(options.runs), options);
    const pretraining = await this.#readPretraining(locate(options.fullTable), selected);
    const histories = await this.#readHistories(locate(options.history), selected);
    const evaluations = selected.map(({ exported: { summary } }) => readEvaluation(summary));
    this.#reportEvaluations(selected, evaluations);
    const runs = selected.map((run, index): MatchedRun => {
      const model = findModel(run);
      const history = histories.get(run.exported.id);
      return {
        fields: buildRealTokens(run.fields, history, compat),
        evaluation: evaluations[index].values,
        history: history && { ...history, totalTokens: listTotalTokens(history, compat) },
        model: model && pretraining.find(model),
      };
    });
    const { table, groups } = await this.steps.run("build the frame", async () =>
      buildFrame(runs, { baseColumns, compat }),
    );
    this.#reportGroups(groups);
    const path = join(locate(options.out), COMPARISONS_FILE);
    const file = await this.steps.run(`write ${COMPARISONS_FILE}`, () =>
      writeTableFile(this.database, table, path),
    );
    this.report.addFile(file);
  }

  async #select(path: string, { compat, allowUnknown }: BuildComparisonsOptions): Promise<RunSelection> {
    const { runs: exported, repeatedIds } = await this.steps.run("read the runs", () =>
      readRuns(this.database, path),
    );
    const selection = selectRuns(exported, compat);
    const { runs, namedCount, unnamed, leftOut } = selection;
    if (runs.length === 0) {
      throw new PipelineError("input-bad-value", path, "has no run that is matched, finished and evaluated");
    }
    checkNames(runs, path);
    const findings = listUnknownRecipes(runs);
    if (findings.length > 0 && !allowUnknown) {
      const names = findings.map(({ reason, examples }) => `${reason} (in ${examples[0]})`);
      throw new PipelineError("unknown-name", path, names.join("; "));
    }
    this.report.addStage({
      name: "parse names",
      rowsIn: exported.length + repeatedIds.length,
      rowsOut: namedCount,
      drops: [...summarize("repeated runs", repeatedIds), ...unnamed],
    });
    this.report.addStage({
      name: "select matched runs",
      rowsIn: namedCount,
      rowsOut: runs.length,
      drops: leftOut,
      findings,
    });
    return selection;
  }

  async #readPretraining(path: string, selected: readonly SelectedRun[]): Promise<Pretraining> {
    const models = selected.flatMap((run) => findModel(run) ?? []);
    const pretraining = await this.steps.run("read the full table", () =>
      readPretraining(this.database, path, models),
    );
    const { rowCount, missingColumns } = pretraining;
    await this.#warnOfOlder(path);
    const findings = selected.flatMap((run) => describeCheckpoint(run, pretraining) ?? []);
    this.report.addStage({
      name: "match checkpoints",
      rowsIn: { runs: selected.length, "pre-training": rowCount },
      rowsOut: selected.length,
      findings: [...findings, ...summarize("columns that the full table lacks", missingColumns)],
    });
    return pretraining;
  }

  /** All files of one build have the same modification time; a newer melted file was built without `--keep`. */
  async #warnOfOlder(fullTable: string): Promise<void> {
    const melted = join(dirname(fullTable), MELTED_FILE);
    const readTimestamp = (path: string) => stat(path).then(({ mtimeMs }) => mtimeMs);
    const newer = await readTimestamp(melted).catch(() => Number.NEGATIVE_INFINITY);
    if ((await readTimestamp(fullTable)) >= newer) return;
    this.report.warn(
      `${fullTable} is older than ${basename(melted)} beside it: if that was rebuilt, ` +
        "build evaluations with --keep to renew both",
    );
  }

  async #readHistories(
    path: string,
    selected: readonly SelectedRun[],
  ): Promise<ReadonlyMap<string, RunHistory>> {
    const ids = new Set(selected.map(({ exported }) => exported.id));
    const { histories, rowCount, drops, findings } = await this.steps.run("read the history", () =>
      readHistories(this.database, path, ids),
    );
    const runFindings = selected.flatMap(({ exported: { id }, fields: { run_id: name } }) => {
      const history = histories.get(id);
      if (history === undefined) return [describeRun("no history", name)];
      return isFalling(history.totalTokens) ? [describeRun("the token count decreases", name)] : [];
    });
    this.report.addStage({
      name: "add training history",
      rowsIn: { runs: selected.length, history: rowCount },
      rowsOut: selected.length,
      drops,
      findings: [...runFindings, ...findings],
    });
    return histories;
  }

  #reportEvaluations(selected: readonly SelectedRun[], evaluations: readonly Evaluation[]): void {
    const found = new Set(evaluations.flatMap(({ values }) => [...values.keys()]));
    const columns = new Set(FT_COLUMNS);
    const contradictions = selected.flatMap(({ fields: { run_id: id } }, index) =>
      evaluations[index].contradictions.map((name) => `${name} of ${id}`),
    );
    this.report.addStage({
      name: "add evaluations",
      rowsIn: selected.length,
      rowsOut: selected.length,
      findings: [
        ...summarize("results with two values, the first is used", contradictions),
        ...summarize(
          "results without a column, left out",
          [...found].filter((name) => !columns.has(name)),
        ),
        ...summarize(
          "columns without a result",
          FT_COLUMNS.filter((name) => !found.has(name)),
        ),
      ],
    });
  }

  #reportGroups(groups: readonly Group[]): void {
    const distinct = [...new Set(groups)].sort((a, b) => a.id - b.id);
    const examples = distinct.map((group) => {
      const size = groups.filter((other) => other === group).length;
      return `${group.id} ${group.name} (${size} runs)`;
    });
    this.report.addStage({
      name: "group",
      rowsIn: groups.length,
      rowsOut: groups.length,
      findings: [{ reason: "groups", count: distinct.length, examples }],
    });
  }
}

/** The model that a run starts from, undefined if its name has none. */
function findModel({ fields }: SelectedRun): ModelName | undefined {
  const { initial_checkpoint_size: params, initial_checkpoint_recipe: data } = fields;
  return params === null || data === null ? undefined : { params, data };
}

/** Describes what is wrong with a run's checkpoint. Such a run is kept with missing `pt_` values. */
function describeCheckpoint(run: SelectedRun, pretraining: Pretraining): Finding | undefined {
  const { run_id: id, initial_checkpoint_steps: steps } = run.fields;
  const name = findModel(run);
  const model = name && pretraining.find(name);
  if (name === undefined || model === undefined) {
    return describeRun(
      `no checkpoint: no pre-training of ${name?.params} ${name?.data} in the full table`,
      id,
    );
  }
  const step = resolveStep(steps, model);
  if (step !== null && findCheckpoint(model, step) !== undefined) return undefined;
  return describeRun(`no checkpoint: no step ${steps} of ${name.params} ${name.data} in the full table`, id);
}

/** A run's name is the key of the table. */
function checkNames(runs: readonly SelectedRun[], path: string): void {
  const seen = new Set<string>();
  for (const { fields } of runs) {
    if (seen.has(fields.run_id)) {
      throw new PipelineError("duplicate-rows", path, `has two matched runs named "${fields.run_id}"`);
    }
    seen.add(fields.run_id);
  }
}

function listUnknownRecipes(runs: readonly SelectedRun[]): Finding[] {
  return runs.flatMap(({ fields: { run_id: id, initial_checkpoint_recipe: recipe } }) =>
    recipe === null || findRecipe(recipe) !== undefined
      ? []
      : [describeRun(`unknown recipe "${recipe}"`, id)],
  );
}

function summarize(reason: string, names: readonly string[]): Finding[] {
  return names.length === 0 ? [] : [{ reason, count: names.length, examples: names }];
}

/** The logged values without gaps. The parse of 2025-09-23 kept the gaps and continued decreasing counts. */
function listTotalTokens({ totalTokens }: RunHistory, compat: CompatDate | null): readonly (number | null)[] {
  return compat === "2025-09-23"
    ? continueCounts(totalTokens).counts
    : totalTokens.filter((tokens) => tokens !== null);
}

/** The parse of 2025-09-23 used the last continued count as the real tokens and did not recompute the difference. */
function buildRealTokens(
  fields: RunFields,
  history: RunHistory | undefined,
  compat: CompatDate | null,
): RunFields {
  if (compat !== "2025-09-23" || history === undefined) return fields;
  const { counts, isContinued } = continueCounts(history.totalTokens);
  return isContinued ? { ...fields, num_finetuned_tokens_real: counts.at(-1) ?? null } : fields;
}
