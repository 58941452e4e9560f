//! Rust's operators on arrays: [`elements`] makes of anything that has elements what `+ - * /` take.
//!
//! The operators cannot stand on `DynArray` itself, as its crate knows no arithmetic; and `std::ops`
//! has no room for an error, so that what a function of this crate returns as one is a panic here, with
//! the same text. Whoever does not know types and shapes calls the functions, or `try_` forms.

use std::ops;

use ndstrata_array::{DynArray, DynViewMut};
use num_complex::Complex64;

use crate::error::Result;
use crate::operand::Operand;
use crate::table::ufuncs;
use crate::ufunc::Ufunc;

/// An array, view or number in arithmetic, element by element, with NumPy's promotion: Rust's own
/// numbers are weak.
///
/// A temporary result hands its memory to the next one, where that has its type and shape.
///
/// NumPy: `+ - * / // % ** & | ^ << >> ~` on arrays.
///
/// # Panics
///
/// The operators panic with the text of the error that the function of the same name returns: types
/// without a loop, shapes that do not broadcast, integers out of range.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::elements;
/// let a = DynArray::from_vec(vec![1.0_f32, 2.0, 3.0]);
/// let b = DynArray::from_vec(vec![10_i16, 20, 30]);
/// let c = (2.0 * elements(&a) + &b).into_array()?;
/// assert_eq!(format!("{c:?}"), "array([12., 24., 36.], dtype=float32)");
/// assert_eq!((-elements(&b) % 7).into_array()?.to_vec::<i16>()?, [4, 1, 5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Elements<'a>(Operand<'a>);

/// Anything that has elements, for Rust's operators.
///
/// NumPy: none.
pub fn elements<'a>(of: impl Into<Operand<'a>>) -> Elements<'a> {
    Elements(of.into())
}

impl<'a> Elements<'a> {
    /// The elements as an array of their own, or the temporary that they are.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// Memory that cannot be had.
    pub fn into_array(self) -> Result<DynArray> {
        match self.0 {
            Operand::View(view) => Ok(view.into_owned()?),
            weak => ufuncs::POSITIVE.one(&[weak]),
        }
    }

    /// The result of a ufunc of these elements and others, or the error that an operator panics with.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call`].
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::{elements, ufuncs};
    /// let a = DynArray::from_vec(vec![1_u8, 2]);
    /// let error = elements(&a).try_binary(&ufuncs::ADD, 300).err().expect("300 is no u8");
    /// assert_eq!(error.to_string(), "Python integer 300 out of bounds for uint8");
    /// ```
    pub fn try_binary<'b>(
        self,
        ufunc: &'static Ufunc,
        other: impl Into<Operand<'b>>,
    ) -> Result<Elements<'a>> {
        computed(ufunc, self.0, other.into())
    }

    /// As [`try_binary`](Elements::try_binary), for a ufunc of one input.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call`].
    pub fn try_unary(self, ufunc: &'static Ufunc) -> Result<Elements<'a>> {
        Ok(Elements(Operand::from(ufunc.one(&[self.0])?)))
    }

    /// Which elements are equal.
    ///
    /// NumPy: `==`.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call`].
    pub fn equals<'b>(self, other: impl Into<Operand<'b>>) -> Result<DynArray> {
        ufuncs::EQUAL.one(&[self.0, other.into()])
    }

    /// Which elements differ.
    ///
    /// NumPy: `!=`.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call`].
    pub fn differs_from<'b>(self, other: impl Into<Operand<'b>>) -> Result<DynArray> {
        ufuncs::NOT_EQUAL.one(&[self.0, other.into()])
    }

    /// Which elements are less.
    ///
    /// NumPy: `<`.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call`].
    pub fn is_less<'b>(self, other: impl Into<Operand<'b>>) -> Result<DynArray> {
        ufuncs::LESS.one(&[self.0, other.into()])
    }

    /// Which elements are greater.
    ///
    /// NumPy: `>`.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call`].
    pub fn is_greater<'b>(self, other: impl Into<Operand<'b>>) -> Result<DynArray> {
        ufuncs::GREATER.one(&[self.0, other.into()])
    }
}

/// The result of two operands, in the memory of one that nobody else sees if it fits there.
fn computed<'r>(ufunc: &'static Ufunc, lhs: Operand<'_>, rhs: Operand<'_>) -> Result<Elements<'r>> {
    let made = match (lhs, rhs) {
        (Operand::View(lhs), rhs) if !lhs.is_borrowed() => {
            let mut lhs = lhs.into_owned()?;
            match is_held(ufunc, &lhs, &rhs) {
                true => {
                    ufunc.call_in_place(&mut lhs.view_mut()?, &[rhs])?;
                    lhs
                }
                false => ufunc.one(&[Operand::from(lhs), rhs])?,
            }
        }
        (lhs, rhs) => ufunc.one(&[lhs, rhs])?,
    };
    Ok(Elements(Operand::from(made)))
}

