//! `cross`: the vector product in space, and in the plane.

use ndstrata_array::{DynArray, DynCow, DynView, Order, broadcast_shapes, normalize_axis, stack};
use ndstrata_dtype::promote_types;
use ndstrata_ufunc::{CallOptions, Operand, multiply, negative, subtract, ufuncs};

use super::dot::strong;
use super::fault::ProductFault;
use crate::error::Result;

/// Which axes hold the vectors; the default is the last of each.
///
/// NumPy: the arguments of [numpy.cross](https://numpy.org/doc/stable/reference/generated/numpy.cross.html).
#[derive(Clone, Copy, Debug)]
pub struct Cross {
    a: isize,
    b: isize,
    c: isize,
}

impl Default for Cross {
    fn default() -> Cross {
        Cross { a: -1, b: -1, c: -1 }
    }
}

impl Cross {
    /// The same axis in all three.
    ///
    /// NumPy: `axis=`.
    pub fn axis(self, axis: isize) -> Cross {
        Cross { a: axis, b: axis, c: axis }
    }

    /// The axis of the first factor.
    ///
    /// NumPy: `axisa=`.
    pub fn axis_a(self, axis: isize) -> Cross {
        Cross { a: axis, ..self }
    }

    /// The axis of the second factor.
    ///
    /// NumPy: `axisb=`.
    pub fn axis_b(self, axis: isize) -> Cross {
        Cross { b: axis, ..self }
    }

    /// The axis of the result.
    ///
    /// NumPy: `axisc=`.
    pub fn axis_c(self, axis: isize) -> Cross {
        Cross { c: axis, ..self }
    }
}

/// The vector product of vectors of 3 numbers, or of 2, whose third is zero; of two vectors in the plane only the
/// third number of the product.
///
/// NumPy: [numpy.cross](https://numpy.org/doc/stable/reference/generated/numpy.cross.html).
///
/// # Errors
///
/// Axes that there are not, or of other lengths; stacks that do not broadcast; types without a product.
///
/// ```
/// use ndarray::arr1;
/// use ndstrata_linalg::{Cross, cross};
/// let product = cross(&arr1(&[1, 2, 3]), &arr1(&[4, 5, 6]), Cross::default())?;
/// assert_eq!(product.to_vec::<i32>()?, [-3, 6, -3]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn cross<'a>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'a>>,
    axes: Cross,
) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    if a.ndim() < 1 || b.ndim() < 1 {
        return Err(ProductFault::CrossScalar.into());
    }
    let axis_a = named_axis("axisa", axes.a, a.ndim())?;
    let axis_b = named_axis("axisb", axes.b, b.ndim())?;
    let (n_a, n_b) = (a.shape()[axis_a], b.shape()[axis_b]);
    let (a, b) = (a.moveaxis(&[axis_a as isize], &[0])?, b.moveaxis(&[axis_b as isize], &[0])?);
    if !(2..=3).contains(&n_a) || !(2..=3).contains(&n_b) {
        return Err(ProductFault::CrossLength.into());
    }
    let rest = [a.shape()[1..].to_vec(), b.shape()[1..].to_vec()];
    let Ok(shape) = broadcast_shapes(&[&rest[0], &rest[1]]) else {
        return Err(ProductFault::CrossStacks { shapes: rest }.into());
    };
    let axis_c = match n_a == 3 || n_b == 3 {
        true => named_axis("axisc", axes.c, shape.len() + 1)?,
        false => 0,
    };
    let dtype = promote_types(a.dtype(), b.dtype())?;
    let (a, b) = (a.view(), b.view());
    let (a, b) = (a.to_dtype(&dtype)?, b.to_dtype(&dtype)?);
    let product =
        |i: isize, j: isize| -> Result<DynArray> { Ok(multiply(part(&a, i)?, part(&b, j)?)?) };
    let third = || -> Result<DynArray> { Ok(subtract(&product(0, 1)?, &product(1, 0)?)?) };
    let parts = match (n_a, n_b) {
        (2, 2) => return Ok(third()?.broadcast_to(&shape)?),
        (3, 3) => {
            let n_axes = shape.len() as isize;
            let shape: Vec<usize> = shape.iter().copied().chain([3]).collect();
            let mut whole = DynArray::zeros(&shape, &dtype, Order::C)?;
            for (k, (i, j)) in [(1, 2), (2, 0), (0, 1)].into_iter().enumerate() {
                let mut place = whole.view_mut()?.index_axis(-1, k as isize)?;
                let options = CallOptions::new().out(place.view_mut());
                ufuncs::MULTIPLY.call(&[part(&a, i)?, part(&b, j)?], options)?;
                ufuncs::SUBTRACT.call_in_place(&mut place, &[Operand::from(product(j, i)?)])?;
            }
            return Ok(whole.moveaxis(&[n_axes], &[axis_c as isize])?);
        }
        (3, _) => [negative(&product(2, 1)?)?, product(2, 0)?, third()?],
        _ => [product(1, 2)?, negative(&product(0, 2)?)?, third()?],
    };
    let mut whole = Vec::with_capacity(3);
    for part in &parts {
        whole.push(part.view().broadcast_to(&shape)?);
    }
    let views: Vec<&DynView<'_>> = whole.iter().collect();
    Ok(stacked(&views)?.moveaxis(&[0], &[axis_c as isize])?)
}

/// One component of all vectors.
fn part<'v>(vectors: &'v DynCow<'_>, i: isize) -> Result<Operand<'v>> {
    Ok(Operand::View(vectors.view().index_axis(0, i)?.into_cow()))
}

fn stacked(views: &[&DynView<'_>]) -> Result<DynArray> {
    let owned: Vec<DynView<'_>> = views.iter().map(|view| view.view()).collect();
    Ok(stack(&owned, 0)?)
}

fn named_axis(parameter: &'static str, axis: isize, n_axes: usize) -> Result<usize> {
    normalize_axis(axis, n_axes).map_err(|_| ProductFault::Axis { parameter, axis, n_axes }.into())
}
