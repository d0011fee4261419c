"""Has pyarrow read test/fixtures/arrow/*/stream.arrow and writes what it finds to expected.json beside it.

    pip install -r scripts/requirements-arrow.txt
    python3 scripts/read_arrow_fixtures.py

`{"fields": [{"name", "type"}], "batches": [rows of each], "rows": [[cell, ...], ...]}`, a timestamp as its text. The
streams are written by test/formats/arrow-fixtures.test.ts, which has the command.
"""

import datetime
import json
import pathlib

import pyarrow.ipc

ROOT = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "arrow"


def main():
    for path in sorted(ROOT.glob("*/stream.arrow")):
        with pyarrow.ipc.open_stream(path.read_bytes()) as reader:
            schema = reader.schema
            batches = list(reader)
        for batch in batches:
            batch.validate(full=True)
        found = {
            "fields": [{"name": field.name, "type": str(field.type)} for field in schema],
            "batches": [batch.num_rows for batch in batches],
            "rows": [list(map(show, row)) for batch in batches for row in zip(*map(pyarrow.Array.to_pylist, batch))],
        }
        target = path.with_name("expected.json")
        target.write_text(json.dumps(found, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
        print(f"{path.parent.name}: {len(found['rows'])} rows")


def show(cell):
    if not isinstance(cell, datetime.datetime):
        return cell
    text = str(cell)
    return text.rstrip("0") if "." in text else text


if __name__ == "__main__":
    main()
