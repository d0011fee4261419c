"""The frames of make_pickle_fixtures.py: each case with the column kinds that a reader has to find."""

import datetime
import decimal
import uuid
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

NO_CARRIER = "which no column can carry"
MAJOR = int(pd.__version__.split(".")[0])
NAN = float("nan")


@dataclass
class Case:
    name: str
    value: object
    kinds: dict = field(default_factory=dict)
    error: dict = None
    protocols: tuple = (2, 5)
    is_packed: bool = False


def make_cases():
    yield from plain_cases()
    yield from placement_cases()
    yield from arrow_cases()
    yield from text_cases()
    yield from cell_cases()
    yield from layout_cases()
    yield from index_cases()
    yield from refused_cases()


def column(values, dtype=object):
    return pd.Series(values, dtype=dtype)


def cells(*values):
    """An object column with exactly these cells, also where they are arrays."""
    content = np.empty(len(values), dtype=object)
    for row, value in enumerate(values):
        content[row] = value
    return pd.Series(content, dtype=object)


def timestamps(*texts):
    return pd.Series(np.array([text or "NaT" for text in texts], dtype="M8[ns]"))


def uniform(name, columns, kind, **rest):
    frame = columns if isinstance(columns, pd.DataFrame) else pd.DataFrame(columns)
    return Case(name, frame, {str(label): kind for label in frame.columns}, **rest)


