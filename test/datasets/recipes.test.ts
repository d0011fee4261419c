import { describe, expect, it } from "vitest";
import { identifyRecipe, RECIPES, type RecipeFamily } from "../../src/datasets/recipes.js";
import { NameIndex } from "../../src/query/name-index.js";

/** Display name, family, and every other name that is seen somewhere: hub, run names, mirror, instances, short. */
const SEEN: readonly (readonly [name: string, family: RecipeFamily, others: string])[] = [
  ["Dolma1.7", "dolma17", "dolma17|baseline|dolma1_7|dolma1.7|d17|Dolma 1.7"],
  ["Dolma1.7 (no code)", "dolma17", "no_code|dolma1_7-no-code|dolma17_no_code|dolma1.7-no-code"],
  [
    "Dolma1.7 (no math, code)",
    "dolma17",
    "no_math_no_code|dolma1_7-no-math-code|dolma17_no_math_code|dolma1.7-no-math-no-code|Dolma1.7 (no math code)",
  ],
  ["Dolma1.7 (no Reddit)", "dolma17", "no_reddit|dolma1_7-no-reddit|dolma17_no_reddit|dolma1.7-no-reddit"],
  ["Dolma1.7 (no Flan)", "dolma17", "no_flan|dolma1_7-no-flan|dolma17_no_flan|dolma1.7-no-flan"],
  [
    "Dolma1.6++",
    "dolma16pp",
    "dolma-v1-6-and-sources-baseline|dolma_v1_6_and_sources_baseline|dolma1_6plus|dolma16|dolma1.6++|d16|Dolma 1.6",
  ],
  ["C4", "c4", "c4"],
  ["FineWeb-Pro", "fineweb", "prox_fineweb_pro|fineweb-pro|fineweb_pro"],
  ["FineWeb-Edu", "fineweb", "fineweb_edu_dedup|fineweb-edu|fineweb_edu|FineWeb"],
  ["Falcon", "falcon", "falcon"],
  ["Falcon+CC", "falcon_cc", "falcon_and_cc|falcon-and-cc|falcon_cc|falcon-with-cc"],
  [
    "Falcon+CC (QC 10%)",
    "falcon_cc",
    "falcon_and_cc_eli5_oh_top10p|falcon-and-cc-qc-10p|falcon_cc_qc_10|falcon-with-cc-top-10p|falcon_cc_qc10p",
  ],
  [
    "Falcon+CC (QC 20%)",
    "falcon_cc",
    "falcon_and_cc_eli5_oh_top20p|falcon-and-cc-qc-20p|falcon_cc_qc_20|falcon-with-cc-top-20p|falcon_cc_qc20p",
  ],
  [
    "Falcon+CC (QC Orig 10%)",
    "falcon_cc",
    "falcon_and_cc_og_eli5_oh_top10p|falcon-and-cc-qc-orig-10p|falcon_cc_qc_orig_10|falcon-with-cc-top-orig-10p|falcon_cc_qcorig10p",
  ],
  [
    "Falcon+CC (QC Tulu 10%)",
    "falcon_cc",
    "falcon_and_cc_tulu_qc_top10|falcon-and-cc-qc-tulu-10p|falcon_cc_qc_tulu_10|falcon-with-cc-top-tulu-10p|falcon_cc_qctulu10p",
  ],
  ["DCLM-Baseline", "dclm", "DCLM-baseline|dclm-baseline|dclm_baseline|dclm|DCLM|DCLM Baseline"],
  [
    "DCLM-Baseline (QC 10%)",
    "dclm",
    "pos_eli5_oh_neg_dclm_refinedweb_steps_2000_lr3e4_top10p|dclm-baseline-qc-10p|dclm_baseline_qc_10|dclm-baseline-top-10p|dclm_qc10p",
  ],
  [
    "DCLM-Baseline (QC 20%)",
    "dclm",
    "pos_eli5_oh_neg_dclm_refinedweb_steps_2000_lr3e4_top20p|dclm-baseline-qc-20p|dclm_baseline_qc_20|dclm-baseline-top-20p|dclm_qc20p",
  ],
  [
    "DCLM-Baseline (QC 7%, FW2)",
    "dclm",
    "dclm_ft7percentile_fw2|dclm-baseline-qc-7p-fw2|dclm_baseline_qc_7_fw2|dclm-baseline-top-fw2-7p|dclm_qc7p_fw2|dclm_qc7fw2|DCLM-Baseline (QC 7% FW2)",
  ],
  [
    "DCLM-Baseline (QC 7%, FW3)",
    "dclm",
    "dclm_ft7percentile_fw3|dclm-baseline-qc-7p-fw3|dclm_baseline_qc_7_fw3|dclm-baseline-top-fw3-7p|dclm_qc7p_fw3|dclm_qc7fw3|DCLM-Baseline (QC 7% FW3)",
  ],
  [
    "DCLM-Baseline (QC FW 10%)",
    "dclm",
    "dclm_fw_top10|dclm-baseline-qc-fw-10p|dclm_baseline_qc_fw_10|dclm-baseline-top-fw-10p|dclm_qcfw10p",
  ],
  [
    "DCLM-Baseline (QC FW 3%)",
    "dclm",
    "dclm_fw_top3|dclm-baseline-qc-fw-3p|dclm_baseline_qc_fw_3|dclm-baseline-top-fw-3p|dclm_qcfw3p",
  ],
  [
    "DCLM-Baseline 25% / Dolma 75%",
    "mix",
    "dolma17-75p-DCLM-baseline-25p|dolma17_75p_DCLM_baseline_25p|dclm-baseline-25p-dolma1.7-75p|dclm_baseline_25_dolma_75|dclm25_dolma75|dclm_25_d17_75",
  ],
  [
    "DCLM-Baseline 50% / Dolma 50%",
    "mix",
    "dolma17-50p-DCLM-baseline-50p|dolma17_50p_DCLM_baseline_50p|dclm-baseline-50p-dolma1.7-50p|dclm_baseline_50_dolma_50|dclm50_dolma50|dclm_50_d17_50",
  ],
  [
    "DCLM-Baseline 75% / Dolma 25%",
    "mix",
    "dolma17-25p-DCLM-baseline-75p|dolma17_25p_DCLM_baseline_75p|dclm-baseline-75p-dolma1.7-25p|dclm_baseline_75_dolma_25|dclm75_dolma25|dclm_75_d17_25",
  ],
];

