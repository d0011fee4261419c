"""The cases that are read whole, as comparisons are: types, encodings and writers that the evaluations do not need."""

import datetime
import decimal

import duckdb
import fastparquet
import numpy
import pandas
import polars
import pyarrow
import pyarrow.parquet

from parquet_fixture_cases import arrow, frame_case
from parquet_fixture_rewriting import frame_as_hadoop, keep_logical_types_alone

NANOS = [1_767_225_599_999_999_900, None, -1, 0, 1_757_698_092_250_000_000]
NANOS_MS = [1_767_225_599_999.999, None, -0.001, 0.0, 1_757_698_092_250.0]
MICROS = [253_402_300_799_999_000, None, -1, -62_135_596_800_000_000, 1_757_698_092_123_456]
MICROS_MS = [253_402_300_799_999.0, None, -0.001, -62_135_596_800_000.0, 1_757_698_092_123.456]


def write_frames():
    write_scalars()
    write_decimals()
    write_nests()
    write_encodings()
    write_writers()


def write_scalars():
    times = {
        "ms": (pyarrow.timestamp("ms"), [1_757_698_092_250, None, -1]),
        "us": (pyarrow.timestamp("us"), [1_757_698_092_123_456, None, -1]),
        "zone": (pyarrow.timestamp("us", tz="Europe/Berlin"), [0, None, 3_600_000_000]),
        "day": (pyarrow.date32(), [datetime.date(2025, 9, 12), None, datetime.date(1, 1, 1)]),
    }
    read = {
        "ms": ("timestamp", [1_757_698_092_250.0, None, -1.0]),
        "us": ("timestamp", [1_757_698_092_123.456, None, -0.001]),
        "zone": ("timestamp", [0.0, None, 3_600_000.0]),
        "day": ("timestamp", [1_757_635_200_000.0, None, -62_135_596_800_000.0]),
    }
    frame_case("timestamps", read, arrow(times))
    frame_case("timestamps-plain-v2", read, arrow(times, use_dictionary=False, data_page_version="2.0"))
    nanos = {"ns": (pyarrow.timestamp("ns"), NANOS)}
    frame_case("timestamps-nanoseconds", {"ns": ("timestamp", NANOS_MS)}, arrow(nanos))
    for use_dictionary in (True, False):
        frame_case(
            f"timestamps-int96-{'dictionary' if use_dictionary else 'plain'}",
            {"ns": ("timestamp", NANOS_MS)},
            arrow(nanos, use_deprecated_int96_timestamps=True, use_dictionary=use_dictionary),
        )
    frame_case("timestamps-far", {"us": ("timestamp", MICROS_MS)}, arrow({"us": (pyarrow.timestamp("us"), MICROS)}))
    flags = [None if i % 7 == 3 else i % 3 == 0 or i > 200 for i in range(300)]
    frame_case("booleans", {"b": ("mixed", flags)}, arrow({"b": (pyarrow.bool_(), flags)}))
    runs = arrow({"b": (pyarrow.bool_(), flags)}, use_dictionary=False, column_encoding={"b": "RLE"}, data_page_version="2.0")
    frame_case("booleans-in-runs", {"b": ("mixed", flags)}, runs)
    halves = [1.5, None, -0.0, 65504.0, 5.960464477539063e-08, float("inf"), float("nan")]
    half_array = [None if half is None else numpy.float16(half) for half in halves]
    for split in (True, False):
        options = {"use_dictionary": False, "column_encoding": {"h": "BYTE_STREAM_SPLIT"}} if split else {}
        name = "halves-split" if split else "halves"
        frame_case(name, {"h": ("number", halves)}, arrow({"h": (pyarrow.float16(), half_array)}, **options))
    frame_case(
        "nothing-but-nulls",
        {"n": ("mixed", [None, None]), "d": ("number", [None, None]), "t": ("dictionary", [None, None]),
         "w": ("timestamp", [None, None]), "b": ("mixed", [None, None]), "e": ("list", [[], None]), "f": ("list", [[None], []])},
        arrow({
            "n": (pyarrow.null(), [None, None]), "d": (pyarrow.float64(), [None, None]), "t": (pyarrow.string(), [None, None]),
            "w": (pyarrow.timestamp("us"), [None, None]), "b": (pyarrow.bool_(), [None, None]),
            "e": (pyarrow.list_(pyarrow.null()), [[], None]), "f": (pyarrow.list_(pyarrow.null()), [[None], []]),
        }),
    )
    unsigned = {
        "u8": (pyarrow.uint8(), [0, 255]), "u32": (pyarrow.uint32(), [2**32 - 1, 1]), "u64": (pyarrow.uint64(), [2**63, 1]),
        "i16": (pyarrow.int16(), [-(2**15), 1]), "t": (pyarrow.string(), ["a", "b"]),
        "w": (pyarrow.timestamp("ms"), [5, 6]), "day": (pyarrow.date32(), [datetime.date(1970, 1, 2), datetime.date(1970, 1, 1)]),
        "price": (pyarrow.decimal128(9, 2), [decimal.Decimal("1.25"), decimal.Decimal("-0.5")]),
    }

    def write_logical(path):
        arrow(unsigned)(path)
        keep_logical_types_alone(path)

    frame_case("logical-types-alone", {
        "u8": ("number", [0, 255]), "u32": ("number", [2**32 - 1, 1]), "u64": ("number", [2**63, 1]),
        "i16": ("number", [-(2**15), 1]), "t": ("dictionary", ["a", "b"]), "w": ("timestamp", [5, 6]),
        "day": ("timestamp", [86_400_000, 0]), "price": ("number", [1.25, -0.5]),
    }, write_logical)
    frame_case("json", {
        "cells": ("mixed", ["6250", 29052, None, [1, "a", None], True, 9007199254740992, [[2**60]]]),
    }, arrow({"cells": (pyarrow.json_(), ['"6250"', "29052", None, '[1, "a", null]', "true", "9007199254740992", "[[1152921504606846976]]"])}))
    frame_case("binary-of-text", {"t": ("dictionary", ["π≈3", None, "\ufffd"])},
               arrow({"t": (pyarrow.binary(), ["π≈3".encode(), None, "\ufffd".encode()])}))


