"""The hostile and broken pickles of make_pickle_fixtures.py, with what the reader has to say of each."""

import bz2
import gzip
import lzma
import pickle
import struct

from pickle_fixture_assembly import (
    GOOD,
    INDEX,
    TWO,
    Call,
    Name,
    Raw,
    Shared,
    array,
    arrow,
    assemble,
    backed,
    block,
    buffer,
    categorical,
    cut,
    dtype,
    frame,
    frame_of,
    frame_of_cell,
    index,
    objects,
    range_index,
    write,
)

NO_FIT = "its opcodes do not fit together before byte {}"


def make_attacks():
    """(case name, content, error code, problem)"""
    for name, value, code, problem in (*calls(), *pictures(), *arrays(), *frames(), *bombs()):
        content = assemble(value)
        yield f"hostile-{name}", content, code, problem.format(*find_reduce_ends(content, problem))
    for name, content, problem in files():
        yield f"no-pickle-{name}", content, "not-pickle", problem


def find_reduce_ends(content, problem):
    """Where the opcodes stop to fit: the attacks below put a marker text right behind it."""
    return [content.index(b"X\x04\x00\x00\x00HERE")] if "{}" in problem else []


def calls():
    for module, name in (
        ("os", "system"),
        ("posix", "system"),
        ("subprocess", "Popen"),
        ("builtins", "eval"),
        ("builtins", "exec"),
        ("builtins", "getattr"),
        ("builtins", "__import__"),
        ("__builtin__", "getattr"),
        ("operator", "attrgetter"),
        ("pandas", "read_pickle"),
        ("pandas.io.pickle", "read_pickle"),
        ("pandas.io.common", "get_handle"),
        ("pandas", "eval"),
        ("pandas", "DataFrame.to_pickle"),
        ("pandas.core", "frame.DataFrame"),
        ("pandas.core.frame", "DataFrame "),
        ("numpy", "load"),
        ("numpy.core.multiarray", "fromfile"),
        ("numpy.testing._private.utils", "runstring"),
        ("copyreg", "_reconstructor"),
        ("functools", "partial"),
        ("__proto__", "__proto__"),
        ("constructor", "constructor"),
        ("hasOwnProperty", "call"),
        ("", ""),
        ("os\nx", "sys\u2028tem\u001b[31m"),
    ):
        shown = f"{module}.{name}".replace("\n", "?").replace("\u2028", "?").replace("\u001b", "?")
        slug = "".join(letter if letter.isalnum() else "-" for letter in shown)
        yield f"call-{slug}", Call(Name(module, name), ("id",)), "refused-pickle", f"it would call {shown}"
    text = Raw(b"cos\nsystem\n\x8c\x02id\x85R")
    yield "call-by-text-opcode", text, "refused-pickle", "it would call os.system"
    unnamed = "it would call something that is not named by text"
    yield "name-of-numbers", Raw(b"K\x01K\x02\x93"), "refused-pickle", unnamed
    yield "name-of-lists", Raw(b"\x8c\x02os]\x93"), "refused-pickle", unnamed
    yield "name-of-nothing", Raw(b"\x93"), "refused-pickle", unnamed
    yield ("name-inside-cell", frame_of_cell(Call(Name("os", "system"), ("id",))), "refused-pickle", "it would call os.system")
    outside = "it refers to an object outside the file (a persistent id)"
    yield "persistent-id", Raw(b"K\x01Q"), "refused-pickle", outside
    yield "persistent-id-by-text", Raw(b"P1\n"), "refused-pickle", outside
    yield "extension", Raw(b"\x82\x01"), "refused-pickle", "it uses the extension registry"
    yield ("outside-buffer", Raw(b"\x97"), "refused-pickle", "its buffers are outside the file (buffer_callback)")
    keywords = Raw(write(INDEX, {}) + b")}\x92")
    yield "keyword-arguments", keywords, "refused-pickle", "it makes an object with keyword arguments"
    for name, opcodes in {
        "instance": b"(ios\nsystem\n",
        "object": b"(K\x01o",
        "string": b"S'a'\n",
        "short-string": b"U\x01a",
        "unicode": b"Va\n",
        "integer": b"I01\n",
        "long": b"L1L\n",
        "float": b"F1\n",
        "get": b"g0\n",
        "dict": b"(d",
        "list": b"(l",
        "unknown": b"\xff",
    }.items():
        at = 3 if opcodes[:1] == b"(" and name != "object" else 5 if name == "object" else 2
        problem = f"byte {at} (0x{opcodes[at - 2]:02x}) is no opcode that Python 3 writes from protocol 2 on"
        yield f"opcode-{name}", Raw(opcodes), "not-pickle", problem


