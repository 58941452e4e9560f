//! Histograms: how many elements, or how much weight, each bin holds.

mod edges;
mod grid;
mod rules;

use ndstrata_array::{DynArray, DynCow, DynView, Order};
use ndstrata_dtype::{Casting, DType, Element, ElementType, Kind, can_cast, promote_types};
use ndstrata_kernels::bins::{BinFloat, UniformBins, count_between};

use crate::differences::diff;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{divide, subtract};
use crate::order::{Side, SortOptions, argsort, searchsorted};
use crate::reduce::ReduceOptions;
use crate::statistics::{cumsum, sum};

use edges::Edges;
pub use grid::{HistogramGrid, histogram2d};
pub use rules::BinRule;

/// Where bins lie.
#[derive(Clone, Debug)]
pub enum Bins {
    /// So many of equal width.
    Count(i64),
    /// Between edges, in ascending order.
    Edges(DynArray),
    /// Of equal width, as many as a rule finds right for the elements.
    Rule(BinRule),
}

impl From<i64> for Bins {
    fn from(count: i64) -> Bins {
        Bins::Count(count)
    }
}

impl From<DynArray> for Bins {
    fn from(edges: DynArray) -> Bins {
        Bins::Edges(edges)
    }
}

impl From<BinRule> for Bins {
    fn from(rule: BinRule) -> Bins {
        Bins::Rule(rule)
    }
}

/// What a histogram may be told besides its array.
#[derive(Clone, Debug)]
pub struct Histogram {
    bins: Bins,
    range: Option<(f64, f64)>,
    weights: Option<DynArray>,
    density: bool,
}

impl Default for Histogram {
    /// NumPy's: ten bins of equal width from the least to the largest element.
    fn default() -> Histogram {
        Histogram { bins: Bins::Count(10), range: None, weights: None, density: false }
    }
}

impl Histogram {
    /// Where the bins lie.
    ///
    /// NumPy: `bins=`.
    pub fn bins(mut self, bins: impl Into<Bins>) -> Histogram {
        self.bins = bins.into();
        self
    }

    /// Where bins of equal width begin and end.
    ///
    /// NumPy: `range=`.
    pub fn range(mut self, first: f64, last: f64) -> Histogram {
        self.range = Some((first, last));
        self
    }

    /// What each element counts.
    ///
    /// NumPy: `weights=`.
    pub fn weights(mut self, weights: DynArray) -> Histogram {
        self.weights = Some(weights);
        self
    }

    /// Divides so that the area of the bins is 1.
    ///
    /// NumPy: `density=True`.
    pub fn density(mut self) -> Histogram {
        self.density = true;
        self
    }

    /// The edges alone.
    ///
    /// NumPy: [numpy.histogram_bin_edges](https://numpy.org/doc/stable/reference/generated/numpy.histogram_bin_edges.html).
    ///
    /// # Errors
    ///
    /// No bins; a range that is not finite or runs backwards; edges that fall; a rule with weights.
    pub fn bin_edges(&self, a: &DynView<'_>) -> Result<DynArray> {
        let flat = self.flattened(a)?;
        let flat = flat.view();
        Ok(self.edges_for(&flat)?.places)
    }

