"""The twin of `benches/products.rs`."""

import numpy as np

from harness import case, digest, serve


def numbers(shape, dtype):
    size = int(np.prod(shape))
    return (np.arange(size) * 7 % 5 - 2).reshape(shape).astype(dtype)


def whole(array):
    return [list(np.shape(array)), digest(array)]


def pair(name, a, b, operation=np.matmul):
    case(f"products/{name}", lambda: (a(), b()), lambda s: operation(s[0], s[1]), whole)


def of(shape, dtype):
    return lambda: numbers(shape, dtype)


for dtype in ["f8", "f4", "c16", "c8"]:
    for n in [2, 4, 8, 16, 32, 64, 100, 128, 200, 256, 512, 1024, 2048]:
        pair(f"square/{dtype}_{n}", of((n, n), dtype), of((n, n), dtype))
for dtype in ["i8", "i4", "i2", "i1", "f2", "?"]:
    for n in [8, 64, 256]:
        pair(f"square/{dtype}_{n}", of((n, n), dtype), of((n, n), dtype))

FORMS = {
    "tall_10000x32x32": (10_000, 32, 32),
    "wide_32x32x10000": (32, 32, 10_000),
    "deep_32x10000x32": (32, 10_000, 32),
    "thin_1000x4x1000": (1000, 4, 1000),
    "narrow_1000x1000x4": (1000, 1000, 4),
}
for dtype in ["f8", "f4"]:
    for name, (m, k, n) in FORMS.items():
        pair(f"form/{dtype}_{name}", of((m, k), dtype), of((k, n), dtype))
    for n in [64, 400]:
        square = of((n, n), dtype)
        strided = lambda n=n, dtype=dtype: numbers((n, 2 * n), dtype)[:, ::2]
        turned = lambda square=square: square().T
        pair(f"form/{dtype}_transposed_left_{n}", turned, square)
        pair(f"form/{dtype}_transposed_right_{n}", square, turned)
        pair(f"form/{dtype}_strided_{n}", strided, strided)

for dtype in ["f8", "f4", "c16"]:
    for n in [2, 3, 4, 6, 8, 16, 32]:
        pair(f"stack/{dtype}_1000x{n}", of((1000, n, n), dtype), of((1000, n, n), dtype))
    pair(f"stack/{dtype}_one_right_1000x8", of((1000, 8, 8), dtype), of((8, 8), dtype))
    pair(f"stack/{dtype}_one_left_1000x8", of((8, 8), dtype), of((1000, 8, 8), dtype))

for dtype in ["f8", "f4", "c16", "i8"]:
    for n in [10, 1000, 1_000_000]:
        pair(f"vector/{dtype}_dot_{n}", of((n,), dtype), of((n,), dtype), np.dot)
    for n in [10, 100, 1000]:
        square = of((n, n), dtype)
        pair(f"vector/{dtype}_right_{n}", square, of((n,), dtype))
        pair(f"vector/{dtype}_left_{n}", of((n,), dtype), square)
        pair(f"vector/{dtype}_transposed_{n}", lambda square=square: square().T, of((n,), dtype))
    pair(f"vector/{dtype}_vecdot_1000x100", of((1000, 100), dtype), of((1000, 100), dtype), np.vecdot)
    pair(f"vector/{dtype}_outer_1000", of((1000,), dtype), of((1000,), dtype), np.outer)

SUMS = {
    "noncon_outer": ("i,j->ij", [(1000,), (1000,)]),
    "noncon_mul": ("...,...", [(300, 300), (300, 300)]),
    "noncon_sum_mul": (",...", [(), (100_000,)]),
    "noncon_sum_mul2": ("...,...->", [(100_000,), (100_000,)]),
    "contig_contig": ("ji,i->j", [(300, 300), (300,)]),
    "contig_outstride0": ("i->", [(100_000,)]),
    "matmul": ("ij,jk", [(100, 100), (100, 100)]),
    "batch": ("bij,bjk->bik", [(100, 16, 16), (100, 16, 16)]),
    "trace": ("ii", [(1000, 1000)]),
    "three": ("ij,jk,kl->il", [(60, 60), (60, 60), (60, 60)]),
    "bilinear": ("i,ij,j->", [(300,), (300, 300), (300,)]),
    "tensor": ("abc,cbd->ad", [(30, 20, 25), (25, 20, 30)]),
}
for dtype in ["f8", "f4"]:
    for name, (subscripts, shapes) in SUMS.items():
        case(
            f"products/einsum/{dtype}_{name}",
            lambda shapes=shapes, dtype=dtype: [numbers(shape, dtype) for shape in shapes],
            lambda operands, subscripts=subscripts: np.einsum(subscripts, *operands),
            whole,
        )

serve()
