//! Text operands side by side.
#![expect(unsafe_code, reason = "sees packed text as characters, and writes results just made")]

use std::borrow::Cow;

use ndstrata_array::{
    AsType, AxisOrder, DynArray, DynCow, DynView, Order, axes_by_strides, broadcast_shapes,
};
use ndstrata_dtype::{ByteOrder, DType, Element, Kind};
use ndstrata_kernels::strings::{Unit, used};

use super::writer::Writer;
use crate::error::{Error, ErrorKind, Result};
use crate::order::laid_along;

/// Which text the elements are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    /// `S`: bytes, of which ASCII has meaning.
    Bytes,
    /// `U`: code points.
    Str,
}

impl TextKind {
    /// The kind of a type, if its elements are text.
    pub(super) fn of(dtype: &DType) -> Option<TextKind> {
        match dtype.kind() {
            Kind::Bytes => Some(TextKind::Bytes),
            Kind::Str => Some(TextKind::Str),
            _ => None,
        }
    }

    /// The kind of elements that consist of these.
    pub(super) fn of_unit<U: Unit>() -> TextKind {
        if size_of::<U>() == 1 { TextKind::Bytes } else { TextKind::Str }
    }

    /// Bytes a character.
    pub(super) fn unit(self) -> usize {
        match self {
            TextKind::Bytes => 1,
            TextKind::Str => 4,
        }
    }

    /// The type of this many characters.
    ///
    /// # Errors
    ///
    /// Elements that are larger than NumPy's types can be.
    pub(super) fn dtype(self, width: usize) -> Result<DType> {
        let (letter, dtype) = match self {
            TextKind::Bytes => ('S', DType::bytes(width)),
            TextKind::Str => ('U', DType::str(width)),
        };
        if width > i32::MAX as usize / self.unit() {
            return Err(Error::wrong_type(format!("data type '{letter}{width}' not understood")));
        }
        Ok(dtype)
    }
}

/// Evaluates an expression with a name for the type that characters of a kind are stored in.
macro_rules! by_unit {
    ($kind:expr, $unit:ident => $body:expr) => {
        match $kind {
            $crate::strings::operands::TextKind::Bytes => {
                type $unit = u8;
                $body
            }
            $crate::strings::operands::TextKind::Str => {
                type $unit = u32;
                $body
            }
        }
    };
}
pub(super) use by_unit;

/// A text operand, packed; where it has one element, that one stands for all.
pub(super) struct PackedText<'a> {
    packed: DynCow<'a>,
    is_single: bool,
}

impl PackedText<'_> {
    /// The elements as texts of characters of their kind; none if they are of another.
    pub(super) fn texts<U: Unit>(&self) -> Texts<'_, U> {
        let bytes = self.packed.packed_bytes().unwrap_or_default();
        let is_of_unit = TextKind::of(self.packed.dtype()) == Some(TextKind::of_unit::<U>());
        debug_assert!(is_of_unit);
        // SAFETY: any bytes are a character, and whole ones are split off aligned.
        let (before, units, _) = unsafe { bytes.align_to::<U>() };
        debug_assert!(before.is_empty(), "packed text is aligned");
        let units = if is_of_unit { units } else { &[] };
        let width = self.packed.itemsize() / size_of::<U>();
        Texts { units, width, single: self.is_single.then(|| used(units)) }
    }
}

/// The elements of one operand.
#[derive(Clone, Copy)]
pub(super) struct Texts<'p, U> {
    units: &'p [U],
    width: usize,
    single: Option<&'p [U]>,
}

impl<'p, U: Unit> Texts<'p, U> {
    /// How many characters an element has room for.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The characters of all elements, one element after the other.
    pub(super) fn units(&self) -> &'p [U] {
        self.units
    }

    /// The one element that stands for all.
    pub(super) fn single(&self) -> Option<&'p [U]> {
        self.single
    }

    /// The characters of an element, without the NULs at its end.
    #[inline(always)]
    pub(super) fn get(&self, i: usize) -> &'p [U] {
        match self.single {
            Some(single) => single,
            None => {
                let start = i * self.width;
                used(self.units.get(start..start + self.width).unwrap_or_default())
            }
        }
    }
}

/// Integers side by side with texts; where there is one, that one stands for all.
pub(super) struct Numbers<'v> {
    values: Cow<'v, [i64]>,
    single: Option<i64>,
}

