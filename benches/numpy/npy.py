"""The twin of `benches/npy.rs`."""

import io
import os
import pathlib
import tempfile
import zlib

import numpy as np

from harness import case, digest, serve

FILE = pathlib.Path(tempfile.gettempdir()) / "ndstrata-bench-numpy.npy"


def saved(make):
    def prepare():
        np.save(FILE, make())

    return prepare


def halves(n):
    return lambda: np.arange(n) * 0.5


def whole(array):
    return [list(array.shape), digest(array)]


def values_in(n):
    """Of the file's last `n` values: headers are padded differently by different libraries."""

    def answer(_):
        data = FILE.read_bytes()[-8 * n :]
        return f"{len(data)}:{zlib.crc32(data):08x}"

    return answer


def load(_):
    return np.load(FILE)


def save_over(array):
    np.save(FILE, array)


def save_new(array):
    try:
        os.remove(FILE)
    except FileNotFoundError:
        pass
    np.save(FILE, array)


def stream(n):
    def prepare():
        buffer = io.BytesIO()
        np.save(buffer, np.arange(n) * 0.5)
        return buffer.getvalue()

    return prepare


def write(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


for name, n in [("8B", 1), ("80MB", 10_000_000), ("800MB", 100_000_000)]:
    case(f"npy/load/f8_{name}", saved(halves(n)), load, whole)
case(
    "npy/load/f8_80MB_fortran",
    saved(lambda: (np.arange(10_000_000) * 0.5).reshape(2500, 4000, order="F")),
    load,
    whole,
)
case("npy/load/big_endian_80MB", saved(lambda: (np.arange(10_000_000) * 0.5).astype(">f8")), load, whole)

for name, n in [("8B", 1), ("80MB", 10_000_000)]:
    case(f"npy/save/over_{name}", halves(n), save_over, values_in(n))
    case(f"npy/save/new_{name}", halves(n), save_new, values_in(n))

case("npy/stream/read_10", stream(10), lambda data: np.load(io.BytesIO(data)), whole)
case("npy/stream/write_10", halves(10), write, lambda data: f"{len(data)}:{zlib.crc32(data):08x}")

serve()