/// Whether the result has the first operand's type and shape.
fn is_held(ufunc: &'static Ufunc, lhs: &DynArray, rhs: &Operand<'_>) -> bool {
    let fits = match rhs {
        Operand::View(rhs) => ndstrata_array::broadcast_shapes(&[lhs.shape(), rhs.shape()])
            .is_ok_and(|shape| shape == lhs.shape()),
        _ => true,
    };
    let kinds = [Operand::from(lhs).kind(), rhs.kind()];
    fits && ufunc.resolve_dtypes(&kinds).is_ok_and(|dtypes| dtypes.last() == Some(lhs.dtype()))
}

/// An array that is changed by Rust's assigning operators.
///
/// NumPy: `+= -= *= /= %= &= |= ^= <<= >>=` on arrays.
///
/// # Panics
///
/// As those of [`Elements`]; also for a result that the array's type or shape does not hold.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::elements_mut;
/// let mut a = DynArray::from_vec(vec![1, 2, 3]);
/// let mut each = elements_mut(a.view_mut()?);
/// each *= 10;
/// each -= 1;
/// assert_eq!(a.to_vec::<i32>()?, [9, 19, 29]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ElementsMut<'a>(DynViewMut<'a>);

/// The elements of a view, to be changed by Rust's assigning operators.
///
/// NumPy: none.
pub fn elements_mut(view: DynViewMut<'_>) -> ElementsMut<'_> {
    ElementsMut(view)
}

impl ElementsMut<'_> {
    /// Changes the elements by a ufunc of them and others, or gives the error that an operator panics
    /// with.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called with `out=`.
    ///
    /// # Errors
    ///
    /// As [`Ufunc::call_in_place`].
    pub fn try_update<'b>(
        &mut self,
        ufunc: &'static Ufunc,
        other: impl Into<Operand<'b>>,
    ) -> Result<()> {
        ufunc.call_in_place(&mut self.0, &[other.into()])
    }
}

impl<'a> From<Elements<'a>> for Operand<'a> {
    fn from(elements: Elements<'a>) -> Operand<'a> {
        elements.0
    }
}

#[cold]
fn refused(error: &crate::error::Error) -> ! {
    panic!("{error}")
}

macro_rules! operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $ufunc:ident;)*) => {$(
        impl<'a, R: Into<Operand<'a>>> ops::$op<R> for Elements<'a> {
            type Output = Elements<'a>;

            fn $method(self, rhs: R) -> Elements<'a> {
                computed(&ufuncs::$ufunc, self.0, rhs.into()).unwrap_or_else(|e| refused(&e))
            }
        }

        impl<'a, R: Into<Operand<'a>>> ops::$assign<R> for ElementsMut<'_> {
            fn $assign_method(&mut self, rhs: R) {
                ufuncs::$ufunc
                    .call_in_place(&mut self.0, &[rhs.into()])
                    .unwrap_or_else(|e| refused(&e));
            }
        }

        from_the_left!($op $method $ufunc: i64 f64 Complex64);
    )*};
}

// One type of each kind, so that a literal on the left has a type; numbers are weak, whatever theirs.
macro_rules! from_the_left {
    ($op:ident $method:ident $ufunc:ident: $($number:ty)*) => {$(
        impl<'a> ops::$op<Elements<'a>> for $number {
            type Output = Elements<'a>;

            fn $method(self, rhs: Elements<'a>) -> Elements<'a> {
                computed(&ufuncs::$ufunc, self.into(), rhs.0).unwrap_or_else(|e| refused(&e))
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign ADD;
    Sub sub SubAssign sub_assign SUBTRACT;
    Mul mul MulAssign mul_assign MULTIPLY;
    Div div DivAssign div_assign DIVIDE;
    Rem rem RemAssign rem_assign REMAINDER;
    BitAnd bitand BitAndAssign bitand_assign BITWISE_AND;
    BitOr bitor BitOrAssign bitor_assign BITWISE_OR;
    BitXor bitxor BitXorAssign bitxor_assign BITWISE_XOR;
    Shl shl ShlAssign shl_assign LEFT_SHIFT;
    Shr shr ShrAssign shr_assign RIGHT_SHIFT;
}

impl<'a> ops::Neg for Elements<'a> {
    type Output = Elements<'a>;

    fn neg(self) -> Elements<'a> {
        self.try_unary(&ufuncs::NEGATIVE).unwrap_or_else(|e| refused(&e))
    }
}

impl<'a> ops::Not for Elements<'a> {
    type Output = Elements<'a>;

    fn not(self) -> Elements<'a> {
        self.try_unary(&ufuncs::INVERT).unwrap_or_else(|e| refused(&e))
    }
}
