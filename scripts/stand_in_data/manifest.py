"""Owns the names of the written files and the manifest that describes them."""

import hashlib
import json

EVALUATIONS_FILE = "mean_eval_melted.parquet"
COMPARISONS_FILE = "combined_plotting_data_matched.pkl"
MANIFEST_FILE = "manifest.json"


def describe_file(path, rows, columns):
    content = path.read_bytes()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "rows": rows,
        "columns": columns,
        "provenance": "synthetic stand-in",
    }


def write_files(out, long, comparisons):
    """Write both data files and the manifest into a folder; returns the manifest entry of each file."""
    long.to_parquet(out / EVALUATIONS_FILE, engine="pyarrow")
    comparisons.to_pickle(out / COMPARISONS_FILE, compression=None, protocol=5)
    files = {
        EVALUATIONS_FILE: describe_file(out / EVALUATIONS_FILE, *long.shape),
        COMPARISONS_FILE: describe_file(out / COMPARISONS_FILE, *comparisons.shape),
    }
    (out / MANIFEST_FILE).write_text(json.dumps({"files": files}, indent=2) + "\n")
    return files
