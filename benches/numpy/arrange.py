"""The twin of `benches/arrange.rs`."""

import numpy as np

from harness import case, digest, serve

N = 1_000_000


def halves(n):
    return np.arange(n) * 0.5


def small_numbers(n):
    return np.arange(n) % 7 * 1.0


def integers(n):
    return np.arange(n, dtype="i4")


def matrix(rows, columns):
    return halves(rows * columns).reshape(rows, columns)


def mask(n):
    return np.arange(n) * 7919 % 1000 < 300


def positions(n, below):
    return np.arange(n) * 7919 % below


def whole(array):
    return [list(array.shape), digest(array)]


def add(op, name, prepare, operation):
    case(f"arrange/{op}/{name}", prepare, operation, whole)


def none():
    return None


def grid():
    return [matrix(1000, 1000)]


def corner(a):
    return a.ravel()[:700:7].copy()


def make(name, operation, prepare=none):
    add("make", name, prepare, operation)


make("zeros_1e6", lambda _: np.zeros(N))
make("ones_1e6", lambda _: np.ones(N))
make("full_1e6", lambda _: np.full(N, 2.5))
make("arange_f8_1e6", lambda _: np.arange(0.0, 1e6, 1.0))
make("arange_i8_1e6", lambda _: np.arange(0, N, 1))
make("linspace_1e6", lambda _: np.linspace(0.0, 1.0, N))
make("eye_1000", lambda _: np.eye(1000))
make("tri_1000", lambda _: np.tri(1000, 1000, 0))
make("diag_1000", lambda s: np.diag(s[0]), lambda: [halves(1000)])
make("meshgrid_1000", lambda s: np.meshgrid(*s)[0], lambda: [halves(1000), halves(1000)])
make("indices_1000", lambda _: np.indices((1000, 1000)))
make("fromiter_1e5", lambda _: np.fromiter(range(100_000), "i8"))


def small(name, operation, prepare=lambda: [halves(10), halves(10)]):
    add("small", name, prepare, operation)


picked = lambda: [halves(10), positions(5, 10)]
small("zeros", lambda _: np.zeros(10))
small("ones", lambda _: np.ones(10))
small("full", lambda _: np.full(10, 2.5))
small("arange", lambda _: np.arange(0, 10, 1))
small("linspace", lambda _: np.linspace(0.0, 1.0, 10))
small("eye", lambda _: np.eye(3))
small("copy", lambda s: s[0].copy())
small("astype", lambda s: s[0].astype(np.float32))
small("concatenate", lambda s: np.concatenate(s))
small("stack", lambda s: np.stack(s))
small("hstack", lambda s: np.hstack(s))
small("roll", lambda s: np.roll(s[0], 3))
small("repeat", lambda s: s[0].repeat(3))
small("tile", lambda s: np.tile(s[0], 3))
small("pad", lambda s: np.pad(s[0], (1, 2)))
small("insert", lambda s: np.insert(s[0], 3, s[1][3], 0))
small("delete", lambda s: np.delete(s[0], 3, 0))
small("take", lambda s: s[0].take(s[1]), picked)
small("fancy", lambda s: s[0][s[1]], picked)
small("mask", lambda s: s[0][s[1]], lambda: [halves(10), mask(10)])
small("where", lambda s: np.where(*s), lambda: [mask(10), halves(10), halves(10)])
small("nonzero", lambda s: s[0].nonzero()[0])


def join(name, prepare, operation):
    add("join", name, prepare, operation)


