"""Requests random selections from a running server in every format and compares what pyarrow and pandas read, cell by cell.

    pip install -r scripts/requirements-arrow.txt
    python3 scripts/check_arrow.py [--base-url http://localhost:3000] [--rounds 40] [--seed 1]

JSON is what the other formats are held to, and of the whole table Arrow is held to CSV. Ends with an error at the first cell that differs.
"""

import argparse
import datetime
import io
import json
import math
import random
import sys
import urllib.parse
import urllib.request

import pandas
import pyarrow
import pyarrow.ipc
import pyarrow.parquet

TIMEOUT_S = 60
FIELDS = ["params", "data", "step", "tokens", "compute", "metric", "value"]


def main():
    options = read_options()
    draw = random.Random(options.seed)
    names = read_names(options.base_url)
    drawers = [draw_long, draw_long, draw_wide, draw_comparisons, draw_empty]
    cells = 0
    for number in range(options.rounds):
        path, query = drawers[number % len(drawers)](draw, names)
        rows, columns = check(options.base_url, path, query)
        cells += rows * columns
        print(f"{rows:7} rows x {columns:3} columns  {path}?{urllib.parse.unquote(query)[:110]}")
    cells += check_whole(options.base_url)
    print(f"{options.rounds} selections and the whole table, {cells} cells: all formats agree "
          f"(pyarrow {pyarrow.__version__}, pandas {pandas.__version__}, seed {options.seed})")


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", default="http://localhost:3000")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def read_names(base):
    """The names to draw from, as the server has them."""
    get = lambda query: json.loads(fetch(base, "/api/visualize/data", query))["data"]
    rows = get("metric=pile-valppl&columns=params,data")
    return {
        "params": sorted({row["params"] for row in rows}),
        "data": sorted({row["data"] for row in rows}),
        "metric": sorted({row["metric"] for row in get("params=4M&data=C4&columns=metric")}),
        "comparisons": list(json.loads(fetch(base, "/api/visualize/data/ft", "limit=1"))["data"][0]),
    }


def draw_filters(draw, names, most_metrics):
    query = [("metric", name) for name in draw.sample(names["metric"], draw.randint(1, most_metrics))]
    query += [("params", name) for name in draw.sample(names["params"], draw.choice([0, 1, 2]))]
    query += [("data", name) for name in draw.sample(names["data"], draw.choice([0, 1, 3]))]
    query += draw.choice([[], [], [("step__gte", "5000")], [("checkpoint", "final")], [("value__lt", "0.5")]])
    return query


def draw_long(draw, names):
    query = draw_filters(draw, names, 4)
    if draw.random() < 0.5:
        query.append(("columns", ",".join(draw.sample(FIELDS, draw.randint(1, len(FIELDS))))))
    if draw.random() < 0.4:
        query.append(("sort", draw.choice(["-value", "params,-step", "data", "metric,value"])))
    return "/api/visualize/data", encode(query)


def draw_wide(draw, names):
    return "/api/visualize/data", encode([("shape", "wide"), *draw_filters(draw, names, 12)])


def draw_comparisons(draw, names):
    query = draw.choice([[], [("limit", "20"), ("offset", "7")], [("sort", "-timestamp")]])
    lists = [name for name in names["comparisons"] if name.endswith("_list")]
    chosen = draw.sample(names["comparisons"], 20) + draw.sample(lists, 5) + ["timestamp"]
    return "/api/visualize/data/ft", encode([*query, ("columns", ",".join(dict.fromkeys(chosen)))])


def draw_empty(draw, names):
    query = draw_filters(draw, names, 3)
    kept = [pair for pair in query if not pair[0].startswith("value")]
    return draw.choice([
        ("/api/visualize/data", encode([*kept, ("value__gte", "1e300")])),
        ("/api/visualize/data", encode([*kept, ("limit", "0")])),
        ("/api/visualize/data/ft", encode([("limit", "0")])),
    ])


def encode(query):
    return urllib.parse.urlencode(query)


def fetch(base, path, query):
    with urllib.request.urlopen(f"{base}{path}?{query}", timeout=TIMEOUT_S) as response:
        return response.read()


