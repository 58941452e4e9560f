"""Writes convert.txt: each number type's test values, and what NumPy makes of them in each other type.

Floats out of an integer's range are taken through a strided run, NumPy's loop for one value at a time,
where its vectorised loops differ from it (float to uint32).
"""

import sys
import warnings
import numpy as np

np.seterr(all="ignore")
warnings.simplefilter("ignore")
NAMES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
         "float16", "float32", "float64", "complex64", "complex128"]


def values(dtype):
    if dtype.kind == "b":
        return np.array([False, True])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        some = [0, 1, 2, 7, 100, 127, 128, 200, 255, 256, 2047, 2049, 2051, 32767, 32768, 65504, 65519,
                65520, 65535, 65536, 2**24 + 1, 2**24 + 3, 2**31 - 1, 2**31, 2**32 - 1, 2**32,
                2**53 + 1, 2**53 + 3, 2**63 - 513, 2**63 - 1, 2**63, 2**64 - 1025, 2**64 - 1]
        some += [-v for v in some] + [info.min, info.max]
        return np.array(sorted({v for v in some if info.min <= v <= info.max}), dtype)
    ends = [0.0, 0.5, 1.0, 1.5, 2.5, 127.9, 128.0, 255.5, 256.0, 300.7, 2049.0, 32768.0, 65504.0, 65519.0,
            65519.998, 65520.0, 65520.004, 70000.0, 16777217.0, 2.0**31 - 1, 2.0**31, 3e9, 2.0**32, 2.0**32 + 5, 2.0**53,
            2.0**63 - 1024, 2.0**63, 1e19, 1.8e19, 2.0**64, 1e30, 3.5e38, 1e308, np.inf,
            6e-8, 2.9e-8, 2.0**-25, 2.0**-25 * (1 + 2.0**-30), 1 + 2.0**-11, 1 + 2.0**-11 + 2.0**-40,
            1 + 3 * 2.0**-11 - 2.0**-40, 6.1e-5, 1e-45, 1e-310]
    every = np.array(ends + [-v for v in ends] + [np.nan])
    if dtype.kind == "f":
        return every.astype(dtype)
    parts = every.astype(np.float32 if dtype.itemsize == 8 else np.float64)
    out = np.zeros(2 * len(parts), dtype)
    out.real[: len(parts)] = parts
    out.imag[len(parts):] = parts
    return out


def strided(a):
    wide = np.zeros(2 * len(a), a.dtype)[::2]
    wide[:] = a
    return wide


with open(sys.argv[1], "w") as file:
    print("# NumPy", np.__version__, "x86-64; written by convert.py", file=file)
    for source in NAMES:
        a = values(np.dtype(source))
        print(source, a.tobytes().hex(), file=file)
        for target in NAMES:
            out = strided(a).astype(target)
            print("to", target, out.tobytes().hex(), file=file)
