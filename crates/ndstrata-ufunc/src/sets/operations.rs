//! Union, intersection, differences, and membership.

use ndstrata_array::{DynArray, DynView, Order, Relation, compare, concatenate};
use ndstrata_dtype::{DType, Kind};

use super::unique::{UniqueOptions, unique, unique_values};
use crate::error::Result;
use crate::functions::{logical_and, logical_not, subtract};
use crate::order::{SortOptions, argsort};

/// The different elements of two arrays together.
///
/// NumPy: [numpy.union1d](https://numpy.org/doc/stable/reference/generated/numpy.union1d.html).
///
/// # Errors
///
/// Types without a common one, or without an order.
pub fn union1d(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    unique_values(&joined(&flat(a)?, &flat(b)?)?.view(), UniqueOptions::default())
}

/// What two arrays have in common, and where.
#[derive(Clone, Debug)]
pub struct Intersection {
    /// The common elements in ascending order.
    pub values: DynArray,
    /// The first position of each in the first array, flattened.
    pub first: DynArray,
    /// The first position of each in the second array, flattened.
    pub second: DynArray,
}

/// The elements that are in both arrays, in ascending order.
///
/// NumPy: [numpy.intersect1d](https://numpy.org/doc/stable/reference/generated/numpy.intersect1d.html).
///
/// # Errors
///
/// As [`union1d`].
pub fn intersect1d(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    Ok(intersect1d_with(a, b)?.values)
}

/// The elements that are in both arrays, and where they are.
///
/// NumPy: [numpy.intersect1d](https://numpy.org/doc/stable/reference/generated/numpy.intersect1d.html)
/// with `return_indices=True`.
///
/// # Errors
///
/// As [`union1d`].
pub fn intersect1d_with(a: &DynView<'_>, b: &DynView<'_>) -> Result<Intersection> {
    let (a, b) = (unique(a, UniqueOptions::default())?, unique(b, UniqueOptions::default())?);
    let found = intersect1d_of_unique(&a.values.view(), &b.values.view())?;
    Ok(Intersection {
        values: found.values,
        first: a.index.index(&[found.first.into()])?,
        second: b.index.index(&[found.second.into()])?,
    })
}

/// The elements that are in both arrays, each of which is taken to hold no element twice.
///
/// NumPy: [numpy.intersect1d](https://numpy.org/doc/stable/reference/generated/numpy.intersect1d.html)
/// with `assume_unique=True`.
///
/// # Errors
///
/// As [`union1d`].
pub fn intersect1d_of_unique(a: &DynView<'_>, b: &DynView<'_>) -> Result<Intersection> {
    let both = joined(&flat(a)?, &flat(b)?)?;
    let order = argsort(&both.view(), SortOptions::default().stable())?;
    let sorted = both.index(&[order.clone().into()])?;
    let (before, after) = pairs(&sorted)?;
    let mask = compare(&before.view(), Relation::Equal, &after.view())?;
    let (first, second) = pairs(&order)?;
    Ok(Intersection {
        first: first.index(&[mask.clone().into()])?,
        second: subtract(&second.index(&[mask.clone().into()])?, a.size())?,
        values: before.index(&[mask.into()])?,
    })
}

/// The different elements of the first array that are not in the second.
///
/// NumPy: [numpy.setdiff1d](https://numpy.org/doc/stable/reference/generated/numpy.setdiff1d.html).
///
/// # Errors
///
/// As [`union1d`].
pub fn setdiff1d(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    let a = unique_values(a, UniqueOptions::default())?;
    let is_in = isin(&a.view(), b)?;
    Ok(a.index(&[logical_not(&is_in)?.into()])?)
}

/// The elements that are in one of the arrays only, in ascending order.
///
/// NumPy: [numpy.setxor1d](https://numpy.org/doc/stable/reference/generated/numpy.setxor1d.html).
///
/// # Errors
///
/// As [`union1d`].
pub fn setxor1d(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    let a = unique_values(a, UniqueOptions::default())?;
    let b = unique_values(b, UniqueOptions::default())?;
    setxor1d_of_unique(&a.view(), &b.view())
}

