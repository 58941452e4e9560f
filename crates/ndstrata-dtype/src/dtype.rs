//! [`DType`]: the description of one array element, and what can be asked of it.
//!
//! Spellings are read in `spec` and printed in `print`; the rules between two types are in `cast` and
//! `promotion`.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::datetime::DateTimeUnit;
use crate::{
    ByteOrder, Element, ElementType, Error, ErrorKind, Field, Kind, Record, Result, SubArray,
};

/// How the bytes of one array element are to be read.
///
/// NumPy: [numpy.dtype](https://numpy.org/doc/stable/reference/generated/numpy.dtype.html).
/// Cheap to clone. Two dtypes are equal when NumPy's are: the C types `long` and `long long` of one
/// size are one type here, told apart by [`char`](DType::char) alone.
#[derive(Clone)]
pub struct DType {
    class: TypeClass,
    byte_order: ByteOrder,
    spelling: Spelling,
}

/// What a [`DType`] is, for matching; the byte order stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TypeClass {
    /// A truth value or number that has a Rust type.
    Element(ElementType),
    /// C's `long double`, 16 bytes: recognised and moved, never computed on.
    LongDouble,
    /// A pair of `long double`s: recognised and moved, never computed on.
    ComplexLongDouble,
    /// A Python object: recognised, never executed.
    Object,
    /// `S`n: n bytes, padded with NUL.
    Bytes(usize),
    /// `U`n: n code points of four bytes, padded with NUL.
    Str(usize),
    /// `V`n: n bytes without a meaning.
    Void(usize),
    /// `M8[unit]`: an instant.
    DateTime64(DateTimeUnit),
    /// `m8[unit]`: a duration.
    TimeDelta64(DateTimeUnit),
    /// A fixed-shape block of one type.
    SubArray(Arc<SubArray>),
    /// Named fields.
    Record(Arc<Record>),
}

/// Which of NumPy's several type objects of one meaning this is; it does not take part in equality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Spelling {
    #[default]
    Plain,
    /// `q` or `Q` where `l` has the same size.
    LongLong,
    /// `c`: an `S1` that prints as a character array.
    Char,
    /// `(np.record, …)`.
    RecordClass,
    /// A date without a unit as its letter names it, of which NumPy has one object.
    Letter,
    /// What a pair made of a type; no longer NumPy's own object.
    Copy,
}

macro_rules! element_constants {
    ($($constant:ident = $variant:ident,)*) => {
        $(
            #[doc = concat!("The native `", stringify!($variant), "` type.")]
            pub const $constant: DType = DType::from_element(ElementType::$variant);
        )*
    };
}

impl DType {
    element_constants! {
        BOOL = Bool, INT8 = Int8, INT16 = Int16, INT32 = Int32, INT64 = Int64,
        UINT8 = UInt8, UINT16 = UInt16, UINT32 = UInt32, UINT64 = UInt64,
        FLOAT16 = Float16, FLOAT32 = Float32, FLOAT64 = Float64,
        COMPLEX64 = Complex64, COMPLEX128 = Complex128,
    }
    /// A Python object.
    pub const OBJECT: DType = DType::plain(TypeClass::Object, ByteOrder::NotApplicable);
    /// C's `long double` on x86-64.
    pub const LONG_DOUBLE: DType = DType::plain(TypeClass::LongDouble, ByteOrder::NATIVE);
    /// A pair of `long double`s.
    pub const COMPLEX_LONG_DOUBLE: DType =
        DType::plain(TypeClass::ComplexLongDouble, ByteOrder::NATIVE);
    /// The type of an index: a signed integer as wide as a pointer.
    pub const INTP: DType = DType::INT64;

    /// The dtype of a Rust type.
    pub fn of<T: Element>() -> DType {
        T::dtype()
    }

    /// The native type of a line of the element table.
    pub const fn from_element(element: ElementType) -> DType {
        let order = if element.size() > 1 { ByteOrder::NATIVE } else { ByteOrder::NotApplicable };
        DType::plain(TypeClass::Element(element), order)
    }

    /// `S`n: `n` bytes.
    pub const fn bytes(n: usize) -> DType {
        DType::plain(TypeClass::Bytes(n), ByteOrder::NotApplicable)
    }

