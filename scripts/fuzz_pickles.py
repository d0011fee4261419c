"""Compares the reader with pandas on random frames: a seed gives the same frames with the same pandas.

    npm run build
    python3 scripts/fuzz_pickles.py [--seed 1] [--count 1000]

Runs in an environment with pandas and pyarrow, whose version is the one that is tested. Every frame is pickled, read by the
built reader, and compared cell by cell with what pandas itself reads; a frame with something that is not read has to
be refused with the code that belongs to it. Prints the frames that differ and keeps them in --keep.
"""

import argparse
import datetime
import decimal
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
import pyarrow as pa

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAN = float("nan")
EPOCH = datetime.datetime(1970, 1, 1)
READER = """
import { readFileSync, writeFileSync } from "node:fs";
const [root, folder, count] = process.argv.slice(1);
const { parsePickle } = await import(`${root}/dist/ingest/pickle.js`);
const { getCell, getColumnLength, toEpochMicros } = await import(`${root}/dist/table/column.js`);
const encode = (cell) => {
  if (Array.isArray(cell)) return cell.map(encode);
  if (typeof cell === "boolean") return `boolean ${cell}`;
  if (typeof cell !== "number" || Number.isFinite(cell)) return Object.is(cell, -0) ? "-0" : cell;
  return Number.isNaN(cell) ? null : `number ${cell}`;
};
const encodeRow = (column, row) => {
  if (column.kind === "number") return encode(column.values[row]);
  if (column.kind === "timestamp")
    return Number.isNaN(column.values[row]) ? null : `micros ${toEpochMicros(column.values[row])}`;
  if (column.kind !== "list") return encode(getCell(column, row));
  const list = column.values.subarray(column.offsets[row], column.offsets[row + 1]);
  return column.isPresent[row] === 0 ? null : Array.from(list, encode);
};
const outcomes = [];
for (let index = 0; index < Number(count); index++) {
  try {
    const table = await parsePickle(readFileSync(`${folder}/${index}.pkl`), "the file");
    const columns = table.columns.map((column) => [
      column.name,
      Array.from({ length: getColumnLength(column) }, (_, row) => encodeRow(column, row)),
    ]);
    outcomes.push({ rows: table.rowCount, columns });
  } catch (error) {
    outcomes.push({ code: error.code ?? error.stack, problem: error.problem ?? "" });
  }
}
writeFileSync(`${folder}/outcomes.json`, JSON.stringify(outcomes));
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--keep", type=pathlib.Path, help="where to keep the frames that differ")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        expected = [write_frame(Draw(f"{arguments.seed} {index}"), folder / f"{index}.pkl") for index in range(arguments.count)]
        node = ["node", "--input-type=module", "-e", READER, "--", str(ROOT), str(folder), str(arguments.count)]
        subprocess.run(node, check=True)
        outcomes = json.loads((folder / "outcomes.json").read_text(), parse_int=float)
        differing = [index for index, pair in enumerate(zip(expected, outcomes)) if not agree(*pair)]
        for index in differing[:20]:
            print(f"frame {index}: expected {show(expected[index])}\n    read {show(outcomes[index])}")
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            for index in differing:
                (arguments.keep / f"{index}.pkl").write_bytes((folder / f"{index}.pkl").read_bytes())
    refused = sum("codes" in each for each in expected)
    print(f"pandas {pd.__version__}, numpy {np.__version__}: {arguments.count} frames, {refused} to be refused, {len(differing)} differ")
    sys.exit(1 if differing else 0)


def agree(expected, outcome):
    if "codes" in expected:
        return outcome.get("code") in expected["codes"]
    return outcome == expected


def show(outcome):
    return json.dumps(outcome, ensure_ascii=False)[:600]


class Draw(random.Random):
    def some(self, values, count):
        return [self.choice(values) for _ in range(count)]

    def with_gaps(self, values, count, gap=None):
        return [gap if self.random() < 0.2 else self.choice(values) for _ in range(count)]


def write_frame(draw, path):
    """Pickles a random frame and gives what the reader has to find in it."""
    frame, is_refused = make_frame(draw)
    method = draw.choice([None, None, "gzip", "bz2", "xz"])
    frame.to_pickle(path, protocol=draw.choice([2, 3, 4, 5, 5]), compression=method)
    codes = {"wrong-type"} if is_refused else set()
    columns = []
    for position, label in enumerate(frame.columns):
        try:
            columns.append([str(label), encode_column(frame.iloc[:, position])])
        except Refused as refusal:
            codes.add(refusal.args[0])
    return {"codes": sorted(codes)} if codes else {"rows": len(frame), "columns": columns}


def make_frame(draw):
    rows = draw.choice([0, 1, 2, 3, 5, 8])
    names = draw.sample(["run_id", "é", "a b", "__proto__", "x", "y", "z", "x\u0000", "", "n1", "n2", "n3", "n4"], draw.randint(1, 9))
    makers = draw.choices(list(READ_COLUMNS.values()), k=len(names))
    is_refused = draw.random() < 0.08
    if is_refused:
        makers[draw.randrange(len(makers))] = draw.choice(list(OTHER_COLUMNS.values()))
    frame = pd.DataFrame({name: maker(draw, rows) for name, maker in zip(names, makers)})
    if is_refused:
        return frame, True
    for _ in range(draw.randint(0, 3)):
        try:
            frame = draw.choice(EDITS)(draw, frame)
        except Exception:
            # What pandas itself cannot do with such columns.
            continue
    if draw.random() < 0.5:
        frame.index = make_index(draw, len(frame))
    return frame, False


FLOATS = [0.5, -0.0, 0.1, NAN, float("inf"), float("-inf"), 1e300, 5e-324, 3.0, 2.0**53, -1e22, 65504.0]
INTEGERS = [0, 1, -1, 7, 127, -128, 32767, 2**31 - 1, -(2**31), 2**40, 2**53, -(2**53), 2**60]
INEXACT = [2**53 + 1, -(2**53) - 1, 2**60 + 1, 2**63 - 1]
TEXTS = ["", "a", "C4", "é", "😀", "null", "x" * 70, "1", "2.5", "a\nb", "\ufeff", "\u2028"]
TIMESTAMPS = ["2024-02-29 01:02:03.123456", "1969-12-31 23:59:59.999999", "1970-01-01", "2199-12-31 23:59:59", "1900-01-01 00:00:00.000001"]
FAR = ["0001-01-01", "9999-12-31 23:59:59", "3000-06-01 12:00:00.5"]


def obj(cells):
    content = np.empty(len(cells), dtype=object)
    for row, cell in enumerate(cells):
        content[row] = cell
    return pd.Series(content, dtype=object)


def floats(draw, rows):
    size = draw.choice([2, 4, 8, 8, 8])
    values = np.array(draw.some(FLOATS, rows)).astype(f"{draw.choice('<>')}f{size}")
    return pd.Series(values) if values.dtype.isnative else values


def integers(draw, rows):
    dtype = draw.choice(["i1", "i2", "i4", "i8", "i8", "i8", "u1", "u2", "u4", "u8"])
    bounds = np.iinfo(dtype)
    pool = INTEGERS + (INEXACT if draw.random() < 0.1 else [])
    return np.array(draw.some([each for each in pool if bounds.min <= each <= bounds.max], rows), dtype=dtype)


def booleans(draw, rows):
    return np.array(draw.some([True, False], rows), dtype=bool)


def nullable(draw, rows):
    dtype = draw.choice(["Int8", "Int32", "Int64", "UInt64", "Float32", "Float64", "boolean"])
    if dtype == "boolean":
        return pd.array(draw.with_gaps([True, False], rows), dtype=dtype)
    if dtype.startswith("F"):
        return pd.array(draw.with_gaps([0.5, 2.0, -1.0], rows), dtype=dtype)
    pool = [0, 1, 100] + ([2**60, 2**53 + 1] if dtype.endswith("64") and draw.random() < 0.2 else [])
    return pd.array(draw.with_gaps(pool, rows), dtype=dtype)


def texts(draw, rows):
    gap = draw.choice([None, NAN])
    dtype = draw.choice([object, "string[python]", "string[pyarrow]", None, pd.ArrowDtype(pa.string())])
    values = draw.with_gaps(TEXTS, rows, gap)
    if dtype not in (object, None):
        values = [None if value is gap else value for value in values]
    return pd.Series(values, dtype=dtype) if dtype is not None else pd.Series(values, dtype=object).infer_objects()


def categories(draw, rows):
    pool = draw.choice([["b", "a", "é"], [3, 1, 2], [0.5, 0.25], [True, False], [pd.Timestamp(text) for text in TIMESTAMPS[:3]]])
    return pd.Categorical(draw.with_gaps(pool, rows), categories=draw.sample(pool, len(pool)), ordered=draw.random() < 0.5)


def timestamps(draw, rows):
    unit = draw.choice(["s", "ms", "us", "ns"])
    pool = TIMESTAMPS + (FAR if unit != "ns" and pd.__version__ >= "2" and draw.random() < 0.3 else [])
    if draw.random() < 0.1:
        pool = pool + ["2024-02-29 01:02:03.123456789"]
    return pd.Series(np.array(draw.with_gaps(pool, rows, "NaT"), dtype=f"M8[{unit}]"))


def cells(draw, rows):
    return obj([make_cell(draw) for _ in range(rows)])


def make_cell(draw, depth=0):
    return draw.choice(
        [
            lambda: draw.choice(FLOATS),
            lambda: draw.choice(INTEGERS + (INEXACT if draw.random() < 0.02 else [])),
            lambda: draw.choice(TEXTS),
            lambda: draw.choice([True, False, None, NAN, pd.NaT, pd.NA]),
            lambda: draw.choice([np.float64(0.1), np.float32(0.1), np.float16(0.1), np.int64(2**60), np.uint8(7), np.bool_(True), np.str_("s")]),
            lambda: draw.choice([pd.Timestamp(TIMESTAMPS[0]), datetime.datetime(2024, 1, 2, 3, 4, 5, 6), datetime.date(1960, 2, 29), np.datetime64("2024-01-01T05", "ms")]),
            lambda: [make_cell(draw, depth + 1) for _ in range(draw.randint(0, 3 if depth < 3 else 0))],
            lambda: tuple(draw.some(FLOATS, 2)),
        ]
    )()


def lists(draw, rows):
    shared = draw.some(FLOATS, 3)
    makers = [
        lambda: draw.some(FLOATS, draw.randint(0, 4)),
        lambda: shared,
        lambda: np.array(draw.some(FLOATS, draw.randint(0, 4)), dtype=draw.choice(["f4", "f8", ">f8"])),
        lambda: np.array(draw.some([1, 2, 2**60], draw.randint(0, 3)), dtype="i8"),
        lambda: draw.with_gaps([1, 2.5, np.float32(0.5)], 3),
        lambda: None,
        lambda: np.arange(12.0)[:: draw.choice([1, 2, -1])],
    ]
    return obj([draw.choice(makers)() for _ in range(rows)])


def tables(draw, rows):
    return obj([draw.choice([np.arange(6.0).reshape(2, 3), np.arange(6).reshape(3, 2).T, [[1.0], []], None]) for _ in range(rows)])


def arrow(draw, rows):
    pools = {
        pa.int8(): [1, -3],
        pa.int64(): [5, 2**60, *([2**60 + 1] if draw.random() < 0.1 else [])],
        pa.uint64(): [5, 2**63],
        pa.float32(): [0.5, 2.0],
        pa.float64(): [0.1, float("inf")],
        pa.bool_(): [True, False],
        pa.large_string(): TEXTS,
        pa.timestamp("us"): [datetime.datetime(2024, 1, 2, 3, 4, 5, 6), datetime.datetime(1900, 1, 1)],
        pa.timestamp("ns"): [datetime.datetime(2024, 1, 2, 3, 4, 5, 6)],
        pa.date32(): [datetime.date(2024, 1, 2), datetime.date(1900, 1, 1)],
        pa.list_(pa.float64()): [[0.5, None], [], [1.0]],
        pa.list_(pa.string()): [["a", None], []],
        pa.null(): [None],
    }
    kind = draw.choice(list(pools))
    parts = [pd.Series(pd.array(draw.with_gaps(pools[kind], 1 + count), dtype=pd.ArrowDtype(kind))).iloc[1:] for count in (rows // 2, rows - rows // 2)]
    return pd.concat(parts, ignore_index=True)


def arrow_dictionary(draw, rows):
    values = pa.array(draw.with_gaps(["b", "a", "é"], rows), pa.string()).dictionary_encode()
    return pd.Series(pd.arrays.ArrowExtensionArray(values))


READ_COLUMNS = {
    maker.__name__: maker
    for maker in (floats, integers, booleans, nullable, texts, categories, timestamps, cells, lists, tables, arrow, arrow_dictionary, floats, texts)
}
OTHER_COLUMNS = {
    "durations": lambda draw, rows: pd.Series(np.zeros(rows, dtype="m8[ns]")),
    "periods": lambda draw, rows: pd.period_range("2024-01", periods=rows, freq="M"),
    "intervals": lambda draw, rows: pd.interval_range(0, rows) if rows else pd.arrays.IntervalArray.from_tuples([]),
    "zones": lambda draw, rows: pd.date_range("2024-01-01", periods=rows, tz=draw.choice(["UTC", "Europe/Berlin"])),
    "complex": lambda draw, rows: np.zeros(rows, dtype="c16"),
    "sparse": lambda draw, rows: pd.arrays.SparseArray(np.zeros(rows)),
}


def swap_columns(draw, frame):
    return frame[draw.sample(list(frame.columns), frame.shape[1])]


def slice_rows(draw, frame):
    return frame.iloc[draw.choice([slice(None, None, -1), slice(1, None), slice(None, None, 2)])]


def take_columns(draw, frame):
    return frame.iloc[:, :: draw.choice([1, 2, -1])]


def insert(draw, frame):
    if "new" in frame:
        return frame
    frame = frame.copy()
    frame.insert(draw.randint(0, frame.shape[1]), "new", floats(draw, len(frame)))
    return frame


def remove(draw, frame):
    return frame.drop(columns=frame.columns[draw.randrange(frame.shape[1])]) if frame.shape[1] > 1 else frame


EDITS = [
    swap_columns,
    slice_rows,
    take_columns,
    insert,
    remove,
    lambda draw, frame: frame.copy(),
    lambda draw, frame: frame.fillna("none"),
    lambda draw, frame: frame.astype(object).infer_objects(),
    lambda draw, frame: frame.convert_dtypes(),
    lambda draw, frame: frame.replace(0.5, "half"),
    lambda draw, frame: frame.mask(frame.isna(), "gone"),
    lambda draw, frame: pd.concat([frame, frame], ignore_index=True),
    lambda draw, frame: frame.T.T,
]


def make_index(draw, rows):
    makers = [
        lambda: pd.RangeIndex(5, 5 - rows, -1),
        lambda: pd.Index(draw.some(INTEGERS, rows)),
        lambda: pd.Index(draw.some(TEXTS, rows), name="names"),
        lambda: pd.date_range("2024-01-01", periods=rows, tz=draw.choice([None, "UTC", "Europe/Berlin"]), freq=draw.choice(["D", "B", "3h"])),
        lambda: pd.period_range("2024-01", periods=rows, freq=draw.choice(["M", "Q", "D"])),
        lambda: pd.timedelta_range("1D", periods=rows),
        lambda: pd.CategoricalIndex(draw.some(["a", "b"], rows)),
        lambda: pd.MultiIndex.from_arrays([draw.some(TEXTS, rows), pd.date_range("2024-01-01", periods=rows, tz="Europe/Berlin")]),
        lambda: pd.interval_range(0, rows) if rows else pd.RangeIndex(0),
        lambda: pd.Index(pd.array(draw.with_gaps([1, 2], rows), dtype=draw.choice(["Int64", "int64[pyarrow]"]))),
        lambda: pd.Index([decimal.Decimal(row) for row in range(rows)], dtype=object),
        lambda: pd.CategoricalIndex(pd.cut(list(range(max(rows, 2))), 2)[:rows]),
    ]
    return draw.choice(makers)()


class Refused(Exception):
    """With the code of the error that a value has to be refused with."""


def encode_column(column):
    raw = [column.iloc[row] for row in range(len(column))]
    present = [cell for cell in raw if not is_missing(cell)]
    are_timestamps = isinstance(column.dtype, np.dtype) and column.dtype.kind == "M"
    are_timestamps = are_timestamps or (len(present) > 0 and all(is_timestamp(cell) for cell in present))
    return [encode_cell(cell, are_timestamps) for cell in raw]


def is_missing(cell):
    if isinstance(cell, np.datetime64):
        return bool(np.isnat(cell))
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, (float, np.floating)) and math.isnan(cell))


def is_timestamp(cell):
    return isinstance(cell, (datetime.date, np.datetime64))


def encode_cell(cell, are_timestamps=False):
    if is_missing(cell):
        return None
    if isinstance(cell, np.ndarray) or isinstance(cell, (list, tuple)):
        return [encode_cell(element) for element in cell]
    if is_timestamp(cell):
        return encode_timestamp(cell, are_timestamps)
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, bool):
        return f"boolean {str(cell).lower()}"
    if isinstance(cell, str):
        return str(cell)
    if isinstance(cell, float):
        if math.isinf(cell):
            return "number Infinity" if cell > 0 else "number -Infinity"
        return "-0" if cell == 0 and math.copysign(1, cell) < 0 else cell
    if not isinstance(cell, int):
        raise Refused("wrong-type")
    if int(float(cell)) != cell:
        raise Refused("inexact-value")
    return float(cell)


def encode_timestamp(cell, are_timestamps):
    if getattr(cell, "tzinfo", None) is not None:
        raise Refused("wrong-type")
    micros = count_micros(cell)
    seconds, rest = divmod(micros, 10**6)
    # What a double of milliseconds does not give back.
    double = micros / 1000 if abs(micros) <= 2**53 else seconds * 1000 + rest / 1000
    whole = math.floor(double)
    if whole * 1000 + math.floor((double - whole) * 1000 + 0.5) != micros:
        raise Refused("inexact-value")
    if are_timestamps:
        return f"micros {micros}"
    text = (EPOCH + datetime.timedelta(seconds=seconds)).isoformat(" ")
    return text + (f".{rest:06d}".rstrip("0") if rest else "")


def count_micros(cell):
    cell = getattr(cell, "asm8", cell)
    if isinstance(cell, np.datetime64):
        unit, _ = np.datetime_data(cell.dtype)
        ticks = int(cell.astype("i8"))
        return ticks // 1000 if unit == "ns" else ticks * {"us": 1, "ms": 10**3, "s": 10**6}[unit]
    midnight = datetime.datetime(cell.year, cell.month, cell.day)
    return ((cell if isinstance(cell, datetime.datetime) else midnight) - EPOCH) // datetime.timedelta(microseconds=1)


if __name__ == "__main__":
    main()
