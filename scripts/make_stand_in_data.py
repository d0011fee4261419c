"""Make the synthetic stand-in data of this project.

The numbers this script writes are SYNTHETIC: drawn from smooth curves plus seeded noise, not measured on any model.
They stand in for two files of AllenAI's DataDecide suite (ODC-BY 1.0) that are not publicly stored, so that the server can
be developed, tested and demonstrated on files of the right shape, size, quirks and order of magnitude. Levels are calibrated
to a few known values of the real suite; how recipes rank, and how well small models predict that, is put in by hand. Draw no
scientific conclusion from them.

    pip install -r scripts/requirements-stand-in.txt
    python scripts/make_stand_in_data.py [--out initial_data]

writes, the same bytes every time:

mean_eval_melted.parquet            25 recipes x 14 sizes, seed means, long form: params, data, step, tokens, compute, metric,
                                    value; plus the gapped `__index_level_0__` that pandas leaves behind after dropping nulls
combined_plotting_data_matched.pkl  149 fine-tuning runs x 923 columns: each run beside its pre-training checkpoint (pt_*),
                                    the difference between the two (delta_*) and the statistics of its group (group_*)
manifest.json                       sha256, bytes, rows, columns and provenance of both

How a value comes about: `skill` is minus the log of a perplexity curve that depends on size and step only. Task metrics are read
off ANCHORS (metric values at five skills) and shifted by how good the recipe is for the task; perplexities are the curve of
their domain, shifted by how far the recipe lies from that domain. At small compute the order of the recipes agrees with the
order at 1B only as often as AGREEMENT says.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20250917
NAN = np.nan

EVALUATIONS_FILE = "mean_eval_melted.parquet"
COMPARISONS_FILE = "combined_plotting_data_matched.pkl"

# --- Sizes and step grids -------------------------------------------------------------------------------------------------

# size: (exact parameters, parameters used for the learning rate, sequences per step, last published step)
SIZES = {
    "4M": (3_744_832, 3_744_832, 32, 5_725),
    "6M": (6_010_464, 6_010_464, 32, 9_182),
    "8M": (8_538_240, 8_538_240, 32, 13_039),
    "10M": (9_900_432, 9_900_432, 32, 15_117),
    "14M": (14_380_224, 14_380_224, 32, 21_953),
    "16M": (16_004_560, 16_004_560, 32, 24_432),
    "20M": (19_101_888, 19_101_888, 64, 14_584),
    "60M": (57_078_144, 57_078_144, 96, 29_042),
    "90M": (97_946_640, 97_946_640, 160, 29_901),
    "150M": (151_898_880, 150_000_000, 192, 38_157),
    "300M": (319_980_544, 300_000_000, 320, 45_787),
    "530M": (530_074_944, 530_000_000, 448, 57_786),
    "750M": (681_297_408, 750_000_000, 576, 63_589),
    "1B": (1_176_832_000, 1_000_000_000, 704, 69_369),
}
SEQUENCE_LENGTH = 2_048

# size: (spacing, last evaluated step, grid steps without evaluation). Counts per size are those of the release (285 in total).
# Known holes: 10M 1,250; 1B 55,000 and 60,000; one size without step 0 (14M fits the counts). The others are this script's choice.
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
EVALUATED_POINTS_PER_RECIPE = 285

# Perplexity was logged in training, so it exists at the holes above (never at step 0), on a few later grid steps, and at off-grid
# final saves. size: steps that every recipe has beyond the evaluation grid.
LATER_PERPLEXITY_STEPS = {
    "14M": (21_250, 21_953),
    "150M": (38_157,),
    "300M": (45_787,),
    "530M": (52_500, 53_750, 55_000, 56_250, 57_500),
}
# size: final saves of the default seed; recipe number r (in RECIPES order) has save r modulo the length, None is no save.
FINAL_SAVES = {
    "4M": (5_735, 5_745),
    "20M": (14_594, None),
    "60M": (29_052, 29_062),
    "150M": (38_167, None),
    "300M": (45_797, None),
    "530M": (57_776, 57_786),
    "750M": (None, 62_500, None, 63_589, 63_599),
}
SINGLE_SEED_FROM = {"4M": 5_726, "20M": 14_585, "60M": 29_043, "150M": 38_158, "300M": 45_788, "530M": 51_412, "750M": 28_258}

# Runs that missed their first logged perplexity.
MISSING_PERPLEXITY = {("150M", "C4", 1_250), ("300M", "Falcon", 1_250), ("90M", "FineWeb-Pro", 1_250)}

# --- Recipes --------------------------------------------------------------------------------------------------------------

# recipe: (short name in fine-tuning run names, perplexity family, distance from the family's vector,
#          strength on knowledge tasks, strength on commonsense tasks)
RECIPES = {
    "Dolma1.7": ("d17", "dolma", 0.00, -0.50, -0.30),
    "Dolma1.7 (no code)": (None, "dolma-no-code", 0.00, -0.45, -0.20),
    "Dolma1.7 (no math, code)": (None, "dolma-no-code", 0.04, -0.60, -0.20),
    "Dolma1.7 (no Reddit)": (None, "dolma-no-reddit", 0.00, -0.40, -0.55),
    "Dolma1.7 (no Flan)": (None, "dolma", 0.01, -0.80, -0.60),
    "Dolma1.6++": ("d16", "dolma", -0.03, -0.70, -0.50),
    "C4": ("c4", "c4", 0.00, -1.40, 0.50),
    "FineWeb-Pro": ("fineweb_pro", "fineweb-pro", 0.00, 0.60, 0.50),
    "FineWeb-Edu": ("fineweb_edu", "fineweb-edu", 0.00, 1.10, 0.20),
    "Falcon": ("falcon", "falcon", 0.00, -0.80, 0.60),
    "Falcon+CC": ("falcon_cc", "falcon", -0.02, -0.90, 0.30),
    "Falcon+CC (QC 10%)": ("falcon_cc_qc10p", "falcon", 0.09, 0.30, 0.20),
    "Falcon+CC (QC 20%)": ("falcon_cc_qc20p", "falcon", 0.05, 0.10, 0.35),
    "Falcon+CC (QC Orig 10%)": ("falcon_cc_qcorig10p", "falcon", 0.10, 0.05, 0.00),
    "Falcon+CC (QC Tulu 10%)": ("falcon_cc_qctulu10p", "falcon", 0.07, 0.35, 0.40),
    "DCLM-Baseline": ("dclm", "dclm", 0.00, 0.80, 0.80),
    "DCLM-Baseline (QC 10%)": ("dclm_qc10p", "dclm", 0.06, 1.00, 0.40),
    "DCLM-Baseline (QC 20%)": ("dclm_qc20p", "dclm", 0.03, 1.05, 0.70),
    "DCLM-Baseline (QC 7%, FW2)": ("dclm_qc7p_fw2", "dclm", 0.08, 1.30, 0.60),
    "DCLM-Baseline (QC 7%, FW3)": ("dclm_qc7p_fw3", "dclm", 0.10, 1.25, 0.35),
    "DCLM-Baseline (QC FW 3%)": ("dclm_qcfw3p", "dclm", 0.16, 0.70, -0.60),
    "DCLM-Baseline (QC FW 10%)": ("dclm_qcfw10p", "dclm", 0.09, 1.00, 0.00),
    "DCLM-Baseline 25% / Dolma 75%": ("dclm25_dolma75", "mix-25", 0.00, -0.05, 0.10),
    "DCLM-Baseline 50% / Dolma 50%": ("dclm50_dolma50", "mix-50", 0.00, 0.30, 0.35),
    "DCLM-Baseline 75% / Dolma 25%": ("dclm75_dolma25", "mix-75", 0.00, 0.60, 0.60),
}

# --- Perplexity -----------------------------------------------------------------------------------------------------------

PERPLEXITIES = (
    "wikitext_103-valppl", "pile-valppl", "m2d2_s2orc-valppl", "ice-valppl", "dolma_wiki-valppl", "dolma_stack-valppl",
    "dolma_reddit-valppl", "dolma_pes2o-valppl", "dolma_common-crawl-valppl", "dolma_books-valppl", "c4_en-valppl",
)  # fmt: skip
PILE = PERPLEXITIES.index("pile-valppl")
C4 = PERPLEXITIES.index("c4_en-valppl")

# The tables below have one column per perplexity, in the order above.
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
# Below 60M only these pile values are known; the other domains fall by the same share of their way from 4M to 60M.
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
# Time curve, log scale: power * (t**-0.5 - 1) + tail * (1 - t)**1.3 with t the share of training done; (power, tail) at sizes.
TIME_CURVE = {"4M": (0.33, 0.38), "150M": (0.125, 0.25), "530M": (0.110, 0.15), "1B": (0.105, 0.14)}

# --- Task metrics ---------------------------------------------------------------------------------------------------------

TASKS = (
    "arc_challenge", "arc_easy", "boolq", "csqa", "hellaswag", "mmlu_average", "openbookqa", "piqa", "socialiqa", "winogrande",
)  # fmt: skip
OLMES_ORDER = ("mmlu_average",) + tuple(task for task in TASKS if task != "mmlu_average")
CONDITIONED_ONLY = ("boolq", "winogrande")  # no metrics without the question

METRICS = (
    "correct_choice", "acc_raw", "acc_per_token", "acc_per_char", "acc_per_byte", "acc_uncond", "no_answer", "sum_logits_corr",
    "logits_per_token_corr", "logits_per_char_corr", "bits_per_byte_corr", "correct_prob", "correct_prob_per_token",
    "correct_prob_per_char", "margin", "margin_per_token", "margin_per_char", "total_prob", "total_prob_per_token",
    "total_prob_per_char", "uncond_correct_prob", "uncond_correct_prob_per_token", "uncond_correct_prob_per_char",
    "uncond_total_prob", "norm_correct_prob", "norm_correct_prob_per_token", "norm_correct_prob_per_char", "primary_metric",
)  # fmt: skip
UNCONDITIONED = tuple(metric for metric in METRICS if "uncond" in metric)
NORMALISATIONS = ("", "_per_token", "_per_char")
NORMALISED_METRICS = ("correct_prob", "margin", "total_prob", "norm_correct_prob")

# The evaluation code changed over time: which of these six metrics a row has depends on when it was evaluated.
VINTAGE_METRICS = (
    "acc_per_byte", "no_answer", "sum_logits_corr", "logits_per_token_corr", "logits_per_char_corr", "bits_per_byte_corr",
)  # fmt: skip
VINTAGES = {
    "early": VINTAGE_METRICS[:5],
    "middle": ("acc_per_byte", "bits_per_byte_corr"),
    "late": (),
}
VINTAGE_OF_SIZE = {
    "4M": "early", "6M": "early", "8M": "early", "10M": "middle", "14M": "early", "16M": "early", "20M": "early", "60M": "early",
    "90M": "early", "150M": "late", "300M": "middle", "530M": "late", "750M": "middle", "1B": "early",
}  # fmt: skip
# The mixtures were evaluated again at some sizes.
VINTAGE_EXCEPTIONS = {
    (size, recipe): "middle" for size in ("60M", "90M") for recipe in RECIPES if RECIPES[recipe][1].startswith("mix-")
}

# The tables below have one column per task, in the order of TASKS.
CORRECT_CHOICE = (
    1_786 / 1_172, 3_538 / 2_376, 1_237 / 3_270, 2_430 / 1_221, 15_027 / 10_042,
    1.563, 702 / 500, 928 / 1_838, 1_968 / 1_954, 639 / 1_267,
)  # fmt: skip
CHOICES = (4, 4, 2, 5, 4, 4, 4, 2, 3, 2)
INSTANCES = (1_172, 2_376, 3_270, 1_221, 10_042, 14_042, 500, 1_838, 1_954, 1_267)
PRIMARY = ("acc_uncond", "acc_per_char", "acc_raw", "acc_uncond", "acc_per_char", "acc_raw", "acc_uncond", "acc_per_char",
           "acc_per_char", "acc_raw")  # fmt: skip
# Gain of an accuracy from the fourth anchor to the end of 1B; how far recipes are apart there; noise between seeds.
LAST_GAIN = (0.095, 0.165, 0.080, 0.120, 0.155, 0.068, 0.080, 0.062, 0.046, 0.042)
RECIPE_SPREAD = (0.030, 0.040, 0.004, 0.025, 0.030, 0.018, 0.020, 0.013, 0.012, 0.014)
ACCURACY_NOISE = (0.010, 0.009, 0.004, 0.014, 0.004, 0.003, 0.013, 0.007, 0.008, 0.009)
# How much later than the others a task tells recipes apart (power of growth).
LATENESS = (1, 1, 1, 1, 1.5, 2, 1, 1, 1, 1)
# Weight of the knowledge column of RECIPES; the rest is commonsense.
KNOWLEDGE_SHARE = (1.0, 0.9, 0.5, 0.4, 0.1, 1.0, 0.8, 0.1, 0.2, 0.3)

# Values at the skills of ANCHOR_SKILL but the last: an untrained model, 4M at its end, 150M and 530M at step 10,000.
ANCHOR_SKILL = (-10.83, -5.09, -3.53, -3.16, -2.60)
ANCHORS = {
    "acc_raw": (
        (0.218, 0.256, 0.561, 0.181, 0.257, 0.225, 0.152, 0.526, 0.328, 0.504),
        (0.178, 0.294, 0.615, 0.188, 0.257, 0.229, 0.144, 0.552, 0.341, 0.507),
        (0.197, 0.424, 0.545, 0.268, 0.287, 0.246, 0.118, 0.625, 0.368, 0.511),
        (0.235, 0.502, 0.384, 0.375, 0.325, 0.261, 0.158, 0.662, 0.4, 0.526),
    ),
    "acc_per_token": (
        (0.238, 0.249, 0.561, 0.204, 0.249, 0.242, 0.21, 0.498, 0.336, 0.504),
        (0.198, 0.278, 0.615, 0.228, 0.241, 0.255, 0.24, 0.546, 0.364, 0.514),
        (0.225, 0.391, 0.545, 0.296, 0.308, 0.266, 0.223, 0.627, 0.394, 0.493),
        (0.261, 0.456, 0.384, 0.366, 0.38, 0.275, 0.276, 0.664, 0.428, 0.526),
    ),
    "acc_per_char": (
        (0.259, 0.257, 0.622, 0.224, 0.263, 0.244, 0.282, 0.511, 0.358, 0.504),
        (0.223, 0.303, 0.622, 0.237, 0.247, 0.246, 0.232, 0.541, 0.389, 0.514),
        (0.232, 0.412, 0.576, 0.334, 0.314, 0.257, 0.219, 0.628, 0.41, 0.493),
        (0.258, 0.472, 0.473, 0.412, 0.393, 0.272, 0.292, 0.662, 0.447, 0.526),
    ),
    "acc_uncond": (
        (0.25, 0.247, NAN, 0.2, 0.25, 0.251, 0.253, 0.503, 0.337, NAN),
        (0.218, 0.273, NAN, 0.237, 0.264, 0.245, 0.24, 0.498, 0.364, NAN),
        (0.262, 0.38, NAN, 0.332, 0.301, 0.273, 0.313, 0.546, 0.39, NAN),
        (0.286, 0.455, NAN, 0.436, 0.339, 0.285, 0.336, 0.563, 0.431, NAN),
    ),
    "correct_prob": (
        (2.09e-6, 4.04e-6, 1.63e-5, 8.54e-6, 3.16e-26, 1.5e-6, 4.1e-6, 7.83e-13, 2.9e-6, 3.95e-7),
        (2.36e-6, 3.13e-6, 0.00371, 3.46e-6, 7.28e-11, 3.61e-5, 4.64e-6, 3.92e-9, 1.12e-6, 6.75e-5),
        (0.000269, 0.00135, 0.257, 0.000547, 2.39e-6, 0.00298, 0.000285, 7.34e-7, 0.000201, 0.000737),
        (9.22e-5, 0.000567, 0.116, 0.000209, 5.49e-6, 0.000786, 7.35e-5, 5.17e-6, 0.000359, 0.00127),
    ),
    "correct_prob_per_token": (
        (1.83e-5, 1.89e-5, 1.63e-5, 1.91e-5, 1.75e-5, 1.8e-5, 1.83e-5, 1.82e-5, 1.88e-5, 1.66e-5),
        (0.00356, 0.00265, 0.00371, 0.000249, 0.011, 0.00451, 0.00112, 0.00695, 0.00238, 0.0176),
        (0.0262, 0.0262, 0.257, 0.00596, 0.0517, 0.0402, 0.00886, 0.0387, 0.0182, 0.0501),
        (0.0254, 0.0271, 0.116, 0.0041, 0.0719, 0.0378, 0.00596, 0.0532, 0.0222, 0.0604),
    ),
    "correct_prob_per_char": (
        (0.132, 0.152, 0.0493, 0.185, 0.0915, 0.108, 0.14, 0.0834, 0.138, 0.0777),
        (0.278, 0.267, 0.206, 0.182, 0.36, 0.25, 0.214, 0.295, 0.258, 0.353),
        (0.43, 0.451, 0.663, 0.359, 0.504, 0.396, 0.338, 0.435, 0.407, 0.449),
        (0.419, 0.442, 0.531, 0.315, 0.545, 0.389, 0.29, 0.472, 0.421, 0.471),
    ),
    "total_prob": (
        (8.06e-6, 1.54e-5, 3.08e-5, 4.6e-5, 3.8e-14, 6.25e-6, 2.06e-5, 9.25e-9, 9.82e-6, 7.94e-7),
        (1.13e-5, 1.14e-5, 0.007, 1.96e-5, 2.95e-9, 0.00022, 1.71e-5, 3.04e-8, 3.43e-6, 0.000136),
        (0.00116, 0.00319, 0.486, 0.00181, 9.21e-6, 0.0122, 0.00191, 2.36e-6, 0.00057, 0.00151),
        (0.000279, 0.000906, 0.255, 0.000409, 1.02e-5, 0.00302, 0.000231, 9.15e-6, 0.000841, 0.00247),
    ),
    "total_prob_per_token": (
        (7.36e-5, 7.58e-5, 3.08e-5, 9.61e-5, 7e-5, 7.23e-5, 7.45e-5, 3.64e-5, 5.67e-5, 3.31e-5),
        (0.0157, 0.01, 0.007, 0.00118, 0.0447, 0.0177, 0.0059, 0.0138, 0.00659, 0.0351),
        (0.109, 0.0822, 0.486, 0.0209, 0.19, 0.157, 0.0391, 0.0744, 0.0483, 0.0996),
        (0.101, 0.0779, 0.255, 0.0113, 0.244, 0.145, 0.0236, 0.0997, 0.055, 0.119),
    ),
    "total_prob_per_char": (
        (0.518, 0.598, 0.0881, 0.883, 0.363, 0.434, 0.551, 0.167, 0.406, 0.155),
        (1.12, 1.05, 0.384, 0.85, 1.44, 0.997, 0.858, 0.59, 0.747, 0.706),
        (1.73, 1.68, 1.28, 1.58, 1.96, 1.57, 1.37, 0.861, 1.17, 0.897),
        (1.66, 1.6, 1.07, 1.26, 2.09, 1.53, 1.12, 0.929, 1.19, 0.94),
    ),
    "uncond_correct_prob": (
        (2.14e-6, 3.97e-6, NAN, 8.47e-6, 3.08e-26, 1.59e-6, 4.2e-6, 8.36e-13, 2.73e-6, NAN),
        (1.03e-5, 4.98e-6, NAN, 1.04e-5, 1.9e-14, 5.2e-5, 1.89e-5, 2.78e-11, 6.99e-6, NAN),
        (4.36e-5, 7.41e-6, NAN, 1.24e-6, 3.32e-14, 0.000156, 2.39e-5, 3.15e-10, 8.41e-7, NAN),
        (1.12e-5, 2.56e-6, NAN, 1.63e-6, 5.73e-14, 7.09e-5, 8.6e-6, 3.98e-10, 7.1e-7, NAN),
    ),
    "uncond_correct_prob_per_token": (
        (1.82e-5, 1.85e-5, NAN, 1.89e-5, 1.73e-5, 1.81e-5, 1.83e-5, 1.75e-5, 1.82e-5, NAN),
        (0.00248, 0.00186, NAN, 0.000197, 0.00652, 0.00297, 0.000898, 0.00463, 0.00141, NAN),
        (0.00593, 0.00417, NAN, 0.000353, 0.0204, 0.00782, 0.00181, 0.0167, 0.00207, NAN),
        (0.00735, 0.00545, NAN, 0.000624, 0.0289, 0.0102, 0.00228, 0.0222, 0.00257, NAN),
    ),
    "uncond_correct_prob_per_char": (
        (0.131, 0.151, NAN, 0.185, 0.0913, 0.108, 0.14, 0.0827, 0.137, NAN),
        (0.264, 0.255, NAN, 0.196, 0.316, 0.234, 0.211, 0.269, 0.242, NAN),
        (0.296, 0.272, NAN, 0.186, 0.4, 0.278, 0.218, 0.351, 0.246, NAN),
        (0.309, 0.284, NAN, 0.197, 0.432, 0.294, 0.229, 0.376, 0.259, NAN),
    ),
    "uncond_total_prob": (
        (8.11e-6, 1.5e-5, NAN, 4.5e-5, 3.57e-14, 6.48e-6, 1.98e-5, 9.21e-9, 9.01e-6, NAN),
        (7.44e-5, 2.95e-5, NAN, 5.07e-5, 4.48e-11, 0.000251, 4.13e-5, 3.23e-9, 2.21e-5, NAN),
        (0.00022, 4.33e-5, NAN, 8.94e-6, 2.11e-12, 0.000744, 6.44e-5, 8.52e-9, 3.26e-6, NAN),
        (8.63e-5, 1.95e-5, NAN, 1.01e-5, 1.05e-12, 0.000334, 2.27e-5, 2.12e-9, 3.98e-6, NAN),
    ),
    "norm_correct_prob": (
        (0.22, 0.257, 0.528, 0.175, 0.256, 0.225, 0.161, 0.528, 0.331, 0.5),
        (0.187, 0.286, 0.533, 0.179, 0.257, 0.23, 0.139, 0.544, 0.339, 0.507),
        (0.204, 0.395, 0.524, 0.258, 0.287, 0.245, 0.135, 0.619, 0.37, 0.504),
        (0.228, 0.464, 0.455, 0.359, 0.325, 0.256, 0.167, 0.655, 0.398, 0.511),
    ),
    "norm_correct_prob_per_token": (
        (0.249, 0.249, 0.528, 0.2, 0.249, 0.249, 0.246, 0.5, 0.333, 0.5),
        (0.228, 0.258, 0.533, 0.22, 0.247, 0.257, 0.254, 0.503, 0.357, 0.502),
        (0.236, 0.323, 0.524, 0.276, 0.274, 0.262, 0.241, 0.523, 0.376, 0.502),
        (0.253, 0.358, 0.455, 0.339, 0.298, 0.268, 0.285, 0.535, 0.395, 0.504),
    ),
    "norm_correct_prob_per_char": (
        (0.251, 0.253, 0.559, 0.208, 0.252, 0.248, 0.247, 0.5, 0.339, 0.5),
        (0.247, 0.256, 0.539, 0.215, 0.251, 0.251, 0.248, 0.5, 0.346, 0.501),
        (0.248, 0.27, 0.516, 0.228, 0.257, 0.252, 0.247, 0.505, 0.348, 0.5),
        (0.253, 0.278, 0.497, 0.251, 0.262, 0.254, 0.261, 0.508, 0.355, 0.501),
    ),
}  # fmt: skip
# The best wrong answer's share of the wrong answers' probability, by normalisation.
BEST_WRONG_SHARE = {
    "": (0.68, 0.72, 1.00, 0.83, 0.99, 0.68, 0.81, 1.00, 0.93, 1.00),
    "_per_token": (0.52, 0.54, 1.00, 0.75, 0.49, 0.52, 0.63, 1.00, 0.77, 1.00),
    "_per_char": (0.38, 0.39, 1.00, 0.36, 0.37, 0.39, 0.41, 1.00, 0.57, 1.00),
}
# Known for an untrained model and for 4M only (the first two of ANCHOR_SKILL).
SMALL_ANCHORS = {
    "acc_per_byte": (
        (0.239, 0.241, 0.378, 0.172, 0.240, 0.253, 0.266, 0.487, 0.324, 0.492),
        (0.268, 0.228, 0.378, 0.156, 0.256, 0.235, 0.246, 0.459, 0.297, 0.486),
    ),
    "sum_logits_corr": (
        (-67.0, -48.8, -10.9, -18.9, -325, -87.8, -41.3, -247, -43.2, -61.0),
        (-36.9, -29.0, -5.77, -18.0, -139, -46.6, -28.6, -116, -26.7, -25.4),
    ),
    "logits_per_token_corr": (
        (-10.8, -10.8, -10.9, -10.8, -10.8, -10.8, -10.8, -10.8, -10.8, -10.8),
        (-7.08, -7.96, -5.77, -11.4, -4.69, -6.69, -8.79, -5.47, -7.81, -4.51),
    ),
    "logits_per_char_corr": (
        (-2.29, -2.08, -3.08, -1.83, -2.40, -2.80, -2.21, -2.52, -2.09, -2.65),
        (-1.43, -1.44, -1.63, -1.84, -1.03, -1.66, -1.71, -1.27, -1.44, -1.13),
    ),
}
# By normalisation: noise between seeds and spread between recipes of log probabilities, noise of the right answer's share,
# growth of log probabilities and of the normalised probability (in LAST_GAIN) from the fourth anchor to the last.
PROBABILITY_NOISE = {"": 0.35, "_per_token": 0.10, "_per_char": 0.025}
PROBABILITY_SPREAD = {"": 0.40, "_per_token": 0.12, "_per_char": 0.020}
SHARE_NOISE = {"": 0.04, "_per_token": 0.015, "_per_char": 0.003}
PROBABILITY_GAIN = {"": 0.25, "_per_token": 0.20, "_per_char": 0.04}
NORM_FOLLOWS_ACCURACY = {"": 0.85, "_per_token": 0.35, "_per_char": 0.08}
BITS_PER_CHARACTER = 0.9985 / np.log(2)
BOOLQ_CHARACTERS = 3.55  # mean length of an answer

# --- Agreement with 1B ----------------------------------------------------------------------------------------------------

# log10 compute -> share of the 300 recipe pairs that are ordered as at the end of 1B.
AGREEMENT = (
    (14.0, 0.34), (15.93, 0.26), (16.34, 0.42), (16.64, 0.565), (16.77, 0.575), (17.05, 0.59), (17.19, 0.71), (17.34, 0.735),
    (18.29, 0.765), (18.76, 0.80), (19.13, 0.82), (19.75, 0.855), (20.17, 0.885), (20.70, 0.96), (20.849, 1.0),
)  # fmt: skip

# --- Fine-tuning runs -----------------------------------------------------------------------------------------------------

# (size of the model compared with, perplexity that is matched): number of runs
GROUPS = {
    ("10M", "pile"): 22, ("10M", "c4"): 20, ("60M", "pile"): 30, ("60M", "c4"): 25, ("150M", "pile"): 29, ("150M", "c4"): 23,
}  # fmt: skip
RUNS = 149
MATCHED_SIZES = ("10M", "20M", "60M", "90M", "150M", "300M", "530M", "1B")
MATCH_TOLERANCE = 0.04
MAIN_RUNS_PER_SIZE = 2  # runs from the final checkpoint ("main") of the compared model itself

# Shapes of a matched run's name, with a weight; those without {metric} mean pile, "Ft" is the whole fine-tuning set.
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

# ft_* names of a task, nested results first; boolq and winogrande lack the unconditioned ones.
FT_NESTED = (
    "acc_per_byte", "acc_per_char", "acc_per_token", "acc_raw", "acc_uncond", "bits_per_byte_corr", "logits_per_char_corr",
    "logits_per_token_corr", "num_instances", "primary_score", "sum_logits_corr",
)  # fmt: skip
FT_FLAT = (
    "correct_choice", "correct_logit", "correct_logit_per_char", "correct_logit_per_token", "correct_prob",
    "correct_prob_per_char", "correct_prob_per_token", "margin", "margin_per_char", "margin_per_token", "norm_correct_prob",
    "norm_correct_prob_per_char", "norm_correct_prob_per_token", "predicted_index_per_byte", "predicted_index_per_char",
    "predicted_index_per_token", "predicted_index_raw", "predicted_index_uncond", "total_prob", "total_prob_per_char",
    "total_prob_per_token", "uncond_correct_prob", "uncond_correct_prob_per_char", "uncond_correct_prob_per_token",
    "uncond_total_prob",
)  # fmt: skip
FT_TASKS = tuple(task for task in TASKS if task != "mmlu_average")
FT_SUMMED = ("total_prob", "total_prob_per_char", "total_prob_per_token")
PT_PERPLEXITY_ORDER = (
    "wikitext_103-valppl", "pile-valppl", "c4_en-valppl", "m2d2_s2orc-valppl", "ice-valppl", "dolma_wiki-valppl",
    "dolma_stack-valppl", "dolma_reddit-valppl", "dolma_pes2o-valppl", "dolma_common-crawl-valppl", "dolma_books-valppl",
)  # fmt: skip
COMPARISON_COLUMNS = 923


# --- Checkpoints ----------------------------------------------------------------------------------------------------------


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
            rows += [(size, recipe, step, step in evaluated, step in logged) for step in sorted(evaluated | logged)]
    points = pd.DataFrame(rows, columns=["params", "data", "step", "is_evaluated", "has_perplexity"])
    exact, batch = (points["params"].map({size: row[i] for size, row in SIZES.items()}) for i in (0, 2))
    points["tokens"] = (points["step"] * batch * SEQUENCE_LENGTH).astype(float)
    points["compute"] = 6.0 * exact * points["tokens"]
    points["has_three_seeds"] = points["step"] < points["params"].map(SINGLE_SEED_FROM).fillna(np.inf)
    points["skill"] = -np.log(base_perplexity(points)[:, C4])
    points.loc[points["step"] == 0, "skill"] = ANCHOR_SKILL[0]
    return points


# --- Perplexity -----------------------------------------------------------------------------------------------------------


def log_size(size):
    return np.log(SIZES[size][0])


def by_log_size(table):
    """Each size's value, read off a table that knows some sizes."""
    known = list(table)
    return {size: float(np.interp(log_size(size), [log_size(s) for s in known], [table[s] for s in known])) for size in SIZES}


