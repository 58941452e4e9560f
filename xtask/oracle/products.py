"""What NumPy's products and `einsum` give: types, shapes and layouts, axes, outputs, paths, errors.

Each case is a text of statements separated by `; `, and what Python's repr shows of the last one; an
error is `!` and the names of its classes, most special first. Elements are small positive integers, so that
sums are exact in every order.
"""

import itertools
import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")

DTYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", ">i4", ">f8"]


def array(shape, dtype, layout=0):
    size = int(np.prod(shape))
    if layout == 2 and shape:
        wide = (*shape[:-1], 2 * shape[-1])
        return f"(np.arange({2 * size})%7+1).reshape({wide}).astype('{dtype}')[...,::2]"
    text = f"(np.arange({size})%7+1)"
    if layout == 1:
        return f"{text}.reshape({shape[::-1]}).astype('{dtype}').T"
    reversed_ = "[::-1]" if layout == 3 and shape else ""
    return f"{text}.reshape({shape}).astype('{dtype}'){reversed_}"


SHAPES = [
    ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 4)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)),
    ((2, 2, 3), (2, 3, 2)), ((2, 1, 2, 3), (3, 3, 2)), ((0, 3), (3, 2)), ((2, 0), (0, 3)), ((2, 3), (4, 3)),
    ((1, 1), (1, 1)), ((9, 5), (5, 9)), ((3,), (4,)), ((), (3,)), ((), ()), ((2, 2, 3), (3, 3, 4)), ((1, 3), (3, 1)),
]
FUNCTIONS = [
    "np.matmul", "np.dot", "np.inner", "np.vdot", "np.vecdot", "np.matvec", "np.vecmat", "np.outer", "np.kron",
    "np.linalg.matmul", "np.linalg.vecdot",
]


def generated():
    turn = 0
    for function, (a, b) in itertools.product(FUNCTIONS, SHAPES):
        for dtype in DTYPES[turn % 3 :: 3]:
            turn += 1
            yield f"{function}({array(a, dtype, turn % 4)},{array(b, dtype, turn // 4 % 4)})"
    for left, right in itertools.product(DTYPES + ["S1", "M8[s]", "m8[s]"], repeat=2):
        turn += 1
        if turn % 3 == 0:
            yield f"np.matmul(np.zeros((2,2),'{left}'),np.zeros((2,2),'{right}')).dtype"
    terms = [
        "ii", "ii->i", "ij->ji", "ij->", "ij->i", "ijk->ki", "iji->j", "ij,jk", "ij,jk->ki", "ij,kj", "ij,ij->", "ij,ij->i",
        "i,j", "i,i", "ij,j", "ijk,jil->kl", "ij,jk,kl->li", "i,j,k->", "ij,ij,ij->ij", "iij,jkk->ik", "...i->...", "...ij,...jk",
        "i...->...", "...,...", "i...j->j...i", "ij,jk,kl,lm", "ab,bc,cd,de,ef", "i1", "i.j", "ij->k", "ij->ii", "ij->>k", "ij-k",
    ]
    lengths = dict(zip("abcdefijklm", [2, 3, 4, 2, 3, 2, 3, 2, 4, 5, 2]))
    for text, optimize in itertools.product(terms, ["False", "True", "'optimal'"]):
        shapes = [
            tuple(lengths.get(c, 3) for c in term.replace("...", "")) + ((2,) if term == "..." else ())
            for term in text.split("->")[0].split(",")
        ]
        turn += 1
        # Where NumPy rounds halves on the way depends on the order of its loops.
        dtype = "f8" if len(shapes) > 3 else DTYPES[turn % 16]
        operands = ",".join(array(shape, dtype, 0) for shape in shapes)
        yield f"np.einsum('{text}',{operands},optimize={optimize})"
        if "." not in text:
            yield f"np.einsum_path('{text}',{operands},optimize={optimize})"


