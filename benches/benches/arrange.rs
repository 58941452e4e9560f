//! Making, joining, rearranging and picking: the calls that move elements and compute nothing.
//!
//! NumPy's twin is `numpy/arrange.py`.

use criterion::{Criterion, criterion_group, criterion_main};
use ndstrata_array::{
    Block, CopyTo, DynArray, Index, Order, OutOfBounds, PadMode, ReflectType, Scalar, Slice, Take,
    arange, argwhere, block, concatenate, delete, diag, extract, eye, fromiter, hstack, indices,
    insert, linspace, meshgrid, pad, ravel_multi_index, stack, tri, unravel_index, vstack, where_,
};
use ndstrata_benches::{bench, shape_and_digest};
use ndstrata_dtype::DType;

criterion_group!(benches, make, small, join, rearrange, pick, put);
criterion_main!(benches);

type State = Vec<DynArray>;
/// A case: its name, its operands, and the operation on them.
type Case = (&'static str, fn() -> State, fn(&mut State) -> DynArray);

fn run(criterion: &mut Criterion, op: &str, cases: &[Case]) {
    for &(name, prepare, operation) in cases {
        let id = format!("arrange/{op}/{name}/ndstrata");
        bench(criterion, &id, prepare, operation, |a| shape_and_digest(&a.view()));
    }
}

fn make(criterion: &mut Criterion) {
    run(
        criterion,
        "make",
        &[
            ("zeros_1e6", none, |_| zeros(&[1_000_000])),
            ("ones_1e6", none, |_| ok(DynArray::ones(&[1_000_000], &DType::FLOAT64, Order::C))),
            ("full_1e6", none, |_| full(1_000_000)),
            ("arange_f8_1e6", none, |_| ok(arange(0.0, 1e6, 1.0))),
            ("arange_i8_1e6", none, |_| ok(arange(0_i64, 1_000_000, 1))),
            ("linspace_1e6", none, |_| ok(linspace(0.0, 1.0, 1_000_000))),
            ("eye_1000", none, |_| ok(eye(1000))),
            ("tri_1000", none, |_| ok(tri(1000, 1000, 0, &DType::FLOAT64))),
            ("diag_1000", || vec![halves(1000)], |s| ok(diag(s[0].clone(), 0))),
            (
                "meshgrid_1000",
                || vec![halves(1000), halves(1000)],
                |s| ok(meshgrid(s)).swap_remove(0),
            ),
            ("indices_1000", none, |_| ok(indices(&[1000, 1000], &DType::INT64))),
            ("fromiter_1e5", none, |_| ok(fromiter(0..100_000_i64, None))),
        ],
    );
}

/// Ten elements: what a call costs.
fn small(criterion: &mut Criterion) {
    let two = || vec![halves(10), halves(10)];
    run(
        criterion,
        "small",
        &[
            ("zeros", none, |_| zeros(&[10])),
            ("ones", none, |_| ok(DynArray::ones(&[10], &DType::FLOAT64, Order::C))),
            ("full", none, |_| full(10)),
            ("arange", none, |_| ok(arange(0_i64, 10, 1))),
            ("linspace", none, |_| ok(linspace(0.0, 1.0, 10))),
            ("eye", none, |_| ok(eye(3))),
            ("copy", two, |s| ok(s[0].copy(Order::C))),
            ("astype", two, |s| ok(s[0].astype(&DType::FLOAT32))),
            ("concatenate", two, |s| ok(concatenate(&[s[0].view(), s[1].view()], 0))),
            ("stack", two, |s| ok(stack(&[s[0].view(), s[1].view()], 0))),
            ("hstack", two, |s| ok(hstack(&[s[0].view(), s[1].view()]))),
            ("roll", two, |s| ok(s[0].roll(3))),
            ("repeat", two, |s| ok(s[0].repeat(3, None))),
            ("tile", two, |s| ok(s[0].tile(&[3]))),
            ("pad", two, |s| ok(pad(&s[0].view(), &[[1, 2]], &PadMode::Zero))),
            ("insert", two, |s| ok(insert(&s[0].view(), &Index::Int(3), &s[1].view().at(3), 0))),
            ("delete", two, |s| ok(delete(&s[0].view(), &Index::Int(3), 0))),
            ("take", || vec![halves(10), positions(5, 10)], |s| ok(s[0].take(&s[1].view()))),
            ("fancy", || vec![halves(10), positions(5, 10)], |s| index(s, 0, 1)),
            ("mask", || vec![halves(10), mask(10)], |s| index(s, 0, 1)),
            (
                "where",
                || vec![mask(10), halves(10), halves(10)],
                |s| ok(where_(&s[0].view(), &s[1].view(), &s[2].view())),
            ),
            ("nonzero", || vec![halves(10)], |s| ok(s[0].nonzero()).swap_remove(0)),
        ],
    );
}

fn join(criterion: &mut Criterion) {
    let rows = || vec![matrix(1000, 500), matrix(1000, 500)];
    let columns = || vec![halves(300_000), halves(300_000), halves(300_000)];
    run(
        criterion,
        "join",
        &[
            (
                "concatenate_1e6",
                || vec![halves(500_000), halves(500_000)],
                |s| ok(concatenate(&[s[0].view(), s[1].view()], 0)),
            ),
            ("concatenate_axis1", rows, |s| ok(concatenate(&[s[0].view(), s[1].view()], 1))),
            (
                "concatenate_i4_f8",
                || vec![integers(500_000), halves(500_000)],
                |s| ok(concatenate(&[s[0].view(), s[1].view()], 0)),
            ),
            ("stack_last", columns, |s| ok(stack(&[s[0].view(), s[1].view(), s[2].view()], -1))),
            (
                "vstack_100",
                || (0..100).map(|_| halves(1000)).collect(),
                |s| ok(vstack(&s.iter().map(DynArray::view).collect::<Vec<_>>())),
            ),
            (
                "block_2x2",
                || (0..4).map(|_| matrix(500, 500)).collect(),
                |s| {
                    let row = |a: usize, b: usize| {
                        Block::List(vec![Block::Array(s[a].view()), Block::Array(s[b].view())])
                    };
                    ok(block(&Block::List(vec![row(0, 1), row(2, 3)])))
                },
            ),
            ("pad_zero", grid, |s| ok(pad(&s[0].view(), &[[8, 8]], &PadMode::Zero))),
            ("pad_edge", grid, |s| ok(pad(&s[0].view(), &[[8, 8]], &PadMode::Edge))),
            ("pad_reflect", grid, |s| {
                ok(pad(&s[0].view(), &[[8, 8]], &PadMode::Reflect(ReflectType::Even)))
            }),
            ("pad_wrap", grid, |s| ok(pad(&s[0].view(), &[[8, 8]], &PadMode::Wrap))),
            (
                "insert_one",
                || vec![halves(1_000_000), halves(1)],
                |s| ok(insert(&s[0].view(), &Index::Int(500_000), &s[1].view().at(0), 0)),
            ),
            (
                "delete_one",
                || vec![halves(1_000_000)],
                |s| ok(delete(&s[0].view(), &Index::Int(500_000), 0)),
            ),
            (
                "delete_slice",
                || vec![halves(1_000_000)],
                |s| {
                    let slice = Slice::new(None::<i64>, None::<i64>, 2);
                    ok(delete(&s[0].view(), &Index::from(slice), 0))
                },
            ),
            (
                "delete_many",
                || vec![halves(1_000_000), positions(1000, 1_000_000)],
                |s| ok(delete(&s[0].view(), &Index::from(s[1].clone()), 0)),
            ),
        ],
    );
}

fn rearrange(criterion: &mut Criterion) {
    run(
        criterion,
        "rearrange",
        &[
            ("repeat_10", || vec![halves(100_000)], |s| ok(s[0].repeat(10, None))),
            ("repeat_rows", || vec![matrix(100, 1000)], |s| ok(s[0].repeat(10, 0))),
            ("repeat_columns", || vec![matrix(1000, 100)], |s| ok(s[0].repeat(10, 1))),
            ("tile_10", || vec![halves(100_000)], |s| ok(s[0].tile(&[10]))),
            ("tile_2d", || vec![matrix(100, 100)], |s| ok(s[0].tile(&[10, 10]))),
            ("roll_1e6", || vec![halves(1_000_000)], |s| ok(s[0].roll(5))),
            ("roll_axis1", grid, |s| ok(s[0].roll_axes(&[5], &[1]))),
            ("flip_2d", grid, |s| ok(ok(s[0].clone().flip()).copy(Order::C))),
            ("fliplr", grid, |s| ok(ok(s[0].clone().fliplr()).copy(Order::C))),
            ("rot90", grid, |s| ok(ok(s[0].clone().rot90(1, [0, 1])).copy(Order::C))),
            ("ravel_transposed", grid, |s| ok(s[0].clone().t().ravel(Order::C))),
            ("flatten", grid, |s| ok(s[0].flatten(Order::C))),
            (
                "transpose_3d",
                || vec![cube()],
                |s| ok(ok(s[0].clone().transpose(&[2, 0, 1])).copy(Order::C)),
            ),
            ("transpose_f4", || vec![floats()], |s| ok(s[0].clone().t().copy(Order::C))),
            ("transpose_u1", || vec![bytes()], |s| ok(s[0].clone().t().copy(Order::C))),
            (
                "broadcast_rows",
                || vec![halves(1000)],
                |s| ok(ok(s[0].view().broadcast_to(&[1000, 1000])).copy(Order::C)),
            ),
            ("triu", grid, |s| ok(s[0].triu(0))),
        ],
    );
}

fn pick(criterion: &mut Criterion) {
    let million = || vec![halves(1_000_000), positions(1_000_000, 1_000_000)];
    let masked = || vec![halves(1_000_000), mask(1_000_000)];
    let rows = || vec![matrix(1000, 1000), positions(1000, 1000)];
    run(
        criterion,
        "pick",
        &[
            ("take_1e6", million, |s| ok(s[0].take(&s[1].view()))),
            ("take_clip", million, |s| {
                let options = Take::default().mode(OutOfBounds::Clip);
                ok(s[0].take_with(&s[1].view(), options))
            }),
            (
                "take_f4",
                || vec![ok(halves(100_000).astype(&DType::FLOAT32)), positions(100_000, 100_000)],
                |s| ok(s[0].take(&s[1].view())),
            ),
            (
                "take_u1",
                || {
                    vec![
                        ok(small_numbers(100_000).astype(&DType::UINT8)),
                        positions(100_000, 100_000),
                    ]
                },
                |s| ok(s[0].take(&s[1].view())),
            ),
            ("take_rows", rows, |s| ok(s[0].take_with(&s[1].view(), Take::default().axis(0)))),
            ("take_columns", rows, |s| ok(s[0].take_with(&s[1].view(), Take::default().axis(1)))),
            ("fancy_rows", rows, |s| index(s, 0, 1)),
            ("fancy_columns", rows, |s| {
                let columns = [Index::from(Slice::all()), Index::from(s[1].clone())];
                ok(ok(s[0].view().index(&columns)).into_owned())
            }),
            (
                "fancy_pairs",
                || vec![matrix(1000, 1000), positions(100_000, 1000), positions(100_000, 1000)],
                |s| {
                    let pairs = [Index::from(s[1].clone()), Index::from(s[2].clone())];
                    ok(ok(s[0].view().index(&pairs)).into_owned())
                },
            ),
            (
                "fancy_2d",
                || vec![halves(1_000_000), ok(positions(100_000, 1_000_000).reshape([100, 1000]))],
                |s| index(s, 0, 1),
            ),
            (
                "fancy_i4",
                || vec![halves(1_000_000), ok(positions(100_000, 1_000_000).astype(&DType::INT32))],
                |s| index(s, 0, 1),
            ),
            (
                "mask_2d",
                || vec![matrix(1000, 1000), ok(mask(1_000_000).reshape([1000, 1000]))],
                |s| index(s, 0, 1),
            ),
            ("mask_rows", || vec![matrix(1000, 1000), mask(1000)], |s| index(s, 0, 1)),
            (
                "mask_u1",
                || vec![ok(small_numbers(1_000_000).astype(&DType::UINT8)), mask(1_000_000)],
                |s| index(s, 0, 1),
            ),
            ("compress", masked, |s| ok(s[0].compress(&s[1].view(), 0))),
            (
                "compress_rows",
                || vec![matrix(1000, 1000), mask(1000)],
                |s| ok(s[0].compress(&s[1].view(), 0)),
            ),
            ("extract", masked, |s| ok(extract(&s[1].view(), &s[0].view()))),
            (
                "choose",
                || {
                    vec![
                        ok(mask(1_000_000).astype(&DType::INT64)),
                        halves(1_000_000),
                        small_numbers(1_000_000),
                    ]
                },
                |s| ok(s[0].choose(&[s[1].view(), s[2].view()], OutOfBounds::Raise)),
            ),
            (
                "where",
                || vec![mask(1_000_000), halves(1_000_000), small_numbers(1_000_000)],
                |s| ok(where_(&s[0].view(), &s[1].view(), &s[2].view())),
            ),
            (
                "where_scalar",
                || vec![mask(1_000_000), halves(1_000_000), zeros(&[])],
                |s| ok(where_(&s[0].view(), &s[1].view(), &s[2].view())),
            ),
            ("nonzero_bool", || vec![mask(1_000_000)], |s| ok(s[0].nonzero()).swap_remove(0)),
            (
                "nonzero_f8",
                || vec![small_numbers(1_000_000)],
                |s| ok(s[0].nonzero()).swap_remove(0),
            ),
            (
                "nonzero_2d",
                || vec![ok(mask(1_000_000).reshape([1000, 1000]))],
                |s| ok(s[0].nonzero()).swap_remove(1),
            ),
            (
                "argwhere",
                || vec![ok(mask(100_000).reshape([100, 1000]))],
                |s| ok(argwhere(&s[0].view())),
            ),
            (
                "take_along_axis",
                || vec![matrix(1000, 1000), ok(positions(1_000_000, 1000).reshape([1000, 1000]))],
                |s| ok(s[0].take_along_axis(&s[1].view(), 1)),
            ),
            (
                "unravel_index",
                || vec![positions(100_000, 1_000_000)],
                |s| ok(unravel_index(&s[0].view(), &[1000, 1000], Order::C)).swap_remove(0),
            ),
            (
                "ravel_multi_index",
                || vec![positions(100_000, 1000), positions(100_000, 1000)],
                |s| {
                    ok(ravel_multi_index(
                        &[s[0].view(), s[1].view()],
                        &[1000, 1000],
                        &Default::default(),
                    ))
                },
            ),
        ],
    );
}

/// Writing; the answer is the array written to.
fn put(criterion: &mut Criterion) {
    let million = || vec![zeros(&[1_000_000]), positions(1_000_000, 1_000_000), halves(1_000_000)];
    let masked = || vec![zeros(&[1_000_000]), mask(1_000_000), halves(1_000_000)];
    run(
        criterion,
        "put",
        &[
            ("put_1e6", million, |s| {
                let [a, at, values] = &mut s[..] else { unreachable!() };
                ok(a.put(&at.view(), &values.view(), OutOfBounds::Raise));
                corner(a)
            }),
            ("fancy_1e6", million, |s| set(s)),
            (
                "fancy_rows",
                || vec![zeros(&[1000, 1000]), positions(1000, 1000), matrix(1000, 1000)],
                |s| set(s),
            ),
            ("mask_scalar", || vec![zeros(&[1_000_000]), mask(1_000_000), zeros(&[])], |s| set(s)),
            (
                "mask_2d",
                || {
                    vec![
                        zeros(&[1000, 1000]),
                        ok(mask(1_000_000).reshape([1000, 1000])),
                        zeros(&[]),
                    ]
                },
                |s| set(s),
            ),
            ("place", masked, |s| {
                let [a, mask, values] = &mut s[..] else { unreachable!() };
                ok(a.place(&mask.view(), &values.view()));
                corner(a)
            }),
            ("putmask", masked, |s| {
                let [a, mask, values] = &mut s[..] else { unreachable!() };
                ok(a.putmask(&mask.view(), &values.view()));
                corner(a)
            }),
            ("copyto_where", masked, |s| {
                let [a, mask, values] = &mut s[..] else { unreachable!() };
                ok(a.copyto(&values.view(), &CopyTo::default().mask(mask.view())));
                corner(a)
            }),
            (
                "copyto",
                || vec![zeros(&[1_000_000]), halves(1_000_000)],
                |s| {
                    let [a, values] = &mut s[..] else { unreachable!() };
                    ok(a.copyto(&values.view(), &CopyTo::default()));
                    corner(a)
                },
            ),
            (
                "copyto_strided",
                || vec![zeros(&[1_000_000]), halves(2_000_000)],
                |s| {
                    let [a, values] = &mut s[..] else { unreachable!() };
                    let half = ok(values.view().slice_axis(0, 0, 2, 1_000_000));
                    ok(a.copyto(&half, &CopyTo::default()));
                    corner(a)
                },
            ),
            (
                "copyto_cast",
                || vec![zeros(&[1_000_000]), integers(1_000_000)],
                |s| {
                    let [a, values] = &mut s[..] else { unreachable!() };
                    ok(a.copyto(&values.view(), &CopyTo::default()));
                    corner(a)
                },
            ),
            (
                "fill",
                || vec![zeros(&[1_000_000])],
                |s| {
                    ok(ok(s[0].view_mut()).fill(&Scalar::new(1.5)));
                    corner(&s[0])
                },
            ),
            (
                "strided_fill",
                || vec![zeros(&[2_000_000])],
                |s| {
                    ok(s[0].set(
                        &[Index::from(Slice::new(None::<i64>, None::<i64>, 2))],
                        &ok(Scalar::new(1.5).view()),
                    ));
                    corner(&s[0])
                },
            ),
        ],
    );
}

trait At {
    /// One element, without axes.
    fn at(self, place: isize) -> Self;
}

impl At for ndstrata_array::DynView<'_> {
    fn at(self, place: isize) -> Self {
        ok(self.index_axis(0, place))
    }
}

