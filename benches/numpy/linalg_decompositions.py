"""The twin of `benches/linalg_decompositions.rs`."""

import math

import numpy as np

from harness import case, serve

AREA = "linalg_decompositions"


def operands(count, n):
    k, i, j = np.ogrid[:count, :n, :n]
    general = (i * i * 31 + j * 17 + i * j * 7 + k * 13) % 1009 / 1009 - 0.5 + np.eye(n) * n
    positive = general @ np.swapaxes(general, -1, -2)
    k, i, j = np.ogrid[:count, :n, :2]
    sides = ((k + 3 * i + 5 * j) % 11).astype(float)
    parts = (general, positive, sides)
    return tuple(part[0] for part in parts) if count == 1 else parts


def answer(found):
    total = float(np.abs(found).sum())
    digits = 3 - math.floor(math.log10(total))
    return [list(np.shape(found)), round(total * 10.0**digits)]


OPERATIONS = {
    "solve": lambda x: np.linalg.solve(x[0], x[2]),
    "inv": lambda x: np.linalg.inv(x[0]),
    "slogdet": lambda x: np.linalg.slogdet(x[1]).logabsdet,
    "cholesky": lambda x: np.linalg.cholesky(x[1]),
    "qr": lambda x: np.linalg.qr(x[0]).R,
    "svd": lambda x: np.linalg.svd(x[0]).S,
    "svdvals": lambda x: np.linalg.svdvals(x[0]),
    "eigh": lambda x: np.linalg.eigh(x[1]).eigenvalues,
    "eigvalsh": lambda x: np.linalg.eigvalsh(x[1]),
    "eig": lambda x: np.linalg.eig(x[0]).eigenvalues,
    "eigvals": lambda x: np.linalg.eigvals(x[0]),
    "pinv": lambda x: np.linalg.pinv(x[0]),
    "norm": lambda x: np.linalg.norm(x[0]),
}

for n in (4, 10, 32, 100, 300, 1000):
    for name, operation in OPERATIONS.items():
        case(f"{AREA}/{name}/{n}", lambda n=n: operands(1, n), operation, answer)
    case(f"{AREA}/lstsq/{n}", lambda n=n: operands(1, n), lambda x: np.linalg.lstsq(x[0], x[2])[0], answer)

for n in (2, 3, 4, 8, 16, 32):
    for name, operation in OPERATIONS.items():
        case(f"{AREA}/{name}/1000x{n}", lambda n=n: operands(1000, n), operation, answer)

serve()
