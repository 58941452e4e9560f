"""Write what expressions that make and convert arrays give: their `repr`, or `!Class`.

The same expressions are evaluated by the crate of functions by name.
"""

import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")

VALUES = """[1, 2]; [1, 300]; [1, -1]; [2**63]; [2**63, -1]; [1, 2.5]; [1, 'a']; [1.5, 'a']; [True, 'a']; [b'a', 'b']
[1, b'a']; [1+2j, 'a']; ['1', '2.5']; ['1', 'x']; [1, None]; [1, [2, 3]]; [[1, 2], [3]]; []; [[], []]; (1, 2)
[(1, 2), (3, 4)]; ['2001-01-01', '2002']; ['2001-01-01', 'x']; [1, 'NaT']; [1.5, 2]; ['a', 'bcd']; [1, 22]
[b'ab', b'c']; b'abc'; 'abc'; np.float32(1.5); [np.float32(1.5), 2]; [np.int8(1), np.uint8(3)]; [1.5, 2.7]
[np.array([1, 2]), [3, 4]]; [np.array([1, 2]), [3.5, 4]]; [1e300]; [1e30]; [float_nan]; [1+2j]; ['', 'a']; None
[10**30]; 5; True; [np.timedelta64(5, 'D'), None]; np.datetime64('2001-01-01T05')"""
DTYPES = ["", "'i1'", "'u8'", "'?'", "'f4'", "'c8'", "'S'", "'U'", "'S2'", "'V3'", "'M8'", "'M8[s]'", "'m8[s]'", "'i4,f8'", "'(2,)i4'"]

expressions = []
for line in VALUES.splitlines():
    for value in line.split("; "):
        for dtype in DTYPES:
            value = value.replace("float_nan", "np.nan")
            expressions.append(f"np.array({value}, {dtype})" if dtype else f"np.array({value})")
expressions += [
    "np.array([1, 2], ndmin=3)",
    "np.array([1, 2], copy=False)",
    "np.array([[1, 2], [3, 4]], order='F').strides",
    "np.array([1, 2], 'i4').view('i2')",
    "np.array([1, 2], 'i4').view('i8')",
    "np.array([1, 2, 3], 'i4').view('i8')",
    "np.array([[1, 2]], 'i4').T.view('i8')",
    "np.array(1, 'i4').view('i2')",
    "np.array([1, 2], 'i4').view('S3')",
    "np.array([1, 2], 'i4').byteswap()",
    "np.array([(1, 2)], 'i2,>i4').byteswap()",
    "np.array([1+2j]).real",
    "np.array([1+2j]).imag",
    "np.array([1.5]).imag",
    "np.array([1, 2]).tolist()",
    "np.array([(1, b'a')], 'i4,S2').tolist()",
    "np.array(['a', 'b']).item(1)",
    "np.array([[1, 2], [3, 4]]).item(3)",
    "np.array([1, 2]).item()",
    "np.array([1, 2]).item(5)",
    "np.array([1, 2], 'i2').tobytes()",
    "np.array([(1, 2)], 'i4,i4')['f1']",
    "np.array([(1, 2, 3)], 'i4,i4,i4')[['f2', 'f0']]",
    "np.array([(1, 2)], 'i4,i4')['zz']",
    "np.array([(1, 2)], 'i4,i4')[0]['f0']",
    "np.array([(1, 2)], 'i4,i4')[0][1]",
    "np.array([(1, 2)], 'i4,i4')[0][5]",
    "np.array([1, 2])['x']",
    "np.int8(3)[0]",
    "np.int8(3)[()]",
    "np.dtype('i4,f8')['f1']",
    "np.can_cast('i4', 'f4')",
    "np.can_cast(5, 'i1')",
    "np.result_type('i4', 3.0)",
    "np.result_type()",
    "np.min_scalar_type(300)",
    "np.issubdtype('i4', np.integer)",
    "np.isdtype(np.dtype('i4'), 'integral')",
    "np.typename('d')",
    "np.mintypecode('fd')",
    "np.datetime_data('M8[25s]')",
    "np.datetime_as_string(np.array(['2001-01-01', 'NaT'], 'M8[D]'))",
    "np.datetime_as_string(np.array(['2001-01-01T05:30'], 'M8[m]'), timezone='UTC')",
    "np.int8('5')",
    "np.int8(300)",
    "np.int8([1, 2])",
    "np.float16(None)",
    "np.complex64('1+2j')",
    "np.str_(2.5)",
    "np.bytes_('abc')",
    "np.datetime64('2001-01-01', 'M')",
    "np.datetime64(5)",
    "np.timedelta64(5, 's')",
    "np.timedelta64(1.5)",
    "np.void(b'abc')",
]


def outcome(expression):
    try:
        found = eval(expression)
        if isinstance(found, np.ndarray) and found.dtype.hasobject:
            return "!object"
        return repr(found)
    except Exception as error:
        return f"!{next(c.__name__ for c in type(error).__mro__ if c.__module__ == 'builtins')}"


golden.write("convert", [[expression, outcome(expression)] for expression in expressions])