const nameIndex = new NameIndex(
  RECIPES.map(({ name }) => name),
  RECIPES.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const)),
);

describe("the data recipes", () => {
  it("are the 25 of DataDecide with their families", () => {
    expect(RECIPES.map(({ name, family }) => [name, family])).toEqual(
      SEEN.map(([name, family]) => [name, family]),
    );
  });

  it("count 5, 1, 1, 2, 1, 5, 7 and 3 in their families", () => {
    const counts: Record<string, number> = {};
    for (const { family } of RECIPES) counts[family] = (counts[family] ?? 0) + 1;
    expect(counts).toEqual({
      dolma17: 5,
      dolma16pp: 1,
      c4: 1,
      fineweb: 2,
      falcon: 1,
      falcon_cc: 5,
      dclm: 7,
      mix: 3,
    });
  });

  it("share no name with each other, however case, pluses and spaces are written", () => {
    const owners = new Map<string, string>();
    for (const { name, aliases } of RECIPES) {
      for (const text of [name, ...aliases]) {
        const folded = text
          .toLowerCase()
          .replace(/[\s+]+/g, " ")
          .trim();
        expect(owners.get(folded) ?? name, text).toBe(name);
        owners.set(folded, name);
      }
    }
    expect(owners.size).toBeGreaterThan(100);
  });

  it.each(SEEN)("are one recipe under every name that is seen of %s", (name, _family, others) => {
    for (const other of others.split("|")) expect(identifyRecipe(other), other).toBe(name);
  });

  it("leave other recipes apart, in one spelling each", () => {
    expect(identifyRecipe(" My  Recipe")).toBe(identifyRecipe("my recipe"));
    expect(identifyRecipe("my recipe 2")).not.toBe(identifyRecipe("my recipe"));
  });

  it.each(SEEN)("are found under every name that is seen of %s", (name, _family, others) => {
    for (const other of others.split("|")) {
      expect(nameIndex.find(other), other).toBe(name);
      expect(nameIndex.find(other.toUpperCase()), other).toBe(name);
    }
  });
});