    /// What each bin holds, and the edges.
    ///
    /// NumPy: [numpy.histogram](https://numpy.org/doc/stable/reference/generated/numpy.histogram.html).
    ///
    /// # Errors
    ///
    /// As [`bin_edges`](Histogram::bin_edges); weights of another shape.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::{BinRule, Bins, Histogram};
    /// let a = DynArray::from_vec(vec![1.0, 2.0, 1.0, 4.0, 9.0]);
    /// let by_rule = Histogram::default().bins(Bins::Rule(BinRule::Auto));
    /// let (counts, edges) = by_rule.count(&a.view())?;
    /// assert_eq!(counts.to_vec::<i64>()?, [3, 1, 0, 1]);
    /// assert_eq!(edges.to_vec::<f64>()?, [1.0, 3.0, 5.0, 7.0, 9.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count(&self, a: &DynView<'_>) -> Result<(DynArray, DynArray)> {
        let flat = self.flattened(a)?;
        let flat = flat.view();
        let weights = match &self.weights {
            Some(weights) => Some(weights.copy(Order::C)?.reshape_view(&[-1], Order::C)?),
            None => None,
        };
        let edges = self.edges_for(&flat)?;
        let counts = match (edges.is_even, edges.places.dtype().element_type()) {
            (true, Some(ElementType::Float32)) => uniform::<f32>(&flat, &edges, weights.as_ref())?,
            (true, Some(ElementType::Float64)) => uniform::<f64>(&flat, &edges, weights.as_ref())?,
            (true, Some(ElementType::Float16)) => {
                let wide = Edges { places: edges.places.astype(&DType::FLOAT32)?, ..edges.clone() };
                uniform::<f32>(&flat, &wide, weights.as_ref())?
            }
            _ => between(&flat, &edges.places, weights.as_ref())?,
        };
        let edges = edges.places;
        if !self.density {
            return Ok((counts, edges));
        }
        let widths = diff(&edges.view(), 1, -1)?.astype(&DType::FLOAT64)?;
        let total = sum(&counts.view(), ReduceOptions::new())?;
        Ok((divide(&divide(&counts, &widths)?, &total)?, edges))
    }

    /// All elements in a row; truth values as numbers.
    fn flattened<'a>(&self, a: &DynView<'a>) -> Result<DynCow<'a>> {
        if let Some(weights) = &self.weights
            && weights.shape() != a.shape()
        {
            return Err(Error::value("weights should have the same shape as a."));
        }
        if a.dtype().kind() == Kind::Bool {
            return Ok(a.astype(&DType::UINT8)?.ravel(Order::C)?.into_cow());
        }
        Ok(a.ravel(Order::C)?)
    }

    fn edges_for(&self, flat: &DynView<'_>) -> Result<Edges> {
        match &self.bins {
            Bins::Count(count) => Edges::even(flat, *count, self.range),
            Bins::Edges(edges) => Edges::given(edges),
            Bins::Rule(_) if self.weights.is_some() => Err(Error::wrong_type(
                "Automated estimation of the number of bins is not supported for weighted data",
            )),
            Bins::Rule(rule) => Edges::even(flat, rule.n_bins(flat, self.range)?, self.range),
        }
    }
}

fn uniform<T: BinFloat + Element + Default + std::ops::Sub<Output = T>>(
    a: &DynView<'_>,
    edges: &Edges,
    weights: Option<&DynArray>,
) -> Result<DynArray> {
    let cast = a.to_dtype(edges.places.dtype())?;
    let values = cast.to_slice::<T>()?;
    let edges = edges.places.to_vec::<T>()?;
    let (Some(&first), Some(&last)) = (edges.first(), edges.last()) else {
        return Err(Error::value("`bins` must be positive, when an integer"));
    };
    let bins = UniformBins { edges: &edges, span: last - first };
    let n_bins = edges.len() - 1;
    let Some(weights) = weights else {
        let mut counts = vec![0_i64; n_bins];
        bins.count(&values, &mut counts);
        return Ok(DynArray::from_vec(counts));
    };
    let part = |weights: DynArray| -> Result<DynArray> {
        let weights = weights.view().to_dtype(&DType::FLOAT64)?.into_owned()?;
        let weights = weights.to_slice::<f64>()?;
        let mut sums = vec![0_f64; n_bins];
        bins.sum_weights(&values, &weights, &mut sums);
        Ok(DynArray::from_vec(sums))
    };
    let dtype = weights.dtype().clone();
    if dtype.kind() != Kind::Complex {
        if !can_cast(&dtype, &DType::FLOAT64, Casting::Safe) {
            return Err(no_weights(&dtype));
        }
        return Ok(part(weights.clone())?.astype(&dtype)?);
    }
    let (real, imag) = (part(weights.clone().real())?, part(weights.clone().imag()?)?);
    let mut sums = DynArray::zeros(&[n_bins], &dtype, Order::C)?;
    sums.view_mut()?.real().assign(&real.view())?;
    sums.view_mut()?.imag()?.assign(&imag.view())?;
    Ok(sums)
}

