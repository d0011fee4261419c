"""Owns the perplexities: how they fall with size and training, and how far recipes lie from each domain."""

import numpy as np

from stand_in_data.metric_names import PERPLEXITIES, PILE
from stand_in_data.noise import Stream, random_stream
from stand_in_data.suite import BASELINE_RECIPE, RECIPES, SIZES, by_log_size

# The tables below have one column per perplexity, in the order of PERPLEXITIES.
# Values at the end of training on Dolma1.7.
END_PERPLEXITY = {
    "4M": (406, 144, 185, 215, 173, 61.6, 128, 153, 159, 258, 162),
    "60M": (38, 19, 45, 29.5, 27.5, 5.0, 38, 22, 36.5, 47, 35),
    "90M": (29.6, 15.7, 38, 24.5, 22.3, 4.3, 32.6, 17.8, 30.4, 37.4, 28.8),
    "150M": (24.0, 13.6, 33.3, 21.4, 19.0, 3.9, 28.7, 15.3, 26.2, 31.5, 25.0),
    "300M": (18.5, 11.1, 27.1, 17.7, 15.0, 3.4, 23.8, 12.4, 21.2, 24.1, 20.2),
    "530M": (15.5, 9.9, 23.5, 15.8, 12.8, 3.1, 21, 10.8, 18.2, 20, 17.5),
    "1B": (12.5, 8.3, 20, 13.5, 10.5, 2.8, 17.5, 9, 15, 16, 14.5),
}
# Below 60M only these pile values are known; the other domains fall by the same share of their way from 4M to
# 60M.
SMALL_PILE_PERPLEXITY = {"6M": 76, "20M": 32}
# Log distance from Dolma1.7, by family of recipes.
FAMILY_OFFSET = {
    "dolma": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "dolma-no-code": (0, 0.11, 0.02, 0.02, 0, 0.95, 0, 0.01, -0.01, -0.01, -0.01),
    "dolma-no-reddit": (0, 0.01, 0, 0.05, 0, 0, 0.14, 0, -0.01, -0.01, -0.01),
    "mix-25": (0.02, 0.03, 0.05, 0.04, 0.02, 0.09, 0.01, 0.04, 0.01, -0.05, 0.01),
    "mix-50": (0.05, 0.07, 0.12, 0.09, 0.04, 0.22, 0.02, 0.09, 0.02, -0.09, 0.03),
    "mix-75": (0.08, 0.13, 0.21, 0.16, 0.07, 0.38, 0.03, 0.15, 0.04, -0.12, 0.05),
    "dclm": (0.13, 0.223, 0.345, 0.286, 0.114, 0.654, 0.046, 0.253, 0.07, -0.13, 0.095),
    "falcon": (0.25, 0.72, 0.48, 1.00, 0.12, 1.90, 0.28, 0.38, 0.02, 0.55, 0.03),
    "fineweb-pro": (0.28, 0.90, 0.46, 1.35, 0.12, 2.20, 0.60, 0.33, 0.10, 0.80, 0.12),
    "fineweb-edu": (0.20, 0.95, 0.40, 1.30, 0.06, 2.40, 0.75, 0.22, 0.15, 0.75, 0.22),
    "c4": (0.30, 1.11, 0.52, 1.71, 0.085, 2.78, 0.39, 0.365, -0.02, 1.00, -0.09),
}
OFFSET_JITTER = 0.012
# Share of that distance at sizes.
OFFSET_GROWTH = {"4M": 0.88, "20M": 0.93, "60M": 1.12, "90M": 1.10, "150M": 1.00, "1B": 0.98}
# How much steeper than pile a domain falls during training, and how noisy it is between seeds.
FALL = (1.25, 1.00, 0.92, 1.00, 1.15, 0.95, 0.85, 1.05, 1.00, 1.25, 1.00)
PERPLEXITY_NOISE = (0.006, 0.005, 0.007, 0.014, 0.004, 0.010, 0.004, 0.004, 0.003, 0.006, 0.003)
# Time curve, log scale: power * (t**-0.5 - 1) + tail * (1 - t)**1.3 with t the share of training done;
# (power, tail) at sizes.
TIME_CURVE = {"4M": (0.33, 0.38), "150M": (0.125, 0.25), "530M": (0.110, 0.15), "1B": (0.105, 0.14)}


def end_log_perplexity():
    """Each size's 11 log perplexities at the end of training on Dolma1.7."""
    logs = {size: np.log(values) for size, values in END_PERPLEXITY.items()}
    first, last = logs["4M"], logs["60M"]
    domain = PERPLEXITIES.index(PILE)
    for size, pile in SMALL_PILE_PERPLEXITY.items():
        way = (first[domain] - np.log(pile)) / (first[domain] - last[domain])
        logs[size] = first + way * (last - first)
    logs = {size: logs[size] for size in SIZES if size in logs}
    domains = range(len(PERPLEXITIES))
    columns = [by_log_size({size: values[i] for size, values in logs.items()}) for i in domains]
    return {size: np.array([column[size] for column in columns]) for size in SIZES}


def training_share(points):
    """Share of training done, above 0 so that the time curve is finite at step 0."""
    share = points["step"] / points["params"].map({size: row[3] for size, row in SIZES.items()})
    return share.clip(0.005, 1).to_numpy()


def base_perplexity(points):
    """Perplexities of an average run on Dolma1.7: checkpoints x 11."""
    ends = end_log_perplexity()
    power, tail = (by_log_size({size: curve[i] for size, curve in TIME_CURVE.items()}) for i in (0, 1))
    power, tail = (points["params"].map(values).to_numpy() for values in (power, tail))
    done = training_share(points)
    excess = power * (done**-0.5 - 1) + tail * (1 - done) ** 1.3
    return np.exp(np.stack(points["params"].map(ends)) + np.outer(excess, FALL))


def recipe_offsets():
    """Log distance of each recipe from Dolma1.7 in each domain: recipe -> 11 numbers."""
    rng = random_stream(Stream.RECIPE_OFFSETS)
    offsets = {}
    for recipe, (_, family, distance, *_) in RECIPES.items():
        jitter = rng.normal(0, OFFSET_JITTER, len(PERPLEXITIES)) * (recipe != BASELINE_RECIPE)
        offsets[recipe] = np.array(FAMILY_OFFSET[family]) + distance + jitter
    return offsets


def perplexities(points, noise):
    """All perplexities of all checkpoints, nothing left out yet: name -> values."""
    grown = points["params"].map(by_log_size(OFFSET_GROWTH)).to_numpy()
    offsets = np.stack(points["data"].map(recipe_offsets())) * grown[:, None]
    rough = 1 + 1.5 * np.exp(-points["compute"].to_numpy() / 1e18)
    deviation = np.stack([noise.draw(sigma * rough) for sigma in PERPLEXITY_NOISE], axis=1)
    return dict(zip(PERPLEXITIES, (base_perplexity(points) * np.exp(offsets + deviation)).T))
