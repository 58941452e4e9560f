//! Histograms of points in several dimensions.

use ndstrata_array::{DynArray, DynView, Linspace, Order};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};
use ndstrata_kernels::bins as kernels;

use super::Bins;
use super::edges::Ends;
use crate::differences::diff;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{divide, equal, greater};
use crate::order::{Side, searchsorted};
use crate::reduce::ReduceOptions;
use crate::statistics::sum;

/// What a histogram of points may be told besides the points.
#[derive(Clone, Debug, Default)]
pub struct HistogramGrid {
    bins: Vec<Bins>,
    ranges: Option<Vec<Option<(f64, f64)>>>,
    weights: Option<DynArray>,
    density: bool,
}

impl HistogramGrid {
    /// Where the bins of the next dimension lie; those of all dimensions, if it is the only one. Rules
    /// are not for several dimensions.
    ///
    /// NumPy: `bins=`.
    pub fn bins(mut self, bins: Bins) -> HistogramGrid {
        self.bins.push(bins);
        self
    }

    /// Where bins of equal width begin and end in each dimension.
    ///
    /// NumPy: `range=`.
    pub fn ranges(mut self, ranges: &[Option<(f64, f64)>]) -> HistogramGrid {
        self.ranges = Some(ranges.to_vec());
        self
    }

    /// What each point counts.
    ///
    /// NumPy: `weights=`.
    pub fn weights(mut self, weights: DynArray) -> HistogramGrid {
        self.weights = Some(weights);
        self
    }

    /// Divides so that the volume of the bins is 1.
    ///
    /// NumPy: `density=True`.
    pub fn density(mut self) -> HistogramGrid {
        self.density = true;
        self
    }

    /// What each bin holds, and the edges in each dimension. Each row of `sample` is a point.
    ///
    /// NumPy: [numpy.histogramdd](https://numpy.org/doc/stable/reference/generated/numpy.histogramdd.html).
    ///
    /// # Errors
    ///
    /// Bins or ranges for another number of dimensions; edges that fall; weights of another number, or
    /// that are complex.
    pub fn count(&self, sample: &DynView<'_>) -> Result<(DynArray, Vec<DynArray>)> {
        let &[n_points, n_axes] = sample.shape() else {
            return Err(Error::value("the points must have two axes"));
        };
        let ten = [Bins::Count(10)];
        let bins: Vec<&Bins> = match if self.bins.is_empty() { &ten } else { &self.bins[..] } {
            [one] if n_axes != 1 => vec![one; n_axes],
            several if several.len() == n_axes => several.iter().collect(),
            _ => {
                return Err(Error::value(
                    "The dimension of bins must be equal to the dimension of the sample x.",
                ));
            }
        };
        let ranges = match &self.ranges {
            None => vec![None; n_axes],
            Some(ranges) if ranges.len() == n_axes => ranges.clone(),
            Some(_) => {
                return Err(Error::value("range argument must have one entry per dimension"));
            }
        };
        let column = |axis: usize| -> Result<DynArray> {
            Ok(sample.clone().index_axis(1, axis as isize)?.copy(Order::C)?)
        };
        let mut edges = Vec::with_capacity(n_axes);
        for (axis, (bins, range)) in bins.iter().zip(&ranges).enumerate() {
            edges.push(edges_of(axis, &column(axis)?, bins, *range)?);
        }
        let mut cells = vec![0_i64; n_points];
        let mut n_cells = 1_usize;
        for (axis, edges) in edges.iter().enumerate() {
            let column = column(axis)?;
            let n_bins = edges.size() + 1;
            let places = searchsorted(&edges.view(), &column.view(), Side::Right)?;
            let mut places = places.to_vec::<i64>()?;
            // The last bin holds its right edge too.
            let last = edges.clone().index_axis(0, -1)?;
            let at_end = equal(&column, &last)?.to_vec::<bool>()?;
            for (place, at_end) in places.iter_mut().zip(at_end) {
                *place -= i64::from(at_end);
            }
            n_cells = n_cells.checked_mul(n_bins).ok_or_else(too_many)?;
            for (cell, place) in cells.iter_mut().zip(places) {
                *cell = cell.wrapping_mul(n_bins as i64).wrapping_add(place);
            }
        }
        let counts = self.totals(&cells, n_cells)?;
        let shape: Vec<isize> = edges.iter().map(|edges| edges.size() as isize + 1).collect();
        let mut counts = DynArray::from_vec(counts).reshape_view(&shape, Order::C)?;
        // What lies outside all bins is left out.
        for (axis, edges) in edges.iter().enumerate() {
            counts = counts.slice_axis(axis as isize, 1, 1, edges.size() - 1)?;
        }
        let counts = counts.copy(Order::C)?;
        if !self.density {
            return Ok((counts, edges));
        }
        let total = sum(&counts.view(), ReduceOptions::new())?;
        let mut density = counts;
        for (axis, edges) in edges.iter().enumerate() {
            let mut shape = vec![1; n_axes];
            shape[axis] = -1;
            let widths = diff(&edges.view(), 1, -1)?.reshape_view(&shape, Order::C)?;
            density = divide(&density, &widths)?;
        }
        Ok((divide(&density, &total)?, edges))
    }

