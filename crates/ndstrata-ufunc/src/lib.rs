//! NumPy's universal functions, reductions, order and statistics on arrays of run-time type.
//!
//! A call goes `functions` → `ufunc` → `resolve` → `call` → a loop of `ndstrata-kernels`. Resolution sees
//! types and no data, the walk over elements sees layouts and no types, a loop sees neither.

mod bins;
mod bits;
mod blocks;
mod business;
mod call;
mod closeness;
mod closures;
mod complex_parts;
mod convolution;
mod covariance;
mod differences;
pub mod emath;
mod error;
mod error_state;
mod float_map;
mod fourier;
mod functions;
mod generalized;
mod gradient;
mod histogram;
mod interpolation;
mod kernel;
mod methods;
mod nonfinite;
mod operand;
mod operators;
mod order;
mod quantile;
pub mod recfunctions;
mod reduce;
mod resolve;
mod rounding;
mod sets;
mod special;
mod statistics;
pub mod strings;
mod table;
mod ufunc;
mod windows;

pub use bins::{bincount, bincount_weighted, digitize};
pub use bits::{BitOrder, blocks, packbits, unpack_samples, unpackbits};
pub use business::{BusinessCalendar, Roll, busday_count, busday_offset, is_busday};
pub use call::{CallOptions, Quick};
pub use closeness::{Closeness, allclose, array_equal, array_equal_nan, array_equiv, isclose};
pub use closures::{ClosureUfunc, Elementwise, from_closure};
pub use complex_parts::{angle, angle_in_degrees, iscomplex, isreal, real_if_close};
pub use convolution::{ConvolveMode, convolve, correlate};
pub use covariance::Covariance;
pub use differences::{diff, ediff1d, trapezoid};
pub use error::{Error, ErrorKind, Result};
pub use error_state::{
    ErrorState, FloatingPointError, Treatment, set_error_state, with_error_state,
};
pub use fourier::{
    Fourier, FourierAxes, FourierNorm, fftfreq, fftshift, fftshift_axes, ifftshift, ifftshift_axes,
    rfftfreq,
};
pub use generalized::{CoreAxes, CoreAxis, Gufunc, GufuncFault, GufuncOptions, Signature};
pub use gradient::{EdgeOrder, Gradient, Unwrap};
pub use histogram::{BinRule, Bins, Histogram, HistogramGrid, histogram2d};
pub use interpolation::Interp;
pub use nonfinite::{NanToNum, isneginf, isposinf, nan_to_num, without_nan};
pub use operand::Operand;
pub use operators::{Elements, ElementsMut, elements, elements_mut};
pub use order::{
    Side, SortOptions, argmax, argmin, argpartition, argsort, lexsort, partition, searchsorted,
    searchsorted_through, sort, sort_complex,
};
pub use quantile::{
    QuantileMethod, QuantileOptions, median, nanmedian, nanpercentile, nanquantile, percentile,
    quantile, quantile_places,
};
pub use reduce::ReduceOptions;
pub use rounding::{clip, fix, round};
pub use sets::{
    Intersection, Unique, UniqueOptions, intersect1d, intersect1d_of_unique, intersect1d_with,
    isin, setdiff1d, setxor1d, setxor1d_of_unique, union1d, unique, unique_counts, unique_values,
};
pub use special::{i0, sinc};
pub use statistics::{
    AverageOptions, MeanOptions, all, any, average, count_nonzero, count_nonzero_all, cumprod,
    cumsum, max, mean, min, nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmin,
    nanprod, nanstd, nansum, nanvar, prod, ptp, std, sum, var,
};
pub use table::by_name;
pub use ufunc::{Identity, Ufunc};
pub use windows::{bartlett, blackman, hamming, hanning, kaiser};

pub mod ufuncs {
    //! Every universal function as an object, under its NumPy name in capitals.
    pub use crate::table::ufuncs::*;
}

pub use functions::*;

/// The example of the crate's README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
