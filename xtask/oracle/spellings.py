"""What np.dtype makes of texts, lists, pairs and dictionaries, and what its dtypes print.

A specification is a Python literal in which a set of one text stands for a type object, as
`({'np.record'}, [('a', 'i4')])`. An error is `!Class: message`.
"""

import ast
import random
import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")

LETTERS = "?bBhHiIlLqQpPnNefdgFDGSUVOMmcauTZ"
NAMES = """
bool bool_ bool8 int8 byte int16 short int32 intc int64 int int_ intp long longlong int0 uint8 ubyte uint16 ushort uint32 uintc
uint64 uint uintp ulong ulonglong uint0 float16 half float32 single float64 double float float_ float128 longdouble longfloat
complex64 csingle complex128 cdouble complex complex_ complex256 clongdouble bytes bytes_ bytes0 string_ str str_ str0 unicode
unicode_ void void0 object object_ object0 datetime64 timedelta64 Float64 Int32 Bool generic record float96 int128 float8 StringDType
>float64 =float64 <float64 |float64 >datetime64 >int0
""".split()

TEXTS = [
    "", " ", "   ", "f8 ", " f8", "f8\0", "\x01", "\x09", "\x0c", "\x17", "\x18", "\x00", "é", "f+8", "f 8", "f08", "S 8", "S+8", "S-0",
    "S-1", "S\t8", "S99999999999", "S99999999999999999999999", "S2147483647", "S2147483648", "U536870911", "U536870912", "M8[s]", "M8[ns]",
    "M8[25s/10]", "M8[s/7]", "M8[]", "M8[s", "M8[s]x", "m8[generic]", "m8[3generic/2]", ">m8[us]", "|M8[D]", "M80", "M8s", "m16",
    "datetime64[25s]", "timedelta64[Y/12]", "M8[B]", "M8[5]", ">M8", "i4;", "-1i4", "(2)i8", "(c", "[(", "[('a','f8')]", "f8;i4",
    "i,", ",", ", ", "2f8", "(2,)f8", "2 f8", "2", "2,", "f8,", "<2f8", "<2>f8", ">2f8", ">2>f8", "=2<f8", "=2>f8", "|2<f8", "2<3f8",
    "2>3f8", "(2, 3)f8, (4,)>i2", "(2 3)f8,i4", "((2,3))f8,i4", "(2,3f8,i4", "2,3)f8,i4", "1 2f8", "012f8", "00f8", "(01,)f8",
    "M8[s,ns],f8", "f8,M8[25s/10]", "f8,float64,int", "f8\n,i4", "f8,i4\n", "f8,é", "f8[a,b]", "f8[a,b],i4", "2M8[25s/10]", "3M8[s]",
    "99999999999999999999f8", "2147483648f8", "268435456f8", "()f8,()i4", "( )f8", "( ) f8,i4", "(,)f8,i4", "1,f8", "12,34f8",
    "  1 , 2  f8", "1\u0660f8", "f8\u00a0,i4", "f8\x1f,i4", "f8,i4\x1f", "f8, ,i4", "1_0f8", "f8.", "f8.,i4", "(2)f8,i4", "1.5",
    "int0,f8", "f8,x9", "x9,f8;", ">x9,f8", "i1,i8,S3", "O,i4", "3q,2Q", "c,c", "V,S,U", "0f8,0i4", "f8,[", "f8,]i4", "<()f8", "<()",
]

