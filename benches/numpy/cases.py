"""Cases that both sides read from `cases/<area>.txt`; the twin of `benches/cases.rs`.

A line is `call | operands | layouts | sizes`: a NumPy function, perhaps with keywords (`sum axis=0`),
timed for each layout and size. `~` before the call says that the answer may differ by rounding. An
operand is a dtype with words after colons: `low..high`, over which its numbers are spread (1 to 100 unless
told), `nan` (every tenth element is one), `sorted`, `firstN` (no more than N elements). `=2.5` is Python's number.
"""

import itertools
import json
import math
import pathlib
import sys

import numpy as np

from answers import answer
from harness import case, serve

WORD = 0xFFFFFFFF

# The first operand's shape for n elements, and what of it is used; then the same of the others.
LAYOUTS = {
    "c": ("line", "x", "line", "x"),
    "strided": ("double", "x[::2]", "double", "x[::2]"),
    "reversed": ("line", "x[::-1]", "line", "x"),
    "matrix": ("square", "x", "square", "x"),
    "t": ("turned", "x.T", "turned", "x.T"),
    "mixed": ("turned", "x.T", "square", "x"),
    "both": ("turned", "x.T", "turned", "x.T"),
    "row": ("square", "x", "row", "x"),
    "column": ("square", "x", "column", "x"),
    "tiny": ("threes", "x", "threes", "x"),
    "flat": ("flat", "x", "flat", "x"),
}


def shape(kind, n):
    rows = 10 ** (round(math.log10(n)) // 2)
    columns = n // rows
    return {
        "line": (n,),
        "double": (2 * n,),
        "square": (rows, columns),
        "turned": (columns, rows),
        "row": (columns,),
        "column": (rows, 1),
        "threes": (n // 3, 3),
        "flat": (3, n // 3),
    }[kind]


def numbers(n, seed):
    """From 0 to 1: bits mixed by multiplications and shifts (after MurmurHash3)."""
    h = (np.arange(n, dtype="u8") + seed * 0x9E3779B9 & WORD) * 2654435761 & WORD
    h ^= h >> 15
    h = h * 2246822519 & WORD
    h ^= h >> 13
    h = h * 3266489917 & WORD
    h ^= h >> 16
    return h / 2.0**32


def operand(text, dims, seed):
    if text.startswith("="):
        return json.loads(text[1:])
    dtype, *words = text.split(":")
    low, high = (0.0, 2.0) if dtype == "b1" else (1.0, 100.0)
    for word in words:
        if ".." in word:
            low, high = map(float, word.split(".."))
        elif word.startswith("first"):
            dims = (int(word[5:]),)
    n = math.prod(dims)
    values = low + numbers(n, seed) * (high - low)
    if dtype[0] not in "fc":
        values = np.floor(values)
    if dtype[0] == "c":
        values = values + 1j * (low + numbers(n, seed + 100) * (high - low))
    if "nan" in words:
        values[3::10] = np.nan
    if "sorted" in words:
        values.sort()
    return values.astype(dtype).reshape(dims)


def add(area, line):
    call, operands, layouts, sizes = (column.strip() for column in line.split("|"))
    exact, call = not call.startswith("~"), call.removeprefix("~")
    name, *keywords = call.split()
    keywords = dict(word.split("=") for word in keywords)
    keywords = {key: value if value.isalpha() else int(value) for key, value in keywords.items()}
    function = np
    for part in name.split("."):
        function = getattr(function, part)
    operands = operands.split()
    label = "_".join(dict.fromkeys(operands))
    for layout, size in itertools.product(layouts.split(), sizes.split()):
        lead, lead_view, other, other_view = LAYOUTS[layout]

        def prepare(layout=(lead, lead_view, other, other_view), n=int(float(size))):
            made = []
            for k, text in enumerate(operands):
                kind, view = layout[:2] if k == 0 else layout[2:]
                x = operand(text, shape(kind, n), k)
                made.append(eval(view) if isinstance(x, np.ndarray) and "first" not in text else x)
            return made

        title = call.replace(" ", ",")
        case(
            f"{area}/{title}/{label}_{layout}_{size}",
            prepare,
            lambda made: function(*made, **keywords),
            answer(exact),
        )


AREA = sys.argv[1]
for line in (pathlib.Path(__file__).parent.parent / "cases" / f"{AREA}.txt").read_text().splitlines():
    if line and not line.startswith("#"):
        add(AREA, line)

serve()