def pictures():
    here = write("HERE", {})
    polluting = write({"__proto__": {"x": 1}, "length": 2**32 - 1, "push": 1, "__setstate__": 1}, {})
    targets = {
        "list": b"]",
        "dict": b"}",
        "class": write(INDEX, {}),
        "text": b"\x8c\x01a",
        "bytes": b"C\x01a",
        "set": b"\x8f",
        "none": b"N",
    }
    for name, target in targets.items():
        if name == "dict":
            continue
        yield f"build-{name}", Raw(target + polluting + b"b" + here), "not-pickle", NO_FIT
    yield ("build-dict", Raw(b"}" + polluting + b"b"), "refused-pickle", "it holds a dict, not a pandas DataFrame")
    twice = Raw(write(dtype(), {}) + b"}b")
    yield "build-twice", twice, "not-pickle", "numpy.dtype gets its state twice"
    yield ("item-on-object", Raw(write(dtype(), {}) + b"K\x01K\x02s"), "not-pickle", "an item is set on numpy.dtype")
    yield "item-on-bytes", Raw(b"C\x04abcdK\x01K\x02s" + here), "not-pickle", NO_FIT
    yield "item-on-class", Raw(write(INDEX, {}) + b"\x8c\x04nameK\x02s" + here), "not-pickle", NO_FIT
    yield "append-to-object", Raw(write(dtype(), {}) + b"K\x01a" + here), "not-pickle", NO_FIT
    yield "append-to-text", Raw(b"\x8c\x01aK\x01a" + here), "not-pickle", NO_FIT
    yield "add-to-dict", Raw(b"}(K\x01\x90" + here), "not-pickle", NO_FIT
    for name, target in {
        "text": b"\x8c\x04eval",
        "list": b"]",
        "dict": b"}",
        "bytes": b"C\x01a",
        "object": write(dtype(), {}),
        "none": b"N",
    }.items():
        yield f"call-of-{name}", Raw(target + b")R" + here), "not-pickle", NO_FIT
        yield f"new-of-{name}", Raw(target + b")\x81" + here), "not-pickle", NO_FIT
    yield "arguments-none", Raw(write(INDEX, {}) + b"NR" + here), "not-pickle", NO_FIT
    yield "arguments-number", Raw(write(INDEX, {}) + b"K\x01\x81" + here), "not-pickle", NO_FIT
    yield "no-mark", Raw(b"t" + here), "not-pickle", NO_FIT
    yield "nothing", Raw(b""), "not-pickle", "it describes nothing"
    yield "memo-never-set", Raw(b"h\x63"), "not-pickle", "it describes nothing"
    yield ("cell-never-set", frame_of_cell(Raw(b"h\x63")), "not-pickle", 'column "a" holds a value that was never given')
    yield (
        "integer-too-long",
        Raw(b"\x8b" + struct.pack("<I", 257) + bytes(257)),
        "refused-pickle",
        "it holds an integer of 257 bytes, more than 256",
    )
    yield "text-not-utf8", Raw(b"\x8c\x02\xc3("), "not-pickle", "the text at byte 4 is not UTF-8"


