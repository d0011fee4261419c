import { describe, expect, test } from "vitest";
import { NAME_SHAPES, parseRunName, type RunName } from "../../src/pipeline/run-names.js";

const STEP_FIELDS = {
  initial_checkpoint_recipe: "d17",
  initial_checkpoint_size: "530M",
  initial_checkpoint_steps: "6250",
  seed: "2",
};
const BRANCH_FIELDS = {
  initial_checkpoint_recipe: "dolma1_7",
  initial_checkpoint_size: "4M",
  initial_checkpoint_steps: "main",
};

/** Each shape with a matching name and its fields, and a name that just misses it with its result. */
const CASES: readonly {
  readonly pattern: string;
  readonly type: RunName["type"];
  readonly name: string;
  readonly fields: RunName["fields"];
  readonly miss: string;
  readonly missed: string | null;
}[] = [
  {
    pattern: "DPO1",
    type: "dpo",
    name: "2025_08_20-12_12_19_test_dpo_DD-dolma1_7-4M_main_default",
    fields: { timestamp: "2025_08_20-12_12_19", exp_name: "test_dpo", ...BRANCH_FIELDS },
    miss: "2025_08_18-22_30_05_allenai--DataDecide-dolma1_7-4M_main_default",
    missed: null,
  },
  {
    pattern: "DPO2",
    type: "dpo",
    name: "2025_08_27-07_52_26_test_dpo_tune_cache_dd__dolma1_7-4M__main__100Mt_lr=5e-06_default_--learning_rate=2e-07",
    fields: {
      timestamp: "2025_08_27-07_52_26",
      exp_name: "test_dpo_tune_cache",
      ...BRANCH_FIELDS,
      num_finetune_tokens: "100Mt",
      lr1: "5e-06",
      lr2: "2e-07",
    },
    miss: "2025_08_27-07_52_26_test_dpo_tune_cache_dd__dolma1_7-4M__main__100Bt_lr=5e-06_default_--learning_rate=2e-07",
    missed: null,
  },
  {
    pattern: "MATCHED1",
    type: "matched",
    name: "250912-172812_match_150M_c4_finetune_100Mtx1_DD-d17-530M-6250-2",
    fields: {
      timestamp: "250912-172812",
      exp_name: "match",
      comparison_model_size: "150M",
      comparison_metric: "c4",
      num_finetune_tokens_per_epoch: "100M",
      num_finetune_epochs: "1",
      ...STEP_FIELDS,
    },
    miss: "250912-172812_match_150M_c4_finetune_100Btx1_DD-d17-530M-6250-2",
    missed: null,
  },
  {
    pattern: "MATCHED2",
    type: "matched",
    name: "250912-172812_match_150M_pile_finetune_Ft_DD-d17-530M-6250-2",
    fields: {
      timestamp: "250912-172812",
      exp_name: "match",
      comparison_model_size: "150M",
      comparison_metric: "pile",
      ...STEP_FIELDS,
    },
    miss: "250912-172812_match_150M_pile_finetune_Ft_DD-d17-530M-6250-2_lr=5e-05",
    missed: "FT7",
  },
  {
    pattern: "MATCHED3",
    type: "matched",
    name: "250904-215942_match_60M_finetune_Ft_DD-d17-530M-6250-2_lr=5e-05",
    fields: {
      timestamp: "250904-215942",
      exp_name: "match",
      comparison_model_size: "60M",
      ...STEP_FIELDS,
      lr: "5e-05",
    },
    miss: "250904-215942_match_60M_finetune_Ft_DD-d17-530M-6250-2_lr=5E-05",
    missed: null,
  },
  {
    pattern: "MATCHED4",
    type: "matched",
    name: "250904-215942_test_match_60M_finetune_1Gtx2_DD-d17-530M-6250-2",
    fields: {
      timestamp: "250904-215942",
      exp_name: "test_match",
      comparison_model_size: "60M",
      num_finetune_tokens_per_epoch: "1G",
      num_finetune_epochs: "2",
      ...STEP_FIELDS,
    },
    miss: "250904-215942_test_match_60M_finetune_1Gtx2_DD-d17-530M-main-2",
    missed: null,
  },
  {
    pattern: "MATCHED5",
    type: "matched",
    name: "250904-215942_match_60M_finetune_Ft_DD-d17-530M-6250-2",
    fields: {
      timestamp: "250904-215942",
      exp_name: "match",
      comparison_model_size: "60M",
      ...STEP_FIELDS,
    },
    miss: "250904-215942_match_60M_finetune_Ft_DD-dclm-baseline-530M-6250-2",
    missed: null,
  },
  {
    pattern: "MATCHED6",
    type: "matched",
    name: "250904-215942_match_DD-dclm-baseline-60M_Ft_DD-d17-530M-6250-2_lr=0.0001",
    fields: {
      timestamp: "250904-215942",
      exp_name: "match",
      comparison_model_size: "60M",
      ...STEP_FIELDS,
      lr: "0.0001",
    },
    miss: "250904-215942_match_DD-dclm.baseline-60M_Ft_DD-d17-530M-6250-2_lr=0.0001",
    missed: null,
  },
  {
    pattern: "MATCHED7",
    type: "matched",
    name: "2025_09_04-21_59_42_match_DD-dolma1_7-60M_Ft_DD-d17-530M-6250-2_lr=1e-06",
    fields: {
      timestamp: "2025_09_04-21_59_42",
      exp_name: "match",
      comparison_model_size: "60M",
      ...STEP_FIELDS,
      lr: "1e-06",
    },
    miss: "2025_09_04-21_59_42_match_DD-dolma1_7-60M_Ft_DD-d17-530M-6250-2",
    missed: null,
  },
  {
    pattern: "MATCHED8",
    type: "matched",
    name: "250904-215942_match_60M_finetune_10Mtx1_DD-d17-530M-6250-2_lr=5e-07",
    fields: {
      timestamp: "250904-215942",
      exp_name: "match",
      comparison_model_size: "60M",
      num_finetune_tokens_per_epoch: "10M",
      num_finetune_epochs: "1",
      ...STEP_FIELDS,
      lr: "5e-07",
    },
    miss: "250904-215942_match_60M_finetune_10Mtx_DD-d17-530M-6250-2_lr=5e-07",
    missed: null,
  },
  {
    pattern: "REDUCE_LOSS",
    type: "reduce_type",
    name: "2025_08_20-12_12_19_test_data_rep_finetune_DD-dolma1_7-4M_main_default_--max_train_samples=200_--reduce_loss=sum",
    fields: {
      timestamp: "2025_08_20-12_12_19",
      exp_name: "test_data_rep_finetune",
      ...BRANCH_FIELDS,
      num_finetune_tokens: "200",
      reduce_loss: "sum",
    },
    miss: "2025_08_20-12_12_19_test_data_rep_finetune_DD-dolma1_7-4M_main_default_--reduce_loss=sum",
    missed: null,
  },
  {
    pattern: "FT1",
    type: "simple_ft_vary_tokens",
    name: "2025_08_21-08_24_43_test_finetune_DD-dolma1_7-4M_main_1Mtx1_--learning_rate=5e-07",
    fields: {
      timestamp: "2025_08_21-08_24_43",
      exp_name: "test_finetune",
      ...BRANCH_FIELDS,
      num_finetune_tokens_per_epoch: "1M",
      num_finetune_epochs: "1",
      lr: "5e-07",
    },
    miss: "2025_08_21-08_24_43_test_finetune_DD-dclm-baseline-4M_main_1Mtx1_--learning_rate=5e-07",
    missed: null,
  },
  {
    pattern: "FT3",
    type: "simple_ft_vary_tokens",
    name: "2025_08_21-08_24_43_test_finetune_DD-dolma1_7-4M_main_10M_toks_--learning_rate=1e-06",
    fields: {
      timestamp: "2025_08_21-08_24_43",
      exp_name: "test_finetune",
      ...BRANCH_FIELDS,
      num_finetune_tokens: "10M",
      lr: "1e-06",
    },
    miss: "2025_08_21-08_24_43_test_finetune_DD-dolma1_7-4M_main_10G_toks_--learning_rate=1e-06",
    missed: null,
  },
  {
    pattern: "FT6",
    type: "simple_ft_vary_tokens",
    name: "250904-215942_test_finetune_100Mtx1_DD-d17-530M-6250-2_lr=5e-05",
    fields: {
      timestamp: "250904-215942",
      exp_name: "test_finetune",
      num_finetune_tokens_per_epoch: "100M",
      num_finetune_epochs: "1",
      ...STEP_FIELDS,
      lr: "5e-05",
    },
    miss: "250904-215942_test_finetune_100Mtx1_DD-d17-530M-6250-2",
    missed: null,
  },
  {
    pattern: "FT4",
    type: "simple_ft",
    name: "2025_08_30-16_54_48_test_finetune_DD-dolma1_7-4M_Ft_--learning_rate=5e-05",
    fields: {
      timestamp: "2025_08_30-16_54_48",
      exp_name: "test_finetune",
      initial_checkpoint_recipe: "dolma1_7",
      initial_checkpoint_size: "4M",
      lr: "5e-05",
    },
    miss: "2025_08_30-16_54_48_test_finetune_DD-dolma1_7-4M_Ft_learning_rate=5e-05",
    missed: null,
  },
  {
    pattern: "FT5",
    type: "simple_ft",
    name: "250901-155734_test_finetune_DD-dclm-baseline-150M_Ft_learning_rate=5e-05",
    fields: {
      timestamp: "250901-155734",
      exp_name: "test_finetune",
      initial_checkpoint_recipe: "dclm-baseline",
      initial_checkpoint_size: "150M",
      lr: "5e-05",
    },
    miss: "250901-155734_test_finetune_DD-dclm-baseline-150M_Ft_--learning_rate=5e-05",
    missed: null,
  },
  {
    pattern: "FT7",
    type: "simple_ft",
    name: "250904-215942_test_finetune_Ft_DD-d17-530M-6250-2_lr=5e-05",
    fields: {
      timestamp: "250904-215942",
      exp_name: "test_finetune",
      ...STEP_FIELDS,
      lr: "5e-05",
    },
    miss: "250904-215942_test_finetune_Ft_DD-d17-530M-6250_lr=5e-05",
    missed: null,
  },
];

