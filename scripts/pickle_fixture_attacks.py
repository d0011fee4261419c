"""The hostile and broken pickles of make_pickle_fixtures.py, with the error of the reader for each."""

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
    arrow_chunk,
    arrow_dictionary,
    arrow_of,
    arrow_of_chunks,
    arrow_type,
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
    py_buffer,
    range_index,
    restored,
    write,
)

# The tests give a file 64 MB.
TOO_LARGE = "takes more than 64 MB of memory to read"
NO_CARRIER = "which no column can carry"
NO_FIT = "its opcodes do not fit together before byte {}"


def make_attacks():
    """(case name, content, error code, problem)"""
    for name, value, code, problem in (*calls(), *stacks(), *arrays(), *frames(), *bombs()):
        content = assemble(value)
        yield f"hostile-{name}", content, code, problem.format(*find_reduce_ends(content, problem))
    for name, content, problem in files():
        yield f"no-pickle-{name}", content, "not-pickle", problem
    for name, content, code, problem in packed():
        yield f"packed-{name}", content, code, problem


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
        shown = f"{module}.{name}".replace("\n", "\\n").replace("\u2028", "\\u2028").replace("\u001b", "\\u001b")
        slug = "".join(letter if letter.isalnum() else "-" for letter in f"{module}.{name}")
        hint = ", as frames of pandas 1.3 do" if shown == "functools.partial" else ""
        # One attribute of one class may be read, so this is refused when it is called.
        shown = "builtins.getattr" if shown == "__builtin__.getattr" else shown
        yield f"call-{slug}", Call(Name(module, name), ("id",)), "refused-pickle", f"it would call {shown}{hint}"
    text = Raw(b"cos\nsystem\n\x8c\x02id\x85R")
    yield "call-by-text-opcode", text, "refused-pickle", "it would call os.system"
    unnamed = "it would call something that is not named by text"
    yield "name-of-numbers", Raw(b"K\x01K\x02\x93"), "refused-pickle", unnamed
    yield "name-of-lists", Raw(b"\x8c\x02os]\x93"), "refused-pickle", unnamed
    yield "name-of-nothing", Raw(b"\x93" + write("HERE", {})), "damaged-pickle", NO_FIT
    zone = Name("zoneinfo", "ZoneInfo")
    for name, attribute in (("other-attribute", "_clear_cache"), ("attribute-of-nothing", None)):
        value = Call(Name("builtins", "getattr"), (zone, attribute))
        yield f"{name}-of-zones", value, "refused-pickle", "it would call builtins.getattr"
    other = Call(Name("builtins", "getattr"), (INDEX, "_unpickle"))
    yield "attribute-of-another-class", other, "refused-pickle", "it would call builtins.getattr"
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
        yield f"opcode-{name}", Raw(opcodes), "damaged-pickle", problem


def stacks():
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
        yield f"build-{name}", Raw(target + polluting + b"b" + here), "damaged-pickle", NO_FIT
    twice = Raw(write(dtype(), {}) + b"}b")
    yield "build-twice", twice, "damaged-pickle", "numpy.dtype gets its state twice"
    yield "item-on-object", Raw(write(dtype(), {}) + b"K\x01K\x02s" + here), "damaged-pickle", NO_FIT
    yield "items-of-a-dict-odd", Raw(b"}(K\x01u" + here), "damaged-pickle", NO_FIT
    yield "item-on-bytes", Raw(b"C\x04abcdK\x01K\x02s" + here), "damaged-pickle", NO_FIT
    yield "item-on-class", Raw(write(INDEX, {}) + b"\x8c\x04nameK\x02s" + here), "damaged-pickle", NO_FIT
    yield "append-to-object", Raw(write(dtype(), {}) + b"K\x01a" + here), "damaged-pickle", NO_FIT
    yield "append-to-text", Raw(b"\x8c\x01aK\x01a" + here), "damaged-pickle", NO_FIT
    yield "add-to-dict", Raw(b"}(K\x01\x90" + here), "damaged-pickle", NO_FIT
    for name, target in {
        "text": b"\x8c\x04eval",
        "list": b"]",
        "dict": b"}",
        "bytes": b"C\x01a",
        "object": write(dtype(), {}),
        "none": b"N",
    }.items():
        yield f"call-of-{name}", Raw(target + b")R" + here), "damaged-pickle", NO_FIT
        yield f"new-of-{name}", Raw(target + b")\x81" + here), "damaged-pickle", NO_FIT
    yield "arguments-none", Raw(write(INDEX, {}) + b"NR" + here), "damaged-pickle", NO_FIT
    yield "arguments-number", Raw(write(INDEX, {}) + b"K\x01\x81" + here), "damaged-pickle", NO_FIT
    yield "no-mark", Raw(b"t" + here), "damaged-pickle", NO_FIT
    yield "nothing", Raw(b""), "damaged-pickle", "its opcodes do not fit together before byte 3"
    yield "memo-never-set", Raw(b"h\x63"), "damaged-pickle", "it reads entry 99 of a memo of 0"
    yield "cell-never-set", frame_of_cell(Raw(b"h\x63")), "damaged-pickle", "it reads entry 99 of a memo of 0"
    yield "memo-with-a-gap", Raw(b"K\x01q\x05"), "damaged-pickle", "it fills entry 5 of a memo of 0"
    yield (
        "integer-too-long",
        Raw(b"\x8b" + struct.pack("<I", 257) + bytes(257)),
        "refused-pickle",
        "it holds an integer of 257 bytes, more than 256",
    )
    yield "text-not-utf8", Raw(b"\x8c\x02\xc3("), "bad-value", "the text at byte 4 is not UTF-8"
    yield "text-of-half-a-pair", Raw(b"\x8c\x03\xed\xa0\xbd"), "bad-value", "the text at byte 4 is not UTF-8"


