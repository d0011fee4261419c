/** The comparison table: a row per run, with the pre-training of its checkpoint and its group. */
import { buildListColumn, buildTextColumn } from "../../table/build-columns.js";
import type { Column } from "../../table/column.js";
import { Table } from "../../table/table.js";
import type { CompatDate, RunFields } from "../run-fields.js";
import {
  type BaseColumn,
  COMPARED_METRICS,
  DELTA_COLUMNS,
  FT_COLUMNS,
  GROUP_STATISTICS,
  listColumns,
  PRETRAINING_COLUMNS,
} from "./columns.js";
import {
  buildGroups,
  type Group,
  type GroupMember,
  type SortGroups,
  sortByMedian,
  sortLikePython,
} from "./groups.js";
import { findCheckpoint, type PretrainedModel } from "./pretraining.js";
import type { RunHistory } from "./run-histories.js";
import { compareTexts } from "./selection.js";

/** A run with everything that the table has of it. */
export interface MatchedRun {
  readonly fields: RunFields;
  /** Results of the evaluation by column. */
  readonly evaluation: ReadonlyMap<string, number>;
  readonly history: RunHistory | undefined;
  /** The model that the run started from, undefined if the full table does not have it. */
  readonly model: PretrainedModel | undefined;
}

export interface ComparisonFrame {
  readonly table: Table;
  /** The group of every row. */
  readonly groups: readonly Group[];
}

export interface FrameOptions {
  /** The order of the base columns, by default that of BASE_COLUMNS. */
  readonly baseColumns?: readonly BaseColumn[];
  readonly compat?: CompatDate | null;
}

/**
 * The step of the checkpoint that a run started from; `main` is the last step. Null if neither the run nor the table has
 * it.
 */
export function resolveStep(steps: string | null, model: PretrainedModel | undefined): number | null {
  if (steps === "main") return model?.get("step")?.at(-1) ?? null;
  return steps !== null && /^\d+$/.test(steps) ? Number(steps) : null;
}

/** Builds the table with its rows in the order of the runs. */
export function buildFrame(
  runs: readonly MatchedRun[],
  { baseColumns, compat = null }: FrameOptions = {},
): ComparisonFrame {
  const columns = new Map<string, Column>();
  const add = (...added: readonly Column[]) => {
    for (const column of added) columns.set(column.name, column);
  };
  const numbers = (name: string, read: (run: MatchedRun, row: number) => number | null | undefined) =>
    add({
      kind: "number",
      name,
      values: Float64Array.from(runs, (run, row) => read(run, row) ?? Number.NaN),
    });
  const get = (name: string, row: number) => (columns.get(name) as { values: Float64Array }).values[row];

  add(...buildRunColumns(runs), ...buildHistoryColumns(runs));
  for (const name of FT_COLUMNS) numbers(name, ({ evaluation }) => evaluation.get(name));
  add(...buildPretrainingColumns(runs));
  for (const [index, metric] of COMPARED_METRICS.entries()) {
    numbers(DELTA_COLUMNS[index], (_, row) => get(`ft_${metric}`, row) - get(`pt_${metric}`, row));
  }
  numbers("pt_ft_toks", (_, row) => get("pt_tokens", row) + get("ft_tok", row));

  const members = runs.map(({ fields }, row) => ({
    comparedSize: fields.comparison_model_size,
    metric: fields.comparison_metric,
    c4: get("pt_c4_en-valppl", row),
    pile: get("pt_pile-valppl", row),
    deltas: DELTA_COLUMNS.map((name) => get(name, row)),
  }));
  const groups = buildRowGroups(runs, members, compat === null ? sortByMedian : sortLikePython);
  add(
    buildTextColumn(
      "matched_group_name",
      groups.map(({ name }) => name),
    ),
  );
  numbers("matched_group_id", (_, row) => groups[row].id);
  numbers("matched_group_med_metric", (_, row) => groups[row].median);
  numbers("matched_group_avg_metric", (_, row) => groups[row].mean);
  for (const delta of DELTA_COLUMNS) {
    for (const statistic of GROUP_STATISTICS) {
      const name = `group_${statistic}_${delta}`;
      numbers(name, (_, row) => groups[row].statistics.get(name));
    }
  }
  const ordered = listColumns(baseColumns).map((name) => columns.get(name) as Column);
  return { table: new Table(ordered, runs.length), groups };
}

