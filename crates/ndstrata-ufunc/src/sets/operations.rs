//! Union, intersection, differences, and membership.

use ndstrata_array::{DynArray, DynView, Order, Relation, compare, concatenate};
use ndstrata_dtype::{DType, Kind};

use super::unique::{UniqueOptions, unique, unique_values};
use crate::error::Result;
use crate::functions::{logical_and, logical_not, subtract};
use crate::order::{Side, SortOptions, argsort, searchsorted};

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
    if let Some(found) = among_integers(element, test_elements)? {
        return Ok(found);
    }
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

/// Integers of one type are looked up: in a table if the test elements are dense enough, else in order.
fn among_integers(element: &DynView<'_>, tests: &DynView<'_>) -> Result<Option<DynArray>> {
    let kind = element.dtype().kind();
    let is_whole = kind == Kind::Bool || kind.is_integer();
    if !is_whole || element.dtype() != tests.dtype() || tests.size() == 0 {
        return Ok(None);
    }
    let whole = |a: &DynView<'_>| -> Result<DynArray> {
        let flat = a.ravel(Order::C)?;
        // The largest of `u8` become negative, here as there.
        Ok(flat.view().astype(&DType::INT64)?)
    };
    let (elements, tests) = (whole(element)?, whole(tests)?);
    let (least, most) = integers(&tests)
        .fold((i64::MAX, i64::MIN), |(least, most), value| (least.min(value), most.max(value)));
    let range = (i128::from(most) - i128::from(least)) as u128;
    let n_all = elements.size() as u128 + tests.size() as u128;
    let found: Vec<bool> = if range <= 8 * n_all + 1024 {
        let mut table = vec![false; range as usize + 2];
        for test in integers(&tests) {
            table[test.wrapping_sub(least) as usize] = true;
        }
        // What is beyond the table is not in it.
        let last = range as u64 + 1;
        let place = |value: i64| (value.wrapping_sub(least) as u64).min(last) as usize;
        integers(&elements).map(|value| table[place(value)]).collect()
    } else {
        let mut sorted: Vec<i64> = integers(&tests).collect();
        ndstrata_kernels::sort::sort(&mut sorted);
        let order = DynArray::from_vec(sorted.clone());
        let places = searchsorted(&order.view(), &elements.view(), Side::Left)?;
        let is_there = |(place, value)| sorted.get(place as usize) == Some(&value);
        integers(&places).zip(integers(&elements)).map(is_there).collect()
    };
    let shape: Vec<isize> = element.shape().iter().map(|&n| n as isize).collect();
    Ok(Some(DynArray::from_vec(found).reshape_view(&shape, Order::C)?))
}

/// The elements of a packed array of `i8`.
fn integers(a: &DynArray) -> impl ExactSizeIterator<Item = i64> + Clone {
    let bytes = a.packed_bytes().unwrap_or_default();
    bytes.as_chunks::<8>().0.iter().map(|bytes| i64::from_ne_bytes(*bytes))
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

    #[test]
    fn integers_near_and_far_are_found_or_not() {
        let of = |values: &[u64], dtype: &str| {
            DynArray::from_vec(values.to_vec()).astype(&dtype.parse::<DType>().unwrap()).unwrap()
        };
        let found = |a: &DynArray, b: &DynArray| {
            isin(&a.view(), &b.view()).unwrap().to_vec::<bool>().unwrap()
        };
        for dtype in ["u8", "i8", ">i4", "i2", "u1"] {
            let (a, b) = (of(&[0, 5, 90, 7, 255], dtype), of(&[7, 5, 5], dtype));
            assert_eq!(found(&a, &b), [false, true, false, true, false], "{dtype}");
            assert_eq!(found(&a, &of(&[], dtype)), [false; 5], "{dtype}");
        }
        let far = [u64::MAX, 3, 1 << 63, 0];
        assert_eq!(found(&of(&far, "u8"), &of(&[u64::MAX, 0], "u8")), [true, false, false, true]);
        assert_eq!(found(&of(&far, "i8"), &of(&[1 << 63, 3], "i8")), [false, true, true, false]);
        let truths = of(&[0, 1, 1], "?");
        assert_eq!(found(&truths, &of(&[1], "?")), [false, true, true]);
    }
}
