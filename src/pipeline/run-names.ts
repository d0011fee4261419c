/**
 * The grammar of fine-tuning run names: seventeen shapes, of which the first that matches a name is used. A shape is
 * literal text with parts in braces; `{part:field}` captures the match of the part under the name of the field.
 */

export type RunType =
  | "dpo"
  | "matched"
  | "reduce_type"
  | "simple_ft_vary_tokens"
  | "simple_ft"
  /** Matches no shape, but looks like the very first runs. */
  | "old"
  /** Matches no shape. */
  | "other";

/** The parts of a name as text, under the column names of the parsed runs. */
export type NameField =
  | "timestamp"
  | "exp_name"
  | "comparison_model_size"
  | "comparison_metric"
  | "initial_checkpoint_recipe"
  | "initial_checkpoint_size"
  | "initial_checkpoint_steps"
  | "seed"
  | "lr"
  | "lr1"
  | "lr2"
  | "num_finetune_tokens_per_epoch"
  | "num_finetune_epochs"
  | "num_finetune_tokens"
  | "reduce_loss";

export interface RunName {
  readonly type: RunType;
  /** The name of the shape, null if none matches. */
  readonly pattern: string | null;
  /** The fields of the shape in order; empty if none matches. */
  readonly fields: Readonly<Partial<Record<NameField, string>>>;
}

interface NameShape {
  readonly name: string;
  readonly type: RunType;
  readonly shape: string;
}

/** The parts, as regular expressions. A word is letters, digits and underscores, so it can swallow its neighbours. */
const PARTS: Readonly<Record<string, string>> = {
  /** `2025_08_21-08_24_43`, years of four digits */
  ts8: "\\d{4}_\\d{2}_\\d{2}-\\d{2}_\\d{2}_\\d{2}",
  /** `250912-172812` */
  ts6: "\\d{6}-\\d{6}",
  word: "\\w+",
  dashed: "[\\w-]+",
  size: "\\d+[MB]",
  number: "\\d+",
  rate: "[0-9.e-]+",
  tok8: "\\d+[MB]",
  tok6: "\\d+[MG]",
  /** `100Mt`, with the t */
  tokt: "\\d+[MG]t",
};

const START8 = "{ts8:timestamp}_{word:exp_name}_";
const START6 = "{ts6:timestamp}_{word:exp_name}_";
const COMPARED = "{size:comparison_model_size}";
const RECIPE = "{word:initial_checkpoint_recipe}-{size:initial_checkpoint_size}";
/** A checkpoint named by its branch, which may be `main`. */
const BRANCH = `DD-${RECIPE}_{word:initial_checkpoint_steps}`;
/** A checkpoint named by its step and a seed. */
const STEP = `DD-${RECIPE}-{number:initial_checkpoint_steps}-{number:seed}`;
const RATE = "{rate:lr}";
const BUDGET8 = "{tok8:num_finetune_tokens_per_epoch}tx{number:num_finetune_epochs}";
const BUDGET6 = "{tok6:num_finetune_tokens_per_epoch}tx{number:num_finetune_epochs}";

/** Every shape, in order of precedence. */
export const NAME_SHAPES: readonly NameShape[] = [
  { name: "DPO1", type: "dpo", shape: `${START8}${BRANCH}_default` },
  {
    name: "DPO2",
    type: "dpo",
    shape:
      `${START8}dd__${RECIPE}__{word:initial_checkpoint_steps}__{tokt:num_finetune_tokens}` +
      "_lr={rate:lr1}_default_--learning_rate={rate:lr2}",
  },
  {
    name: "MATCHED1",
    type: "matched",
    shape: `${START6}${COMPARED}_{word:comparison_metric}_finetune_${BUDGET6}_${STEP}`,
  },
  {
    name: "MATCHED2",
    type: "matched",
    shape: `${START6}${COMPARED}_{word:comparison_metric}_finetune_Ft_${STEP}`,
  },
  { name: "MATCHED3", type: "matched", shape: `${START6}${COMPARED}_finetune_Ft_${STEP}_lr=${RATE}` },
  { name: "MATCHED4", type: "matched", shape: `${START6}${COMPARED}_finetune_${BUDGET6}_${STEP}` },
  { name: "MATCHED5", type: "matched", shape: `${START6}${COMPARED}_finetune_Ft_${STEP}` },
  { name: "MATCHED6", type: "matched", shape: `${START6}DD-{dashed}-${COMPARED}_Ft_${STEP}_lr=${RATE}` },
  { name: "MATCHED7", type: "matched", shape: `${START8}DD-{dashed}-${COMPARED}_Ft_${STEP}_lr=${RATE}` },
  { name: "MATCHED8", type: "matched", shape: `${START6}${COMPARED}_finetune_${BUDGET6}_${STEP}_lr=${RATE}` },
  {
    name: "REDUCE_LOSS",
    type: "reduce_type",
    // The number of samples is in the place of the tokens.
    shape: `${START8}${BRANCH}_default_--max_train_samples={number:num_finetune_tokens}_--reduce_loss={word:reduce_loss}`,
  },
  {
    name: "FT1",
    type: "simple_ft_vary_tokens",
    shape: `${START8}${BRANCH}_${BUDGET8}_--learning_rate=${RATE}`,
  },
  {
    name: "FT3",
    type: "simple_ft_vary_tokens",
    shape: `${START8}${BRANCH}_{tok8:num_finetune_tokens}_toks_--learning_rate=${RATE}`,
  },
  { name: "FT6", type: "simple_ft_vary_tokens", shape: `${START6}${BUDGET8}_${STEP}_lr=${RATE}` },
  { name: "FT4", type: "simple_ft", shape: `${START8}DD-${RECIPE}_Ft_--learning_rate=${RATE}` },
  {
    name: "FT5",
    type: "simple_ft",
    shape: `${START6}DD-{dashed:initial_checkpoint_recipe}-{size:initial_checkpoint_size}_Ft_learning_rate=${RATE}`,
  },
  { name: "FT7", type: "simple_ft", shape: `${START6}Ft_${STEP}_lr=${RATE}` },
];

const PATTERNS = NAME_SHAPES.map(({ name, type, shape }) => ({ name, type, regex: buildRegex(shape) }));

/** The parts of a run's name. */
export function parseRunName(name: string): RunName {
  for (const { name: pattern, type, regex } of PATTERNS) {
    const match = regex.exec(name);
    if (match !== null) return { type, pattern, fields: { ...match.groups } };
  }
  const isOld = name.includes("main_default") && !name.includes("dpo") && !name.includes("--reduce_loss=");
  return { type: isOld ? "old" : "other", pattern: null, fields: {} };
}

function buildRegex(shape: string): RegExp {
  const source = shape.replace(/\{(\w+)(?::(\w+))?\}/g, (_, part: string, field: string | undefined) =>
    field === undefined ? PARTS[part] : `(?<${field}>${PARTS[part]})`,
  );
  return new RegExp(`^${source}$`);
}
