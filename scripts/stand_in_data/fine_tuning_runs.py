"""Owns the fine-tuning runs: the checkpoints they start from, their names, settings and histories."""

import numpy as np
import pandas as pd

from stand_in_data.metric_names import C4, PILE
from stand_in_data.noise import Stream, random_stream
from stand_in_data.suite import BASELINE_RECIPE, RECIPES

# (size of the model compared with, perplexity that is matched): number of runs
GROUPS = {
    ("10M", "pile"): 22, ("10M", "c4"): 20, ("60M", "pile"): 30, ("60M", "c4"): 25, ("150M", "pile"): 29,
    ("150M", "c4"): 23,
}  # fmt: skip
PERPLEXITY_OF = {"pile": PILE, "c4": C4}
MATCHED_SIZES = ("10M", "20M", "60M", "90M", "150M", "300M", "530M", "1B")
MATCH_TOLERANCE = 0.04
MAIN_RUNS_PER_SIZE = 2  # runs from the final checkpoint ("main") of the compared model itself

# Shapes of a matched run's name, with a weight; those without {metric} mean pile, "Ft" is the whole
# fine-tuning set.
NAME_SHAPES = (
    ("{ts}_match_{cmp}_{metric}_finetune_{tok}tx1_DD-{recipe}-{size}-{step}-{seed}", 5),
    ("{ts}_match_{cmp}_{metric}_finetune_Ft_DD-{recipe}-{size}-{step}-{seed}", 2),
    ("{ts}_match_{cmp}_finetune_Ft_DD-{recipe}-{size}-{step}-{seed}_lr={lr}", 1),
    ("{ts}_match_{cmp}_finetune_{tok}tx1_DD-{recipe}-{size}-{step}-{seed}", 1),
    ("{ts}_match_{cmp}_finetune_Ft_DD-{recipe}-{size}-{step}-{seed}", 1),
    ("{ts}_match_DD-dolma1_7-{cmp}_Ft_DD-{recipe}-{size}-{step}-{seed}_lr={lr}", 1),
    ("{ts8}_match_DD-dolma1_7-{cmp}_Ft_DD-{recipe}-{size}-{step}-{seed}_lr={lr}", 1),
    ("{ts}_match_{cmp}_finetune_{tok}tx1_DD-{recipe}-{size}-{step}-{seed}_lr={lr}", 2),
)
FIRST_RUN = pd.Timestamp("2025-09-04 08:00:00")
LEARNING_RATES = ("5e-07", "1e-06", "5e-06", "1e-05", "5e-05", "0.0001", "0.0005")

TOKEN_BUDGETS = {"10M": 10_000_000, "100M": 100_000_000}
FULL_SET_TOKENS = 1_330_254_868
FULL_SET_STEPS = 14_600
TOKENS_PER_STEP = 91_330
LOGGED_EVERY = 100
WARMUP_SHARE = 0.03
SHARE_WITHOUT_LR = 0.2
SHARE_WITH_NAN = 0.08
RUNS_WITHOUT_HISTORY = (17, 98)


def find_candidates(points, full, group):
    """The compared model's end, and the checkpoints whose default seed has its perplexity, as positions."""
    compared, metric = group
    name = PERPLEXITY_OF[metric]
    known = points[points["has_perplexity"] & points["params"].isin(MATCHED_SIZES) & (points["step"] > 0)]
    end = known[(known["params"] == compared) & (known["data"] == BASELINE_RECIPE)]["step"].idxmax()
    distance = np.abs(np.log(full.loc[known.index, name] / full.loc[end, name]))
    nearest = distance.groupby([known["params"], known["data"]]).idxmin()
    named = [recipe for recipe in RECIPES if RECIPES[recipe][0]]
    chosen = [i for i in nearest if distance[i] < MATCH_TOLERANCE and points["data"][i] in named and i != end]
    return end, chosen


