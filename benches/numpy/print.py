"""The twin of `benches/print.rs`."""

import zlib

import numpy as np

from harness import case, serve


def sevenths(n):
    i = np.arange(n)
    return i * i % 1009 / 7.0


def scaled(n):
    i = np.arange(n)
    return np.ldexp((i + 1) / 7.0, i % 60 - 30)


def records(n):
    a = np.zeros(n, [("a", "<i4"), ("x", "<f8"), ("s", "S3")])
    a["a"], a["x"], a["s"] = np.arange(n), sevenths(n), b"abc"
    return a


def whole(text):
    data = text.encode()
    return f"{len(data)}:{zlib.crc32(data):08x}"


def fixed(a):
    with np.printoptions(floatmode="fixed"):
        return str(a)


case("print/str/f64_1000", lambda: sevenths(1000), str, whole)
case("print/str/exponent_1000", lambda: scaled(1000), str, whole)
case("print/str/fixed_1000", lambda: sevenths(1000), fixed, whole)
case("print/str/f32_1000", lambda: sevenths(1000).astype("f4"), str, whole)
case("print/str/i64_1000", lambda: np.arange(1000) ** 3 % 99_991, str, whole)
case("print/str/records_300", lambda: records(300), str, whole)
case("print/str/summary_1e6", lambda: sevenths(1_000_000), str, whole)
case("print/repr/f64_3", lambda: sevenths(3), repr, whole)
case("print/number/scientific", lambda: 1e23, np.format_float_scientific, whole)
case("print/number/exact", lambda: 1e23, lambda x: np.format_float_scientific(x, unique=False, precision=30), whole)

serve()