    /// `U`n: `n` code points in native order. `n` is at most `i32::MAX / 4` in NumPy.
    pub const fn str(n: usize) -> DType {
        DType::plain(TypeClass::Str(n), ByteOrder::NATIVE)
    }

    /// `V`n: `n` bytes without a meaning.
    pub const fn void(n: usize) -> DType {
        DType::plain(TypeClass::Void(n), ByteOrder::NotApplicable)
    }

    /// `M8[unit]` in native order.
    pub const fn datetime64(unit: DateTimeUnit) -> DType {
        DType::plain(TypeClass::DateTime64(unit), ByteOrder::NATIVE)
    }

    /// `m8[unit]` in native order.
    pub const fn timedelta64(unit: DateTimeUnit) -> DType {
        DType::plain(TypeClass::TimeDelta64(unit), ByteOrder::NATIVE)
    }

    /// A structured type.
    pub fn record(record: Record) -> DType {
        DType::plain(TypeClass::Record(Arc::new(record)), ByteOrder::NotApplicable)
    }

    /// A block of `shape` elements of `base`; an empty shape is `base` itself.
    ///
    /// # Errors
    ///
    /// As [`SubArray::new`].
    pub fn sub_array_of(base: DType, shape: &[usize]) -> Result<DType> {
        if shape.is_empty() {
            return Ok(base);
        }
        let block = SubArray::new(base, shape)?;
        Ok(DType::plain(TypeClass::SubArray(Arc::new(block)), ByteOrder::NotApplicable))
    }

    /// `[T; N]` as a dtype. Rust bounds the size of a type only by `isize`, so a block past NumPy's
    /// limit becomes raw bytes of the same size.
    pub(crate) fn nested_array(base: DType, n: usize) -> DType {
        let size = base.itemsize().saturating_mul(n);
        let block = match base.sub_array() {
            Some(inner) => {
                let shape: Vec<usize> = [n].iter().chain(inner.shape()).copied().collect();
                DType::sub_array_of(inner.base().clone(), &shape)
            }
            None => DType::sub_array_of(base, &[n]),
        };
        block.unwrap_or(DType::void(size))
    }

    const fn plain(class: TypeClass, byte_order: ByteOrder) -> DType {
        DType { class, byte_order, spelling: Spelling::Plain }
    }

    pub(crate) fn with_spelling(mut self, spelling: Spelling) -> DType {
        self.spelling = spelling;
        self
    }

    pub(crate) fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// What it is, for matching.
    #[inline]
    pub fn class(&self) -> &TypeClass {
        &self.class
    }