#[cold]
fn no_weights(dtype: &DType) -> Error {
    Error::wrong_type(format!("weights of {dtype} are not supported"))
}

/// Between edges of any distance: by the places of the edges among the sorted elements, where the edges
/// lie too unevenly for the elements to be placed between them.
fn between(flat: &DynView<'_>, edges: &DynArray, weights: Option<&DynArray>) -> Result<DynArray> {
    if weights.is_none() && promote_types(flat.dtype(), edges.dtype())? == DType::FLOAT64 {
        let (values, edges) =
            (flat.to_dtype(&DType::FLOAT64)?, edges.astype(&DType::FLOAT64)?.to_vec::<f64>()?);
        let mut counts = vec![0_i64; edges.len().saturating_sub(1)];
        if count_between(&values.to_slice::<f64>()?, &edges, &mut counts) {
            return Ok(DynArray::from_vec(counts));
        }
    }
    let order = match weights {
        Some(_) => Some(argsort(flat, SortOptions::default())?),
        None => None,
    };
    let sorted = match &order {
        Some(order) => flat.index(&[order.clone().into()])?,
        None => crate::order::sort(flat, SortOptions::default())?.into_cow(),
    };
    let mut places = searchsorted(&sorted.view(), &edges.view(), Side::Left)?.to_vec::<i64>()?;
    // The last bin holds its right edge too.
    if let Some(place) = places.last_mut() {
        let last = edges.clone().index_axis(0, -1)?;
        *place = searchsorted(&sorted.view(), &last.view(), Side::Right)?.get::<i64>(&[])?;
    }
    let places = DynArray::from_vec(places);
    let (Some(order), Some(weights)) = (order, weights) else {
        return diff(&places.view(), 1, -1);
    };
    let dtype = weights.dtype().to_native();
    let weights = weights.index(&[order.into()])?;
    let running = cumsum(&weights.view(), Some(0), None)?;
    // Sums of truth values are stored as truth, which NumPy allows where there is nothing to sum.
    if weights.size() > 0 && !can_cast(running.dtype(), &dtype, Casting::SameKind) {
        return Err(Error::new(ErrorKind::Cast {
            ufunc: "add",
            is_output: true,
            is_only: true,
            index: 0,
            from: running.dtype().clone(),
            to: dtype,
            casting: Casting::SameKind,
        }));
    }
    let running = running.astype(&dtype)?;
    let zero = DynArray::zeros(&[1], &dtype, Order::C)?;
    let running = ndstrata_array::concatenate(&[zero.view(), running.view()], 0)?;
    let at_edges = running.index(&[places.into()])?;
    let n = at_edges.size();
    let after = at_edges.clone().slice_axis(0, n.min(1), 1, n - n.min(1))?;
    subtract(&after, &at_edges.slice_axis(0, 0, 1, n - n.min(1))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bin_holds_its_right_edge() {
        let a = DynArray::from_vec(vec![1, 2, 1]);
        let edges = DynArray::from_vec(vec![0, 1, 2, 3]);
        let (counts, _) = Histogram::default().bins(Bins::Edges(edges)).count(&a.view()).unwrap();
        assert_eq!(counts.to_vec::<i64>().unwrap(), [0, 2, 1]);
        let (counts, edges) = Histogram::default().bins(Bins::Count(2)).count(&a.view()).unwrap();
        assert_eq!(counts.to_vec::<i64>().unwrap(), [2, 1]);
        assert_eq!(edges.to_vec::<f64>().unwrap(), [1.0, 1.5, 2.0]);
    }
}