CASES = r"""
np.matmul(np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,4),'f4'))
np.matmul(np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,4),'i4'))
np.matmul(np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,5)))
np.matmul(np.ones((2,3)),np.ones((3,4)),out=np.zeros((5,2,4)))
np.matmul(np.ones((5,2,3)),np.ones((3,4)),out=np.zeros((2,4)))
np.matmul(np.ones((5,2,3)),np.ones((3,4)),out=np.zeros((1,2,4)))
x = np.zeros((4,2)); np.matmul(np.ones((2,3)),np.ones((3,4)),out=x.T); x
x = np.zeros((2,8)); np.matmul(np.ones((2,3)),np.ones((3,4)),out=x[:,::2]); x
x = np.arange(9).reshape(3,3); np.matmul(x,x,out=x); x
x = np.arange(9.).reshape(3,3); np.matmul(x,x.T,out=x[::-1]); x
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=[(0,1),(0,1),(1,0)])
np.matmul(np.ones((3,2)),np.ones((3,4)),axes=[(1,0),(0,1),(0,1)])
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=[(0,1),(0,1)])
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=[(0,1),(0,0),(0,1)])
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=[(0,1),(0,),(0,1)])
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=[(0,1),0,(0,1)])
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=[(0,5),(0,1),(0,1)])
np.matmul(np.ones((2,3)),np.ones((3,4)),axes=((0,1),(0,1),(0,1)))
np.matmul(np.ones(3),np.ones((3,4)),axes=[0,(0,1),0])
np.matmul(np.ones((2,3)),np.ones((3,4)),axis=0)
np.matmul(np.ones((2,3)),np.ones((3,4)),keepdims=True)
np.matmul(np.ones((2,3)),np.ones((3,4)),dtype='f4')
np.matmul(np.ones((2,3)),np.ones((3,4)),dtype='i4')
np.matmul(np.ones((2,3)),np.ones((3,4)),dtype='i4',casting='unsafe')
np.matmul(np.ones((7,2,3)),np.ones((3,4)),order='F').strides
np.vecdot(np.arange(6).reshape(2,3),np.arange(6).reshape(2,3),axis=0)
np.vecdot(np.arange(6).reshape(2,3),np.arange(6).reshape(2,3),keepdims=True)
np.vecdot(np.arange(6).reshape(2,3),np.arange(6).reshape(2,3),axis=0,keepdims=True)
np.vecdot(np.arange(6).reshape(2,3),np.arange(6).reshape(2,3),axis=2)
np.vecdot([1+2j,3j],[1+2j,3j])
np.vecmat([1+2j,3j],[[1,2],[3,4]])
np.matmul.reduce(np.ones((2,2)))
np.matmul.at(np.ones((2,2)),0,1)
np.array([1,2]) @ np.array([[1,2],[3,4]])
np.array([1,2]) @ 3
x = np.eye(2); x @= np.array([[1,2],[3,4]]); x
np.dot(2,np.arange(3))
np.dot(np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,4),'f4'))
np.dot(np.ones((2,3)),np.ones((3,4)),out=np.zeros((4,2)).T)
np.dot(np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,4)))
np.arange(3).dot(np.arange(3))
np.outer([1,2],[3,4],out=np.zeros((2,2),'f4'))
np.outer([[1,2],[3,4]],[5])
np.tensordot(np.ones((2,3,4)),np.ones((3,4,5)))
np.tensordot(np.ones((2,3,4)),np.ones((4,3,5)),axes=([1,2],[1,0]))
np.tensordot(np.ones((2,3,4)),np.ones((4,3,5)),axes=([1,2],[0,1]))
np.tensordot(np.ones((2,3)),np.ones((3,2)),axes=0).shape
np.tensordot(np.ones((2,3)),np.ones((3,2)),axes=3)
np.tensordot(np.ones((3,3)),np.ones((3,3)),axes=([0,0],[0,0]))
np.cross([1,2,3],[4,5,6])
np.cross([1,2],[4,5,6])
np.cross([1,2,3],[4,5])
np.cross([1,2],[4,5])
np.cross([1,2,3,4],[4,5,6])
np.cross(np.arange(15).reshape(5,3),[1,2,3],axisc=0)
np.cross(np.arange(9).reshape(3,3),np.arange(9).reshape(3,3).T,axis=0)
np.cross(np.arange(6).reshape(2,3),np.arange(9).reshape(3,3))
np.linalg.cross([1,2],[3,4])
np.trace(np.arange(12).reshape(3,4),1)
np.trace(np.arange(24).reshape(2,3,4),0,1,2)
np.trace(np.arange(24).reshape(2,3,4),axis1=1,axis2=1)
np.trace(np.ones((3,3),'i1'))
np.trace(np.ones((3,3),'i1'),dtype='f4')
np.trace(np.ones(3))
np.arange(9).reshape(3,3).trace(-1)
np.linalg.trace(np.arange(24).reshape(2,3,4),offset=1)
np.linalg.diagonal(np.arange(24).reshape(2,3,4),offset=1)
np.linalg.matrix_transpose(np.arange(6).reshape(1,2,3))
np.linalg.multi_dot([np.arange(6).reshape(2,3),np.arange(12).reshape(3,4),np.arange(4).reshape(4,1)])
np.linalg.multi_dot([np.arange(3),np.arange(12).reshape(3,4),np.arange(4)])
np.linalg.multi_dot([np.arange(3)])
np.linalg.multi_dot([np.ones((2,3)),np.ones((4,4)),np.ones((4,5))])
np.linalg.multi_dot([np.ones((2,3)),np.ones(3),np.ones((4,5))])
np.linalg.matrix_power(np.array([[0,1],[-1,0]]),3)
np.linalg.matrix_power(np.array([[1,1],[1,0]]),50)
np.linalg.matrix_power(np.array([[1,1],[1,0]],'i1'),30)
np.linalg.matrix_power(np.ones((2,2),'?'),0)
np.linalg.matrix_power(np.ones((2,3)),2)
np.linalg.matrix_power(np.ones(2),2)
np.linalg.matrix_power(np.ones((2,2)),1.5)
np.einsum(np.eye(3),[0,0])
np.einsum(np.arange(6).reshape(2,3),[0,1],[1,0])
np.einsum(np.arange(6).reshape(2,3),[...,0],[...])
np.einsum(np.eye(3),[0,60])
np.einsum(np.eye(3),0)
np.einsum('ij,jk',np.ones((2,3)),np.ones((3,4)),dtype='f4')
np.einsum('ij,jk',np.ones((2,3)),np.ones((3,4)),dtype='f4',casting='same_kind')
np.einsum('ij,jk',np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,4),'f4'))
np.einsum('ij,jk',np.ones((2,3)),np.ones((3,4)),out=np.zeros((2,5)))
np.einsum('ij,jk',np.ones((2,3)),np.ones((3,4)),out=np.zeros(4))
np.einsum('ij,jk',np.ones((2,3)),np.ones((3,4)),order='F').strides
x = np.zeros((3,3)); v = np.einsum('ii->i',x); v[:] = 1; x
np.einsum('ij->j',np.ones((2,3),'S1'))
np.einsum('ij,jk,kl',np.ones((2,3)),np.ones((3,4)),np.ones((4,2)),optimize=['einsum_path',(0,1),(0,1)])
np.einsum('ij,jk,kl',np.ones((2,3)),np.ones((3,4)),np.ones((4,2)),optimize=['einsum_path',(0,1)])
np.einsum('ij,jk,kl',np.ones((2,3)),np.ones((3,4)),np.ones((4,2)),optimize='other')
np.einsum_path('ea,fb,abcd,gc,hd->efgh',np.ones((2,4)),np.ones((2,4)),np.ones((4,4,4,4)),np.ones((2,4)),np.ones((2,4)))[1]
np.einsum_path('ij,jk,kl,lm->im',np.ones((2,9)),np.ones((9,3)),np.ones((3,8)),np.ones((8,2)),optimize=('greedy',10))[1]
"""


def answer(text):
    *before, last = text.split("; ")
    scope = {"np": np}
    try:
        for statement in before:
            exec(statement, scope)
        return repr(eval(last, scope))
    except Exception as error:
        return "!" + "|".join(kind.__name__ for kind in type(error).__mro__[:-2])


texts = [text for text in CASES.strip().splitlines() if text] + list(generated())
golden.write("products", [[text, answer(text)] for text in texts])
