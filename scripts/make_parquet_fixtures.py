"""Writes test/fixtures/parquet: small Parquet files by pyarrow, pandas and DuckDB, and what reading them must give.

    pip install -r scripts/requirements-parquet-fixtures.txt
    python3 scripts/make_parquet_fixtures.py

A case is a folder of `input.parquet` and `expected.json`:
`{"wanted": [{"name", "kind"}], "rows", "columns": [{"name", "kind", "cells"}], "ignored": [...]}`, or in place of
what follows `wanted` an `{"error": {"code", "problem"}}`. Without `wanted` the file is read whole. A missing value is null, `{"$number"}` carries what JSON
cannot. The expected cells come from what was given to the writer, never from reading the file.
"""

import datetime
import decimal
import math
import pathlib
import shutil

import duckdb
import pandas
import pyarrow
import pyarrow.parquet

from parquet_fixture_cases import ROOT, case, error_case, golden, refused
from parquet_fixture_frames import write_frames
from parquet_fixture_refusals import write_frame_refusals

PEOPLE = ["Dolma1.7", "Falcon+CC (QC 10%)", "C4", "Dolma1.7 (no math, code)"]


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    write_types()
    write_encodings()
    write_layouts()
    write_other_writers()
    write_refusals()
    write_frames()
    write_frame_refusals()


def write_types():
    integers = [0, 1, -1, 2**31 - 1, -(2**31), 7]
    doubles = [0.1, -0.0, 5e-324, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 1 / 3]
    wide = [0, 2**53, -(2**53), 123456789012345, 74661337497600000, 2**62, -(2**63)]
    for is_nullable in (True, False):
        suffix = "optional" if is_nullable else "required"
        golden(f"int32-{suffix}", {"n": (integers, pyarrow.int32())}, is_nullable)
        golden(f"int64-{suffix}", {"n": (wide, pyarrow.int64())}, is_nullable)
        golden(f"double-{suffix}", {"n": (doubles, pyarrow.float64())}, is_nullable)
        golden(f"float-{suffix}", {"n": ([0.5, -2.0, 0.10000000149011612, math.inf], pyarrow.float32())}, is_nullable)
        golden(f"text-{suffix}", {"t": (PEOPLE, pyarrow.string())}, is_nullable)
    golden("int8-int16", {"a": ([-128, 127, 0], pyarrow.int8()), "b": ([-32768, 32767, 0], pyarrow.int16())})
    golden("unsigned", {
        "a": ([0, 255], pyarrow.uint8()),
        "b": ([0, 65535], pyarrow.uint16()),
        "c": ([2**31, 2**32 - 1], pyarrow.uint32()),
        "d": ([2**53, 2**63], pyarrow.uint64()),
    })
    golden("unsigned-plain", {
        "c": ([2**31, 2**32 - 1], pyarrow.uint32()), "d": ([2**53, 2**63], pyarrow.uint64()),
    }, use_dictionary=False)
    nulls = {
        "t": (["a", None, "", None, "a", "b"], pyarrow.string()),
        "i": ([None, 1, None, 3, 4, None], pyarrow.int32()),
        "l": ([None, 1, None, 3, 4, None], pyarrow.int64()),
        "d": ([1.5, None, math.nan, 0.0, None, 2.5], pyarrow.float64()),
    }
    golden("nulls", nulls)
    golden("nulls-plain", nulls, use_dictionary=False)
    golden("nulls-v2", nulls, data_page_version="2.0")
    golden("nulls-v2-uncompressed", nulls, data_page_version="2.0", compression="none")
    empty = {"t": ([None] * 40, pyarrow.string()), "d": ([None] * 40, pyarrow.float64())}
    for version in ("1.0", "2.0"):
        for compression in ("none", "snappy", "gzip", "brotli"):
            name = f"all-null-v{version[0]}-{compression}"
            golden(name, empty, data_page_version=version, compression=compression)
    golden("one-distinct-value", {
        "t": (["same"] * 300, pyarrow.string()), "d": ([2.5] * 300, pyarrow.float64()),
    })
    golden("no-rows", {"t": ([], pyarrow.string()), "d": ([], pyarrow.float64())})
    golden("one-row", {"t": (["x"], pyarrow.string()), "d": ([1.0], pyarrow.float64())})
    golden("names-not-ascii", {"größe µ": ([1.5, 2.5], pyarrow.float64()), "名前": (["π≈3", "🙂", ][:2], pyarrow.string())})
    golden("large-strings", {"t": (["ab" * 50_000, "x", "cd" * 70_000, "x"], pyarrow.large_string())})
    golden("large-strings-plain", {"t": (["ab" * 50_000, "x", "cd" * 70_000, "x"], pyarrow.string())}, use_dictionary=False)
    golden("text-without-annotation", {"t": ([b"plain", b"bytes"], pyarrow.binary())})


