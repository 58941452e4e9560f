"""The twin of `benches/text.rs`. Where pandas and polars are installed, they read the same files."""

import importlib
import io
import pathlib
import tempfile
import zlib

import numpy as np

from harness import case, digest, serve

FILE = pathlib.Path(tempfile.gettempdir()) / "ndstrata-bench-numpy.txt"
N_ROWS = 100_000


def spread(n):
    bits = (np.arange(n, dtype=np.uint64) * np.uint64(2654435761)) % np.uint64(1 << 32)
    return bits.astype(float) / 4294967296.0 - 0.5


def floats(n_rows, n_columns):
    n = n_rows * n_columns
    return (spread(n) * np.array([1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6])[np.arange(n) % 7]).reshape(-1, n_columns)


def integers(n_columns):
    return (spread(N_ROWS * n_columns) * 200_000.0).astype(np.int64).reshape(-1, n_columns)


def table(make, fmt, delimiter=" "):
    return lambda: np.savetxt(FILE, make(), fmt=fmt, delimiter=delimiter)


def text(make):
    return lambda: FILE.write_text("".join(make()))


def records():
    x = spread(N_ROWS) * 100.0
    for i in range(N_ROWS):
        yield f"{i},{x[i]:.3f},name{i % 97},2020-{i % 12 + 1:02d}-{i % 28 + 1:02d}\n"


def rows(number):
    x = spread(N_ROWS * 10) * 100.0
    for row in range(N_ROWS):
        yield ",".join(number(i, x[i]) for i in range(row * 10, row * 10 + 10)) + "\n"


def quoted():
    return rows(lambda i, x: f'"{x:.4f}"')


def with_gaps():
    return rows(lambda i, x: "" if i % 11 == 0 else f"{x:.4f}")


def whole(array):
    return [list(array.shape), digest(array)]


def load(**options):
    return lambda _: np.loadtxt(FILE, **options)


def gen(**options):
    return lambda _: np.genfromtxt(FILE, delimiter=",", encoding="utf-8", **options)


def installed(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


pandas, polars = installed("pandas"), installed("polars")


def peers(separator=",", columns=None, infers=False):
    """Readers of plain tables. Not all of them round correctly, so floats need only be near."""

    def agrees(array, frame):
        if array.dtype.names is not None:
            return len(frame) == len(array)
        return np.allclose(array, frame.to_numpy(), rtol=1e-14, atol=0, equal_nan=True)

    found = {}
    if pandas is not None:
        options = {"header": None, "engine": "c", "usecols": columns}
        options["sep"] = r"\s+" if separator == " " else separator
        found["pandas"] = (lambda _: pandas.read_csv(FILE, **options), agrees)
    if polars is not None:
        found["polars"] = (
            lambda _: polars.read_csv(FILE, has_header=False, separator=separator, columns=columns),
            agrees,
        )
    return found


def twice(field):
    return float(field) * 2.0


LOADS = {
    "f17_space": (table(lambda: floats(N_ROWS, 10), "%.16e"), {}),
    "f17_comma": (table(lambda: floats(N_ROWS, 10), "%.16e", ","), {"delimiter": ","}),
    "f4_space": (table(lambda: floats(N_ROWS, 10), "%.4f"), {}),
    "f4_comma": (table(lambda: floats(N_ROWS, 10), "%.4f", ","), {"delimiter": ","}),
    "ints": (table(lambda: integers(10), "%d", ","), {"delimiter": ",", "dtype": "i8"}),
    "records": (text(records), {"delimiter": ",", "dtype": "i8,f8,U8,M8[D]"}),
    "quoted": (text(quoted), {"delimiter": ",", "quotechar": '"'}),
    "usecols": (table(lambda: floats(20_000, 50), "%.6f", ","), {"delimiter": ",", "usecols": (3, 40)}),
    "line": (table(lambda: floats(1, 100_000), "%.6f"), {}),
    "words": (text(records), {"delimiter": ",", "dtype": "U"}),
    "converters": (table(lambda: floats(20_000, 2), "%.4f", ","), {"delimiter": ",", "converters": {0: twice, 1: twice}}),
    "tiny": (lambda: FILE.write_text("1.5 2.5 3.5\n"), {}),
}
PEERS = {name: peers() for name in ("f17_comma", "f4_comma", "ints", "records", "quoted")} | {
    "f17_space": peers(" "),
    "f4_space": peers(" "),
    "usecols": peers(columns=[3, 40]),
}
for name, (prepare, options) in LOADS.items():
    case(f"text/loadtxt/{name}", prepare, load(**options), whole, PEERS.get(name))


def save(fmt):
    def operation(array):
        out = io.BytesIO()
        np.savetxt(out, array, fmt=fmt)
        return out.getvalue()

    return operation


for name, fmt in {"e18": "%.18e", "f4": "%.4f", "g": "%g", "d": "%d"}.items():
    make = (lambda: integers(10)) if name == "d" else (lambda: floats(N_ROWS, 10))
    case(f"text/savetxt/{name}", make, save(fmt), lambda data: f"{len(data)}:{zlib.crc32(data):08x}")

case("text/genfromtxt/missing", text(with_gaps), gen(), whole, peers())
case("text/genfromtxt/infer_missing", text(with_gaps), gen(dtype=None), whole)
case("text/genfromtxt/infer_records", text(records), gen(dtype=None), whole)
case("text/genfromtxt/infer_ints", table(lambda: integers(10), "%d", ","), gen(dtype=None), whole)
case("text/genfromtxt/floats", table(lambda: floats(N_ROWS, 10), "%.18e", ","), gen(), whole)

serve()