# Pairs, lists and dictionaries by hand.
VALUES = r"""
(('f8',(2,)),(3,)) | (('f8',(2,)),1) | ('f8',1) | ('f8',(1,)) | ('f8',()) | ('f8',[2]) | ('f8',[2,3]) | ('f8',[]) | ('f8',True) | ('i4','f4')
('i4','S4') | ('V','f4') | ('V4','f4') | ('S','f4') | ('U','f4') | ('>U','f4') | ('V',[('a','i4')]) | ('V4',[('a','i4')]) | ('V8',[('a','i4')])
({'np.record'},[('a','i4')]) | ({'np.record'},'i4') | ({'np.record'},4) | {'np.record'} | ({'np.record'},[('a',({'np.record'},[('b','i4')]))])
[('a',({'np.record'},[('b','i4')]))] | ('O','O') | ('O','i8') | ('i8','O') | ('i8',[('a','O')]) | ('V8',[('a','O')]) | ('V',[('a','O')])
('M8[s]','i8') | ('i8','M8[s]') | ('f8',['a']) | ('S',-1) | ('U',536870912) | ('U',2147483648) | ('S',2147483647) | ('S',2147483648) | ('S',True)
('S',2.0) | ('S','4') | ('S',4) | ('V',4) | ('U',4) | ('S',(4,)) | ('f8',(2147483647,)) | ('f8',(1099511627776,)) | ('f8',(1180591620717411303424,))
('V0',(2147483647,2147483647)) | ('f8',(0,2147483647,2147483647)) | ('f8',-1) | ('f8',(2,-1)) | ('f8',2.5) | ('f8',(2,'x')) | ('f8',(2.0,))
('f8',{}) | ('f8',{'a':1}) | ('f8','2') | ('V8','2') | ('f8','foo') | ('foo',2) | (1,2) | (None,(2,)) | () | ('a',) | ('f8',(2,),(3,)) | ('V8',None)
('U',None) | (('i4',(2,)),'i8') | ('i8',('i4',(2,))) | ('V8',('i4',(2,))) | ('V',('i4',(2,))) | ('S',('i4',(2,))) | ({'np.record'},('i4',(2,)))
([('a','i4')],[('b','f4')]) | ([('a','i4')],(2,)) | ([],(2,)) | ([('a','i4'),('b','u1')],3) | ('>f8',2) | ('q',2)
[] | {} | [('a','i4'),('a','i4')] | [(('a','b'),'i4'),('a','i4')] | [(('a','b'),'i4'),(('a','c'),'i4')] | [(('a','a'),'i4')]
[(('','a'),'i4')] | [(('t',''),'i4')] | [(('',''),'i4')] | [((1,''),'i4')] | [('','i4'),('','i4')] | [('f1','i4'),('','i4')] | [('','i4',(2,)),('','i4')]
[(b'a','i4')] | [('a','i4',2)] | [('a','i4',1)] | [('a','i4',())] | [('a','i4',(1,))] | [('a','S',5)] | [('a','S',(5,))] | [('a','S5',2)] | [('a',)]
[('a','i4',2,3)] | [['a','i4']] | ['a'] | [1] | [None] | [()] | [('a',None)] | [('a',1)] | [('a','foo')] | [('a',[('b','i4')],(2,))] | [(('a',),'i4')]
[(('a','b','c'),'i4')] | [(('a',1),'i4')] | [(1,'i4')] | [('a','i1'),('b',[('x','i1'),('y','i8')])] | [('a',('f8',(2,)),(3,))] | [('a','U')]
[('a','S'),('b','V'),('c','M8'),('d','?'),('e','O'),('f','g'),('g','>i4'),('h','c'),('i','G')] | [("it's",'S1'),('é','S1'),('\u200b','S1'),('"','S1')]
[('x','O',(2,))] | [('x','U4',(2,))] | [('a',[('x','O')]),('b','f8')] | [('a',['b','i4'])] | [('a',[('b',[('c','>i2')],(2,))],3)]
{'names':['a'],'formats':['i4'],'offsets':[-1]} | {'names':['a'],'formats':['i4'],'offsets':[1.0]} | {'names':['a'],'formats':['i4'],'offsets':['1']}
{'names':['a'],'formats':['i4'],'offsets':[2147483648]} | {'names':['a'],'formats':['i4'],'offsets':[1180591620717411303424]}
{'names':['a'],'formats':['i4'],'offsets':[True]} | {'names':['a'],'formats':['i4'],'itemsize':2147483647} | {'names':['a'],'formats':['i4'],'itemsize':2147483648}
{'names':['a'],'formats':['i4'],'itemsize':-1} | {'names':['a'],'formats':['i4'],'itemsize':3} | {'names':['a'],'formats':['i4'],'itemsize':'8'}
{'names':['a'],'formats':['i4'],'itemsize':8.0} | {'names':['a'],'formats':['i4'],'itemsize':None} | {'names':['a'],'formats':['i4'],'itemsize':True}
{'names':['a'],'formats':['i4'],'aligned':1} | {'names':['a'],'formats':['i4'],'aligned':True} | {'names':['a'],'formats':['i4'],'aligned':False}
{'names':['a'],'formats':['i4'],'aligned':None} | {'names':['a'],'formats':['i4'],'itemsize':6,'aligned':True} | {'names':['a'],'formats':['i4'],'titles':['']}
{'names':['a'],'formats':['i4'],'titles':['a']} | {'names':['a','b'],'formats':['i4','i4'],'titles':['b',None]} | {'names':['a','b'],'formats':['i4','i4'],'titles':['t','t']}
{'names':['a','b'],'formats':['i4','i4'],'titles':['t',None]} | {'names':['a','b'],'formats':['i4']} | {'names':['a'],'formats':['i4','i4']}
{'names':['a','b'],'formats':['i4','i4'],'offsets':[0]} | {'names':['a'],'formats':['i4'],'offsets':[0,1]} | {'names':'ab','formats':['i4','i4']}
{'names':['a'],'formats':'i'} | {'names':['a','b'],'formats':'i4'} | {'names':['a','b'],'formats':'id'} | {'names':('a',),'formats':('i4',)}
{'names':{'a':0},'formats':['i4']} | {'names':1,'formats':['i4']} | {'names':['a'],'formats':1} | {'names':None,'formats':None} | {'names':[1],'formats':['i4']}
{'names':[''],'formats':['i4']} | {'names':['',''],'formats':['i4','i4']} | {'names':[b'a'],'formats':['i4']} | {'names':['a','a'],'formats':['i4','i4']}
{'names':[],'formats':[]} | {'names':[],'formats':[],'itemsize':8} | {'names':['a'],'formats':['i4'],'foo':1} | {'names':['a'],'formats':['i4'],'offsets':None}
{'names':['a'],'formats':['i4'],'titles':None} | {'names':['a']} | {'formats':['a']} | {'names':['a'],'formats':[1]} | {'names':['a','b'],'formats':['i4','i4'],'titles':'xy'}
{'names':['a','b'],'formats':['i1','i8'],'aligned':True} | {'names':['a','b'],'formats':['i4','i4'],'offsets':[2,8],'aligned':True}
{'names':['a','b'],'formats':['O','i4'],'offsets':[0,4]} | {'names':['a','b'],'formats':['O','i4'],'offsets':[4,0]} | {'names':['a','b'],'formats':['i4','O'],'offsets':[2,0]}
{'names':['a','b'],'formats':['O','O'],'offsets':[0,0]} | {'names':['a','b'],'formats':['O','i4'],'offsets':[0,8]} | {'names':['a','b'],'formats':[[('x','O'),('y','i4')],'i4'],'offsets':[0,6]}
{'a':('i4',0)} | {'a':('i4',0),'b':('i4',-1)} | {'a':('i4','0')} | {'a':('i4',1.5)} | {'a':('i4','x')} | {'a':('i4',None)} | {'a':('i4',0,'t')}
{'a':('i4',0,'t'),'t':('i4',0,'t')} | {'a':('i4',0,'a')} | {'a':('i4',0,None)} | {'a':['i4',0]} | {'a':'i4'} | {'a':1} | {'a':None} | {'a':('i4',)} | {'a':('i4',0,1,2)}
{1:('i4',0)} | {-1:['a'],'a':('i4',0)} | {-1:('a','b'),'a':('i4',4),'b':('i8',8,'t')} | {-1:('a','b'),'a':('i4',4)} | {-1:None,'a':('i4',4)} | {-1:'a','a':('i4',4)}
{-1:5,'a':('i4',4)} | {-1:[],'a':('i4',4)} | {-1:['a'],'a':1} | {-1:['a'],'a':()} | {-1:['a'],'a':('i4',)} | {-1:['a'],'a':'d4'} | {-1:['a'],'a':['i4',4]}
{'a':('i4',0),'b':('i4',0)} | {'b':('i4',8),'a':('i4',0)} | {'a':('i4',True)} | {'a':('O',0),'b':('i4',4)} | {'a':('f8',0),'b':('foo',0)} | {'a':(1,0),'b':1}
{'a':('f8',1099511627776)} | {'a':('f8',1e300)} | {'a':('f8',1j)} | {'a':('f8',b'1')} | {'':('f8',0)} | {'a':('i4',4,'t'),'b':('i4',0,'t')}
None | 1 | 1.5 | True | 1j | ... | b'f8' | b'\xff' | b'f8,i4' | b'' | {'int'} | {'float'} | {'complex'} | {'bool'} | {'str'} | {'bytes'} | {'object'} | {'list'}
{'memoryview'} | {'np.int32'} | {'np.generic'} | {'np.number'} | {'np.integer'} | {'np.floating'} | {'np.inexact'} | {'np.complexfloating'} | {'np.character'}
{'np.flexible'} | {'np.signedinteger'} | {'np.unsignedinteger'} | {'np.void'} | {'np.str_'} | {'np.longlong'} | {'np.ulonglong'} | {'np.longdouble'}
{'np.bool'} | {'np.ndarray'} | {'np.object_'} | {'np.intc'} | {'np.half'} | [('a',{'int'}),('b',{'np.float32'},(2,))] | ({'float'},2)
"""