def arrays():
    bad = "not-pickle"
    sizes = "an array of shape ({}) and 8 bytes each has 16 bytes"
    yield "shape-larger", frame_of(array((1, 3), TWO)), bad, sizes.replace("{}", "1, 3")
    yield "shape-huge", frame_of(array((1, 10**12), TWO)), bad, sizes.replace("{}", f"1, {10**12}")
    yield ("shape-overflowing", frame_of(array((2**32, 2**32), TWO)), bad, sizes.replace("{}", f"{2**32}, {2**32}"))
    yield "shape-of-buffer", frame_of(buffer(TWO, (1, 3))), bad, sizes.replace("{}", "1, 3")
    yield ("shape-negative", frame_of(array((-1, -2), TWO)), bad, "an array's length is the number -1, not a count")
    yield ("shape-fraction", frame_of(array((1, 2.5), TWO)), bad, "an array's length is the number 2.5, not a count")
    yield "shape-number", frame_of(array(2, TWO)), bad, "an array's shape is the number 2, not a list"
    yield "shape-deep", frame_of(array((1,) * 65, TWO)), bad, "an array has 65 dimensions"
    yield "shape-flat", frame_of(array((2,), TWO)), bad, "a block of shape (2) is placed at 1 columns"
    yield "content-text", frame_of(array((1, 2), "x" * 16)), bad, "an array's content is text, not bytes"
    far = Call(Name("_codecs", "encode"), ("\u0100" * 16, "latin1"))
    yield ("content-not-latin1", frame_of(array((1, 2), far)), bad, "an array's content is a codecs.encode, not bytes")
    other = Call(Name("_codecs", "encode"), ("AA==", "base64"))
    yield ("content-of-another-codec", frame_of(array((1, 2), other)), bad, "an array's content is a codecs.encode, not bytes")
    deep = Call(Name("builtins", "bytearray"), (Call(Name("builtins", "bytearray"), (TWO,)),))
    yield "content-nested", frame_of(array((1, 2), deep)), bad, "an array's content is a bytearray, not bytes"
    yield ("objects-missing", frame_of(objects("a", shape=(1, 2))), bad, "an object array of shape (1, 2) has 1 elements")
    yield (
        "objects-huge",
        frame_of(objects("a", shape=(1, 10**12))),
        bad,
        f"an object array of shape (1, {10**12}) has 1 elements",
    )
    yield ("objects-as-bytes", frame_of(buffer(TWO, (1, 2), dtype("O8"))), bad, "an object array is given as bytes")
    yield "order-unknown", frame_of(buffer(TWO, (1, 2), None, "X")), bad, "an array's order is not C, F or K"
    yield (
        "axis-order-wrong",
        frame_of(buffer(TWO, (1, 2), None, "K", (0, 0))),
        bad,
        "an axis order of an array of 2 axes is (0, 0)",
    )
    yield "dtype-text", frame_of(array((1, 2), TWO, "f8")), bad, "a dtype is text"
    yield "dtype-without-code", frame_of(array((1, 2), TWO, dtype(8))), bad, "a dtype has no code"
    for code, shown in {
        "c16": "complex (c16)",
        "m8": "timedelta (m8)",
        "V8": "structured or void (V8)",
        "S8": "bytes (S8)",
        "f16": "float (f16)",
        "f3": "float (f3)",
        "U0": "dtype (U0)",
        "Q8": "dtype (Q8)",
        "T16": "dtype (T16)",
    }.items():
        yield (f"dtype-{code}", frame_of(array((1, 2), TWO, dtype(code))), "wrong-type", f'column "a" is {shown}')
    step = (None, None, None, -1, -1, 0, (None, (b"D", 7, 1, 1)))
    yield (
        "dtype-week-in-days",
        frame_of(array((1, 2), TWO, dtype("M8", "<", step))),
        "wrong-type",
        'column "a" is datetime of an unusual unit',
    )
    yield (
        "text-not-unicode",
        frame_of_cell(array((1,), b"\xff" * 4, dtype("U1"))),
        "wrong-type",
        'column "a" holds text that is not Unicode',
    )
    scalar = Call(Name("numpy._core.multiarray", "scalar"), (dtype(), b"\0"))
    yield "scalar-short", frame_of_cell(scalar), bad, "a scalar's content has the wrong length"
    yield (
        "date-impossible",
        frame_of_cell(Call(Name("datetime", "date"), (b"\x07\xe8\x02\x1e",))),
        bad,
        "a datetime.date is no day or time",
    )
    yield ("date-of-numbers", frame_of_cell(Call(Name("datetime", "date"), (2024, 1, 1))), bad, "a datetime.date is not packed")
    stamp = Name("pandas._libs.tslibs.timestamps", "_unpickle_timestamp")
    yield ("timestamp-of-text", frame_of_cell(Call(stamp, ("1", None, None, 10))), bad, "a Timestamp has no value or no unit")
    yield (
        "timestamp-too-far",
        frame_of_cell(Call(stamp, (2**60, None, None, 7))),
        "bad-value",
        'column "a" holds a moment outside the calendar',
    )
    yield ("arrow-short", frame_of(arrow(2, bytes(8), b"")), bad, "an Arrow chunk of 2 texts is shorter than that")
    yield ("arrow-huge", frame_of(arrow(2**40, bytes(8), b"")), bad, f"an Arrow chunk of {2**40} texts is shorter than that")
    yield ("arrow-short-bitmap", frame_of(arrow(2, bytes(12), b"", b"")), bad, "an Arrow chunk of 2 texts is shorter than that")
    yield ("arrow-beyond", frame_of(arrow(2, struct.pack("<3i", 0, 1, 9), b"ab")), bad, "an Arrow text lies at bytes 1 to 9 of 2")
    yield (
        "arrow-backwards",
        frame_of(arrow(2, struct.pack("<3i", 2, 1, 2), b"ab")),
        bad,
        "an Arrow text lies at bytes 2 to 1 of 2",
    )
    yield (
        "arrow-negative",
        frame_of(arrow(2, struct.pack("<3i", -1, 1, 2), b"ab")),
        bad,
        "an Arrow text lies at bytes -1 to 1 of 2",
    )
    yield (
        "arrow-of-views",
        frame_of(arrow(2, bytes(12), b"", alias="string_view")),
        "wrong-type",
        'column "a" is an Arrow array of string_view',
    )
    masked = {"_data": array((2,), TWO), "_mask": array((1,), b"\0", dtype("b1", "|"))}
    yield (
        "mask-short",
        frame_of(Call(Name("pandas.arrays", "FloatingArray"), (), masked)),
        bad,
        "a masked array's mask does not fit its values",
    )
    texts = backed("pandas.core.arrays.string_.StringArray", None, objects("a", 1), {})
    yield "texts-of-numbers", frame_of(texts), bad, "a StringArray holds something else than text"
    yield "codes-beyond", frame_of(categorical(index(objects("x")))), bad, "a Categorical's code is 1 of 1"
    yield (
        "codes-negative",
        frame_of(categorical(index(objects("x")), b"\xfe\0")),
        bad,
        "a Categorical's code is the number -2, not a count",
    )
    yield ("categories-of-lists", frame_of(categorical(index(objects([1], [2])))), bad, "a Categorical's categories are lists")
    yield ("categories-equal", frame_of(categorical(index(objects([1], "x")), b"\1\2")), bad, "a Categorical's code is 2 of 2")


