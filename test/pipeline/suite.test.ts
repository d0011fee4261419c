import { expect, it } from "vitest";
import { RECIPES } from "../../src/datasets/recipes.js";
import { RECIPE_FEATURE_COLUMNS, RECIPE_FEATURES } from "../../src/pipeline/recipe-features.js";
import { MELTED_METRICS, MMLU_TASKS, RAW_TASKS, SIZES, TASK_METRICS } from "../../src/pipeline/suite.js";

it("has the counts of the released suite", () => {
  const steps = SIZES.reduce((sum, { evaluatedSteps }) => sum + evaluatedSteps, 0);
  expect(RECIPES).toHaveLength(25);
  expect(RAW_TASKS).toHaveLength(66);
  expect(MMLU_TASKS).toHaveLength(57);
  expect(TASK_METRICS).toHaveLength(28);
  expect(MELTED_METRICS).toHaveLength(281);
  expect(new Set(MELTED_METRICS).size).toBe(281);
  expect(steps * RECIPES.length).toBe(7_125);
  expect(steps * RECIPES.length * 3).toBe(21_375);
  expect(steps * RECIPES.length * 3 * RAW_TASKS.length).toBe(1_410_750);
});

it("describes every recipe and no other", () => {
  expect(Object.keys(RECIPE_FEATURES).sort()).toEqual(RECIPES.map(({ name }) => name).sort());
  for (const features of Object.values(RECIPE_FEATURES)) {
    expect(features).toHaveLength(RECIPE_FEATURE_COLUMNS.length);
  }
});
