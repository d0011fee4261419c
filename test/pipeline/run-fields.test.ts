import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRuns } from "../../src/pipeline/comparisons/run-exports.js";
import { selectRuns } from "../../src/pipeline/comparisons/selection.js";
import { quoteText, withDatabase } from "../../src/pipeline/database.js";
import {
  buildRunFields,
  type CompatDate,
  findRecipe,
  formatPythonNumber,
  parseStart,
  parseTokens,
  type RunFields,
} from "../../src/pipeline/run-fields.js";
import { parseRunName } from "../../src/pipeline/run-names.js";

const SAMPLES = join(import.meta.dirname, "../../../shared/data");
const MATCHED = "250912-172812_match_150M_c4_finetune_100Mtx1_DD-d17-530M-6250-2";
const MATCHED_WITH_RATE = "250904-215942_match_60M_finetune_10Mtx2_DD-dclm-4M-5725-0_lr=1e-06";
const FULL_SET = "250912-172812_match_150M_pile_finetune_Ft_DD-c4-530M-6250-2";

/** The fields of runs with these names, of one frame. */
function parse(
  runs: Readonly<Record<string, { config?: Record<string, unknown>; summary?: Record<string, unknown> }>>,
  compat: CompatDate | null = null,
): RunFields[] {
  const named = Object.entries(runs).map(([id, { config = {}, summary = {} }]) => ({
    id,
    name: parseRunName(id),
    config,
    summary,
  }));
  return buildRunFields(named, compat);
}

describe("formatPythonNumber prints as Python does", () => {
  test.each([
    [5e-7, "5e-07"],
    [0.000001, "1e-06"],
    [0.00005, "5e-05"],
    [0.00009999, "9.999e-05"],
    [0.0001, "0.0001"],
    [0.0005, "0.0005"],
    [1.5e-10, "1.5e-10"],
    [2e-112, "2e-112"],
    [-0.00005, "-5e-05"],
    [0.1, "0.1"],
    [8, "8"],
    [0, "0"],
  ])("%d is %s", (value, text) => {
    expect(formatPythonNumber(value)).toBe(text);
  });
});

describe("parseTokens", () => {
  test.each([
    ["1M", 1e6],
    ["100m", 1e8],
    ["1G", 1e9],
    ["2B", 2e9],
    ["100Mt", 1e8],
    ["2Gt", 2e9],
    ["200", 200],
    ["a lot", null],
    ["", null],
    [null, null],
  ])("%s is %d tokens", (text, tokens) => {
    expect(parseTokens(text, false)).toBe(tokens);
  });

  test("takes a t at the end for tera as earlier parses did", () => {
    expect(parseTokens("100Mt", true)).toBe(1e14);
    expect(parseTokens("100M", true)).toBe(1e8);
  });
});

describe("parseStart", () => {
  test.each([
    ["2025_08_21-08_24_43", Date.UTC(2025, 7, 21, 8, 24, 43)],
    ["250821-082443", Date.UTC(2025, 7, 21, 8, 24, 43)],
    ["240229-000000", Date.UTC(2024, 1, 29)],
  ])("%s is a timestamp", (text, epochMs) => {
    expect(parseStart(text)).toBe(epochMs);
  });

  test.each(["250229-000000", "251301-000000", "250821-246000", "25", "", null])("%s is none", (text) => {
    expect(parseStart(text)).toBeNull();
  });
});

describe("findRecipe", () => {
  test.each([
    ["d17", "Dolma1.7"],
    ["dolma1_7", "Dolma1.7"],
    ["c4", "C4"],
    ["d16", "Dolma1.6++"],
    ["dclm", "DCLM-Baseline"],
    ["dclm-baseline", "DCLM-Baseline"],
    ["dclm_qc7p_fw2", "DCLM-Baseline (QC 7%, FW2)"],
    ["dclm25_dolma75", "DCLM-Baseline 25% / Dolma 75%"],
    ["falcon_cc_qctulu10p", "Falcon+CC (QC Tulu 10%)"],
    ["fineweb_pro", "FineWeb-Pro"],
  ])("maps %s to %s", (shortName, name) => {
    expect(findRecipe(shortName)).toBe(name);
  });

  test("does not guess", () => {
    expect(findRecipe("d18")).toBeUndefined();
    expect(parse({ [MATCHED.replace("d17", "d18")]: {} })[0].initial_checkpoint_recipe).toBe("d18");
  });
});