describe("parseRunName", () => {
  test("has seventeen shapes, and each has a case here, in order", () => {
    expect(NAME_SHAPES).toHaveLength(17);
    expect(CASES.map(({ pattern }) => pattern)).toEqual(NAME_SHAPES.map(({ name }) => name));
  });

  test.each(CASES)("reads the fields of a $pattern name", ({ pattern, type, name, fields }) => {
    expect(parseRunName(name)).toEqual({ pattern, type, fields });
  });

  test.each(CASES)("does not take a name that just misses $pattern for one", ({ miss, missed }) => {
    expect(parseRunName(miss).pattern).toBe(missed);
  });

  test.each(CASES)("matches a $pattern name only as a whole", ({ pattern, name }) => {
    expect(parseRunName(` ${name}`).pattern).not.toBe(pattern);
    expect(parseRunName(`${name}\n`).pattern).not.toBe(pattern);
  });
});

describe("of two shapes that fit, the earlier wins", () => {
  test("DPO1 before FT1's kin: a branch may swallow words before _default", () => {
    const { pattern, fields } = parseRunName("2025_08_20-12_12_19_test_DD-dolma1_7-4M_main_1Mtx1_default");
    expect({ pattern, steps: fields.initial_checkpoint_steps }).toEqual({
      pattern: "DPO1",
      steps: "main_1Mtx1",
    });
  });

  test("MATCHED1 before MATCHED4: a size before the last one is the compared model, the last a metric", () => {
    const { pattern, fields } = parseRunName(
      "250912-172812_match_10M_60M_finetune_100Mtx1_DD-d17-530M-6250-2",
    );
    expect({ pattern, ...fields }).toMatchObject({
      pattern: "MATCHED1",
      exp_name: "match",
      comparison_model_size: "10M",
      comparison_metric: "60M",
    });
  });

  test("MATCHED2 before MATCHED5, for the same reason", () => {
    const { pattern, fields } = parseRunName("250912-172812_match_10M_60M_finetune_Ft_DD-d17-530M-6250-2");
    expect({ pattern, ...fields }).toMatchObject({ pattern: "MATCHED2", comparison_metric: "60M" });
  });

  test("MATCHED3 before FT7, which its name fits too", () => {
    const name = "250904-215942_match_60M_finetune_Ft_DD-d17-530M-6250-2_lr=5e-05";
    expect(parseRunName(name).pattern).toBe("MATCHED3");
    expect(parseRunName(name.replace("_60M", "")).pattern).toBe("FT7");
  });

  test("MATCHED8 before FT6, which its name fits too", () => {
    const name = "250904-215942_match_60M_finetune_10Mtx1_DD-d17-530M-6250-2_lr=5e-07";
    expect(parseRunName(name).pattern).toBe("MATCHED8");
    expect(parseRunName(name.replace("_60M", "")).pattern).toBe("FT6");
  });

  test("the experiment's name is as long as it can be", () => {
    expect(
      parseRunName("250912-172812_match_10M_60M_c4_finetune_Ft_DD-d17-530M-6250-2").fields,
    ).toMatchObject({
      exp_name: "match_10M",
      comparison_model_size: "60M",
      comparison_metric: "c4",
    });
  });
});

describe("a name that fits no shape", () => {
  test.each([
    ["2025_08_18-22_30_05_allenai--DataDecide-dolma1_7-4M_main_default", "old"],
    ["2025_08_18-22_30_05_dpo--DataDecide-dolma1_7-4M_main_default", "other"],
    ["2025_08_18-22_30_05_allenai--DataDecide-dolma1_7-4M_main_default_--reduce_loss=sum", "other"],
    ["2025_08_18-22_30_05_allenai--DataDecide-dolma1_7-4M_main", "other"],
    ["", "other"],
  ])("%s is %s", (name, type) => {
    expect(parseRunName(name)).toEqual({ type, pattern: null, fields: {} });
  });
});
