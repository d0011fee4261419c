/** The columns of the full table that follow from size, recipe and step alone: schedule, features, architecture. */
import type { DictionaryColumn, NumberColumn } from "../../table/column.js";
import type { Database } from "../database.js";
import { buildSchedule, LearningRates, type Schedule } from "../learning-rate.js";
import { RECIPE_FEATURE_COLUMNS, RECIPE_FEATURES } from "../recipe-features.js";
import { BUDGET, type ModelSize, SEQUENCE_LENGTH, SIZES } from "../suite.js";
import { viewDoubles } from "./chunk-values.js";
import type { TypedColumn } from "./row-source.js";
import type { IdColumns } from "./runs.js";

type ModelColumn = readonly [
  name: string,
  type: "BIGINT" | "DOUBLE" | "BOOLEAN" | "VARCHAR",
  value: (size: ModelSize) => number | string | boolean,
];

/** The schedule columns before the perplexities. */
export const SCHEDULE_COLUMNS: readonly ModelColumn[] = [
  ["total_steps", "BIGINT", (size) => scheduleOf(size).totalSteps],
  ["warmup_steps", "BIGINT", (size) => scheduleOf(size).warmupSteps],
  ["lr_max", "DOUBLE", (size) => scheduleOf(size).lrMax],
  ["batch_size", "BIGINT", (size) => scheduleOf(size).batchSize],
];

/** Learning-rate columns, which depend on the step too. */
export const STEP_COLUMNS = ["lr_at_step", "cumulative_lr"] as const;

/** The model columns that close the full table. */
export const MODEL_COLUMNS: readonly ModelColumn[] = [
  constant("default_seed", "BIGINT", 6198),
  constant("length_str", "VARCHAR", BUDGET),
  constant("lr_warmup_start", "DOUBLE", 0),
  ["d_model", "BIGINT", ({ width }) => width],
  ["n_heads", "BIGINT", ({ heads }) => heads],
  ["n_layers", "BIGINT", ({ layers }) => layers],
  constant("mlp_ratio", "BIGINT", 8),
  constant("weight_tying", "BOOLEAN", false),
  constant("alibi", "BOOLEAN", false),
  constant("rope", "BOOLEAN", true),
  constant("flash_attention", "BOOLEAN", true),
  constant("attention_dropout", "DOUBLE", 0),
  constant("attention_layer_norm", "BOOLEAN", false),
  constant("include_bias", "BOOLEAN", false),
  constant("layer_norm_type", "VARCHAR", "rms"),
  constant("layer_norm_with_affine", "BOOLEAN", true),
  constant("layer_norm_eps", "DOUBLE", 1e-6),
  constant("bias_for_layer_norm", "BOOLEAN", false),
  constant("attention_layer_norm_with_affine", "BOOLEAN", false),
  constant("activation_type", "VARCHAR", "swiglu"),
  constant("residual_dropout", "DOUBLE", 0),
  constant("embedding_dropout", "DOUBLE", 0),
  constant("max_sequence_length", "BIGINT", SEQUENCE_LENGTH),
  constant("vocab_size", "BIGINT", 50_280),
  constant("embedding_size", "BIGINT", 50_304),
  constant("eos_token_id", "BIGINT", 50_279),
  constant("pad_token_id", "BIGINT", 1),
  constant("init_device", "VARCHAR", "cuda"),
  constant("init_fn", "VARCHAR", "normal"),
  constant("init_std", "DOUBLE", 0.02),
  constant("init_cutoff_factor", "BIGINT", 3),
  ["params_numeric", "DOUBLE", ({ nominalParameters }) => nominalParameters],
  ["true_model_size", "BIGINT", ({ scheduleParameters }) => scheduleParameters],
  ["total_tokens", "BIGINT", (size) => scheduleOf(size).totalTokens],
  ["warmup_tokens", "BIGINT", (size) => scheduleOf(size).warmupTokens],
  ["lr_final", "DOUBLE", (size) => scheduleOf(size).lrFinal],
  ["total_seqs", "BIGINT", (size) => scheduleOf(size).totalSequences],
  ["warmup_perc", "DOUBLE", (size) => scheduleOf(size).warmupShare],
  ["lr_decay_tokens", "BIGINT", (size) => scheduleOf(size).decayTokens],
  ["lr_decay_steps", "BIGINT", (size) => scheduleOf(size).decaySteps],
];

