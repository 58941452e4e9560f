//! The lesser attributes of a dtype: flags, the byte-order character, the scalar type's name.

use crate::dtype::Spelling;
use crate::result_type::Class;
use crate::{ByteOrder, DType, Error, ErrorKind, Record, Result, TypeClass};

impl DType {
    /// The byte order as NumPy shows it: `=` for this machine's, `<`, `>`, or `|` where there is
    /// none.
    ///
    /// NumPy: [numpy.dtype.byteorder](https://numpy.org/doc/stable/reference/generated/numpy.dtype.byteorder.html).
    pub fn byteorder(&self) -> char {
        match self.byte_order() {
            ByteOrder::NotApplicable if matches!(self.class(), TypeClass::Object) => '|',
            order if order == ByteOrder::NATIVE => '=',
            order => order.as_char(),
        }
    }

    /// Whether it is one of NumPy's own types as it comes: native, unsized if it is flexible.
    ///
    /// NumPy: [numpy.dtype.isbuiltin](https://numpy.org/doc/stable/reference/generated/numpy.dtype.isbuiltin.html).
    /// Differs: NumPy gives 1 or 0.
    pub fn is_builtin(&self) -> bool {
        let own =
            matches!(self.spelling(), Spelling::Plain | Spelling::LongLong | Spelling::Letter);
        own && self.is_native()
            && match self.class() {
                TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => {
                    self.spelling() == Spelling::Letter
                }
                TypeClass::Element(_)
                | TypeClass::LongDouble
                | TypeClass::ComplexLongDouble
                | TypeClass::Object => true,
                TypeClass::Bytes(n) | TypeClass::Str(n) | TypeClass::Void(n) => *n == 0,
                _ => false,
            }
    }

    /// NumPy's `isnative`, which takes every sub-array for native; whether this machine really reads
    /// all of it as it is, [`is_native`](DType::is_native) says.
    ///
    /// NumPy: [numpy.dtype.isnative](https://numpy.org/doc/stable/reference/generated/numpy.dtype.isnative.html).
    pub fn isnative(&self) -> bool {
        match self.class() {
            TypeClass::Record(record) => record.fields().iter().all(|f| f.dtype.isnative()),
            _ => self.byte_order().is_native(),
        }
    }

    /// Whether it is a record (or a block of records) laid out as a C struct.
    ///
    /// NumPy: [numpy.dtype.isalignedstruct](https://numpy.org/doc/stable/reference/generated/numpy.dtype.isalignedstruct.html).
    pub fn is_aligned_struct(&self) -> bool {
        match self.class() {
            TypeClass::Record(record) => record.is_aligned(),
            TypeClass::SubArray(block) => block.base().is_aligned_struct(),
            _ => false,
        }
    }

    /// NumPy's bit flags, which say how its interpreter has to handle the data.
    ///
    /// NumPy: [numpy.dtype.flags](https://numpy.org/doc/stable/reference/generated/numpy.dtype.flags.html).
    pub fn flags(&self) -> u8 {
        const OBJECT: u8 = 0x3f;
        const NEEDS_INIT: u8 = 0x08;
        const USE_GETITEM: u8 = 0x10;
        const ALIGNED_STRUCT: u8 = 0x80;
        // What a record takes over from its fields.
        const FROM_FIELDS: u8 = 0x1b;
        match self.class() {
            TypeClass::Object => OBJECT,
            TypeClass::Str(_) => NEEDS_INIT,
            TypeClass::SubArray(block) => block.base().flags(),
            TypeClass::Record(record) => {
                let own = if record.is_aligned() { ALIGNED_STRUCT } else { 0 };
                let inherited = |flags, field: &crate::Field| flags | field.dtype.flags();
                let inherited = record.fields().iter().fold(0, inherited) & FROM_FIELDS;
                own | USE_GETITEM | inherited
            }
            _ => 0,
        }
    }

    /// The names of the fields, if it is a record.
    ///
    /// NumPy: [numpy.dtype.names](https://numpy.org/doc/stable/reference/generated/numpy.dtype.names.html).
    pub fn names(&self) -> Option<Vec<&str>> {
        self.as_record().map(|record| record.names().collect())
    }

