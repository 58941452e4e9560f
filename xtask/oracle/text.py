"""Write what NumPy makes of tables of text: what its readers read or refuse, and what savetxt writes.

A case is `[function, text, options, answer]`; the answer is the array's repr, with that of its mask where there
is one, the text written, or `!Class: message`.
"""

import io
import itertools
import warnings

import golden
import numpy as np

warnings.simplefilter("ignore")
np.set_printoptions(threshold=10**6)


def outcome(function):
    try:
        return function()
    except Exception as error:
        return f"!{type(error).__name__}: {error}"


def combinations(options):
    names = list(options)
    for values in itertools.product(*options.values()):
        yield {name: value for name, value in zip(names, values) if value is not None}


def lines(text):
    """As from a file that was opened with universal newlines."""
    return io.StringIO(text, newline=None)


def loadtxt(text, options):
    def read():
        given = dict(options)
        if "dtype" in given:
            given["dtype"] = np.dtype(given["dtype"])
        return repr(np.loadtxt(lines(text), **given))

    return outcome(read)


FIELDS = """0 -1 +7 007 1.5 -.5 5. . 1e3 1E-3 1e 1e+ e5 1e400 -1e400 1e-400 inf -Infinity +nan NaN infin nan(1) 0x10 1_000 1__0 127
128 255 256 -128 -129 32768 65536 2147483648 4294967296 9223372036854775807 9223372036854775808 18446744073709551615
18446744073709551616 -9223372036854775808 -9223372036854775809 0.1 0.30000000000000004 1.7976931348623157e308
1.7976931348623159e308 4.9e-324 2.4703282292062327e-324 2.4703282292062328e-324 9007199254740993 123456789012345678901234567890
1.00000000000000011102230246251565404236316680908203125 1.00000000000000011102230246251565404236316680908203126 1j 1+2j (1+2j)
1-2j 1+-2j (1) 1+2 1+j j -j 1J True False true None 2020 2020-02-30 2020-02-29 2020-01-01T12 NaT nat é 漢 a""".split()
FIELDS += [" 1", "1 ", "\t1", "1\xa0", "\u20031", "1 2", ""]

TABLES = [
    "1 2 3\n4 5 6\n", "1,2,3\n4,5,6", "1, 2 ,3\n4 ,5, 6\n", "# a b\n1 2 # c\n\n  \n3 4\n#\n5 6", "1 2\n3\n4 5 6\n", "1,2,\n,4,5\n",
    "", "\n\n", "# only\n", "1\r\n2\r\n", "1\r2\r3", "1 2\r\r\n3 4\n\r5 6", "\"1\" \"2\"\n\"3\"\t4\n", "\"1\",\"2\"\"3\",\"4\n5\"\n6,7,8\n",
    "'1';'2'\n3;4\n", "1//2\n3 // 4\n", "1 %x\n2 @y\n", "\ufeff1 2\n", "1\x002\n", "1\x0b2\x0c3\x1c4\n", "1\u20032\xa03\n", "x y\n1 2\n", "1:2:3\n4:5:6\n",
]


def load_cases():
    for dtype in ["?", "i1", "u1", "i2", ">i4", "u8", "i8", "f2", "f4", "f8", ">f8", "c8", "c16", "S3", "U3", "S", "U", "M8[D]", "M8", "m8[s]", "V2"]:
        for field in FIELDS:
            yield field, {"dtype": dtype, "delimiter": ",", "comments": None}
    sets = {
        "dtype": [None, "U4", "i8", "i4,f8", "i4,S2,f4", "U", "(2,)f8,i4", "f8,(2,2)i1"],
        "delimiter": [None, ",", ";", ":", "\t"],
        "quotechar": [None, '"', "'"],
    }
    for text in TABLES:
        for options in combinations(sets):
            yield text, options
    sets = {
        "skiprows": [None, 1, 3, 9],
        "max_rows": [None, 0, 1, 2],
        "usecols": [None, 0, [1], [-1, 0], [0, 0], [2], [-3], [7], []],
        "ndmin": [None, 1, 2],
    }
    for text in ["1 2 3\n4 5 6\n7 8 9\n", "# x\n1 2\n\n3 4\n# y\n5 6\n", "1\n2\n3\n", "1 2 3", "1 2\n3\n4 5 6\n", ""]:
        for options in combinations(sets):
            yield text, options
    for comments in ["#", "", None, "//", ["#", "@"], ["%", "//"], "%", "ab", " ", "\n", "1", ",", ["#"], [], ["#", ""], ["#", ","]]:
        for text in TABLES[:5] + TABLES[15:17]:
            for options in combinations({"delimiter": [None, ",", " "], "quotechar": [None, '"']}):
                yield text, {**options, "comments": comments}
    for delimiter in ["", ",,", "\n", "\r", "#", '"', "é", " ", "\x00", "1"]:
        for options in combinations({"quotechar": [None, '"', "", "ab", "\n", "é", ","], "comments": ["#", None]}):
            yield "1 2\n3,4", {**options, "delimiter": delimiter, "comments": options.get("comments")}