def end_log_perplexity():
    """Each size's 11 log perplexities at the end of training on Dolma1.7."""
    logs = {size: np.log(values) for size, values in END_PERPLEXITY.items()}
    first, last = logs["4M"], logs["60M"]
    for size, pile in SMALL_PILE_PERPLEXITY.items():
        way = (first[PILE] - np.log(pile)) / (first[PILE] - last[PILE])
        logs[size] = first + way * (last - first)
    logs = {size: logs[size] for size in SIZES if size in logs}
    columns = [by_log_size({size: values[i] for size, values in logs.items()}) for i in range(len(PERPLEXITIES))]
    return {size: np.array([column[size] for column in columns]) for size in SIZES}


def base_perplexity(points):
    """Perplexities of an average run on Dolma1.7: checkpoints x 11."""
    ends = end_log_perplexity()
    power = points["params"].map(by_log_size({size: curve[0] for size, curve in TIME_CURVE.items()})).to_numpy()
    tail = points["params"].map(by_log_size({size: curve[1] for size, curve in TIME_CURVE.items()})).to_numpy()
    done = training_share(points)
    excess = power * (done**-0.5 - 1) + tail * (1 - done) ** 1.3
    return np.exp(np.stack(points["params"].map(ends)) + np.outer(excess, FALL))


