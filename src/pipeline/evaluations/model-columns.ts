/** The columns of the full table that depend on the model alone: schedule, architecture, constants of the suite. */
import { type Database, quoteName, quoteText } from "../database.js";
import { buildSchedule, cumulativeLearningRateAt, learningRateAt } from "../learning-rate.js";
import { RECIPE_FEATURE_COLUMNS, RECIPE_FEATURES } from "../recipe-features.js";
import { BUDGET, type ModelSize, SEQUENCE_LENGTH, SIZES } from "../suite.js";

type SqlType = "BIGINT" | "DOUBLE" | "BOOLEAN" | "VARCHAR";
type ModelColumn = readonly [
  name: string,
  type: SqlType,
  value: (size: ModelSize) => number | string | boolean,
];

/** The schedule columns that stand before the perplexities. */
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

function constant(name: string, type: SqlType, value: number | string | boolean): ModelColumn {
  return [name, type, () => value];
}

function scheduleOf({ scheduleParameters }: ModelSize) {
  return buildSchedule(scheduleParameters);
}

/** Makes the tables `models` (by params), `recipe_features` (by data) and `learning_rates` (by params and step). */
export async function createModelTables(database: Database): Promise<void> {
  const columns = [...SCHEDULE_COLUMNS, ...MODEL_COLUMNS];
  await createTable(
    database,
    "models",
    [["params", "VARCHAR"], ...columns.map(([name, type]) => [name, type] as const)],
    SIZES.map((size) => [size.name, ...columns.map(([, , value]) => value(size))]),
  );
  await createTable(
    database,
    "recipe_features",
    [["data", "VARCHAR"], ...RECIPE_FEATURE_COLUMNS],
    Object.entries(RECIPE_FEATURES).map(([recipe, features]) => [recipe, ...features]),
  );
  const points = await database.rows<{ params: string; step: number }>(
    "SELECT DISTINCT params::VARCHAR AS params, step FROM runs",
  );
  await createTable(
    database,
    "learning_rates",
    [["params", "VARCHAR"], ["step", "DOUBLE"], ...STEP_COLUMNS.map((name) => [name, "DOUBLE"] as const)],
    points.flatMap(({ params, step }) => {
      const size = SIZES.find(({ name }) => name === params);
      if (size === undefined) return [];
      const schedule = scheduleOf(size);
      return [[params, step, learningRateAt(step, schedule), cumulativeLearningRateAt(step, schedule)]];
    }),
  );
}

async function createTable(
  database: Database,
  table: string,
  columns: readonly (readonly [string, string])[],
  rows: readonly (readonly (number | string | boolean)[])[],
): Promise<void> {
  const definitions = columns.map(([name, type]) => `${quoteName(name)} ${type}`);
  await database.run(`CREATE TABLE ${table} (${definitions.join(", ")})`);
  if (rows.length === 0) return;
  const literal = (value: number | string | boolean, column: number) =>
    `${typeof value === "string" ? quoteText(value) : `'${value}'`}::${columns[column][1]}`;
  const tuples = rows.map((row) => `(${row.map(literal).join(", ")})`);
  await database.run(`INSERT INTO ${table} VALUES ${tuples.join(",\n")}`);
}
