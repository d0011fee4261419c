"""Owns the seed: every random stream, and the noise of the checkpoints."""

from enum import IntEnum

import numpy as np

SEED = 20250917


class Stream(IntEnum):
    """What draws random numbers of its own, undisturbed by the others."""

    RECIPE_OFFSETS = 1
    SEED_MEANS = 2
    DEFAULT_SEED = 3
    MISLEADING_STRENGTHS = 4
    PROBABILITY_SPREAD = 5
    FINE_TUNING_RUNS = 6
    FINE_TUNED_RESULTS = 8


def random_stream(stream, *key):
    """The generator of a stream; a key distinguishes several generators of the same stream."""
    return np.random.default_rng([SEED, stream, *key])


class Noise:
    """Seeded noise of the checkpoints: of the mean of three seeds, or of the default seed.

    The default seed scatters around that mean: both draw the same deviations of the mean as long as they
    draw in the same order.
    """

    def __init__(self, points, is_default_seed):
        self.mean_rng = random_stream(Stream.SEED_MEANS)
        self.seed_rng = random_stream(Stream.DEFAULT_SEED) if is_default_seed else None
        self.has_three_seeds = points["has_three_seeds"].to_numpy()
        self.seeds = 1 if is_default_seed else 3

    def draw(self, sigma):
        """Deviations with the standard deviation sigma between single seeds."""
        size = len(self.has_three_seeds)
        deviation = self.mean_rng.normal(0, 1, size) / np.sqrt(3)
        if self.seed_rng is not None:
            deviation = deviation + self.seed_rng.normal(0, 1, size) * np.sqrt(2 / 3) * self.has_three_seeds
        return deviation * sigma