def training_share(points):
    """Share of training done, above 0 so that the time curve is finite at step 0."""
    share = points["step"] / points["params"].map({size: row[3] for size, row in SIZES.items()})
    return share.clip(0.005, 1).to_numpy()


def recipe_offsets():
    """Log distance of each recipe from Dolma1.7 in each domain: recipe -> 11 numbers."""
    rng = np.random.default_rng([SEED, 1])
    offsets = {}
    for recipe, (_, family, distance, *_) in RECIPES.items():
        jitter = rng.normal(0, OFFSET_JITTER, len(PERPLEXITIES)) * (recipe != "Dolma1.7")
        offsets[recipe] = np.array(FAMILY_OFFSET[family]) + distance + jitter
    return offsets


def perplexities(points, noise):
    offsets = np.stack(points["data"].map(recipe_offsets())) * points["params"].map(by_log_size(OFFSET_GROWTH)).to_numpy()[:, None]
    rough = 1 + 1.5 * np.exp(-points["compute"].to_numpy() / 1e18)
    deviation = np.stack([noise.draw(sigma * rough) for sigma in PERPLEXITY_NOISE], axis=1)
    return dict(zip(PERPLEXITIES, (base_perplexity(points) * np.exp(offsets + deviation)).T))


# --- Task metrics ---------------------------------------------------------------------------------------------------------


