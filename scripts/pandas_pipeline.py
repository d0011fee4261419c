"""The evaluation tables in plain pandas: what `build evaluations --keep` computes, stage by stage as its Python
predecessor computed it, with whole tables in memory. The tests take it as the oracle, the benchmark as the baseline.

    pip install -r scripts/requirements-stand-in.txt
    python scripts/pandas_pipeline.py --evaluations eval-0.parquet ... --perplexities ppl.parquet --out folder

writes full_eval, mean_eval, std_eval, full_eval_melted and mean_eval_melted. Columns that describe recipe and model are
left out, but for the schedule. Metrics that are in no row are left out too.
"""

import argparse
import json
import math
import pathlib

import numpy as np
import pandas as pd

KEYS = ["params", "data", "seed", "step"]
IDS = ["params", "data", "seed", "step", "tokens", "compute"]
CHECKPOINT = ["params", "data", "step", "tokens", "compute"]
SEEDS = {"default": 0, "small aux 2": 1, "small aux 3": 2, "large aux 2": 3, "large aux 3": 4}
TASKS = "mmlu_average arc_challenge arc_easy boolq csqa hellaswag openbookqa piqa socialiqa winogrande".split()
SUBJECTS = {
    "mmlu_" + name
    for name in """abstract_algebra anatomy astronomy business_ethics clinical_knowledge college_biology
    college_chemistry college_computer_science college_mathematics college_medicine college_physics computer_security
    conceptual_physics econometrics electrical_engineering elementary_mathematics formal_logic global_facts
    high_school_biology high_school_chemistry high_school_computer_science high_school_european_history
    high_school_geography high_school_government_and_politics high_school_macroeconomics high_school_mathematics
    high_school_microeconomics high_school_physics high_school_psychology high_school_statistics
    high_school_us_history high_school_world_history human_aging human_sexuality international_law jurisprudence
    logical_fallacies machine_learning management marketing medical_genetics miscellaneous moral_disputes
    moral_scenarios nutrition philosophy prehistory professional_accounting professional_law professional_medicine
    professional_psychology public_relations security_studies sociology us_foreign_policy virology
    world_religions""".split()
}
METRICS = """correct_choice acc_raw acc_per_token acc_per_char acc_per_byte acc_uncond no_answer sum_logits_corr
    logits_per_token_corr logits_per_char_corr bits_per_byte_corr correct_prob correct_prob_per_token
    correct_prob_per_char margin margin_per_token margin_per_char total_prob total_prob_per_token total_prob_per_char
    uncond_correct_prob uncond_correct_prob_per_token uncond_correct_prob_per_char uncond_total_prob norm_correct_prob
    norm_correct_prob_per_token norm_correct_prob_per_char primary_metric""".split()
DROPPED = """chinchilla tokens compute predicted_index_raw predicted_index_per_token predicted_index_per_char
    predicted_index_per_byte predicted_index_uncond logits_per_byte_corr""".split()
PERPLEXITIES = """wikitext_103 pile m2d2_s2orc ice dolma_wiki dolma_stack dolma_reddit dolma_pes2o dolma_common-crawl
    dolma_books c4_en""".split()
PARAMETERS = {
    "4M": 3_744_832,
    "6M": 6_010_464,
    "8M": 8_538_240,
    "10M": 9_900_432,
    "14M": 14_380_224,
    "16M": 16_004_560,
    "20M": 19_101_888,
    "60M": 57_078_144,
    "90M": 97_946_640,
    "150M": 150_000_000,
    "300M": 300_000_000,
    "530M": 530_000_000,
    "750M": 750_000_000,
    "1B": 1_000_000_000,
}
SCHEDULE = ["total_steps", "warmup_steps", "lr_max", "batch_size", "lr_at_step", "cumulative_lr"]


def expand_metrics(raw):
    """A column per key of the metrics text."""
    records = [json.loads(text) for text in raw["metrics"].str.replace("'", '"')]
    # As floats a column of nothing but nulls is one of numbers too.
    metrics = pd.json_normalize(records).astype(float)
    return pd.concat([raw.drop(columns="metrics"), metrics], axis=1)


def average_subjects(rows):
    """Appends `mmlu_average`, the mean over the subjects of a run."""
    subjects = rows[rows["task"].isin(SUBJECTS)].drop(columns="task")
    if subjects.empty:
        return rows
    average = subjects.groupby(KEYS).agg("mean").reset_index()
    average["task"] = "mmlu_average"
    return pd.concat([rows, average], ignore_index=True)


