"""The cases that are refused when they are read whole."""

import decimal

import pandas
import pyarrow

from parquet_fixture_cases import arrow, frame_refusal
from parquet_fixture_rewriting import state_rows


def write_frame_refusals():
    text = (pyarrow.string(), ["a", "b"])

    def refused(name, code, problem, kind, values, **options):
        frame_refusal(name, code, problem, arrow({"t": text, "c": (kind, values)}, **options))

    carried = "which no column can carry"
    refused("duration", "wrong-type", f'column "c" is a duration, {carried}', pyarrow.duration("ns"), [1, None])
    refused("list-of-durations", "wrong-type", f'column "c" is a duration, {carried}',
            pyarrow.list_(pyarrow.duration("us")), [[1], None])
    for name, what, values in (
        ("pandas-period", "a period of pandas", pandas.period_range("2025-01", periods=2, freq="M")),
        ("pandas-interval", "an interval of pandas", pandas.interval_range(0, 2)),
    ):
        frame_refusal(name, "wrong-type", f'column "c" is {what}, {carried}', pandas.DataFrame({"c": values}).to_parquet)
    refused("time", "wrong-type", f'column "c" is TIME_MICROS, {carried}', pyarrow.time64("us"), [1, None])
    refused("map", "wrong-type", f'column "c" is MAP, {carried}', pyarrow.map_(pyarrow.string(), pyarrow.int32()), [[("a", 1)], None])
    refused("list-of-structs", "wrong-type", f'column "c" is a list of groups, {carried}',
            pyarrow.list_(pyarrow.struct({"a": pyarrow.int32(), "b": pyarrow.int32()})), [[{"a": 1, "b": 2}], None])
    refused("fixed-bytes", "wrong-type", f'column "c" is FIXED_LEN_BYTE_ARRAY, {carried}', pyarrow.binary(2), [b"ab", None])
    refused("uuid", "wrong-type", f'column "c" is UUID, {carried}', pyarrow.uuid(), [b"abcdabcdabcdabcd", None])
    for name, values, options in (
        ("dictionary", [b"caf\xe9", None], {}), ("plain", [None, b"caf\xe9"], {"use_dictionary": False}),
    ):
        row = 1 - values.index(None)
        refused(f"not-utf8-{name}", "bad-value", f'row {row}, column "c" holds "caf\\xe9", which is not UTF-8',
                pyarrow.binary(), values, **options)
    refused("not-utf8-in-list", "bad-value", 'row 1, column "c" holds "\\x80", which is not UTF-8',
            pyarrow.list_(pyarrow.binary()), [[b"a"], [b"b", b"\x80"]])
    inexact = "which a double cannot represent exactly"
    refused("timestamp-too-fine", "inexact-value", f'row 1, column "c" holds the timestamp 9999-12-31 23:59:59.999999, {inexact}',
            pyarrow.timestamp("us"), [0, 253_402_300_799_999_999])
    refused("timestamp-beyond-years", "bad-value",
            'row 1, column "c" holds a timestamp of 253402300800000 milliseconds since 1970, which is outside the years 1 to 9999',
            pyarrow.timestamp("ms"), [0, 253_402_300_800_000])
    refused("decimal-too-fine", "inexact-value", f'row 1, column "c" holds 0.12345678901234567890, {inexact}',
            pyarrow.decimal128(30, 20), [decimal.Decimal("0.5"), decimal.Decimal("0.12345678901234567890")])
    refused("json-integer", "inexact-value", f'row 1, column "c" holds 9007199254740993, {inexact}',
            pyarrow.json_(), ['"9007199254740993"', '["x", [9007199254740993]]'])
    refused("json-beyond-doubles", "inexact-value", f'row 0, column "c" holds 1e400, {inexact}', pyarrow.json_(), ["1e400", "1"])
    refused("json-object", "bad-value", 'row 1, column "c" holds a JSON object, where only plain values and lists fit: "{\\"a\\":1}"',
            pyarrow.json_(), ["1", '{"a":1}'])

    def write_many(path):
        arrow({"c": (pyarrow.float64(), [None] * 9)})(path)
        state_rows(path, 70_000_000)

    frame_refusal("too-many-rows", "too-many-values",
                  "has 70000000 rows and may have 33554432 values, the maximum for a file of 371 bytes", write_many)
    long = "\x1b[31m" + "n" * 100_000
    shown = '"\\u001b[31m' + "n" * 95 + '…"'
    frame_refusal("long-name", "wrong-type", f"column {shown} is TIME_MILLIS, {carried}",
                  arrow({long: (pyarrow.time32("ms"), [1])}, store_schema=False, write_statistics=False, compression="zstd"))
