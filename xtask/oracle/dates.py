"""NumPy's answers about dates, durations and their units: tables of cases, each a row of texts.

An error is `!Class: message`.
"""

import random
import warnings

import numpy as np

import golden

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


def values(rng):
    out = [0, 1, -1, NAT, 2**63 - 1, -(2**63) + 1, 364, 365, 366, -365, -366, 11016, 951782400, -62135596800]
    return out + [rng.randrange(-(2**bits), 2**bits) for bits in (5, 9, 14, 20, 31, 40, 50)]


def counts(array):
    return " ".join(str(int(value)) for value in array.astype("i8"))


def conversions():
    rng = random.Random(2)
    for a in units():
        for b in rng.sample(units(), 25):
            if "" in (a, b):
                continue
            for kind in "Mm":
                given = values(rng)
                array = np.array(given, "i8").view(f"{kind}8{a}")
                if kind == "M" and (a[-2] in "YM" or b[-2] in "YM"):
                    # Beyond sixteen digits of a year C overflows without a rule.
                    multiple = np.datetime_data(f"M8{a}")[1]
                    array = array[np.abs(array.astype("f8")) < 1e13 / multiple]
                got = outcome(lambda: counts(array.astype(f"{kind}8{b}")))
                yield a, b, kind, counts(array), got


TEXTS = (
    "2005 2005-02 2005-02-03 2005-02-03T10 2005-02-03T10:11 2005-02-03T10:11:12 2005-02-03T10:11:12.5 2005-02-03_10:11 "
    "2005-02-03T10:11:12.123456 2005-02-03T10:11:12.1234567 2005-02-03T10:11:12.123456789012345678 2005-02-03T10:11:12.1234567890123456789 "
    "2005-02-03T10:11:12. 2005-02-03T10:11:12.000 2005-02-03T10:11:12.1234567890 2005-02-03T10:11:12.1234567890123 NaT nat NAT nAt _NaT NaT_ na "
    "-0005 -5 +5 5 0 -0 - + _ --05 -_5 _-5 __2005 2005_ 20050203 12345678-01-01 -12345-12-31 99999-12-31T23:59:59 0000-02-29 1900-02-29 2000-02-29 "
    "2005-13 2005-00 2005-1 2005-1- 2005- 2005-02- 2005-02-29 2005-02-00 2005-02-3 2005-02-03T 2005-02-03T1 2005-02-03T24 2005-02-03T10: "
    "2005-02-03T10:60 2005-02-03T10:11: 2005-02-03T10:11:60 2005-02-03T10:1 2005-02-03t10 2005/02/03 2005-02/03 2005-02-03Z 2005-02Z "
    "2005-02-03T10Z 2005-02-03T10:11Z 2005-02-03T10:11Z_ 2005-02-03T10:11_Z 2005-02-03T10:11ZZ 2005-02-03T10:11+01 2005-02-03T10:11+0130 "
    "2005-02-03T10:11+01:30 2005-02-03T10:11-01:30 2005-02-03T10:11+1 2005-02-03T10:11+01: 2005-02-03T10:11+24 2005-02-03T10:11+01:60 "
    "2005-01-01T00:30+01:00 2004-12-31T23:30-0100 2005-02-03T10:11:12.5-2359 2005-02-03T10_ 2005-02-03T10:11x 2005-02-03T10:11:12x "
    "2005-02-03T10:11:12.5x 2005-02-03T10:11+01x 2005-02-03T10:11+_ x 2005x é 2005é 2005-02-03é10 2005-0é todays 1_2005"
).split()


def parsing():
    for text in [""] + [text.replace("_", " ") for text in TEXTS]:
        for unit in ["", "Y", "M", "W", "D", "h", "25s", "ms", "7ns", "as", "generic"]:
            arguments = (text, unit) if unit else (text,)

            def parse():
                date = np.datetime64(*arguments)
                return f"{int(date.astype('i8'))} {unit_text(date.dtype)}"

            yield text, unit, outcome(parse)


DELTAS = ["5", "-5", "+5", "NaT", "nat", "", " 5", "5 ", "5.0", "x", "9223372036854775807", "9223372036854775808", "0x10", "1_000"]


def deltas():
    for text in DELTAS:
        yield text, outcome(lambda: int(np.timedelta64(text, "s").astype("i8")))


def formatting():
    rng = random.Random(3)
    for unit in [unit for unit in units() if unit]:
        for value in values(rng):
            date = np.array(value, "i8").view("M8" + unit)
            delta = np.array(value, "i8").view("m8" + unit)
            row = [unit, value]
            # In the last years that fit, C overflows without a rule.
            if abs(value) < 2**55 or value == NAT or unit[-2] not in "YMWD":
                row += [outcome(lambda: str(date[()])), outcome(lambda: repr(date[()]))]
            else:
                row += ["", ""]
            yield [*row, outcome(lambda: str(delta[()])), outcome(lambda: repr(delta[()]))]


def as_string():
    rng = random.Random(4)
    texts = [text.replace("_", " ") for text in TEXTS[:11] + ["12345678-01-01", "-12345-12-31", "NaT", "2005-02-03T10:11:12.000001", "2005-01-01T00:00:01"]]
    for text in texts:
        for own in ["D", "h", "s", "ms", "ns", "25s", "W", "M", "generic"]:
            if own == "generic" and text != "NaT":
                continue
            date = np.datetime64(text, own)
            for unit in [None, "auto", *rng.sample(BASES, 6)]:
                for zone in ["naive", "UTC"]:
                    casting = rng.choice(CASTINGS)
                    got = outcome(lambda: np.datetime_as_string(date, unit=unit, timezone=zone, casting=casting))
                    yield int(date.astype("i8")), own, unit or "", zone, casting, got


def offsets():
    zones = [0, 60, -90, 330, 1439, -1439]
    import datetime

    # Of NaT in a zone NumPy says that year 0 is out of range.
    for text in ["2005-02-03T10:11:12.5", "2005-01-01", "2004-12-31T23:59", "1750-01-01T05"]:
        date = np.datetime64(text, "ms")
        for minutes in zones:
            zone = datetime.timezone(datetime.timedelta(minutes=minutes))
            for unit in [None, "auto", "D", "h", "m"]:
                for casting in ["same_kind", "unsafe"]:
                    got = outcome(lambda: np.datetime_as_string(date, unit=unit, timezone=zone, casting=casting))
                    yield int(date.astype("i8")), minutes, unit or "", casting, got


TABLES = [metadata, relations, conversions, parsing, deltas, formatting, as_string, offsets]

golden.write("dates", {table.__name__: [[str(cell) for cell in row] for row in table()] for table in TABLES})