def genfromtxt(text, options):
    def read():
        given = dict(options)
        if given.get("dtype", "float") is not None and "dtype" in given:
            given["dtype"] = np.dtype(given["dtype"])
        for name in ["missing_values", "filling_values"]:
            if isinstance(given.get(name), list) and given[name] and given[name][0] == "by":
                given[name] = {key: value for key, value in given[name][1:]}
        if isinstance(given.get("delimiter"), list):
            given["delimiter"] = tuple(given["delimiter"])
        table = np.genfromtxt(lines(text), encoding="utf-8", **given)
        if isinstance(table, np.ma.MaskedArray):
            return f"{table.data!r} {np.ma.getmaskarray(table)!r}"
        return repr(table)

    return outcome(read)


MESSY = [
    "1,2,3\n4,,6\n7,8,x\n", "# a, b ,c d\n1,2.5,x\n3,,yy\n", "a,b,a\n1,True,1j\n2,false,2\n", "1 2\n3\n4 5\n", "1,2\n3,4,5\n6\n7,8\n",
    " 1 , 2 \n 3 , N/A \n", "11223\n44  6\n", "True,1\nFalse,2\n", "1,a\n2,b\n", "1;2;3\n4;5;6\n", "", "# c\n", "\n\n1,2\n", "1e5,10000000000000000000\n2,3\n",
    "1,2 # c\n3,4\n", "-999,1\n2,-999\n", "2020-01-01,1\n2021-01-01,2\n", "é,1\n漢,2\n", "a b,print,a b\n1,2,3\n", "1,2,3\n",
]


def gen_cases():
    base = {"delimiter": [None, ",", ";"], "dtype": [None, "f8", "i8", "U3"]}
    for text in MESSY:
        for options in combinations(base):
            yield text, options
            yield text, {**options, "dtype": options.get("dtype")}
    for text in MESSY:
        for options in combinations(
            {
                "delimiter": [","],
                "names": [None, True, ["x", "y", "z"], "p,q,r"],
                "usemask": [None, True],
                "invalid_raise": [None, False],
                "autostrip": [None, True],
            }
        ):
            yield text, {**options, "dtype": None}
            yield text, options
    for text in MESSY[:6] + MESSY[15:16]:
        for options in combinations(
            {
                "delimiter": [","],
                "missing_values": [None, "N/A", "-999", ["x", "N/A"], ["by", [0, "-999"], [1, "N/A"]], ["by", [None, "-999"]]],
                "filling_values": [None, -1, [1, 2, 3], ["by", [0, -7], [1, -8]]],
                "usemask": [None, True],
                "dtype": ["f8", None, "i4", "i4,f8"],
            }
        ):
            yield text, {**options, "dtype": options.get("dtype")}
    for text in MESSY[:8]:
        for options in combinations(
            {
                "skip_header": [None, 1, 5],
                "skip_footer": [None, 1, 9],
                "max_rows": [None, 0, 1, 2],
                "usecols": [None, [0], [-1, 0], [5], ["a"]],
                "names": [None, True],
            }
        ):
            yield text, {**options, "delimiter": ",", "invalid_raise": False}
    for delimiter in [1, 2, [1, 2, 3], [2, 0], [9], "", "  ", ",,"]:
        for text in MESSY[:8]:
            for autostrip in [False, True]:
                yield text, {"delimiter": delimiter, "autostrip": autostrip}
                yield text, {"delimiter": delimiter, "autostrip": autostrip, "dtype": None}
    for options in combinations(
        {
            "case_sensitive": [True, False, "upper", "lower", "x"],
            "deletechars": [None, "ab", ""],
            "replace_space": [None, "", "-"],
            "excludelist": [None, ["a"]],
            "defaultfmt": [None, "v%02i", "c"],
        }
    ):
        yield "a b,A,print,,x!y\n1,2,3,4,5\n", {**options, "delimiter": ",", "names": True, "dtype": None}
    for ndmin in [0, 1, 2, 3]:
        for text in ["1", "1 2", "1\n2", "", "1 2\n3 4", "1 a"]:
            for dtype in [None, "f8", "i4,U1"]:
                yield text, {"ndmin": ndmin, "dtype": dtype}
    for loose in [True, False]:
        for comments in ["#", None, "x", "//"]:
            for text in MESSY[:9]:
                yield text, {"loose": loose, "comments": comments, "delimiter": ",", "dtype": "f8"}


def fromregex(text, options):
    return outcome(lambda: repr(np.fromregex(io.StringIO(text), options["regexp"], np.dtype(options["dtype"]))))