DESCRS = r"""
[('','|V4'),('a','<i4')] | [('a','<i4'),('','|V4')] | [('','<i4')] | [('','<i4'),('','<i4')] | [('','|V4',(2,)),('a','<i4')] | [('',[('b','<i4')])]
[(('t','a'),'<i4')] | [(('t','a','c'),'<i4')] | [((),'<i4')] | [('a','<i4',2)] | [('a','<i4',())] | [('a','<i4',(2,),1)] | [['a','<i4']] | ['a','b']
['ab','cd'] | [] | {} | {'af':1} | {'a':1} | None | 1 | 1.5 | True | b'f8' | () | ('<f8',) | ('<f8',(2,)) | ('<f8',(2,),3) | ('<f8','<i8') | ('S',5)
([('a','<f8')],(2,)) | 'f8,i4' | 'foo' | '<f8' | '>U3' | '|O' | [('a',None)] | [('a',1)] | [(1,'<f8')] | [(None,'<f8')] | [('a','<f8'),('a','<f8')] | [1] | [(1,)]
[()] | ... | [[('t','a'),'<i4']] | [[['t','a'],'<i4']] | [('a','O'),('b','i4')] | [('a','<i4',(-1,))] | [('a','V0')] | [('a','S',(5,))] | [('a','S',5)]
[('a',('<f8',(2,)),(3,))] | [('a',[('b','<i2'),('','|V2'),('c','<i4')]),('','|V1')] | '' | [('a','|V8'),('','|V8')] | [('x','<M8[ns]'),('y','<U5',(2,2))]
"""

