"""Small raw tables, and what real pandas makes of them: test/fixtures/pipeline.

    pip install -r scripts/requirements-stand-in.txt
    python scripts/make_pipeline_fixtures.py

Each folder holds `eval-0.parquet` and `ppl.parquet` in the hub's schema and `expected.json`, the tables of
scripts/pandas_pipeline.py. Where the build departs from pandas on purpose, the departure is made here too: an infinite
perplexity, and a mean beyond the largest double, are missing.
"""

import json
import pathlib

import numpy as np
import pandas as pd
import pandas_pipeline as pipeline
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).parent.parent / "test/fixtures/pipeline"
# Batch, parameters, seeds.
SIZES = {
    "4M": (32, 3_744_832, ["default", "small aux 2", "small aux 3"]),
    "1B": (704, 1_176_832_000, ["default", "large aux 2", "large aux 3"]),
}
TASKS = ["boolq", "arc_easy", "mmlu_virology", "mmlu_anatomy", "mmlu_astronomy"]
METRICS = ["predicted_index_raw", "acc_raw", "acc_uncond", "margin", "primary_metric"]


def raw_tables(random, sizes, steps=(0, 1250)):
    """Both tables as lists of rows; metrics are dicts that a case may change."""
    evaluations, perplexities = [], []
    for params in sizes:
        batch, parameters, seeds = SIZES[params]
        for step in steps:
            for seed in seeds:
                keys = {"params": params, "data": "C4", "seed": seed, "step": step}
                tokens = float(step * batch * 2048)
                for task in TASKS:
                    names = [name for name in METRICS if (task, name) != ("boolq", "acc_uncond")]
                    metrics = {name: float(random.normal()) for name in names}
                    counts = {"chinchilla": "5xC", "tokens": tokens, "compute": 6 * parameters * tokens}
                    evaluations.append({**keys, "task": task, **counts, "metrics": metrics})
                if step > 0:
                    columns = [f"eval/{name}-validation/Perplexity" for name in pipeline.PERPLEXITIES]
                    values = {name: float(random.lognormal(3)) for name in columns}
                    perplexities.append({**keys, "step": float(step), **values})
    # The default seed goes on.
    perplexities.append({**perplexities[-3], "step": 5735.0})
    return evaluations, perplexities


def plain(evaluations, perplexities, random):
    """Nothing special."""


