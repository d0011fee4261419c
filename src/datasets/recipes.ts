/**
 * The 25 data recipes of DataDecide: display names (the key in every file), families, and aliases. Sources of the aliases: the
 * Hub's model and dataset slugs, the run names of the evaluation CSVs, the parsed mirror, and the short names of the
 * fine-tuning runs.
 */

import { foldName } from "./spelling.js";

export type RecipeFamily =
  | "dolma17"
  | "dolma16pp"
  | "c4"
  | "fineweb"
  | "falcon"
  | "falcon_cc"
  | "dclm"
  | "mix";

export interface Recipe {
  readonly name: string;
  readonly family: RecipeFamily;
  /** Other names, unique over all recipes when case is ignored. */
  readonly aliases: readonly string[];
}

const ELI5_SLUG = "pos_eli5_oh_neg_dclm_refinedweb_steps_2000_lr3e4";

function recipe(name: string, family: RecipeFamily, ...aliases: string[]): Recipe {
  return { name, family, aliases };
}

export const RECIPES: readonly Recipe[] = [
  recipe("Dolma1.7", "dolma17", "dolma17", "baseline", "dolma1_7", "d17", "Dolma 1.7"),
  recipe(
    "Dolma1.7 (no code)",
    "dolma17",
    "no_code",
    "dolma1_7-no-code",
    "dolma17_no_code",
    "dolma1.7-no-code",
  ),
  recipe(
    "Dolma1.7 (no math, code)",
    "dolma17",
    "no_math_no_code",
    "dolma1_7-no-math-code",
    "dolma17_no_math_code",
    "dolma1.7-no-math-no-code",
    "Dolma1.7 (no math code)",
  ),
  recipe(
    "Dolma1.7 (no Reddit)",
    "dolma17",
    "no_reddit",
    "dolma1_7-no-reddit",
    "dolma17_no_reddit",
    "dolma1.7-no-reddit",
  ),
  recipe(
    "Dolma1.7 (no Flan)",
    "dolma17",
    "no_flan",
    "dolma1_7-no-flan",
    "dolma17_no_flan",
    "dolma1.7-no-flan",
  ),
  recipe(
    "Dolma1.6++",
    "dolma16pp",
    "dolma-v1-6-and-sources-baseline",
    "dolma_v1_6_and_sources_baseline",
    "dolma1_6plus",
    "dolma16",
    "d16",
    "Dolma 1.6",
  ),
  recipe("C4", "c4"),
  recipe("FineWeb-Pro", "fineweb", "prox_fineweb_pro", "fineweb_pro"),
  recipe("FineWeb-Edu", "fineweb", "fineweb_edu_dedup", "fineweb_edu", "FineWeb"),
  recipe("Falcon", "falcon"),
  recipe("Falcon+CC", "falcon_cc", "falcon_and_cc", "falcon-and-cc", "falcon_cc", "falcon-with-cc"),
  recipe(
    "Falcon+CC (QC 10%)",
    "falcon_cc",
    "falcon_and_cc_eli5_oh_top10p",
    "falcon-and-cc-qc-10p",
    "falcon_cc_qc_10",
    "falcon-with-cc-top-10p",
    "falcon_cc_qc10p",
  ),
  recipe(
    "Falcon+CC (QC 20%)",
    "falcon_cc",
    "falcon_and_cc_eli5_oh_top20p",
    "falcon-and-cc-qc-20p",
    "falcon_cc_qc_20",
    "falcon-with-cc-top-20p",
    "falcon_cc_qc20p",
  ),
  recipe(
    "Falcon+CC (QC Orig 10%)",
    "falcon_cc",
    "falcon_and_cc_og_eli5_oh_top10p",
    "falcon-and-cc-qc-orig-10p",
    "falcon_cc_qc_orig_10",
    "falcon-with-cc-top-orig-10p",
    "falcon_cc_qcorig10p",
  ),
  recipe(
    "Falcon+CC (QC Tulu 10%)",
    "falcon_cc",
    "falcon_and_cc_tulu_qc_top10",
    "falcon-and-cc-qc-tulu-10p",
    "falcon_cc_qc_tulu_10",
    "falcon-with-cc-top-tulu-10p",
    "falcon_cc_qctulu10p",
  ),
  recipe("DCLM-Baseline", "dclm", "dclm_baseline", "dclm", "DCLM Baseline"),
  recipe(
    "DCLM-Baseline (QC 10%)",
    "dclm",
    `${ELI5_SLUG}_top10p`,
    "dclm-baseline-qc-10p",
    "dclm_baseline_qc_10",
    "dclm-baseline-top-10p",
    "dclm_qc10p",
  ),
  recipe(
    "DCLM-Baseline (QC 20%)",
    "dclm",
    `${ELI5_SLUG}_top20p`,
    "dclm-baseline-qc-20p",
    "dclm_baseline_qc_20",
    "dclm-baseline-top-20p",
    "dclm_qc20p",
  ),
  recipe(
    "DCLM-Baseline (QC 7%, FW2)",
    "dclm",
    "dclm_ft7percentile_fw2",
    "dclm-baseline-qc-7p-fw2",
    "dclm_baseline_qc_7_fw2",
    "dclm-baseline-top-fw2-7p",
    "dclm_qc7p_fw2",
    "dclm_qc7fw2",
    "DCLM-Baseline (QC 7% FW2)",
  ),
  recipe(
    "DCLM-Baseline (QC 7%, FW3)",
    "dclm",
    "dclm_ft7percentile_fw3",
    "dclm-baseline-qc-7p-fw3",
    "dclm_baseline_qc_7_fw3",
    "dclm-baseline-top-fw3-7p",
    "dclm_qc7p_fw3",
    "dclm_qc7fw3",
    "DCLM-Baseline (QC 7% FW3)",
  ),
  recipe(
    "DCLM-Baseline (QC FW 10%)",
    "dclm",
    "dclm_fw_top10",
    "dclm-baseline-qc-fw-10p",
    "dclm_baseline_qc_fw_10",
    "dclm-baseline-top-fw-10p",
    "dclm_qcfw10p",
  ),
  recipe(
    "DCLM-Baseline (QC FW 3%)",
    "dclm",
    "dclm_fw_top3",
    "dclm-baseline-qc-fw-3p",
    "dclm_baseline_qc_fw_3",
    "dclm-baseline-top-fw-3p",
    "dclm_qcfw3p",
  ),
  ...([25, 50, 75] as const).map((dclm): Recipe => {
    const dolma = 100 - dclm;
    return recipe(
      `DCLM-Baseline ${dclm}% / Dolma ${dolma}%`,
      "mix",
      `dolma17-${dolma}p-DCLM-baseline-${dclm}p`,
      `dolma17_${dolma}p_DCLM_baseline_${dclm}p`,
      `dclm-baseline-${dclm}p-dolma1.7-${dolma}p`,
      `dclm_baseline_${dclm}_dolma_${dolma}`,
      `dclm${dclm}_dolma${dolma}`,
      `dclm_${dclm}_d17_${dolma}`,
    );
  }),
];

const NAME_BY_SPELLING = new Map(
  RECIPES.flatMap(({ name, aliases }) => [name, ...aliases].map((text) => [foldName(text), name] as const)),
);

/** What all spellings of a recipe have in common, whether it is one of the 25 or another. */
export function identifyRecipe(text: string): string {
  const spelling = foldName(text);
  return NAME_BY_SPELLING.get(spelling) ?? spelling;
}
