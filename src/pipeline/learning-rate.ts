/**
 * The training schedule of a model: batch, budget, and the learning rate at a step. Closed forms of the number of
 * parameters; a linear warm-up and a cosine to one percent of the peak.
 */
import { SEQUENCE_LENGTH } from "./suite.js";

export interface Schedule {
  readonly batchSize: number;
  readonly lrMax: number;
  readonly lrFinal: number;
  readonly totalTokens: number;
  readonly totalSequences: number;
  readonly totalSteps: number;
  readonly warmupTokens: number;
  readonly warmupSteps: number;
  /** The warm-up's share of all tokens. */
  readonly warmupShare: number;
  readonly decayTokens: number;
  readonly decaySteps: number;
}

const TOKENS_PER_PARAMETER = 100;

/** The schedule of a model with that many parameters. */
export function buildSchedule(parameters: number): Schedule {
  const scale = parameters / 108e6;
  const batchSize = 32 * roundHalfEven((160 * scale ** (2 / 3)) / 32);
  const lrMax = 0.0047 * scale ** (-1 / 3);
  const totalTokens = TOKENS_PER_PARAMETER * parameters;
  const tokensPerStep = batchSize * SEQUENCE_LENGTH;
  const totalSteps = Math.ceil(totalTokens / tokensPerStep);
  const warmupTokens = roundHalfEven(parameters / (batchSize / SEQUENCE_LENGTH));
  const warmupSteps = Math.ceil(warmupTokens / tokensPerStep);
  return {
    ...{ batchSize, lrMax, totalTokens, totalSteps, warmupTokens, warmupSteps },
    lrFinal: 0.01 * lrMax,
    totalSequences: roundHalfEven(totalTokens / SEQUENCE_LENGTH),
    warmupShare: warmupTokens / totalTokens,
    decayTokens: totalTokens - warmupTokens,
    decaySteps: totalSteps - warmupSteps,
  };
}

/** The learning rate at a step; after the schedule's end it stays at its last value. */
export function learningRateAt(step: number, { lrMax, lrFinal, warmupSteps, decaySteps }: Schedule): number {
  if (step <= warmupSteps) return (lrMax * step) / warmupSteps;
  const share = Math.min((step - warmupSteps) / decaySteps, 1);
  return lrFinal + ((lrMax - lrFinal) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** The learning rates of all steps up to this one, added up: exact in the warm-up, trapezoids of one step after it. */
export function cumulativeLearningRateAt(step: number, schedule: Schedule): number {
  const { lrMax, warmupSteps, totalSteps } = schedule;
  if (step <= warmupSteps) return (lrMax * step * step) / (2 * warmupSteps);
  const end = Math.min(step, totalSteps);
  const areas = Array.from({ length: Math.ceil(end - warmupSteps) }, (_, index) => {
    const left = warmupSteps + index;
    const right = Math.min(left + 1, end);
    return ((learningRateAt(left, schedule) + learningRateAt(right, schedule)) / 2) * (right - left);
  });
  return (lrMax * warmupSteps) / 2 + sumPairwise(areas, 0, areas.length);
}

const BLOCK = 128;
const LANES = 8;

/**
 * A sum that adds halves to halves and, in blocks, eight lanes side by side: the order of numpy's `sum`, which the
 * published figures agree with to the last digit.
 */
function sumPairwise(values: readonly number[], start: number, count: number): number {
  if (count > BLOCK) {
    const half = Math.floor(count / 2);
    const left = half - (half % LANES);
    return sumPairwise(values, start, left) + sumPairwise(values, start + left, count - left);
  }
  const end = start + count;
  const lanesEnd = count < LANES ? start : end - (count % LANES);
  let sum = 0;
  if (lanesEnd > start) {
    const lanes = values.slice(start, start + LANES);
    for (let at = start + LANES; at < lanesEnd; at++) lanes[(at - start) % LANES] += values[at];
    sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
  }
  for (let at = lanesEnd; at < end; at++) sum += values[at];
  return sum;
}

/** Rounds to a whole number, halves to the even one, as Python and IEEE do. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
