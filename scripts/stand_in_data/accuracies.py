"""Owns the accuracies of the tasks, counted over their instances."""

import numpy as np

from stand_in_data.anchors import ANCHORS, LAST_GAIN, SMALL_ANCHORS, read_anchors, with_last
from stand_in_data.metric_names import INSTANCES, TASKS
from stand_in_data.perplexity_curves import training_share
from stand_in_data.recipe_strengths import growth

# Noise between seeds, one column per task.
ACCURACY_NOISE = (0.010, 0.009, 0.004, 0.014, 0.004, 0.003, 0.013, 0.007, 0.008, 0.009)


def round_to_instances(accuracy, task, seeds):
    """Accuracies are counts over instances; MMLU's is an average over subjects and stays as it is."""
    if TASKS[task] == "mmlu_average":
        return accuracy
    count = INSTANCES[task] * seeds
    return np.round(np.clip(accuracy, 0, 1) * count) / count


def boolq_accuracy(points, noise):
    """Majority or minority answer: seeds flip between .62 and .38, ever less as training goes on."""
    left = 1 - training_share(points) * (points["step"].to_numpy() > 0)
    grown = growth(points)
    minority = 0.03 + 0.32 * left + noise.draw((0.10 + 0.40 * left) * (1 - 0.65 * np.clip(grown, 0, 1)))
    return 0.62 - 0.24 * np.clip(minority, 0, 1) + 0.03 * np.clip(grown - 0.6, 0, 1)


def accuracies(points, noise, shifts, task):
    """acc_raw, acc_per_token, acc_per_char, acc_per_byte and acc_uncond of a task."""
    settled = 0.6 + 0.4 * np.clip(growth(points), 0, 1)
    sigma = ACCURACY_NOISE[task] * settled
    shared = noise.draw(0.7 * sigma)
    values = {}
    for metric in ("acc_raw", "acc_per_token", "acc_per_char", "acc_uncond"):
        stages = with_last(ANCHORS[metric], LAST_GAIN)
        values[metric] = read_anchors(points, stages, task) + shifts[:, task] + shared
        values[metric] += noise.draw(0.7 * sigma)
    values["acc_per_byte"] = read_anchors(points, SMALL_ANCHORS["acc_per_byte"], task) + noise.draw(sigma)
    gained = np.clip(values["acc_per_char"] - ANCHORS["acc_per_char"][1][task], 0, None)
    values["acc_per_byte"] -= 0.15 * gained
    if TASKS[task] == "boolq":
        flipping = boolq_accuracy(points, noise) + shifts[:, task]
        values["acc_raw"] = values["acc_per_token"] = flipping + shared
        better = np.clip(shifts[:, task] + shared, 0, None)
        values["acc_per_char"] = np.minimum(0.622, 0.5 * flipping + 0.31) + better
    if TASKS[task] == "winogrande":
        values["acc_per_token"] = values["acc_per_char"] = values["acc_raw"]
    return {metric: round_to_instances(value, task, noise.seeds) for metric, value in values.items()}
