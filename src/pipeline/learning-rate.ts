/**
 * The training schedule of a model: batch, budget, and the learning rate at a step. All of them follow from the
 * number of parameters: a linear warm-up, then a cosine to one percent of the peak. The operations are in the order of the original
 * Python code, so the results agree to the last digit.
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
  /** The share of the warm-up in all tokens. */
  readonly warmupShare: number;
  readonly decayTokens: number;
  readonly decaySteps: number;
}

const TOKENS_PER_PARAMETER = 100;

/** The schedule of a model with this number of parameters. */
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

/** The learning rates of one schedule by step; constant after its end. */
export class LearningRates {
  readonly #decay: Float64Array;

  /**
   * `cosines` are cos(pi step / decaySteps) from step 0 of the decay on, as rounded by the C library; one in thirty of
   * JavaScript's differs in the last digit. Later cosines are computed here.
   */
  constructor(
    readonly schedule: Schedule,
    readonly cosines: Float64Array,
  ) {
    this.#decay = cosines.map((cosine) => this.#rateOf(cosine));
  }

  at(step: number): number {
    const { lrMax, lrFinal, warmupSteps, decaySteps } = this.schedule;
    if (step <= warmupSteps) return (lrMax * step) / warmupSteps;
    return step - warmupSteps >= decaySteps ? lrFinal : this.#afterWarmup(step - warmupSteps);
  }

  /** The sum of the learning rates up to a step: exact in the warm-up, by trapezoids of one step after it. */
  cumulativeAt(step: number): number {
    const { lrMax, warmupSteps, decaySteps } = this.schedule;
    if (step <= warmupSteps) return (lrMax * (step * step)) / (2 * warmupSteps);
    const end = Math.min(step - warmupSteps, decaySteps);
    const count = Math.floor(end);
    // Steps are integers; for any other number the trapezoids are slightly longer than one step.
    const width = end / count;
    const areas = new Float64Array(count);
    let left = this.#afterWarmup(0);
    for (let index = 0; index < count; index++) {
      const right = this.#afterWarmup((index + 1) * width);
      areas[index] = (width * (right + left)) / 2;
      left = right;
    }
    return (lrMax * (warmupSteps * warmupSteps)) / (2 * warmupSteps) + sumPairwise(areas, 0, count);
  }

  #afterWarmup(step: number): number {
    const known = this.#decay[step];
    return known ?? this.#rateOf(Math.cos((Math.PI * step) / this.schedule.decaySteps));
  }

  #rateOf(cosine: number): number {
    const { lrMax, lrFinal } = this.schedule;
    return lrFinal + 0.5 * (lrMax - lrFinal) * (1 + cosine);
  }
}

const BLOCK = 128;
const LANES = 8;

/** A pairwise sum with eight parallel sums in each block, in the order of numpy's `sum`. */
function sumPairwise(values: Float64Array, start: number, count: number): number {
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

/** Rounds to an integer, halves to even, as Python and IEEE 754 do. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
