/**
 * A small suite in the shape of the real one: all 25 recipes and 14 sizes, a metric of every kind, runs that end at
 * different steps for different metrics, and a frame of comparisons with a column of every kind. It is seeded, so
 * every run of the tests has the same values, and it is built in milliseconds.
 */
import { buildComparisons } from "../../src/datasets/comparisons.js";
import type { Datasets, Provenance } from "../../src/datasets/read.js";
import { RECIPES } from "../../src/datasets/recipes.js";
import type { Column } from "../../src/table/column.js";
import type { Table } from "../../src/table/table.js";
import { listColumn, mixedColumn, numberColumn, tableOf, textColumn, timestampColumn } from "./columns.js";
import { evaluationsOf, type MeltedRow } from "./melted.js";
import { SeededRandom } from "./seeded-random.js";

export const SMALL_PROVENANCE = "synthetic stand-in";

/** The steps of each size; the second of the last two is where the perplexities of some runs end. */
const STEPS: Readonly<Record<string, readonly number[]>> = {
  "4M": [0, 1250, 5000, 5725, 5735],
  "6M": [0, 1250, 5000, 8750, 9182],
  "8M": [0, 1250, 5000, 12500, 13039],
  "10M": [0, 1250, 5000, 15000, 15117],
  "14M": [0, 1250, 5000, 21250, 21953],
  "16M": [0, 1250, 5000, 23750, 24432],
  "20M": [0, 1250, 5000, 14584, 14594],
  "60M": [0, 1250, 5000, 29042, 29052],
  "90M": [0, 1250, 5000, 28750, 29901],
  "150M": [0, 1250, 5000, 38157, 38167],
  "300M": [0, 1250, 5000, 45787, 45797],
  "530M": [0, 1250, 5000, 56250, 57776],
  "750M": [0, 5000, 26250, 62500],
  "1B": [0, 2500, 5000, 67500, 69369],
};

export const SMALL_SIZES: readonly string[] = Object.keys(STEPS);

/** The metrics in file order, each with the range of its values. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  "wikitext_103-valppl": [10, 150],
  "pile-valppl": [10, 150],
  "ice-valppl": [10, 150],
  "c4_en-valppl": [10, 150],
  arc_challenge_correct_choice: [1, 2],
  boolq_acc_raw: [0.3, 0.7],
  arc_easy_acc_raw: [0.2, 0.8],
  mmlu_average_acc_raw: [0.2, 0.4],
  mmlu_average_acc_per_char: [0.2, 0.4],
  arc_easy_no_answer: [0, 0],
  boolq_sum_logits_corr: [-60, -2],
  arc_easy_bits_per_byte_corr: [0.5, 2],
  arc_challenge_correct_prob: [1e-9, 1e-3],
  arc_challenge_margin_per_token: [-0.01, 0.01],
  arc_easy_margin_per_char: [-0.1, 0.1],
  arc_easy_primary_metric: [0.2, 0.8],
};

export const SMALL_METRICS: readonly string[] = Object.keys(RANGES);

/** Sizes whose perplexities lack the last step. */
const SIZES_WITHOUT_FINAL_PERPLEXITY = ["4M", "20M", "60M", "150M", "300M"];

/** The rows of the melted file; some have no value, and some runs lack a checkpoint. */
export function buildSmallRows(): MeltedRow[] {
  const random = new SeededRandom(20261122);
  return SMALL_METRICS.flatMap((metric) => {
    const [low, high] = RANGES[metric];
    return SMALL_SIZES.flatMap((params, sizeIndex) =>
      RECIPES.flatMap(({ name: data }) =>
        STEPS[params]
          .filter((step, index, { length }) => {
            if (params === "14M" && data === "C4" && step === 0) return false;
            const isFinal = index === length - 1;
            return !(isFinal && low === 10 && SIZES_WITHOUT_FINAL_PERPLEXITY.includes(params));
          })
          .map((step): MeltedRow => {
            const tokens = step * 65_536 * (1 + sizeIndex);
            const compute = tokens * 6 * parseSize(params);
            const isMissing = step === 1250 && random.chance(0.02);
            const value = isMissing ? Number.NaN : low + (high - low) * random.next();
            return { params, data, step, tokens, compute, metric, value };
          }),
      ),
    );
  });
}

/** Both datasets; equal in every call, and shared by none. */
export function buildSmallDatasets(): Datasets {
  return {
    evaluations: { ...evaluationsOf(buildSmallRows()), ...describe("melted.parquet", "e") },
    comparisons: { ...buildComparisons(buildSmallFrame(), "frame.pkl"), ...describe("frame.pkl", "c") },
  };
}

