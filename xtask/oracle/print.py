"""What NumPy prints: single numbers under the options of format_float_*, and arrays and scalars
under print options. An error is written as {"error": class, "text": message}.
"""

import numpy as np

import golden

FLOATS = {"f8": 64, "f4": 32, "f2": 16}


def number(rng, code):
    """A float of one width: any bits, round decimals, ties, powers of two and of ten."""
    dtype = np.dtype(code)
    pick = rng.random()
    if pick < 0.3:
        return np.frombuffer(rng.bytes(dtype.itemsize), dtype)[0]
    if pick < 0.5:
        value = round(rng.uniform(-1000, 1000), int(rng.integers(0, 7)))
    elif pick < 0.6:
        value = int(rng.choice([5, 15, 25, 45, 125, 9995, 99999])) * 10.0 ** int(rng.integers(-12, 25))
    elif pick < 0.7:
        value = 2.0 ** int(rng.integers(-1074, 1024))
    elif pick < 0.8:
        value = int(rng.integers(0, 4000)) / 2 ** int(rng.integers(0, 13))
    elif pick < 0.9:
        value = 10.0 ** int(rng.integers(-320, 309))
    else:
        value = -rng.lognormal(0, 8)
    with np.errstate(all="ignore"):
        return dtype.type(value)


def maybe(rng, chance, options, key, choices):
    if rng.random() < chance:
        value = choices[int(rng.integers(len(choices)))]
        options[key] = value


def outcome(call):
    try:
        return call()
    except Exception as error:
        return {"error": type(error).__name__, "text": str(error)}


def numbers(rng, count):
    rows = []
    for _ in range(count):
        code = str(rng.choice(["f8", "f8", "f4", "f2"]))
        x = number(rng, code)
        options = {}
        maybe(rng, 0.6, options, "precision", [0, 1, 2, 3, 4, 6, 8, 12, 15, 16, 17, 20, 40, 60])
        maybe(rng, 0.4, options, "unique", [False])
        maybe(rng, 0.4, options, "min_digits", [0, 1, 2, 3, 5, 8, 15, 16, 17, 20, 30])
        maybe(rng, 0.5, options, "trim", list("k.0-"))
        maybe(rng, 0.2, options, "sign", [True])
        maybe(rng, 0.2, options, "pad_left", [0, 1, 3, 8, 20])
        if rng.random() < 0.5:
            kind, function = "scientific", np.format_float_scientific
            maybe(rng, 0.3, options, "exp_digits", list(range(8)))
        else:
            kind, function = "positional", np.format_float_positional
            maybe(rng, 0.4, options, "fractional", [False])
            maybe(rng, 0.3, options, "pad_right", [0, 1, 3, 8, 20])
        bits = x.tobytes()[::-1].hex()
        rows.append([kind, code, bits, options, outcome(lambda: function(x, **options))])
    return rows