def check(base, path, query):
    """The numbers of rows and columns of a response that is the same in every format."""
    get = lambda name: fetch(base, path, f"{query}&format={name}")
    records = json.loads(get("json"))["data"]
    columns = json.loads(get("columns"))["data"]
    names = list(columns)
    expected = {name: [record[name] for record in records] for name in names}
    compare("columns", query, expected, columns, same)

    lines = get("ndjson").decode().splitlines()
    compare("ndjson", query, expected, transpose(names, [json.loads(line) for line in lines]), same)

    frame = pandas.read_csv(io.BytesIO(get("csv")), dtype=str, keep_default_na=False, skip_blank_lines=False)
    compare("csv", query, expected, {name: list(frame[name]) for name in frame.columns}, same_text)

    table = read_arrow(get("arrow"))
    compare("arrow", query, expected, table.to_pydict(), same)
    check_types(table, query, expected)
    parquet = pyarrow.parquet.read_table(io.BytesIO(ask("parquet")))
    parquet.validate(full=True)
    compare("parquet", query, expected, parquet.to_pydict(), same)
    return table.num_rows, table.num_columns


def check_whole(base):
    """The cells of the whole table, which arrow and csv agree about."""
    actual = read_arrow(fetch(base, "/api/visualize/data", "format=arrow")).to_pandas()
    content = io.BytesIO(fetch(base, "/api/visualize/data", "format=csv"))
    expected = pandas.read_csv(content, float_precision="round_trip", keep_default_na=False, na_values=[""])
    for name in FIELDS:
        other = actual[name].astype(float if pandas.api.types.is_numeric_dtype(expected[name]) else object)
        if not expected[name].astype(other.dtype).equals(other):
            sys.exit(f"arrow of the whole table: {name} differs from csv")
    print(f"{len(expected):7} rows x {len(FIELDS):3} columns  /api/visualize/data")
    return expected.size


def read_arrow(content):
    with pyarrow.ipc.open_stream(content) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return table


def transpose(names, records):
    for record in records:
        assert list(record) == names, "a record has other fields"
    return {name: [record[name] for record in records] for name in names}


def compare(name, query, expected, actual, is_same):
    if list(actual) != list(expected):
        sys.exit(f"{name} of {query}: columns {list(actual)} and not {list(expected)}")
    for column, cells in expected.items():
        if len(actual[column]) != len(cells):
            sys.exit(f"{name} of {query}: {column} has {len(actual[column])} rows and not {len(cells)}")
        for row, (cell, other) in enumerate(zip(cells, actual[column])):
            if not is_same(cell, other):
                sys.exit(f"{name} of {query}: {column} of row {row} is {other!r} and not {cell!r}")


def same(cell, other):
    """Whether a cell of JSON and one of another reader are the same, numbers to the last bit."""
    if isinstance(other, datetime.datetime):
        return cell == str(other)
    if isinstance(cell, list):
        return isinstance(other, list) and len(cell) == len(other) and all(map(same, cell, other))
    if is_number(cell):
        return is_number(other) and cell == other and math.copysign(1, cell) == math.copysign(1, other)
    # A column of text among numbers is all text in Arrow.
    return type(cell) is type(other) and cell == other


def same_text(cell, text):
    if cell is None:
        return text == ""
    if isinstance(cell, bool):
        return text == ("true" if cell else "false")
    if is_number(cell):
        return same(cell, float(text))
    return same(cell, json.loads(text)) if isinstance(cell, list) else cell == text


def is_number(cell):
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def check_types(table, query, expected):
    for name in ("params", "data", "metric", "ckpt_params", "ckpt_data"):
        if name in expected and not pyarrow.types.is_dictionary(table.schema.field(name).type):
            sys.exit(f"arrow of {query}: {name} is {table.schema.field(name).type} and no dictionary")
    if "timestamp" in expected and table.schema.field("timestamp").type != pyarrow.timestamp("us"):
        sys.exit(f"arrow of {query}: timestamp is {table.schema.field('timestamp').type}")
    for name in expected:
        if name.endswith("_list") and not pyarrow.types.is_list(table.schema.field(name).type):
            sys.exit(f"arrow of {query}: {name} is {table.schema.field(name).type} and no list")
        if name in ("step", "tokens", "seed") and table.schema.field(name).type != pyarrow.int64():
            sys.exit(f"arrow of {query}: {name} is {table.schema.field(name).type} and no integer")


if __name__ == "__main__":
    main()