impl Numbers<'_> {
    /// The one number that stands for all.
    pub(super) fn single(&self) -> Option<i64> {
        self.single
    }

    #[inline(always)]
    pub(super) fn get(&self, i: usize) -> i64 {
        match self.single {
            Some(single) => single,
            None => self.values.get(i).copied().unwrap_or_default(),
        }
    }
}

/// The shape that operands broadcast to, and how many elements it has.
pub(super) struct Frame {
    shape: Vec<usize>,
    size: usize,
    /// The order of the axes in the memory of results, where it is not C's.
    order: Option<AxisOrder>,
}

impl Frame {
    /// # Errors
    ///
    /// Shapes that do not broadcast together.
    pub(super) fn of(operands: &[&DynView<'_>]) -> Result<Frame> {
        let shapes: Vec<&[usize]> = operands.iter().map(|operand| operand.shape()).collect();
        let shape = broadcast_shapes(&shapes).map_err(|_| {
            let shapes = shapes.iter().map(|shape| shape.to_vec()).collect();
            Error::new(ErrorKind::Broadcast { shapes })
        })?;
        let mut frame = Frame::of_shape(&shape)?;
        if shape.len() > 1 && operands.iter().any(|operand| !operand.is_c_contiguous()) {
            let strides = operands.iter().map(|operand| broadcast_strides(operand, shape.len()));
            let order = axes_by_strides(shape.len(), strides);
            frame.order = Some(order).filter(|order| !order.is_sorted());
        }
        Ok(frame)
    }

    pub(super) fn of_shape(shape: &[usize]) -> Result<Frame> {
        let size = shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n));
        let size = size.ok_or_else(|| Error::value("array is too big"))?;
        Ok(Frame { shape: shape.to_vec(), size, order: None })
    }

    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    fn packed(&self, operand: &DynView<'_>, dtype: &DType) -> Result<DynArray> {
        let spread = if operand.size() == 1 {
            operand.clone()
        } else {
            operand.broadcast_to(&self.shape)?
        };
        if dtype == spread.dtype() {
            return Ok(spread.copy(Order::C)?);
        }
        Ok(spread.astype_with(dtype, AsType::default().order(Order::C))?)
    }

    /// A text operand.
    ///
    /// # Errors
    ///
    /// An operand of another type, which the caller has refused before in its own words.
    pub(super) fn text<'a>(&self, operand: &DynView<'a>) -> Result<PackedText<'a>> {
        let kind = TextKind::of(operand.dtype())
            .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
        let is_single = operand.size() == 1;
        let is_whole = is_single || operand.shape() == self.shape;
        let is_packed = operand.dtype().is_native() && operand.is_c_contiguous();
        let is_aligned = kind == TextKind::Bytes || operand.as_ptr().cast::<u32>().is_aligned();
        let packed = if is_whole && is_packed && is_aligned {
            operand.clone().into_cow()
        } else {
            let native = operand.dtype().with_byte_order(ByteOrder::NATIVE);
            self.packed(operand, &native)?.into_cow()
        };
        Ok(PackedText { packed, is_single })
    }

    /// The elements of an operand of integers.
    pub(super) fn numbers<'v>(&self, operand: &'v DynView<'_>) -> Result<Numbers<'v>> {
        let is_whole = operand.size() == 1 || operand.shape() == self.shape;
        let values = if is_whole && *operand.dtype() == DType::INT64 {
            operand.to_slice::<i64>()?
        } else {
            Cow::Owned(self.packed(operand, &DType::INT64)?.to_vec::<i64>()?)
        };
        let single = if operand.size() == 1 { values.first().copied() } else { None };
        Ok(Numbers { values, single })
    }

    /// A result to write.
    ///
    /// # Errors
    ///
    /// More memory than there is.
    pub(super) fn writer<U: Unit>(&self, width: usize) -> Result<Writer<U>> {
        let dtype = TextKind::of_unit::<U>().dtype(width)?;
        let itemsize = width.saturating_mul(size_of::<U>());
        let n_bytes = self.size.checked_mul(itemsize).filter(|&n| isize::try_from(n).is_ok());
        let order = self.order.clone();
        let writer = n_bytes.and_then(|_| Writer::new(&dtype, width, &self.shape, order).ok());
        writer.ok_or_else(|| {
            Error::new(ErrorKind::Refused {
                class: "MemoryError",
                message: format!("Unable to allocate {} elements of {dtype:?}", self.size),
            })
        })
    }

    /// An array of what a function makes of the number of each element.
    pub(super) fn values<T: Element>(&self, mut of: impl FnMut(usize) -> T) -> Result<DynArray> {
        // SAFETY: all elements are written just below, or the array is dropped.
        let mut made = unsafe { DynArray::uninit(&self.shape, &T::dtype(), Order::C)? };
        let to: *mut T = made.view_mut()?.as_mut_ptr().cast();
        for i in 0..self.size {
            let value = of(i);
            // SAFETY: a packed array of the frame's shape has `size` places, and `i` is below that.
            let place = unsafe { to.add(i) };
            // SAFETY: the place is one of the array's, aligned as its dtype is, and nobody else has
            // the new array.
            unsafe { place.write(value) };
        }
        match &self.order {
            Some(order) => laid_along(made, order),
            None => Ok(made),
        }
    }
}

