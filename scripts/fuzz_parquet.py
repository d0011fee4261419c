"""Writes random Parquet files by pyarrow, polars, DuckDB and fastparquet, and what reading them must give.

    pip install -r scripts/requirements-parquet-fixtures.txt
    python3 scripts/fuzz_parquet.py FOLDER [COUNT] [SEED]
    PARQUET_FUZZ=FOLDER npm run test:exhaustive

Every file has an `expected.json` beside it, of the form that make_parquet_fixtures.py describes. pyarrow's own reading
is the oracle, turned into cells by the rules of docs/data.md.
"""

import json
import pathlib
import random
import sys

import polars

from parquet_fuzz_oracle import describe
from parquet_fuzz_writers import write_duckdb, write_fastparquet, write_polars, write_pyarrow


def main():
    folder = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    writers = [write_pyarrow] * 6 + [write_polars] * 2 + [write_duckdb] * 2 + [write_fastparquet]
    declined = 0
    for number in range(count):
        source = random.Random(f"{seed}-{number}")
        path = folder / f"{seed}-{number:05}"
        path.mkdir(parents=True, exist_ok=True)
        while True:
            writer = source.choice(writers)
            try:
                options = writer(source, str(path / "input.parquet"))
                break
            except (Exception, polars.exceptions.PanicException) as error:  # Not every writer takes every type with every option.
                declined += 1
                if "-v" in sys.argv:
                    print(writer.__name__, str(error)[:150].replace("\n", " "))
        described = describe(str(path / "input.parquet"), writer is write_duckdb)
        expected = {"writer": writer.__name__, "options": str(options), **described}
        text = json.dumps(expected, ensure_ascii=False, allow_nan=False)
        (path / "expected.json").write_text(text + "\n", encoding="utf-8")
    print(f"{count} files; writers declined {declined}")


if __name__ == "__main__":
    main()
