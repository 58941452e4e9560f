"""What NumPy's decompositions, solvers and norms give: values, types, shapes, stacks, errors.

Each case is a text of statements separated by `; `, and what Python's repr shows of the last one; an
error is `!` and the names of its classes, most special first. Numbers are rounded to what every order of
operations agrees on, and freedom of sign and phase is taken out: factors are multiplied back.
"""

import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")

# Regular, far from singular, with eigenvalues that are well apart.
SQUARE = "np.array([[4,1,-2],[1,3,1],[-1,2,5]])"
HERMITIAN = "np.array([[4,1,-2],[1,3,1],[-2,1,6]])"
TALL = "np.array([[1,2,0],[0,1,1],[2,-1,3],[1,1,1],[0,2,-1]])"
KINDS = {
    "f4": ".astype('f4')",
    "f8": ".astype('f8')",
    "c8": "*(1+0.5j)).astype('c8')",
    "c16": "*(1+0.5j)).astype('c16')",
    "i4": ".astype('i4')",
    "u1": "%7).astype('u1')",
    "?": ">0)",
    ">f8": ".astype('>f8')",
}


def typed(matrix, dtype):
    suffix = KINDS[dtype]
    return f"({matrix}{suffix}" if suffix.count(")") > suffix.count("(") else f"{matrix}{suffix}"


def hermitian(dtype):
    if dtype in ("c8", "c16"):
        return f"({HERMITIAN}+1j*np.array([[0,1,0],[-1,0,2],[0,-2,0]])).astype('{dtype}')"
    return typed(HERMITIAN, dtype)


def layouts(matrix):
    yield matrix
    yield f"{matrix}.T"
    yield f"np.stack([{matrix},{matrix}[::-1],{matrix}*2])"
    yield f"np.stack([{matrix},{matrix}])[:,None]"
    yield f"np.repeat({matrix},2,axis=1)[:,::2]"


def near(expression, digits=3):
    *before, last = expression.split("; ")
    # The sum turns a negative zero into a positive one.
    shown = f"(x.dtype, x.shape, (np.round(x,{digits})+0).tolist())"
    return "; ".join([*before, f"x = {last}", shown])


TUPLES = ("slogdet", "eig", "eigh", "svd", "qr")


def outline(function, argument):
    call = f"r = np.linalg.{function}({argument})"
    if function in TUPLES:
        return f"{call}; (r[0].shape, r[1].shape, r[0].dtype, r[1].dtype)"
    return f"{call}; (np.shape(r), np.asarray(r).dtype)"


