"""Writes random Parquet files by pyarrow, polars, DuckDB and fastparquet, and what reading them must give.

    pip install -r scripts/requirements-parquet-fixtures.txt
    python3 scripts/fuzz_parquet.py FOLDER [COUNT] [SEED]
    PARQUET_FUZZ=FOLDER npm run test:exhaustive

Every file has an `expected.json` beside it, of the form that make_parquet_fixtures.py describes. pyarrow's own reading
is the oracle, turned into cells by the rules of docs/data.md.
"""

import datetime
import decimal
import json
import math
import pathlib
import random
import sys

import duckdb
import fastparquet
import pandas
import polars
import pyarrow
import pyarrow.parquet

CODECS = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]
EPOCH = datetime.datetime(1970, 1, 1)
MICROS_PER_DAY = 86_400_000_000
FIRST_MICROS = (datetime.datetime(1, 1, 1) - EPOCH) // datetime.timedelta(microseconds=1)
LAST_MICROS = (datetime.datetime.max - EPOCH) // datetime.timedelta(microseconds=1)
FAR_MICROS = [2**63 - 1, 2**62, LAST_MICROS, LAST_MICROS + 1, -FIRST_MICROS]
WORDS = ["", "C4", "Dolma1.7", "Falcon+CC (QC 10%)", "größe µ", "π≈3", "🙂", "a" * 200, "\ufffd", "x\x00y", "line\nbreak"]


class Refusal(Exception):
    """A value or a type that is refused: its code, and the row where there is one."""

    def __init__(self, code, row=None):
        super().__init__(code)
        self.code = code
        self.row = row


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


# ---- what a file must be read as


def describe(path, is_duckdb):
    try:
        table = pyarrow.parquet.read_table(path)
    except OSError:  # Deltas of more bits than the integers have, as polars and DuckDB may write them.
        table = polars.read_parquet(path).to_arrow()
    if is_duckdb:
        table = correct_unsigned(table, path)
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


def correct_unsigned(table, path):
    """DuckDB's own reading of its deltas of unsigned integers, which pyarrow takes for signed ones."""
    for index, field in enumerate(table.schema):
        if has(field.type, lambda inner: inner == pyarrow.uint32()):
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


def is_list(kind):
    return isinstance(kind, pyarrow.DataType) and (
        pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind) or pyarrow.types.is_fixed_size_list(kind)
    )


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


# ---- random values


def random_integer(source, low, high):
    choice = source.random()
    if choice < 0.3:
        return source.randint(max(low, -5), min(high, 5))
    if choice < 0.4:
        return source.choice([low, high, max(low, -1), 0])
    if choice < 0.9 or high < 2**53:
        return source.randint(max(low, -(2**53)), min(high, 2**53))
    # Beyond 2^53, some exact and some not.
    shift = source.choice([0, 1, 10, 12])
    return max(low, min(high, source.randint(2**53, 2**56) >> shift << shift))


def random_double(source):
    choice = source.random()
    if choice < 0.1:
        return source.choice([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308])
    return source.gauss(0, 10 ** source.randint(-5, 20)) if choice < 0.7 else float(source.randint(-9, 9))


