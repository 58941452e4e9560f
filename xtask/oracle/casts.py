"""Write conversions and comparisons between arrays of all kinds of types.

A dtype is its `str`, or a dictionary for records; elements are the hexadecimal bytes of a
packed array of one axis. An error is `!Class: message`.
"""

import operator
import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")
NUMBERS = [-3, 0, 1, 2, 100, 127, 300, 70000]
TEXTS = {
    "i": ["12", " 7 ", "-3", "1_000"],
    "f": ["1.5", "-2e3", "nan", "inf", "1e400"],
    "c": ["1+2j", "(3-4j)", "-1j", "2.5"],
    "M": ["2001-01-01", "NaT", "1969-07-20T20:17", ""],
    "m": ["5", "NaT", "-7", ""],
    "b": ["True", "", "0", "x"],
    "e": ["abc", "x y"],
}
KINDS = "? i1 u1 >i2 u2 i4 >u4 i8 u8 f2 >f4 f8 c8 >c16".split()
DATES = "M8[D] >M8[s] M8[Y] M8[25m] m8[s] >m8[D] m8".split()
TARGETS = KINDS + DATES + "M8 S U S4 >U5 S40 U60 V V3 V9".split()
RECORDS = [
    np.dtype("i4,f8"),
    np.dtype(">i2,S5"),
    np.dtype({"names": ["a", "b"], "formats": ["i1", ">f4"], "offsets": [5, 0], "itemsize": 8}),
    np.dtype([("a", "i8"), ("b", "i4,U7")]),
    np.dtype([("only", ">i4")]),
    np.dtype([("a", "i4"), ("b", "i2", (2,))]),
    np.dtype([("a", "i4"), ("b", ">i2", (1, 2))]),
    np.dtype([("a", "i4"), ("b", "f4", (3, 2))]),
    np.dtype([("a", "i4"), ("b", "u1", (2, 1))]),
]


def spelled(dtype):
    if dtype.names is None:
        return dtype.str
    fields = [dtype.fields[name] for name in dtype.names]
    form = lambda field: (field.subdtype[0].str, field.subdtype[1]) if field.subdtype else field.descr if field.names else field.str
    return repr(dict(
        names=list(dtype.names),
        formats=[form(field) for field, *_ in fields],
        offsets=[offset for _, offset, *_ in fields],
        itemsize=dtype.itemsize,
    ))


def packed(array):
    if array.dtype.names:
        # What lies between fields is of no concern.
        clean = np.zeros(array.shape, array.dtype)
        for name in array.dtype.names:
            clean[name] = array[name]
        array = clean
    return np.ascontiguousarray(array).tobytes().hex()


def fault(error):
    return f"!{type(error).__name__}: {error}"


def sources():
    for kind in KINDS:
        yield np.array(NUMBERS, "i8").astype(kind)
    yield np.array([1.5, -0.0, 1e-5, 1e16, 123456.789, np.inf, -np.inf, np.nan], "f8")
    yield np.array([1.5, 1e-5, 65504, 3e-8, 1000], ">f2")
    yield np.array([1.5 - 2j, 1e16j, complex(np.nan, -0.0)], "c16")
    for kind in DATES:
        counts = np.array([-400, 0, 1, 12345, 2**62], "i8")
        counts[-1] = np.iinfo("i8").min
        yield counts.view(kind.strip(">")).astype(kind)
    for texts in TEXTS.values():
        yield np.array(texts, "U")
        yield np.array(texts, "U").astype(">U20")
        yield np.array(texts, "S")
    yield np.array(["é", "a"])
    yield np.array(["٣", "１２"])
    yield np.array([b"ab\xe9", b"a"])
    yield np.array([b"12\x00\x00", b"3456"]).view("V4")
    for dtype in RECORDS:
        yield filled(dtype)


def filled(dtype):
    array = np.zeros(3, dtype)
    for k, name in enumerate(dtype.names):
        part = array[name]
        if part.dtype.names:
            part["f0"] = [7, 8, 9]
            part["f1"] = ["a", "bc", "def"]
        else:
            part[...] = (np.arange(1 + k, 1 + k + part.size) % 100).reshape(part.shape)
    return array


def convert(source, target):
    try:
        found = source.astype(target)
    except (ValueError, TypeError, OverflowError, RuntimeError) as error:
        return fault(error)
    return [spelled(found.dtype), packed(found)]


def is_defined(source, target):
    """Float to integer out of range is undefined in C; so are dates of such floats."""
    target = np.dtype(target)
    if source.dtype.kind in "fc" and target.kind in "iuMm":
        with np.errstate(all="ignore"):
            values = source.real.astype("f8")
        low, high = (0, 0) if target.kind in "Mm" else (np.iinfo(target).min, np.iinfo(target).max)
        return bool(np.all(np.isfinite(values)) and (target.kind in "Mm" or np.all((values >= low) & (values <= high))))
    return True


conversions = []
for source in sources():
    targets = TARGETS if source.dtype.names is None else ["V", "i4", "S"]
    for target in targets:
        if is_defined(source, target):
            conversions.append([spelled(source.dtype), packed(source), np.dtype(target).str, convert(source, target)])
    for target in RECORDS:
        if source.dtype.kind in "iVfS":
            conversions.append([spelled(source.dtype), packed(source), spelled(target), convert(source, target)])

RELATIONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERANDS = [
    np.array([-1, 0, 5], ">i8"),
    np.array([2**64 - 1, 0, 5], "u8"),
    np.array([np.nan, 0.5, 5], ">f4"),
    np.array([1j, 0, 5], "c8"),
    np.array([True, False, True]),
    np.array(["a", "b", "abc"]),
    np.array(["a", "", "abd"], ">U5"),
    np.array([b"a", b"b\xff", b"abc"]),
    np.array(["1970-01-01", "NaT", "1970-01-06"], "M8[D]"),
    np.array(["1970-01-01T00:00:01", "NaT", "1970-01-06"], ">M8[s]"),
    np.array([0, "NaT", 5], "m8[h]"),
    np.array([5, 0, 18000], ">m8[s]"),
    np.array([5, 0, 1], "m8[Y]"),
    np.array([(1, "a"), (2, "b"), (3, "c")], "i4,U3"),
    np.array([(1, "a"), (2, "x"), (0, "c")], ">f8,U1"),
    np.array([(1, [2, 3]), (2, [4, 5]), (3, [6, 7])], [("f0", "i4"), ("f1", "i2", (2,))]),
    np.array([(1, [2, 3]), (2, [4, 9]), (0, [6, 7])], [("f0", "u1"), ("f1", ">f4", (2,))]),
    np.array([b"ab", b"cd", b"ef"], "V2"),
    np.array([b"ab", b"cx", b"ef"], "V2"),
    np.array([b"abc", b"cde", b"efg"], "V3"),
]
comparisons = []
for lhs in OPERANDS:
    for rhs in OPERANDS:
        for name, relation in RELATIONS.items():
            try:
                # The operators, unlike the functions, know unequal kinds.
                expected = "".join("01"[int(x)] for x in relation(lhs, rhs))
            except TypeError:
                expected = "!TypeError"
            comparisons.append([spelled(lhs.dtype), packed(lhs), name, spelled(rhs.dtype), packed(rhs), expected])

golden.write("casts", {"conversions": conversions, "comparisons": comparisons})
