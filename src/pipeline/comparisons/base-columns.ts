/**
 * The order of the base columns. The original built its frame from one dictionary per run, so its columns are in the order
 * in which the run names have their parts, followed by the columns that no name has.
 */
import type { NamedRun } from "../run-fields.js";
import type { NameField } from "../run-names.js";
import { BASE_COLUMNS, type BaseColumn } from "./columns.js";

/** The columns for the parts of a name; other parts of a matched run's name are not in the table. */
const COLUMN_BY_FIELD: Readonly<Partial<Record<NameField, BaseColumn>>> = {
  timestamp: "timestamp",
  comparison_model_size: "comparison_model_size",
  comparison_metric: "comparison_metric",
  initial_checkpoint_recipe: "ckpt_data",
  initial_checkpoint_size: "ckpt_params",
  initial_checkpoint_steps: "ckpt_steps",
  seed: "seed",
  lr: "lr",
  num_finetune_tokens_per_epoch: "ft_tok_per_epoch",
  num_finetune_epochs: "ft_epochs",
};

/** Added after the columns of the names, in this order, unless a name has them. */
const ADDED: readonly BaseColumn[] = [
  "comparison_model_recipe",
  "comparison_metric",
  "ft_tok_per_epoch",
  "ft_epochs",
  "ft_tok",
  "ft_tok_real",
  "abs_difference_ft_tokens_pct",
];

/** All of BASE_COLUMNS in the order that these runs lead to; the runs may be in any order. */
export function orderBaseColumns(runs: readonly NamedRun[]): BaseColumn[] {
  const ordered = new Set<BaseColumn>(["run_id"]);
  for (const { name } of runs.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const field of Object.keys(name.fields) as NameField[]) {
      const column = COLUMN_BY_FIELD[field];
      if (column !== undefined) ordered.add(column);
    }
  }
  const isCounted = runs.some(({ summary }) => typeof summary.total_tokens === "number");
  // The original lacks the columns that no name has; here they are null and follow those of the names.
  const absent = [
    "timestamp",
    "comparison_model_size",
    "ckpt_data",
    "ckpt_params",
    "ckpt_steps",
    "seed",
    "lr",
  ] as const;
  for (const column of absent) ordered.add(column);
  if (isCounted) ordered.add("ft_tok_real");
  for (const column of [...ADDED, ...BASE_COLUMNS]) ordered.add(column);
  return [...ordered];
}