def arrays():
    bad = "damaged-pickle"
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
        "c16": "complex numbers (c16)",
        "m8": "durations (timedelta64[?])",
        "V8": "structured values (V8)",
        "S8": "bytes (S8)",
        "f16": "floats (f16)",
        "f3": "floats (f3)",
        "U0": "values of dtype (U0)",
        "Q8": "values of dtype (Q8)",
        "T16": "values of dtype (T16)",
    }.items():
        yield (f"dtype-{code}", frame_of(array((1, 2), TWO, dtype(code))), "wrong-type", f'column "a" holds {shown}, {NO_CARRIER}')
    step = (None, None, None, -1, -1, 0, (None, (b"D", 7, 1, 1)))
    yield (
        "dtype-week-in-days",
        frame_of(array((1, 2), TWO, dtype("M8", "<", step))),
        "wrong-type",
        f'column "a" holds timestamps of an unusual unit, {NO_CARRIER}',
    )
    yield (
        "text-not-unicode",
        frame_of_cell(array((1,), b"\xff" * 4, dtype("U1"))),
        "wrong-type",
        'row 0, column "a" holds text that is not Unicode',
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
        f'row 0, column "a" holds a timestamp of {2**60} seconds since 1970, which is outside the years 1 to 9999',
    )
    short = "an Arrow array of 2 values is shorter than that"
    offset = "an Arrow array's offset is {}, after {} and of 2"
    yield "arrow-short", frame_of(arrow(2, bytes(8), b"")), bad, short
    yield "arrow-short-bitmap", frame_of(arrow(2, bytes(12), b"", b"")), bad, short
    yield (
        "arrow-huge",
        frame_of(arrow(2**40, bytes(8), b"")),
        "too-large",
        f"has a list of {2**40} values, where {2**26} are the most",
    )
    for name, offsets, problem in (
        ("beyond", (0, 1, 9), offset.format(9, 1)),
        ("backwards", (2, 1, 2), offset.format(1, 2)),
        ("negative", (-1, 1, 2), offset.format(-1, 0)),
    ):
        yield f"arrow-{name}", frame_of(arrow(2, struct.pack("<3i", *offsets), b"ab")), bad, problem
    # The second text is missing, and the offsets go back behind it.
    again = arrow(3, struct.pack("<4i", 0, 2, 0, 2), b"ab", b"\x05")
    yield "arrow-overlap", frame_of(again), bad, offset.format(0, 2)
    views = arrow(2, bytes(12), b"", alias="string_view")
    yield "arrow-of-views", frame_of(views), "wrong-type", f'column "a" holds an Arrow array (string_view), {NO_CARRIER}'
    yield "arrow-code-beyond", frame_of(arrow_dictionary(b"\0\3")), bad, "an Arrow array's code is the number 3 of 2"
    yield "arrow-code-negative", frame_of(arrow_dictionary(b"\0\xff")), bad, "an Arrow array's code is the number -1 of 2"
    yield "arrow-short-numbers", frame_of(arrow_of("double", 2, bytes(15))), bad, short
    yield "arrow-short-bits", frame_of(arrow_of("bool", 2, b"")), bad, short
    yield "arrow-short-days", frame_of(arrow_of("date32[day]", 2, bytes(7))), bad, short
    yield (
        "arrow-days-too-far",
        frame_of(arrow_of("date32[day]", 2, struct.pack("<2i", 0, 2**31 - 1))),
        "bad-value",
        f'row 1, column "a" holds a timestamp of {2**31 - 1} days since 1970, which is outside the years 1 to 9999',
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
    bad = "damaged-pickle"
    two = index(objects("a", "b"))
    yield "block-missing", frame(block(GOOD), labels=two), bad, 'column "b" is in no block'
    yield "block-twice", frame(block(GOOD), block(GOOD)), bad, 'column "a" is in two blocks'
    yield "block-beyond", frame(block(GOOD, cut(1, 2, 1))), bad, "a block is placed at column 1 of 1"
    yield "block-before", frame(block(GOOD, cut(-1, 0, 1))), bad, "a block is placed at column -1 of 1"
    yield ("block-everywhere", frame(block(GOOD, cut(0, 2**40, 1))), bad, f"a block is placed at {2**40} columns of 1")
    yield "block-without-step", frame(block(GOOD, cut(0, 1, 0))), bad, "a range has no bounds or no step"
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
    yield ("rows-of-no-index", frame(block(GOOD), rows=range_index(2, step=0)), bad, "a range has no bounds or no step")
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
    manager = Name("pandas.core.internals.managers", "BlockManager")
    older = Call(manager, (), ([index(objects("a")), range_index(2)], [GOOD], [index(objects("a"))], {"0.14.1": {}}))
    state = {"_mgr": older, "_typ": "dataframe"}
    yield "frame-of-pandas-1-2", Call(empty.function, (), state), "old-pickle", "was written by a pandas before 1.3"
    yield "frame-class", empty.function, "refused-pickle", "it holds pandas.DataFrame, not a pandas DataFrame"


def bombs():
    deep = 'row 0, column "a" holds lists nested more than 32 deep'
    yield "nested-deep", frame_of_cell(Raw(b"]" * 5000 + b"a" * 4999)), "wrong-type", deep
    own = Shared([])
    own.value.append(own)
    yield "list-in-itself", frame_of_cell(own), "wrong-type", deep
    doubled = Shared([1, 2])
    for _ in range(28):
        doubled = Shared([doubled, doubled])
    yield "doubling-lists", frame_of_cell(doubled), "too-large", TOO_LARGE
    texts = Shared(array((1,), b"a\0\0\0" * 2000, dtype("U2000")))
    thousand = Shared([texts] * 1000)
    yield "shared-arrays", frame_of_cell([thousand] * 20), "too-large", TOO_LARGE
    yield "shared-texts", frame_of_cell([Shared(["x", *([1] * 1999)])] * 3000), "too-large", TOO_LARGE
    chunk = Shared(arrow_chunk(1, struct.pack("<2i", 0, 15_000), b"x" * 15_000))
    yield "shared-chunks", frame_of(arrow_of_chunks([chunk] * 2400)), "too-large", TOO_LARGE
    yield "empty-rows", frame_of_cell(array((2**40, 0), b"")), "too-large", TOO_LARGE
    many = f"it has {2**50} columns, more than 100000"
    yield "columns-of-a-range", frame(labels=range_index(2**50)), "refused-pickle", many
    yield ("columns-many", frame(labels=range_index(200_000)), "refused-pickle", "it has 200000 columns, more than 100000")
    line = Shared(array((1, 20_000), bytes(20_000), dtype("i1", "|")))
    blocks = [block(line, cut(column, column + 1, 1)) for column in range(210)]
    yield "columns-shared", frame(*blocks, labels=range_index(210), rows=20_000), "too-large", TOO_LARGE
    loop = Shared(Call(Name("pandas.core.dtypes.dtypes", "CategoricalDtype"), (), {}))
    codes = array((2,), b"\0\0", dtype("i1", "|"))
    inner = backed("pandas.core.arrays.categorical.Categorical", loop, codes, {})
    loop.value.state["categories"] = index(inner)
    yield ("categories-in-themselves", frame_of(inner), "damaged-pickle", "a Categorical's categories are a Categorical")
    chunk = Shared([])
    chunk.value.extend([arrow_type("list_", (None,)), 1, 0, 0, [None, py_buffer(struct.pack("<2i", 0, 1))], [chunk], None])
    nested = 'column "a" holds Arrow arrays nested more than 8 deep'
    yield "arrow-in-itself", frame_of(arrow_of_chunks([restored(chunk)])), "wrong-type", nested


def files():
    good = pickle.dumps({"a": 1}, protocol=5)
    yield "empty", b"", "is empty"
    yield "zip", b"PK\x03\x04\x14\x00", "is a zip archive"
    yield "tar", bytes(257) + b"ustar\x0000", "is a tar archive"
    yield "parquet", b"PAR1\x15\x04\x15\x10PAR1", "is a Parquet file"
    yield "feather", b"ARROW1\0\0", "is an Arrow or Feather file"
    yield "hdf", b"\x89HDF\r\n\x1a\n", "is an HDF5 file"
    yield "html", b"\n<!DOCTYPE html><html>", "is an HTML page and not a data file"
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9926529\n"
    yield "pointer", pointer, "is a Git LFS pointer and not the file of 9,926,529 bytes that it points to"
    start = "does not begin like a pickle of protocol 2 to 5"
    yield "json", b'{"a": 1}', start
    yield "csv", b"a,b\n1,2\n", start
    yield "protocol-1", pickle.dumps({"a": 1}, protocol=1), start
    yield "protocol-6", b"\x80\x06N.", "is a pickle of protocol 6, where 2 to 5 are read"


def packed():
    """Compressed files, and others that are no whole pickles of a frame."""
    good = pickle.dumps({"a": 1}, protocol=5)
    yield "only-a-start", b"\x80\x05", "damaged-pickle", "it ends at byte 2, before its end mark"
    yield "old-protocol", b"ccopy_reg\n_reconstructor\np0\n", "old-pickle", "is a pickle of protocol 0 or 1"
    formats = {"gzip": gzip.compress(good, mtime=0), "bzip2": bz2.compress(good), "xz": lzma.compress(good)}
    for name, content in formats.items():
        damage = f"is compressed with {name}, and its content is cut short or damaged"
        middle = len(content) - 6
        yield f"{name}-cut", content[:-4], "damaged-pickle", damage
        yield f"{name}-changed", content[:middle] + b"x" + content[middle + 1 :], "damaged-pickle", damage
        yield f"{name}-start", content[:11], "damaged-pickle", damage
        yield f"{name}-of-a-dict", content, "refused-pickle", "it holds a dict, not a pandas DataFrame"
    damage = "is compressed with zstd, and its content is cut short or damaged"
    yield "zstd-start", b"\x28\xb5\x2f\xfd\x04\x00", "damaged-pickle", damage
    table = "is compressed with gzip, and its content does not begin like a pickle of protocol 2 to 5"
    yield "gzip-of-csv", gzip.compress(b"a,b\n1,2\n", mtime=0), "not-pickle", table
    twice = "is compressed with gzip, and its content is compressed with bzip2"
    yield "gzip-of-bzip2", gzip.compress(bz2.compress(good), mtime=0), "not-pickle", twice
    check = "is compressed with xz and its SHA-256 check, which is not read"
    yield "xz-of-another-check", lzma.compress(good, check=lzma.CHECK_SHA256), "refused-pickle", check
    # The tests give unpacked content 32 MB.
    bomb = "unpacks to more than 32 MB"
    zeros = b"\x80\x05" + bytes(2**25)
    yield "gzip-bomb", gzip.compress(gzip.compress(zeros, mtime=0), mtime=0), "not-pickle", twice.replace("bzip2", "gzip")
    yield "bzip2-bomb", bz2.compress(zeros), "too-large", bomb
    yield "xz-bomb", lzma.compress(zeros), "too-large", bomb
    # Blocks of a byte that is repeated 128 kB: the maximum that four bytes can encode.
    repeated = struct.pack("<I", 2**17 << 3 | 1 << 1)[:3] + b"\0"
    yield "zstd-bomb", b"\x28\xb5\x2f\xfd\x00\x58" + repeated * 300, "too-large", bomb