def plain_cases():
    yield Case(
        "kitchen-sink",
        pd.DataFrame(
            {
                "run": ["a", "b", "a", None],
                "score": [0.5, NAN, -1e300, float("inf")],
                "step": [1, 2, 3, 2**40],
                "done": [True, False, True, True],
                "ckpt_steps": column(["6250", 29052.0, None, "main"]),
                "start": timestamps("2025-08-21 01:02:03.5", None, "1960-02-29", "2025-08-21"),
                "size": pd.Categorical(["10M", "60M", None, "10M"], categories=["60M", "10M"], ordered=True),
                "losses": cells([1.5, NAN, 3.0], [], [2.0], [0.1] * 5),
                "steps": cells(np.array([1.0, NAN]), np.array([]), None, np.array([3, 4])),
                "count": pd.array([1, None, 3, 4], dtype="Int64"),
            }
        ),
        dict(
            run="dictionary",
            score="number",
            step="number",
            done="mixed",
            ckpt_steps="mixed",
            start="timestamp",
            size="dictionary",
            losses="list",
            steps="list",
            count="number",
        ),
        protocols=(2, 3, 4, 5),
    )
    floats = [1.5, -0.0, NAN, float("inf"), float("-inf"), 65504.0]
    yield uniform("floats", {f"f{8 * size}": np.array(floats, dtype=f"f{size}") for size in (2, 4, 8)}, "number")
    tiny = {
        "half": np.array([6e-8, 6e-5, -2.5], dtype="f2"),
        "single": np.array([1e-45, 3.4e38, 0.1], dtype="f4"),
        "double": [5e-324, 1.7976931348623157e308, 0.1],
    }
    yield uniform("float-extremes", tiny, "number")
    narrow = [f"{sign}{width}" for sign in ("int", "uint") for width in (8, 16, 32)]
    yield uniform("integers", {d: np.array([np.iinfo(d).min, 0, np.iinfo(d).max], dtype=d) for d in narrow}, "number")
    exact = {"int64": np.array([-(2**53), 7, 2**53]), "uint64": np.array([0, 7, 2**53], dtype="u8")}
    yield uniform("integers-exact", exact, "number")
    wide = {
        "int64": np.array([-(2**63), 2**60, 74661337497600000]),
        "uint64": np.array([2**63, 2**64 - 2**11, 5], dtype="u8"),
        "objects": column([2**60, None, -(2**70)]),
        "scalars": column([np.int64(2**60), np.uint64(2**63), 0.5]),
        "masked": pd.array([2**60, None, -(2**60)], dtype="Int64"),
        "behind the mask": pd.arrays.IntegerArray(np.array([2**53 + 1, 2**62 + 1, 3]), np.array([True, True, False])),
    }
    yield uniform("integers-beyond-2-to-the-53", wide, "number")
    yield uniform("booleans", {"one": [True, False, True], "two": [False, False, True]}, "mixed")
    days = ["2024-02-29", None, "1969-12-31 23:59:59.999", "1900-01-01"]
    units = {unit: pd.Series(np.array(days, dtype=f"M8[{unit}]")) for unit in ("s", "ms", "us")}
    yield uniform("timestamps", units, "timestamp")
    nanos = ["2024-02-29 01:02:03.123456789", None, "1969-12-31 23:59:59.999999999", "2025-12-31 23:59:59.9999999"]
    yield uniform("timestamps-in-nanoseconds", {"ns": pd.Series(np.array(nanos, dtype="M8[ns]"))}, "timestamp")
    if MAJOR > 1:
        far = ["0001-01-01", "9999-12-31 23:59:59", "2248-01-01 00:00:00.000001", "3000-01-01 00:00:00.25"]
        units = {unit: pd.Series(np.array(far, dtype=f"M8[{unit}]")) for unit in ("s", "ms", "us")}
        yield uniform("timestamps-far", units, "timestamp")
    dates = [datetime.datetime(1, 1, 1), datetime.date(9999, 12, 31), datetime.datetime(2248, 1, 1, 0, 0, 0, 1)]
    yield uniform("timestamps-far-in-cells", {"a": column(dates)}, "timestamp")
    yield Case(
        "categories",
        pd.DataFrame(
            {
                "text": pd.Categorical(["b", None, "a"]),
                "ordered": pd.Categorical(["b", "a", "b"], categories=["b", "unused", "a"], ordered=True),
                "integer": pd.Categorical([3, None, 1]),
                "float": pd.Categorical([0.5, 0.25, None]),
                "range": pd.Categorical.from_codes([1, -1, 0], pd.RangeIndex(5, 9, 2)),
                "timestamp": pd.Categorical(pd.to_datetime(["2024-01-01", None, "2024-01-02"])),
                "boolean": pd.Categorical([True, None, False]),
                "none": pd.Categorical([None, None, None]),
            }
        ),
        dict(
            text="dictionary",
            ordered="dictionary",
            integer="number",
            float="number",
            range="number",
            timestamp="timestamp",
            boolean="mixed",
            none="number",
        ),
    )
    nullable = ["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64"]
    yield uniform("nullable-numbers", {d: pd.array([1, None, 3], dtype=d) for d in nullable}, "number")
    yield uniform("nullable-booleans", {"boolean": pd.array([True, None, False], dtype="boolean")}, "mixed")
    small = pd.DataFrame({"run": ["a", "b"], "score": [0.5, NAN]})
    yield Case("packed", small, dict(run="dictionary", score="number"), protocols=(5,), is_packed=True)


def placement_cases():
    """Blocks that pandas splits, and whose place among the columns it then writes in numbers of numpy."""
    frame = pd.DataFrame(
        {"r": ["a", "b"], "w": [0.5, NAN], "t": ["p", "q"], "x": [1.5, 2.5], "n": [1, 2], "y": [3.5, NAN], "z": [NAN, 4.5]}
    )
    kinds = dict(r="dictionary", w="number", t="dictionary", x="number", n="number", y="number", z="number")
    texts = {**kinds, "w": "mixed", "y": "mixed", "z": "mixed"}
    yield Case("placement-fillna", frame.fillna("none") if MAJOR < 3 else frame.astype({"x": object}).fillna("none"), texts)
    yield Case("placement-infer-objects", frame.astype(object).infer_objects(), kinds)
    yield Case("placement-convert-dtypes", frame.convert_dtypes(), kinds)
    yield Case("placement-mask", frame.mask(frame == 0.5, "half"), {**kinds, "w": "dictionary"})
    yield Case("placement-replace", frame.replace(3.5, "three"), {**kinds, "y": "dictionary"})
    yield Case("placement-astype", frame.astype({"w": "float32", "y": "object", "n": "Int64"}), kinds)


