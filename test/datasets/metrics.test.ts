import { describe, expect, it } from "vitest";
import { describeMetric, METRIC_KINDS, TASK_MEASURES } from "../../src/datasets/metrics.js";

describe("the meaning of a metric's name", () => {
  it.each([
    ["pile-valppl", "perplexity", "pile", "valppl", "perplexity", false, null],
    ["dolma_common-crawl-valppl", "perplexity", "dolma_common-crawl", "valppl", "perplexity", false, null],
    ["arc_easy_acc_raw", "accuracy", "arc_easy", "acc_raw", "share", true, 0.25],
    ["csqa_acc_uncond", "accuracy", "csqa", "acc_uncond", "share", true, 0.2],
    ["socialiqa_primary_metric", "accuracy", "socialiqa", "primary_metric", "share", true, 1 / 3],
    ["mmlu_average_acc_per_char", "accuracy", "mmlu_average", "acc_per_char", "share", true, 0.25],
    ["mmlu_world_religions_acc_raw", "accuracy", "mmlu_world_religions", "acc_raw", "share", true, 0.25],
    ["trivia_acc_raw", "accuracy", "trivia", "acc_raw", "share", true, null],
    ["boolq_correct_prob", "probability", "boolq", "correct_prob", "probability", true, null],
    ["boolq_total_prob_per_char", "probability", "boolq", "total_prob_per_char", "probability", null, null],
    ["csqa_uncond_correct_prob", "probability", "csqa", "uncond_correct_prob", "probability", null, null],
    ["csqa_norm_correct_prob", "probability", "csqa", "norm_correct_prob", "probability", true, null],
    ["piqa_margin_per_token", "margin", "piqa", "margin_per_token", "probability", true, null],
    ["piqa_sum_logits_corr", "log-likelihood", "piqa", "sum_logits_corr", "nats", true, null],
    ["piqa_bits_per_byte_corr", "bits", "piqa", "bits_per_byte_corr", "bits per byte", false, null],
    ["piqa_correct_choice", "other", "piqa", "correct_choice", "position", null, null],
    ["piqa_no_answer", "other", "piqa", "no_answer", "share", false, null],
    ["loss", "other", null, "loss", "unknown", null, null],
    ["-valppl", "other", null, "-valppl", "unknown", null, null],
    ["constructor_acc_raw", "accuracy", "constructor", "acc_raw", "share", true, null],
  ])("is known for %s", (name, kind, task, measure, unit, higherIsBetter, chance) => {
    expect(describeMetric(name)).toEqual({ kind, task, measure, unit, higherIsBetter, chance });
  });

  it("has a chance level on every task of the suite, for accuracies and for nothing else", () => {
    const tasks = ["arc_challenge", "arc_easy", "boolq", "csqa", "hellaswag", "openbookqa", "piqa"];
    for (const task of [...tasks, "socialiqa", "winogrande", "mmlu_average"]) {
      for (const [measure, { kind }] of TASK_MEASURES) {
        const { chance } = describeMetric(`${task}_${measure}`);
        expect(chance !== null, `${task}_${measure}`).toBe(kind === "accuracy");
      }
    }
  });

  it("has a kind of the list for each of the 28 measures", () => {
    expect(TASK_MEASURES.size).toBe(28);
    for (const { kind } of TASK_MEASURES.values()) expect(METRIC_KINDS).toContain(kind);
  });
});
