"""Owns how good each recipe is for each task, and how well small compute foretells that."""

import numpy as np

from stand_in_data.metric_names import TASKS
from stand_in_data.noise import Stream, random_stream
from stand_in_data.suite import RECIPES

# The tables below have one column per task, in the order of TASKS.
# Weight of the knowledge column of RECIPES; the rest is commonsense.
KNOWLEDGE_SHARE = (1.0, 0.9, 0.5, 0.4, 0.1, 1.0, 0.8, 0.1, 0.2, 0.3)
# How far recipes are apart at the end of 1B, as accuracy.
RECIPE_SPREAD = (0.030, 0.040, 0.004, 0.025, 0.030, 0.018, 0.020, 0.013, 0.012, 0.014)
# How much later than the others a task separates recipes (power of growth).
LATENESS = (1, 1, 1, 1, 1.5, 2, 1, 1, 1, 1)

# log10 compute -> share of the 300 recipe pairs that are ordered as at the end of 1B.
AGREEMENT = (
    (14.0, 0.34), (15.93, 0.26), (16.34, 0.42), (16.64, 0.565), (16.77, 0.575), (17.05, 0.59), (17.19, 0.71),
    (17.34, 0.735), (18.29, 0.765), (18.76, 0.80), (19.13, 0.82), (19.75, 0.855), (20.17, 0.885),
    (20.70, 0.96), (20.849, 1.0),
)  # fmt: skip


def recipe_strengths():
    """Two matrices, recipes x tasks, of the same spread.

    The first holds strengths that show at 1B, the second unrelated ones that mislead when models are small.
    """
    table = np.array([row[3:] for row in RECIPES.values()])
    knowledge = np.array(KNOWLEDGE_SHARE)
    true = table[:, :1] * knowledge + table[:, 1:] * (1 - knowledge)
    true = (true - true.mean(axis=0)) / true.std(axis=0)
    macro = true @ np.array(RECIPE_SPREAD)
    misleading = random_stream(Stream.MISLEADING_STRENGTHS).normal(0, 1, len(RECIPES))
    misleading -= misleading.mean()
    misleading -= macro * (misleading @ macro) / (macro @ macro)
    misleading *= np.linalg.norm(macro) / np.linalg.norm(misleading) / sum(RECIPE_SPREAD)
    return true, np.repeat(misleading[:, None], len(TASKS), axis=1)


def growth(points):
    """How far recipes have come apart: 0 untrained, 1 at the end of 1B."""
    grown = np.clip((points["skill"].to_numpy() + 6.2) / 3.5, 0.15, 1.05) ** 1.3
    return grown * (points["step"].to_numpy() > 0)


def recipe_shifts(points):
    """How much more accurate than average its recipe makes a checkpoint at each task: checkpoints x tasks."""
    true, misleading = recipe_strengths()
    recipe = points["data"].map({name: i for i, name in enumerate(RECIPES)}).to_numpy()
    agreement = np.interp(np.log10(points["compute"].clip(lower=1)), *zip(*AGREEMENT))
    correlation = np.sin(np.pi * (agreement - 0.5))[:, None]
    strength = correlation * true[recipe] + np.sqrt(1 - correlation**2) * misleading[recipe]
    return strength * np.array(RECIPE_SPREAD) * growth(points)[:, None] ** np.array(LATENESS)