    /// The base and shape of a sub-array.
    ///
    /// NumPy: [numpy.dtype.subdtype](https://numpy.org/doc/stable/reference/generated/numpy.dtype.subdtype.html).
    pub fn subdtype(&self) -> Option<(&DType, &[usize])> {
        self.sub_array().map(|block| (block.base(), block.shape()))
    }

    /// The name of NumPy's scalar type, such as `float64`, `str_` or `record`.
    ///
    /// NumPy: [numpy.dtype.type](https://numpy.org/doc/stable/reference/generated/numpy.dtype.type.html).
    pub fn scalar_type(&self) -> &'static str {
        match (self.class(), self.spelling()) {
            (_, Spelling::RecordClass) => "record",
            (TypeClass::Element(_), Spelling::LongLong) => {
                if self.char() == 'q' {
                    "longlong"
                } else {
                    "ulonglong"
                }
            }
            (TypeClass::Element(element), _) => element.name(),
            (TypeClass::LongDouble, _) => "longdouble",
            (TypeClass::ComplexLongDouble, _) => "clongdouble",
            (TypeClass::Object, _) => "object_",
            (TypeClass::Bytes(_), _) => "bytes_",
            (TypeClass::Str(_), _) => "str_",
            (TypeClass::DateTime64(_), _) => "datetime64",
            (TypeClass::TimeDelta64(_), _) => "timedelta64",
            (TypeClass::Void(_) | TypeClass::SubArray(_) | TypeClass::Record(_), _) => "void",
        }
    }

    /// Whether this is a `numpy.record`, which compares equal to a plain record of the same fields.
    ///
    /// NumPy: [numpy.record](https://numpy.org/doc/stable/reference/generated/numpy.record.html).
    pub fn is_record_class(&self) -> bool {
        self.spelling() == Spelling::RecordClass
    }

    /// The same type as a `np.record`, whose fields Python also finds as attributes; anything but a
    /// record or raw bytes stays as it is.
    ///
    /// NumPy: [numpy.record](https://numpy.org/doc/stable/reference/generated/numpy.record.html).
    pub fn to_record_class(&self) -> DType {
        match self.class() {
            TypeClass::Void(_) | TypeClass::Record(_) => {
                self.clone().with_spelling(Spelling::RecordClass)
            }
            _ => self.clone(),
        }
    }

    /// The same type in the byte order of a NumPy text: `<`, `little`, `>`, `big`, `=`, `native`,
    /// `|`, `ignore`, `S`, `swap`; the first letter decides, in either case.
    ///
    /// NumPy: [numpy.dtype.newbyteorder](https://numpy.org/doc/stable/reference/generated/numpy.dtype.newbyteorder.html).
    ///
    /// # Errors
    ///
    /// Any other text.
    pub fn newbyteorder(&self, order: &str) -> Result<DType> {
        Ok(match order.chars().next().map(|c| c.to_ascii_lowercase()) {
            Some('s') => self.swap_byte_order(),
            Some('<' | 'l') => self.with_byte_order(ByteOrder::Little),
            Some('>' | 'b') => self.with_byte_order(ByteOrder::Big),
            Some('=' | 'n') => self.with_byte_order(ByteOrder::NATIVE),
            Some('|' | 'i') => self.clone(),
            _ => return Err(Error::new(ErrorKind::ByteOrder { text: order.to_owned() })),
        })
    }

    /// The name of the type's class, such as `Float64DType`.
    ///
    /// NumPy: the classes of [numpy.dtypes](https://numpy.org/doc/stable/reference/routines.dtypes.html).
    pub fn class_name(&self) -> &'static str {
        Class::of(self).name()
    }

    /// The most levels of records and sub-arrays within each other; it bounds every recursion over
    /// types.
    pub const MAX_DEPTH: usize = 256;

    /// How many levels there are: 0 for a plain type.
    pub(crate) fn depth(&self) -> usize {
        match self.class() {
            TypeClass::SubArray(block) => block.depth(),
            TypeClass::Record(record) => Record::depth(record),
            _ => 0,
        }
    }
}
