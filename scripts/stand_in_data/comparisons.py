"""Owns the comparisons: each fine-tuning run beside its checkpoint, with their difference and its group."""

import pandas as pd

from stand_in_data.evaluations import build_wide, drop_unmeasured
from stand_in_data.fine_tuned_results import FT_TASKS, fine_tuned_columns
from stand_in_data.fine_tuning_runs import build_runs
from stand_in_data.metric_names import C4, CONDITIONED_ONLY, PILE
from stand_in_data.pre_training_histories import pre_trained_columns
from stand_in_data.suite import BASELINE_RECIPE


def delta_columns(columns):
    """Fine-tuned minus pre-trained: unconditioned accuracy of 7 tasks, right-answer probability of 9."""
    tasks = [task for task in FT_TASKS if task not in CONDITIONED_ONLY]
    names = [f"{task}_acc_uncond" for task in tasks] + [f"{task}_correct_prob" for task in FT_TASKS]
    return {f"delta_{name}": columns[f"ft_{name}"] - columns[f"pt_{name}"] for name in names}


def median_absolute_deviation(values):
    return (values - values.median()).abs().median()


def group_columns(frame, deltas):
    """The group of runs matched with the same model on the same perplexity, and how deltas lie within it."""
    name = frame["comparison_model_size"] + "_" + frame["comparison_metric"] + "_" + BASELINE_RECIPE
    is_c4 = frame["comparison_metric"] == C4
    matched = frame[f"pt_{PILE}"].where(~is_c4, frame[f"pt_{C4}"]).groupby(name)
    median, average = matched.transform("median"), matched.transform("mean")
    columns = {
        "matched_group_name": name,
        "matched_group_id": median.rank(method="dense").astype(int),
        "matched_group_med_metric": median,
        "matched_group_avg_metric": average,
    }
    statistics = {"avg": "mean", "med": "median", "std": "std", "mad": median_absolute_deviation}
    for delta in deltas:
        groups = frame[delta].groupby(name)
        for short, function in statistics.items():
            columns[f"group_{short}_{delta}"] = groups.transform(function)
    return columns


def build_comparisons(points):
    """The 149 x 923 frame of fine-tuning runs beside their checkpoints (always of the default seed)."""
    full = build_wide(points, is_default_seed=True)
    runs, positions = build_runs(points, full)
    columns = fine_tuned_columns(full.loc[positions])
    columns |= pre_trained_columns(points, drop_unmeasured(full, points), positions)
    deltas = delta_columns(columns)
    columns |= deltas | {"pt_ft_toks": columns["pt_tokens"] + runs["ft_tok"].to_numpy()}
    frame = pd.concat([runs, pd.DataFrame(columns)], axis=1)
    return pd.concat([frame, pd.DataFrame(group_columns(frame, deltas))], axis=1)
