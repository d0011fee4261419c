"""Owns the probabilities and log-likelihoods of the tasks' answers."""

import numpy as np

from stand_in_data.accuracies import ACCURACY_NOISE
from stand_in_data.anchors import ANCHOR_SKILL, ANCHORS, LAST_GAIN, SMALL_ANCHORS, read_anchors, with_last
from stand_in_data.metric_names import METRICS, NORMALISATIONS, NORMALISED_METRICS, TASKS
from stand_in_data.noise import Stream, random_stream
from stand_in_data.recipe_strengths import growth
from stand_in_data.suite import RECIPES

# The tables below have one column per task, in the order of TASKS, or one number for all of them.
# The best wrong answer's share of the wrong answers' probability, by normalisation.
BEST_WRONG_SHARE = {
    "": (0.68, 0.72, 1.00, 0.83, 0.99, 0.68, 0.81, 1.00, 0.93, 1.00),
    "_per_token": (0.52, 0.54, 1.00, 0.75, 0.49, 0.52, 0.63, 1.00, 0.77, 1.00),
    "_per_char": (0.38, 0.39, 1.00, 0.36, 0.37, 0.39, 0.41, 1.00, 0.57, 1.00),
}
# By normalisation: noise between seeds and spread between recipes of log probabilities, noise of the right
# answer's share, growth of log probabilities and of the normalised probability (in LAST_GAIN) from the fourth
# anchor to the last.
PROBABILITY_NOISE = {"": 0.35, "_per_token": 0.10, "_per_char": 0.025}
PROBABILITY_SPREAD = {"": 0.40, "_per_token": 0.12, "_per_char": 0.020}
SHARE_NOISE = {"": 0.04, "_per_token": 0.015, "_per_char": 0.003}
PROBABILITY_GAIN = {"": 0.25, "_per_token": 0.20, "_per_char": 0.04}
NORM_FOLLOWS_ACCURACY = {"": 0.85, "_per_token": 0.35, "_per_char": 0.08}
BITS_PER_CHARACTER = 0.9985 / np.log(2)
BOOLQ_CHARACTERS = 3.55  # mean length of an answer


def read_probability(points, noise, metric, normalisation, task):
    """A probability metric; its spread between recipes and seeds grows with skill."""
    logs = with_last(np.log(ANCHORS[metric]), (PROBABILITY_GAIN[normalisation],) * len(TASKS))
    rng = random_stream(Stream.PROBABILITY_SPREAD, task, METRICS.index(metric))
    taste = dict(zip(RECIPES, rng.normal(0, PROBABILITY_SPREAD[normalisation], len(RECIPES))))
    spread = points["data"].map(taste).to_numpy() * growth(points)
    trained = np.where(points["step"] > 0, 1.0, 0.2)
    scatter = spread + noise.draw(PROBABILITY_NOISE[normalisation] * trained)
    return np.exp(read_anchors(points, logs, task) + scatter)


def below_one(probability):
    """Answers exclude each other, so their probabilities add up to less than 1: bends what is larger."""
    return probability / (1 + probability**3) ** (1 / 3)


def probabilities(points, noise, accuracy, shifts, normalisation, task):
    """Total, right-answer and normalised probability and margin of a task, under one normalisation."""
    follows = NORM_FOLLOWS_ACCURACY[normalisation]
    stages = with_last(ANCHORS["norm_correct_prob" + normalisation], np.multiply(LAST_GAIN, follows))
    norm = read_anchors(points, stages, task) + follows * shifts[:, task]
    norm = norm + noise.draw(0.4 * follows * ACCURACY_NOISE[task])
    total_name, correct_name = "total_prob" + normalisation, "correct_prob" + normalisation
    log_share = read_anchors(points, np.log(np.divide(ANCHORS[correct_name], ANCHORS[total_name])), task)
    log_share = log_share + follows * shifts[:, task] / norm
    if TASKS[task] == "boolq":
        norm = 0.5 + (0.35 if normalisation != "_per_char" else 0.12) * (accuracy["acc_raw"] - 0.48)
        log_share = np.log(norm)
    log_share = np.minimum(log_share + noise.draw(SHARE_NOISE[normalisation]), np.log(0.97))
    total = read_probability(points, noise, total_name, normalisation, task)
    if normalisation != "_per_char":
        total = below_one(total)
    correct = total * np.exp(log_share)
    return {
        total_name: total,
        correct_name: correct,
        "norm_correct_prob" + normalisation: norm,
        "margin" + normalisation: correct - (total - correct) * BEST_WRONG_SHARE[normalisation][task],
    }


def unconditioned_probabilities(points, noise, task):
    """Probabilities of the answers without their question."""
    values = {}
    for normalisation in NORMALISATIONS:
        metric = "uncond_correct_prob" + normalisation
        values[metric] = read_probability(points, noise, metric, normalisation, task)
    log_share = np.log(np.divide(ANCHORS["uncond_correct_prob"], ANCHORS["uncond_total_prob"]))
    share = np.exp(read_anchors(points, log_share, task) + noise.draw(SHARE_NOISE[""]))
    return {**values, "uncond_total_prob": values["uncond_correct_prob"] / np.minimum(share, 0.97)}


def log_likelihoods(points, noise, task):
    """Log-likelihoods of the right answer; beyond 4M they shrink with the log perplexity."""
    beyond = (np.maximum(points["skill"].to_numpy(), ANCHOR_SKILL[1]) / ANCHOR_SKILL[1]) ** 0.6
    scatter = 1 + noise.draw(0.01)
    metrics = ("sum_logits_corr", "logits_per_token_corr", "logits_per_char_corr")
    anchored = {metric: read_anchors(points, SMALL_ANCHORS[metric], task) for metric in metrics}
    values = {metric: value * beyond * scatter for metric, value in anchored.items()}
    return {**values, "bits_per_byte_corr": -values["logits_per_char_corr"] * BITS_PER_CHARACTER}


def one_token_answers(values):
    """boolq answers with one token: per-token values are the raw ones, the log-likelihood follows."""
    log_likelihood = np.log(values["correct_prob"]) - 0.05
    per_char = log_likelihood / BOOLQ_CHARACTERS
    return {metric + "_per_token": values[metric] for metric in NORMALISED_METRICS} | {
        "sum_logits_corr": log_likelihood,
        "logits_per_token_corr": log_likelihood,
        "logits_per_char_corr": per_char,
        "bits_per_byte_corr": -per_char * BITS_PER_CHARACTER,
    }