def arrow_cases():
    """Columns that pandas keeps in Arrow arrays."""
    import pyarrow as pa

    def arrow(values, kind):
        return pd.Series(pd.array(values, dtype=pd.ArrowDtype(kind)))

    integers = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
    numbers = {name: arrow([1, None, 100], getattr(pa, name)()) for name in integers}
    numbers |= {name: arrow([0.5, None, -2.0], getattr(pa, name)()) for name in ("float32", "float64")}
    numbers["float16"] = pd.Series(pd.arrays.ArrowExtensionArray(pa.array(np.array([0.5, -2, 0.1], dtype="f2"))))
    numbers["wide"] = arrow([2**60, None, -(2**63)], pa.int64())
    yield uniform("arrow-numbers", numbers, "number")
    yield uniform("arrow-slice", pd.DataFrame(numbers).iloc[1:], "number")
    flags = arrow([True, None, False] * 5, pa.bool_()).iloc[2:13]
    yield uniform("arrow-booleans", {"a": pd.concat([flags, flags], ignore_index=True)}, "mixed")
    times = [datetime.datetime(2024, 2, 29, 1, 2, 3, 450000), None, datetime.datetime(1969, 12, 31, 23, 59, 59)]
    points = {unit: arrow(times, pa.timestamp(unit)) for unit in ("ms", "us", "ns")}
    points["s"] = arrow([times[2], None, datetime.datetime(2199, 12, 31)], pa.timestamp("s"))
    points |= {name: arrow([datetime.date(2024, 2, 29), None, datetime.date(1900, 1, 1)], getattr(pa, name)()) for name in ("date32", "date64")}
    yield uniform("arrow-timestamps", points, "timestamp")
    text = pa.array(["b", None, "a", "b"]).dictionary_encode()
    codes = pa.DictionaryArray.from_arrays(pa.array([1, None, 0, 1], pa.int8()), pa.array([0.5, 0.25]))
    frame = {"text": pd.arrays.ArrowExtensionArray(text), "number": pd.arrays.ArrowExtensionArray(codes)}
    frame["nothing"] = pd.arrays.ArrowExtensionArray(pa.nulls(4))
    yield Case("arrow-dictionaries", pd.DataFrame(frame), dict(text="dictionary", number="number", nothing="mixed"))
    lists = {
        "small": arrow([[1.5, None], None, [], [2.0]], pa.list_(pa.float64())),
        "large": arrow([[1], None, [2, 3], []], pa.large_list(pa.int32())),
    }
    frame = pd.DataFrame({name: pd.concat([each.iloc[1:], each], ignore_index=True) for name, each in lists.items()})
    yield uniform("arrow-lists", frame, "list")
    texts = {"texts": arrow([["a", None], [], None], pa.list_(pa.string())), "flags": arrow([[True], None, []], pa.list_(pa.bool_()))}
    yield uniform("arrow-lists-of-others", texts, "mixed")


def text_cases():
    texts = ["", None, "a\ufeffb é 😀 \ufffd", "x" * 300, "\ufeff"]
    yield uniform("text-python", {"a": pd.array(texts, dtype="string[python]")}, "dictionary")
    arrow = pd.Series(texts, dtype="string[pyarrow]")
    yield uniform("text-pyarrow", {"a": arrow}, "dictionary")
    yield uniform("text-pyarrow-slice", arrow.iloc[1:4].to_frame("a"), "dictionary")
    chunks = pd.concat([arrow, pd.Series(["tail", None], dtype="string[pyarrow]")], ignore_index=True)
    yield uniform("text-pyarrow-chunks", chunks.to_frame("a"), "dictionary")
    import pyarrow

    large = {
        "large": pd.Series(texts, dtype=pd.ArrowDtype(pyarrow.large_string())),
        "small": pd.Series(texts, dtype=pd.ArrowDtype(pyarrow.string())),
    }
    yield uniform("text-arrow-dtype", large, "dictionary")
    nothing = {d: pd.Series([None, None], dtype=d) for d in ("string[python]", "string[pyarrow]")}
    yield uniform("text-all-missing", nothing, "dictionary")
    yield uniform("text-default", {"a": texts, "b": ["é"] * 5}, "dictionary")
    numpy_semantics = "string[pyarrow_numpy]" if MAJOR == 2 and pd.__version__ >= "2.1" else object
    yield uniform("text-nan-semantics", {"a": pd.Series(texts, dtype=numpy_semantics)}, "dictionary")
    if pd.__version__ >= "2.3":
        nan_python = pd.StringDtype("python", na_value=np.nan)
        yield uniform("text-nan-python", {"a": pd.Series(texts, dtype=nan_python)}, "dictionary")
    names = ["__proto__", "constructor", "toString", "length", "hasOwnProperty"]
    yield uniform("names-of-javascript", {name: column(names) for name in names}, "dictionary")


