//! Gradients by second-order differences, and angles unwrapped.

use ndstrata_array::{DynArray, DynCow, DynView, DynViewMut, Like, Order, normalize_axis, where_};
use ndstrata_dtype::{Casting, DType, Kind, Operand as TypeOperand, result_type};

use crate::call::{CallOptions, is_for_all_threads};
use crate::differences::diff;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{
    absolute, add, divide, equal, greater, less, logical_and, multiply, negative, remainder,
    subtract,
};
use crate::operand::Operand;
use crate::statistics::cumsum;
use crate::table::ufuncs;

/// How a gradient is taken.
#[derive(Clone, Default)]
pub struct Gradient {
    spacing: Vec<Operand<'static>>,
    axes: Option<Vec<isize>>,
    at_edges: EdgeOrder,
}

/// How many neighbours the differences at the edges use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EdgeOrder {
    /// One.
    #[default]
    First,
    /// Two.
    Second,
}

impl Gradient {
    /// The distance of elements, or their places, along the next axis; one for all axes if it is the
    /// only one and a number.
    ///
    /// NumPy: `varargs`.
    pub fn spacing(mut self, spacing: impl Into<Operand<'static>>) -> Gradient {
        self.spacing.push(spacing.into());
        self
    }

    /// The axes along which gradients are taken; all by default.
    ///
    /// NumPy: `axis=`.
    pub fn axes(mut self, axes: &[isize]) -> Gradient {
        self.axes = Some(axes.to_vec());
        self
    }

    /// How accurate the differences at the edges are.
    ///
    /// NumPy: `edge_order=`.
    pub fn edge_order(mut self, order: EdgeOrder) -> Gradient {
        self.at_edges = order;
        self
    }