def values(rng, code, shape):
    """Elements as they meet in arrays: of like and of unlike size, and what is special to a type."""
    dtype = np.dtype(code)
    count = int(np.prod(shape))
    kind = dtype.kind
    if kind == "b":
        flat = rng.integers(0, 2, count).astype(bool)
    elif kind in "iu":
        info = np.iinfo(dtype)
        few = rng.integers(0, 100, count)
        flat = few.astype(dtype) if rng.random() < 0.6 else rng.integers(info.min, info.max, count, dtype=dtype.newbyteorder("="))
    elif kind in "fc":
        def part():
            style = rng.random()
            if style < 0.3:
                return rng.integers(-20, 100, count) / rng.choice([1, 2, 4, 10])
            if style < 0.5:
                return np.exp(rng.uniform(-12, 12, count))
            if style < 0.7:
                return np.round(rng.uniform(-1, 1, count), int(rng.integers(0, 12)))
            if style < 0.8:
                return np.array([number(rng, "f8") for _ in range(count)])
            return rng.standard_normal(count)

        with np.errstate(all="ignore"):
            flat = part() + 1j * part() if kind == "c" else part()
            flat = flat.astype(dtype)
        if rng.random() < 0.3:
            flat[rng.random(count) < 0.3] = rng.choice([np.nan, np.inf, -np.inf])
    elif kind == "S":
        flat = np.array([bytes(rng.integers(32, 256, rng.integers(0, dtype.itemsize + 1), dtype="u1")) for _ in range(count)], dtype)
    elif kind == "U":
        letters = "ab '\"\\\n\x7fé\xad\u3042\ud800\U0001f600"
        flat = np.array(["".join(rng.choice(list(letters), rng.integers(0, dtype.itemsize // 4 + 1))) for _ in range(count)], dtype)
    elif kind in "Mm":
        flat = rng.integers(-10**6, 10**9, count).astype("i8").view(dtype)
        if rng.random() < 0.4:
            flat[rng.random(count) < 0.3] = np.timedelta64("NaT") if kind == "m" else np.datetime64("NaT")
    elif dtype.names is not None:
        flat = np.zeros(count, dtype)
        for name in dtype.names:
            sub = dtype[name]
            flat[name] = values(rng, sub.base, (count, *sub.shape))
    else:
        flat = np.frombuffer(rng.bytes(count * dtype.itemsize), dtype)
    return flat.reshape(shape).astype(dtype, copy=False)


CODES = """f8 f8 f8 f8 f8 f4 f4 f2 >f8 i8 i8 i4 i2 i1 u1 u4 u8 >i4 ? ? c16 c16 c8 >c8 S4 S1 U3 U12 >U2 V2 V5
M8[s] M8[D] M8[ns] M8[Y] M8[2h] M8[M] m8[s] m8[ns] m8 >m8[ms]""".split()
RECORDS = [
    [("a", "i4"), ("b", "f8"), ("c", "S3")],
    [("o", [("p", "i2"), ("q", "f4", (2,))])],
    [("m", "i4", (2, 2))],
    [("a", "i1"), ("u", "U2"), ("t", "M8[D]"), ("d", ">m8[h]")],
    [("x", "?"), ("y", "?", (3,)), ("z", "c8")],
    [],
    {"names": ["a", "b"], "formats": ["i1", "f8"], "offsets": [0, 8], "itemsize": 24},
    {"names": ["b", "a"], "formats": [">f4", "u2"], "offsets": [4, 0]},
    {"names": ["a", "b"], "formats": ["i1", "f8"], "aligned": True},
]
SHAPES = [(), (), (0,), (1,), (2,), (3,), (5,), (7,), (12,), (30,), (2, 3), (3, 2), (1, 4), (4, 1), (2, 0), (0, 3), (2, 2, 3), (1, 1, 1), (3, 1, 2), (8, 9), (2, 2, 2, 2)]


def describe(dtype):
    """A dtype as plain data: dtype.str, or the fields."""
    if dtype.names is None:
        return dtype.str
    fields = []
    for name in dtype.names:
        sub, offset = dtype.fields[name][:2]
        fields.append([name, describe(sub.base), list(sub.shape), offset])
    return {"fields": fields, "itemsize": dtype.itemsize, "aligned": dtype.isalignedstruct}


def print_options(rng):
    options = {}
    maybe(rng, 0.4, options, "precision", [0, 1, 2, 3, 4, 6, 12, 17])
    maybe(rng, 0.3, options, "threshold", [0, 1, 5, 10])
    maybe(rng, 0.3, options, "edgeitems", [0, 1, 2, 5])
    maybe(rng, 0.3, options, "linewidth", [0, 10, 20, 30, 40, 60, 120])
    maybe(rng, 0.25, options, "suppress", [True])
    maybe(rng, 0.15, options, "nanstr", ["NAN!", "-"])
    maybe(rng, 0.15, options, "infstr", ["oo", "infinite"])
    maybe(rng, 0.3, options, "sign", ["+", " "])
    maybe(rng, 0.4, options, "floatmode", ["fixed", "unique", "maxprec_equal"])
    maybe(rng, 0.15, options, "legacy", ["2.2", "2.1", "1.25"])
    return options


def arrays(rng, count):
    rows = []
    for _ in range(count):
        record = rng.random() < 0.15
        dtype = np.dtype(RECORDS[int(rng.integers(len(RECORDS)))] if record else str(rng.choice(CODES)))
        shape = SHAPES[int(rng.integers(len(SHAPES)))]
        a = values(rng, dtype, shape)
        options = print_options(rng)
        place = {}
        kind = str(rng.choice(["str", "str", "repr", "repr", "array2string", "scalar_str", "scalar_repr"]))
        if kind == "array2string":
            maybe(rng, 0.6, place, "separator", [", ", ",", "", " | ", "\n"])
            maybe(rng, 0.4, place, "prefix", ["array(", "x" * 12, "é "])
            maybe(rng, 0.4, place, "suffix", [")", "yyyyy"])
        if kind.startswith("scalar"):
            if a.size == 0:
                continue
            a = a.reshape(-1)[:1].reshape(())

        def text():
            with np.printoptions(**options):
                if kind == "array2string":
                    return np.array2string(a, **place)
                subject = a[()] if kind.startswith("scalar") else a
                return (str if kind.endswith("str") else repr)(subject)

        printed = outcome(text)
        try:
            str(printed).encode()
        except UnicodeEncodeError:
            continue
        rows.append([kind, describe(dtype), list(a.shape), a.tobytes().hex(), options, place, printed])
    return rows


def main():
    rng = np.random.default_rng(20241)
    golden.write("print", {"numbers": numbers(rng, 1500), "arrays": arrays(rng, 2500)})


if __name__ == "__main__":
    main()
