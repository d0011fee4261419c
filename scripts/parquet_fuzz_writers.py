"""Random Parquet files by pyarrow, polars, DuckDB and fastparquet."""

import duckdb
import fastparquet
import numpy
import pandas
import polars
import pyarrow
import pyarrow.parquet

from parquet_fuzz_values import FAR_MICROS, WORDS, has, is_list, random_columns, random_double, random_text, random_type

CODECS = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]


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
        return pyarrow.array([None if value is None else numpy.float16(value) for value in values], kind)
    return pyarrow.array(convert(values, kind), kind)


def convert(value, kind):
    """numpy's halves, which pyarrow requires, wherever they are in a value."""
    if isinstance(value, list) and not pyarrow.types.is_map(kind):
        inner = kind.value_type if is_list(kind) else kind
        return [convert(item, inner) for item in value]
    if isinstance(value, dict):
        return {name: convert(item, kind.field(name).type) for name, item in value.items()}
    if isinstance(value, float) and pyarrow.types.is_float16(kind):
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
