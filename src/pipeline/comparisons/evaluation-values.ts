/**
 * The evaluation of a fine-tuned model, as a run's summary holds it: under `oe_eval_metrics/<task>` an object of
 * metrics, under `oe_eval_metrics/<task>/<metric>` the same and more as plain numbers.
 */
const PREFIX = "oe_eval_metrics/";
/** What the aggregate over nine tasks is called there, once made a name, and in the columns. */
const AGGREGATE = ["core_9mcqa_rc__olmes", "core9"] as const;
/** The share of answers that could not be parsed is always 0 and has no column. */
const LEFT_OUT = "no_answer";

/** Whether a summary holds any result of an evaluation; the description of a task is none. */
export function isEvaluated(summary: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(summary).some((key) => key.startsWith(PREFIX) && !key.endsWith("task_config"));
}

/** Every number of the evaluation under its column's name (`ft_{task}_{metric}`). */
export function readEvaluation(summary: Readonly<Record<string, unknown>>): Map<string, number> {
  const values = new Map<string, number>();
  const add = (task: string, metric: string, value: unknown) => {
    if (typeof value === "number") values.set(nameColumn(task, metric), value);
  };
  for (const [key, value] of Object.entries(summary)) {
    if (!key.startsWith(PREFIX)) continue;
    const [task, ...rest] = key.slice(PREFIX.length).split("/");
    const metric = rest.join("_");
    if (metric !== "") {
      if (!metric.includes(LEFT_OUT)) add(task, metric, value);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, nested] of Object.entries(value)) if (name !== LEFT_OUT) add(task, name, nested);
    }
  }
  return values;
}

function nameColumn(task: string, metric: string): string {
  return `ft_${`${task}_${metric}`.replace(/[:/]/g, "_").replace(...AGGREGATE)}`;
}