def cell_cases():
    yield Case(
        "objects",
        pd.DataFrame(
            {
                "numbers": column([1, 2.5, None]),
                "numpy numbers": column([np.float64(1), np.int64(2), NAN]),
                "floats of one size": column([np.float32(0.1), np.float16(0.1), pd.NA]),
                "text": column(["a", np.str_("é"), NAN]),
                "timestamps": column([pd.Timestamp("2024-01-01 00:00:01.5"), pd.NaT, datetime.datetime(2024, 5, 6, 7, 8, 9, 10)]),
                "dates": column([datetime.date(2024, 1, 1), None, datetime.date(1960, 2, 29)]),
                "numpy timestamps": cells(np.datetime64("2024-01-01"), np.datetime64("NaT"), np.datetime64("2024-01-01T05", "ms")),
                "flags": column([True, np.bool_(False), None]),
                "mixture": column(["a", 1, True]),
                "timestamp among text": column(["a", pd.Timestamp("2024-01-01 12:00:00.25"), pd.NaT]),
                "big": column([-(2**40), 2**70, -(2**70)]),
                "big among text": column([2**60, "a", -(2**70)]),
                "negative": column([-1, -(2**31) - 1, -(2**53)]),
                "infinite": column([float("inf"), "a", float("-inf")]),
                "nothing": column([None, NAN, pd.NA]),
            }
        ),
        {
            "numbers": "number",
            "numpy numbers": "number",
            "floats of one size": "number",
            "text": "dictionary",
            "timestamps": "timestamp",
            "dates": "timestamp",
            "numpy timestamps": "timestamp",
            "flags": "mixed",
            "mixture": "mixed",
            "timestamp among text": "mixed",
            "big": "number",
            "big among text": "mixed",
            "negative": "number",
            "infinite": "mixed",
            "nothing": "mixed",
        },
    )
    shared = [1.0, 2.0]
    yield Case(
        "lists",
        pd.DataFrame(
            {
                "lists": cells([1, 2.5, None], [], [NAN, float("inf")]),
                "tuples": cells((1, 2), (), (3,)),
                "missing": cells([1.0], None, NAN),
                "shared": cells(shared, shared, shared),
                "doubles": cells(np.array([1.5, NAN]), np.array([]), np.array([2.0])),
                "integers": cells(np.array([1, 2]), np.array([3], dtype="i4"), np.array([], dtype="u8")),
                "singles": cells(np.array([0.1], dtype="f4"), np.array([0.1], dtype="f2"), np.array([0.1], dtype=">f8")),
                "objects": cells(np.array([1, None], dtype=object), np.array([], dtype=object), np.array([NAN], dtype=object)),
                "strided": cells(np.arange(6.0)[::2], np.arange(6.0)[::-1], np.asfortranarray(np.arange(6.0))),
                "numpy scalars": cells([np.float64(1), np.int64(2)], [np.float32(0.5)], [pd.NA, None]),
                "empty": cells([], [], np.array([])),
                "nested": cells([[1, 2], [3]], [[]], []),
                "tables": cells(np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.zeros((2, 0))),
                "cubes": cells(np.arange(24).reshape(2, 3, 4).transpose(1, 0, 2), np.zeros((1, 1, 1)), None),
                "texts": cells(["a", None], ["b"], np.array(["cc", "d"])),
                "flags": cells([True, False], np.array([True]), None),
                "timestamps": cells([pd.Timestamp("2024-01-01"), pd.NaT], np.array(["2024-01-02"], dtype="M8[D]"), None),
                "big": cells([2**60, 1], np.array([-(2**63), -1]), None),
                "list or number": cells([1.0], 2.0, "x"),
                "no dimensions": cells(np.array(5.0), np.array(NAN), 3.0),
            }
        ),
        {
            **dict.fromkeys(["lists", "tuples", "missing", "shared", "doubles", "integers", "singles", "objects"], "list"),
            **dict.fromkeys(["strided", "numpy scalars", "empty"], "list"),
            **dict.fromkeys(["nested", "tables", "cubes", "texts", "flags", "timestamps"], "mixed"),
            "big": "list",
            "list or number": "mixed",
            "no dimensions": "number",
        },
    )