def pivot_tasks(rows):
    """A row per run, a column per metric and task."""
    blocks = []
    for metric in [name for name in METRICS if name in rows]:
        block = rows.pivot_table(index=KEYS, columns="task", values=metric, aggfunc="first")
        block.columns = [f"{task}_{metric}" for task in block.columns]
        blocks.append(block)
    return pd.concat(blocks, axis=1).reset_index()


def parse_perplexities(raw):
    names = {f"eval/{name}-validation/Perplexity": f"{name}-valppl" for name in PERPLEXITIES}
    return raw[KEYS + list(names)].rename(columns=names)


def schedule_of(params):
    parameters = PARAMETERS[params]
    batch = 32 * round(160 * (parameters / 108_000_000) ** (2 / 3) / 32)
    total = 100 * parameters
    warmup = round(parameters / (batch / 2048))
    return {
        "total_steps": math.ceil(total / (batch * 2048)),
        "warmup_steps": math.ceil(warmup / (batch * 2048)),
        "lr_max": 0.0047 * (parameters / 108_000_000) ** (-1 / 3),
        "batch_size": batch,
    }


def learning_rates(step, schedule):
    """The learning rate at a step, and the sum of those up to it."""
    peak, warmup = schedule["lr_max"], schedule["warmup_steps"]
    final, decay = 0.01 * peak, schedule["total_steps"] - schedule["warmup_steps"]
    if step <= 0:
        return 0.0, 0.0
    if step <= warmup:
        return peak * step / warmup, peak * step**2 / (2 * warmup)
    reached = min(step - warmup, decay)
    times = np.linspace(0, reached, int(reached) + 1)
    rates = final + 0.5 * (peak - final) * (1 + np.cos(np.pi * times / decay))
    rate = final + 0.5 * (peak - final) * (1 + np.cos(np.pi * reached / decay)) if reached < decay else final
    return rate, peak * warmup**2 / (2 * warmup) + float(np.trapezoid(rates, times))


def add_schedule(table):
    points = table[["params", "step"]].drop_duplicates()
    rows = []
    for params, step in points.itertuples(index=False):
        if params in PARAMETERS:
            schedule = schedule_of(params)
            rows.append((params, step, *schedule.values(), *learning_rates(step, schedule)))
    table = table.merge(pd.DataFrame(rows, columns=["params", "step", *SCHEDULE]), on=["params", "step"], how="left")
    return table[IDS + SCHEDULE + [name for name in table if name not in IDS + SCHEDULE]]


def build_full(evaluations, perplexities):
    largest = evaluations[["params", "step", "tokens", "compute"]].groupby("params").max().reset_index()
    rates = largest[["params"]].copy()
    rates["tokens_per_step"] = largest["tokens"] / largest["step"]
    rates["compute_per_step"] = largest["compute"] / largest["step"]
    rows = expand_metrics(evaluations).drop(columns=DROPPED, errors="ignore")
    tasks = pivot_tasks(average_subjects(rows))
    table = parse_perplexities(perplexities).merge(tasks, on=KEYS, how="outer")
    table["seed"] = table["seed"].map(SEEDS)
    table = table.sort_values(KEYS, ignore_index=True).merge(rates, on="params", how="left")
    table["tokens"] = table["step"] * table.pop("tokens_per_step")
    table["compute"] = table["step"] * table.pop("compute_per_step")
    return add_schedule(table)


def melt(table, ids):
    known = {f"{name}-valppl" for name in PERPLEXITIES} | {f"{task}_{name}" for task in TASKS for name in METRICS}
    metrics = [name for name in table if name in known]
    long = table.melt(id_vars=ids, value_vars=metrics, var_name="metric", value_name="value")
    return long.dropna(subset=["value"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--evaluations", nargs="+", required=True)
    parser.add_argument("--perplexities", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    evaluations = pd.concat([pd.read_parquet(path) for path in options.evaluations], ignore_index=True)
    full = build_full(evaluations, pd.read_parquet(options.perplexities))
    del evaluations
    full.to_parquet(options.out / "full_eval.parquet")
    numbers = [name for name in full.select_dtypes("number") if name not in IDS]
    groups = full.groupby(CHECKPOINT)[numbers]
    mean, deviation = groups.mean().reset_index(), groups.std().reset_index()
    mean.to_parquet(options.out / "mean_eval.parquet")
    deviation.to_parquet(options.out / "std_eval.parquet")
    melt(full, IDS).to_parquet(options.out / "full_eval_melted.parquet")
    melt(mean, CHECKPOINT).to_parquet(options.out / "mean_eval_melted.parquet")


if __name__ == "__main__":
    main()
