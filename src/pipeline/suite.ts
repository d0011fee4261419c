/**
 * The released DataDecide suite: sizes, seeds, tasks, metrics and perplexity columns, each in the order of the
 * tables.
 * Source: the hub datasets allenai/DataDecide-eval-results and -ppl-results, and the paper (arXiv 2504.11393).
 */

export interface ModelSize {
  readonly name: string;
  /** Parameters as counted in `compute`. */
  readonly exactParameters: number;
  /** Parameters for the schedule columns: exact up to 90M, rounded above. */
  readonly scheduleParameters: number;
  /** The number in the name. */
  readonly nominalParameters: number;
  readonly batchSize: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Distinct steps with evaluations, the same for all recipes, and the last of them. */
  readonly evaluatedSteps: number;
  readonly lastEvaluatedStep: number;
  /** The last step of training. */
  readonly lastStep: number;
  /** Distance between evaluations. */
  readonly stepSpacing: number;
  readonly seeds: readonly number[];
}

const SMALL_SEEDS = [0, 1, 2];
const LARGE_SEEDS = [0, 3, 4];

// name, exact N, schedule N, nominal N, batch, width, layers, heads, evaluated steps, last evaluated step, last step
const SIZE_ROWS = [
  ["4M", 3_744_832, 3_744_832, 4e6, 32, 64, 8, 8, 6, 5_725, 5_725],
  ["6M", 6_010_464, 6_010_464, 6e6, 32, 96, 8, 8, 5, 9_182, 9_182],
  ["8M", 8_538_240, 8_538_240, 8e6, 32, 128, 8, 8, 10, 13_039, 13_039],
  ["10M", 9_900_432, 9_900_432, 10e6, 32, 144, 8, 8, 12, 15_117, 15_117],
  ["14M", 14_380_224, 14_380_224, 14e6, 32, 192, 8, 8, 16, 20_000, 21_953],
  ["16M", 16_004_560, 16_004_560, 16e6, 32, 208, 8, 8, 19, 24_432, 24_432],
  ["20M", 19_101_888, 19_101_888, 20e6, 64, 192, 16, 8, 13, 14_584, 14_584],
  ["60M", 57_078_144, 57_078_144, 60e6, 96, 384, 16, 12, 23, 29_042, 29_042],
  ["90M", 97_946_640, 97_946_640, 90e6, 160, 528, 16, 12, 22, 29_901, 29_901],
  ["150M", 151_898_880, 150e6, 150e6, 192, 768, 12, 12, 31, 37_500, 38_157],
  ["300M", 319_980_544, 300e6, 300e6, 320, 1024, 16, 16, 37, 45_000, 45_787],
  ["530M", 530_074_944, 530e6, 530e6, 448, 1344, 16, 16, 42, 51_250, 57_786],
  ["750M", 681_297_408, 750e6, 750e6, 576, 1536, 16, 16, 22, 26_250, 63_589],
  ["1B", 1_176_832_000, 1e9, 1e9, 704, 2048, 16, 16, 27, 69_369, 69_369],
] as const;

export const SIZES: readonly ModelSize[] = SIZE_ROWS.map((row) => {
  const [name, exactParameters, scheduleParameters, nominalParameters, batchSize, width, layers, heads] = row;
  const [, , , , , , , , evaluatedSteps, lastEvaluatedStep, lastStep] = row;
  const isLargest = name === "1B";
  return {
    ...{ name, exactParameters, scheduleParameters, nominalParameters, batchSize, width, layers, heads },
    ...{ evaluatedSteps, lastEvaluatedStep, lastStep },
    stepSpacing: isLargest ? 2500 : 1250,
    seeds: isLargest ? LARGE_SEEDS : SMALL_SEEDS,
  };
});

export const SEQUENCE_LENGTH = 2048;

export const RECIPE_COUNT = 25;

/** Evaluated runs at their steps, each on all tasks: 285 steps over all sizes, 25 recipes, three seeds. */
export const EVALUATED_RUNS =
  RECIPE_COUNT * SIZES.reduce((sum, { evaluatedSteps, seeds }) => sum + evaluatedSteps * seeds.length, 0);

/** The seed names of the hub files and their numbers in the full table. */
export const SEED_NUMBERS: Readonly<Record<string, number>> = {
  default: 0,
  "small aux 2": 1,
  "small aux 3": 2,
  "large aux 2": 3,
  "large aux 3": 4,
};

export const BUDGET = "5xC";

