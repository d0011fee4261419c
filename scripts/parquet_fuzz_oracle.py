"""What a random Parquet file must be read as: pyarrow's reading of it, by the rules of docs/data.md."""

import datetime
import decimal
import json
import math

import duckdb
import polars
import pyarrow
import pyarrow.parquet

from parquet_fuzz_values import EPOCH, FIRST_MICROS, LAST_MICROS, has, is_list

MICROS_PER_DAY = 86_400_000_000


class Refusal(Exception):
    """A value or a type that is refused: its code, and the row where there is one."""

    def __init__(self, code, row=None):
        super().__init__(code)
        self.code = code
        self.row = row


def describe(path, is_duckdb):
    try:
        table = pyarrow.parquet.read_table(path)
    except OSError:  # Deltas of more bits than the integers have, as polars and DuckDB may write them.
        table = polars.read_parquet(path).to_arrow()
    if is_duckdb:
        table = correct_integers(table, path)
    columns = []
    refused = None
    for name in table.column_names:
        if name.startswith("__index_level_"):
            continue
        for column, kind, flat in flatten(name, table.column(name).combine_chunks()):
            try:
                check_type(kind)
                columns.append({"name": column, "type": str(kind), "values": flat, "kind": kind})
            except Refusal as refusal:
                refused = refused or {"code": refusal.code, "column": column}
    if refused:
        return {"error": refused}
    described = []
    for column in columns:
        try:
            described.append(describe_column(column))
        except Refusal as refusal:
            return {"error": {"code": refusal.code, "column": column["name"], "row": refusal.row}}
    return {"rows": table.num_rows, "columns": described}


def correct_integers(table, path):
    """DuckDB's own reading of its deltas of 32-bit integers, of which pyarrow gets those of more than 32 bits wrong."""
    for index, field in enumerate(table.schema):
        if has(field.type, lambda inner: inner in (pyarrow.int32(), pyarrow.uint32())):
            own = duckdb.sql(f"SELECT {field.name} FROM '{path}'").to_arrow_table().column(0)
            table = table.set_column(index, field.name, own)
    return table


def flatten(name, array):
    """The fields of structs as columns of their own, with a missing struct's fields missing."""
    kind = array.type
    if isinstance(kind, pyarrow.ExtensionType) or isinstance(kind, pyarrow.BaseExtensionType):
        kind = array.type
        if str(kind).startswith("extension<arrow.json"):
            yield name, "json", array.storage.to_pylist()
            return
        if "uuid" in str(kind):
            yield name, "uuid", []
            return
        array = array.storage
        kind = array.type
    if pyarrow.types.is_struct(kind):
        for index in range(kind.num_fields):
            yield from flatten(f"{name}.{kind.field(index).name}", array.flatten()[index])
        return
    if pyarrow.types.is_dictionary(kind):
        array = array.cast(kind.value_type)
        kind = array.type
    yield name, kind, plain(array)


def plain(array):
    """Python values; timestamps as integers of their unit, since Python has no nanoseconds."""
    kind = array.type
    if pyarrow.types.is_timestamp(kind) or pyarrow.types.is_date64(kind):
        return array.cast(pyarrow.int64()).to_pylist()
    if is_list(kind):
        values = array.flatten() if not pyarrow.types.is_fixed_size_list(kind) else None
        if values is None:
            return nest(array, array.to_pylist())
        flat = iter(plain(values))
        return [None if size is None else [next(flat) for _ in range(size)] for size in lengths(array)]
    return array.to_pylist()


def nest(array, lists):
    kind = array.type.value_type
    if pyarrow.types.is_timestamp(kind):
        lists = pyarrow.array(lists, pyarrow.list_(kind))
        return plain(lists)
    return lists


def lengths(array):
    return [None if not value.is_valid else len(value) for value in array]


def check_type(kind):
    if kind == "json":
        return
    if kind == "uuid":
        raise Refusal("wrong-type")
    types = pyarrow.types
    if is_list(kind):
        inner = kind.value_type
        if types.is_struct(inner) or types.is_map(inner):
            raise Refusal("wrong-type")
        check_type(inner)
        return
    if types.is_dictionary(kind):
        check_type(kind.value_type)
        return
    bad = types.is_duration(kind) or types.is_time(kind) or types.is_map(kind) or types.is_fixed_size_binary(kind)
    if bad or types.is_interval(kind) or types.is_struct(kind):
        raise Refusal("wrong-type")


def describe_column(column):
    name, kind, values = column["name"], column["kind"], column["values"]
    if kind == "json":
        return describe_json(name, values)
    cells = []
    for row, value in enumerate(values):
        try:
            cells.append(cell(value, kind, False))
        except Refusal as refusal:
            raise Refusal(refusal.code, row) from None
    return {"name": name, "kind": kind_of(kind, values), "cells": cells}


def kind_of(kind, values):
    types = pyarrow.types
    if is_list(kind):
        inner = kind.value_type
        is_number = types.is_integer(inner) or types.is_floating(inner) or types.is_decimal(inner) or types.is_null(inner)
        return "list" if is_number else "mixed"
    if types.is_null(kind) or types.is_boolean(kind):
        return "mixed"
    if types.is_timestamp(kind) or types.is_date(kind):
        return "timestamp"
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return "number"
    return "dictionary"


def cell(value, kind, in_list):
    """The cell that a value is served as, or a Refusal."""
    if value is None:
        return None
    types = pyarrow.types
    if is_list(kind):
        return [cell(item, kind.value_type, True) for item in value]
    if types.is_boolean(kind):
        return value
    if types.is_integer(kind):
        if int(float(value)) != value:
            raise Refusal("inexact-value")
        return encode(float(value))
    if types.is_floating(kind):
        return encode(float(value))
    if types.is_decimal(kind):
        number = float(value)
        if decimal.Decimal(repr(number)) != value and decimal.Decimal(number) != value:
            raise Refusal("inexact-value")
        return encode(number)
    if types.is_date32(kind):
        return timestamp((value - EPOCH.date()).days * MICROS_PER_DAY, in_list)
    if types.is_date64(kind):
        return timestamp(value * 1000, in_list)
    if types.is_timestamp(kind):
        scale = {"s": 1_000_000, "ms": 1000, "us": 1}.get(kind.unit)
        return timestamp(value // 1000 if scale is None else value * scale, in_list)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise Refusal("bad-value") from None
    return value


def timestamp(micros, in_list):
    if not FIRST_MICROS <= micros <= LAST_MICROS:
        raise Refusal("bad-value")
    epoch_ms = micros / 1000
    seconds = math.floor(epoch_ms / 1000)
    if seconds * 1_000_000 + math.floor((epoch_ms - seconds * 1000) * 1000 + 0.5) != micros:
        raise Refusal("inexact-value")
    if not in_list:
        return encode(epoch_ms)
    text = str(EPOCH + datetime.timedelta(microseconds=micros))
    return text.rstrip("0") if "." in text else text


def describe_json(name, texts):
    values = [None if text is None else json.loads(text) for text in texts]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {str}:
        kind = "dictionary"
    elif kinds and kinds <= {int, float}:
        kind = "number"
    else:
        kind = "mixed"
    return {"name": name, "kind": kind, "cells": [encode(value) for value in values]}


def encode(value):
    if isinstance(value, list):
        return [encode(item) for item in value]
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return None
    if math.isinf(value):
        return {"$number": "Infinity" if value > 0 else "-Infinity"}
    if value == 0 and math.copysign(1, value) < 0:
        return {"$number": "-0"}
    return value