/// The elements that are in one of the arrays only, each of which is taken to hold no element twice.
///
/// NumPy: [numpy.setxor1d](https://numpy.org/doc/stable/reference/generated/numpy.setxor1d.html) with
/// `assume_unique=True`.
///
/// # Errors
///
/// As [`union1d`].
pub fn setxor1d_of_unique(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    let both = joined(&flat(a)?, &flat(b)?)?;
    if both.size() == 0 {
        return Ok(both);
    }
    let sorted = crate::order::sort(&both.view(), SortOptions::default())?;
    let (before, after) = pairs(&sorted)?;
    let edge = DynArray::from_vec(vec![true]);
    let differs = joined(
        &joined(&edge, &compare(&before.view(), Relation::NotEqual, &after.view())?)?,
        &edge,
    )?;
    let (left, right) = pairs(&differs)?;
    Ok(sorted.index(&[logical_and(&left, &right)?.into()])?)
}

/// Where elements are among the test elements.
///
/// NumPy: [numpy.isin](https://numpy.org/doc/stable/reference/generated/numpy.isin.html).
///
/// # Errors
///
/// As [`union1d`].
pub fn isin(element: &DynView<'_>, test_elements: &DynView<'_>) -> Result<DynArray> {
    if let Some(found) = among_few(element, test_elements)? {
        return Ok(found);
    }
    let both = joined(&flat(element)?, &flat(test_elements)?)?;
    // NaN is in no set.
    let numbers = unique(&both.view(), UniqueOptions::default().nan_differ())?.inverse;
    let numbers = numbers.to_vec::<i64>()?;
    let (elements, tests) = numbers.split_at(element.size());
    let mut is_test = vec![false; numbers.len()];
    for &number in tests {
        is_test[number as usize] = true;
    }
    let found: Vec<bool> = elements.iter().map(|&number| is_test[number as usize]).collect();
    let shape: Vec<isize> = element.shape().iter().map(|&n| n as isize).collect();
    Ok(DynArray::from_vec(found).reshape_view(&shape, Order::C)?)
}

/// Few test elements are compared one by one, whatever types they are of.
fn among_few(element: &DynView<'_>, tests: &DynView<'_>) -> Result<Option<DynArray>> {
    let is_few = (tests.size() as f64) < 10.0 * (element.size() as f64).powf(0.145);
    let is_whole =
        |a: &DynView<'_>| a.dtype().kind() == Kind::Bool || a.dtype().kind().is_integer();
    let are_whole = is_whole(element) && is_whole(tests);
    if !is_few || (are_whole && element.dtype() == tests.dtype()) {
        return Ok(None);
    }
    let tests = flat(tests)?;
    let mut found = DynArray::zeros(element.shape(), &DType::BOOL, Order::C)?;
    for k in 0..tests.size() {
        let one = tests.clone().index_axis(0, k as isize)?;
        let is_one = compare(element, Relation::Equal, &one.view())?;
        found = crate::functions::logical_or(&found, &is_one)?;
    }
    Ok(Some(found))
}

fn flat(a: &DynView<'_>) -> Result<DynArray> {
    Ok(a.copy(Order::C)?.reshape_view(&[-1], Order::C)?)
}

fn joined(a: &DynArray, b: &DynArray) -> Result<DynArray> {
    Ok(concatenate(&[a.view(), b.view()], 0)?)
}

/// All elements but the last, and all but the first.
fn pairs(a: &DynArray) -> Result<(DynArray, DynArray)> {
    let n = a.size();
    let start = n.min(1);
    Ok((a.clone().slice_axis(0, 0, 1, n - start)?, a.clone().slice_axis(0, start, 1, n - start)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_integers() {
        let a = DynArray::from_vec(vec![1, 3, 4, 3]);
        let b = DynArray::from_vec(vec![3, 1, 2, 1]);
        let (a, b) = (a.view(), b.view());
        let list = |found: Result<DynArray>| found.unwrap().to_vec::<i32>().unwrap();
        assert_eq!(list(union1d(&a, &b)), [1, 2, 3, 4]);
        assert_eq!(list(intersect1d(&a, &b)), [1, 3]);
        assert_eq!(list(setdiff1d(&a, &b)), [4]);
        assert_eq!(list(setxor1d(&a, &b)), [2, 4]);
        let found = intersect1d_with(&a, &b).unwrap();
        assert_eq!(found.second.to_vec::<i64>().unwrap(), [1, 0]);
        assert_eq!(isin(&a, &b).unwrap().to_vec::<bool>().unwrap(), [true, true, false, true]);
    }
}
