"""Owns the checkpoints: which steps of each size were evaluated or logged, and the skill reached there."""

import numpy as np
import pandas as pd

from stand_in_data.anchors import ANCHOR_SKILL
from stand_in_data.metric_names import C4, PERPLEXITIES
from stand_in_data.perplexity_curves import base_perplexity
from stand_in_data.suite import RECIPES, SEQUENCE_LENGTH, SIZES

# size: (spacing, last evaluated step, grid steps without evaluation). Counts per size are those of the
# release (285 in total). Known holes: 10M 1,250; 1B 55,000 and 60,000; one size without step 0 (14M fits the
# counts). The other holes are chosen here.
EVALUATION_GRID = {
    "4M": (1_250, 5_725, ()),
    "6M": (1_250, 9_182, (1_250, 3_750, 6_250, 8_750)),
    "8M": (1_250, 13_039, (3_750, 11_250)),
    "10M": (1_250, 15_117, (1_250, 13_750)),
    "14M": (1_250, 20_000, (0,)),
    "16M": (1_250, 24_432, (1_250, 12_500)),
    "20M": (1_250, 14_584, ()),
    "60M": (1_250, 29_042, (1_250, 16_250)),
    "90M": (1_250, 29_901, (2_500, 13_750, 21_250)),
    "150M": (1_250, 37_500, ()),
    "300M": (1_250, 45_000, ()),
    "530M": (1_250, 51_250, ()),
    "750M": (1_250, 26_250, ()),
    "1B": (2_500, 69_369, (55_000, 60_000)),
}

# Perplexity was logged in training, so it exists at the holes above (never at step 0), on a few later grid
# steps, and at off-grid final saves. size: steps that every recipe has beyond the evaluation grid.
LATER_PERPLEXITY_STEPS = {
    "14M": (21_250, 21_953),
    "150M": (38_157,),
    "300M": (45_787,),
    "530M": (52_500, 53_750, 55_000, 56_250, 57_500),
}
# size: final saves of the default seed; recipe number r (in RECIPES order) has save r modulo the length,
# None is no save.
FINAL_SAVES = {
    "4M": (5_735, 5_745),
    "20M": (14_594, None),
    "60M": (29_052, 29_062),
    "150M": (38_167, None),
    "300M": (45_797, None),
    "530M": (57_776, 57_786),
    "750M": (None, 62_500, None, 63_589, 63_599),
}
# size: the step from which on there is only the default seed.
SINGLE_SEED_FROM = {
    "4M": 5_726,
    "20M": 14_585,
    "60M": 29_043,
    "150M": 38_158,
    "300M": 45_788,
    "530M": 51_412,
    "750M": 28_258,
}

# Runs that missed their first logged perplexity.
MISSING_PERPLEXITY = {("150M", "C4", 1_250), ("300M", "Falcon", 1_250), ("90M", "FineWeb-Pro", 1_250)}


def evaluated_steps(size):
    """Steps at which every recipe of a size was evaluated on the tasks."""
    spacing, last, holes = EVALUATION_GRID[size]
    return sorted({*range(0, last + 1, spacing), last} - set(holes))


def perplexity_steps(size, recipe_number):
    """Steps at which the perplexities of a size and recipe were logged."""
    spacing, last, _ = EVALUATION_GRID[size]
    steps = {*range(spacing, last + 1, spacing), last, *LATER_PERPLEXITY_STEPS.get(size, ())}
    saves = FINAL_SAVES.get(size, (None,))
    steps.add(saves[recipe_number % len(saves)])
    recipe = list(RECIPES)[recipe_number]
    return {step for step in steps if step is not None and (size, recipe, step) not in MISSING_PERPLEXITY}


def build_points():
    """One row per checkpoint in file order: sizes and recipes as text, then step."""
    rows = []
    for size in sorted(SIZES):
        evaluated = set(evaluated_steps(size))
        for recipe in sorted(RECIPES):
            logged = perplexity_steps(size, list(RECIPES).index(recipe))
            steps = sorted(evaluated | logged)
            rows += [(size, recipe, step, step in evaluated, step in logged) for step in steps]
    points = pd.DataFrame(rows, columns=["params", "data", "step", "is_evaluated", "has_perplexity"])
    exact, batch = (points["params"].map({size: row[i] for size, row in SIZES.items()}) for i in (0, 2))
    points["tokens"] = (points["step"] * batch * SEQUENCE_LENGTH).astype(float)
    points["compute"] = 6.0 * exact * points["tokens"]
    points["has_three_seeds"] = points["step"] < points["params"].map(SINGLE_SEED_FROM).fillna(np.inf)
    points["skill"] = -np.log(base_perplexity(points)[:, PERPLEXITIES.index(C4)])
    points.loc[points["step"] == 0, "skill"] = ANCHOR_SKILL[0]
    return points
