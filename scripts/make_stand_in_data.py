"""Make the synthetic stand-in data of this project.

The numbers this script writes are SYNTHETIC: drawn from smooth curves plus seeded noise, not measured on
any model. They stand in for two files of AllenAI's DataDecide suite (ODC-BY 1.0) that are not publicly
stored, so that the server can be developed, tested and demonstrated on files of the right shape, size,
quirks and order of magnitude. Levels are calibrated to a few known values of the real suite; how recipes
rank, and how well small models predict that, is put in by hand. Draw no scientific conclusion from them.

    pip install -r scripts/requirements-stand-in.txt
    python scripts/make_stand_in_data.py [--out initial_data]

writes, the same bytes every time:

mean_eval_melted.parquet            25 recipes x 14 sizes, seed means, long form: params, data, step, tokens,
                                    compute, metric, value; plus the gapped `__index_level_0__` that pandas
                                    leaves behind after dropping nulls
combined_plotting_data_matched.pkl  149 fine-tuning runs x 923 columns: each run beside its pre-training
                                    checkpoint (pt_*), the difference between the two (delta_*) and the
                                    statistics of its group (group_*)
manifest.json                       sha256, bytes, rows, columns and provenance of both

How a value comes about: `skill` is minus the log of a perplexity curve that depends on size and step only.
Task metrics are read off ANCHORS (metric values at five skills) and shifted by how good the recipe is for
the task; perplexities are the curve of their domain, shifted by how far the recipe lies from that domain.
At small compute the order of the recipes agrees with the order at 1B only as often as in AGREEMENT.
"""

import argparse
from pathlib import Path

from stand_in_data.calibration_report import check_shape, print_report
from stand_in_data.checkpoints import build_points
from stand_in_data.comparisons import build_comparisons
from stand_in_data.evaluations import build_wide, drop_unmeasured, melt
from stand_in_data.manifest import write_files


def main():
    parser = argparse.ArgumentParser(description="Make the synthetic stand-in data.")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "initial_data")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)

    points = build_points()
    wide = drop_unmeasured(build_wide(points, is_default_seed=False), points)
    long = melt(wide)
    comparisons = build_comparisons(points)
    check_shape(points, long, comparisons)

    files = write_files(out, long, comparisons)
    print_report(points, wide, files)


if __name__ == "__main__":
    main()
