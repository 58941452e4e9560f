//! The four ways in which an array holds its bytes.

use std::marker::PhantomData;

use crate::buffer::Buffer;

mod sealed {
    pub trait Sealed {}
}

/// How a [`DynBase`](crate::DynBase) holds its bytes: owned, borrowed, borrowed for writing, or
/// either of the first two.
pub trait Storage: sealed::Sealed {}

/// Shared ownership of a buffer; unique before it is written.
#[derive(Clone)]
pub struct Owned(pub(crate) Buffer);

/// A shared borrow.
#[derive(Clone, Copy)]
pub struct Borrowed<'a>(PhantomData<&'a [u8]>);

/// An exclusive borrow.
pub struct BorrowedMut<'a>(PhantomData<&'a mut [u8]>);

/// A borrow, or ownership where something had to be made.
#[derive(Clone)]
pub struct Cow<'a>(pub(crate) Option<Buffer>, PhantomData<&'a [u8]>);

impl Borrowed<'_> {
    pub(crate) const fn new() -> Self {
        Borrowed(PhantomData)
    }
}

impl BorrowedMut<'_> {
    pub(crate) const fn new() -> Self {
        BorrowedMut(PhantomData)
    }
}

impl Cow<'_> {
    pub(crate) const fn new(owner: Option<Buffer>) -> Self {
        Cow(owner, PhantomData)
    }
}

impl sealed::Sealed for Owned {}
impl sealed::Sealed for Borrowed<'_> {}
impl sealed::Sealed for BorrowedMut<'_> {}
impl sealed::Sealed for Cow<'_> {}
impl Storage for Owned {}
impl Storage for Borrowed<'_> {}
impl Storage for BorrowedMut<'_> {}
impl Storage for Cow<'_> {}
