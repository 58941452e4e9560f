//! Element (i, j) of a square matrix packed by columns.

use std::ops::{Index, IndexMut};

/// A square matrix under change.
pub(super) struct Grid<'a, T> {
    data: &'a mut [T],
    n: usize,
}

impl<'a, T: Copy> Grid<'a, T> {
    /// The matrix of `n` columns in `data`.
    pub(super) fn new(data: &'a mut [T], n: usize) -> Grid<'a, T> {
        Grid { data, n }
    }

    /// Its number of rows.
    pub(super) fn n(&self) -> usize {
        self.n
    }

    /// A shorter borrow of it.
    pub(super) fn reborrow(&mut self) -> Grid<'_, T> {
        Grid { data: self.data, n: self.n }
    }

    /// Its elements, column after column.
    pub(super) fn elements(&self) -> &[T] {
        self.data
    }

    /// A column.
    pub(super) fn column(&mut self, j: usize) -> &mut [T] {
        &mut self.data[j * self.n..(j + 1) * self.n]
    }

    /// Two different columns, `i` before `j`.
    pub(super) fn columns(&mut self, i: usize, j: usize) -> (&mut [T], &mut [T]) {
        let (left, right) = self.data.split_at_mut(j * self.n);
        (&mut left[i * self.n..(i + 1) * self.n], &mut right[..self.n])
    }

    /// Exchanges two rows within some columns.
    pub(super) fn swap_rows(&mut self, a: usize, b: usize, columns: std::ops::Range<usize>) {
        columns.for_each(|j| self.data.swap(j * self.n + a, j * self.n + b));
    }

    /// Exchanges the first `rows` elements of two columns.
    pub(super) fn swap_columns(&mut self, a: usize, b: usize, rows: usize) {
        (0..rows).for_each(|i| self.data.swap(a * self.n + i, b * self.n + i));
    }
}

impl<T> Index<(usize, usize)> for Grid<'_, T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, (i, j): (usize, usize)) -> &T {
        &self.data[j * self.n + i]
    }
}

impl<T> IndexMut<(usize, usize)> for Grid<'_, T> {
    #[inline(always)]
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut T {
        &mut self.data[j * self.n + i]
    }
}