class Noise:
    """Seeded noise of the checkpoints: of the mean of three seeds, or of the default seed, which scatters around that mean.

    Both draw the same deviations of the mean as long as they draw in the same order.
    """

    def __init__(self, points, is_default_seed):
        self.mean_rng = np.random.default_rng([SEED, 2])
        self.seed_rng = np.random.default_rng([SEED, 3]) if is_default_seed else None
        self.has_three_seeds = points["has_three_seeds"].to_numpy()
        self.seeds = 1 if is_default_seed else 3

    def draw(self, sigma):
        """Deviations with the standard deviation sigma between single seeds."""
        size = len(self.has_three_seeds)
        deviation = self.mean_rng.normal(0, 1, size) / np.sqrt(3)
        if self.seed_rng is not None:
            deviation = deviation + self.seed_rng.normal(0, 1, size) * np.sqrt(2 / 3) * self.has_three_seeds
        return deviation * sigma


def recipe_strengths():
    """Two matrices, recipes x tasks, of the same spread: strengths that show at 1B, and unrelated ones that mislead when small."""
    table = np.array([row[3:] for row in RECIPES.values()])
    knowledge = np.array(KNOWLEDGE_SHARE)
    true = table[:, :1] * knowledge + table[:, 1:] * (1 - knowledge)
    true = (true - true.mean(axis=0)) / true.std(axis=0)
    macro = true @ np.array(RECIPE_SPREAD)
    misleading = np.random.default_rng([SEED, 4]).normal(0, 1, len(RECIPES))
    misleading -= misleading.mean()
    misleading -= macro * (misleading @ macro) / (macro @ macro)
    misleading *= np.linalg.norm(macro) / np.linalg.norm(misleading) / sum(RECIPE_SPREAD)
    return true, np.repeat(misleading[:, None], len(TASKS), axis=1)