def random_type(source, depth=0):
    """A type and a function that makes its values."""
    simple = [
        *[(getattr(pyarrow, f"int{bits}")(), lambda bits=bits: random_integer(source, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)) for bits in (8, 16, 32, 64, 64)],
        *[(getattr(pyarrow, f"uint{bits}")(), lambda bits=bits: random_integer(source, 0, 2**bits - 1)) for bits in (8, 16, 32, 64)],
        (pyarrow.float64(), lambda: random_double(source)),
        (pyarrow.float64(), lambda: random_double(source)),
        (pyarrow.float32(), lambda: random_double(source)),
        (pyarrow.float16(), lambda: source.choice([0.0, -0.0, 1.5, -2.25, 65504.0, 6e-8, math.inf, math.nan])),
        (pyarrow.bool_(), lambda: source.random() < 0.5),
        (pyarrow.string(), lambda: random_text(source)),
        (pyarrow.string(), lambda: f"run {source.randint(0, 10**6):09}"),
        (pyarrow.large_string(), lambda: random_text(source)),
        (pyarrow.dictionary(pyarrow.int32(), pyarrow.string()), lambda: random_text(source)),
        (pyarrow.binary(), lambda: random_text(source).encode() if source.random() < 0.999 else b"caf\xe9"),
        (pyarrow.null(), lambda: None),
        (pyarrow.date32(), lambda: datetime.date(1970, 1, 1) + datetime.timedelta(days=source.randint(-9000, 40000))),
        (pyarrow.timestamp("s"), lambda: source.randint(-10**9, 4 * 10**9)),
        (pyarrow.timestamp("ms", tz=source.choice([None, "UTC"])), lambda: source.randint(-10**12, 4 * 10**12)),
        (pyarrow.timestamp("us", tz=source.choice([None, "Europe/Berlin"])), lambda: random_micros(source)),
        (pyarrow.timestamp("ns"), lambda: source.randint(-10**18, 4 * 10**18)),
        random_decimal(source),
        random_decimal(source),
    ]
    rare = [
        (pyarrow.duration("us"), lambda: source.randint(0, 10**9)),
        (pyarrow.time32("ms"), lambda: source.randint(0, 86_399_999)),
        (pyarrow.time64("us"), lambda: source.randint(0, 86_399_999_999)),
        (pyarrow.binary(5), lambda: b"abcde"),
        (pyarrow.map_(pyarrow.string(), pyarrow.int32()), lambda: [("a", 1)]),
        (pyarrow.list_(pyarrow.struct({"a": pyarrow.int32()})), lambda: [{"a": 1}]),
    ]
    choice = source.random()
    if choice < 0.01:
        return source.choice(rare)
    if choice > 0.75 and depth < 3:
        inner, make = random_type(source, depth + 1)
        if pyarrow.types.is_dictionary(inner):
            inner = inner.value_type
        make_some = lambda: None if source.random() < 0.2 else make()
        if source.random() < 0.6 or depth > 0:
            kind = source.choice([pyarrow.list_, pyarrow.list_, pyarrow.large_list])(inner)
            return kind, lambda: [make_some() for _ in range(source.choice([0, 1, 2, 5]))]
        other, make_other = random_type(source, 3)
        kind = pyarrow.struct({"a": inner, "b.c": other})
        return kind, lambda: {"a": make_some(), "b.c": None if source.random() < 0.2 else make_other()}
    return source.choice(simple)


def random_text(source):
    return source.choice(WORDS) if source.random() < 0.8 else "".join(source.choice("ab ") for _ in range(source.randint(0, 30)))


def random_micros(source):
    if source.random() < 0.002:
        return source.choice(FAR_MICROS) * source.choice([1, -1])
    return source.randint(-10**15, 4 * 10**15)


def random_decimal(source):
    precision = source.choice([4, 9, 15, 17, 18, 30, 38, 60])
    scale = source.randint(0, min(precision, 20))
    # Mostly of as many digits as doubles carry.
    digits = min(precision, 15) if source.random() < 0.8 else precision
    kind = pyarrow.decimal128(precision, scale) if precision <= 38 else pyarrow.decimal256(precision, scale)

    def make():
        with decimal.localcontext(decimal.Context(prec=100)):
            return decimal.Decimal(source.randint(-(10**digits) + 1, 10**digits - 1)).scaleb(-scale)

    return kind, make


def random_columns(source, make_type=random_type):
    rows = source.choice([0, 1, 2, 7, 100, 100, 1000, 3000])
    columns = {}
    for index in range(source.randint(1, 6)):
        kind, make = make_type(source)
        null_share = source.choice([0, 0, 0.1, 0.5, 0.99, 1])
        pool = [make() for _ in range(source.choice([1, 3, 50]))] if source.random() < 0.4 else None
        values = [
            None if source.random() < null_share else (source.choice(pool) if pool else make()) for _ in range(rows)
        ]
        if source.random() < 0.2 and not pyarrow.types.is_nested(kind) and not pyarrow.types.is_dictionary(kind):
            values = sorted(values, key=lambda value: (value is None, str(value)))
        columns[f"c{index}"] = (kind, values)
    return columns


