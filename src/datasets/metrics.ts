/**
 * Metric descriptions, derived from the name: task, measure, unit, whether higher is better, and the chance level. Sources:
 * the evaluation suite (OLMES) and the perplexity sets of the training runs.
 */

/** The kinds of metrics; `other` includes unknown names. */
export const METRIC_KINDS = [
  "perplexity",
  "accuracy",
  "probability",
  "log-likelihood",
  "margin",
  "bits",
  "other",
] as const;

export type MetricKind = (typeof METRIC_KINDS)[number];

export interface MetricDescription {
  readonly kind: MetricKind;
  /** A task or a text corpus; null for an unknown name. */
  readonly task: string | null;
  /** The measure of the task; the whole name if it is unknown. */
  readonly measure: string;
  readonly unit: string;
  /** Null if neither direction is better. */
  readonly higherIsBetter: boolean | null;
  /** The accuracy of random guessing; null for other kinds and unknown tasks. */
  readonly chance: number | null;
}

type Measure = Pick<MetricDescription, "kind" | "unit" | "higherIsBetter">;

const ACCURACY: Measure = { kind: "accuracy", unit: "share", higherIsBetter: true };
const MARGIN: Measure = { kind: "margin", unit: "probability", higherIsBetter: true };
const PROBABILITY: Measure = { kind: "probability", unit: "probability", higherIsBetter: true };
/** Probabilities that do not measure quality: of all answers together, or without the question. */
const UNORDERED: Measure = { ...PROBABILITY, higherIsBetter: null };

function logLikelihood(unit: string): Measure {
  return { kind: "log-likelihood", unit, higherIsBetter: true };
}

const PERPLEXITY: Measure = { kind: "perplexity", unit: "perplexity", higherIsBetter: false };
const UNKNOWN: Measure = { kind: "other", unit: "unknown", higherIsBetter: null };
const PERPLEXITY_SUFFIX = "valppl";

/** The measures of tasks, in the order of the suite. */
export const TASK_MEASURES: ReadonlyMap<string, Measure> = new Map([
  ["correct_choice", { kind: "other", unit: "position", higherIsBetter: null }],
  ["acc_raw", ACCURACY],
  ["acc_per_token", ACCURACY],
  ["acc_per_char", ACCURACY],
  ["acc_per_byte", ACCURACY],
  ["acc_uncond", ACCURACY],
  ["no_answer", { kind: "other", unit: "share", higherIsBetter: false }],
  ["sum_logits_corr", logLikelihood("nats")],
  ["logits_per_token_corr", logLikelihood("nats per token")],
  ["logits_per_char_corr", logLikelihood("nats per character")],
  ["bits_per_byte_corr", { kind: "bits", unit: "bits per byte", higherIsBetter: false }],
  ["correct_prob", PROBABILITY],
  ["correct_prob_per_token", PROBABILITY],
  ["correct_prob_per_char", PROBABILITY],
  ["margin", MARGIN],
  ["margin_per_token", MARGIN],
  ["margin_per_char", MARGIN],
  ["total_prob", UNORDERED],
  ["total_prob_per_token", UNORDERED],
  ["total_prob_per_char", UNORDERED],
  ["uncond_correct_prob", UNORDERED],
  ["uncond_correct_prob_per_token", UNORDERED],
  ["uncond_correct_prob_per_char", UNORDERED],
  ["uncond_total_prob", UNORDERED],
  ["norm_correct_prob", PROBABILITY],
  ["norm_correct_prob_per_token", PROBABILITY],
  ["norm_correct_prob_per_char", PROBABILITY],
  ["primary_metric", ACCURACY],
]);

/** The longest first, because the name of a measure may end in another's. */
const MEASURES_BY_LENGTH = [...TASK_MEASURES].sort(([a], [b]) => b.length - a.length);

/** The accuracy of random guessing on each task of the suite. */
const CHANCE_LEVELS: Readonly<Record<string, number>> = {
  arc_challenge: 0.25,
  arc_easy: 0.25,
  boolq: 0.5,
  csqa: 0.2,
  hellaswag: 0.25,
  openbookqa: 0.25,
  piqa: 0.5,
  socialiqa: 1 / 3,
  winogrande: 0.5,
  mmlu: 0.25,
};

/** Describes a metric by its name; an unknown name has the kind `other`. */
export function describeMetric(name: string): MetricDescription {
  const at = name.lastIndexOf(`-${PERPLEXITY_SUFFIX}`);
  if (at > 0 && name.endsWith(PERPLEXITY_SUFFIX)) {
    return buildDescription(PERPLEXITY, name.slice(0, at), PERPLEXITY_SUFFIX, null);
  }
  const found = MEASURES_BY_LENGTH.find(([measure]) => name.endsWith(`_${measure}`));
  if (found === undefined) {
    return buildDescription(UNKNOWN, null, name, null);
  }
  const [measure, properties] = found;
  const task = name.slice(0, -measure.length - 1);
  return buildDescription(
    properties,
    task,
    measure,
    properties.kind === "accuracy" ? findChance(task) : null,
  );
}

/** Builds a description with its fields in the order in which they are served. */
function buildDescription(
  { kind, unit, higherIsBetter }: Measure,
  task: string | null,
  measure: string,
  chance: number | null,
): MetricDescription {
  return { kind, task, measure, unit, higherIsBetter, chance };
}

function findChance(task: string): number | null {
  const key = task.startsWith("mmlu_") ? "mmlu" : task;
  return Object.hasOwn(CHANCE_LEVELS, key) ? CHANCE_LEVELS[key] : null;
}