def write_decimals():
    texts = {
        (5, 2): ["1.25", None, "-0.01", "999.99"],
        (18, 4): ["12345678901.2345", None, "-0.0001"],
        (38, 0): ["1208925819614629174706176", None, "-7", "1000000000000000000000000"],
        (38, 18): ["0.100000000000000000", None, "1234.567800000000000000"],
    }
    for (precision, scale), values in texts.items():
        cells = [None if text is None else float(text) for text in values]
        decimals = [None if text is None else decimal.Decimal(text) for text in values]
        columns = {"price": (pyarrow.decimal128(precision, scale), decimals)}
        read = {"price": ("number", cells)}
        frame_case(f"decimals-{precision}-{scale}", read, arrow(columns))
        if precision <= 18:
            frame_case(f"decimals-{precision}-{scale}-integers", read, arrow(columns, store_decimal_as_integer=True))
    split = {"price": (pyarrow.decimal128(20, 3), [decimal.Decimal(i) / 8 for i in range(40)])}
    for encoding in ("BYTE_STREAM_SPLIT", "DELTA_BYTE_ARRAY"):
        frame_case(
            f"decimals-{encoding.lower().replace('_', '-')}",
            {"price": ("number", [i / 8 for i in range(40)])},
            arrow(split, use_dictionary=False, column_encoding={"price": encoding}),
        )


def write_nests():
    kind = pyarrow.struct({
        "d": pyarrow.float64(), "t": pyarrow.string(), "inner": pyarrow.struct({"n": pyarrow.int32()}),
        "list": pyarrow.list_(pyarrow.float64()),
    })
    values = [
        {"d": 9.0, "t": "a", "inner": {"n": 1}, "list": [1.5, None]},
        None,
        {"d": None, "t": "b", "inner": None, "list": []},
        {"d": 2.0, "t": None, "inner": {"n": None}, "list": None},
    ]
    read = {
        "s.d": ("number", [9.0, None, None, 2.0]),
        "s.t": ("dictionary", ["a", None, "b", None]),
        "s.inner.n": ("number", [1, None, None, None]),
        "s.list": ("list", [[1.5, None], None, [], None]),
    }
    frame_case("structs", read, arrow({"s": (kind, values)}))
    frame_case("structs-v2", read, arrow({"s": (kind, values)}, data_page_version="2.0", use_dictionary=False))
    lists = {
        "texts": (pyarrow.list_(pyarrow.string()), [["a", None, "b"], [], None, ["a"]]),
        "flags": (pyarrow.list_(pyarrow.bool_()), [[True], None, [None, False], []]),
        "times": (pyarrow.list_(pyarrow.timestamp("us")), [[1_757_698_092_250_000, None], [], None, [0]]),
        "nested": (pyarrow.list_(pyarrow.list_(pyarrow.int64())), [[[1, 2], [], None], [], None, [[3, None]]]),
        "fixed": (pyarrow.list_(pyarrow.float64(), 2), [[1.0, 2.0], [3.0, None], [5.0, 6.0], [7.0, 8.0]]),
    }
    read = {name: ("mixed", cells) for name, (_, cells) in lists.items()}
    read["times"] = ("mixed", [["2025-09-12 17:28:12.25", None], [], None, ["1970-01-01 00:00:00"]])
    read["fixed"] = ("list", lists["fixed"][1])
    frame_case("lists", read, arrow(lists))
    many = [[f"t{i % 5}"] * (i % 4) for i in range(300)]
    frame_case("lists-over-pages", {"t": ("mixed", many)}, arrow(
        {"t": (pyarrow.list_(pyarrow.string()), many)},
        data_page_size=50, write_batch_size=7, row_group_size=90, use_dictionary=False,
    ))
    frame_case("lists-without-compliant-names", {"t": ("mixed", [["a"], []]), "d": ("list", [[1.5], []])}, arrow(
        {"t": (pyarrow.list_(pyarrow.string()), [["a"], []]), "d": (pyarrow.list_(pyarrow.float64()), [[1.5], []])},
        use_compliant_nested_type=False,
    ))