FORMATS = (
    "i1 u1 ? <i2 >i4 i8 =u2 f2 f4 >f8 c8 c16 g S1 S5 S0 U3 >U2 V7 O M8[s] m8[25us] q c float64 intc"
).split()
SHAPES = [(), (1,), (2,), (2, 3), (0,), (2, 1, 2)]


def values(text):
    for line in text.strip().splitlines():
        yield from (item.strip() for item in line.split(" | "))


TYPES = {"int": int, "float": float, "complex": complex, "bool": bool, "str": str, "bytes": bytes, "object": object, "list": list}


def with_types(value):
    """The literal with its sets of one text replaced by type objects."""
    if isinstance(value, set):
        (name,) = value
        return TYPES.get(name) or (memoryview if name == "memoryview" else getattr(np, name.removeprefix("np.")))
    if isinstance(value, dict):
        return {key: with_types(item) for key, item in value.items()}
    return type(value)(map(with_types, value)) if isinstance(value, (list, tuple)) else value


def random_format(rng, depth):
    if depth > 0 and rng.random() < 0.25:
        return random_fields(rng, depth - 1)
    if rng.random() < 0.2:
        return (rng.choice(FORMATS), rng.choice(SHAPES + [3]))
    return rng.choice(FORMATS)


def random_name(rng, index):
    name = rng.choice(["a", "b", "é", "x y", ""]) + (str(index) if rng.random() < 0.95 else "")
    return (rng.choice(["t", "Title"]) + str(index), name) if rng.random() < 0.2 else name