def name_run(rng, number, group, point, is_main):
    """The name of a fine-tuning run and the fields of the name."""
    compared, metric = group
    shapes = [shape for shape in NAME_SHAPES if metric == "pile" or "{metric}" in shape[0]]
    weights = np.array([weight for _, weight in shapes], dtype=float)
    shape = shapes[rng.choice(len(shapes), p=weights / weights.sum())][0]
    start = FIRST_RUN + pd.Timedelta(seconds=int(number * 7_411 + rng.integers(0, 5_000)))
    fields = {
        "ts": start.strftime("%y%m%d-%H%M%S"),
        "ts8": start.strftime("%Y_%m_%d-%H_%M_%S"),
        "cmp": compared,
        "metric": metric,
        "tok": str(rng.choice(list(TOKEN_BUDGETS), p=[0.3, 0.7])),
        "recipe": RECIPES[point["data"]][0],
        "size": point["params"],
        "step": int(point["step"]),
        "seed": int(rng.integers(0, 3)),
        "lr": str(rng.choice(LEARNING_RATES)),
    }
    has_lr = "{lr}" in shape or rng.random() >= SHARE_WITHOUT_LR
    budget = float(TOKEN_BUDGETS[fields["tok"]]) if "{tok}" in shape else np.nan
    return {
        "run_id": shape.format(**fields),
        "timestamp": start,
        "comparison_model_size": compared,
        "comparison_metric": PERPLEXITY_OF[metric],
        "comparison_model_recipe": BASELINE_RECIPE,
        "ckpt_data": point["data"],
        "ckpt_params": point["params"],
        "ckpt_steps": float(point["step"]) if is_main else str(fields["step"]),
        "seed": str(fields["seed"]),
        "lr": fields["lr"] if has_lr else None,
        "ft_tok_per_epoch": budget,
        "ft_epochs": 1.0,
        "ft_tok": budget,
    }


def train_history(rng, run, log_perplexity):
    """Real token count and the four history lists of a run, every 100 steps."""
    is_full = np.isnan(run["ft_tok"])
    steps = FULL_SET_STEPS if is_full else int(run["ft_tok"] / 100_000)
    logged = np.arange(LOGGED_EVERY, steps + 1, LOGGED_EVERY)
    peak = float(run["lr"] or "5e-06")
    rising = logged / (WARMUP_SHARE * steps)
    rates = peak * np.minimum(rising, (1 - logged / (steps * 1.0005)) / (1 - WARMUP_SHARE))
    start = max(1.15, 0.914 * log_perplexity - 1.655)
    losses = start * (1 + 0.06 * np.exp(-logged / 400) - 0.03 * logged / (logged + 6_000))
    losses += rng.normal(0, 0.012, len(logged))
    tokens = np.cumsum(rng.normal(LOGGED_EVERY * TOKENS_PER_STEP, 45_000, len(logged))).round()
    tokens *= FULL_SET_TOKENS / tokens[-1] if is_full else 1
    rates, losses, tokens = rates.round(10), losses.round(6), tokens.round()
    if rng.random() < SHARE_WITH_NAN:
        rates[0] = np.nan
        losses[rng.integers(0, len(losses))] = np.nan
        tokens = tokens[1:]  # nulls are dropped from this list only, so it may be shorter
    real = FULL_SET_TOKENS if is_full else np.round(TOKENS_PER_STEP * steps + rng.integers(-90, 90))
    return {
        "ft_tok_real": float(real),
        "ft_steps_list": logged.tolist(),
        "ft_lrs_list": rates.tolist(),
        "ft_toks_list": tokens.tolist(),
        "ft_loss_list": losses.tolist(),
    }


def build_runs(points, full):
    """The base columns of the 149 runs, and the position of each run's checkpoint."""
    rng = random_stream(Stream.FINE_TUNING_RUNS)
    picked = []
    for group, count in GROUPS.items():
        end, candidates = find_candidates(points, full, group)
        order = [candidates[i] for i in rng.permutation(len(candidates))]
        repeats = [order[i % len(order)] for i in range(count - MAIN_RUNS_PER_SIZE)]
        picked += [(group, end, True)] * MAIN_RUNS_PER_SIZE
        picked += [(group, position, False) for position in repeats]
    picked = [picked[i] for i in rng.permutation(len(picked))]
    runs = []
    for number, (group, position, is_main) in enumerate(picked):
        run = name_run(rng, number, group, points.loc[position], is_main)
        history = train_history(rng, run, np.log(full.loc[position, C4]))
        if number in RUNS_WITHOUT_HISTORY:
            history |= {name: [] for name in history if name.endswith("_list")}
        run["ft_tok_real"] = history.pop("ft_tok_real")
        run["abs_difference_ft_tokens_pct"] = abs(run["ft_tok"] - run["ft_tok_real"]) / run["ft_tok"] * 100
        runs.append(run | history)
    return pd.DataFrame(runs), np.array([position for _, position, _ in picked])