rows = lambda: [matrix(1000, 500), matrix(1000, 500)]
join("concatenate_1e6", lambda: [halves(500_000), halves(500_000)], np.concatenate)
join("concatenate_axis1", rows, lambda s: np.concatenate(s, 1))
join("concatenate_i4_f8", lambda: [integers(500_000), halves(500_000)], np.concatenate)
join("stack_last", lambda: [halves(300_000) for _ in range(3)], lambda s: np.stack(s, -1))
join("vstack_100", lambda: [halves(1000) for _ in range(100)], np.vstack)
join("block_2x2", lambda: [matrix(500, 500) for _ in range(4)], lambda s: np.block([s[:2], s[2:]]))
join("pad_zero", grid, lambda s: np.pad(s[0], 8))
join("pad_edge", grid, lambda s: np.pad(s[0], 8, "edge"))
join("pad_reflect", grid, lambda s: np.pad(s[0], 8, "reflect"))
join("pad_wrap", grid, lambda s: np.pad(s[0], 8, "wrap"))
join("insert_one", lambda: [halves(N), halves(1)], lambda s: np.insert(s[0], 500_000, s[1][0], 0))
join("delete_one", lambda: [halves(N)], lambda s: np.delete(s[0], 500_000, 0))
join("delete_slice", lambda: [halves(N)], lambda s: np.delete(s[0], slice(None, None, 2), 0))
join("delete_many", lambda: [halves(N), positions(1000, N)], lambda s: np.delete(s[0], s[1], 0))


def rearrange(name, prepare, operation):
    add("rearrange", name, prepare, operation)


rearrange("repeat_10", lambda: [halves(100_000)], lambda s: s[0].repeat(10))
rearrange("repeat_rows", lambda: [matrix(100, 1000)], lambda s: s[0].repeat(10, 0))
rearrange("repeat_columns", lambda: [matrix(1000, 100)], lambda s: s[0].repeat(10, 1))
rearrange("tile_10", lambda: [halves(100_000)], lambda s: np.tile(s[0], 10))
rearrange("tile_2d", lambda: [matrix(100, 100)], lambda s: np.tile(s[0], (10, 10)))
rearrange("roll_1e6", lambda: [halves(N)], lambda s: np.roll(s[0], 5))
rearrange("roll_axis1", grid, lambda s: np.roll(s[0], 5, 1))
rearrange("flip_2d", grid, lambda s: np.flip(s[0]).copy())
rearrange("fliplr", grid, lambda s: np.fliplr(s[0]).copy())
rearrange("rot90", grid, lambda s: np.rot90(s[0]).copy())
rearrange("ravel_transposed", grid, lambda s: s[0].T.ravel())
rearrange("flatten", grid, lambda s: s[0].flatten())
cube = lambda: [halves(N).reshape(100, 100, 100)]
rearrange("transpose_3d", cube, lambda s: s[0].transpose(2, 0, 1).copy())
rearrange("transpose_f4", lambda: [matrix(1000, 1000).astype("f4")], lambda s: s[0].T.copy())
bytes_ = lambda: [small_numbers(N).astype("u1").reshape(1000, 1000)]
rearrange("transpose_u1", bytes_, lambda s: s[0].T.copy())
rearrange("broadcast_rows", lambda: [halves(1000)], lambda s: np.broadcast_to(s[0], (1000, 1000)).copy())
rearrange("triu", grid, lambda s: np.triu(s[0]))


def pick(name, prepare, operation):
    add("pick", name, prepare, operation)


def square_mask():
    return mask(N).reshape(1000, 1000)