def random_fields(rng, depth):
    fields = []
    for index in range(rng.randrange(5)):
        field = (random_name(rng, index), random_format(rng, depth))
        fields.append(field + (rng.choice(SHAPES + [2]),) if rng.random() < 0.2 else field)
    return fields


def random_dict(rng):
    n = rng.randrange(4)
    spec = {"names": [f"n{i}" for i in range(n)], "formats": [random_format(rng, 1) for _ in range(n)]}
    if rng.random() < 0.6:
        spec["offsets"] = [rng.choice([0, 4, 8, 16, 24, 32, 3]) for _ in range(n)]
    if rng.random() < 0.3:
        spec["titles"] = [rng.choice([None, f"T{i}"]) for i in range(n)]
    if rng.random() < 0.3:
        spec["itemsize"] = rng.choice([16, 64, 100])
    if rng.random() < 0.3:
        spec["aligned"] = rng.choice([True, False])
    return spec


def random_comma(rng):
    pieces = ["i4", ">u2", "f8", "(2,3)f4", "3i2", "(2,)M8[ns]", "x9", "S5", " 2 ?", "()c8", "i4;", "", "<(2)U3"]
    return rng.choice([",", ", ", " , "]).join(rng.choice(pieces) for _ in range(rng.randrange(1, 5)))


def outcome(function):
    try:
        return function()
    except Exception as error:
        message = "" if isinstance(error, SyntaxError) else error
        if isinstance(error, KeyError):
            message = error.args[0]
        builtin = next(c for c in type(error).__mro__ if c.__module__ == "builtins")
        return f"!{builtin.__name__}: {message}"


def answers(dtype):
    """Every attribute, the lists of descr printed."""
    return {
        "repr": repr(dtype), "str": str(dtype), "code": dtype.str, "name": dtype.name, "char": dtype.char, "num": dtype.num,
        "byteorder": dtype.byteorder, "itemsize": dtype.itemsize, "alignment": dtype.alignment, "flags": dtype.flags,
        "isnative": dtype.isnative, "isalignedstruct": dtype.isalignedstruct, "hasobject": dtype.hasobject,
        "isbuiltin": dtype.isbuiltin, "type": dtype.type.__name__, "shape": list(dtype.shape), "names": dtype.names and list(dtype.names),
        "descr": outcome(lambda: repr(dtype.descr)), "npy": outcome(lambda: repr(np.lib.format.dtype_to_descr(dtype))),
    }