export const OLMES_TASKS = [
  "arc_challenge",
  "arc_easy",
  "boolq",
  "csqa",
  "hellaswag",
  "openbookqa",
  "piqa",
  "socialiqa",
  "winogrande",
] as const;

export const MMLU_AVERAGE = "mmlu_average";

const MMLU_SUBJECTS =
  `abstract_algebra anatomy astronomy business_ethics clinical_knowledge college_biology college_chemistry
  college_computer_science college_mathematics college_medicine college_physics computer_security conceptual_physics
  econometrics electrical_engineering elementary_mathematics formal_logic global_facts high_school_biology
  high_school_chemistry high_school_computer_science high_school_european_history high_school_geography
  high_school_government_and_politics high_school_macroeconomics high_school_mathematics high_school_microeconomics
  high_school_physics high_school_psychology high_school_statistics high_school_us_history high_school_world_history
  human_aging human_sexuality international_law jurisprudence logical_fallacies machine_learning management marketing
  medical_genetics miscellaneous moral_disputes moral_scenarios nutrition philosophy prehistory
  professional_accounting professional_law professional_medicine professional_psychology public_relations
  security_studies sociology us_foreign_policy virology world_religions`.split(/\s+/);

export const MMLU_TASKS: readonly string[] = MMLU_SUBJECTS.map((subject) => `mmlu_${subject}`);

/** The 66 tasks of the raw table. */
export const RAW_TASKS: readonly string[] = [...OLMES_TASKS, ...MMLU_TASKS];

/** The 10 tasks of the melted file, which has the MMLU average instead of the subjects. */
export const MELTED_TASKS: readonly string[] = [...OLMES_TASKS, MMLU_AVERAGE].sort();

/** The 28 metrics of a task, in the order of the tables. */
export const TASK_METRICS: readonly string[] =
  `correct_choice acc_raw acc_per_token acc_per_char acc_per_byte acc_uncond no_answer sum_logits_corr
  logits_per_token_corr logits_per_char_corr bits_per_byte_corr correct_prob correct_prob_per_token
  correct_prob_per_char margin margin_per_token margin_per_char total_prob total_prob_per_token total_prob_per_char
  uncond_correct_prob uncond_correct_prob_per_token uncond_correct_prob_per_char uncond_total_prob norm_correct_prob
  norm_correct_prob_per_token norm_correct_prob_per_char primary_metric`.split(/\s+/);

/** Metrics of the raw text that are in no table. */
export const DROPPED_METRICS: readonly string[] =
  `predicted_index_raw predicted_index_per_token predicted_index_per_char predicted_index_per_byte
  predicted_index_uncond logits_per_byte_corr`.split(/\s+/);

/** Metrics of the answer scored without its question, which boolq and winogrande do not have. */
export const UNCONDITIONED_METRICS: readonly string[] =
  `acc_uncond uncond_correct_prob uncond_correct_prob_per_token uncond_correct_prob_per_char
  uncond_total_prob`.split(/\s+/);

export const TASKS_WITHOUT_UNCONDITIONED: readonly string[] = ["boolq", "winogrande"];

/** Metrics of only some versions of the evaluation code. */
export const VINTAGE_METRICS: readonly string[] =
  `acc_per_byte no_answer sum_logits_corr logits_per_token_corr logits_per_char_corr bits_per_byte_corr`.split(
    /\s+/,
  );

const PPL_SETS =
  `wikitext_103 pile m2d2_s2orc ice dolma_wiki dolma_stack dolma_reddit dolma_pes2o dolma_common-crawl dolma_books
  c4_en`.split(/\s+/);

/** The raw name of a perplexity column. */
export const RAW_PPL_PATTERN = /^eval\/(.+)-validation\/Perplexity$/;

/** The perplexity columns: the name in the raw table and the name everywhere else. */
export const PPL_COLUMNS: readonly { readonly raw: string; readonly name: string }[] = PPL_SETS.map(
  (set) => ({
    raw: `eval/${set}-validation/Perplexity`,
    name: `${set}-valppl`,
  }),
);

/** The 281 metric names of the melted file, in its order. */
export const MELTED_METRICS: readonly string[] = [
  ...PPL_COLUMNS.map(({ name }) => name),
  ...TASK_METRICS.flatMap((metric) =>
    MELTED_TASKS.filter(
      (task) => !(UNCONDITIONED_METRICS.includes(metric) && TASKS_WITHOUT_UNCONDITIONED.includes(task)),
    ).map((task) => `${task}_${metric}`),
  ),
];
