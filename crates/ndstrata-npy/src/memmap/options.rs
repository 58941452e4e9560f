//! How files are mapped: [`MapMode`], [`MapOptions`], [`CreateOptions`].

use crate::{Limits, Version};

/// What may be done to a mapped array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapMode {
    /// `r`: nothing but reading.
    #[default]
    Read,
    /// `r+`: writing goes to the file.
    ReadWrite,
    /// `c`: writing changes this map alone.
    CopyOnWrite,
}

/// How a file is mapped.
#[derive(Clone, Debug, Default)]
pub struct MapOptions {
    pub(super) mode: MapMode,
    pub(super) limits: Limits,
}

impl MapOptions {
    /// For reading.
    pub fn new() -> MapOptions {
        MapOptions::default()
    }

    /// What may be done to the array.
    pub fn mode(mut self, mode: MapMode) -> MapOptions {
        self.mode = mode;
        self
    }

    /// How long a header may be.
    pub fn limits(mut self, limits: Limits) -> MapOptions {
        self.limits = limits;
        self
    }
}

/// What a new file holds.
#[derive(Clone, Debug, Default)]
pub struct CreateOptions {
    pub(super) fortran_order: bool,
    pub(super) version: Option<Version>,
}

impl CreateOptions {
    /// C order, in the oldest version that can hold the array.
    pub fn new() -> CreateOptions {
        CreateOptions::default()
    }

    /// Whether the elements lie in Fortran order.
    pub fn fortran_order(mut self, fortran_order: bool) -> CreateOptions {
        self.fortran_order = fortran_order;
        self
    }

    /// The version of the format; `None` for the oldest that can hold the array.
    pub fn version(mut self, version: impl Into<Option<Version>>) -> CreateOptions {
        self.version = version.into();
        self
    }
}