def growth(points):
    """How far recipes have come apart: 0 untrained, 1 at the end of 1B."""
    return np.clip((points["skill"].to_numpy() + 6.2) / 3.5, 0.15, 1.05) ** 1.3 * (points["step"].to_numpy() > 0)


def recipe_shifts(points):
    """How much better than average a checkpoint's recipe makes it at each task, as accuracy: checkpoints x tasks."""
    true, misleading = recipe_strengths()
    recipe = points["data"].map({name: i for i, name in enumerate(RECIPES)}).to_numpy()
    agreement = np.interp(np.log10(points["compute"].clip(lower=1)), *zip(*AGREEMENT))
    correlation = np.sin(np.pi * (agreement - 0.5))[:, None]
    strength = correlation * true[recipe] + np.sqrt(1 - correlation**2) * misleading[recipe]
    return strength * np.array(RECIPE_SPREAD) * growth(points)[:, None] ** np.array(LATENESS)


def read_anchors(points, stages, task):
    """A task's column of an anchor table, read at the skill of each checkpoint."""
    return np.interp(points["skill"], ANCHOR_SKILL[: len(stages)], [stage[task] for stage in stages])


def with_last(stages, gain):
    """An anchor table with its stage at the end of 1B appended."""
    return (*stages, tuple(value + step for value, step in zip(stages[-1], gain)))


def round_to_instances(accuracy, task, seeds):
    """Accuracies are counts over instances; MMLU's is an average over subjects and stays as it is."""
    if TASKS[task] == "mmlu_average":
        return accuracy
    count = INSTANCES[task] * seeds
    return np.round(np.clip(accuracy, 0, 1) * count) / count


def boolq_accuracy(points, noise):
    """Majority answer or minority answer: seeds flip between .62 and .38, less and less towards the end of training."""
    left = 1 - training_share(points) * (points["step"].to_numpy() > 0)
    grown = growth(points)
    minority = 0.03 + 0.32 * left + noise.draw((0.10 + 0.40 * left) * (1 - 0.65 * np.clip(grown, 0, 1)))
    return 0.62 - 0.24 * np.clip(minority, 0, 1) + 0.03 * np.clip(grown - 0.6, 0, 1)


