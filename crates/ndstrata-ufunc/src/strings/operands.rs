//! Text operands side by side, and results of a width that is known before they are written.

use ndstrata_array::{AsType, DynArray, DynView, Layout, Order, broadcast_shapes};
use ndstrata_dtype::{ByteOrder, DType, Kind};

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
pub(super) struct Texts {
    packed: DynArray,
    kind: TextKind,
    is_single: bool,
}

impl Texts {
    /// How many characters an element has room for.
    pub(super) fn width(&self) -> usize {
        self.packed.itemsize() / self.kind.unit()
    }

    /// The characters of an element, without the NULs at its end, in `room`.
    pub(super) fn read<'r>(&self, i: usize, room: &'r mut Vec<u32>) -> &'r [u32] {
        room.clear();
        let size = self.packed.itemsize();
        let start = if self.is_single { 0 } else { i * size };
        let bytes = self.packed.packed_bytes().and_then(|all| all.get(start..start + size));
        let bytes = bytes.unwrap_or_default();
        match self.kind {
            TextKind::Bytes => room.extend(bytes.iter().map(|&byte| u32::from(byte))),
            TextKind::Str => {
                let (points, _) = bytes.as_chunks::<4>();
                room.extend(points.iter().map(|point| u32::from_ne_bytes(*point)));
            }
        }
        let used = room.iter().rposition(|&point| point != 0).map_or(0, |last| last + 1);
        room.truncate(used);
        room
    }

    /// As [`read`](Texts::read), as a list of its own.
    pub(super) fn get(&self, i: usize) -> Vec<u32> {
        let mut room = Vec::new();
        self.read(i, &mut room);
        room
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
    pub(super) fn texts(&self, operand: &DynView<'_>) -> Result<Texts> {
        let kind = TextKind::of(operand.dtype())
            .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
        let packed = self.packed(operand, &operand.dtype().with_byte_order(ByteOrder::NATIVE))?;
        Ok(Texts { packed, kind, is_single: operand.size() == 1 })
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
        Ok(Writer { bytes, itemsize, kind, dtype, shape: self.shape.clone() })
    }
}

/// A result whose elements are written one by one.
pub(super) struct Writer {
    bytes: Vec<u8>,
    itemsize: usize,
    kind: TextKind,
    dtype: DType,
    shape: Vec<usize>,
}

impl Writer {
    /// Writes an element; what does not fit is cut off.
    pub(super) fn put(&mut self, i: usize, units: impl IntoIterator<Item = u32>) {
        let place = &mut self.bytes[i * self.itemsize..(i + 1) * self.itemsize];
        match self.kind {
            TextKind::Bytes => {
                place.iter_mut().zip(units).for_each(|(byte, unit)| *byte = unit as u8);
            }
            TextKind::Str => {
                let (points, _) = place.as_chunks_mut::<4>();
                points.iter_mut().zip(units).for_each(|(point, unit)| *point = unit.to_ne_bytes());
            }
        }
    }

    pub(super) fn finish(self) -> Result<DynArray> {
        let layout = Layout::contiguous(&self.shape, self.itemsize, Order::C)?;
        Ok(DynArray::from_bytes(self.bytes, 0, layout, &self.dtype)?)
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