describe("gaps are filled from the configuration", () => {
  const config = { learning_rate: 0.000005, seed: 8, num_train_epochs: 3 };

  test("only in columns that a name of the same type has", () => {
    expect(parse({ [MATCHED]: { config } })[0]).toMatchObject({ lr: null, seed: "2" });
    expect(parse({ [MATCHED]: { config }, [MATCHED_WITH_RATE]: {} })[0]).toMatchObject({ lr: "5e-06" });
    const simple = "2025_08_30-16_54_48_test_finetune_DD-dolma1_7-4M_Ft_--learning_rate=5e-05";
    expect(parse({ [simple]: { config } })[0]).toMatchObject({ seed: null, initial_checkpoint_steps: null });
    const withSeed = "250904-215942_test_finetune_Ft_DD-d17-530M-6250-2_lr=5e-05";
    expect(parse({ [simple]: { config }, [withSeed]: {} })[0]).toMatchObject({
      seed: "8",
      initial_checkpoint_steps: "main",
    });
  });

  test("not of other types", () => {
    const [matched] = parse({
      [MATCHED]: { config },
      "250904-215942_test_finetune_Ft_DD-d17-530M-6250-2_lr=5e-05": {},
    });
    expect(matched.lr).toBeNull();
  });

  test("after the defaults, so epochs are 1 whatever the configuration has", () => {
    const tokens = "2025_08_21-08_24_43_test_finetune_DD-dolma1_7-4M_main_10M_toks_--learning_rate=1e-06";
    const epochs = "2025_08_21-08_24_43_test_finetune_DD-dolma1_7-4M_main_1Mtx2_--learning_rate=5e-07";
    const fields = parse({ [tokens]: { config }, [epochs]: { config } });
    expect(fields.map(({ num_finetune_epochs }) => num_finetune_epochs)).toEqual([1, 2]);
    expect(fields.map(({ num_finetune_tokens }) => num_finetune_tokens)).toEqual([10e6, 2e6]);
  });

  test("as its text, if it is one", () => {
    const fields = parse({ [MATCHED]: { config: { learning_rate: "5e-6" } }, [MATCHED_WITH_RATE]: {} });
    expect(fields[0].lr).toBe("5e-6");
  });
});

describe("a matched run", () => {
  test("is compared with Dolma1.7, on pile unless its name has another perplexity", () => {
    const fields = parse({ [MATCHED]: {}, [MATCHED_WITH_RATE]: {} });
    expect(fields.map(({ comparison_metric }) => comparison_metric)).toEqual(["c4_en-valppl", "pile-valppl"]);
    expect(fields.map(({ comparison_model_recipe }) => comparison_model_recipe)).toEqual([
      "Dolma1.7",
      "Dolma1.7",
    ]);
  });

  test("has its planned tokens beside those it counted", () => {
    const [fields] = parse({ [MATCHED]: { summary: { total_tokens: 91_330_008 } } });
    expect(fields).toMatchObject({
      num_finetune_tokens_per_epoch: 1e8,
      num_finetune_tokens: 1e8,
      num_finetuned_tokens_real: 91_330_008,
      abs_difference_ft_tokens_pct: 8.669992,
    });
  });

  test("of the whole set has two epochs of 665,127,434 tokens planned, and what it counted as real", () => {
    const runs = { [FULL_SET]: { summary: { total_tokens: 600_000_000 } } };
    const planned = {
      num_finetune_tokens_per_epoch: 665_127_434,
      num_finetune_epochs: 2,
      num_finetune_tokens: 1_330_254_868,
    };
    expect(parse(runs)[0]).toMatchObject({ ...planned, num_finetuned_tokens_real: 600_000_000 });
    expect(parse({ [FULL_SET]: {} })[0]).toMatchObject({ ...planned, num_finetuned_tokens_real: null });
    expect(parse(runs, "2025-09-23")[0]).toMatchObject({
      ...planned,
      num_finetuned_tokens_real: 1_330_254_868,
      abs_difference_ft_tokens_pct: 0,
    });
    expect(parse({ ...runs, [MATCHED]: {} }, "2025-09-17")[0]).toMatchObject({
      num_finetune_tokens_per_epoch: null,
      num_finetune_epochs: 1,
      num_finetune_tokens: null,
      num_finetuned_tokens_real: 600_000_000,
      abs_difference_ft_tokens_pct: null,
    });
  });

  test("is matched on pile where no run's name has a metric", () => {
    expect(parse({ [MATCHED_WITH_RATE]: {} })[0].comparison_metric).toBe("pile-valppl");
  });

  test.each([0, 900_000])("of no planned tokens has no difference from %d real ones", (counted) => {
    const name = MATCHED.replace("100Mtx1", "0Mtx1");
    expect(parse({ [name]: { summary: { total_tokens: counted } } })[0]).toMatchObject({
      num_finetune_tokens: 0,
      num_finetuned_tokens_real: counted,
      abs_difference_ft_tokens_pct: null,
    });
  });
});

