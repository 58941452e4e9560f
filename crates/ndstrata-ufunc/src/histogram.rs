//! Histograms: how many elements, or how much weight, each bin holds.

use ndstrata_array::{DynArray, DynView, Linspace, Order};
use ndstrata_dtype::{DType, Element, ElementType, Kind};
use ndstrata_kernels::bins::{BinFloat, UniformBins};

use crate::differences::diff;
use crate::error::{Error, Result};
use crate::functions::{divide, greater, subtract};
use crate::order::{Side, SortOptions, argsort, searchsorted};
use crate::reduce::ReduceOptions;
use crate::statistics::{any, cumsum, max, min, sum};

/// What a histogram may be told besides its array.
#[derive(Clone, Debug)]
pub struct Histogram {
    count: usize,
    edges: Option<DynArray>,
    range: Option<(f64, f64)>,
    weights: Option<DynArray>,
    density: bool,
}

impl Default for Histogram {
    /// NumPy's: ten bins of equal width from the least to the largest element.
    fn default() -> Histogram {
        Histogram { count: 10, edges: None, range: None, weights: None, density: false }
    }
}

impl Histogram {
    /// How many bins of equal width.
    ///
    /// NumPy: `bins=` with an integer.
    pub fn bins(mut self, count: usize) -> Histogram {
        self.count = count;
        self
    }

