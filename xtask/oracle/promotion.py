"""Write NumPy's casting and promotion of all pairs of some types, and the result types of random
operands.

The types' names stand for the same types in crates/ndstrata-dtype/src/promotion/tests.rs.
An error is `!message`.
"""

import random

import numpy as np

import golden

PLAIN = (
    "? b B h H i I l L e f d g F D G m8 m8[s] m8[Y] M8 M8[7s] S U S5 U5 V V8 O >i2 >f8 >U5 >M8[ns]"
).split()
NAMED = {
    "point": np.dtype([("x", "i4"), ("y", "f8")]),
    "swapped": np.dtype([("x", ">i4"), ("y", ">f8")]),
    "wide": np.dtype([("x", "i8"), ("y", "f4")]),
    "renamed": np.dtype([("y", "i4"), ("x", "f8")]),
    "titled": np.dtype([(("t", "x"), "i4"), ("y", "f8")]),
    "aligned": np.dtype([("x", "i4"), ("y", "f8")], align=True),
    "padded": np.dtype({"names": ["x", "y"], "formats": ["i4", "f8"], "offsets": [8, 16], "itemsize": 32}),
    "single": np.dtype([("x", "i4")]),
    "nested": np.dtype([("x", [("x", "i4"), ("y", "f8")])]),
    "blocks": np.dtype([("x", "i4", (2,))]),
    "none": np.dtype([]),
    "block": np.dtype(("i4", (2,))),
    "block_f4": np.dtype(("f4", (2,))),
    "block_2x1": np.dtype(("i4", (2, 1))),
    "block_of_points": np.dtype(([("x", "i4"), ("y", "f8")], (2,))),
}
TYPES = {name: np.dtype(name) for name in PLAIN} | NAMED
WEAK = {"1": 1, "1.0": 1.0, "1j": 1j}
LETTERS = dict(no="=", equiv="e", safe="S", same_kind="K", unsafe="U")


def level(source, target):
    for rule, letter in LETTERS.items():
        if np.can_cast(source, target, rule):
            return letter
    return "."


def text(dtype):
    if dtype.subdtype:
        base, shape = dtype.subdtype
        return f"{text(base)}{list(shape)}"
    if dtype.names is None:
        return dtype.str
    fields = [f"{name}:{text(dtype.fields[name][0])}@{dtype.fields[name][1]}" for name in dtype.names]
    return f"{{{' '.join(fields)}}}{dtype.itemsize}" + ("a" if dtype.isalignedstruct else "")


# What repeats in the messages, so that the tables stay small.
SHORT = {
    " For example they cannot be stored in a single array unless the dtype is `object`.": "~",
    " do not have a common DType.": "~",
    " This means that no common DType exists for the given inputs.": "~",
    " could not be promoted by ": " ~ ",
    " The full list of DTypes is:": "~",
    "<class 'numpy.dtypes.": "<",
    "DType'>": ">",
    "The DTypes ": "~ ",
    "Invalid type promotion with void datatypes of different lengths. Use the `np.bytes_` datatype": "~",
}


def outcome(function):
    try:
        return text(function())
    except Exception as error:
        message = str(error)
        for phrase, short in SHORT.items():
            message = message.replace(phrase, short)
        return f"!{message}"


def casts():
    yield ["", *TYPES]
    for name, source in TYPES.items():
        yield [name, "".join(level(source, target) for target in TYPES.values())]


def promotions():
    for name, left in TYPES.items():
        yield [name, *(outcome(lambda: np.promote_types(left, right)) for right in TYPES.values())]


def result_types():
    chance = random.Random(1)
    pools = [PLAIN[:16] + list(WEAK), PLAIN + list(WEAK), [*TYPES, *WEAK]]
    for _ in range(600):
        names = chance.choices(chance.choice(pools), k=chance.randint(1, 6))
        if set(names) <= set(WEAK):
            continue
        yield [" ".join(names), outcome(lambda: np.result_type(*(WEAK.get(n, TYPES.get(n)) for n in names)))]


TABLES = [casts, promotions, result_types]

golden.write("promotion", {table.__name__: list(table()) for table in TABLES})
