"""The twin of `benches/array.rs`."""

import numpy as np

from harness import case, digest, serve

RECORD = np.dtype([("a", "u1"), ("x", "<f8"), ("b", "<i4")])


def halves(n):
    return lambda: np.arange(n) * 0.5


def matrix(rows, columns):
    return lambda: (np.arange(rows * columns) * 0.5).reshape(rows, columns)


def small(n, dtype):
    return lambda: (np.arange(n) % 101 * 0.5).astype(dtype)


def records(n):
    return lambda: (np.arange(n * 13) * 7 % 251).astype("u1").view(RECORD)


def whole(array):
    return [list(array.shape), digest(array)]


case("array/call/slice", halves(1000), lambda a: a[1:999:2], lambda v: v.shape[0])
case("array/call/transpose", matrix(25, 40), lambda a: a.T, lambda v: v.shape[0])
case("array/call/reshape", halves(1000), lambda a: a.reshape(25, -1), lambda v: v.shape[1])
case("array/call/field", records(1000), lambda a: a["x"], lambda v: v.shape[0])
case("array/call/zeros_10", lambda: None, lambda _: np.zeros(10), whole)
# A clone shares its elements until one side writes; NumPy's nearest is a view.
case("array/call/clone", halves(1_000_000), lambda a: a.view(), lambda v: list(v.shape))

for name, n, rows in [("1e5", 100_000, 250), ("1e7", 10_000_000, 2500)]:
    columns = n // rows
    case(f"array/copy/contiguous_{name}", halves(n), lambda a: a.copy(), whole)
    case(f"array/copy/strided_{name}", halves(2 * n), lambda a: a[::2].copy(), whole)
    case(f"array/copy/reversed_{name}", halves(n), lambda a: a[::-1].copy(), whole)
    case(f"array/copy/transposed_{name}", matrix(rows, columns), lambda a: a.T.copy(), whole)
    case(f"array/copy/field_{name}", records(n), lambda a: a["x"].copy(), whole)

PAIRS = [
    ("f8_to_big_endian", "f8", ">f8"),
    ("big_endian_to_f8", ">f8", "f8"),
    ("f8_to_f4", "f8", "f4"),
    ("f8_to_i4", "f8", "i4"),
    ("i4_to_f8", "i4", "f8"),
    ("f4_to_f2", "f4", "f2"),
    ("u1_to_i8", "u1", "i8"),
]
for name, n in [("1e5", 100_000), ("1e7", 10_000_000)]:
    for label, old, new in PAIRS:
        case(f"array/astype/{label}_{name}", small(n, old), lambda a, new=np.dtype(new): a.astype(new), whole)

N = 1_000_000
MASK = np.arange(N) * 7919 % 1000 < 300
PLACES = np.arange(N) * 7919 % N


def assign(a):
    a[MASK] = -1.0
    return [float(a[at]) for at in (0, 1, N - 1)]


case("array/select/mask_1e6", halves(N), lambda a: a[MASK], whole)
case("array/select/places_1e6", halves(N), lambda a: a[PLACES], whole)
case("array/select/assign_by_mask_1e6", halves(N), assign, list)

serve()