def accuracies(points, noise, shifts, task):
    """acc_raw, acc_per_token, acc_per_char, acc_per_byte and acc_uncond of a task."""
    settled = 0.6 + 0.4 * np.clip(growth(points), 0, 1)
    sigma = ACCURACY_NOISE[task] * settled
    shared = noise.draw(0.7 * sigma)
    values = {}
    for metric in ("acc_raw", "acc_per_token", "acc_per_char", "acc_uncond"):
        stages = with_last(ANCHORS[metric], LAST_GAIN)
        values[metric] = read_anchors(points, stages, task) + shifts[:, task] + shared + noise.draw(0.7 * sigma)
    values["acc_per_byte"] = read_anchors(points, SMALL_ANCHORS["acc_per_byte"], task) + noise.draw(sigma)
    values["acc_per_byte"] -= 0.15 * np.clip(values["acc_per_char"] - ANCHORS["acc_per_char"][1][task], 0, None)
    if TASKS[task] == "boolq":
        flipping = boolq_accuracy(points, noise) + shifts[:, task]
        values["acc_raw"] = values["acc_per_token"] = flipping + shared
        values["acc_per_char"] = np.minimum(0.622, 0.5 * flipping + 0.31) + np.clip(shifts[:, task] + shared, 0, None)
    if TASKS[task] == "winogrande":
        values["acc_per_token"] = values["acc_per_char"] = values["acc_raw"]
    return {metric: round_to_instances(value, task, noise.seeds) for metric, value in values.items()}


def read_probability(points, noise, metric, normalisation, task):
    """A probability metric; its spread between recipes and seeds grows with skill."""
    logs = with_last(np.log(ANCHORS[metric]), (PROBABILITY_GAIN[normalisation],) * len(TASKS))
    rng = np.random.default_rng([SEED, 5, task, METRICS.index(metric)])
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
    norm = read_anchors(points, stages, task) + follows * shifts[:, task] + noise.draw(0.4 * follows * ACCURACY_NOISE[task])
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
    values = {metric: read_anchors(points, SMALL_ANCHORS[metric], task) * beyond * scatter for metric in metrics}
    return {**values, "bits_per_byte_corr": -values["logits_per_char_corr"] * BITS_PER_CHARACTER}


def one_token_answers(values):
    """boolq answers with one token: its per-token values are the raw ones, its log-likelihood follows from the probability."""
    log_likelihood = np.log(values["correct_prob"]) - 0.05
    per_char = log_likelihood / BOOLQ_CHARACTERS
    return {metric + "_per_token": values[metric] for metric in NORMALISED_METRICS} | {
        "sum_logits_corr": log_likelihood,
        "logits_per_token_corr": log_likelihood,
        "logits_per_char_corr": per_char,
        "bits_per_byte_corr": -per_char * BITS_PER_CHARACTER,
    }


def task_metrics(points, noise):
    """All task metrics of all checkpoints, nothing left out yet: `{task}_{metric}` -> values."""
    shifts = recipe_shifts(points)
    columns = {}
    for task, name in enumerate(TASKS):
        values = {"correct_choice": np.full(len(points), CORRECT_CHOICE[task]), "no_answer": np.zeros(len(points))}
        values |= accuracies(points, noise, shifts, task)
        values |= log_likelihoods(points, noise, task)
        for normalisation in NORMALISATIONS:
            values |= probabilities(points, noise, values, shifts, normalisation, task)
        if name == "boolq":
            values |= one_token_answers(values)
        if name not in CONDITIONED_ONLY:
            values |= unconditioned_probabilities(points, noise, task)
        values["primary_metric"] = values[PRIMARY[task]]
        columns |= {f"{name}_{metric}": value for metric, value in values.items()}
    return columns


# --- The wide table and its long form -------------------------------------------------------------------------------------


def task_columns(metrics, tasks):
    """Names of the task columns that exist, metric by metric."""
    return [
        f"{task}_{metric}" for metric in metrics for task in tasks if not (metric in UNCONDITIONED and task in CONDITIONED_ONLY)
    ]


def build_wide(points, is_default_seed):
    """One row per checkpoint and one column per metric, without nulls."""
    noise = Noise(points, is_default_seed)
    columns = perplexities(points, noise) | task_metrics(points, noise)
    names = [*PERPLEXITIES, *task_columns(METRICS, TASKS)]
    ids = points[["params", "data", "step", "tokens", "compute"]].astype({"step": float})
    return pd.concat([ids, pd.DataFrame({name: columns[name] for name in names})], axis=1)


def drop_unmeasured(wide, points):
    """The wide table with nulls where a checkpoint has no perplexity, no evaluation, or an evaluation without the metric."""
    wide = wide.copy()
    wide.loc[~points["has_perplexity"], list(PERPLEXITIES)] = NAN
    wide.loc[~points["is_evaluated"], task_columns(METRICS, TASKS)] = NAN
    default = points["params"].map(VINTAGE_OF_SIZE)
    vintage = pd.Series(list(zip(points["params"], points["data"]))).map(VINTAGE_EXCEPTIONS).fillna(default)
    for name, present in VINTAGES.items():
        missing = [metric for metric in VINTAGE_METRICS if metric not in present]
        wide.loc[vintage == name, task_columns(missing, TASKS)] = NAN
    return wide


def melt(wide):
    """The served long form. The index keeps its gaps: the real file has them."""
    metrics = list(wide.columns[5:])
    return wide.melt(["params", "data", "step", "tokens", "compute"], metrics, "metric", "value").dropna(subset=["value"])


# --- Fine-tuning comparisons ----------------------------------------------------------------------------------------------


def cumulative_learning_rates(size):
    """Sum of the learning rate up to each step: linear warm-up, then a cosine down to a hundredth (trapezoids of unit step)."""
    _, parameters, batch, _ = SIZES[size]
    tokens_per_step = batch * SEQUENCE_LENGTH
    steps = int(np.ceil(100 * parameters / tokens_per_step))
    warmup = int(np.ceil(round(parameters / (batch / SEQUENCE_LENGTH)) / tokens_per_step))
    peak = 0.0047 * (parameters / 108e6) ** (-1 / 3)
    cosine = (1 + np.cos(np.pi * np.arange(steps - warmup + 1) / (steps - warmup))) / 2
    decay = 0.01 * peak + 0.99 * peak * cosine
    rising = peak * np.arange(warmup + 1) ** 2 / (2 * warmup)
    return np.concatenate([rising, rising[-1] + np.cumsum((decay[1:] + decay[:-1]) / 2)])


def cumulative_lr(points):
    sums = {size: cumulative_learning_rates(size) for size in SIZES}
    return [sums[size][min(step, len(sums[size]) - 1)] for size, step in zip(points["params"], points["step"])]


def find_candidates(points, full, group):
    """Checkpoints whose default seed has the perplexity of the compared model at its end, as positions; the compared one first."""
    compared, metric = group
    name = "c4_en-valppl" if metric == "c4" else "pile-valppl"
    known = points[points["has_perplexity"] & points["params"].isin(MATCHED_SIZES) & (points["step"] > 0)]
    end = known[(known["params"] == compared) & (known["data"] == "Dolma1.7")]["step"].idxmax()
    distance = np.abs(np.log(full.loc[known.index, name] / full.loc[end, name]))
    nearest = distance.groupby([known["params"], known["data"]]).idxmin()
    named = [recipe for recipe in RECIPES if RECIPES[recipe][0]]
    chosen = [i for i in nearest if distance[i] < MATCH_TOLERANCE and points["data"][i] in named and i != end]
    return end, chosen


