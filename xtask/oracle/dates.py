"""Write NumPy's answers about dates, durations and their units: crates/ndstrata-testkit/testdata/datetime/*.tsv.

One case a line, fields separated by tabs; an error is `!Class: message`.
"""

import pathlib
import random
import warnings

import numpy as np

warnings.simplefilter("ignore")

BASES = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
CASTINGS = ["no", "equiv", "safe", "same_kind", "unsafe"]
NAT = -(2**63)

METADATA = (
    r"[ ] [] [s [s]] []] [s]x s [s/10 [s//10] [1] [/] [1/2] [1s/] [s/~2] [s/2~] [s/+2] [2.5s] [s~s] [ns~] [~ns] [~2ns] [é] [B] "
    r"[sx] [0] [00025s] [-0s] [generic] [2generic] [generic/1] [generic/2] [Y/5] [Y/12] [Y/52] [Y/365] [Y/73] [D/7] [s/x] [s/2x] "
    r"[[s] [s[] [µs] [μs] [[] [x [x/ [x/] [s/ [s/2 ns [0s] [-1s] [+1s] [2147483647s] [2147483648s] [99999999999999999999s] [s/1] "
    r"[W/7] [W/5040] [W/168] [M/4] [M/30] [M/720] [D/24] [D/1440] [D/86400] [h/60] [h/3600] [m/60] [m/60000] [m/2] [as/10] [fs/10] "
    r"[ps/10] [25s/10] [25s/1000000] [3h/4] [7D/11] xxx"
).split()


def outcome(function):
    try:
        return str(function())
    except Exception as error:
        return f"!{type(error).__name__}: {error}"


def unit_text(dtype):
    base, multiple = np.datetime_data(dtype)
    return f"{multiple} {base}"


def metadata():
    for text in METADATA:
        text = text.replace("~", " ")
        yield text, outcome(lambda: unit_text(np.dtype("M8" + text)))


def units():
    rng = random.Random(1)
    multiples = [1, 2, 3, 7, 12, 24, 25, 60, 100, 1000, 86400, 2147483647]
    out = [f"[{base}]" for base in BASES] + [""]
    out += [f"[{rng.choice(multiples)}{rng.choice(BASES)}]" for _ in range(30)]
    out += ["[1000ms]", "[2s]", "[2001ms]", "[1000000ns]", "[1000000000ns]", "[2000000000as]"]
    return list(dict.fromkeys(out))


def relations():
    for a in units():
        for b in units():
            row = [a, b]
            for left, right in ["MM", "Mm", "mM", "mm"]:
                row.append(outcome(lambda: unit_text(np.promote_types(left + "8" + a, right + "8" + b))))
            for kind in "Mm":
                allowed = (np.can_cast(f"{kind}8{a}", f"{kind}8{b}", casting) for casting in CASTINGS)
                row.append("".join("01"[bool(flag)] for flag in allowed))
            yield row


def write(name, rows):
    root = pathlib.Path(__file__).resolve().parents[2]
    path = root / "crates/ndstrata-testkit/testdata/datetime" / f"{name}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(map(str, row)) for row in rows]
    path.write_text("\n".join(lines) + "\n", newline="\n")
    print(name, len(lines))


def main():
    write("metadata", metadata())
    write("relations", relations())


if __name__ == "__main__":
    main()