    /// The edges of the bins, in ascending order.
    ///
    /// NumPy: `bins=` with an array.
    pub fn edges(mut self, edges: DynArray) -> Histogram {
        self.edges = Some(edges);
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
    /// No bins; a range that is not finite or runs backwards; edges that fall.
    pub fn bin_edges(&self, a: &DynView<'_>) -> Result<DynArray> {
        if let Some(weights) = &self.weights
            && weights.shape() != a.shape()
        {
            return Err(Error::value("weights should have the same shape as a."));
        }
        match &self.edges {
            Some(edges) if edges.ndim() != 1 => {
                Err(Error::value("`bins` must be 1d, when an array"))
            }
            Some(edges) => {
                let n = edges.size();
                let before = edges.clone().slice_axis(0, 0, 1, n - n.min(1))?;
                let after = edges.clone().slice_axis(0, n.min(1), 1, n - n.min(1))?;
                let falls = any(&greater(&before, &after)?.view(), ReduceOptions::new())?;
                if falls.get::<bool>(&[])? {
                    let text = "`bins` must increase monotonically, when an array";
                    return Err(Error::value(text));
                }
                Ok(edges.clone())
            }
            None => {
                if self.count < 1 {
                    return Err(Error::value("`bins` must be positive, when an integer"));
                }
                let (first, last) = self.ends(a)?;
                let dtype = bin_type(a.dtype())?;
                let end = |x: f64| DynArray::from_vec(vec![x]).squeeze().astype(&dtype);
                let places = Linspace::default().num(self.count.saturating_add(1)).dtype(&dtype);
                Ok(places.array(&end(first)?.view(), &end(last)?.view())?)
            }
        }
    }

    /// What each bin holds, and the edges.
    ///
    /// NumPy: [numpy.histogram](https://numpy.org/doc/stable/reference/generated/numpy.histogram.html).
    /// Differs: no rules that choose a number of bins; half precision and complex weights are refused.
    ///
    /// # Errors
    ///
    /// As [`bin_edges`](Histogram::bin_edges); weights of another shape.
    pub fn count(&self, a: &DynView<'_>) -> Result<(DynArray, DynArray)> {
        let edges = self.bin_edges(a)?;
        let counts = match (&self.edges, bin_type(a.dtype())?.element_type()) {
            (Some(_), _) => self.between(a, &edges)?,
            (None, Some(ElementType::Float32)) => self.uniform::<f32>(a, &edges)?,
            (None, _) => self.uniform::<f64>(a, &edges)?,
        };
        if !self.density {
            return Ok((counts, edges));
        }
        let widths = diff(&edges.view(), 1, -1)?.astype(&DType::FLOAT64)?;
        let total = sum(&counts.view(), ReduceOptions::new())?;
        Ok((divide(&divide(&counts, &widths)?, &total)?, edges))
    }

    fn ends(&self, a: &DynView<'_>) -> Result<(f64, f64)> {
        let (first, last) = match self.range {
            Some((first, last)) if first > last => {
                return Err(Error::value("max must be larger than min in range parameter."));
            }
            Some(ends) => ends,
            None if a.size() == 0 => (0.0, 1.0),
            None => {
                let end = |found: DynArray| -> Result<f64> {
                    Ok(found.astype(&DType::FLOAT64)?.get::<f64>(&[])?)
                };
                (end(min(a, ReduceOptions::new())?)?, end(max(a, ReduceOptions::new())?)?)
            }
        };
        if !(first.is_finite() && last.is_finite()) {
            let which = if self.range.is_some() { "supplied" } else { "autodetected" };
            return Err(Error::value(
                format!("{which} range of [{first}, {last}] is not finite").replace("NaN", "nan"),
            ));
        }
        Ok(if first == last { (first - 0.5, last + 0.5) } else { (first, last) })
    }

    fn uniform<T: BinFloat + Element + Default + std::ops::Sub<Output = T>>(
        &self,
        a: &DynView<'_>,
        edges: &DynArray,
    ) -> Result<DynArray> {
        let values = a.astype(edges.dtype())?.to_vec::<T>()?;
        let edges = edges.to_vec::<T>()?;
        let (Some(&first), Some(&last)) = (edges.first(), edges.last()) else {
            return Err(Error::value("`bins` must be positive, when an integer"));
        };
        let bins = UniformBins { edges: &edges, span: last - first };
        match &self.weights {
            None => {
                let mut counts = vec![0_i64; self.count];
                bins.count(&values, &mut counts);
                Ok(DynArray::from_vec(counts))
            }
            Some(weights) => {
                let dtype = weight_type(weights.dtype())?;
                let weights = weights.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
                let mut sums = vec![0_f64; self.count];
                bins.sum_weights(&values, &weights, &mut sums);
                Ok(DynArray::from_vec(sums).astype(&dtype)?)
            }
        }
    }

    /// Between edges of any distance: by the places of the edges among the sorted elements.
    fn between(&self, a: &DynView<'_>, edges: &DynArray) -> Result<DynArray> {
        let flat = a.copy(Order::C)?.reshape_view(&[-1], Order::C)?;
        let order = argsort(&flat.view(), SortOptions::default())?;
        let sorted = flat.index(&[order.clone().into()])?;
        let mut places =
            searchsorted(&sorted.view(), &edges.view(), Side::Left)?.to_vec::<i64>()?;
        let after = searchsorted(&sorted.view(), &edges.view(), Side::Right)?.to_vec::<i64>()?;
        // The last bin holds its right edge too.
        if let (Some(place), Some(&last)) = (places.last_mut(), after.last()) {
            *place = last;
        }
        let places = DynArray::from_vec(places);
        let Some(weights) = &self.weights else { return diff(&places.view(), 1, -1) };
        let dtype = weight_type(weights.dtype())?;
        let weights = weights.copy(Order::C)?.reshape_view(&[-1], Order::C)?;
        let weights = weights.index(&[order.into()])?.astype(&dtype)?;
        let zero = DynArray::zeros(&[1], &dtype, Order::C)?;
        let running = cumsum(&weights.view(), Some(0), Some(&dtype))?;
        let running = ndstrata_array::concatenate(&[zero.view(), running.view()], 0)?;
        let at_edges = running.index(&[places.into()])?;
        let n = at_edges.size();
        let after = at_edges.clone().slice_axis(0, n.min(1), 1, n - n.min(1))?;
        subtract(&after, &at_edges.slice_axis(0, 0, 1, n - n.min(1))?)
    }
}

/// The type of edges of equal distance.
fn bin_type(dtype: &DType) -> Result<DType> {
    match dtype.element_type() {
        Some(ElementType::Float32) => Ok(DType::FLOAT32),
        Some(element)
            if !matches!(element, ElementType::Float16) && element.kind() != Kind::Complex =>
        {
            Ok(DType::FLOAT64)
        }
        _ => Err(Error::wrong_type(format!("a histogram of {dtype} is not supported"))),
    }
}

fn weight_type(dtype: &DType) -> Result<DType> {
    match dtype.kind() {
        Kind::Float | Kind::SignedInteger | Kind::UnsignedInteger => Ok(dtype.to_native()),
        _ => Err(Error::wrong_type(format!("weights of {dtype} are not supported"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bin_holds_its_right_edge() {
        let a = DynArray::from_vec(vec![1, 2, 1]);
        let edges = DynArray::from_vec(vec![0, 1, 2, 3]);
        let (counts, _) = Histogram::default().edges(edges).count(&a.view()).unwrap();
        assert_eq!(counts.to_vec::<i64>().unwrap(), [0, 2, 1]);
        let (counts, edges) = Histogram::default().bins(2).count(&a.view()).unwrap();
        assert_eq!(counts.to_vec::<i64>().unwrap(), [2, 1]);
        assert_eq!(edges.to_vec::<f64>().unwrap(), [1.0, 1.5, 2.0]);
    }
}