million = lambda: [halves(N), positions(N, N)]
masked = lambda: [halves(N), mask(N)]
rows = lambda: [matrix(1000, 1000), positions(1000, 1000)]
by = lambda s: s[0][s[1]]
pick("take_1e6", million, lambda s: s[0].take(s[1]))
pick("take_clip", million, lambda s: s[0].take(s[1], mode="clip"))
pick("take_f4", lambda: [halves(100_000).astype("f4"), positions(100_000, 100_000)], lambda s: s[0].take(s[1]))
pick("take_u1", lambda: [small_numbers(100_000).astype("u1"), positions(100_000, 100_000)], lambda s: s[0].take(s[1]))
pick("take_rows", rows, lambda s: s[0].take(s[1], 0))
pick("take_columns", rows, lambda s: s[0].take(s[1], 1))
pick("fancy_rows", rows, by)
pick("fancy_columns", rows, lambda s: s[0][:, s[1]])
pairs = lambda: [matrix(1000, 1000), positions(100_000, 1000), positions(100_000, 1000)]
pick("fancy_pairs", pairs, lambda s: s[0][s[1], s[2]])
pick("fancy_2d", lambda: [halves(N), positions(100_000, N).reshape(100, 1000)], by)
pick("fancy_i4", lambda: [halves(N), positions(100_000, N).astype("i4")], by)
pick("mask_2d", lambda: [matrix(1000, 1000), square_mask()], by)
pick("mask_rows", lambda: [matrix(1000, 1000), mask(1000)], by)
pick("mask_u1", lambda: [small_numbers(N).astype("u1"), mask(N)], by)
pick("compress", masked, lambda s: s[0].compress(s[1], 0))
pick("compress_rows", lambda: [matrix(1000, 1000), mask(1000)], lambda s: s[0].compress(s[1], 0))
pick("extract", masked, lambda s: np.extract(s[1], s[0]))
chosen = lambda: [mask(N).astype("i8"), halves(N), small_numbers(N)]
pick("choose", chosen, lambda s: s[0].choose(s[1:]))
pick("where", lambda: [mask(N), halves(N), small_numbers(N)], lambda s: np.where(*s))
pick("where_scalar", lambda: [mask(N), halves(N), np.zeros(())], lambda s: np.where(*s))
pick("nonzero_bool", lambda: [mask(N)], lambda s: s[0].nonzero()[0])
pick("nonzero_f8", lambda: [small_numbers(N)], lambda s: s[0].nonzero()[0])
pick("nonzero_2d", lambda: [square_mask()], lambda s: s[0].nonzero()[1])
pick("argwhere", lambda: [mask(100_000).reshape(100, 1000)], lambda s: np.argwhere(s[0]))
along = lambda: [matrix(1000, 1000), positions(N, 1000).reshape(1000, 1000)]
pick("take_along_axis", along, lambda s: np.take_along_axis(s[0], s[1], 1))
pick("unravel_index", lambda: [positions(100_000, N)], lambda s: np.unravel_index(s[0], (1000, 1000))[0])
coordinates = lambda: [positions(100_000, 1000), positions(100_000, 1000)]
pick("ravel_multi_index", coordinates, lambda s: np.ravel_multi_index(s, (1000, 1000)))


def put(name, prepare, write):
    def operation(state):
        write(*state)
        return corner(state[0])

    add("put", name, prepare, operation)


def set_(a, by, value):
    a[by] = value


def set_strided(a):
    a[::2] = 1.5


million = lambda: [np.zeros(N), positions(N, N), halves(N)]
masked = lambda: [np.zeros(N), mask(N), halves(N)]
put("put_1e6", million, lambda a, at, values: a.put(at, values))
put("fancy_1e6", million, set_)
put("fancy_rows", lambda: [np.zeros((1000, 1000)), positions(1000, 1000), matrix(1000, 1000)], set_)
put("mask_scalar", lambda: [np.zeros(N), mask(N), np.zeros(())], set_)
put("mask_2d", lambda: [np.zeros((1000, 1000)), square_mask(), np.zeros(())], set_)
put("place", masked, lambda a, mask, values: np.place(a, mask, values))
put("putmask", masked, lambda a, mask, values: np.putmask(a, mask, values))
put("copyto_where", masked, lambda a, mask, values: np.copyto(a, values, where=mask))
put("copyto", lambda: [np.zeros(N), halves(N)], lambda a, values: np.copyto(a, values))
put("copyto_strided", lambda: [np.zeros(N), halves(2 * N)], lambda a, values: np.copyto(a, values[::2]))
put("copyto_cast", lambda: [np.zeros(N), integers(N)], lambda a, values: np.copyto(a, values))
put("fill", lambda: [np.zeros(N)], lambda a: a.fill(1.5))
put("strided_fill", lambda: [np.zeros(2 * N)], set_strided)

serve()
