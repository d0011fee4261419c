"""Has the clients that people use read a running server by URL, and compares every cell with the JSON of the same query.

    pip install -r scripts/requirements-clients.txt
    python3 scripts/check_clients.py --list
    python3 scripts/check_clients.py [--base-url http://localhost:3000] [check ...]
    python3 scripts/check_clients.py --code pandas|polars|duckdb|r --query QUERY FILE

Without names it runs every check. `--code` runs a file of code from the page or a document and compares the table that it
makes, `df` or the result of its SQL, with the rows of the query. Ends with an error at the first cell that differs.
"""

import argparse
import datetime
import functools
import io
import json
import math
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

TIMEOUT_S = 120
DATA = "/api/visualize/data"
COMPARISONS = "/api/visualize/data/ft"
ONE = "metric=pile-valppl&data=C4"
# Names with every character that a client might encode, decode or expand.
AWKWARD = "metric=%2A-valppl&data=Falcon%2BCC%20(QC%2010%25)&data=DCLM-Baseline%20(QC%207%25%2C%20FW2)"
ALL_RECIPES = "metric=pile-valppl"
QUERIES = [ONE, AWKWARD, ALL_RECIPES]

base = "http://localhost:3000"
checks = {}


def check(function):
    checks[function.__name__] = function
    return function


# DuckDB

