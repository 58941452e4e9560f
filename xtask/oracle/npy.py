"""Write what NumPy makes of .npy files: the headers that it writes, and what it reads, or refuses, of
headers that others may have written.

An error is `!Class: message`.
"""

import base64
import io
import itertools
import random
import struct
import warnings

import golden
import numpy as np

warnings.simplefilter("ignore")
FORMAT = np.lib._format_impl

DTYPES = ["?", "i1", ">i2", "f8", "c16", "S3", "U0", ">U2", "V5", "M8[25s]", "u1, (2,3)>f4"]
NAMED = [
    np.dtype({"names": ["a", "b"], "formats": ["i1", "f8"], "offsets": [2, 8], "itemsize": 24}),
    np.dtype([(("title", "a"), "i2"), ("b", [("c", "U1", (2,))])]),
    np.dtype([("é", "i1")]),
    np.dtype([("漢", "i1")]),
    np.dtype([(f"field_{i}_{'x' * 80}", "i1") for i in range(700)]),
    np.dtype({"names": ["a", "b"], "formats": ["i4", "i4"], "offsets": [0, 2]}),
    np.dtype({"names": ["a", "b"], "formats": ["i4", "i4"], "offsets": [4, 0]}),
]


def outcome(function):
    try:
        return function()
    except Exception as error:
        return f"!{type(error).__name__}: {error}"


def written(dtype, shape, order, version):
    def write():
        file = io.BytesIO()
        description = {"descr": FORMAT.dtype_to_descr(dtype), "fortran_order": order == "F", "shape": shape}
        FORMAT._write_array_header(file, description, version)
        return base64.b64encode(file.getvalue()).decode()

    return outcome(write)


def headers():
    for dtype in [*map(np.dtype, DTYPES), *NAMED]:
        described = outcome(lambda: repr(FORMAT.dtype_to_descr(dtype)))
        if described.startswith("!"):
            continue
        for shape, order in [((), "C"), ((0,), "C"), ((3, 1000000), "C"), ((3, 1000000), "F")]:
            for major in [0, 1, 2, 3]:
                version = (major, 0) if major else None
                yield [described, list(shape), order, major, written(dtype, shape, order, version)]


GOOD = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }"
PARTS = {
    "'<i4'": (
        "'>f8' '=i2' '|S3' 'int32' 'i2,i2' 'f9' '' 'é' '<M8[D]' '<m8[3X]' 4 None 2.5 True () [] {} [()] [1] "
        "('<i2',) ('<i2',()) ('<i2',(2,)) ('<i2',-1) ('<i2',(2,),3) [('a','<i2')] [('a','<i2',(2,3))] [('a','<i2',4)] "
        "[('','|V2'),('a','<i2')] [('','<i2')] [('','<i2'),('','<i2')] [('a','<i2'),('a','<i2')] [(('t','a'),'<i2')] "
        "[(('t','u','a'),'<i2')] [('a',)] [('a','<i2',(2,),4)] [(1,'<i2')] [('a',[('b',[('c','<i2')])])] [('a','|O')] '|O' "
        "[('a','<i2',(2147483648,))] {'a':1} b'<i4' 'S2147483648' [('a','<f8'),('b','foo')] 'i4'*2 '\\x3ci4' '<''i4' ((('<i4')))"
    ).split(),
    "False": "True 0 1 None 'C' [] (False,) false not-a-name -1 True,False".split(),
    "(2, 3)": (
        "() (6,) (6) [6] None 6 (2.0,) ('2',) (-1,) (2,-3) (True,) (False,3) (2,None) (2,(3,)) (2L,3L) (2l,) (0x2,0b11) (0_3,) "
        "(03,) (1e0,) (1+1,) (+2,3) (--2,3) (0,3) (9223372036854775807,) (9223372036854775808,) (18446744073709551616,) "
        "(9223372036854775807,9223372036854775807) (0,9223372036854775807) (2,3 (2,,3) (2;3) (2,3)) tuple((2,3)) (2,3)+() *(2,)"
    ).split()
    + ["(" + "1, " * 64 + ")", "(" + "1, " * 65 + ")", "(" * 300 + ")" * 300],
    GOOD: [
        "", " ", "\n", "{}", "[]", "()", "None", "1", "'a'", "{", "}", "{'descr'", "abc", "a b", "{'descr': '<i4', }", "{1: 2}",
        "{1: 2, 'a': 3}", "{b'descr': 1, 'fortran_order': 2, 'shape': 3}", "{'descr', 'fortran_order', 'shape'}", "{[]: 1}", "'''", "'",
        '"""a', "(()", "(]", "{'a': ''' }", "\\", "{'descr': '\\N{DASH}'}", "{'descr': '\\xg'}", "{'descr': 'a\nb'}", "lambda: 0",
        "__import__('os')", "{**{}}", "f'x'", "0x", "1__0", "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), 'shape': (3, 2)}",
        GOOD + " # comment", "  " + GOOD, GOOD + "\n" * 5, GOOD + " x", GOOD + "\0", "\ufeff"[:0] + GOOD, GOOD.replace(" ", "\t"),
        GOOD.replace(" ", ""), GOOD.replace("'", '"'), GOOD.replace("{'", "{u'"), GOOD.replace(", ", ",\n"), GOOD.replace(", }", ", 'x': 1}"),
        GOOD.replace("'descr'", "'desc'"), GOOD.replace(":", "="), GOOD.replace("{", "(").replace("}", ")"), GOOD + GOOD, GOOD + "," + GOOD,
    ],
}  # fmt: skip