def layout_cases():
    grid = np.arange(12.0).reshape(3, 4)
    names = ["a", "b", "c", "d"]
    wide = pd.DataFrame(grid, columns=names)
    yield uniform("layout-rows-first", wide, "number")
    yield uniform("layout-fortran", pd.DataFrame(np.asfortranarray(grid), columns=names), "number")
    yield uniform("layout-transposed", pd.DataFrame(grid, columns=names).T, "number")
    yield uniform("layout-strided", pd.DataFrame(np.arange(48.0).reshape(6, 8)[::2, ::2], columns=names), "number")
    yield uniform("layout-reversed-columns", wide[names[::-1]], "number")
    yield uniform("layout-every-other-row", wide[::2], "number")
    yield uniform("layout-reversed-rows", wide[::-1], "number")
    yield uniform("layout-one-column", wide[["c"]], "number")
    yield uniform("layout-column-slice", wide.iloc[:, 1:3], "number")
    yield uniform("layout-big-endian", pd.DataFrame(grid.astype(">f8"), columns=names), "number")
    yield uniform("layout-big-endian-integers", pd.DataFrame(np.arange(6, dtype=">i4").reshape(2, 3)), "number")
    objects = np.array([["a", "b"], ["c", None], ["e", "f"]], dtype=object)
    yield uniform("layout-objects", pd.DataFrame(objects, columns=["p", "q"], dtype=object), "dictionary")
    yield uniform(
        "layout-objects-fortran", pd.DataFrame(np.asfortranarray(objects), columns=["p", "q"], dtype=object), "dictionary"
    )
    yield uniform("layout-objects-transposed", pd.DataFrame(objects, dtype=object).T, "dictionary")
    edited = pd.DataFrame({"a": [1, 2], "b": [1.5, 2.5], "c": ["x", "y"], "d": [3, 4], "e": [5.5, 6.5]})
    del edited["b"]
    edited.insert(1, "f", [7, 8])
    edited["g"] = [0.25, 0.5]
    edited.insert(0, "h", ["u", "v"])
    kinds = dict(h="dictionary", a="number", f="number", c="dictionary", d="number", e="number", g="number")
    yield Case("layout-edited", edited, kinds)
    yield Case("layout-consolidated", edited.copy(), kinds)
    pairs = np.array([["2024-01-01", "2024-01-02"], ["2024-01-03", "NaT"]], dtype="M8[ns]")
    yield uniform("layout-timestamps", pd.DataFrame(pairs, columns=["p", "q"]), "timestamp")
    yield uniform("layout-timestamps-transposed", pd.DataFrame(pairs, columns=["p", "q"]).T, "timestamp")
    yield uniform("empty-no-rows", wide.iloc[:0], "number")
    yield Case("empty-no-rows-of-objects", pd.DataFrame({"a": column([])}), {"a": "mixed"})
    yield Case("empty-no-columns", pd.DataFrame(index=[3, 5, 7]), {})
    yield Case("empty-no-columns-of-a-range", pd.DataFrame(index=range(0, 10, 3)), {})
    yield Case("empty", pd.DataFrame(), {})


