/** The 923 columns of the comparison frame. Only the order of the base columns depends on the runs. */
import {
  MMLU_AVERAGE,
  OLMES_TASKS,
  PPL_COLUMNS,
  TASK_METRICS,
  TASKS_WITHOUT_UNCONDITIONED,
  UNCONDITIONED_METRICS,
  VINTAGE_METRICS,
} from "../suite.js";

/** The run, the checkpoint it starts from, its budget and its history. */
export const BASE_COLUMNS = [
  "run_id",
  "timestamp",
  "comparison_model_size",
  "comparison_metric",
  "comparison_model_recipe",
  "ckpt_data",
  "ckpt_params",
  "ckpt_steps",
  "seed",
  "lr",
  "ft_tok_per_epoch",
  "ft_epochs",
  "ft_tok",
  "ft_tok_real",
  "abs_difference_ft_tokens_pct",
  "ft_steps_list",
  "ft_lrs_list",
  "ft_toks_list",
  "ft_loss_list",
] as const;
export type BaseColumn = (typeof BASE_COLUMNS)[number];

/** The aggregate over the nine tasks, under its short name. */
const AGGREGATE_TASK = "core9_full";

const NESTED_METRICS = words(`acc_per_byte acc_per_char acc_per_token acc_raw acc_uncond bits_per_byte_corr
  logits_per_char_corr logits_per_token_corr num_instances primary_score sum_logits_corr`);

const FLAT_METRICS =
  words(`correct_choice correct_logit correct_logit_per_char correct_logit_per_token correct_prob
  correct_prob_per_char correct_prob_per_token margin margin_per_char margin_per_token norm_correct_prob
  norm_correct_prob_per_char norm_correct_prob_per_token predicted_index_per_byte predicted_index_per_char
  predicted_index_per_token predicted_index_raw predicted_index_uncond total_prob total_prob_per_char
  total_prob_per_token uncond_correct_prob uncond_correct_prob_per_char uncond_correct_prob_per_token
  uncond_total_prob`);

/** Metrics that the aggregate has only once; it also has a plain `primary_score`. */
const AGGREGATE_PLAIN = words("num_instances total_prob total_prob_per_char total_prob_per_token");

/** The 369 results after fine-tuning, tasks in order of name and the aggregate after boolq. */
export const FT_COLUMNS: readonly string[] = OLMES_TASKS.flatMap((task) => {
  const own = listTaskMetrics(task).map((metric) => `ft_${task}_${metric}`);
  return task === "boolq" ? [...own, ...listAggregateColumns()] : own;
});

/** The perplexities in the order of the comparison frame, which is not that of the full table. */
const PPL_ORDER = ["wikitext_103", "pile", "c4_en"].map((set) => `${set}-valppl`);
const PERPLEXITIES: readonly string[] = [
  ...PPL_ORDER,
  ...PPL_COLUMNS.map(({ name }) => name).filter((name) => !PPL_ORDER.includes(name)),
];

/** The 225 columns of the full table that describe a pre-training checkpoint. */
export const PRETRAINING_COLUMNS: readonly string[] = [
  ...[MMLU_AVERAGE, ...OLMES_TASKS].flatMap((task) =>
    TASK_METRICS.filter((metric) => !VINTAGE_METRICS.includes(metric) && hasMetric(task, metric)).map(
      (metric) => `${task}_${metric}`,
    ),
  ),
  ...PERPLEXITIES,
  "step",
  "tokens",
  "compute",
  "cumulative_lr",
];

/** The compared metrics: accuracy without the question, for the seven tasks that have it, and probability of the right answer. */
export const COMPARED_METRICS: readonly string[] = [
  ...OLMES_TASKS.filter((task) => hasMetric(task, "acc_uncond")).map((task) => `${task}_acc_uncond`),
  ...OLMES_TASKS.map((task) => `${task}_correct_prob`),
];

export const DELTA_COLUMNS: readonly string[] = COMPARED_METRICS.map((metric) => `delta_${metric}`);

export const GROUP_COLUMNS = [
  "matched_group_name",
  "matched_group_id",
  "matched_group_med_metric",
  "matched_group_avg_metric",
] as const;

export const GROUP_STATISTICS = ["avg", "med", "std", "mad"] as const;

/** All names except the base columns, in table order. */
const FURTHER_COLUMNS: readonly string[] = [
  ...FT_COLUMNS,
  ...PRETRAINING_COLUMNS.map((name) => `pt_${name}_list`),
  ...PRETRAINING_COLUMNS.map((name) => `pt_${name}`),
  ...DELTA_COLUMNS,
  "pt_ft_toks",
  ...GROUP_COLUMNS,
  ...DELTA_COLUMNS.flatMap((delta) => GROUP_STATISTICS.map((statistic) => `group_${statistic}_${delta}`)),
];

/** All names in the order of a table with these base columns. */
export function listColumns(baseColumns: readonly BaseColumn[] = BASE_COLUMNS): string[] {
  return [...baseColumns, ...FURTHER_COLUMNS];
}

function listTaskMetrics(task: string): string[] {
  return [...NESTED_METRICS, ...FLAT_METRICS].filter(
    (metric) => !metric.includes("uncond") || hasMetric(task, "acc_uncond"),
  );
}

function listAggregateColumns(): string[] {
  const names = [...NESTED_METRICS, ...FLAT_METRICS].filter((metric) => !metric.includes("uncond"));
  return names.flatMap((metric) => {
    const column = `ft_${AGGREGATE_TASK}_${metric}`;
    if (AGGREGATE_PLAIN.includes(metric)) return [column];
    const averages = [`${column}_macro`, `${column}_micro`];
    return metric === "primary_score" ? [column, ...averages] : averages;
  });
}

function hasMetric(task: string, metric: string): boolean {
  return !(TASKS_WITHOUT_UNCONDITIONED.includes(task) && UNCONDITIONED_METRICS.includes(metric));
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
