"""Owns the results after fine-tuning (ft_*): of each task, and of the core9 aggregate of the tasks."""

import numpy as np

from stand_in_data.accuracies import ACCURACY_NOISE, round_to_instances
from stand_in_data.metric_names import (
    CHOICES,
    CONDITIONED_ONLY,
    CORRECT_CHOICE,
    INSTANCES,
    METRICS,
    PRIMARY,
    TASKS,
)
from stand_in_data.noise import Stream, random_stream
from stand_in_data.probabilities import BEST_WRONG_SHARE
from stand_in_data.recipe_strengths import RECIPE_SPREAD

# ft_* names of a task, nested results first; boolq and winogrande lack the unconditioned ones.
FT_NESTED = (
    "acc_per_byte", "acc_per_char", "acc_per_token", "acc_raw", "acc_uncond", "bits_per_byte_corr",
    "logits_per_char_corr", "logits_per_token_corr", "num_instances", "primary_score", "sum_logits_corr",
)  # fmt: skip
FT_FLAT = (
    "correct_choice", "correct_logit", "correct_logit_per_char", "correct_logit_per_token", "correct_prob",
    "correct_prob_per_char", "correct_prob_per_token", "margin", "margin_per_char", "margin_per_token",
    "norm_correct_prob", "norm_correct_prob_per_char", "norm_correct_prob_per_token",
    "predicted_index_per_byte", "predicted_index_per_char", "predicted_index_per_token",
    "predicted_index_raw", "predicted_index_uncond", "total_prob", "total_prob_per_char",
    "total_prob_per_token", "uncond_correct_prob", "uncond_correct_prob_per_char",
    "uncond_correct_prob_per_token", "uncond_total_prob",
)  # fmt: skip
FT_TASKS = tuple(task for task in TASKS if task != "mmlu_average")
FT_SUMMED = ("total_prob", "total_prob_per_char", "total_prob_per_token")


def fine_tuned_task(rng, base, task):
    """A task's results after fine-tuning, from the checkpoint's own.

    As upstream, per-token equals unnormalised here.
    """
    name, rows = TASKS[task], len(base)
    before = {metric: base[f"{name}_{metric}"].to_numpy() for metric in METRICS if f"{name}_{metric}" in base}
    better = 0.25 * RECIPE_SPREAD[task]
    shared = rng.normal(better, 0.5 * ACCURACY_NOISE[task], rows)
    after = {}
    for metric in [metric for metric in before if metric in ("acc_raw", "acc_per_char", "acc_uncond")]:
        value = before[metric] + shared + rng.normal(0, 0.5 * ACCURACY_NOISE[task], rows)
        after[metric] = round_to_instances(value, task, 1)
    after["acc_per_token"] = after["acc_raw"]
    after["acc_per_byte"] = round_to_instances(after["acc_per_char"] + rng.normal(0, 2e-4, rows), task, 1)
    if name == "winogrande":
        after["acc_per_char"] = after["acc_per_byte"] = after["acc_raw"]
    after["primary_score"] = after[PRIMARY[task]]
    closer = rng.normal(0.94, 0.02, rows)
    after["correct_logit"] = after["correct_logit_per_token"] = before["sum_logits_corr"] * closer
    after["sum_logits_corr"] = after["logits_per_token_corr"] = after["correct_logit"]
    after["correct_logit_per_char"] = after["logits_per_char_corr"] = before["logits_per_char_corr"] * closer
    after["bits_per_byte_corr"] = before["bits_per_byte_corr"] * closer
    for normalisation, source in {"": "", "_per_token": "", "_per_char": "_per_char"}.items():
        after |= fine_tuned_probabilities(before, closer, normalisation, source, task)
    after |= predicted_indices(rng, after, task)
    after["correct_choice"] = np.full(rows, CORRECT_CHOICE[task])
    after["num_instances"] = np.full(rows, INSTANCES[task])
    return after


def predicted_indices(rng, after, task):
    """Mean index of the predicted answer; boolq's follows from its accuracy.

    As upstream, per-token equals unnormalised here.
    """
    if TASKS[task] == "boolq":
        accuracies = (after["acc_raw"], after["acc_per_char"])
        raw, per_char = (np.clip((0.622 - accuracy) / 0.243, 0, 1) for accuracy in accuracies)
        uncond = None
    else:
        off_middle = rng.normal([[0.80], [1.08], [1.02]], 0.03, (3, len(after["acc_raw"])))
        raw, per_char, uncond = (CHOICES[task] - 1) / 2 * off_middle
    return {
        "predicted_index_raw": raw,
        "predicted_index_per_token": raw,
        "predicted_index_per_char": per_char,
        "predicted_index_per_byte": per_char,
        "predicted_index_uncond": uncond,
    }


def fine_tuned_probabilities(before, closer, normalisation, source, task):
    """Probabilities of a task after fine-tuning: those before it, raised alike for all answers."""
    raised = np.exp((1 - closer) * (3 if source == "" else 0.8))
    total, correct = (before[kind + source] * raised for kind in ("total_prob", "correct_prob"))
    after = {
        "total_prob": total,
        "correct_prob": correct,
        "margin": correct - (total - correct) * BEST_WRONG_SHARE[source][task],
        "norm_correct_prob": before["norm_correct_prob" + source],
    }
    if TASKS[task] not in CONDITIONED_ONLY:
        after["uncond_correct_prob"] = before["uncond_correct_prob" + source] * raised
        after["uncond_total_prob"] = before["uncond_total_prob"] * raised
    return {
        metric if metric == "uncond_total_prob" else metric + normalisation: value
        for metric, value in after.items()
    }


def ft_task_columns(task):
    """ft_* names of a task without prefix, in file order."""
    return [name for name in FT_NESTED + FT_FLAT if not ("uncond" in name and task in CONDITIONED_ONLY)]


def aggregate_columns(results):
    """The core9 aggregate: averages over tasks (macro) and instances (micro), sums of total probabilities."""
    weights = np.array([INSTANCES[TASKS.index(task)] for task in FT_TASKS], dtype=float)

    def stacked(metric):
        return np.stack([results[task][metric] for task in FT_TASKS])

    columns = {}
    for metric in [name for name in ft_task_columns("boolq") if name not in FT_SUMMED]:
        if metric == "num_instances":
            columns[metric] = stacked(metric).sum(axis=0)
            continue
        if metric == "primary_score":
            columns[metric] = stacked(metric).mean(axis=0)
        columns[f"{metric}_macro"] = stacked(metric).mean(axis=0)
        columns[f"{metric}_micro"] = weights @ stacked(metric) / weights.sum()
    return columns | {metric: stacked(metric).sum(axis=0) for metric in FT_SUMMED}


def fine_tuned_columns(base):
    """The 369 ft_* columns; the aggregate is between boolq and csqa."""
    rng = random_stream(Stream.FINE_TUNED_RESULTS)
    results = {task: fine_tuned_task(rng, base, TASKS.index(task)) for task in FT_TASKS}
    columns = {}
    for task in FT_TASKS:
        columns |= {f"ft_{task}_{name}": results[task][name] for name in ft_task_columns(task)}
        if task == "boolq":
            columns |= {f"ft_core9_full_{name}": value for name, value in aggregate_columns(results).items()}
    return {
        name: value if value.dtype.kind == "i" else np.round(value, 10) for name, value in columns.items()
    }