    fn totals(&self, cells: &[i64], n_cells: usize) -> Result<Vec<f64>> {
        let mut sums = Vec::new();
        sums.try_reserve_exact(n_cells).map_err(|_| too_many())?;
        sums.resize(n_cells, 0.0);
        let Some(weights) = &self.weights else {
            let mut counts = Vec::new();
            counts.try_reserve_exact(n_cells).map_err(|_| too_many())?;
            counts.resize(n_cells, 0_i64);
            kernels::bincount(cells, &mut counts);
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum = count as f64);
            return Ok(sums);
        };
        if !can_cast(weights.dtype(), &DType::FLOAT64, Casting::Safe) {
            return Err(Error::wrong_type(format!(
                "Cannot cast array data from {:?} to dtype('float64') according to the rule 'safe'",
                weights.dtype()
            )));
        }
        if weights.shape() != [cells.len()] {
            return Err(Error::value("The weights and list don't have the same length."));
        }
        let weights = weights.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
        kernels::bincount_weighted(cells, &weights, &mut sums);
        Ok(sums)
    }
}

#[cold]
fn too_many() -> Error {
    Error::new(ErrorKind::Refused {
        class: "MemoryError",
        message: "Unable to allocate the bins".to_owned(),
    })
}

fn edges_of(
    axis: usize,
    column: &DynArray,
    bins: &Bins,
    range: Option<(f64, f64)>,
) -> Result<DynArray> {
    match bins {
        Bins::Count(count) if *count < 1 => {
            Err(Error::value(format!("`bins[{axis}]` must be positive, when an integer")))
        }
        Bins::Count(count) => {
            let column = match column.dtype().kind() {
                Kind::Bool => column.astype(&DType::FLOAT64)?,
                _ => column.clone(),
            };
            let ends = Ends::of(&column.view(), range)?;
            let count = usize::try_from(*count).ok().and_then(|n| n.checked_add(1));
            let places = Linspace::default().num(count.ok_or_else(too_many)?);
            Ok(places.array(&ends.first.view(), &ends.last.view())?)
        }
        Bins::Edges(edges) if edges.ndim() != 1 => {
            Err(Error::value(format!("`bins[{axis}]` must be a scalar or 1d array")))
        }
        Bins::Edges(edges) => {
            let n = edges.size();
            if n == 0 {
                return Err(Error::new(ErrorKind::Refused {
                    class: "IndexError",
                    message: "index -1 is out of bounds for axis 0 with size 0".to_owned(),
                }));
            }
            let before = edges.clone().slice_axis(0, 0, 1, n - 1)?;
            let after = edges.clone().slice_axis(0, 1, 1, n - 1)?;
            if greater(&before, &after)?.to_vec::<bool>()?.contains(&true) {
                return Err(Error::value(format!(
                    "`bins[{axis}]` must be monotonically increasing, when an array"
                )));
            }
            Ok(edges.clone())
        }
        Bins::Rule(_) => Err(Error::wrong_type(format!(
            "`bins[{axis}]` must be an integer or an array; rules are for one dimension"
        ))),
    }
}

/// What each bin of the plane holds, and the edges of `x` and of `y`.
///
/// NumPy: [numpy.histogram2d](https://numpy.org/doc/stable/reference/generated/numpy.histogram2d.html).
///
/// # Errors
///
/// Lists of unequal length; as [`HistogramGrid::count`].
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{Bins, HistogramGrid, histogram2d};
/// let (x, y) = (DynArray::from_vec(vec![0.0, 1.0, 1.0]), DynArray::from_vec(vec![0.0, 0.0, 1.0]));
/// let two = HistogramGrid::default().bins(Bins::Count(2));
/// let (counts, edges) = histogram2d(&x.view(), &y.view(), &two)?;
/// assert_eq!(counts.to_vec::<f64>()?, [1.0, 0.0, 1.0, 1.0]);
/// assert_eq!(edges[0].to_vec::<f64>()?, [0.0, 0.5, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn histogram2d(
    x: &DynView<'_>,
    y: &DynView<'_>,
    options: &HistogramGrid,
) -> Result<(DynArray, Vec<DynArray>)> {
    if x.shape().first() != y.shape().first() {
        return Err(Error::value("x and y must have the same length."));
    }
    let dtype = ndstrata_dtype::promote_types(x.dtype(), y.dtype())?;
    let (x, y) = (x.astype(&dtype)?, y.astype(&dtype)?);
    let points = ndstrata_array::stack(&[x.view(), y.view()], -1)?;
    options.count(&points.view())
}
