"""The folders of test/fixtures/parquet: how a case is named and saved."""

import json
import math
import pathlib

import pyarrow
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "parquet"


def golden(name, columns, is_nullable=True, wanted=None, ignored=(), **options):
    wanted = wanted or list(columns)
    case(name, columns, wanted, ignored, lambda path: write_arrow(path, columns, is_nullable, options))


def refused(name, columns, code, problem, wanted=None, **options):
    wanted = wanted or {column: kind_of(kind) for column, (_, kind) in columns.items()}
    error_case(name, wanted, code, problem, lambda path: write_arrow(path, columns, True, options))


def write_arrow(path, columns, is_nullable, options):
    fields = [pyarrow.field(column, kind, nullable=is_nullable) for column, (_, kind) in columns.items()]
    arrays = [pyarrow.array(values, kind) for values, kind in columns.values()]
    table = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
    pyarrow.parquet.write_table(table, path, **{"compression": "snappy", **options})


def case(name, columns, wanted, ignored, write):
    described = []
    for column in wanted:
        values, kind = columns[column]
        is_text = kind_of(kind) == "text"
        cells = [encode(value) for value in values]
        described.append({"name": column, "kind": "dictionary" if is_text else "number", "cells": cells})
    rows = len(next(iter(columns.values()))[0])
    wishes = [{"name": column, "kind": kind_of(columns[column][1])} for column in wanted]
    save(name, {"wanted": wishes, "rows": rows, "columns": described, "ignored": ignored}, write)


def error_case(name, wanted, code, problem, write):
    wishes = [{"name": column, "kind": kind} for column, kind in wanted.items()]
    save(f"refused-{name}", {"wanted": wishes, "error": {"code": code, "problem": problem}}, write)


def save(name, expected, write):
    folder = ROOT / name
    folder.mkdir(parents=True)
    write(str(folder / "input.parquet"))
    text = json.dumps(expected, ensure_ascii=False, allow_nan=False)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


def kind_of(kind):
    is_text = pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind) or pyarrow.types.is_binary(kind)
    return "text" if is_text else "number"


def encode(value):
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else {"$number": "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, float) and value == 0 and math.copysign(1, value) < 0:
        return {"$number": "-0"}
    return value


def frame_case(name, columns, write, ignored=()):
    """A file that is read whole; `columns` has the kind and the cells of each column."""
    described = [
        {"name": column, "kind": kind, "cells": [encode(value) for value in cells]}
        for column, (kind, cells) in columns.items()
    ]
    rows = len(described[0]["cells"])
    save(name, {"rows": rows, "columns": described, "ignored": list(ignored)}, write)


def frame_refusal(name, code, problem, write):
    save(f"refused-{name}", {"error": {"code": code, "problem": problem}}, write)


def arrow(columns, **options):
    """Writes columns of Arrow types and their values."""
    table = pyarrow.table({name: pyarrow.array(values, kind) for name, (kind, values) in columns.items()})
    return lambda path: pyarrow.parquet.write_table(table, path, **options)