fn ok<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.expect("the case is legal")
}

fn none() -> State {
    Vec::new()
}

fn grid() -> State {
    vec![matrix(1000, 1000)]
}

fn index(state: &State, array: usize, by: usize) -> DynArray {
    let by = [Index::from(state[by].clone())];
    ok(ok(state[array].view().index(&by)).into_owned())
}

fn set(state: &mut State) -> DynArray {
    let [a, by, value] = &mut state[..] else { unreachable!() };
    ok(a.set(&[Index::from(by.clone())], &value.view()));
    corner(a)
}

/// A few elements of an array that is written to: a clone would make the next round copy.
fn corner(a: &DynArray) -> DynArray {
    let flat = ok(a.view().ravel(Order::C));
    let first = ok(flat.view().slice_axis(0, 0, 7, 100));
    ok(first.copy(Order::C))
}

fn zeros(shape: &[usize]) -> DynArray {
    ok(DynArray::zeros(shape, &DType::FLOAT64, Order::C))
}

fn full(n: usize) -> DynArray {
    let value = Scalar::new(2.5);
    ok(DynArray::full(&[n], &ok(value.view()), &DType::FLOAT64, Order::C))
}

/// In memory of an array's own, which may have larger pages than a vector's.
fn made(array: DynArray) -> DynArray {
    ok(array.copy(Order::C))
}