    /// The gradient along each axis.
    ///
    /// NumPy: [numpy.gradient](https://numpy.org/doc/stable/reference/generated/numpy.gradient.html).
    ///
    /// # Errors
    ///
    /// An axis too short; another number of distances than of axes; places of another number.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::Gradient;
    /// let f = DynArray::from_vec(vec![1.0, 2.0, 4.0, 7.0, 11.0, 16.0]);
    /// let found = Gradient::default().gradient(&f.view())?;
    /// assert_eq!(found[0].to_vec::<f64>()?, [1.0, 1.5, 2.5, 3.5, 4.5, 5.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gradient(&self, f: &DynView<'_>) -> Result<Vec<DynArray>> {
        let axes: Vec<usize> = match &self.axes {
            None => (0..f.ndim()).collect(),
            Some(axes) => {
                let mut found = Vec::new();
                for &axis in axes {
                    let axis = normalize_axis(axis, f.ndim())?;
                    if found.contains(&axis) {
                        return Err(Error::value("repeated axis"));
                    }
                    found.push(axis);
                }
                found
            }
        };
        let spacing = self.spacing_of(f, &axes)?;
        let (f, dtype) = differentiable(f)?;
        let f = f.view();
        let of_axis = |(&axis, spacing): (&usize, &Spacing)| self.along(&f, axis, spacing, &dtype);
        axes.iter().zip(&spacing).map(of_axis).collect()
    }

    /// The distances along each axis, after NumPy's checks.
    fn spacing_of(&self, f: &DynView<'_>, axes: &[usize]) -> Result<Vec<Spacing>> {
        match &self.spacing[..] {
            [] => Ok(vec![Spacing::Even(Operand::Float(1.0)); axes.len()]),
            [one] if one.shape().is_empty() => Ok(vec![Spacing::Even(one.clone()); axes.len()]),
            several if several.len() == axes.len() => {
                let pairs = several.iter().zip(axes);
                pairs.map(|(spacing, &axis)| Spacing::of(spacing, f.shape()[axis])).collect()
            }
            _ => Err(Error::wrong_type("invalid number of arguments")),
        }
    }

    fn along(
        &self,
        f: &DynView<'_>,
        axis: usize,
        spacing: &Spacing,
        dtype: &DType,
    ) -> Result<DynArray> {
        let n = f.shape()[axis];
        let needed = if self.at_edges == EdgeOrder::First { 2 } else { 3 };
        if n < needed {
            return Err(Error::value(
                "Shape of array too small to calculate a numerical gradient, at least (edge_order \
                 + 1) elements are required.",
            ));
        }
        let at = |start: usize, len: usize| f.clone().slice_axis(axis as isize, start, 1, len);
        let one = |k: usize| f.clone().index_axis(axis as isize, k as isize);
        let mut out = f.zeros_like(&Like::default().dtype(dtype))?;
        let store = |out: &mut DynArray, start, len, value: &DynArray| -> Result<()> {
            let mut view = out.view_mut()?.slice_axis(axis as isize, start, 1, len)?;
            Ok(view.assign(&value.view())?)
        };
        let kept = |value: DynArray| value.expand_dims(&[axis as isize]);
        if n > 2 {
            let (before, here, after) = (at(0, n - 2)?, at(1, n - 2)?, at(2, n - 2)?);
            match spacing {
                Spacing::Even(step) => {
                    let inner = out.view_mut()?.slice_axis(axis as isize, 1, 1, n - 2)?;
                    let step = twice(step)?;
                    if keeps_type(&step, dtype) {
                        differences_over(inner, &after, &before, &step)?;
                    } else {
                        let steps = subtract(&after, &before)?;
                        let options = CallOptions::new().out(inner).casting(Casting::Unsafe);
                        ufuncs::DIVIDE.call(&[Operand::from(&steps), step], options)?;
                    }
                }
                Spacing::Uneven(steps) => {
                    let (dx1, dx2) = (
                        steps.clone().slice_axis(0, 0, 1, n - 2)?,
                        steps.clone().slice_axis(0, 1, 1, n - 2)?,
                    );
                    let both = add(&dx1, &dx2)?;
                    let a = divide(&negative(&dx2)?, &multiply(&dx1, &both)?)?;
                    let b = divide(&subtract(&dx2, &dx1)?, &multiply(&dx1, &dx2)?)?;
                    let c = divide(&dx1, &multiply(&dx2, &both)?)?;
                    let mut shape = vec![1; f.ndim()];
                    shape[axis] = -1;
                    let spread = |x: DynArray| x.reshape_view(&shape, Order::C);
                    let elements = [before, here, after].map(DynView::into_cow);
                    let inner = combined([spread(a)?, spread(b)?, spread(c)?], elements)?;
                    store(&mut out, 1, n - 2, &inner)?;
                }
            }
        }
        if self.at_edges == EdgeOrder::First {
            for (place, high, low, step) in [(0, 1, 0, 0), (n - 1, n - 1, n - 2, n - 2)] {
                let step = spacing.step(step)?;
                let value = divide(&subtract(&one(high)?, &one(low)?)?, step)?;
                store(&mut out, place, 1, &kept(value)?)?;
            }
            return Ok(out);
        }
        for (place, first) in [(0, 0), (n - 1, n - 3)] {
            let factors = spacing.edge_factors(first, place == 0)?;
            let edge = [one(first)?, one(first + 1)?, one(first + 2)?].map(DynView::into_cow);
            let value = combined(factors, edge)?;
            store(&mut out, place, 1, &kept(value)?)?;
        }
        Ok(out)
    }
}

/// Elements of a block of differences: what a nearer cache holds.
const BLOCK: usize = 1 << 15;