def regex_cases():
    text = "1312 foo\n1534  bar\n 444   qux\n-5 é\n"
    for regexp in [r"(\d+)\s+(...)", r"(-?\d+)\s+(\S+)", r"\d+", r"(\d+)", r"(\d)(\d)(\d)", r"(x)|(\d)", "(", ""]:
        for dtype in ["i8,S3", "f8,U4", "i4", "S2", "i1,i1,i1"]:
            yield text, {"regexp": regexp, "dtype": dtype}


def savetxt(values, options):
    def write():
        given = dict(options)
        array = np.array(values["items"], dtype=np.dtype(values["dtype"]))
        out = io.BytesIO()
        np.savetxt(out, array.reshape(values["shape"]), **given)
        return out.getvalue().decode("latin-1")

    return outcome(write)


FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 2.5, 3.5, 0.5, 1e22, 1e23, 123456789.0, 1e-5, 9.9999995, 99999.95, 999999.5, 1e15, 1e16, 1e100, 5e-324,
          1.7976931348623157e308, 2.2250738585072014e-308, 0.3, 1 / 3, 2 / 3, 8.5, 1234.5, 0.00012345, 1e-300, -7e-10]
SPECIALS = ["nan", "inf", "-inf"]


def save_cases():
    def of(dtype, items, shape=None):
        return {"dtype": dtype, "items": items, "shape": [len(items)] if shape is None else shape}

    formats = ["%.18e", "%e", "%E", "%.0e", "%#.0e", "%.3e", "%f", "%.0f", "%.4f", "%#.0f", "%F", "%.17f", "%.20f", "%g", "%G", "%.17g", "%.3g", "%#g", "%.0g", "%d", "%i",
               "%u", "%x", "%X", "%o", "%#x", "%#o", "%c", "%s", "%r", "%a", "%10.3f", "%-10.3f|", "%010.3f", "%+.2f", "% .2f", "%+d", "% d", "%05d", "%-5d|", "%.5d", "%08.3d",
               "%5s", "%-5s|", "%.2s", "%", "%%", "%5%", "%q", "%(a)d", "%*d", "%.*f", "%hd", "%lld", "%Lf", "a%db", "%d %d", "", "%.30e", "%.100f", "%+g", "%-+8.1e|", "%0+8d", "%.19e", "%5.1f%%"]
    floats = FLOATS + [float(text) for text in SPECIALS]
    names = [repr(x) for x in floats]
    for fmt in formats:
        yield of("f8", names), {"fmt": fmt}
        yield of("f4", ["0.1", "1e30", "3.5", "16777216", "1e-45"]), {"fmt": fmt}
        yield of("f2", ["0.1", "65504", "2.5", "6e-8"]), {"fmt": fmt}
        yield of("i8", ["0", "-1", "65", "255", "9223372036854775807", "-9223372036854775808"]), {"fmt": fmt}
        yield of("u1", ["0", "65", "255"]), {"fmt": fmt}
        yield of("?", [True, False]), {"fmt": fmt}
        yield of("U3", ["", "a", "abc"]), {"fmt": fmt}
        yield of("S3", ["", "a", "abc"]), {"fmt": fmt}
        yield of("c16", ["1+2j", "1-2j", "-0-0j", "nan-infj"]), {"fmt": fmt}
    table = of("f8", ["1", "2.5", "-3", "4e10", "0.1", "6"], [2, 3])
    for options in combinations(
        {
            "fmt": [None, "%d", ["%d", "%.2f", "%e"], "%d;%.1f;%g", ["%d"], "%d %d", "(%g)"],
            "delimiter": [None, ",", "", "--"],
            "newline": [None, "\r\n", ""],
            "header": [None, "a\nb"],
            "footer": [None, "end"],
            "comments": [None, "", "// "],
        }
    ):
        yield table, options
    for fmt in ["%.2f", "%.1f%+.1fj", ["%.1f+%.1fj", "%d+%dj"], "%.1f %.1f %.1f %.1f", "%d %d %d", " (%.1e%+.1ej) "]:
        yield of("c16", ["1+2j", "1-2j", "3j", "-4"], [2, 2]), {"fmt": fmt, "delimiter": ","}
    for shape in [[1, 2, 3], [6, 1], [1, 6], [0, 3], [3, 0], []]:
        n = int(np.prod(shape))
        yield of("f8", ["1"] * n, shape), {"fmt": "%g"}


def cases():
    for text, options in load_cases():
        yield "loadtxt", text, options, loadtxt(text, options)
    for text, options in gen_cases():
        yield "genfromtxt", text, options, genfromtxt(text, options)
    for text, options in regex_cases():
        yield "fromregex", text, options, fromregex(text, options)
    for values, options in save_cases():
        yield "savetxt", values, options, savetxt(values, options)


golden.write("text", list(cases()))
