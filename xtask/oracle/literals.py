"""What CPython's ast.literal_eval makes of texts: each with its repr, or `!` and an exception's class."""

import ast
import random
import warnings

import golden

warnings.simplefilter("ignore")

BY_HAND = r"""
1 -1 +1 0 00 0_0 1_000 1__0 1_ _1 012 0o17 0O1_7 0o8 0b1012 0b102 0b11 0x_ff 0xFF 0x 0xg 0x1__2
1. .5 1.e5 1e5 1E+5 1e-5 1_0.0_1e1_0 01.5 010e1 1e400 1.5.2 1e 1e+ . .. ... 1._5 0777.5
1j 1.5J 01j 1+2j 1-2j -1-2j 2j+1 1+2 -1j -0.0+1j -0.0-1j 1j+2j (1)+(2j) -(1+2j) (1+2j)+3j --1 +-1 -(1) -(-1) 1+-2j
-0.0 -0 1e22 1e16 123456789012345678 1e-4 1e-5 1.5e300 5e-324 0.1 100000.0 1e15
123456789012345678901234567890 -123456789012345678901234567890 0xffffffffffffffffffffffff 18446744073709551616
None True False Ellipsis none -True -None set() set(()) set([1]) () (,) (1,) (1) (1,2) (1,2,) (1,,2) [] [,] [1,] [1,2] {} {,} {1} {1,} {1:2} {1:2,} {1:2,3} {1,2:3}
{1:} {:1} {**{}} {'a':1,'a':2} {(1,2):3} {[1]:2} {{}:1} {(1,[]):2} 1,2 1, , [1 (1 {1 1] [1) (1] '' "" 'a' "a" 'a'"b" 'a'b'b' b'a' b'a'b"c" B'a' u'a' U"a" r'\n' R"\'" br'\n' Rb'\x' rb"\\" ur'a' f'a' bu'a'
'it\'s' "it's" '"' 'é' b'é' '\é' b'\q' '\q' '\x41' '\x4' '\xg1' b'\x41' b'\x4' '\u0041' '\u004' b'\u0041' '\U0001F600' '\U00110000' '\ud800' '\101' '\1' '\18' '\400' '\777' b'\400' b'\777' '\0' '\a\b\f\n\r\t\v\\' '\N' '\N{DASH}'
'a<LF>b' 'a\<LF>b' '''a<LF>b''' '''a'b''' ''''a''' '''a\'''' '''a''b''' "'''a" '''a '''a<CR><LF>b''' r'a\<LF>b' 'a 'a\ "a'
<LF>1 1<LF> 1<LF><LF>2 [1<LF>,2] (1<LF>) 1#c [1,#c<LF>2] 1\<LF> \<LF>1 1\ [1\<LF>,2] 1;2 1:2 a a.b a() lambda [x] 1if 1a 0xfor 1and
{'descr':'<f8','fortran_order':False,'shape':(3,),} @ $ ? ! 1! 'a'! `a` *a [*a] a=1 1==1 not True 1and2 True1 (True) [None,...] …
"""

PIECES = (
    "1 0 2.5 1e5 3j 0x1f - + , : ( ) [ ] { } 'a' \"b\" b'c' r'd' u'é' None True ... set() \\ ' \" # _ 0b1 é "
    "<LF> <TAB> '\\x41' '\\ud800' ''' 10 (1,2) [3] {4:5} ,, 'k': 7,"
).split()


def unescape(text):
    return text.replace("<LF>", "\n").replace("<CR>", "\r").replace("<TAB>", "\t")


def outcome(text):
    try:
        value = repr(ast.literal_eval(unescape(text)))
    except (MemoryError, RecursionError):
        return None
    except Exception as error:
        builtin = next(c for c in type(error).__mro__ if c.__name__ not in ("IndentationError", "TabError"))
        return "!" + builtin.__name__
    # The printed order of a set is not the text's.
    return None if value.startswith("{") and "'" in value and ":" not in value else value


def main():
    rng = random.Random(20260401)
    texts = [text for line in BY_HAND.split("\n") for text in [*line.split(" "), line]]
    texts += [" 1", "\t1", "  [ 1 , 2 ]  ", "( 1 , )", "{ 'a' : 1 }", "'a' 'b'", "b'a' 'b'", "- 1", "1 + 2j", "set( )", "[1 2]", "'a' 1"]
    texts = [text.replace("\t", "<TAB>") for text in texts]
    for _ in range(4000):
        texts.append("".join(rng.choices(PIECES, k=rng.randint(1, 7))))
    for _ in range(1500):
        inner = ",".join(rng.choice(PIECES[:5] + ["'a'", "b'c'", "None", "(1,2)", "[3]", "{4:5}", "-1", "1-2j"]) for _ in range(rng.randint(0, 4)))
        texts.append(rng.choice(["(%s)", "[%s]", "[(%s),]", "{'k':[%s]}", "{1:(%s)}"]) % inner)
    rows = []
    for text in dict.fromkeys(texts):
        if not text or "set(" in text and len(text) > 8:
            continue
        result = outcome(text)
        if result is not None and "\n" not in result:
            rows.append([unescape(text), result])
    golden.write("literals", rows)


main()