def index_cases():
    row_indexes = {
        "range": pd.RangeIndex(7, 1, -2),
        "integers": pd.Index([5, 7, 9]),
        "unsigned": pd.Index([5, 7, 9], dtype="uint64"),
        "floats": pd.Index([0.5, NAN, 2.0]),
        "objects": pd.Index(["a", 1, None], dtype=object, name="mixed"),
        "text": pd.Index(["a", "b", "c"], name=("a", 1)),
        "timestamps": pd.date_range("2024-01-01", periods=3),
        "timestamps-of-a-zone": pd.date_range("2024-01-01", periods=3, tz="UTC"),
        "categories": pd.CategoricalIndex(["a", "b", None]),
        "tuples": pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("b", 3)], names=["x", None]),
        "intervals": pd.interval_range(0, 3),
        "periods": pd.period_range("2024-01", periods=3, freq="M"),
        "durations": pd.timedelta_range("1D", periods=3),
        "nullable": pd.Index(pd.array([1, None, 3], dtype="Int64")),
        "bins": pd.CategoricalIndex(pd.cut([1, 2, 3], 3)),
        "timestamps-of-a-city": pd.date_range("2024-01-01", periods=3, tz="Europe/Berlin"),
        "timestamps-of-an-offset": pd.date_range("2024-01-01", periods=3, tz=datetime.timezone(datetime.timedelta(hours=2))),
        "business-days": pd.date_range("2024-01-01", periods=3, freq=pd.offsets.CustomBusinessDay()),
        "business-hours": pd.date_range("2024-01-01", periods=3, freq=pd.offsets.BusinessHour()),
        "levels-of-a-city": pd.MultiIndex.from_arrays([pd.date_range("2024-01-01", periods=3, tz="Europe/Berlin"), [1, 2, 3]]),
        "quarters": pd.period_range("2024-01", periods=3, freq="Q"),
        "bins-of-timestamps": pd.interval_range(pd.Timestamp("2024-01-01"), periods=3),
        "decimals": pd.Index([decimal.Decimal(1), uuid.UUID(int=5), datetime.time(1)], dtype=object),
        "arrow": pd.Index(pd.array([1, None, 3], dtype="int64[pyarrow]")),
    }
    for name, index in row_indexes.items():
        yield uniform(f"rows-{name}", pd.DataFrame({"a": [1.0, 2.0, 3.0]}, index=index), "number", protocols=(5,))
    grid = [[1, 2, 3]]
    column_indexes = {
        "range": pd.RangeIndex(3),
        "range-down": pd.RangeIndex(5, -1, -2),
        "integers": pd.Index([2**40, -7, 0]),
        "unsigned": pd.Index([2**64 - 1, 7, 0], dtype="uint64"),
        "text-and-integers": pd.Index(["a", 1, np.int64(2)], dtype=object),
        "categories": pd.CategoricalIndex(["b", "a", "c"]),
        "text": pd.Index(["é", "", "a b"], name="names"),
    }
    for name, labels in column_indexes.items():
        yield uniform(f"labels-{name}", pd.DataFrame(grid, columns=labels), "number", protocols=(5,))


def refused(name, value, code, problem):
    return Case(f"refused-{name}", value, error={"error": {"code": code, "problem": problem}}, protocols=(5,))


def refused_column(name, values, code, problem):
    return refused(name, pd.DataFrame({"a": [1, 2], "b": values}), code, problem)


