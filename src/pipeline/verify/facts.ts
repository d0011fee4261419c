/** Facts of the released evaluations that a complete real file must match. */
import { MELTED_TASKS, type ModelSize, type OLMES_TASKS, RECIPE_COUNT, SIZES } from "../suite.js";

/** Evaluated checkpoints: 285 steps over all sizes, 25 recipes each. */
export const EVALUATED_CHECKPOINTS = RECIPE_COUNT * SIZES.reduce((sum, size) => sum + size.evaluatedSteps, 0);
/** Perplexities are logged more often than tasks are evaluated, and one seed may have run longer than the others. */
export const PERPLEXITY_CHECKPOINTS = { min: 7_570, max: 9_110 };
/** At least the 210 metrics of every evaluation, and one perplexity if there are any. */
export const ROWS = { min: 7_125 * 210 + 7_570, max: 7_125 * 270 + 11 * 9_110 };

/** Steps at which some run was saved off the grid of its size. */
const EXTRA_STEPS: Readonly<Record<string, readonly number[]>> = {
  "4M": [5_735, 5_745],
  "14M": [21_953],
  "20M": [14_594],
  "60M": [29_052, 29_062],
  "150M": [38_157, 38_167],
  "300M": [45_787, 45_797],
  "530M": [57_776, 57_786],
  "750M": [62_500, 63_589, 63_599],
};

/** Whether a checkpoint of that size can have that step. */
export function isKnownStep(size: ModelSize, step: number): boolean {
  if (step === size.lastEvaluatedStep || step === size.lastStep) return true;
  if (EXTRA_STEPS[size.name]?.includes(step)) return true;
  return step % size.stepSpacing === 0 && step < size.lastStep;
}

/** Questions of each task: an accuracy is a number of right answers divided by it. */
export const QUESTIONS: Readonly<Record<(typeof OLMES_TASKS)[number], number>> = {
  arc_challenge: 1_172,
  arc_easy: 2_376,
  boolq: 3_270,
  csqa: 1_221,
  hellaswag: 10_042,
  openbookqa: 500,
  piqa: 1_838,
  socialiqa: 1_954,
  winogrande: 1_267,
};

/** The mean position of the right answer among the choices, a constant of the task. */
export const CORRECT_CHOICES: Readonly<Record<string, number>> = {
  mmlu_average: 1.563,
  arc_challenge: 1.524,
  arc_easy: 1.489,
  boolq: 0.3783,
  csqa: 1.99,
  hellaswag: 1.496,
  openbookqa: 1.404,
  piqa: 0.5049,
  socialiqa: 1.007,
  winogrande: 0.5043,
};

/** The accuracy that is the primary metric of each task. */
export const PRIMARY_ACCURACIES: Readonly<Record<string, string>> = Object.fromEntries(
  MELTED_TASKS.map((task) => {
    if (["arc_easy", "hellaswag", "piqa", "socialiqa"].includes(task)) return [task, "acc_per_char"];
    if (["arc_challenge", "csqa", "openbookqa"].includes(task)) return [task, "acc_uncond"];
    return [task, "acc_raw"];
  }),
);

export interface Range {
  readonly metrics: readonly string[];
  readonly min: number;
  readonly max: number;
}

/** The possible range of values, by metric without its task; `valppl` for perplexities. */
export const RANGES: readonly Range[] = [
  { metrics: ["valppl"], min: 1, max: 1e6 },
  { metrics: ["acc_raw", "acc_per_token", "acc_per_char", "acc_per_byte", "acc_uncond"], min: 0, max: 1 },
  { metrics: ["primary_metric", "no_answer"], min: 0, max: 1 },
  { metrics: ["correct_choice"], min: 0, max: 4 },
  { metrics: ["sum_logits_corr", "logits_per_token_corr", "logits_per_char_corr"], min: -1e4, max: 0 },
  { metrics: ["bits_per_byte_corr"], min: 0, max: 100 },
  { metrics: ["correct_prob", "correct_prob_per_token", "correct_prob_per_char"], min: 0, max: 1 },
  { metrics: ["margin", "margin_per_token", "margin_per_char"], min: -1, max: 1 },
  {
    metrics: ["total_prob", "total_prob_per_token", "total_prob_per_char", "uncond_total_prob"],
    min: 0,
    max: 5,
  },
  {
    metrics: ["uncond_correct_prob", "uncond_correct_prob_per_token", "uncond_correct_prob_per_char"],
    min: 0,
    max: 1,
  },
  {
    metrics: ["norm_correct_prob", "norm_correct_prob_per_token", "norm_correct_prob_per_char"],
    min: 0,
    max: 1,
  },
];

/** Decision accuracy of the seed means at each size's last evaluation, against 1B. Source: arXiv 2504.11393. */
export const DECISION_PROFILE: Readonly<Record<string, number>> = {
  "4M": 0.313,
  "6M": 0.443,
  "8M": 0.57,
  "10M": 0.577,
  "14M": 0.59,
  "16M": 0.717,
  "20M": 0.74,
  "60M": 0.767,
  "90M": 0.803,
  "150M": 0.83,
  "300M": 0.86,
  "530M": 0.883,
  "750M": 0.86,
};

/** Over all evaluations after step 0: least-squares slope on log10 of compute, and rank correlation with compute. */
export const DECISION_TREND = { points: 272, slope: 0.0819, rankCorrelation: 0.967 };
