//! The two kinds of numbers that factorisations are computed in, as NumPy's are: `f64` and complex.

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use ndstrata_dtype::Element;
use ndstrata_kernels::product::ProductType;
use num_complex::Complex64;

use super::NoConvergence;
use super::schur::{Eigen, eigen_complex, eigen_real};

/// A number of a matrix.
pub(crate) trait Field:
    Element
    + ::faer::traits::ComplexField<Real = f64>
    + Copy
    + Debug
    + Default
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + DivAssign
    + MulAssign
{
    /// Whether there is an imaginary part.
    const IS_COMPLEX: bool;
    /// What the kernels call it.
    const PRODUCT: ProductType;
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;

    /// A real number.
    fn from_real(x: f64) -> Self;
    /// A number of both parts; the imaginary one is dropped where there is none.
    fn from_complex(x: Complex64) -> Self;
    /// The real part.
    fn re(self) -> f64;
    /// The imaginary part.
    fn im(self) -> f64;
    /// The complex conjugate.
    fn conj(self) -> Self;
    /// The absolute value, without overflow on the way.
    fn modulus(self) -> f64;
    /// |re| + |im|, by which pivots are chosen.
    fn modulus1(self) -> f64 {
        self.re().abs() + self.im().abs()
    }
    /// The square of the absolute value.
    fn square(self) -> f64 {
        self.re() * self.re() + self.im() * self.im()
    }
    /// The product with a real number.
    fn scale(self, by: f64) -> Self;
    /// The quotient, without overflow on the way.
    fn over(self, by: Self) -> Self;

    /// Eigenvalues of a finite `n` × `n` matrix, which is overwritten, and the eigenvectors as
    /// columns where they are wanted.
    fn eigen(a: &mut [Self], n: usize, wants_vectors: bool) -> Result<Eigen, NoConvergence>;
}

impl Field for f64 {
    const IS_COMPLEX: bool = false;
    const PRODUCT: ProductType = ProductType::F64;
    const ZERO: f64 = 0.0;
    const ONE: f64 = 1.0;

    #[inline(always)]
    fn from_real(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    fn from_complex(x: Complex64) -> f64 {
        x.re
    }
    #[inline(always)]
    fn re(self) -> f64 {
        self
    }
    #[inline(always)]
    fn im(self) -> f64 {
        0.0
    }
    #[inline(always)]
    fn conj(self) -> f64 {
        self
    }
    #[inline(always)]
    fn modulus(self) -> f64 {
        self.abs()
    }
    #[inline(always)]
    fn scale(self, by: f64) -> f64 {
        self * by
    }
    #[inline(always)]
    fn over(self, by: f64) -> f64 {
        self / by
    }

    fn eigen(a: &mut [f64], n: usize, wants_vectors: bool) -> Result<Eigen, NoConvergence> {
        eigen_real(a, n, wants_vectors)
    }
}

impl Field for Complex64 {
    const IS_COMPLEX: bool = true;
    const PRODUCT: ProductType = ProductType::Complex128;
    const ZERO: Complex64 = Complex64::new(0.0, 0.0);
    const ONE: Complex64 = Complex64::new(1.0, 0.0);

    #[inline(always)]
    fn from_real(x: f64) -> Complex64 {
        Complex64::new(x, 0.0)
    }
    #[inline(always)]
    fn from_complex(x: Complex64) -> Complex64 {
        x
    }
    #[inline(always)]
    fn re(self) -> f64 {
        self.re
    }
    #[inline(always)]
    fn im(self) -> f64 {
        self.im
    }
    #[inline(always)]
    fn conj(self) -> Complex64 {
        Complex64::new(self.re, -self.im)
    }
    #[inline(always)]
    fn modulus(self) -> f64 {
        self.re.hypot(self.im)
    }
    #[inline(always)]
    fn scale(self, by: f64) -> Complex64 {
        Complex64::new(self.re * by, self.im * by)
    }
    #[inline(always)]
    fn over(self, by: Complex64) -> Complex64 {
        // Squares of what lies between fit.
        let size = by.modulus1();
        if size > 1e-140 && size < 1e140 { self / by } else { over_extreme(self, by) }
    }

    fn eigen(a: &mut [Complex64], n: usize, wants_vectors: bool) -> Result<Eigen, NoConvergence> {
        eigen_complex(a, n, wants_vectors)
    }
}

/// Smith's way to divide (1962).
#[cold]
fn over_extreme(x: Complex64, by: Complex64) -> Complex64 {
    if by.re.abs() >= by.im.abs() {
        let ratio = by.im / by.re;
        let size = by.re + by.im * ratio;
        Complex64::new((x.re + x.im * ratio) / size, (x.im - x.re * ratio) / size)
    } else {
        let ratio = by.re / by.im;
        let size = by.im + by.re * ratio;
        Complex64::new((x.re * ratio + x.im) / size, (x.im * ratio - x.re) / size)
    }
}