function constant(name: string, type: ModelColumn[1], value: number | string | boolean): ModelColumn {
  return [name, type, () => value];
}

function scheduleOf({ scheduleParameters }: ModelSize): Schedule {
  return buildSchedule(scheduleParameters);
}

/** The schedule at every row, missing for sizes that the suite does not have. */
export async function buildScheduleColumns(database: Database, ids: IdColumns): Promise<TypedColumn[]> {
  const rates: (LearningRates | undefined)[] = [];
  for (const [code, name] of ids.params.dictionary.entries()) {
    const size = findSize(name);
    const lastStep = ids.step.values.reduce((last, step, row) => {
      return ids.params.codes[row] === code ? Math.max(last, step) : last;
    }, 0);
    rates.push(size && (await buildLearningRates(database, scheduleOf(size), lastStep)));
  }
  const [atStep, cumulative] = STEP_COLUMNS;
  return [
    ...SCHEDULE_COLUMNS.map((column) => buildBySize(column, ids)),
    buildByStep(atStep, ids, (code, step) => rates[code]?.at(step)),
    buildByStep(cumulative, ids, (code, step) => rates[code]?.cumulativeAt(step)),
  ];
}

/** The rates up to a step. The database takes cosines from the C library, as numpy does. */
async function buildLearningRates(
  database: Database,
  schedule: Schedule,
  lastStep: number,
): Promise<LearningRates> {
  const { warmupSteps, decaySteps } = schedule;
  const count = Math.ceil(Math.min(Math.max(lastStep - warmupSteps, 0), decaySteps)) + 1;
  const cosines = new Float64Array(count);
  let at = 0;
  const query = `SELECT cos(pi() * step / ${decaySteps}) FROM range(${count}) steps(step)`;
  for await (const chunk of database.chunks(query)) {
    cosines.set(viewDoubles(chunk, 0), at);
    at += chunk.rowCount;
  }
  return new LearningRates(schedule, cosines);
}

/** The features of the recipe at every row, missing for recipes that the suite does not have. */
export function buildFeatureColumns({ data }: IdColumns): TypedColumn[] {
  const features = data.dictionary.map((recipe) =>
    Object.hasOwn(RECIPE_FEATURES, recipe) ? RECIPE_FEATURES[recipe] : [],
  );
  return RECIPE_FEATURE_COLUMNS.map(([name, type], index) => ({
    type,
    column: pickNumbers(
      name,
      data,
      features.map((ofRecipe) => ofRecipe[index] ?? Number.NaN),
    ),
  }));
}

/** The architecture and budget of the model at every row, missing for sizes that the suite does not have. */
export function buildModelColumns(ids: IdColumns): TypedColumn[] {
  return MODEL_COLUMNS.map((column) => buildBySize(column, ids));
}

function findSize(name: string): ModelSize | undefined {
  return SIZES.find((size) => size.name === name);
}

function buildBySize([name, type, read]: ModelColumn, { params }: IdColumns): TypedColumn {
  const values = params.dictionary.map((text) => {
    const size = findSize(text);
    return size === undefined ? null : read(size);
  });
  if (type !== "VARCHAR") {
    const numbers = values.map((value) => (value === null ? Number.NaN : Number(value)));
    return { type, column: pickNumbers(name, params, numbers) };
  }
  const dictionary = [...new Set(values.filter((value) => value !== null).map(String))];
  const codes = params.codes.map((code) => dictionary.indexOf(String(values[code])));
  return { type, column: { kind: "dictionary", name, dictionary, codes } };
}

/** A number for each text of a column. */
function pickNumbers(name: string, { codes }: DictionaryColumn, numbers: readonly number[]): NumberColumn {
  return { kind: "number", name, values: Float64Array.from(codes, (code) => numbers[code]) };
}

/** Rows of one size and step share their value. */
function buildByStep(
  name: string,
  { params, step }: IdColumns,
  read: (code: number, step: number) => number | undefined,
): TypedColumn {
  const known = new Map<string, number>();
  const values = step.values.map((at, row) => {
    const code = params.codes[row];
    const key = `${code} ${at}`;
    const value = known.get(key) ?? read(code, at) ?? Number.NaN;
    known.set(key, value);
    return value;
  });
  return { type: "DOUBLE", column: { kind: "number", name, values } };
}