def refused_cases():
    one = pd.DataFrame({"a": [1, 2]})
    wrong = "wrong-type"
    for name, cell, what in (
        ("dict", {"x": 1}, "a dict"),
        ("dict-in-list", [{}], "a dict"),
        ("set", {1}, "a set"),
        ("bytes", b"x", "bytes"),
        ("class", pd.DataFrame, "pandas.DataFrame"),
        ("decimal", decimal.Decimal(1), "a decimal.Decimal"),
        ("uuid", uuid.UUID(int=5), "a uuid.UUID"),
        ("time", datetime.time(1), "a datetime.time"),
        ("complex", np.complex64(1), "complex numbers (c8)"),
        ("python-complex", 1j, "a complex"),
        ("array-of-bytes", np.array([b"x"]), "bytes (S1)"),
        ("array-of-records", np.zeros(1, dtype="i4,f4"), "structured values (V8)"),
        ("duration", pd.Timedelta("1D"), "a duration (pandas.Timedelta)"),
        ("python-duration", datetime.timedelta(1), "a duration (datetime.timedelta)"),
        ("numpy-duration", np.timedelta64(1, "D"), "durations (timedelta64[D])"),
        ("period", pd.Period("2024-01", "M"), "a period (pandas.Period)"),
        ("interval", pd.Interval(0, 1), "an interval (pandas.Interval)"),
    ):
        yield refused_column(f"{name}-cell", cells(None, cell), wrong, f'row 1, column "b" holds {what}, {NO_CARRIER}')
    zone = "holds a timestamp with a time zone (dt.tz_convert(None) makes it UTC)"
    for name, cell in (
        ("utc", pd.Timestamp("2024-01-01", tz="UTC")),
        ("city", pd.Timestamp("2024-01-01", tz="Europe/Berlin")),
        ("python", datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)),
    ):
        yield refused_column(f"zone-{name}-cell", cells(None, cell), wrong, f'row 1, column "b" {zone}')
    yield refused_column(
        "ellipsis-cell", cells(Ellipsis, None), "refused-pickle", "it would call builtins.Ellipsis"
    )
    yield refused_column("complex", column([1j, 2], "complex128"), wrong, f'column "b" holds complex numbers (c16), {NO_CARRIER}')
    durations = pd.Series(np.array([1, 2], dtype="m8[ns]"))
    spans = f"holds durations (timedelta64[ns]), {NO_CARRIER}"
    yield refused_column("durations", durations, wrong, f'column "b" {spans}')
    both = pd.concat({"a": durations, "b": durations}, axis=1).copy()
    yield refused("durations-in-two-columns", both, wrong, f'column "a" {spans}')
    periods = column(pd.period_range("2024", periods=2, freq="M"), None)
    yield refused_column("periods", periods, wrong, f'column "b" holds periods (pandas.PeriodArray), {NO_CARRIER}')
    intervals = column(pd.interval_range(0, 2), None)
    yield refused_column("intervals", intervals, wrong, f'column "b" holds intervals (pandas.IntervalArray), {NO_CARRIER}')
    bins = column(pd.cut([1, 2], 2), None)
    yield refused_column("bins", bins, wrong, f'column "b" holds labels of pandas.IntervalIndex, {NO_CARRIER}')
    sparse = pd.Series(pd.arrays.SparseArray([0, 1]))
    yield refused_column("sparse", sparse, wrong, f'column "b" holds sparse values (pandas.SparseArray), {NO_CARRIER}')
    zones = "holds timestamps with a time zone (dt.tz_convert(None) makes them UTC)"
    naive = pd.Series(pd.to_datetime(["2024-01-01", None]))
    for name in ("UTC", "Europe/Berlin"):
        yield refused_column(f"zone-{name.split('/')[-1].lower()}", naive.dt.tz_localize(name), wrong, f'column "b" {zones}')
    yield from refused_inexact()
    yield from refused_arrow()
    pairs = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)]))
    yield refused("multiindex-labels", pairs, "refused-pickle", "its column labels are a MultiIndex")
    yield refused(
        "float-labels",
        pd.DataFrame([[1, 2]], columns=[0.5, 1]),
        "refused-pickle",
        "the label of column 0 is neither text nor an integer",
    )
    yield refused(
        "timestamp-labels",
        pd.DataFrame([[1]], columns=pd.to_datetime(["2024-01-01"])),
        "refused-pickle",
        "the label of column 0 is neither text nor an integer",
    )
    yield refused("equal-labels", pd.DataFrame([[1, 2]], columns=["a", "a"]), "duplicate-key", 'has two columns "a"')
    yield refused("equal-text-and-integer", pd.DataFrame([[1, 2]], columns=[1, "1"]), "duplicate-key", 'has two columns "1"')
    yield refused("series", one["a"], "refused-pickle", "it holds a pandas.Series, not a pandas DataFrame")
    yield refused("dict", {"a": one}, "refused-pickle", "it holds a dict, not a pandas DataFrame")
    yield refused("list", [one], "refused-pickle", "it holds a list, not a pandas DataFrame")
    yield refused("number", 7, "refused-pickle", "it holds the number 7, not a pandas DataFrame")
    yield refused("array", np.arange(3.0), "refused-pickle", "it holds a numpy.frombuffer, not a pandas DataFrame")