def write_encodings():
    columns = melted(300)
    for compression in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
        for version in ("1.0", "2.0"):
            for use_dictionary in (True, False):
                encoding = "dictionary" if use_dictionary else "plain"
                golden(
                    f"melted-{compression}-v{version[0]}-{encoding}",
                    columns,
                    compression=compression,
                    data_page_version=version,
                    use_dictionary=use_dictionary,
                )
    # A dictionary that outgrows its page makes the writer go on in plain encoding within the chunk.
    many = {
        "t": ([f"text number {i % 900}" for i in range(3000)], pyarrow.string()),
        "d": ([math.sqrt(i) for i in range(3000)], pyarrow.float64()),
    }
    for version in ("1.0", "2.0"):
        golden(
            f"fallback-to-plain-v{version[0]}",
            many,
            data_page_version=version,
            dictionary_pagesize_limit=2000,
            data_page_size=1500,
            write_batch_size=64,
        )
    # Codes of 0 to 12 bits.
    for bits in (1, 2, 3, 7, 8, 9, 12):
        texts = [f"t{(i * 7919) % 2**bits}" for i in range(2 ** (bits + 1) + 5)]
        golden(f"codes-of-{bits}-bits", {"t": (texts, pyarrow.string())})


def write_layouts():
    columns = melted(300)
    golden("row-groups", columns, row_group_size=100)
    golden("pages", columns, data_page_size=200, write_batch_size=16)
    golden("pages-v2", columns, data_page_size=200, write_batch_size=16, data_page_version="2.0")
    golden("row-groups-and-pages", columns, row_group_size=300, data_page_size=200, write_batch_size=16)
    backwards = dict(reversed(columns.items()))
    golden("columns-in-another-order", backwards, wanted=list(columns))
    extra = {
        "flag": ([True, False], pyarrow.bool_()),
        "when": ([1, 2], pyarrow.timestamp("us")),
        "list": ([[1.5], []], pyarrow.list_(pyarrow.float64())),
        "d": ([1.0, 2.0], pyarrow.float64()),
        "struct": ([{"d": 9.0, "x": "a"}, None], pyarrow.struct({"d": pyarrow.float64(), "x": pyarrow.string()})),
        "t": (["a", "b"], pyarrow.string()),
        "price": ([decimal.Decimal("1.25"), None], pyarrow.decimal128(30, 2)),
        "day": ([datetime.date(2025, 1, 1), None], pyarrow.date32()),
        "blob": ([b"abcd", b"efgh"], pyarrow.binary(4)),
    }
    ignored = ["flag", "when", "list", "struct.d", "struct.x", "price", "day", "blob"]
    golden("extra-columns", extra, wanted=["t", "d"], ignored=ignored)


def write_other_writers():
    columns = melted(60)
    frame = pandas.DataFrame({name: values for name, (values, _) in columns.items()})
    gapped = frame[frame.index % 3 != 1]
    kept = {name: ([v for i, v in enumerate(values) if i % 3 != 1], kind) for name, (values, kind) in columns.items()}
    case("pandas-gapped-index", kept, list(kept), ["__index_level_0__"], gapped.to_parquet)
    for compression in ("snappy", "gzip", "brotli", "uncompressed", "zstd", "lz4_raw"):
        def write(path, compression=compression):
            source = pathlib.Path(path).with_name("source.parquet")
            frame.to_parquet(source)
            duckdb.sql(f"copy (from '{source}') to '{path}' (format parquet, compression {compression})")
            source.unlink()
        case(f"duckdb-{compression.replace('_', '-')}", columns, list(columns), [], write)
    def write_nulls(path):
        duckdb.sql(f"""copy (select case when i % 3 = 0 then null else 'name ' || (i % 5) end as t,
            case when i % 4 = 0 then null else i / 7.0::double end as d, i::integer as i, i::ubigint as u
            from range(5000) r(i)) to '{path}' (format parquet, row_group_size 2048)""")
    rows = range(5000)
    case("duckdb-nulls", {
        "t": ([None if i % 3 == 0 else f"name {i % 5}" for i in rows], pyarrow.string()),
        "d": ([None if i % 4 == 0 else i / 7.0 for i in rows], pyarrow.float64()),
        "i": (list(rows), pyarrow.int32()),
        "u": (list(rows), pyarrow.uint64()),
    }, ["t", "d", "i", "u"], [], write_nulls)