/// `(high - low) / step` into `out`, block by block along the outermost axis.
fn differences_over(
    mut out: DynViewMut<'_>,
    high: &DynView<'_>,
    low: &DynView<'_>,
    step: &Operand<'_>,
) -> Result<()> {
    let strides = out.strides().iter().map(|stride| stride.unsigned_abs());
    let outermost =
        strides.enumerate().max_by_key(|&(_, stride)| stride).map_or(0, |(axis, _)| axis);
    let n = out.shape()[outermost];
    // Other threads are worth more than a nearer cache.
    let height = match is_for_all_threads(out.size()) {
        true => n.max(1),
        false => (BLOCK / (out.size() / n.max(1)).max(1)).max(1),
    };
    let axis = outermost as isize;
    for start in (0..n).step_by(height) {
        let len = height.min(n - start);
        let [x, y] = [high, low].map(|of| of.clone().slice_axis(axis, start, 1, len));
        let mut block = out.view_mut().slice_axis(axis, start, 1, len)?;
        let options = CallOptions::new().out(block.view_mut()).casting(Casting::Unsafe);
        ufuncs::SUBTRACT.call(&[Operand::from(x?), Operand::from(y?)], options)?;
        ufuncs::DIVIDE.call_in_place(&mut block, std::slice::from_ref(step))?;
    }
    Ok(())
}

/// Whether quotients of the elements by this are elements too.
fn keeps_type(step: &Operand<'_>, dtype: &DType) -> bool {
    match step {
        Operand::Int(_) | Operand::Float(_) => true,
        Operand::View(step) => {
            step.dtype().kind() == Kind::Float
                && matches!(dtype.kind(), Kind::Float | Kind::Complex)
        }
        Operand::Complex(_) => false,
    }
}

/// The sum of three products.
fn combined<'a>(
    factors: [impl Into<Operand<'a>>; 3],
    elements: [DynCow<'a>; 3],
) -> Result<DynArray> {
    let [a, b, c] = factors;
    let [before, here, after] = elements;
    let first = add(&multiply(a, before)?, &multiply(b, here)?)?;
    add(&first, &multiply(c, after)?)
}

/// The elements as they are subtracted, and the type of their gradient.
fn differentiable<'a>(f: &DynView<'a>) -> Result<(DynCow<'a>, DType)> {
    Ok(match f.dtype().kind() {
        Kind::DateTime => {
            let array = f.copy(Order::K)?;
            let dtype = subtract(&array, &array)?.dtype().clone();
            (array.reinterpret(&dtype)?.into_cow(), dtype)
        }
        Kind::TimeDelta | Kind::Float | Kind::Complex => (f.clone().into_cow(), f.dtype().clone()),
        kind if kind.is_integer() => (f.to_dtype(&DType::FLOAT64)?, DType::FLOAT64),
        _ => (f.clone().into_cow(), DType::FLOAT64),
    })
}