def texts():
    for part, others in PARTS.items():
        yield from (GOOD.replace(part, other) for other in others)
    chance = random.Random(7)
    for _ in range(150):
        text = list(GOOD)
        for _ in range(chance.randint(1, 2)):
            at = chance.randrange(len(text))
            change = chance.choice(["drop", "double", "swap"])
            if change == "drop":
                del text[at]
            elif change == "double":
                text.insert(at, text[at])
            else:
                text[at] = chance.choice("{}()[]'\",:0 L#x")
        yield "".join(text)


def read(text, version):
    encoded = text.encode("utf8" if version == 3 else "latin1")
    length = struct.pack("<H" if version == 1 else "<I", len(encoded))
    file = io.BytesIO(b"\x93NUMPY" + bytes([version, 0]) + length + encoded)

    def parse():
        FORMAT.read_magic(file)
        shape, order, dtype = FORMAT._read_array_header(file, (version, 0))
        return [list(shape), order, dtype.str if dtype.names is None else repr(dtype.descr)]

    return outcome(parse)


def readings():
    for text, version in itertools.product(dict.fromkeys(texts()), [1, 3]):
        result = read(text, version)
        # Lengths that only an array refuses are left to the tests of arrays; addresses differ.
        if isinstance(result, list) and not all(type(n) is int and 0 <= n < 2**63 for n in result[0]):
            continue
        # Messages with addresses, with sets, of long or empty texts: the class says enough.
        vague = "malformed node" in str(result) or "dictionary: {" in str(result)
        if isinstance(result, str) and (vague or len(text) > 400 or not text.strip()):
            result = result.split(":")[0] + ":"
        yield [text, version, result]


def cut():
    """Whole files cut at every length: what is left of the elements, or what is missing."""
    for array in [
        np.arange(3.0),
        np.asfortranarray(np.arange(4, dtype=">i2").reshape(2, 2)),
        np.array([(1, "ab")], "u1, U2"),
        np.array(True),
        np.zeros((0, 3), "S2"),
    ]:
        whole = io.BytesIO()
        np.save(whole, array)
        whole = whole.getvalue()

        def read(length):
            found = np.load(io.BytesIO(whole[:length]))
            return [list(found.shape), base64.b64encode(found.tobytes("A")).decode()]

        outcomes = [outcome(lambda: read(length)) for length in range(len(whole) + 1)]
        yield [base64.b64encode(whole).decode(), outcomes]


golden.write("npy", {"headers": list(headers()), "readings": list(readings()), "cut": list(cut())})