def name_run(rng, number, group, point, is_main):
    """The name of a fine-tuning run and what the name says."""
    compared, metric = group
    shapes = [shape for shape in NAME_SHAPES if metric == "pile" or "{metric}" in shape[0]]
    weights = np.array([weight for _, weight in shapes], dtype=float)
    shape = shapes[rng.choice(len(shapes), p=weights / weights.sum())][0]
    start = pd.Timestamp("2025-09-04 08:00:00") + pd.Timedelta(seconds=int(number * 7_411 + rng.integers(0, 5_000)))
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
    budget = float(TOKEN_BUDGETS[fields["tok"]]) if "{tok}" in shape else NAN
    return {
        "run_id": shape.format(**fields),
        "timestamp": start,
        "comparison_model_size": compared,
        "comparison_metric": "c4_en-valppl" if metric == "c4" else "pile-valppl",
        "comparison_model_recipe": "Dolma1.7",
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
    losses = start * (1 + 0.06 * np.exp(-logged / 400) - 0.03 * logged / (logged + 6_000)) + rng.normal(0, 0.012, len(logged))
    tokens = np.cumsum(rng.normal(LOGGED_EVERY * TOKENS_PER_STEP, 45_000, len(logged))).round()
    tokens *= FULL_SET_TOKENS / tokens[-1] if is_full else 1
    rates, losses, tokens = rates.round(10), losses.round(6), tokens.round()
    if rng.random() < SHARE_WITH_NAN:
        rates[0] = NAN
        losses[rng.integers(0, len(losses))] = NAN
        tokens = tokens[1:]  # nulls are dropped from this list only, so it may be shorter
    return {
        "ft_tok_real": float(FULL_SET_TOKENS if is_full else np.round(TOKENS_PER_STEP * steps + rng.integers(-90, 90))),
        "ft_steps_list": logged.tolist(),
        "ft_lrs_list": rates.tolist(),
        "ft_toks_list": tokens.tolist(),
        "ft_loss_list": losses.tolist(),
    }


def build_runs(points, full):
    """The base columns of the 149 runs, and the position of each run's checkpoint."""
    rng = np.random.default_rng([SEED, 6])
    picked = []
    for group, count in GROUPS.items():
        end, candidates = find_candidates(points, full, group)
        order = [candidates[i] for i in rng.permutation(len(candidates))]
        repeats = [order[i % len(order)] for i in range(count - MAIN_RUNS_PER_SIZE)]
        picked += [(group, end, True)] * MAIN_RUNS_PER_SIZE + [(group, position, False) for position in repeats]
    picked = [picked[i] for i in rng.permutation(len(picked))]
    runs = []
    for number, (group, position, is_main) in enumerate(picked):
        run = name_run(rng, number, group, points.loc[position], is_main)
        history = train_history(rng, run, np.log(full.loc[position, "c4_en-valppl"]))
        if number in RUNS_WITHOUT_HISTORY:
            history |= {name: [] for name in history if name.endswith("_list")}
        run["ft_tok_real"] = history.pop("ft_tok_real")
        run["abs_difference_ft_tokens_pct"] = abs(run["ft_tok"] - run["ft_tok_real"]) / run["ft_tok"] * 100
        runs.append(run | history)
    return pd.DataFrame(runs), np.array([position for _, position, _ in picked])


def fine_tuned_task(rng, base, task):
    """A task's results after fine-tuning, from the checkpoint's own results. As upstream, per-token equals unnormalised here."""
    name, rows = TASKS[task], len(base)
    before = {metric: base[f"{name}_{metric}"].to_numpy() for metric in METRICS if f"{name}_{metric}" in base}
    better = 0.25 * RECIPE_SPREAD[task]
    shared = rng.normal(better, 0.5 * ACCURACY_NOISE[task], rows)
    after = {}
    for metric in [metric for metric in before if metric in ("acc_raw", "acc_per_char", "acc_uncond")]:
        value = before[metric] + shared + rng.normal(0, 0.5 * ACCURACY_NOISE[task], rows)
        after[metric] = round_to_instances(value, task, 1)
    after["acc_per_token"] = after["acc_raw"]
    after["acc_per_byte"] = round_to_instances(after["acc_per_char"] + rng.normal(0, 2e-4, rows), task, 1)
    if name == "winogrande":
        after["acc_per_char"] = after["acc_per_byte"] = after["acc_raw"]
    after["primary_score"] = after[PRIMARY[task]]
    closer = rng.normal(0.94, 0.02, rows)
    after["correct_logit"] = after["correct_logit_per_token"] = before["sum_logits_corr"] * closer
    after["sum_logits_corr"] = after["logits_per_token_corr"] = after["correct_logit"]
    after["correct_logit_per_char"] = after["logits_per_char_corr"] = before["logits_per_char_corr"] * closer
    after["bits_per_byte_corr"] = before["bits_per_byte_corr"] * closer
    for normalisation, source in {"": "", "_per_token": "", "_per_char": "_per_char"}.items():
        after |= fine_tuned_probabilities(before, closer, normalisation, source, task)
    after |= predicted_indices(rng, after, task)
    after["correct_choice"] = np.full(rows, CORRECT_CHOICE[task])
    after["num_instances"] = np.full(rows, INSTANCES[task])
    return after


def predicted_indices(rng, after, task):
    """Mean index of the predicted answer. As upstream, per-token equals unnormalised; boolq's follows from its accuracy."""
    if TASKS[task] == "boolq":
        raw, per_char = (np.clip((0.622 - after[metric]) / 0.243, 0, 1) for metric in ("acc_raw", "acc_per_char"))
        uncond = None
    else:
        raw, per_char, uncond = (CHOICES[task] - 1) / 2 * rng.normal([[0.80], [1.08], [1.02]], 0.03, (3, len(after["acc_raw"])))
    names = ("raw", "per_token", "per_char", "per_byte", "uncond")
    return {f"predicted_index_{name}": value for name, value in zip(names, (raw, raw, per_char, per_char, uncond))}


def fine_tuned_probabilities(before, closer, normalisation, source, task):
    """Probabilities of a task after fine-tuning: those before it, raised alike for all answers."""
    raised = np.exp((1 - closer) * (3 if source == "" else 0.8))
    total, correct = (before[kind + source] * raised for kind in ("total_prob", "correct_prob"))
    after = {
        "total_prob": total,
        "correct_prob": correct,
        "margin": correct - (total - correct) * BEST_WRONG_SHARE[source][task],
        "norm_correct_prob": before["norm_correct_prob" + source],
    }
    if TASKS[task] not in CONDITIONED_ONLY:
        after["uncond_correct_prob"] = before["uncond_correct_prob" + source] * raised
        after["uncond_total_prob"] = before["uncond_total_prob"] * raised
    return {metric if metric == "uncond_total_prob" else metric + normalisation: value for metric, value in after.items()}


def ft_task_columns(task):
    """ft_* names of a task without prefix, in file order."""
    return [name for name in FT_NESTED + FT_FLAT if not ("uncond" in name and task in CONDITIONED_ONLY)]


def aggregate_columns(results):
    """The core9 aggregate: averages over tasks (macro) and over instances (micro), sums of the total probabilities."""
    weights = np.array([INSTANCES[TASKS.index(task)] for task in FT_TASKS], dtype=float)

    def stacked(metric):
        return np.stack([results[task][metric] for task in FT_TASKS])

    columns = {}
    for metric in [name for name in ft_task_columns("boolq") if name not in FT_SUMMED]:
        if metric == "num_instances":
            columns[metric] = stacked(metric).sum(axis=0)
            continue
        if metric == "primary_score":
            columns[metric] = stacked(metric).mean(axis=0)
        columns[f"{metric}_macro"] = stacked(metric).mean(axis=0)
        columns[f"{metric}_micro"] = weights @ stacked(metric) / weights.sum()
    return columns | {metric: stacked(metric).sum(axis=0) for metric in FT_SUMMED}


def fine_tuned_columns(base):
    """The 369 ft_* columns; the aggregate stands between boolq and csqa."""
    rng = np.random.default_rng([SEED, 8])
    results = {task: fine_tuned_task(rng, base, TASKS.index(task)) for task in FT_TASKS}
    columns = {}
    for task in FT_TASKS:
        columns |= {f"ft_{task}_{name}": results[task][name] for name in ft_task_columns(task)}
        if task == "boolq":
            columns |= {f"ft_core9_full_{name}": value for name, value in aggregate_columns(results).items()}
    return {name: value if value.dtype.kind == "i" else np.round(value, 10) for name, value in columns.items()}


def pre_trained_columns(points, measured, positions):
    """The pt_* lists over a run's whole pre-training, nulls dropped column by column, and the scalars of its checkpoint."""
    metrics = [metric for metric in METRICS if metric not in VINTAGE_METRICS]
    names = [name for task in OLMES_ORDER for name in task_columns(metrics, (task,))]
    names += [*PT_PERPLEXITY_ORDER, "step", "tokens", "compute", "cumulative_lr"]
    source = measured.assign(cumulative_lr=cumulative_lr(points))
    rows_of = source.groupby(["params", "data"]).indices
    keys = list(zip(points["params"][positions], points["data"][positions]))
    columns = {}
    for name in names:
        values = source[name].to_numpy()
        histories = [values[rows_of[key]] for key in keys]
        columns[f"pt_{name}_list"] = pd.Series([history[~np.isnan(history)] for history in histories], dtype=object)
    return columns | {f"pt_{name}": source[name].to_numpy()[positions] for name in names}


def delta_columns(columns):
    """Fine-tuned minus pre-trained: unconditioned accuracy of seven tasks, right-answer probability of nine."""
    tasks = [task for task in FT_TASKS if task not in CONDITIONED_ONLY]
    names = [f"{task}_acc_uncond" for task in tasks] + [f"{task}_correct_prob" for task in FT_TASKS]
    return {f"delta_{name}": columns[f"ft_{name}"] - columns[f"pt_{name}"] for name in names}


def median_absolute_deviation(values):
    return (values - values.median()).abs().median()


def group_columns(frame, deltas):
    """Which runs are matched with the same model on the same perplexity, and how the deltas lie within that group."""
    name = frame["comparison_model_size"] + "_" + frame["comparison_metric"] + "_Dolma1.7"
    is_c4 = frame["comparison_metric"].str.contains("c4")
    matched = frame["pt_pile-valppl"].where(~is_c4, frame["pt_c4_en-valppl"]).groupby(name)
    median, average = matched.transform("median"), matched.transform("mean")
    columns = {
        "matched_group_name": name,
        "matched_group_id": median.rank(method="dense").astype(int),
        "matched_group_med_metric": median,
        "matched_group_avg_metric": average,
    }
    statistics = {"avg": "mean", "med": "median", "std": "std", "mad": median_absolute_deviation}
    for delta in deltas:
        groups = frame[delta].groupby(name)
        columns |= {f"group_{short}_{delta}": groups.transform(function) for short, function in statistics.items()}
    return columns


def build_comparisons(points):
    """The 149 x 923 frame of fine-tuning runs beside their pre-training checkpoints (always of the default seed)."""
    full = build_wide(points, is_default_seed=True)
    runs, positions = build_runs(points, full)
    columns = fine_tuned_columns(full.loc[positions])
    columns |= pre_trained_columns(points, drop_unmeasured(full, points), positions)
    deltas = delta_columns(columns)
    columns |= deltas | {"pt_ft_toks": columns["pt_tokens"] + runs["ft_tok"].to_numpy()}
    frame = pd.concat([runs, pd.DataFrame(columns)], axis=1)
    return pd.concat([frame, pd.DataFrame(group_columns(frame, deltas))], axis=1)


# --- Checks and report ----------------------------------------------------------------------------------------------------


def macro_primary(wide):
    return wide[[f"{task}_primary_metric" for task in TASKS]].mean(axis=1, skipna=False)


def decision_accuracies(wide):
    """Per size, at its last evaluated step: share of recipe pairs ordered as at the end of 1B."""
    scores = wide[["params", "data", "step"]].assign(score=macro_primary(wide)).dropna()
    last = scores.loc[scores.groupby(["params", "data"])["step"].idxmax()].pivot(index="data", columns="params", values="score")
    first, second = np.triu_indices(len(RECIPES), 1)
    signs = np.sign(last.to_numpy()[first] - last.to_numpy()[second])
    target = signs[:, [last.columns.get_loc("1B")]]
    agreement = dict(zip(last.columns, (signs == target).mean(axis=0)))
    return {size: round(float(agreement[size]), 3) for size in SIZES}


def check(points, long, comparisons):
    """Stop if the shape of the result is not the one that the real files have."""
    evaluated = points[points["is_evaluated"]]
    assert len(evaluated) == EVALUATED_POINTS_PER_RECIPE * len(RECIPES), len(evaluated)
    assert 1_750_000 <= len(long) <= 1_850_000, len(long)
    assert long["metric"].nunique() == len(PERPLEXITIES) + len(task_columns(METRICS, TASKS)) == 281
    assert not long.duplicated(["params", "data", "step", "metric"]).any()
    assert np.isfinite(long["value"]).all()
    assert comparisons.shape == (RUNS, COMPARISON_COLUMNS) and comparisons["run_id"].is_unique, comparisons.shape


def report(points, wide, files):
    """Print what to compare with the known numbers of the real data."""
    for name, facts in files.items():
        print(f"{name}: {facts['bytes']:,} bytes, {facts['rows']:,} rows, {facts['columns']} columns")
    print(f"{len(points):,} checkpoints, {points['has_perplexity'].sum():,} with perplexities")
    print("decision accuracy at the last step:", decision_accuracies(wide))
    baseline = wide[wide["data"] == "Dolma1.7"].dropna(subset=["pile-valppl"])
    ends = baseline.loc[baseline.groupby("params")["step"].idxmax()].set_index("params").loc[list(SIZES)]
    shown = ["pile-valppl", "c4_en-valppl", "dolma_stack-valppl", "wikitext_103-valppl"]
    print("end of training, Dolma1.7:", ends[shown].round(1).to_string(), sep="\n")
    last = wide[(wide["params"] == "1B") & (wide["step"] == EVALUATION_GRID["1B"][1])].set_index("data")
    primary = last[[f"{task}_primary_metric" for task in TASKS]].assign(macro=macro_primary(last))
    primary.columns = [*TASKS, "macro"]
    print("primary metric at the end of 1B:", primary.describe().loc[["min", "mean", "max"]].round(3).to_string(), sep="\n")


def describe_file(path, rows, columns):
    content = path.read_bytes()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "rows": rows,
        "columns": columns,
        "provenance": "synthetic stand-in",
    }


def main():
    parser = argparse.ArgumentParser(description="Make the synthetic stand-in data.")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "initial_data")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)

    points = build_points()
    wide = drop_unmeasured(build_wide(points, is_default_seed=False), points)
    long = melt(wide)
    comparisons = build_comparisons(points)
    check(points, long, comparisons)

    long.to_parquet(out / EVALUATIONS_FILE, engine="pyarrow")
    comparisons.to_pickle(out / COMPARISONS_FILE, compression=None, protocol=5)
    files = {
        EVALUATIONS_FILE: describe_file(out / EVALUATIONS_FILE, *long.shape),
        COMPARISONS_FILE: describe_file(out / COMPARISONS_FILE, *comparisons.shape),
    }
    (out / "manifest.json").write_text(json.dumps({"files": files}, indent=2) + "\n")
    report(points, wide, files)


if __name__ == "__main__":
    main()