@functools.cache
def connect_duckdb():
    import duckdb
    import duckdb_extension_httpfs

    folder = pathlib.Path(duckdb_extension_httpfs.__file__).parent
    [extension] = folder.rglob("httpfs.duckdb_extension")
    connection = duckdb.connect(config={
        "extension_directory": tempfile.mkdtemp(prefix="datadecide-duckdb-"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    })
    connection.execute(f"INSTALL '{extension}'")
    connection.execute("LOAD httpfs")
    return connection


def run_duckdb(sql):
    relation = connect_duckdb().sql(sql)
    rows = relation.fetchall()
    return {name: [row[index] for row in rows] for index, name in enumerate(relation.columns)}


@check
def duckdb_reads_csv():
    for query in QUERIES:
        compare(query, run_duckdb(f"FROM read_csv('{url('csv', query)}')"))


@check
def duckdb_reads_ndjson():
    for query in QUERIES:
        compare(query, run_duckdb(f"FROM read_json('{url('ndjson', query)}')"))


@check
def duckdb_reads_parquet():
    for query in QUERIES:
        compare(query, run_duckdb(f"FROM '{url('parquet', query)}'"))
        compare(query, run_duckdb(f"FROM read_parquet('{base}{DATA}?{query}&format=parquet')"))


@check
def duckdb_reads_parts_of_the_whole_table():
    compare(ONE, run_duckdb(f"FROM '{url('parquet')}' WHERE metric = 'pile-valppl' AND data = 'C4'"))
    compare(ONE, run_duckdb(f"FROM read_csv('{url('csv')}') WHERE metric = 'pile-valppl' AND data = 'C4'"))


@check
def duckdb_reads_the_types_of_parquet():
    described = dict(run_duckdb_rows(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{url('parquet', ONE)}')"))
    assert described == {
        "params": "VARCHAR", "data": "VARCHAR", "step": "BIGINT", "tokens": "BIGINT", "compute": "DOUBLE",
        "metric": "VARCHAR", "value": "DOUBLE",
    }, described


@check
def duckdb_reads_the_comparisons():
    compare("", run_duckdb(f"FROM '{base}{COMPARISONS}.parquet'"), COMPARISONS)


def run_duckdb_rows(sql):
    return connect_duckdb().sql(sql).fetchall()


# Polars

def of_polars(frame):
    return frame.to_dict(as_series=False)


@check
def polars_reads_csv():
    import polars

    for query in QUERIES:
        compare(query, of_polars(polars.read_csv(url("csv", query))))


@check
def polars_scans_csv():
    import polars

    for query in QUERIES:
        compare(query, of_polars(polars.scan_csv(url("csv", query)).collect()))
    frame = polars.scan_csv(url("csv", ALL_RECIPES)).filter(polars.col("data") == "C4").collect()
    compare(ONE, of_polars(frame))
    head = polars.scan_csv(url("csv", ALL_RECIPES)).select("value", "step").head(5).collect()
    compare(f"{ALL_RECIPES}&columns=value,step&limit=5", of_polars(head))


@check
def polars_scans_parquet_of_the_whole_table_in_parts():
    import polars

    part = (polars.col("metric") == "pile-valppl") & (polars.col("data") == "C4")
    compare(ONE, of_polars(polars.scan_parquet(url("parquet")).filter(part).collect()))
    compare_whole(polars.read_parquet(url("parquet")).to_arrow())


@check
def polars_fails_loudly_where_csv_is_streamed():
    """It needs a length or byte ranges, which an answer of this size has in Parquet alone."""
    import polars

    try:
        frame = polars.scan_csv(url("csv")).collect()
    except Exception as error:
        assert "Content-Length" in str(error) or "Range" in str(error), error
    else:
        compare_whole(frame.to_arrow())
    with urllib.request.urlopen(url("csv"), timeout=TIMEOUT_S) as response:
        compare_whole(polars.read_csv(response.read()).to_arrow())


@check
def polars_reads_ndjson():
    import polars

    for query in QUERIES:
        compare(query, of_polars(polars.read_ndjson(url("ndjson", query))))
        compare(query, of_polars(polars.scan_ndjson(url("ndjson", query)).collect()))


@check
def polars_reads_ipc_streams():
    import polars

    for query in QUERIES:
        compare(query, of_polars(polars.read_ipc_stream(url("arrow", query))))


@check
def polars_reads_parquet():
    import polars

    for query in QUERIES:
        frame = polars.read_parquet(url("parquet", query))
        compare(query, of_polars(frame))
        assert frame.schema["step"] == polars.Int64 and frame.schema["value"] == polars.Float64, frame.schema
    compare("", of_polars(polars.read_parquet(f"{base}{COMPARISONS}.parquet")), COMPARISONS)


# pandas

def of_pandas(frame):
    return {name: frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns}


@check
def pandas_reads_csv_exactly():
    import pandas

    for query in QUERIES:
        compare(query, of_pandas(pandas.read_csv(url("csv", query))))
    import pyarrow

    compare_whole(pyarrow.Table.from_pandas(pandas.read_csv(url("csv"))))


@check
def pandas_reads_json():
    import pandas

    for query in QUERIES:
        compare(query, of_pandas(pandas.read_json(url("ndjson", query), lines=True, precise_float=True)))
        body = json.loads(fetch(f"{DATA}?{query}&format=columns"))
        compare(query, of_pandas(pandas.DataFrame(body["data"])))


@check
def pandas_reads_parquet():
    import pandas

    for query in QUERIES:
        frame = pandas.read_parquet(url("parquet", query))
        compare(query, of_pandas(frame))
        assert frame["step"].dtype == "int64" and frame["value"].dtype == "float64", frame.dtypes
    frame = pandas.read_parquet(f"{base}{COMPARISONS}.parquet")
    assert str(frame["timestamp"].dtype) == "datetime64[us]", frame["timestamp"].dtype


# pyarrow

@check
def pyarrow_reads_csv_and_arrow():
    import pyarrow.csv
    import pyarrow.ipc

    for query in QUERIES:
        with urllib.request.urlopen(url("csv", query), timeout=TIMEOUT_S) as response:
            compare(query, pyarrow.csv.read_csv(response).to_pydict())
        with urllib.request.urlopen(url("arrow", query), timeout=TIMEOUT_S) as response:
            table = pyarrow.ipc.open_stream(response).read_all()
        table.validate(full=True)
        compare(query, table.to_pydict())


@check
def pyarrow_reads_parquet_like_arrow():
    """Value for value and type for type, of both datasets, with and without rows."""
    import pyarrow.ipc
    import pyarrow.parquet

    for path in [f"{DATA}.FORMAT?{ONE}", f"{DATA}.FORMAT?shape=wide&data=C4", f"{DATA}.FORMAT?limit=0", f"{DATA}.FORMAT",
                 f"{COMPARISONS}.FORMAT", f"{COMPARISONS}.FORMAT?limit=0", f"{DATA}.FORMAT?sort=-value&{AWKWARD}"]:
        arrow = pyarrow.ipc.open_stream(fetch(path.replace("FORMAT", "arrow"))).read_all()
        parquet = pyarrow.parquet.read_table(io.BytesIO(fetch(path.replace("FORMAT", "parquet"))))
        parquet.validate(full=True)
        assert parquet.column_names == arrow.column_names, path
        for name in arrow.column_names:
            expected = arrow[name]
            if pyarrow.types.is_dictionary(expected.type):
                expected = expected.cast(expected.type.value_type)
            actual = parquet[name]
            assert same_type(expected.type, actual.type), f"{path}: {name} is {actual.type} and not {expected.type}"
            assert same_column(expected, actual), f"{path}: {name} differs"


@check
def pyarrow_reads_parquet_over_fsspec():
    import fsspec
    import pyarrow.parquet

    for query in QUERIES:
        with fsspec.open(url("parquet", query)) as file:
            compare(query, pyarrow.parquet.read_table(file, columns=["params", "value"]).to_pydict(), columns=["params", "value"])
    with fsspec.open(url("parquet")) as file:
        table = pyarrow.parquet.read_table(file, filters=[("metric", "=", "pile-valppl"), ("data", "=", "C4")])
    compare(ONE, table.to_pydict())


@check
def parquet_has_row_groups_bounds_and_its_query():
    import pyarrow.parquet

    metadata = pyarrow.parquet.ParquetFile(io.BytesIO(fetch(f"{DATA}.parquet"))).metadata
    assert metadata.num_row_groups > 5
    names = [metadata.schema.column(index).name for index in range(metadata.num_columns)]
    metric = names.index("metric")
    for group in range(metadata.num_row_groups):
        statistics = metadata.row_group(group).column(metric).statistics
        assert statistics.has_min_max and statistics.null_count == 0
        assert statistics.min < statistics.max
        for index in range(metadata.num_columns):
            assert metadata.row_group(group).column(index).compression in ("ZSTD", "UNCOMPRESSED")
    assert json.loads(metadata.metadata[b"datadecide"])["dataset"] == "evaluations"


# Other clients

@check
def fastparquet_reads_parquet():
    import fastparquet

    for query in QUERIES:
        compare(query, of_pandas(fastparquet.ParquetFile(io.BytesIO(fetch(f"{DATA}.parquet?{query}"))).to_pandas()))
    rows, columns = fastparquet.ParquetFile(io.BytesIO(fetch(f"{COMPARISONS}.parquet"))).to_pandas().shape
    assert (rows, columns) == (149, 923), (rows, columns)


@check
def clickhouse_reads_by_url():
    """Its package is too large for the requirements: pip install chdb"""
    try:
        import chdb
    except ImportError:
        return "skipped: there is no chdb"
    expected = [row["value"] for row in json.loads(fetch(f"{DATA}?{ONE}"))["data"]]
    for extension, name in [("csv", "CSVWithNames"), ("ndjson", "JSONEachRow"), ("arrow", "ArrowStream"), ("parquet", "Parquet")]:
        # One column alone, since it reads a part then.
        text = str(chdb.query(f"SELECT value FROM url('{url(extension, ONE)}', '{name}')", "CSV"))
        assert [float(line) for line in text.split()] == expected, extension
    text = str(chdb.query(f"SELECT count() FROM url('{url('parquet')}', 'Parquet') WHERE metric = 'pile-valppl' AND data = 'C4'", "CSV"))
    assert int(text) == len(expected), text


@check
def curl_resumes_a_download():
    for extension in ("csv", "parquet"):
        whole = fetch(f"{DATA}.{extension}?{ALL_RECIPES}")
        for size in (1, len(whole) // 2, len(whole) - 1):
            status, content = resume(["curl", "-sSf", "-C", "-", "-o", "part", url(extension, ALL_RECIPES)], whole[:size])
            assert status == 0 and content == whole, (extension, size, status, len(content))
    whole = fetch(f"{DATA}.parquet")
    status, content = resume(["curl", "-sSf", "-C", "-", "-o", "part", url("parquet")], whole[:5_000_000])
    assert status == 0 and content == whole, (status, len(content))


@check
def curl_does_not_resume_what_is_streamed():
    """It ends with 33 or transfers the answer anew, and never appends it to the part."""
    command = ["curl", "-sS", "--max-time", "60", "-C", "-", "-o", "part", url("ndjson")]
    status, content = resume(command, b'{"params"')
    assert status == 33 and content == b'{"params"', (status, len(content))


@check
def wget_resumes_a_download():
    if shutil.which("wget") is None:
        return "skipped: there is no wget"
    whole = fetch(f"{DATA}.csv?{ALL_RECIPES}")
    status, content = resume(["wget", "-q", "-c", "-O", "part", url("csv", ALL_RECIPES)], whole[:1000])
    assert status == 0 and content == whole, (status, len(content))


@check
def ranges_are_those_of_rfc_9110():
    path = f"{DATA}.parquet?{ONE}"
    status, headers, whole = request(path, {})
    etag = headers["etag"]
    size = len(whole)
    wanted = [
        # The end of the file, as readers of Parquet begin.
        ({"range": "bytes=-8"}, 206, whole[-8:]),
        ({"range": f"bytes=-{size * 2}"}, 206, whole),
        ({"range": "bytes=4-"}, 206, whole[4:]),
        ({"range": f"bytes=0-{size * 9}"}, 206, whole),
        ({"range": "bytes=0-0"}, 206, whole[:1]),
        ({"range": "BYTES=0-3"}, 206, whole[:4]),
        # Several ranges, malformed ones and other units are ignored.
        ({"range": "bytes=0-1,4-5"}, 200, whole),
        ({"range": "bytes=5-1"}, 200, whole),
        ({"range": "lines=0-1"}, 200, whole),
        # The condition of a range: this version, or all of the new one. There are no dates.
        ({"range": "bytes=0-3", "if-range": etag}, 206, whole[:4]),
        ({"range": "bytes=0-3", "if-range": '"other"'}, 200, whole),
        ({"range": "bytes=0-3", "if-range": f"W/{etag}"}, 200, whole),
        ({"range": "bytes=0-3", "if-range": "Sun, 29 Nov 2026 10:00:00 GMT"}, 200, whole),
        ({"range": f"bytes={size}-"}, 416, None),
        ({"range": "bytes=-0"}, 416, None),
    ]
    for sent, expected_status, content in wanted:
        status, headers, body = request(path, sent)
        assert status == expected_status, (sent, status)
        assert content is None or body == content, (sent, len(body))
        if status == 416:
            assert headers["content-range"] == f"bytes */{size}", headers["content-range"]


@check
def head_agrees_with_get():
    for path in [f"{DATA}.csv?{ONE}", f"{DATA}.parquet?{ONE}", f"{DATA}.parquet", f"{COMPARISONS}.parquet", f"{DATA}.csv", f"{DATA}?{ONE}"]:
        _, head, nothing = request(path, {}, "HEAD")
        _, got, body = request(path, {})
        assert nothing == b"", path
        for name in ("content-length", "accept-ranges", "etag", "content-type", "x-total-count"):
            assert head[name] == got[name], (path, name, head[name], got[name])
        assert head["content-length"] in (None, str(len(body))), path
        assert (head["accept-ranges"] == "none") == (head["content-length"] is None), path


def resume(command, part):
    """The exit code, and the file after the command, which begins as `part`."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "part")
        path.write_bytes(part)
        status = subprocess.run(command, cwd=folder, timeout=TIMEOUT_S, stderr=subprocess.DEVNULL).returncode
        return status, path.read_bytes()


# R

R_PROLOGUE = """
write_frame <- function(frame, path) {
  frame[] <- lapply(frame, function(column) if (is.numeric(column)) sprintf("%.17g", column) else as.character(column))
  write.csv(frame, path, row.names = FALSE, na = "")
}
"""


@check
def r_reads_csv():
    if shutil.which("Rscript") is None:
        return "skipped: there is no R"
    for query in [ONE, AWKWARD]:
        compare(query, run_r(f'df <- read.csv("{url("csv", query)}", check.names = FALSE)'), is_same=same_in_r)


def run_r(code):
    import csv

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "out.csv")
        program = f'{code}\n{R_PROLOGUE}write_frame(df, "{path}")\n'
        subprocess.run(["Rscript", "--vanilla", "-e", program], check=True, timeout=TIMEOUT_S)
        with path.open(newline="", encoding="utf-8") as file:
            head, *rows = csv.reader(file)
    numeric = {"step", "tokens", "compute", "value"}
    return {
        name: [(float(row[index]) if name in numeric else row[index]) if row[index] else None for row in rows]
        for index, name in enumerate(head)
    }


# Code of the page and of the documents

def run_code(language, code, query):
    """Runs code and compares the table that it makes."""
    if language == "duckdb":
        compare(query, run_duckdb(code.rstrip().rstrip(";")))
    elif language == "r":
        compare(query, run_r(code), is_same=same_in_r)
    else:
        names = {}
        exec(compile(code, language, "exec"), names)
        compare(query, of_pandas(names["df"]) if language == "pandas" else of_polars(names["df"]))


# Requests and comparisons

def url(extension, query=""):
    return f"{base}{DATA}.{extension}" + (f"?{query}" if query else "")


def request(path, headers, method="GET"):
    asked = urllib.request.Request(base + path, headers=headers, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_S) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def fetch(path):
    with urllib.request.urlopen(base + path, timeout=TIMEOUT_S) as response:
        return response.read()


def same_in_r(cell, other):
    """R's own parser is off by the last bit now and then, by one number of some thousands."""
    if isinstance(cell, float) and isinstance(other, float):
        return abs(cell - other) <= math.ulp(cell)
    return same(cell, other)


def compare(query, actual, path=DATA, columns=None, is_same=None):
    """Compares columns with the JSON records of a query."""
    records = json.loads(fetch(f"{path}?{query}"))["data"]
    assert records, query
    names = columns or list(records[0])
    assert list(actual) == names, f"{query}: columns {list(actual)[:20]} and not {names[:20]}"
    for name in names:
        assert len(actual[name]) == len(records), f"{query}: {name} has {len(actual[name])} rows and not {len(records)}"
        for row, (record, cell) in enumerate(zip(records, actual[name])):
            if not (is_same or same)(record[name], cell):
                raise AssertionError(f"{query}: {name} of row {row} is {cell!r} and not {record[name]!r}")


def compare_whole(table):
    """Compares a pyarrow table with the Arrow stream of the whole table."""
    import pyarrow
    import pyarrow.ipc

    expected = pyarrow.ipc.open_stream(fetch(f"{DATA}.arrow")).read_all()
    assert table.num_rows == expected.num_rows, table.num_rows
    for name in expected.column_names:
        column = expected[name]
        if pyarrow.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        assert same_column(column, table[name].cast(column.type)), name


def same_column(expected, actual):
    """Whether two columns have the same values, numbers bit for bit."""
    expected, actual = expected.combine_chunks(), actual.combine_chunks()
    return expected.equals(actual)


def same_type(expected, actual):
    """Parquet and Arrow name the elements of lists differently."""
    import pyarrow.types

    if pyarrow.types.is_list(expected) and pyarrow.types.is_list(actual):
        return expected.value_type == actual.value_type
    return expected == actual


def same(cell, other):
    """Whether a cell of JSON and one of a client are the same, numbers to the last bit."""
    if hasattr(other, "tolist") and not isinstance(other, (str, bytes)):
        other = other.tolist()
    if isinstance(other, float) and math.isnan(other):
        other = None
    if isinstance(other, datetime.datetime):
        text = str(other)
        return cell == (text.rstrip("0") if "." in text else text)
    if isinstance(cell, list) and isinstance(other, str):
        other = json.loads(other)
    if isinstance(cell, list):
        return isinstance(other, list) and len(cell) == len(other) and all(map(same, cell, other))
    if is_number(cell) and is_number(other):
        return cell == other and math.copysign(1, cell) == math.copysign(1, other)
    if isinstance(cell, str) or cell is None or isinstance(cell, bool):
        return type(cell) is type(other) and cell == other
    # A column of text among numbers is all text in Arrow and Parquet.
    return isinstance(other, str) and json.loads(other) == cell


def is_number(cell):
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def main():
    global base
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--base-url", default=base)
    parser.add_argument("--code", choices=["pandas", "polars", "duckdb", "r"])
    parser.add_argument("--query", default="")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    base = options.base_url
    # The machine's proxy is not for a server on it.
    os.environ["NO_PROXY"] = "*"
    if options.list:
        print("\n".join(checks))
    elif options.code is not None:
        [path] = options.names
        run_code(options.code, pathlib.Path(path).read_text(encoding="utf-8"), options.query)
    else:
        for name in options.names or checks:
            outcome = checks[name]()
            print(f"{name}: {outcome or 'as it should be'}", flush=True)


if __name__ == "__main__":
    main()