/// The bytes from element to element along the axes of the result, 0 along those that are repeated.
fn broadcast_strides(operand: &DynView<'_>, n_axes: usize) -> Vec<isize> {
    let own = operand.shape().iter().zip(operand.strides());
    let own = own.map(|(&n, &stride)| if n == 1 { 0 } else { stride });
    std::iter::repeat_n(0, n_axes - operand.ndim()).chain(own).collect()
}

/// Refuses operands that no loop of this ufunc takes: those before `n_texts` are to be text of one
/// kind.
pub(super) fn check_texts(ufunc: &'static str, operands: &[&DynView<'_>]) -> Result<TextKind> {
    let kinds: Vec<Option<TextKind>> =
        operands.iter().map(|operand| TextKind::of(operand.dtype())).collect();
    match kinds[0] {
        Some(kind) if kinds.iter().all(|&other| other == Some(kind)) => Ok(kind),
        _ => Err(no_loop(ufunc, operands)),
    }
}

#[cold]
pub(super) fn no_loop(ufunc: &'static str, operands: &[&DynView<'_>]) -> Error {
    let names: Vec<String> = operands
        .iter()
        .map(|operand| format!("<class 'numpy.dtypes.{}'>", class_name(operand.dtype())))
        .collect();
    let types = match &names[..] {
        [one] => one.clone(),
        names => format!("({})", names.join(", ")),
    };
    Error::new(ErrorKind::BadTypes {
        ufunc,
        is_ufunc_error: true,
        message: format!(
            "ufunc '{ufunc}' did not contain a loop with signature matching types {types} -> None"
        ),
    })
}

/// NumPy's name of the class of a data type.
fn class_name(dtype: &DType) -> String {
    let name = match dtype.kind() {
        Kind::Bytes => "Bytes".to_owned(),
        Kind::Str => "Str".to_owned(),
        Kind::Void => "Void".to_owned(),
        Kind::DateTime => "DateTime64".to_owned(),
        Kind::TimeDelta => "TimeDelta64".to_owned(),
        Kind::UnsignedInteger => dtype.name().replacen("uint", "UInt", 1),
        _ => {
            let name = dtype.name();
            name[..1].to_uppercase() + &name[1..]
        }
    };
    name + "DType"
}

/// Refuses an operand that does not count.
///
/// # Errors
///
/// A type that integers of 64 bits do not hold by NumPy's rule `same_kind`.
pub(super) fn check_integer(
    ufunc: &'static str,
    index: usize,
    operand: &DynView<'_>,
) -> Result<()> {
    let casting = ndstrata_dtype::Casting::SameKind;
    if ndstrata_dtype::can_cast(operand.dtype(), &DType::INT64, casting) {
        return Ok(());
    }
    let (from, to) = (operand.dtype().clone(), DType::INT64);
    Err(Error::new(ErrorKind::Cast {
        ufunc,
        is_output: false,
        is_only: false,
        index,
        from,
        to,
        casting,
    }))
}

/// NumPy takes the width of a result from its widest element, and there is none.
#[cold]
pub(super) fn nothing_to_measure() -> Error {
    Error::value("zero-size array to reduction operation maximum which has no identity")
}