# ---- writers


def encodings_of(kind, version):
    types = pyarrow.types
    if types.is_integer(kind) or types.is_date32(kind) or types.is_timestamp(kind):
        return ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]
    if types.is_string(kind) or types.is_large_string(kind) or types.is_binary(kind):
        return ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]
    if types.is_float32(kind) or types.is_float64(kind) or types.is_float16(kind):
        return ["PLAIN", "BYTE_STREAM_SPLIT"]
    if types.is_decimal(kind):
        return ["PLAIN", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"]
    if types.is_boolean(kind):
        return ["PLAIN", "RLE"]
    return ["PLAIN"]


def write_pyarrow(source, path):
    is_int96 = source.random() < 0.2
    columns = random_columns(source)
    if is_int96 and any(is_far(value) for _, values in columns.values() for value in values):
        is_int96 = False  # pyarrow reads INT96 as nanoseconds in 64 bits.
    fields, arrays = [], []
    for name, (kind, values) in columns.items():
        nullable = None in values or pyarrow.types.is_null(kind) or source.random() < 0.5
        fields.append(pyarrow.field(name, kind, nullable=nullable))
        arrays.append(make_array(values, kind))
    table = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
    options = {
        "compression": source.choice(CODECS),
        "data_page_version": source.choice(["1.0", "2.0"]),
        "version": source.choice(["1.0", "2.4", "2.6"]),
        "row_group_size": source.choice([None, 50, 700]),
        "data_page_size": source.choice([None, 100, 2000]),
        "write_batch_size": source.choice([None, 16, 256]),
        "dictionary_pagesize_limit": source.choice([None, 300]),
        "store_schema": source.random() < 0.7,
        "use_compliant_nested_type": source.random() < 0.7,
        "write_page_checksum": source.random() < 0.3,
        "write_page_index": source.random() < 0.3,
        "use_deprecated_int96_timestamps": is_int96,
        "store_decimal_as_integer": source.random() < 0.3,
    }
    if source.random() < 0.5:
        options["use_dictionary"] = True
    else:
        options["use_dictionary"] = False
        version = options["data_page_version"]
        chosen = {}
        for field in fields:
            for leaf in leaf_paths(field):
                path_name, kind = leaf
                is_int96 = options["use_deprecated_int96_timestamps"] and pyarrow.types.is_timestamp(kind)
                is_int_decimal = options["store_decimal_as_integer"] and pyarrow.types.is_decimal(kind)
                if not is_int96 and not is_int_decimal:
                    chosen[path_name] = source.choice(encodings_of(kind, version))
        if not options["use_compliant_nested_type"]:
            chosen = {name.replace(".element", ".item"): encoding for name, encoding in chosen.items()}
        options["column_encoding"] = chosen
    options = {name: value for name, value in options.items() if value is not None}
    pyarrow.parquet.write_table(table, path, **options)
    return options


def is_far(value):
    if isinstance(value, list):
        return any(is_far(item) for item in value)
    if isinstance(value, dict):
        return any(is_far(item) for item in value.values())
    return isinstance(value, int) and abs(value) in FAR_MICROS


def make_array(values, kind):
    if pyarrow.types.is_dictionary(kind):
        return pyarrow.array(values, kind.value_type).dictionary_encode()
    if pyarrow.types.is_float16(kind):
        import numpy

        return pyarrow.array([None if value is None else numpy.float16(value) for value in values], kind)
    return pyarrow.array(convert(values, kind), kind)


def convert(value, kind):
    """numpy's halves, which pyarrow wants, wherever they are in a value."""
    if isinstance(value, list) and not pyarrow.types.is_map(kind):
        inner = kind.value_type if is_list(kind) else kind
        return [convert(item, inner) for item in value]
    if isinstance(value, dict):
        return {name: convert(item, kind.field(name).type) for name, item in value.items()}
    if isinstance(value, float) and pyarrow.types.is_float16(kind):
        import numpy

        return numpy.float16(value)
    return value


def leaf_paths(field, prefix=""):
    kind, name = field.type, prefix + field.name
    if is_list(kind):
        yield from leaf_paths(pyarrow.field("element", kind.value_type), f"{name}.list.")
    elif pyarrow.types.is_struct(kind):
        for index in range(kind.num_fields):
            yield from leaf_paths(kind.field(index), f"{name}.")
    elif not pyarrow.types.is_map(kind) and not pyarrow.types.is_dictionary(kind):
        yield name, kind


def random_shared_type(source, depth=0):
    """Types that other writers take from Arrow without loss."""
    while True:
        kind, make = random_type(source, depth)
        if not has(kind, lambda inner: pyarrow.types.is_float16(inner) or pyarrow.types.is_map(inner) or pyarrow.types.is_decimal256(inner)):
            return kind, make


def has(kind, test):
    if test(kind):
        return True
    if is_list(kind):
        return has(kind.value_type, test)
    if pyarrow.types.is_struct(kind):
        return any(has(kind.field(index).type, test) for index in range(kind.num_fields))
    return False


def make_table(columns):
    return pyarrow.table({name: make_array(values, kind) for name, (kind, values) in columns.items()})


def write_polars(source, path):
    frame = polars.from_arrow(make_table(random_columns(source, random_shared_type)))
    options = {
        "compression": source.choice(["zstd", "zstd", "lz4", "snappy", "gzip", "brotli", "uncompressed"]),
        "row_group_size": source.choice([None, 50, 700]),
        "data_page_size": source.choice([None, 100, 2000]),
        "statistics": source.random() < 0.5,
    }
    frame.write_parquet(path, **options)
    return options


def write_duckdb(source, path):
    columns = random_columns(source, random_shared_type)
    names = {name for name, (kind, _) in columns.items() if has(kind, lambda inner: pyarrow.types.is_null(inner) or pyarrow.types.is_duration(inner))}
    columns = {name: column for name, column in columns.items() if name not in names} or {"c0": (pyarrow.int32(), [1])}
    table = make_table(columns)
    codec = source.choice(["zstd", "lz4", "lz4_raw", "snappy", "gzip", "brotli", "uncompressed"])
    options = [f"COMPRESSION {codec}", f"PARQUET_VERSION {source.choice(['V1', 'V2'])}"]
    if source.random() < 0.5:
        options.append("ROW_GROUP_SIZE 2048")
    if source.random() < 0.3:
        options.append("DICTIONARY_SIZE_LIMIT 2")
    connection = duckdb.connect()
    connection.register("source", table)
    connection.execute(f"COPY (FROM source) TO '{path}' (FORMAT parquet, {', '.join(options)})")
    return options


def write_fastparquet(source, path):
    rows = source.choice([0, 1, 100, 1000])
    gap = source.choice([0, 0.3])
    some = lambda make: [None if source.random() < gap else make() for _ in range(rows)]
    frame = pandas.DataFrame({
        "t": pandas.Series(some(lambda: random_text(source)), dtype=object),
        "d": pandas.Series([random_double(source) for _ in range(rows)], dtype="float64"),
        "i": pandas.Series([source.randint(-(2**31), 2**31 - 1) for _ in range(rows)], dtype="int64"),
        "n": pandas.Series(some(lambda: source.randint(-100, 100)), dtype="Int32"),
        "b": pandas.Series([source.random() < 0.5 for _ in range(rows)], dtype="bool"),
        "c": pandas.Series(some(lambda: source.choice(WORDS)), dtype=object).astype("category"),
        "w": pandas.to_datetime(pandas.Series([source.randint(0, 2 * 10**15) for _ in range(rows)], dtype="int64"), unit="us"),
    })
    options = {
        "compression": source.choice(["SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4_RAW", "UNCOMPRESSED"]),
        "times": source.choice(["int64", "int96"]),
        "row_group_offsets": source.choice([50, 10**6]),
        "write_index": False,
    }
    fastparquet.writer.DATAPAGE_VERSION = source.choice([1, 2])
    fastparquet.write(path, frame, **options)
    return options


if __name__ == "__main__":
    main()