fn twice(step: &Operand<'static>) -> Result<Operand<'static>> {
    Ok(match step {
        Operand::Float(x) => Operand::Float(2.0 * x),
        Operand::Int(x) => Operand::Float(2.0 * *x as f64),
        step => Operand::from(multiply(2.0, step.clone())?),
    })
}

/// The distances of elements along an axis.
#[derive(Clone)]
enum Spacing {
    Even(Operand<'static>),
    Uneven(DynArray),
}

impl Spacing {
    fn of(spacing: &Operand<'static>, n: usize) -> Result<Spacing> {
        let Operand::View(places) = spacing else { return Ok(Spacing::Even(spacing.clone())) };
        match places.ndim() {
            0 => return Ok(Spacing::Even(spacing.clone())),
            1 => {}
            _ => return Err(Error::value("distances must be either scalars or 1d")),
        }
        if places.size() != n {
            return Err(Error::value(
                "when 1d, distances must match the length of the corresponding dimension",
            ));
        }
        let places = places.clone().into_owned()?;
        let is_integer = places.dtype().kind().is_integer();
        let places = if is_integer { places.astype(&DType::FLOAT64)? } else { places };
        let steps = diff(&places.view(), 1, -1)?;
        if steps.size() == 0 {
            return Err(Error::new(ErrorKind::Refused {
                class: "IndexError",
                message: "index 0 is out of bounds for axis 0 with size 0".to_owned(),
            }));
        }
        let first = steps.clone().index_axis(0, 0)?;
        let are_even = !equal(&steps, &first)?.to_vec::<bool>()?.contains(&false);
        Ok(if are_even { Spacing::Even(first.into()) } else { Spacing::Uneven(steps) })
    }

    fn step(&self, k: usize) -> Result<Operand<'static>> {
        Ok(match self {
            Spacing::Even(step) => step.clone(),
            Spacing::Uneven(steps) => steps.clone().index_axis(0, k as isize)?.into(),
        })
    }

    /// What the three elements at an edge, of which the first is `first`, are multiplied with.
    fn edge_factors(&self, first: usize, at_start: bool) -> Result<[Operand<'static>; 3]> {
        match self {
            Spacing::Even(step) => {
                let factors = if at_start { [-1.5, 2.0, -0.5] } else { [0.5, -2.0, 1.5] };
                let over = |factor: f64| -> Result<Operand<'static>> {
                    let by_number = |x: f64| match x {
                        0.0 => Err(Error::new(ErrorKind::Refused {
                            class: "ZeroDivisionError",
                            message: "float division by zero".to_owned(),
                        })),
                        x => Ok(Operand::Float(factor / x)),
                    };
                    match step {
                        Operand::Float(x) => by_number(*x),
                        Operand::Int(x) => by_number(*x as f64),
                        step => Ok(divide(factor, step.clone())?.into()),
                    }
                };
                let [a, b, c] = factors;
                Ok([over(a)?, over(b)?, over(c)?])
            }
            Spacing::Uneven(steps) => {
                let at = |k: usize| steps.clone().index_axis(0, k as isize);
                let (dx1, dx2) = (at(first)?, at(first + 1)?);
                let both = add(&dx1, &dx2)?;
                let product = multiply(&dx1, &dx2)?;
                Ok(if at_start {
                    let a = add(&multiply(2.0, &dx1)?, &dx2)?;
                    [
                        divide(&negative(&a)?, &multiply(&dx1, &both)?)?.into(),
                        divide(&both, &product)?.into(),
                        divide(&negative(&dx1)?, &multiply(&dx2, &both)?)?.into(),
                    ]
                } else {
                    let c = add(&multiply(2.0, &dx2)?, &dx1)?;
                    [
                        divide(&dx2, &multiply(&dx1, &both)?)?.into(),
                        divide(&negative(&add(&dx2, &dx1)?)?, &product)?.into(),
                        divide(&c, &multiply(&dx2, &both)?)?.into(),
                    ]
                })
            }
        }
    }
}

/// How angles, or other numbers with a period, are unwrapped.
#[derive(Clone)]
pub struct Unwrap {
    discont: Option<Operand<'static>>,
    axis: isize,
    period: Operand<'static>,
}

impl Default for Unwrap {
    /// NumPy's: angles in radians along the last axis.
    fn default() -> Unwrap {
        Unwrap { discont: None, axis: -1, period: Operand::Float(2.0 * std::f64::consts::PI) }
    }
}

impl Unwrap {
    /// The largest step that is left as it is: half the period by default.
    ///
    /// NumPy: `discont=`.
    pub fn discont(mut self, discont: impl Into<Operand<'static>>) -> Unwrap {
        self.discont = Some(discont.into());
        self
    }

    /// The axis.
    ///
    /// NumPy: `axis=`.
    pub fn axis(mut self, axis: isize) -> Unwrap {
        self.axis = axis;
        self
    }

    /// After how much the numbers repeat.
    ///
    /// NumPy: `period=`.
    pub fn period(mut self, period: impl Into<Operand<'static>>) -> Unwrap {
        self.period = period.into();
        self
    }