def last_digits(evaluations, perplexities, random):
    """Three seeds of .1, .2 and .3: without compensation their sum ends in another digit."""
    for index, row in enumerate(evaluations):
        row["metrics"] = {name: [0.1, 0.2, 0.3][index // len(TASKS) % 3] for name in row["metrics"]}


def equal_seeds(evaluations, perplexities, random):
    """Deviations of exactly zero."""
    for row in evaluations:
        row["metrics"] = dict.fromkeys(row["metrics"], 0.3782874617737003)
    for row in perplexities:
        row.update({name: 6.3785 for name in row if name.startswith("eval/")})


def odd_numbers(evaluations, perplexities, random):
    texts = "5e-324 1e-320 1.7976931348623157e+308 2.2250738585072011e-308 1E-5 123456789012345678901234567890.5 -0.0 7"
    for index, row in enumerate(evaluations):
        number = texts.split()[index % 8]
        row["metrics"] = "{" + ", ".join(f"'{name}': {number}" for name in row["metrics"]) + "}"


def overflow(evaluations, perplexities, random):
    """Sums beyond the largest double."""
    for row in evaluations:
        row["metrics"]["margin"] = float(random.choice([1.7e308, -1.7e308, 1.0]))


def empty_dict(evaluations, perplexities, random):
    """Some rows without metrics, all those of one run among them."""
    for index, row in enumerate(evaluations):
        if index % 7 == 0 or index < len(TASKS):
            row["metrics"] = {}


def dropped_only(evaluations, perplexities, random):
    """A run whose only metric no table keeps: without perplexities it is in no table."""
    for row in evaluations[: len(TASKS)] + evaluations[-len(TASKS) :]:
        row["metrics"] = {"predicted_index_raw": 1.5}


def unknown_names(evaluations, perplexities, random):
    for row in evaluations:
        row["metrics"]["acc_cooked"] = 0.5
        if row["task"] == "arc_easy":
            row["task"] = "gsm8k"
    for row in perplexities:
        row["eval/news-validation/Perplexity"] = 9.5


def infinite_perplexity(evaluations, perplexities, random):
    perplexities[0]["eval/pile-validation/Perplexity"] = np.inf
    perplexities[-1]["eval/c4_en-validation/Perplexity"] = -np.inf


def uneven_tokens(evaluations, perplexities, random):
    """Tokens that are missing, and that differ between seeds."""
    for row in evaluations[1::5]:
        row["tokens"] *= 1 + random.random() / 100
        row["compute"] *= 1 + random.random() / 100
    for row in evaluations[::4]:
        row["tokens"] = None


def json_texts(evaluations, perplexities, random):
    """Metrics as JSON, with nulls, in another order from row to row."""
    for row in evaluations:
        metrics = {name: row["metrics"][name] for name in random.permutation(list(row["metrics"]))}
        metrics["margin"] = None if random.random() < 0.3 else metrics["margin"]
        row["metrics"] = json.dumps(metrics, indent=int(random.integers(0, 3)))


def row_order(evaluations, perplexities, random):
    """Rows in no order, subjects of different size: the average of MMLU depends on the order of its sum."""
    for row in evaluations:
        row["metrics"] = {name: float(random.lognormal(0, 3)) for name in row["metrics"]}
    random.shuffle(evaluations)
    random.shuffle(perplexities)


def gaps(evaluations, perplexities, random):
    """Rows, runs and seeds that are not there."""
    for rows, share in ((evaluations, 0.3), (perplexities, 0.4)):
        rows[:] = [row for row in rows if random.random() > share]
    for row in perplexities:
        row["eval/ice-validation/Perplexity"] = None if random.random() < 0.5 else 3.25


def without_rate(evaluations, perplexities, random):
    """A size that was evaluated at step 0 alone has neither tokens nor compute."""
    evaluations[:] = [row for row in evaluations if row["params"] == "4M" or row["step"] == 0]


def types(evaluations, perplexities, random):
    """Floats of four bytes, small integers, dictionaries, columns in another order: see change_types."""


CASES = [
    plain,
    last_digits,
    equal_seeds,
    odd_numbers,
    overflow,
    empty_dict,
    dropped_only,
    unknown_names,
    infinite_perplexity,
    uneven_tokens,
    json_texts,
    row_order,
    gaps,
    without_rate,
    types,
]


def change_types(table):
    table = table[table.columns[::-1]].astype({"step": "int32", "seed": "category"})
    return table.astype({name: "float32" for name in table if name.startswith("eval/")})


def build_expected(evaluations, perplexities):
    full = pipeline.build_full(evaluations, perplexities.replace([np.inf, -np.inf], np.nan))
    numbers = [name for name in full.select_dtypes("number") if name not in pipeline.IDS]
    groups = full.groupby(pipeline.CHECKPOINT)[numbers]
    mean = groups.mean().replace([np.inf, -np.inf], np.nan).reset_index()
    return {
        "full_eval": full,
        "std_eval": groups.std().reset_index(),
        "mean_eval_melted": pipeline.melt(mean, pipeline.CHECKPOINT),
    }


def to_cell(value):
    """Missing numbers as null, infinite ones as text."""
    if isinstance(value, str):
        return value
    return float(value) if np.isfinite(value) else None if np.isnan(value) else str(value)


def to_json(table):
    rows = [json.dumps([to_cell(value) for value in row]) for row in table.itertuples(index=False, name=None)]
    return f'{{"names": {json.dumps(list(table))}, "rows": [\n' + ",\n".join(rows) + "\n]}"


def make(case, folder):
    random = np.random.default_rng(CASES.index(case))
    sizes = list(SIZES) if case in (plain, without_rate) else list(SIZES)[CASES.index(case) % 2 :][:1]
    evaluations, perplexities = raw_tables(random, sizes)
    case(evaluations, perplexities, random)
    for row in evaluations:
        row["metrics"] = str(row["metrics"])
    folder.mkdir(parents=True, exist_ok=True)
    for rows, name in ((evaluations, "eval-0"), (perplexities, "ppl")):
        table = pd.DataFrame(rows)
        if case is types:
            table = change_types(table)
        arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
        pq.write_table(arrow, folder / f"{name}.parquet", compression="gzip", write_statistics=False)
    tables = build_expected(*(pd.read_parquet(folder / f"{name}.parquet") for name in ("eval-0", "ppl")))
    parts = [f'"{name}": {to_json(table)}' for name, table in tables.items()]
    (folder / "expected.json").write_text("{" + ",\n".join(parts) + "}\n")


if __name__ == "__main__":
    for case in CASES:
        make(case, ROOT / case.__name__)