def frames():
    bad = "not-pickle"
    two = index(objects("a", "b"))
    yield "block-missing", frame(block(GOOD), labels=two), bad, 'column "b" is in no block'
    yield "block-twice", frame(block(GOOD), block(GOOD)), bad, 'column "a" is in two blocks'
    yield "block-beyond", frame(block(GOOD, cut(1, 2, 1))), bad, "a block is placed at column 1 of 1"
    yield "block-before", frame(block(GOOD, cut(-1, 0, 1))), bad, "a block is placed at column -1 of 1"
    yield ("block-everywhere", frame(block(GOOD, cut(0, 2**40, 1))), bad, f"a block is placed at {2**40} columns of 1")
    yield "block-without-step", frame(block(GOOD, cut(0, 1, 0))), bad, "a RangeIndex has no bounds"
    yield (
        "block-at-fraction",
        frame(block(GOOD, array((1,), struct.pack("<d", 0.5)))),
        bad,
        "a block is placed at column 0.5 of 1",
    )
    yield "block-at-text", frame(block(GOOD, "a")), bad, "an array is text"
    yield ("block-too-wide", frame(block(GOOD, cut(0, 2, 1)), labels=two), bad, "a block of shape (1, 2) is placed at 2 columns")
    yield "block-of-text", frame("a"), bad, "a block is text"
    yield (
        "blocks-of-other-lengths",
        frame(block(GOOD), block(array((1, 1), bytes(8)), cut(1, 2, 1)), labels=two),
        bad,
        "a block has 1 rows, the frame 2",
    )
    yield "rows-disagree", frame(block(GOOD), rows=3), bad, "a block has 2 rows, the frame 3"
    yield ("rows-of-no-index", frame(block(GOOD), rows=range_index(2, step=0)), bad, "a RangeIndex has no bounds")
    yield "labels-a-list", frame(block(GOOD), labels=["a"]), bad, "an index is a list"
    yield (
        "labels-missing",
        frame(block(GOOD), labels=index(objects(None))),
        "refused-pickle",
        "the label of column 0 is neither text nor an integer",
    )
    yield (
        "labels-nested",
        frame(block(GOOD), labels=index(objects(["a"]))),
        "refused-pickle",
        "the label of column 0 is neither text nor an integer",
    )
    empty = Call(Name("pandas.core.frame", "DataFrame"))
    yield "frame-without-state", empty, bad, "a frame's state is nothing, not a dict"
    yield "frame-without-manager", Call(empty.function, (), {"a": 1}), bad, "a frame's content is nothing"
    yield "frame-class", empty.function, "refused-pickle", "it holds pandas.DataFrame, not a pandas DataFrame"