const RUN_COUNT = 14;
const TASKS = ["arc_challenge", "arc_easy", "boolq"];
/** Measures with all columns, with those of fine-tuning and pre-training, and with that of fine-tuning alone. */
const COMPARED = ["acc_uncond", "correct_prob"];
const MEASURED = ["primary_metric", "acc_raw"];
const FINE_TUNED = ["acc_per_byte"];

/** A frame of comparisons: the base columns of the real one, and three tasks in place of all. */
export function buildSmallFrame(): Table {
  const random = new SeededRandom(20261123);
  const rows = Array.from({ length: RUN_COUNT }, (_, row) => row);
  const draw = () => (random.chance(0.1) ? Number.NaN : random.next());
  const numbers = (name: string) => numberColumn(name, rows.map(draw));
  const lists = (name: string) =>
    listColumn(
      name,
      rows.map(() => drawList(random)),
    );
  const measures = (measured: readonly string[]) =>
    TASKS.flatMap((task) => measured.map((measure) => `${task}_${measure}`));
  const statistics = ["avg", "med", "std", "mad"];
  return tableOf(
    ...buildBaseColumns(random, rows),
    ...measures([...COMPARED, ...MEASURED, ...FINE_TUNED]).map((name) =>
      numbers(`ft_${name.replace("primary_metric", "primary_score")}`),
    ),
    ...measures([...COMPARED, ...MEASURED]).map((name) => lists(`pt_${name}_list`)),
    numberColumn(
      "pt_ft_toks",
      rows.map((row) => row * 1e6),
    ),
    ...measures([...COMPARED, ...MEASURED]).map((name) => numbers(`pt_${name}`)),
    ...measures(COMPARED).map((name) => numbers(`delta_${name}`)),
    textColumn(
      "matched_group_name",
      rows.map((row) => `60M_pile-valppl_${row % 4}`),
    ),
    numberColumn(
      "matched_group_id",
      rows.map((row) => row % 4),
    ),
    numbers("matched_group_med_metric"),
    numbers("matched_group_avg_metric"),
    ...measures(COMPARED).flatMap((name) =>
      statistics.map((statistic) => numbers(`group_${statistic}_delta_${name}`)),
    ),
  );
}

function buildBaseColumns(random: SeededRandom, rows: readonly number[]): Column[] {
  const recipes = RECIPES.map(({ name }) => name);
  const cycle = <T>(values: readonly T[]) => rows.map((row) => values[row % values.length]);
  const start = Date.UTC(2025, 8, 4, 8, 55, 18);
  const tokens = cycle([10e6, 100e6]);
  return [
    textColumn(
      "run_id",
      rows.map((row) => `250904-0855${10 + row}_match_60M_pile_finetune_${row}`),
    ),
    timestampColumn(
      "timestamp",
      rows.map((row) => (row === 5 ? Number.NaN : start + row * 3_599_000)),
    ),
    textColumn("comparison_model_size", cycle(["60M", "150M"])),
    textColumn("comparison_metric", cycle(["pile-valppl", "c4_en-valppl"])),
    textColumn("comparison_model_recipe", cycle(["Dolma1.7"])),
    textColumn("ckpt_data", cycle([...recipes.slice(0, 3), "DCLM-Baseline (QC 10%)", ...recipes.slice(-4)])),
    textColumn("ckpt_params", cycle(["150M", "90M", "60M", "1B", "4M"])),
    mixedColumn("ckpt_steps", cycle(["30000", "10000", 29052, null])),
    textColumn("seed", cycle(["1", "0", "2", null])),
    textColumn("lr", cycle(["5e-07", null, "0.0005", "5e-05"])),
    numberColumn("ft_tok_per_epoch", tokens),
    numberColumn("ft_epochs", cycle([1, 2, 1])),
    numberColumn("ft_tok", tokens),
    numberColumn(
      "ft_tok_real",
      tokens.map((count) => Math.floor(count * 0.913)),
    ),
    numberColumn(
      "abs_difference_ft_tokens_pct",
      rows.map(() => random.next() * 10),
    ),
    ...["ft_steps_list", "ft_lrs_list", "ft_toks_list", "ft_loss_list"].map((name) =>
      listColumn(
        name,
        rows.map(() => drawList(random)),
      ),
    ),
  ];
}

/** Up to 40 numbers, now and then missing ones, or no list at all. */
function drawList(random: SeededRandom): number[] | null {
  if (random.chance(0.1)) return null;
  return Array.from({ length: random.below(40) }, () => (random.chance(0.05) ? Number.NaN : random.next()));
}

function describe(path: string, digit: string): Provenance {
  const source = { path, sha256: digit.repeat(64), sizeBytes: 1, provenance: SMALL_PROVENANCE };
  return { source, ignoredColumns: [], loadMs: 0 };
}

function parseSize(size: string): number {
  return Number.parseFloat(size) * (size.endsWith("B") ? 1e9 : 1e6);
}