/** The group of every row. Sums run over rows ordered by the shapes of their names, to equal those of the original to the last digit. */
function buildRowGroups(
  runs: readonly MatchedRun[],
  members: readonly GroupMember[],
  sortGroups: SortGroups,
): Group[] {
  const shapeOf = (row: number) => runs[row].fields.pattern_name ?? "";
  const order = members.map((_, row) => row).sort((a, b) => compareTexts(shapeOf(a), shapeOf(b)));
  const ordered = buildGroups(
    order.map((row) => members[row]),
    sortGroups,
  );
  const groups = new Array<Group>(members.length);
  for (const [position, row] of order.entries()) groups[row] = ordered[position];
  return groups;
}

function buildRunColumns(runs: readonly MatchedRun[]): Column[] {
  const text = (name: string, read: (fields: RunFields) => string | null) =>
    buildTextColumn(
      name,
      runs.map(({ fields }) => read(fields)),
    );
  const read = (pick: (fields: RunFields) => number | null) =>
    Float64Array.from(runs, ({ fields }) => pick(fields) ?? Number.NaN);
  const number = (name: string, pick: (fields: RunFields) => number | null): Column => ({
    kind: "number",
    name,
    values: read(pick),
  });
  return [
    text("run_id", (fields) => fields.run_id),
    { kind: "timestamp", name: "timestamp", values: read((fields) => fields.timestamp) },
    text("comparison_model_size", (fields) => fields.comparison_model_size),
    text("comparison_metric", (fields) => fields.comparison_metric),
    text("comparison_model_recipe", (fields) => fields.comparison_model_recipe),
    text("ckpt_data", (fields) => fields.initial_checkpoint_recipe),
    text("ckpt_params", (fields) => fields.initial_checkpoint_size),
    {
      // A step from the run's name is text; that of `main` is from a table and is a number.
      kind: "mixed",
      name: "ckpt_steps",
      values: runs.map(({ fields: { initial_checkpoint_steps: steps }, model }) =>
        steps === "main" ? resolveStep(steps, model) : steps,
      ),
    },
    text("seed", (fields) => fields.seed),
    text("lr", (fields) => fields.lr),
    number("ft_tok_per_epoch", (fields) => fields.num_finetune_tokens_per_epoch),
    number("ft_epochs", (fields) => fields.num_finetune_epochs),
    number("ft_tok", (fields) => fields.num_finetune_tokens),
    number("ft_tok_real", (fields) => fields.num_finetuned_tokens_real),
    number("abs_difference_ft_tokens_pct", (fields) => fields.abs_difference_ft_tokens_pct),
  ];
}

/** A run without history has empty lists. */
function buildHistoryColumns(runs: readonly MatchedRun[]): Column[] {
  const list = (name: string, pick: (history: RunHistory) => readonly (number | null)[]) =>
    buildListColumn(
      name,
      runs.map(({ history }) =>
        Float64Array.from(history === undefined ? [] : pick(history), (value) => value ?? Number.NaN),
      ),
    );
  return [
    list("ft_steps_list", ({ steps }) => steps),
    list("ft_lrs_list", ({ learningRates }) => learningRates),
    list("ft_toks_list", ({ totalTokens }) => totalTokens),
    list("ft_loss_list", ({ losses }) => losses),
  ];
}

/** The whole pre-training as lists, each without its missing values, and the checkpoint's values. */
function buildPretrainingColumns(runs: readonly MatchedRun[]): Column[] {
  const checkpoints = runs.map(({ fields, model }) => {
    const step = resolveStep(fields.initial_checkpoint_steps, model);
    return model === undefined || step === null ? undefined : findCheckpoint(model, step);
  });
  const valuesOf = (run: MatchedRun, name: string) => run.model?.get(name) ?? new Float64Array();
  return PRETRAINING_COLUMNS.flatMap((name): Column[] => [
    buildListColumn(
      `pt_${name}_list`,
      runs.map((run) => valuesOf(run, name).filter((value) => !Number.isNaN(value))),
    ),
    {
      kind: "number",
      name: `pt_${name}`,
      values: Float64Array.from(
        runs,
        (run, row) => valuesOf(run, name)[checkpoints[row] ?? -1] ?? Number.NaN,
      ),
    },
  ]);
}
