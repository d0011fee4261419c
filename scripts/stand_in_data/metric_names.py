"""Owns the tasks and metrics: their names, which of them exist, and what is fixed about each task."""

PILE = "pile-valppl"
C4 = "c4_en-valppl"
PERPLEXITIES = (
    "wikitext_103-valppl", PILE, "m2d2_s2orc-valppl", "ice-valppl", "dolma_wiki-valppl", "dolma_stack-valppl",
    "dolma_reddit-valppl", "dolma_pes2o-valppl", "dolma_common-crawl-valppl", "dolma_books-valppl", C4,
)  # fmt: skip

TASKS = (
    "arc_challenge", "arc_easy", "boolq", "csqa", "hellaswag", "mmlu_average", "openbookqa", "piqa",
    "socialiqa", "winogrande",
)  # fmt: skip
CONDITIONED_ONLY = ("boolq", "winogrande")  # no metrics without the question

METRICS = (
    "correct_choice", "acc_raw", "acc_per_token", "acc_per_char", "acc_per_byte", "acc_uncond", "no_answer",
    "sum_logits_corr", "logits_per_token_corr", "logits_per_char_corr", "bits_per_byte_corr", "correct_prob",
    "correct_prob_per_token", "correct_prob_per_char", "margin", "margin_per_token", "margin_per_char",
    "total_prob", "total_prob_per_token", "total_prob_per_char", "uncond_correct_prob",
    "uncond_correct_prob_per_token", "uncond_correct_prob_per_char", "uncond_total_prob", "norm_correct_prob",
    "norm_correct_prob_per_token", "norm_correct_prob_per_char", "primary_metric",
)  # fmt: skip
UNCONDITIONED = tuple(metric for metric in METRICS if "uncond" in metric)
NORMALISATIONS = ("", "_per_token", "_per_char")
NORMALISED_METRICS = ("correct_prob", "margin", "total_prob", "norm_correct_prob")

# The tables below have one column per task, in the order of TASKS.
CORRECT_CHOICE = (
    1_786 / 1_172, 3_538 / 2_376, 1_237 / 3_270, 2_430 / 1_221, 15_027 / 10_042,
    1.563, 702 / 500, 928 / 1_838, 1_968 / 1_954, 639 / 1_267,
)  # fmt: skip
CHOICES = (4, 4, 2, 5, 4, 4, 4, 2, 3, 2)
INSTANCES = (1_172, 2_376, 3_270, 1_221, 10_042, 14_042, 500, 1_838, 1_954, 1_267)
PRIMARY = (
    "acc_uncond", "acc_per_char", "acc_raw", "acc_uncond", "acc_per_char", "acc_raw", "acc_uncond",
    "acc_per_char", "acc_per_char", "acc_raw",
)  # fmt: skip


def task_columns(metrics, tasks):
    """Names of the task columns that exist, metric by metric."""
    return [
        f"{task}_{metric}"
        for metric in metrics
        for task in tasks
        if not (metric in UNCONDITIONED and task in CONDITIONED_ONLY)
    ]