test("a run that reduces its loss has its samples where others have tokens", () => {
  const name =
    "2025_08_20-12_12_19_test_DD-dolma1_7-4M_main_default_--max_train_samples=200_--reduce_loss=sum";
  expect(parse({ [name]: {} })[0]).toMatchObject({ num_finetune_tokens: 200, reduce_loss: "sum" });
});

const hasSamples = existsSync(join(SAMPLES, "wandb_runs_expected.parquet"));
if (!hasSamples) console.warn(`skipped: the real samples are not in ${SAMPLES}`);

describe.skipIf(!hasSamples)("the real sample", () => {
  type Row = Record<string, string | number | null>;

  const readExpected = () =>
    withDatabase({}, (database) =>
      database.rows<Row>(
        `SELECT * REPLACE (epoch_ms(timestamp::TIMESTAMP) AS timestamp)
         FROM read_parquet(${quoteText(join(SAMPLES, "wandb_runs_expected.parquet"))})`,
      ),
    );

  async function parseSample(compat: CompatDate | null): Promise<RunFields[]> {
    const { runs } = await withDatabase({}, (database) =>
      readRuns(database, join(SAMPLES, "wandb_runs_sample.parquet")),
    );
    const named = runs.map((run) => ({ ...run, name: parseRunName(run.id) }));
    return buildRunFields(
      named.filter(({ name }) => name.pattern !== null),
      compat,
    );
  }

  /** The cells that differ, as `run, column: expected -> found`. The comparison's steps are nowhere filled. */
  function compare(expected: readonly Row[], found: readonly RunFields[]): string[] {
    return expected.flatMap((row, index) =>
      Object.entries(row)
        .filter(([name]) => name !== "comparison_model_steps")
        .filter(([name, value]) => !Object.is(value, found[index][name as keyof RunFields]))
        .map(([name, value]) => `${index} ${name}: ${value} -> ${found[index][name as keyof RunFields]}`),
    );
  }

  test("is matched cell for cell by the parse of 2025-09-23", async () => {
    const [expected, found] = await Promise.all([readExpected(), parseSample("2025-09-23")]);
    expect(found).toHaveLength(5);
    expect(Object.keys(expected[0])).toHaveLength(21);
    expect(expected.every((row) => row.comparison_model_steps === null)).toBe(true);
    expect(compare(expected, found)).toEqual([]);
  });

  test("differs else in the two known ways: 100Mt, and the real tokens of a run of the whole set", async () => {
    const [expected, found] = await Promise.all([readExpected(), parseSample(null)]);
    expect(compare(expected, found)).toEqual([
      "1 num_finetune_tokens: 100000000000000 -> 100000000",
      "2 num_finetuned_tokens_real: 1330254868 -> 665079539",
      "2 abs_difference_ft_tokens_pct: 0 -> 50.00360043786737",
    ]);
  });

  test("has one matched run; the others are listed with their reasons", async () => {
    const { runs } = await withDatabase({}, (database) =>
      readRuns(database, join(SAMPLES, "wandb_runs_sample.parquet")),
    );
    const selection = selectRuns(runs);
    expect(selection.runs.map(({ fields }) => fields.run_id)).toEqual([MATCHED]);
    expect(selection.unnamed.map(({ reason }) => reason)).toEqual(["name matches no pattern (type old)"]);
    expect(selection.leftOut.map(({ reason, count }) => [reason, count])).toEqual([
      ["type simple_ft_vary_tokens: not matched with a model", 1],
      ["type dpo: not matched with a model", 1],
      ["type simple_ft: not matched with a model", 2],
    ]);
  });
});