fn halves(n: usize) -> DynArray {
    made(DynArray::from_vec((0..n).map(|i| i as f64 * 0.5).collect::<Vec<_>>()))
}

fn small_numbers(n: usize) -> DynArray {
    DynArray::from_vec((0..n).map(|i| (i % 7) as f64).collect::<Vec<_>>())
}

fn integers(n: usize) -> DynArray {
    DynArray::from_vec((0..n as i32).collect::<Vec<_>>())
}

fn matrix(rows: usize, columns: usize) -> DynArray {
    ok(halves(rows * columns).reshape([rows as isize, columns as isize]))
}

fn cube() -> DynArray {
    ok(halves(1_000_000).reshape([100, 100, 100]))
}

fn floats() -> DynArray {
    ok(matrix(1000, 1000).astype(&DType::FLOAT32))
}

fn bytes() -> DynArray {
    ok(ok(small_numbers(1_000_000).astype(&DType::UINT8)).reshape([1000, 1000]))
}

fn mask(n: usize) -> DynArray {
    DynArray::from_vec((0..n).map(|i| i * 7919 % 1000 < 300).collect::<Vec<_>>())
}

fn positions(n: usize, below: usize) -> DynArray {
    DynArray::from_vec((0..n).map(|i| (i * 7919 % below) as i64).collect::<Vec<_>>())
}