def bombs():
    deep = "holds lists nested more than 32 deep"
    yield "nested-deep", frame_of_cell(Raw(b"]" * 5000 + b"a" * 4999)), "wrong-type", f'column "a" {deep}'
    own = Shared([])
    own.value.append(own)
    yield "list-in-itself", frame_of_cell(own), "wrong-type", f'column "a" {deep}'
    many = "it unfolds to more than 16777216 values"
    doubled = Shared([1, 2])
    for _ in range(28):
        doubled = Shared([doubled, doubled])
    yield "doubling-lists", frame_of_cell(doubled), "refused-pickle", many
    texts = Shared(array((1,), b"a\0\0\0" * 2000, dtype("U2000")))
    thousand = Shared([texts] * 1000)
    yield "shared-arrays", frame_of_cell([thousand] * 20), "refused-pickle", many
    empty_rows = array((2**40, 0), b"")
    yield "empty-rows", frame_of_cell(empty_rows), "refused-pickle", many
    yield ("columns-of-a-range", frame(labels=range_index(2**50)), "refused-pickle", "it unfolds to more than 1000000 values")
    yield ("columns-many", frame(labels=range_index(200_000)), "refused-pickle", "it has 200000 columns, more than 100000")
    line = Shared(array((1, 2000), bytes(2000), dtype("i1", "|")))
    blocks = [block(line, cut(column, column + 1, 1)) for column in range(600)]
    claims = "it claims 1200000 cells, more than its bytes can hold"
    yield "columns-shared", frame(*blocks, labels=range_index(600), rows=2000), "not-pickle", claims
    loop = Shared(Call(Name("pandas.core.dtypes.dtypes", "CategoricalDtype"), (), {}))
    codes = array((2,), b"\0\0", dtype("i1", "|"))
    inner = backed("pandas.core.arrays.categorical.Categorical", loop, codes, {})
    loop.value.state["categories"] = index(inner)
    yield ("categories-in-themselves", frame_of(inner), "not-pickle", "a Categorical's categories are a Categorical")


def files():
    good = pickle.dumps({"a": 1}, protocol=5)
    yield "empty", b"", "is empty"
    yield "gzip", gzip.compress(good, mtime=0), "is compressed with gzip"
    yield "bzip2", bz2.compress(good), "is compressed with bzip2"
    yield "xz", lzma.compress(good), "is compressed with xz"
    yield "zstd", b"\x28\xb5\x2f\xfd\x04\x00", "is compressed with zstd"
    yield "zip", b"PK\x03\x04\x14\x00", "is a zip archive"
    yield "parquet", b"PAR1\x15\x04\x15\x10PAR1", "is a Parquet file"
    start = "does not begin like a pickle of protocol 2 to 5"
    yield "json", b'{"a": 1}', start
    yield "csv", b"a,b\n1,2\n", start
    yield "protocol-0", pickle.dumps({"a": 1}, protocol=0), start
    yield "protocol-1", pickle.dumps({"a": 1}, protocol=1), start
    yield "protocol-6", b"\x80\x06N.", start
    yield "only-a-start", b"\x80\x05", "it ends at byte 2, before its end mark"
