"""Writes elementwise.txt: sets of test values, and a hash of what NumPy makes of all pairs of them.

Two lines with the same results have the same FNV-1a hash of the result's bytes, with every NaN as zeros.
"""

import sys
import warnings
import numpy as np

np.seterr(all="ignore")
warnings.simplefilter("ignore")
TYPES = {"bool": "?", "int8": "b", "int16": "h", "int32": "i", "int64": "l", "uint8": "B", "uint16": "H",
         "uint32": "I", "uint64": "L", "float16": "e", "float32": "f", "float64": "d", "complex64": "F",
         "complex128": "D"}
UFUNCS = """add subtract multiply divide floor_divide remainder fmod power gcd lcm bitwise_and bitwise_or
bitwise_xor invert left_shift right_shift bitwise_count equal not_equal less less_equal greater greater_equal
logical_and logical_or logical_xor logical_not maximum minimum fmax fmin absolute fabs negative positive sign
square reciprocal conjugate rint floor ceil trunc modf frexp ldexp isnan isinf isfinite signbit copysign
nextafter spacing heaviside""".split()


def values(dtype):
    if dtype.kind == "b":
        return np.array([False, True])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        some = [0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 255, 1000, 46341, 65535,
                -1, -2, -3, -7, -100, info.min, info.min + 1, info.max // 3, info.max - 1, info.max]
        return np.array(sorted({v for v in some if info.min <= v <= info.max}), dtype)
    if dtype.kind == "f":
        some = [0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, -3, 7.25, 1e-3, 1e5, -1e5, np.inf, -np.inf, np.nan,
                65504, 6e-8, 6.1035e-5, 1e-30, 1e30, 1e300, -1e300, 5e-324, 1e-310, 2.0**52 + 0.5, 2.0**53, 0.1,
                0.3, -0.7, 1 - 2.0**-11, -1024, 1.2345678901234567]
        return np.array(some).astype(dtype)
    parts = [0.0, -0.0, 1, -2.5, np.inf, np.nan, 0.3, 1e20, -1e-20]
    return np.array([complex(re, im) for re in parts for im in parts]).astype(dtype)


def sets():
    for name in TYPES:
        yield name, name, values(np.dtype(name))
    for name in ["int8", "int16", "int32", "int64"]:
        whole = values(np.dtype(name))
        yield name + "+", name, whole[whole >= 0]
    exponents = [0, 1, -1, 5, -24, -25, 100, -149, -970, -1022, -1023, -1030, -1074, 1023, 1100, 2000, -2200]
    yield "int32e", "int32", np.array(exponents, np.int32)
    yield "int64e", "int64", np.array(exponents + [2**40, -2**40], np.int64)


def fnv(array):
    array = np.ascontiguousarray(array)
    parts = array.view(array.real.dtype) if array.dtype.kind == "c" else array.copy()
    if parts.dtype.kind == "f":
        parts[np.isnan(parts)] = 0
    hash = 0xCBF29CE484222325
    for byte in parts.tobytes():
        hash = (hash ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hash


with open(sys.argv[1], "w") as file:
    print("# NumPy", np.__version__, "x86-64; written by elementwise.py", file=file)
    known = {}
    for label, name, array in sets():
        known[label] = array
        print("values", label, name, array.tobytes().hex(), file=file)
    codes = {code: name for name, code in TYPES.items()}
    for ufunc in UFUNCS:
        f = getattr(np, ufunc)
        for signature in dict.fromkeys(f.types):
            inputs, outputs = signature.split("->")
            if any(code not in codes for code in inputs + outputs):
                continue
            if ufunc == "power" and inputs[0] in "efdFD" or ufunc in ("floor", "ceil", "trunc", "isnan") and inputs == "q":
                continue
            labels = [codes[code] for code in inputs]
            if ufunc == "power" and np.dtype(labels[1]).kind == "i":
                labels[1] += "+"
            if ufunc == "ldexp":
                labels[1] += "e"
            operands = [known[label] for label in labels]
            if len(operands) == 2:
                operands = [grid.ravel() for grid in np.meshgrid(*operands, indexing="ij")]
            results = f(*operands, signature=signature)
            results = results if isinstance(results, tuple) else (results,)
            for k, result in enumerate(results):
                name = ufunc if len(results) == 1 else f"{ufunc}{k}"
                print(name, *labels, codes[outputs[k]], f"{fnv(result):016x}", file=file)
