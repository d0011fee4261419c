"""Writes test/fixtures/arrow-sources: files of pyarrow in every compression, and the rows that the server has to serve of them.

    pip install -r scripts/requirements-arrow.txt
    python3 scripts/make_arrow_sources.py
"""

import json
import math
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

FOLDER = Path(__file__).parent.parent / "test/fixtures/arrow-sources"
COUNT = 300
EPOCH = datetime(2025, 9, 12, 4, 9, 44)


def build_table() -> pa.Table:
    rows = range(COUNT)
    missing = lambda row, value: None if row % 7 == 3 else value
    stamps = [missing(row, EPOCH + timedelta(microseconds=row * 1_000_001)) for row in rows]
    return pa.table(
        {
            "size": pa.array([missing(row, ["4M", "150M", "1B"][row % 3]) for row in rows]).dictionary_encode(),
            "note": pa.array([missing(row, f"note {row % 5} é") for row in rows], pa.large_utf8()),
            "step": pa.array([missing(row, row * 250) for row in rows], pa.int32()),
            "tokens": pa.array([missing(row, row * 2**40) for row in rows], pa.int64()),
            "count": pa.array([row % 256 for row in rows], pa.uint8()),
            "loss": pa.array([missing(row, math.sqrt(row)) for row in rows], pa.float64()),
            "half": pa.array([row / 8 for row in rows], pa.float32()),
            "price": pa.array([missing(row, Decimal(row * 25 - 1000).scaleb(-2)) for row in rows], pa.decimal128(12, 2)),
            "is_final": pa.array([missing(row, row % 2 == 0) for row in rows]),
            "day": pa.array([missing(row, date(2025, 1, 1) + timedelta(days=row)) for row in rows], pa.date32()),
            "at_us": pa.array(stamps, pa.timestamp("us")),
            "at_s": pa.array(stamps, pa.timestamp("us")).cast(pa.timestamp("s"), safe=False),
            "at_utc": pa.array(stamps, pa.timestamp("us", tz="UTC")).cast(pa.timestamp("ns", tz="Europe/Berlin")),
            "losses": pa.array([missing(row, [row / 4, None, 2.5][: row % 4]) for row in rows], pa.list_(pa.float64())),
            "run": pa.array([{"seed": row % 3, "lr": missing(row, 0.5 / (row + 1))} for row in rows]),
        }
    )


def show(value):
    if isinstance(value, datetime):
        naive = value.astimezone(timezone.utc).replace(tzinfo=None) if value.tzinfo else value
        text = naive.strftime("%Y-%m-%d %H:%M:%S")
        return text if naive.microsecond == 0 else f"{text}.{naive.microsecond:06d}".rstrip("0")
    if isinstance(value, date):
        return f"{value} 00:00:00"
    if isinstance(value, Decimal):
        return float(value)
    return value


def flatten(row: dict) -> dict:
    flat = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": show(inner) for key, inner in value.items()}
        else:
            flat[name] = show(value)
    return flat


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = build_table()
    at = table.column("at_utc").cast(pa.timestamp("us", tz="UTC"))
    readable = table.set_column(table.schema.get_field_index("at_utc"), "at_utc", at)
    rows = [flatten(row) for row in readable.to_pylist()]
    (FOLDER / "expected.json").write_text(json.dumps(rows[:40] + rows[-10:], ensure_ascii=False) + "\n")
    feather.write_feather(table, str(FOLDER / "lz4.feather"), compression="lz4")
    feather.write_feather(table, str(FOLDER / "zstd.feather"), compression="zstd", chunksize=128)
    with pa.OSFile(str(FOLDER / "plain.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=128)
    with pa.OSFile(str(FOLDER / "stream.arrow"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


main()