def write_refusals():
    text = {"t": (["a", "b", "a"], pyarrow.string())}
    refused("missing-column", text, "missing-column", 'has no column "d"', wanted={"t": "text", "d": "number"})
    wrong = {
        "text": (["1"], pyarrow.string(), "number", "UTF8"),
        "number": ([1.0], pyarrow.float64(), "text", "DOUBLE"),
        "integer": ([1], pyarrow.int16(), "text", "INT_16"),
        "boolean": ([True], pyarrow.bool_(), "number", "BOOLEAN"),
        "timestamp-ms": ([5], pyarrow.timestamp("ms"), "number", "TIMESTAMP_MILLIS"),
        "timestamp-us": ([5], pyarrow.timestamp("us"), "number", "TIMESTAMP_MICROS"),
        "timestamp-ns": ([5], pyarrow.timestamp("ns"), "number", "TIMESTAMP_NANOS"),
        "date": ([datetime.date(2025, 1, 1)], pyarrow.date32(), "number", "DATE"),
        "time-ns": ([5], pyarrow.time64("ns"), "number", "TIME_NANOS"),
        "fixed": ([b"abcd"], pyarrow.binary(4), "text", "FIXED_LEN_BYTE_ARRAY"),
        "list": ([[1.0, 2.0]], pyarrow.list_(pyarrow.float64()), "number", "LIST"),
        "struct": ([{"a": 1.0}], pyarrow.struct({"a": pyarrow.float64()}), "number", "a group"),
    }
    for name, (values, kind, wanted, stored) in wrong.items():
        refused(f"wrong-type-{name}", {"c": (values, kind)}, "wrong-type",
                f'column "c" is {stored}, where {wanted} is needed', wanted={"c": wanted})
    for name, kind, value in (
        ("int64", pyarrow.int64(), 2**53 + 1), ("int64-negative", pyarrow.int64(), -(2**53) - 1),
        ("int64-far", pyarrow.int64(), 2**62 + 512), ("uint64", pyarrow.uint64(), 2**64 - 1),
    ):
        for use_dictionary in (True, False):
            encoding = "dictionary" if use_dictionary else "plain"
            refused(f"too-wide-{name}-{encoding}", {"n": ([1, None, value, 4], kind)}, "inexact-value",
                    f'row 2, column "n" holds {value}, which a double cannot represent exactly', use_dictionary=use_dictionary)
    def write_twice(path):
        table = pyarrow.Table.from_arrays([pyarrow.array([1.0]), pyarrow.array(["a"]), pyarrow.array([2.0])], ["d", "t", "d"])
        pyarrow.parquet.write_table(table, path)
    error_case("column-twice", {"d": "number"}, "duplicate-key", 'has two columns "d"', write_twice)


def melted(count):
    rows = range(count)
    return {
        "params": ([("4M", "150M", "1B")[i % 3] for i in rows], pyarrow.string()),
        "data": ([PEOPLE[i // 40 % 4] for i in rows], pyarrow.string()),
        "step": ([float(1250 * (i // 3)) for i in rows], pyarrow.float64()),
        "tokens": ([65536 * i for i in rows], pyarrow.int64()),
        "compute": ([3.5e18 * i for i in rows], pyarrow.float64()),
        "metric": ([f"metric-{i // 100}" for i in rows], pyarrow.string()),
        "value": ([None if i % 11 == 5 else math.sin(i) for i in rows], pyarrow.float64()),
    }


if __name__ == "__main__":
    main()
