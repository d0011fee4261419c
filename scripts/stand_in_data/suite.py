"""Owns the model sizes and the data recipes of the suite."""

import numpy as np

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

BASELINE_RECIPE = "Dolma1.7"

# recipe: (short name in fine-tuning run names, perplexity family, distance from the family's vector,
#          strength on knowledge tasks, strength on commonsense tasks)
RECIPES = {
    BASELINE_RECIPE: ("d17", "dolma", 0.00, -0.50, -0.30),
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


def by_log_size(table):
    """Each size's value, interpolated from a table of some sizes."""
    logs = {size: np.log(row[0]) for size, row in SIZES.items()}
    known = [logs[size] for size in table]
    return {size: float(np.interp(logs[size], known, list(table.values()))) for size in SIZES}
