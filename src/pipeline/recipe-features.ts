/**
 * Rough text features of the recipes, one row per recipe: estimates from public descriptions, not figures of
 * AllenAI. Only the full table has them as columns.
 */

/** The feature columns in table order, each with its SQL type. */
export const RECIPE_FEATURE_COLUMNS = [
  ["total_tokens_billions", "BIGINT"],
  ["pct_code", "DOUBLE"],
  ["pct_common_crawl", "DOUBLE"],
  ["pct_social_media", "DOUBLE"],
  ["mean_doc_length_tokens", "BIGINT"],
  ["duplicate_rate_pct", "DOUBLE"],
  ["quality_filter_strength", "BIGINT"],
  ["is_mixed_dataset", "BIGINT"],
  ["num_sources_mixed", "BIGINT"],
  ["educational_content_score", "BIGINT"],
] as const;

/** The features of every recipe, in the order of the columns. */
export const RECIPE_FEATURES: Readonly<Record<string, readonly number[]>> = {
  "Dolma1.7": [2300, 11.4, 52, 3.5, 800, 15, 0, 0, 1, 50],
  "Dolma1.7 (no code)": [2200, 0, 52, 3.5, 750, 15, 0, 0, 1, 50],
  "Dolma1.7 (no math, code)": [2100, 0, 52, 3.5, 700, 15, 0, 0, 1, 50],
  "Dolma1.7 (no Reddit)": [2220, 11.4, 52, 0, 800, 15, 0, 0, 1, 60],
  "Dolma1.7 (no Flan)": [2280, 11.4, 52, 3.5, 800, 15, 0, 0, 1, 80],
  "Dolma1.6++": [2400, 15, 50, 3.3, 850, 18, 0, 0, 1, 50],
  C4: [156, 0.5, 100, 0.1, 500, 3, 0, 0, 1, 50],
  "FineWeb-Pro": [1000, 1, 100, 0.1, 600, 10, 0, 0, 1, 50],
  "FineWeb-Edu": [1300, 0.5, 100, 0.1, 800, 10, 0, 0, 1, 90],
  Falcon: [600, 0.5, 100, 0.1, 550, 12, 0, 0, 1, 50],
  "Falcon+CC": [800, 0.5, 100, 0.1, 525, 20, 0, 0, 1, 50],
  "Falcon+CC (QC 10%)": [80, 0.5, 100, 0.1, 600, 20, 90, 1, 2, 50],
  "Falcon+CC (QC 20%)": [160, 0.5, 100, 0.1, 650, 20, 80, 1, 2, 50],
  "Falcon+CC (QC Orig 10%)": [80, 0.5, 100, 0.1, 600, 20, 90, 1, 2, 50],
  "Falcon+CC (QC Tulu 10%)": [80, 0.5, 100, 0.1, 600, 20, 90, 1, 2, 50],
  "DCLM-Baseline": [2600, 1, 100, 0.1, 700, 8, 0, 0, 1, 50],
  "DCLM-Baseline (QC 7%, FW2)": [182, 1, 100, 0.1, 800, 8, 93, 1, 2, 50],
  "DCLM-Baseline (QC 7%, FW3)": [182, 1, 100, 0.1, 850, 8, 93, 1, 2, 50],
  "DCLM-Baseline (QC FW 3%)": [78, 1, 100, 0.1, 900, 8, 97, 1, 2, 50],
  "DCLM-Baseline (QC FW 10%)": [260, 1, 100, 0.1, 850, 8, 90, 1, 2, 50],
  "DCLM-Baseline (QC 10%)": [260, 1, 100, 0.1, 750, 8, 90, 1, 2, 50],
  "DCLM-Baseline (QC 20%)": [520, 1, 100, 0.1, 725, 8, 80, 1, 2, 50],
  "DCLM-Baseline 25% / Dolma 75%": [2375, 8.9, 64, 2.7, 775, 13, 0, 1, 2, 50],
  "DCLM-Baseline 50% / Dolma 50%": [2450, 6.2, 76, 1.8, 750, 11.5, 0, 1, 2, 50],
  "DCLM-Baseline 75% / Dolma 25%": [2525, 3.6, 88, 0.9, 725, 10, 0, 1, 2, 50],
};
