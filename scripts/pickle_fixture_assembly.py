"""Puts pickles together opcode by opcode, and the pieces of a DataFrame that attacks are made of."""

import pickle
import struct
from dataclasses import dataclass


@dataclass(eq=False)
class Raw:
    content: bytes


@dataclass(eq=False)
class Name:
    module: str
    name: str


@dataclass(eq=False)
class Call:
    function: object
    arguments: tuple = ()
    state: object = None


@dataclass(eq=False)
class Shared:
    """Written once and then taken from the memo; may contain itself where it is a Call, through its state."""

    value: object


def assemble(value):
    memo = {}
    return b"\x80\x04" + write(value, memo) + b"."


def write(value, memo):
    if isinstance(value, Raw):
        return value.content
    if isinstance(value, Shared):
        return write_shared(value, memo)
    if isinstance(value, Name):
        return write(value.module, memo) + write(value.name, memo) + b"\x93"
    if isinstance(value, Call):
        state = b"" if value.state is None else write(value.state, memo) + b"b"
        return write(value.function, memo) + write(value.arguments, memo) + b"R" + state
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return pickle.dumps(value, protocol=3)[2:-1].replace(b"q\x00", b"")
    items = b"".join(write(item, memo) for item in value)
    if isinstance(value, tuple):
        return b"(" + items + b"t"
    if isinstance(value, list):
        return b"](" + items + b"e"
    return b"}(" + b"".join(write(part, memo) for pair in value.items() for part in pair) + b"u"


def write_shared(shared, memo):
    if id(shared) in memo:
        return b"j" + struct.pack("<I", memo[id(shared)])
    memo[id(shared)] = len(memo)
    put = b"r" + struct.pack("<I", memo[id(shared)])
    if isinstance(shared.value, Call) and shared.value.state is not None:
        call = Call(shared.value.function, shared.value.arguments)
        return write(call, memo) + put + write(shared.value.state, memo) + b"b"
    if isinstance(shared.value, list):
        return b"]" + put + b"(" + b"".join(write(item, memo) for item in shared.value) + b"e"
    return write(shared.value, memo) + put


NDARRAY = Name("numpy", "ndarray")
INDEX = Name("pandas.core.indexes.base", "Index")


def dtype(code="f8", order="<", tail=(None, None, None, -1, -1, 0)):
    return Call(Name("numpy", "dtype"), (code, False, True), (3, order, *tail))


def array(shape, content, kind=None):
    reconstruct = Name("numpy._core.multiarray", "_reconstruct")
    return Call(reconstruct, (NDARRAY, (0,), b"b"), (1, shape, kind or dtype(), False, content))


def objects(*cells, shape=None):
    return array(shape or (len(cells),), list(cells), dtype("O8", "|"))


def buffer(content, shape, kind=None, *order):
    return Call(Name("numpy._core.numeric", "_frombuffer"), (content, kind or dtype(), shape, *(order or ("C",))))


def index(data, index_class=INDEX):
    return Call(Name("pandas.core.indexes.base", "_new_Index"), (index_class, {"data": data, "name": None}))


def range_index(stop, start=0, step=1):
    range_class = Name("pandas.core.indexes.range", "RangeIndex")
    bounds = {"name": None, "start": start, "stop": stop, "step": step}
    return Call(Name("pandas.core.indexes.base", "_new_Index"), (range_class, bounds))


def cut(*bounds):
    return Call(Name("builtins", "slice"), bounds)


def block(values, placement=None):
    placement = placement or cut(0, 1, 1)
    return Call(Name("pandas._libs.internals", "_unpickle_block"), (values, placement, 2))


def frame(*blocks, labels=None, rows=2):
    labels = index(objects("a")) if labels is None else labels
    rows = range_index(rows) if isinstance(rows, int) else rows
    manager = Call(Name("pandas.core.internals.managers", "BlockManager"), (tuple(blocks), [labels, rows]))
    return Call(Name("pandas.core.frame", "DataFrame"), (), {"_mgr": manager, "_typ": "dataframe"})


def frame_of(values):
    return frame(block(values))


def frame_of_cell(cell):
    return frame(block(objects(cell, None, shape=(1, 2))))


def backed(class_name, *state):
    unpickle = Name("pandas._libs.arrays", "__pyx_unpickle_NDArrayBacked")
    return Call(unpickle, (Name(*class_name.rsplit(".", 1)), 1, None), state)


def categorical(categories, codes=b"\0\1"):
    kind = Call(Name("pandas.core.dtypes.dtypes", "CategoricalDtype"), (), {"categories": categories, "ordered": False})
    values = array((len(codes),), codes, dtype("i1", "|"))
    return backed("pandas.core.arrays.categorical.Categorical", kind, values, {})


def arrow_type(name, arguments):
    return Call(Name("pyarrow.lib", name), arguments)


def py_buffer(content):
    return None if content is None else Call(Name("pyarrow.lib", "py_buffer"), (content,))


def restored(parts):
    return Call(Name("pyarrow.lib", "_restore_array"), (parts,))


def arrow_chunk(length, offsets, text, bitmap=None, alias="string", first=0):
    kind = arrow_type("type_for_alias", (alias,))
    return restored((kind, length, 0, first, [py_buffer(part) for part in (bitmap, offsets, text)], [], None))


def arrow(*arguments, **rest):
    return Call(Name("pandas.arrays", "ArrowStringArray"), (), {"_pa_array": arrow_chunk(*arguments, **rest)})


def arrow_of_chunks(chunks):
    chunked = Call(Name("pyarrow.lib", "chunked_array"), (chunks, arrow_type("type_for_alias", ("string",))))
    return Call(Name("pandas.arrays", "ArrowExtensionArray"), (), {"_pa_array": chunked})


def arrow_of(alias, length, content):
    parts = (arrow_type("type_for_alias", (alias,)), length, 0, 0, [None, py_buffer(content)], [], None)
    return arrow_of_chunks([restored(parts)])


def arrow_dictionary(codes):
    text = arrow_type("type_for_alias", ("string",))
    kind = arrow_type("dictionary", (arrow_type("type_for_alias", ("int8",)), text, False))
    texts = (text, 2, 0, 0, [None, py_buffer(struct.pack("<3i", 0, 1, 2)), py_buffer(b"ab")], [], None)
    return arrow_of_chunks([restored((kind, len(codes), 0, 0, [None, py_buffer(codes)], [], texts))])


TWO = struct.pack("<2d", 1, 2)
GOOD = array((1, 2), TWO)