def refused_inexact():
    for name, values, row, digits in (
        ("int64", np.array([2**60, 2**60 + 1]), 1, 2**60 + 1),
        ("uint64", np.array([1, 2**64 - 1], dtype="u8"), 1, 2**64 - 1),
        ("just-beyond", np.array([-(2**53) - 1, 1]), 0, -(2**53) - 1),
        ("objects", cells(None, 2**70 + 1), 1, 2**70 + 1),
        ("too-large", cells(2**1024, None), 0, f"{str(2**1024)[:100]}\u2026"),
        ("in-a-list", cells([1], [2.5, 2**53 + 1]), 1, 2**53 + 1),
        ("in-an-array", cells([1], np.array([5, 2**53 + 1])), 1, 2**53 + 1),
        ("masked", pd.array([None, 2**60 + 1], dtype="Int64"), 1, 2**60 + 1),
        ("category", pd.Categorical([2**60 + 1, 5]), 1, 2**60 + 1),
    ):
        problem = f'row {row}, column "b" holds {digits}, which a double cannot represent exactly'
        yield refused_column(f"integer-{name}", values, "inexact-value", problem)
    late = "the timestamp 9999-12-31 23:59:59.999999, which a double cannot represent exactly"
    last = datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)
    yield refused_column("far-cell", cells(None, last), "inexact-value", f'row 1, column "b" holds {late}')
    if MAJOR > 1:
        far = pd.Series(np.array(["NaT", "9999-12-31 23:59:59.999999"], dtype="M8[us]"))
        yield refused_column("far", far, "inexact-value", f'row 1, column "b" holds {late}')
        beyond = pd.Series(np.array(["NaT", "10000-01-01"], dtype="M8[s]"))
        calendar = "holds a timestamp of 253402300800 seconds since 1970, which is outside the years 1 to 9999"
        yield refused_column("beyond-the-calendar", beyond, "bad-value", f'row 1, column "b" {calendar}')


def refused_arrow():
    import pyarrow as pa

    for name, values, kind, shown in (
        ("duration", [1, None], pa.duration("s"), "durations (duration[s])"),
        ("time", [1, None], pa.time32("s"), "an Arrow array (time32[s])"),
        ("decimal", [decimal.Decimal("0.1"), None], pa.decimal128(10, 2), "an Arrow array (a pyarrow.decimal)"),
        ("struct", [{"x": 1}, None], pa.struct([("x", pa.int64())]), "an Arrow array (a pyarrow.struct)"),
        ("binary", [b"x", None], pa.binary(), "an Arrow array (binary)"),
        ("fixed-list", [[1, 2], None], pa.list_(pa.int64(), 2), "an Arrow array (a pyarrow.list_)"),
    ):
        array = pd.arrays.ArrowExtensionArray(pa.array(values, kind))
        yield refused_column(f"arrow-{name}", array, "wrong-type", f'column "b" holds {shown}, {NO_CARRIER}')
    zoned = pd.arrays.ArrowExtensionArray(pa.array([1, None], pa.timestamp("us", "UTC")))
    zones = "holds timestamps with a time zone (dt.tz_convert(None) makes them UTC)"
    yield refused_column("arrow-zone", zoned, "wrong-type", f'column "b" {zones}')
    wide = pd.arrays.ArrowExtensionArray(pa.array([None, 2**60 + 1], pa.int64()))
    problem = f'row 1, column "b" holds {2**60 + 1}, which a double cannot represent exactly'
    yield refused_column("arrow-integer", wide, "inexact-value", problem)
