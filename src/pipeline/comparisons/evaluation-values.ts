/**
 * The evaluation of a fine-tuned model from a run's summary: `oe_eval_metrics/<task>` is an object of metrics,
 * `oe_eval_metrics/<task>/<metric>` has the same and more metrics as plain numbers.
 */
export const RESULT_PREFIX = "oe_eval_metrics/";
/** The description of a task, which is not a result. */
const DESCRIPTION = "task_config";
/** The name of the aggregate over nine tasks with underscores as separators, and its name in the columns. */
const AGGREGATE = ["core_9mcqa_rc__olmes", "core9"] as const;
/** The share of answers that could not be parsed is always 0 and has no column. */
const LEFT_OUT = "no_answer";

export interface Evaluation {
  /** Every finite number under its column's name (`ft_{task}_{metric}`). */
  readonly values: ReadonlyMap<string, number>;
  /** Columns for which the summary has two different numbers; the first one is used. */
  readonly contradictions: readonly string[];
}

/** Whether a summary holds any result of an evaluation. */
export function isEvaluated(summary: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(summary).some((key) => key.startsWith(RESULT_PREFIX) && !key.endsWith(DESCRIPTION));
}

/** The results in a summary. */
export function readEvaluation(summary: Readonly<Record<string, unknown>>): Evaluation {
  const values = new Map<string, number>();
  const contradictions = new Set<string>();
  const add = (path: string, value: unknown) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return;
    const column = nameColumn(path);
    const known = values.get(column);
    if (known === undefined) values.set(column, value);
    else if (known !== value) contradictions.add(column);
  };
  for (const [key, value] of Object.entries(summary)) {
    if (!key.startsWith(RESULT_PREFIX) || key.endsWith(DESCRIPTION)) continue;
    const path = key.slice(RESULT_PREFIX.length);
    if (typeof value === "object" && value !== null) {
      for (const [name, nested] of Object.entries(value))
        if (name !== LEFT_OUT) add(`${path}_${name}`, nested);
    } else if (!path.includes(LEFT_OUT)) {
      add(path, value);
    }
  }
  return { values, contradictions: [...contradictions] };
}

function nameColumn(path: string): string {
  return `ft_${path.replace(/[:/]/g, "_").replace(...AGGREGATE)}`;
}
