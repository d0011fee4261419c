"""Owns the judgement of the result: it must have the real files' shape, and its levels are printed."""

import numpy as np

from stand_in_data.checkpoints import EVALUATION_GRID
from stand_in_data.metric_names import C4, PILE, TASKS
from stand_in_data.suite import BASELINE_RECIPE, RECIPES, SIZES

EVALUATED_POINTS_PER_RECIPE = 285
EVALUATION_METRICS = 281
RUNS = 149
COMPARISON_COLUMNS = 923


def macro_primary(wide):
    return wide[[f"{task}_primary_metric" for task in TASKS]].mean(axis=1, skipna=False)


def decision_accuracies(wide):
    """Per size, at its last evaluated step: share of recipe pairs ordered as at the end of 1B."""
    scores = wide[["params", "data", "step"]].assign(score=macro_primary(wide)).dropna()
    last = scores.loc[scores.groupby(["params", "data"])["step"].idxmax()]
    last = last.pivot(index="data", columns="params", values="score")
    first, second = np.triu_indices(len(RECIPES), 1)
    signs = np.sign(last.to_numpy()[first] - last.to_numpy()[second])
    target = signs[:, [last.columns.get_loc("1B")]]
    agreement = dict(zip(last.columns, (signs == target).mean(axis=0)))
    return {size: round(float(agreement[size]), 3) for size in SIZES}


def check_shape(points, long, comparisons):
    """Stop if the shape of the result is not the one that the real files have."""
    evaluated = points[points["is_evaluated"]]
    assert len(evaluated) == EVALUATED_POINTS_PER_RECIPE * len(RECIPES), len(evaluated)
    assert 1_750_000 <= len(long) <= 1_850_000, len(long)
    assert long["metric"].nunique() == EVALUATION_METRICS
    assert not long.duplicated(["params", "data", "step", "metric"]).any()
    assert np.isfinite(long["value"]).all()
    assert comparisons.shape == (RUNS, COMPARISON_COLUMNS), comparisons.shape
    assert comparisons["run_id"].is_unique


def print_report(points, wide, files):
    """Print what to compare with the known numbers of the real data."""
    for name, facts in files.items():
        print(f"{name}: {facts['bytes']:,} bytes, {facts['rows']:,} rows, {facts['columns']} columns")
    print(f"{len(points):,} checkpoints, {points['has_perplexity'].sum():,} with perplexities")
    print("decision accuracy at the last step:", decision_accuracies(wide))
    baseline = wide[wide["data"] == BASELINE_RECIPE].dropna(subset=[PILE])
    ends = baseline.loc[baseline.groupby("params")["step"].idxmax()].set_index("params").loc[list(SIZES)]
    shown = [PILE, C4, "dolma_stack-valppl", "wikitext_103-valppl"]
    print(f"end of training, {BASELINE_RECIPE}:", ends[shown].round(1).to_string(), sep="\n")
    last = wide[(wide["params"] == "1B") & (wide["step"] == EVALUATION_GRID["1B"][1])].set_index("data")
    primary = last[[f"{task}_primary_metric" for task in TASKS]].assign(macro=macro_primary(last))
    primary.columns = [*TASKS, "macro"]
    spread = primary.describe().loc[["min", "mean", "max"]]
    print("primary metric at the end of 1B:", spread.round(3).to_string(), sep="\n")
