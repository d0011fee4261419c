"""Owns the pre-training of the fine-tuned checkpoints (pt_*): metric histories and learning rate sums."""

import numpy as np
import pandas as pd

from stand_in_data.evaluations import VINTAGE_METRICS
from stand_in_data.metric_names import C4, METRICS, PILE, TASKS, task_columns
from stand_in_data.suite import SEQUENCE_LENGTH, SIZES

OLMES_ORDER = ("mmlu_average",) + tuple(task for task in TASKS if task != "mmlu_average")
PT_PERPLEXITY_ORDER = (
    "wikitext_103-valppl", PILE, C4, "m2d2_s2orc-valppl", "ice-valppl", "dolma_wiki-valppl",
    "dolma_stack-valppl", "dolma_reddit-valppl", "dolma_pes2o-valppl", "dolma_common-crawl-valppl",
    "dolma_books-valppl",
)  # fmt: skip


def cumulative_learning_rates(size):
    """Sum of the learning rate up to each step: linear warm-up, then a cosine down to a hundredth.

    The integral is taken in trapezoids of unit step.
    """
    _, parameters, batch, _ = SIZES[size]
    tokens_per_step = batch * SEQUENCE_LENGTH
    steps = int(np.ceil(100 * parameters / tokens_per_step))
    warmup = int(np.ceil(round(parameters / (batch / SEQUENCE_LENGTH)) / tokens_per_step))
    peak = 0.0047 * (parameters / 108e6) ** (-1 / 3)
    cosine = (1 + np.cos(np.pi * np.arange(steps - warmup + 1) / (steps - warmup))) / 2
    decay = 0.01 * peak + 0.99 * peak * cosine
    rising = peak * np.arange(warmup + 1) ** 2 / (2 * warmup)
    return np.concatenate([rising, rising[-1] + np.cumsum((decay[1:] + decay[:-1]) / 2)])


def cumulative_lr(points):
    """The sum of the learning rate at each checkpoint; beyond the schedule it stays."""
    sums = {size: cumulative_learning_rates(size) for size in SIZES}
    reached = zip(points["params"], points["step"])
    return [sums[size][min(step, len(sums[size]) - 1)] for size, step in reached]


def pre_trained_columns(points, measured, positions):
    """The pt_* lists over a run's pre-training, each without its nulls, and the scalars of its checkpoint."""
    metrics = [metric for metric in METRICS if metric not in VINTAGE_METRICS]
    names = [name for task in OLMES_ORDER for name in task_columns(metrics, (task,))]
    names += [*PT_PERPLEXITY_ORDER, "step", "tokens", "compute", "cumulative_lr"]
    source = measured.assign(cumulative_lr=cumulative_lr(points))
    rows_of = source.groupby(["params", "data"]).indices
    keys = list(zip(points["params"][positions], points["data"][positions]))
    columns = {}
    for name in names:
        values = source[name].to_numpy()
        histories = (values[rows_of[key]] for key in keys)
        measured_only = [history[~np.isnan(history)] for history in histories]
        columns[f"pt_{name}_list"] = pd.Series(measured_only, dtype=object)
    return columns | {f"pt_{name}": source[name].to_numpy()[positions] for name in names}