    /// The numbers, whole periods added so that no step is larger than half of one.
    ///
    /// NumPy: [numpy.unwrap](https://numpy.org/doc/stable/reference/generated/numpy.unwrap.html).
    ///
    /// # Errors
    ///
    /// An array without axes; an axis that is not there; complex numbers.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::Unwrap;
    /// let p = DynArray::from_vec(vec![0_i64, 1, 2, -1, 0]);
    /// let found = Unwrap::default().period(4).unwrap(&p.view())?;
    /// assert_eq!(found.to_vec::<i64>()?, [0, 1, 2, 3, 4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unwrap(&self, p: &DynView<'_>) -> Result<DynArray> {
        let steps = diff(p, 1, self.axis)?;
        let axis = normalize_axis(self.axis, p.ndim())?;
        let dtype = result_type(&[TypeOperand::from(steps.dtype()), self.period.kind()])?;
        let period = self.period.clone();
        let half = |x: &Operand<'static>| -> Result<Operand<'static>> {
            Ok(match x {
                Operand::Int(x) => Operand::Float(*x as f64 / 2.0),
                Operand::Float(x) => Operand::Float(x / 2.0),
                x => divide(x.clone(), 2)?.into(),
            })
        };
        let (high, is_ambiguous) = match (&period, dtype.kind().is_integer()) {
            (Operand::Int(x), true) => (Operand::Int(x.div_euclid(2)), x.rem_euclid(2) == 0),
            (x, true) => {
                let rest = remainder(x.clone(), 2)?;
                let is_even = !equal(&rest, 0)?.to_vec::<bool>()?.contains(&false);
                (crate::functions::floor_divide(x.clone(), 2)?.into(), is_even)
            }
            (x, false) => (half(x)?, true),
        };
        let low: Operand<'static> = match &high {
            Operand::Int(x) => Operand::Int(-x),
            Operand::Float(x) => Operand::Float(-x),
            x => negative(x.clone())?.into(),
        };
        let discont = match &self.discont {
            Some(discont) => discont.clone(),
            None => half(&period)?,
        };
        let shifted = subtract(&steps, low.clone())?;
        let mut wrapped = add(&remainder(&shifted, period)?, low.clone())?;
        if is_ambiguous {
            let at_end = logical_and(&equal(&wrapped, low)?, &greater(&steps, 0)?)?;
            let high = match high {
                Operand::View(view) => view.into_owned()?,
                Operand::Int(x) => number(x as f64),
                Operand::Float(x) => number(x),
                Operand::Complex(_) => return Err(Error::wrong_type("a complex period")),
            };
            let high = high.astype(wrapped.dtype())?;
            wrapped = where_(&at_end.view(), &high.view(), &wrapped.view())?;
        }
        let mut correction = subtract(&wrapped, &steps)?;
        let is_small = less(&absolute(&steps)?, discont)?;
        let zero = DynArray::zeros(&[], correction.dtype(), Order::C)?;
        correction = where_(&is_small.view(), &zero.view(), &correction.view())?;
        let running = cumsum(&correction.view(), Some(axis as isize), None)?;
        let mut unwrapped = p.astype(&dtype)?;
        let n = p.shape()[axis];
        if n > 1 {
            let after = p.clone().slice_axis(axis as isize, 1, 1, n - 1)?;
            let corrected = add(&after, &running)?;
            let mut view = unwrapped.view_mut()?.slice_axis(axis as isize, 1, 1, n - 1)?;
            view.assign(&corrected.view())?;
        }
        Ok(unwrapped)
    }
}

fn number(value: f64) -> DynArray {
    DynArray::from_vec(vec![value]).squeeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_are_not_even() {
        let f = DynArray::from_vec(vec![1.0, 2.0, 4.0, 7.0, 11.0, 16.0]);
        let x = DynArray::from_vec(vec![0.0, 1.0, 1.5, 3.5, 4.0, 6.0]);
        let found = Gradient::default().spacing(x).gradient(&f.view()).unwrap();
        let expected = [1.0, 2.9999999999999996, 3.5, 6.700000000000001, 6.899999999999999, 2.5];
        assert_eq!(found[0].to_vec::<f64>().unwrap(), expected);
        let found = Gradient::default().edge_order(EdgeOrder::Second).gradient(&f.view()).unwrap();
        assert_eq!(found[0].to_vec::<f64>().unwrap(), [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
    }

    #[test]
    fn angles_are_unwrapped() {
        let pi = std::f64::consts::PI;
        let p = DynArray::from_vec(vec![0.0, 3.0, 3.0 + 2.0 * pi]);
        let found = Unwrap::default().unwrap(&p.view()).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(found, [0.0, 3.0, 3.0]);
    }
}
