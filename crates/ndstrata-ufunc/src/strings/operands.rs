//! Text operands side by side.
#![expect(unsafe_code, reason = "sees the bytes of packed text as code points")]

use ndstrata_array::{AsType, DynArray, DynCow, DynView, Order, broadcast_shapes};
use ndstrata_dtype::{ByteOrder, DType, Kind};

use super::writer::Writer;
use crate::error::{Error, ErrorKind, Result};

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

/// The elements of one operand, packed; where it has one element, that one stands for all.
pub(super) struct Texts<'a> {
    packed: DynCow<'a>,
    /// As many bytes are packed from the first element on.
    n_bytes: usize,
    /// Characters that an element has room for.
    width: usize,
    kind: TextKind,
    is_single: bool,
}

impl Texts<'_> {
    /// How many characters an element has room for.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The bytes of all elements, one element after the other.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        // SAFETY: so many bytes were found packed when this was made, and the array was not changed since.
        unsafe { std::slice::from_raw_parts(self.packed.as_ptr(), self.n_bytes) }
    }

    /// The characters of all elements of type `U`, one element after the other.
    #[inline]
    pub(super) fn points(&self) -> &[u32] {
        // SAFETY: any bytes are a `u32`, and whole ones are split off aligned.
        let (before, points, _) = unsafe { self.bytes().align_to::<u32>() };
        debug_assert!(before.is_empty(), "packed text is aligned");
        points
    }

    /// The characters of an element, without the NULs at its end: in place, or of bytes in `room`.
    #[inline]
    pub(super) fn read<'r>(&'r self, i: usize, room: &'r mut Vec<u32>) -> &'r [u32] {
        let width = self.width;
        let start = if self.is_single { 0 } else { i * width };
        match self.kind {
            TextKind::Str => {
                let item = self.points().get(start..start + width).unwrap_or_default();
                &item[..item.iter().rposition(|&point| point != 0).map_or(0, |last| last + 1)]
            }
            TextKind::Bytes => {
                let item = self.bytes().get(start..start + width).unwrap_or_default();
                let used = item.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
                room.clear();
                room.extend(item[..used].iter().map(|&byte| u32::from(byte)));
                room
            }
        }
    }
}

/// Integers side by side with texts.
pub(super) struct Numbers {
    values: Vec<i64>,
}

impl Numbers {
    pub(super) fn get(&self, i: usize) -> i64 {
        self.values.get(if self.values.len() == 1 { 0 } else { i }).copied().unwrap_or_default()
    }
}

/// The shape that operands broadcast to, and how many elements it has.
pub(super) struct Frame {
    shape: Vec<usize>,
    size: usize,
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
        Frame::of_shape(&shape)
    }

    pub(super) fn of_shape(shape: &[usize]) -> Result<Frame> {
        let size = shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n));
        let size = size.ok_or_else(|| Error::value("array is too big"))?;
        Ok(Frame { shape: shape.to_vec(), size })
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

    /// The elements of a text operand.
    ///
    /// # Errors
    ///
    /// An operand of another type, which the caller has refused before in its own words.
    pub(super) fn texts<'a>(&self, operand: &DynView<'a>) -> Result<Texts<'a>> {
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
        let n_bytes = packed.packed_bytes().map_or(0, <[u8]>::len);
        let width = packed.itemsize() / kind.unit();
        Ok(Texts { packed, n_bytes, width, kind, is_single })
    }

    /// The elements of an operand of integers.
    pub(super) fn numbers(&self, operand: &DynView<'_>) -> Result<Numbers> {
        let packed = self.packed(operand, &DType::INT64)?;
        Ok(Numbers { values: packed.to_vec::<i64>()? })
    }

    /// A result to write.
    ///
    /// # Errors
    ///
    /// More memory than there is.
    pub(super) fn writer(&self, kind: TextKind, width: usize) -> Result<Writer> {
        let dtype = kind.dtype(width)?;
        let itemsize = width.saturating_mul(kind.unit());
        let n_bytes = self.size.checked_mul(itemsize).filter(|&n| isize::try_from(n).is_ok());
        let mut bytes = Vec::new();
        let reserved = n_bytes.map(|n| bytes.try_reserve_exact(n));
        let (Some(n_bytes), Some(Ok(()))) = (n_bytes, reserved) else {
            return Err(Error::new(ErrorKind::Refused {
                class: "MemoryError",
                message: format!("Unable to allocate {} elements of {dtype:?}", self.size),
            }));
        };
        bytes.resize(n_bytes, 0);
        Ok(Writer::new(bytes, itemsize, kind, dtype, &self.shape))
    }
}

/// An array of values of a Rust type, in the frame's shape.
pub(super) fn shaped<T: ndstrata_dtype::Element>(
    values: Vec<T>,
    shape: &[usize],
) -> Result<DynArray> {
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    Ok(DynArray::from_vec(values).reshape_view(&shape, Order::C)?)
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
