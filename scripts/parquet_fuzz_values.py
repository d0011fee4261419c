"""Random Arrow types, and values of them."""

import datetime
import decimal
import math

import pyarrow

EPOCH = datetime.datetime(1970, 1, 1)
FIRST_MICROS = (datetime.datetime(1, 1, 1) - EPOCH) // datetime.timedelta(microseconds=1)
LAST_MICROS = (datetime.datetime.max - EPOCH) // datetime.timedelta(microseconds=1)
FAR_MICROS = [2**63 - 1, 2**62, LAST_MICROS, LAST_MICROS + 1, -FIRST_MICROS]
WORDS = ["", "C4", "Dolma1.7", "Falcon+CC (QC 10%)", "größe µ", "π≈3", "🙂", "a" * 200, "\ufffd", "x\x00y", "line\nbreak"]


def random_integer(source, low, high):
    choice = source.random()
    if choice < 0.3:
        return source.randint(max(low, -5), min(high, 5))
    if choice < 0.4:
        return source.choice([low, high, max(low, -1), 0])
    if choice < 0.9 or high < 2**53:
        return source.randint(max(low, -(2**53)), min(high, 2**53))
    # Beyond 2^53, some exact and some not.
    shift = source.choice([0, 1, 10, 12])
    return max(low, min(high, source.randint(2**53, 2**56) >> shift << shift))


def random_double(source):
    choice = source.random()
    if choice < 0.1:
        return source.choice([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308])
    return source.gauss(0, 10 ** source.randint(-5, 20)) if choice < 0.7 else float(source.randint(-9, 9))


def random_type(source, depth=0):
    """A type and a function that makes its values."""
    simple = [
        *[(getattr(pyarrow, f"int{bits}")(), lambda bits=bits: random_integer(source, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)) for bits in (8, 16, 32, 64, 64)],
        *[(getattr(pyarrow, f"uint{bits}")(), lambda bits=bits: random_integer(source, 0, 2**bits - 1)) for bits in (8, 16, 32, 64)],
        (pyarrow.float64(), lambda: random_double(source)),
        (pyarrow.float64(), lambda: random_double(source)),
        (pyarrow.float32(), lambda: random_double(source)),
        (pyarrow.float16(), lambda: source.choice([0.0, -0.0, 1.5, -2.25, 65504.0, 6e-8, math.inf, math.nan])),
        (pyarrow.bool_(), lambda: source.random() < 0.5),
        (pyarrow.string(), lambda: random_text(source)),
        (pyarrow.string(), lambda: f"run {source.randint(0, 10**6):09}"),
        (pyarrow.large_string(), lambda: random_text(source)),
        (pyarrow.dictionary(pyarrow.int32(), pyarrow.string()), lambda: random_text(source)),
        (pyarrow.binary(), lambda: random_text(source).encode() if source.random() < 0.999 else b"caf\xe9"),
        (pyarrow.null(), lambda: None),
        (pyarrow.date32(), lambda: datetime.date(1970, 1, 1) + datetime.timedelta(days=source.randint(-9000, 40000))),
        (pyarrow.timestamp("s"), lambda: source.randint(-10**9, 4 * 10**9)),
        (pyarrow.timestamp("ms", tz=source.choice([None, "UTC"])), lambda: source.randint(-10**12, 4 * 10**12)),
        (pyarrow.timestamp("us", tz=source.choice([None, "Europe/Berlin"])), lambda: random_micros(source)),
        (pyarrow.timestamp("ns"), lambda: source.randint(-10**18, 4 * 10**18)),
        random_decimal(source),
        random_decimal(source),
    ]
    rare = [
        (pyarrow.duration("us"), lambda: source.randint(0, 10**9)),
        (pyarrow.time32("ms"), lambda: source.randint(0, 86_399_999)),
        (pyarrow.time64("us"), lambda: source.randint(0, 86_399_999_999)),
        (pyarrow.binary(5), lambda: b"abcde"),
        (pyarrow.map_(pyarrow.string(), pyarrow.int32()), lambda: [("a", 1)]),
        (pyarrow.list_(pyarrow.struct({"a": pyarrow.int32()})), lambda: [{"a": 1}]),
    ]
    choice = source.random()
    if choice < 0.01:
        return source.choice(rare)
    if choice > 0.75 and depth < 3:
        inner, make = random_type(source, depth + 1)
        if pyarrow.types.is_dictionary(inner):
            inner = inner.value_type
        make_some = lambda: None if source.random() < 0.2 else make()
        if source.random() < 0.6 or depth > 0:
            kind = source.choice([pyarrow.list_, pyarrow.list_, pyarrow.large_list])(inner)
            return kind, lambda: [make_some() for _ in range(source.choice([0, 1, 2, 5]))]
        other, make_other = random_type(source, 3)
        kind = pyarrow.struct({"a": inner, "b.c": other})
        return kind, lambda: {"a": make_some(), "b.c": None if source.random() < 0.2 else make_other()}
    return source.choice(simple)


def random_text(source):
    return source.choice(WORDS) if source.random() < 0.8 else "".join(source.choice("ab ") for _ in range(source.randint(0, 30)))


def random_micros(source):
    if source.random() < 0.002:
        return source.choice(FAR_MICROS) * source.choice([1, -1])
    return source.randint(-10**15, 4 * 10**15)


def random_decimal(source):
    precision = source.choice([4, 9, 15, 17, 18, 30, 38, 60])
    scale = source.randint(0, min(precision, 20))
    # Mostly of as many digits as doubles carry.
    digits = min(precision, 15) if source.random() < 0.8 else precision
    kind = pyarrow.decimal128(precision, scale) if precision <= 38 else pyarrow.decimal256(precision, scale)

    def make():
        with decimal.localcontext(decimal.Context(prec=100)):
            return decimal.Decimal(source.randint(-(10**digits) + 1, 10**digits - 1)).scaleb(-scale)

    return kind, make


def random_columns(source, make_type=random_type):
    rows = source.choice([0, 1, 2, 7, 100, 100, 1000, 3000])
    columns = {}
    for index in range(source.randint(1, 6)):
        kind, make = make_type(source)
        null_share = source.choice([0, 0, 0.1, 0.5, 0.99, 1])
        pool = [make() for _ in range(source.choice([1, 3, 50]))] if source.random() < 0.4 else None
        values = [
            None if source.random() < null_share else (source.choice(pool) if pool else make()) for _ in range(rows)
        ]
        if source.random() < 0.2 and not pyarrow.types.is_nested(kind) and not pyarrow.types.is_dictionary(kind):
            values = sorted(values, key=lambda value: (value is None, str(value)))
        columns[f"c{index}"] = (kind, values)
    return columns


def is_list(kind):
    return isinstance(kind, pyarrow.DataType) and (
        pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind) or pyarrow.types.is_fixed_size_list(kind)
    )


def has(kind, test):
    if test(kind):
        return True
    if is_list(kind):
        return has(kind.value_type, test)
    if pyarrow.types.is_struct(kind):
        return any(has(kind.field(index).type, test) for index in range(kind.num_fields))
    return False