    /// The line of the element table, where it is a number or truth value of either byte order.
    #[inline]
    pub fn element_type(&self) -> Option<ElementType> {
        match self.class {
            TypeClass::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The byte order; [`ByteOrder::NotApplicable`] for records (each field has its own), bytes and
    /// one-byte numbers.
    #[inline]
    pub fn byte_order(&self) -> ByteOrder {
        self.byte_order
    }

    /// Bytes of one element. May be 0 (`S0`).
    ///
    /// NumPy: [numpy.dtype.itemsize](https://numpy.org/doc/stable/reference/generated/numpy.dtype.itemsize.html).
    #[inline]
    pub fn itemsize(&self) -> usize {
        match &self.class {
            TypeClass::Element(element) => element.size(),
            TypeClass::LongDouble => 16,
            TypeClass::ComplexLongDouble => 32,
            TypeClass::Object | TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => 8,
            TypeClass::Bytes(n) | TypeClass::Void(n) => *n,
            TypeClass::Str(n) => n.saturating_mul(4),
            TypeClass::SubArray(block) => block.itemsize(),
            TypeClass::Record(record) => record.itemsize(),
        }
    }

    /// The alignment that C gives it; 1 for bytes and for records made without alignment.
    ///
    /// NumPy: [numpy.dtype.alignment](https://numpy.org/doc/stable/reference/generated/numpy.dtype.alignment.html).
    pub fn alignment(&self) -> usize {
        match &self.class {
            TypeClass::Element(element) => element.alignment(),
            TypeClass::LongDouble | TypeClass::ComplexLongDouble => 16,
            TypeClass::Object | TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => 8,
            TypeClass::Bytes(_) | TypeClass::Void(_) => 1,
            TypeClass::Str(_) => 4,
            TypeClass::SubArray(block) => block.base().alignment(),
            TypeClass::Record(record) => record.alignment(),
        }
    }

    /// The family.
    ///
    /// NumPy: [numpy.dtype.kind](https://numpy.org/doc/stable/reference/generated/numpy.dtype.kind.html).
    pub fn kind(&self) -> Kind {
        match &self.class {
            TypeClass::Element(element) => element.kind(),
            TypeClass::LongDouble => Kind::Float,
            TypeClass::ComplexLongDouble => Kind::Complex,
            TypeClass::Object => Kind::Object,
            TypeClass::Bytes(_) => Kind::Bytes,
            TypeClass::Str(_) => Kind::Str,
            TypeClass::DateTime64(_) => Kind::DateTime,
            TypeClass::TimeDelta64(_) => Kind::TimeDelta,
            TypeClass::Void(_) | TypeClass::SubArray(_) | TypeClass::Record(_) => Kind::Void,
        }
    }

    /// NumPy's one-letter code.
    ///
    /// NumPy: [numpy.dtype.char](https://numpy.org/doc/stable/reference/generated/numpy.dtype.char.html).
    pub fn char(&self) -> char {
        match (&self.class, self.spelling) {
            (TypeClass::Element(ElementType::Int64), Spelling::LongLong) => 'q',
            (TypeClass::Element(ElementType::UInt64), Spelling::LongLong) => 'Q',
            (TypeClass::Bytes(_), Spelling::Char) => 'c',
            (TypeClass::Element(element), _) => element.char(),
            (TypeClass::LongDouble, _) => 'g',
            (TypeClass::ComplexLongDouble, _) => 'G',
            _ => self.kind().as_char(),
        }
    }

    /// NumPy's type number.
    ///
    /// NumPy: [numpy.dtype.num](https://numpy.org/doc/stable/reference/generated/numpy.dtype.num.html).
    pub fn num(&self) -> i32 {
        match (&self.class, self.spelling) {
            (TypeClass::Element(ElementType::Int64), Spelling::LongLong) => 9,
            (TypeClass::Element(ElementType::UInt64), Spelling::LongLong) => 10,
            (TypeClass::Element(element), _) => element.num(),
            (TypeClass::LongDouble, _) => 13,
            (TypeClass::ComplexLongDouble, _) => 16,
            _ => match self.kind() {
                Kind::Object => 17,
                Kind::Bytes => 18,
                Kind::Str => 19,
                Kind::DateTime => 21,
                Kind::TimeDelta => 22,
                _ => 20,
            },
        }
    }

    /// The record's layout, where it is one.
    pub fn as_record(&self) -> Option<&Record> {
        match &self.class {
            TypeClass::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The fields, or none.
    pub fn fields(&self) -> &[Field] {
        self.as_record().map_or(&[], Record::fields)
    }

    /// The sub-array, where it is one.
    pub fn sub_array(&self) -> Option<&SubArray> {
        match &self.class {
            TypeClass::SubArray(block) => Some(block),
            _ => None,
        }
    }

    /// The type of a sub-array's elements; itself for all others.
    ///
    /// NumPy: [numpy.dtype.base](https://numpy.org/doc/stable/reference/generated/numpy.dtype.base.html).
    pub fn base(&self) -> &DType {
        self.sub_array().map_or(self, SubArray::base)
    }

    /// The shape of a sub-array; empty for all others.
    ///
    /// NumPy: [numpy.dtype.shape](https://numpy.org/doc/stable/reference/generated/numpy.dtype.shape.html).
    pub fn shape(&self) -> &[usize] {
        self.sub_array().map_or(&[], SubArray::shape)
    }

    /// The number of dimensions of a sub-array; 0 for all others.
    ///
    /// NumPy: [numpy.dtype.ndim](https://numpy.org/doc/stable/reference/generated/numpy.dtype.ndim.html).
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The field of a name or title.
    ///
    /// # Errors
    ///
    /// When there is no such field, or the type has none at all.
    pub fn field(&self, name: &str) -> Result<&Field> {
        let record = self.record_or_error()?;
        record
            .field(name)
            .ok_or_else(|| Error::new(ErrorKind::NoSuchField { name: name.to_owned() }))
    }

    /// The field at a position; negative positions count from the end.
    ///
    /// # Errors
    ///
    /// When the position is out of range, or the type has no fields.
    pub fn field_at(&self, index: i64) -> Result<&Field> {
        let fields = self.record_or_error()?.fields();
        let n_fields = fields.len();
        let wrapped = if index < 0 { index + n_fields as i64 } else { index };
        usize::try_from(wrapped)
            .ok()
            .and_then(|i| fields.get(i))
            .ok_or_else(|| Error::new(ErrorKind::FieldIndex { index, n_fields }))
    }

    pub(crate) fn record_or_error(&self) -> Result<&Record> {
        self.as_record().ok_or_else(|| Error::new(ErrorKind::NoFields { dtype: self.to_string() }))
    }

    /// Whether this machine reads all of it as it is.
    ///
    /// NumPy: [numpy.dtype.isnative](https://numpy.org/doc/stable/reference/generated/numpy.dtype.isnative.html).
    /// Differs: it looks into sub-arrays, which NumPy's answer, [`isnative`](DType::isnative), does
    /// not.
    pub fn is_native(&self) -> bool {
        match &self.class {
            TypeClass::Record(record) => record.fields().iter().all(|f| f.dtype.is_native()),
            TypeClass::SubArray(block) => block.base().is_native(),
            _ => self.byte_order.is_native(),
        }
    }

    /// Whether it holds Python objects somewhere.
    ///
    /// NumPy: [numpy.dtype.hasobject](https://numpy.org/doc/stable/reference/generated/numpy.dtype.hasobject.html).
    pub fn has_object(&self) -> bool {
        match &self.class {
            TypeClass::Object => true,
            TypeClass::Record(record) => record.fields().iter().any(|f| f.dtype.has_object()),
            TypeClass::SubArray(block) => block.base().has_object(),
            _ => false,
        }
    }

    /// The same type with its bytes in `order`, in every field; [`ByteOrder::NotApplicable`] changes
    /// nothing.
    ///
    /// NumPy: [numpy.dtype.newbyteorder](https://numpy.org/doc/stable/reference/generated/numpy.dtype.newbyteorder.html).
    /// Differs: `'S'` (swap) is [`swap_byte_order`](DType::swap_byte_order).
    pub fn with_byte_order(&self, order: ByteOrder) -> DType {
        self.map_byte_order(&|_| order)
    }

    /// The same type with the bytes of each part in the other order.
    pub fn swap_byte_order(&self) -> DType {
        self.map_byte_order(&ByteOrder::swap)
    }

    /// The same type in this machine's order.
    pub fn to_native(&self) -> DType {
        if self.is_native() { self.clone() } else { self.with_byte_order(ByteOrder::NATIVE) }
    }

    fn map_byte_order(&self, change: &dyn Fn(ByteOrder) -> ByteOrder) -> DType {
        let mut result = self.clone();
        match &self.class {
            TypeClass::Record(record) => {
                let mut record = Record::clone(record);
                record.map_dtypes(|dtype| dtype.map_byte_order(change));
                result.class = TypeClass::Record(Arc::new(record));
            }
            TypeClass::SubArray(block) => {
                let block = block.with_base(block.base().map_byte_order(change));
                result.class = TypeClass::SubArray(Arc::new(block));
            }
            _ => match (self.byte_order, change(self.byte_order)) {
                (ByteOrder::NotApplicable, _) | (_, ByteOrder::NotApplicable) => {}
                (_, order) => result.byte_order = order,
            },
        }
        result
    }
}

impl PartialEq for DType {
    fn eq(&self, other: &DType) -> bool {
        self.byte_order == other.byte_order && self.class == other.class
    }
}

impl Eq for DType {}

impl Hash for DType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.byte_order.hash(state);
        self.class.hash(state);
    }
}

impl From<ElementType> for DType {
    fn from(element: ElementType) -> DType {
        DType::from_element(element)
    }
}

impl From<Record> for DType {
    fn from(record: Record) -> DType {
        DType::record(record)
    }
}