def generated():
    for dtype in KINDS:
        digits = 2 if dtype in ("f4", "c8") else 5
        single = lambda text: near(text, digits)
        for a in layouts(typed(SQUARE, dtype)):
            yield single(f"np.linalg.inv({a})")
            yield single(f"np.linalg.det({a})")
            yield single(f"np.linalg.slogdet({a})[0]")
            yield single(f"np.linalg.slogdet({a})[1]")
            yield single(f"np.linalg.solve({a},np.array([1,2,3]))")
            yield single(f"np.linalg.solve({a},np.array([[1,2],[3,4],[5,6]]))")
            yield single(f"np.linalg.matrix_power({a},3)")
            yield single(f"np.linalg.matrix_power({a},-2)")
            yield single(f"np.linalg.cond({a})")
            yield single(f"np.sort_complex(np.linalg.eigvals({a}))")
            yield single(f"a = {a}; r = np.linalg.eig(a); a @ r[1] - r[1] * r[0][...,None,:]")
            for order in ("None", "'fro'", "'nuc'", "1", "-1", "2", "-2", "np.inf", "-np.inf"):
                yield single(f"np.linalg.norm({a},{order},axis=(-2,-1))")
            yield single(f"np.linalg.vector_norm({a},ord=3,axis=-1,keepdims=True)")
        for a in layouts(hermitian(dtype)):
            yield single(f"np.linalg.eigvalsh({a})")
            yield single(f"np.linalg.eigvalsh({a},'U')")
            yield single(f"r = np.linalg.eigh({a}); (r[1] * r[0][...,None,:]) @ np.conj(np.swapaxes(r[1],-1,-2))")
            yield f"c = np.linalg.cholesky({a}); (c.dtype, c.shape, np.round(c,{digits}).tolist())"
            yield f"c = np.linalg.cholesky({a},upper=True); (c.dtype, c.shape, np.round(c,{digits}).tolist())"
        for a in layouts(typed(TALL, dtype)):
            yield single(f"np.linalg.svdvals({a})")
            yield single(f"r = np.linalg.svd({a},full_matrices=False); (r[0] * r[1][...,None,:]) @ r[2]")
            yield f"r = np.linalg.svd({a}); (r[0].shape, r[1].shape, r[2].shape, r[0].dtype, r[1].dtype)"
            yield single(f"r = np.linalg.qr({a}); r[0] @ r[1]")
            yield single(f"np.abs(np.linalg.qr({a},mode='r'))")
            yield f"r = np.linalg.qr({a},mode='complete'); (r[0].shape, r[1].shape, r[0].dtype)"
            yield single(f"np.linalg.pinv({a})")
            yield f"np.linalg.matrix_rank({a})"
        tall = typed(TALL, dtype)
        for b in ("np.arange(5)", "np.arange(10).reshape(5,2)"):
            yield single(f"np.linalg.lstsq({tall},{b})[0]")
            yield single(f"np.linalg.lstsq({tall},{b},rcond=None)[1]")
            yield single(f"np.linalg.lstsq({tall},{b},rcond=-1)[3]")
            yield f"np.linalg.lstsq({tall},{b})[2]"
        yield single(f"np.linalg.tensorsolve(np.eye(6).reshape(2,3,6)*{typed(SQUARE, dtype)}[0,0],np.arange(6).reshape(2,3))")
        yield single(f"np.linalg.tensorinv(np.eye(6).reshape(2,3,6)*{typed(SQUARE, dtype)}[0,0],ind=2)")
    square = ["inv", "det", "slogdet", "eig", "eigvals", "eigh", "eigvalsh", "cholesky", "svd", "svdvals", "qr", "pinv", "matrix_rank", "norm", "cond"]
    shapes = ["(0,0)", "(1,0)", "(0,1)", "(0,3,3)", "(3,0,0)", "(2,0,1)", "(2,1,0)", "(2,3)", "(3,)", "()", "(1,1)", "(2,2,2)"]
    for function in square:
        for shape in shapes:
            yield outline(function, f"np.ones({shape})")
        for value in ("np.nan", "np.inf", "-np.inf", "5e-324", "1e308", "1e-308"):
            yield outline(function, f"np.diag([1.,2.,{value}])")
        yield f"np.linalg.{function}(np.ones((2,2),'f2'))"
        yield f"np.linalg.{function}(np.array([['a','b'],['c','d']]))"
    for function in ("inv", "det", "solve"):
        rest = ",np.ones(2)" if function == "solve" else ""
        yield f"np.linalg.{function}(np.ones((2,2)){rest})"
        yield f"np.linalg.{function}(np.zeros((2,2)){rest})"
    yield "np.linalg.solve(np.eye(2),np.ones(3))"
    yield "np.linalg.solve(np.eye(2),np.ones((2,0))).shape"
    yield "np.linalg.solve(np.zeros((0,0)),np.ones((0,3))).shape"
    yield "np.linalg.solve(np.ones((0,2,2)),np.ones((2,1))).shape"
    yield "np.linalg.lstsq(np.ones((0,3)),np.ones(0))"
    yield "np.linalg.lstsq(np.ones((3,0)),np.ones(3))"
    yield "np.linalg.lstsq(np.ones((3,2)),np.ones(4))"
    yield "np.linalg.cholesky(np.array([[1.,2],[2,1]]))"
    yield "np.linalg.qr(np.eye(2),mode='x')"
    yield "np.linalg.eigh(np.eye(2),'X')"
    yield "np.linalg.norm(np.eye(2),'x')"
    yield "np.linalg.norm(np.ones(3),'fro')"
    yield "np.linalg.norm(np.ones((2,2,2)),2)"
    yield "np.linalg.matrix_power(np.ones((2,3)),2)"
    yield "np.linalg.matrix_power(np.eye(2),1.5)"


def answer(text):
    *before, last = text.split("; ")
    scope = {"np": np}
    try:
        for statement in before:
            exec(statement, scope)
        return repr(eval(last, scope))
    except Exception as error:
        return "!" + "|".join(kind.__name__ for kind in type(error).__mro__[:-2])


golden.write("linalg", [[text, answer(text)] for text in generated()])
