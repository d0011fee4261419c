"""Owns the evaluations: the wide table of checkpoints by metrics, the gaps in it, and its long form."""

import numpy as np
import pandas as pd

from stand_in_data.accuracies import accuracies
from stand_in_data.metric_names import (
    CONDITIONED_ONLY,
    CORRECT_CHOICE,
    METRICS,
    NORMALISATIONS,
    PERPLEXITIES,
    PRIMARY,
    TASKS,
    task_columns,
)
from stand_in_data.noise import Noise
from stand_in_data.perplexity_curves import perplexities
from stand_in_data.probabilities import (
    log_likelihoods,
    one_token_answers,
    probabilities,
    unconditioned_probabilities,
)
from stand_in_data.recipe_strengths import recipe_shifts
from stand_in_data.suite import RECIPES

CHECKPOINT_COLUMNS = ["params", "data", "step", "tokens", "compute"]

# The evaluation code changed over time: which of these six metrics a row has depends on when it was
# evaluated.
VINTAGE_METRICS = (
    "acc_per_byte", "no_answer", "sum_logits_corr", "logits_per_token_corr", "logits_per_char_corr",
    "bits_per_byte_corr",
)  # fmt: skip
# Which of them a vintage has.
VINTAGES = {
    "early": VINTAGE_METRICS[:5],
    "middle": ("acc_per_byte", "bits_per_byte_corr"),
    "late": (),
}
VINTAGE_OF_SIZE = {
    "4M": "early", "6M": "early", "8M": "early", "10M": "middle", "14M": "early", "16M": "early",
    "20M": "early", "60M": "early", "90M": "early", "150M": "late", "300M": "middle", "530M": "late",
    "750M": "middle", "1B": "early",
}  # fmt: skip
# The mixtures were evaluated again at some sizes.
VINTAGE_EXCEPTIONS = {
    (size, recipe): "middle"
    for size in ("60M", "90M")
    for recipe in RECIPES
    if RECIPES[recipe][1].startswith("mix-")
}


def task_metrics(points, noise):
    """All task metrics of all checkpoints, nothing left out yet: `{task}_{metric}` -> values."""
    shifts = recipe_shifts(points)
    columns = {}
    for task, name in enumerate(TASKS):
        values = {
            "correct_choice": np.full(len(points), CORRECT_CHOICE[task]),
            "no_answer": np.zeros(len(points)),
        }
        values |= accuracies(points, noise, shifts, task)
        values |= log_likelihoods(points, noise, task)
        for normalisation in NORMALISATIONS:
            values |= probabilities(points, noise, values, shifts, normalisation, task)
        if name == "boolq":
            values |= one_token_answers(values)
        if name not in CONDITIONED_ONLY:
            values |= unconditioned_probabilities(points, noise, task)
        values["primary_metric"] = values[PRIMARY[task]]
        columns |= {f"{name}_{metric}": value for metric, value in values.items()}
    return columns


def build_wide(points, is_default_seed):
    """One row per checkpoint and one column per metric, without nulls."""
    noise = Noise(points, is_default_seed)
    columns = perplexities(points, noise) | task_metrics(points, noise)
    names = [*PERPLEXITIES, *task_columns(METRICS, TASKS)]
    ids = points[CHECKPOINT_COLUMNS].astype({"step": float})
    return pd.concat([ids, pd.DataFrame({name: columns[name] for name in names})], axis=1)


def drop_unmeasured(wide, points):
    """The wide table with nulls where a checkpoint lacks the perplexity, the evaluation or the metric."""
    wide = wide.copy()
    wide.loc[~points["has_perplexity"], list(PERPLEXITIES)] = np.nan
    wide.loc[~points["is_evaluated"], task_columns(METRICS, TASKS)] = np.nan
    default = points["params"].map(VINTAGE_OF_SIZE)
    vintage = pd.Series(list(zip(points["params"], points["data"]))).map(VINTAGE_EXCEPTIONS).fillna(default)
    for name, present in VINTAGES.items():
        missing = [metric for metric in VINTAGE_METRICS if metric not in present]
        wide.loc[vintage == name, task_columns(missing, TASKS)] = np.nan
    return wide


def melt(wide):
    """The served long form. The index keeps its gaps: the real file has them."""
    long = wide.melt(CHECKPOINT_COLUMNS, list(wide.columns[len(CHECKPOINT_COLUMNS) :]), "metric", "value")
    return long.dropna(subset=["value"])
