"""Writes test/fixtures/pickle: small frames pickled by real pandas versions, and hand-made hostile pickles.

    python3 scripts/make_pickle_fixtures.py [--work DIR]

Makes one virtual environment per version set below (kept in DIR when given, so that a second run is quick) and
runs itself in each. A case is a folder of `input.<pandas>-np<numpy major>-p<protocol>.pkl` and one `expected.json`:
`{"rows", "columns": [{"name", "kind", "cells"}]}` or `{"error": {"code", "problem"}}`. In cells a missing value is
null, a timestamp is its milliseconds since 1970, and `{"$number"}` carries what JSON cannot.
"""

import argparse
import importlib.util
import json
import math
import pathlib
import pickle
import shutil
import subprocess
import tempfile
import venv

import pickle_fixture_attacks

# A recent pyarrow requires numpy 2; pandas 3 takes zones from tzdata where the system has none.
VERSION_SETS = [
    ("pandas==1.5.3", "numpy==1.26.4", "pyarrow==17.0.0"),
    ("pandas==2.0.3", "numpy==1.26.4", "pyarrow==17.0.0"),
    ("pandas==2.2.3", "numpy==1.26.4", "pyarrow==17.0.0"),
    ("pandas==2.2.3", "numpy>=2,<3", "pyarrow>=21"),
    ("pandas==2.3.2", "numpy>=2,<3", "pyarrow>=21", "zstandard"),
    ("pandas>=3.0,<3.1", "numpy>=2,<3", "pyarrow>=21", "zstandard", "tzdata"),
]
ROOT = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "pickle"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=pathlib.Path, help="where to keep the virtual environments")
    parser.add_argument("--emit", action="store_true", help="write the frames of the pandas that is installed here")
    arguments = parser.parse_args()
    if arguments.emit:
        emit_frames()
        return
    if arguments.work:
        write_all(arguments.work)
        return
    with tempfile.TemporaryDirectory() as work:
        write_all(pathlib.Path(work))


def write_all(work):
    shutil.rmtree(ROOT, ignore_errors=True)
    for requirements in VERSION_SETS:
        python = make_environment(work, requirements)
        subprocess.run([python, "-W", "ignore", __file__, "--emit"], check=True)
    for name, content, code, problem in pickle_fixture_attacks.make_attacks():
        write_case(name, {"pkl": content}, {"error": {"code": code, "problem": problem}})


def make_environment(work, requirements):
    folder = work / "-".join(requirements).replace("=", "").replace(">", "from").replace("<", "to")
    python = folder / "bin" / "python"
    if not (folder / "done").exists():
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        (folder / "done").touch()
    return python


def emit_frames():
    import numpy
    import pandas
    import pickle_fixture_frames

    tag = f"{pandas.__version__}-np{numpy.__version__.split('.')[0]}"
    for case in pickle_fixture_frames.make_cases():
        # Protocol 2 spells bytes in its own way, and every version alike: two sets of them are enough.
        protocols = case.protocols if len(case.protocols) > 2 or tag in ("1.5.3-np1", "2.3.2-np2") else [5]
        inputs = {f"{tag}-p{protocol}.pkl": pickle.dumps(case.value, protocol=protocol) for protocol in protocols}
        if case.is_packed:
            inputs |= dict(pack(case.value, tag))
        write_case(case.name, inputs, case.error or describe(case.value, case.kinds))


def pack(frame, tag):
    """By pandas itself, which derives it from the file extension."""
    with tempfile.TemporaryDirectory() as work:
        for method in ("gzip", "bz2", "xz", *(["zstd"] if importlib.util.find_spec("zstandard") else [])):
            options = {"method": method, **({"mtime": 0} if method == "gzip" else {})}
            path = pathlib.Path(work) / method
            frame.to_pickle(path, compression=options)
            yield f"{tag}.{method}", path.read_bytes()


def write_case(name, inputs, expected):
    folder = ROOT / name
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in inputs.items():
        (folder / f"input.{suffix}").write_bytes(content)
    path = folder / "expected.json"
    text = json.dumps(expected, ensure_ascii=False, allow_nan=False) + "\n"
    if path.exists() and path.read_text() != text:
        raise SystemExit(f"{name}: this version expects\n{text}another\n{path.read_text()}")
    path.write_text(text)


def describe(frame, kinds):
    """What a reader has to find, by asking pandas; the kinds are those that the case states."""
    assert [str(label) for label in frame.columns] == list(kinds), f"{list(frame.columns)} {list(kinds)}"
    columns = []
    for position, (name, kind) in enumerate(kinds.items()):
        cells = [encode_cell(cell, kind) for cell in frame.iloc[:, position]]
        columns.append({"name": name, "kind": kind, "cells": cells})
    return {"rows": len(frame), "columns": columns}


def encode_cell(cell, kind):
    import datetime

    import numpy
    import pandas

    if isinstance(cell, numpy.ndarray) and cell.ndim == 0:
        cell = cell[()]
    if isinstance(cell, (list, tuple, numpy.ndarray)):
        return [encode_cell(element, kind) for element in cell]
    if isinstance(cell, numpy.datetime64):
        cell = pandas.Timestamp(cell)
    if cell is None or cell is pandas.NA or cell is pandas.NaT:
        return None
    if isinstance(cell, (datetime.datetime, datetime.date)):
        return encode_timestamp(cell, kind)
    if isinstance(cell, numpy.generic):
        cell = cell.item()
    if isinstance(cell, float):
        if math.isnan(cell):
            return None
        if math.isinf(cell):
            return {"$number": "Infinity" if cell > 0 else "-Infinity"}
    assert not isinstance(cell, int) or int(float(cell)) == cell, f"no double is {cell}"
    assert isinstance(cell, (str, bool, int, float)), repr(cell)
    return cell


def encode_timestamp(timestamp, kind):
    micros = count_micros(timestamp)
    if kind == "timestamp":
        return micros / 1000
    fraction = f".{micros % 10**6:06d}".rstrip("0") if micros % 10**6 else ""
    return timestamp.strftime("%Y-%m-%d %H:%M:%S") + fraction


def count_micros(timestamp):
    """Since 1970; what is finer is cut off towards the past."""
    import datetime

    if hasattr(timestamp, "asm8"):
        ticks = int(timestamp.asm8.astype("i8"))
        unit = getattr(timestamp, "unit", "ns")
        return ticks // 1000 if unit == "ns" else ticks * {"us": 1, "ms": 10**3, "s": 10**6}[unit]
    midnight = datetime.datetime(timestamp.year, timestamp.month, timestamp.day)
    point = timestamp if isinstance(timestamp, datetime.datetime) else midnight
    return (point - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)


if __name__ == "__main__":
    main()
