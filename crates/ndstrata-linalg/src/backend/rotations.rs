//! Plane rotations of the columns of a matrix, gathered first and then applied many at a time to a few rows after another, which
//! a near cache holds (Van Zee, van de Geijn & Quintana-Ortí 2014).

use ndstrata_kernels::{Body, run_wide};

use super::field::Field;

/// Rows that are turned together: four of the widest vectors.
const ROWS: usize = 32;
/// Rotations that are gathered at most.
const MANY: usize = 1 << 13;
/// Products of fewer rows and rotations than this are not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 1 << 16;

/// A square matrix whose columns are turned, by pieces of some rows; or none.
#[derive(Default)]
pub(super) struct Turned {
    n: usize,
    /// Each piece is packed by columns of [`ROWS`] elements.
    pieces: Vec<[f64; ROWS]>,
    waiting: Vec<Rotation>,
}

/// Columns `i` and `j` become `c i + s j` and `c j - s i`.
#[derive(Clone, Copy)]
struct Rotation {
    i: usize,
    j: usize,
    c: f64,
    s: f64,
}

impl Turned {
    /// Makes it an identity, or nothing at all, keeping its memory.
    pub(super) fn reset(&mut self, n: usize, is_wanted: bool) {
        self.n = if is_wanted { n } else { 0 };
        self.waiting.clear();
        self.pieces.clear();
        if !is_wanted {
            return;
        }
        self.pieces.resize(n * n.div_ceil(ROWS), [0.0; ROWS]);
        for i in 0..n {
            self.pieces[(i / ROWS) * n + i][i % ROWS] = 1.0;
        }
    }

    /// Columns `i` and `j`, of which `i` stands before `j`, become `c i + s j` and `c j - s i`.
    pub(super) fn turn(&mut self, i: usize, j: usize, c: f64, s: f64) {
        debug_assert!(i < j);
        if self.n == 0 {
            return;
        }
        if self.waiting.len() >= MANY {
            self.settle();
        }
        self.waiting.push(Rotation { i, j, c, s });
    }

    /// Writes the columns in this order, those marked with the other sign, to a matrix whose columns have `rows` elements.
    pub(super) fn write<T: Field>(
        &mut self,
        order: &[usize],
        is_negative: &[bool],
        rows: usize,
        to: &mut [T],
    ) {
        self.settle();
        let n = self.n;
        for (column, (&from, &is_negative)) in
            to.chunks_exact_mut(rows.max(1)).zip(order.iter().zip(is_negative))
        {
            let sign = if is_negative { -1.0 } else { 1.0 };
            for (part, piece) in column[..n].chunks_mut(ROWS).zip(self.pieces.chunks_exact(n)) {
                for (x, &y) in part.iter_mut().zip(&piece[from]) {
                    *x = T::from_real(y * sign);
                }
            }
        }
    }

    /// Applies what waits.
    fn settle(&mut self) {
        let Turned { n, pieces, waiting } = self;
        if *n == 0 || waiting.is_empty() {
            return;
        }
        #[cfg(feature = "rayon")]
        if *n * waiting.len() >= PARALLEL_FROM * ROWS && rayon::current_num_threads() > 1 {
            use rayon::iter::ParallelIterator;
            use rayon::slice::ParallelSliceMut;
            let rotations = &waiting[..];
            pieces.par_chunks_exact_mut(*n).for_each(|piece| run_wide(Apply { piece, rotations }));
            waiting.clear();
            return;
        }
        for piece in pieces.chunks_exact_mut(*n) {
            run_wide(Apply { piece, rotations: waiting });
        }
        waiting.clear();
    }
}

struct Apply<'a> {
    piece: &'a mut [[f64; ROWS]],
    rotations: &'a [Rotation],
}

impl Body for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for &Rotation { i, j, c, s } in self.rotations {
            let (left, right) = self.piece.split_at_mut(j);
            let (x, y) = (&mut left[i], &mut right[0]);
            for (x, y) in x.iter_mut().zip(y) {
                let (a, b) = (*x, *y);
                *x = c * a + s * b;
                *y = c * b - s * a;
            }
        }
    }
}

/// Places in ascending order of the values, equal ones as they stand.
pub(super) fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    order
}