def write_encodings():
    counts = [None if i % 13 == 5 else (i * i * (-1) ** i) + (2**40 if i % 31 == 0 else 0) for i in range(500)]
    small = [i % 17 - 8 for i in range(500)]
    wild = [(-1) ** i * (2**62 - 2 ** (i % 10 + 52)) for i in range(300)]
    texts = [None if i % 11 == 3 else f"run/{i // 10:04}/seed-{i % 3}" for i in range(500)]
    doubles = [None if i % 7 == 2 else i / 7 for i in range(500)]
    cases = [
        ("DELTA_BINARY_PACKED", pyarrow.int64(), counts, "number"),
        ("DELTA_BINARY_PACKED", pyarrow.int32(), small, "number"),
        ("DELTA_BINARY_PACKED", pyarrow.int64(), wild, "number"),
        ("DELTA_LENGTH_BYTE_ARRAY", pyarrow.string(), texts, "dictionary"),
        ("DELTA_BYTE_ARRAY", pyarrow.string(), texts, "dictionary"),
        ("BYTE_STREAM_SPLIT", pyarrow.float64(), doubles, "number"),
        ("BYTE_STREAM_SPLIT", pyarrow.float32(), [i / 8 for i in range(500)], "number"),
        ("BYTE_STREAM_SPLIT", pyarrow.int32(), small, "number"),
        ("BYTE_STREAM_SPLIT", pyarrow.int64(), counts, "number"),
    ]
    for number, (encoding, kind, values, read_kind) in enumerate(cases):
        for version in ("1.0", "2.0"):
            frame_case(
                f"encoding-{encoding.lower().replace('_', '-')}-{number}-v{version[0]}",
                {"c": (read_kind, values)},
                arrow({"c": (kind, values)}, use_dictionary=False, column_encoding={"c": encoding},
                      data_page_version=version, data_page_size=1000, write_batch_size=100),
            )

    def write_hadoop(path):
        arrow({"c": (pyarrow.string(), texts), "d": (pyarrow.float64(), doubles)}, compression="lz4")(path)
        frame_as_hadoop(path)

    frame_case("compression-lz4-of-hadoop", {"c": ("dictionary", texts), "d": ("number", doubles)}, write_hadoop)


def write_writers():
    rows = range(400)
    names = [None if i % 9 == 4 else f"run {i // 7}" for i in rows]
    doubles = [None if i % 5 == 1 else i / 7 for i in rows]
    flags = [i % 3 == 0 for i in rows]
    lists = [[i / 2] * (i % 3) for i in rows]
    times = [datetime.datetime(2025, 9, 12, 17, 28, 12) + datetime.timedelta(seconds=i) for i in rows]
    read = {
        "t": ("dictionary", names), "d": ("number", doubles), "i": ("number", list(rows)), "b": ("mixed", flags),
        "l": ("list", lists), "w": ("timestamp", [1_757_698_092_000.0 + 1000 * i for i in rows]),
    }
    frame = polars.DataFrame({"t": names, "d": doubles, "i": list(rows), "b": flags, "l": lists, "w": times})
    frame_case("polars", read, lambda path: frame.write_parquet(path))
    frame_case("polars-lz4", read, lambda path: frame.write_parquet(path, compression="lz4", row_group_size=150))
    source = frame.to_arrow()
    for version in ("V1", "V2"):
        for compression in ("zstd", "lz4_raw"):
            def write(path, version=version, compression=compression):
                connection = duckdb.connect()
                connection.register("source", source)
                connection.execute(f"COPY (FROM source) TO '{path}' (FORMAT parquet, COMPRESSION {compression}, PARQUET_VERSION {version})")
            frame_case(f"duckdb-{version.lower()}-{compression.replace('_', '-')}", read, write)
    series = pandas.DataFrame({"t": names, "d": doubles, "i": list(rows), "b": flags, "w": pandas.to_datetime(times)})
    flat = {name: column for name, column in read.items() if name != "l"}
    for times_as in ("int64", "int96"):
        frame_case(f"fastparquet-{times_as}", flat, lambda path, times_as=times_as: fastparquet.write(
            path, series, compression="ZSTD", times=times_as, write_index=False))
    indexed = pandas.DataFrame(
        {"d": [1.5, 2.5]}, index=pandas.MultiIndex.from_tuples([("a", 1), ("b", 2)]),
    )
    frame_case("pandas-unnamed-index-of-two-levels", {"d": ("number", [1.5, 2.5])}, indexed.to_parquet,
               ["__index_level_0__", "__index_level_1__"])