def spec_rows():
    texts = [order + letter for letter in LETTERS for order in ("", "<", ">", "=", "|")]
    texts += [kind + str(n) for kind in "?bhiufcSUVOMmaqge" for n in (0, 1, 2, 4, 5, 8, 12, 16, 32)]
    texts += [f">{kind}{n}" for kind, n in zip("iufcSUVOMmb", (4, 2, 8, 16, 3, 3, 3, 8, 8, 8, 1))]
    texts += NAMES + TEXTS
    rng = random.Random(20240)
    specs = [repr(text) for text in texts] + list(values(VALUES))
    specs += [repr(random_comma(rng)) for _ in range(120)]
    specs += [repr(random_fields(rng, 2)) for _ in range(160)]
    specs += [repr(random_dict(rng)) for _ in range(160)]
    for spec in dict.fromkeys(specs):
        value = with_types(ast.literal_eval(spec))
        for align in (False, True) if spec[0] in "[{(" or "," in spec else (False,):
            yield [spec, align, outcome(lambda: answers(np.dtype(value, align=align)))]


def descr_rows():
    for descr in values(DESCRS):
        value = ast.literal_eval(descr)
        yield [descr, outcome(lambda: repr(np.lib.format.descr_to_dtype(value)))]


RECORD = "[(('t', 'a'), 'i4'), ('b', '>f8', (2,)), ('c', 'S3')]"


def access_rows():
    """Fields by key, several fields, other byte orders: the method, its argument, the outcome."""
    dtype = np.dtype(ast.literal_eval(RECORD))
    for key in ["a", "b", "c", "t", "x", "", 0, 2, -1, -3, 3, -4]:
        yield ["getitem", key, outcome(lambda: repr(dtype[key]))]
    for keys in [["a"], ["c", "a"], [], ["a", "a"], ["t"], ["x"], ["a", "b", "c"]]:
        yield ["select", keys, outcome(lambda: repr(dtype[keys]))]
    for order in "S swap s < little L > big B b = native N n | ignore I i x 1 é".split() + [""]:
        yield ["newbyteorder", order, outcome(lambda: repr(dtype.newbyteorder(order)))]
    for names in [["x", "y", "z"], ["x", "y"], ["x", "x", "y"], [], ["c", "b", "a"]]:

        def rename():
            renamed = np.dtype(ast.literal_eval(RECORD))
            renamed.names = tuple(names)
            return repr(renamed)

        yield ["rename", names, outcome(rename)]


def equal_rows():
    """Indices of rows of dtypes that are equal."""
    specs = [
        "'f8'", "'<f8'", "'>f8'", "'l'", "'q'", "'S1'", "'c'", "'V4'", "[]", "'V0'", "[('a', 'i4')]", "[(('t', 'a'), 'i4')]",
        "[('b', 'i4')]", "{'names': ['a'], 'formats': ['i4'], 'itemsize': 8}", "{'names': ['a'], 'formats': ['i4'], 'offsets': [4]}",
        "{'names': ['a'], 'formats': ['i4'], 'aligned': True}", "({'np.record'}, [('a', 'i4')])", "({'np.record'}, 4)", "('f8', (2,))",
        "('f8', 2)", "(('f8', (2,)), (3,))", "('f8', (3, 2))", "[('a', 'i4', (2,))]", "[('a', 'i4', 2)]", "'M8[s]'", "'M8[60s]'", "'M8[m]'",
        "'U2'", "'>U2'", "[('a', 'U2')]", "[('a', '>U2')]", "'g'", "'O'", "[('a', 'i4'), ('b', 'i4')]",
        "{'names': ['a', 'b'], 'formats': ['i4', 'i4'], 'offsets': [4, 0]}", "{'names': ['b', 'a'], 'formats': ['i4', 'i4'], 'offsets': [4, 0]}",
    ]
    dtypes = [np.dtype(with_types(ast.literal_eval(spec))) for spec in specs]
    equal = [[j for j, other in enumerate(dtypes) if dtype == other] for dtype in dtypes]
    return [[spec, row] for spec, row in zip(specs, equal)]


golden.write(
    "spellings",
    {
        "specs": list(spec_rows()), "descrs": list(descr_rows()), "record": RECORD, "access": list(access_rows()), "equal": equal_rows(),
    },
)
