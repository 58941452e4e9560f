//! [`Root`]: the array that handles share, in memory or in a file that is mapped.

use std::sync::Arc;

use ndstrata_array::{DynArray, DynViewMut, Order};
use ndstrata_dtype::DType;
use ndstrata_npy::MemMap;

use crate::error::{Error, Result};

/// An array and where it lies.
pub(super) struct Root {
    array: DynArray,
    place: Place,
    /// The handle to the whole may not write; views made before still do.
    is_locked: bool,
}

enum Place {
    Memory,
    /// Of a file that may only be read.
    ReadOnly,
    /// Of a file that is written.
    File {
        map: Arc<MemMap>,
        /// The array is newer than the file, which was being read when it was written.
        is_ahead: bool,
    },
}

impl Root {
    pub(super) fn new(array: DynArray) -> Root {
        Root { array, place: Place::Memory, is_locked: false }
    }

    pub(super) fn read_only(array: DynArray) -> Root {
        Root { array, place: Place::ReadOnly, is_locked: false }
    }

    pub(super) fn of_file(map: MemMap) -> Result<Root> {
        let map = Arc::new(map);
        let array = map.array()?;
        Ok(Root { array, place: Place::File { map, is_ahead: false }, is_locked: false })
    }

    pub(super) fn array(&self) -> &DynArray {
        &self.array
    }

    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self.place, Place::Memory)
    }

    /// The array to be written, where nothing but memory holds it, each element apart from the others.
    pub(super) fn in_memory(&mut self) -> Option<&mut DynArray> {
        let shows_twice = self.array.layout().may_self_overlap(self.array.itemsize());
        let is_plain = self.is_in_memory() && !self.is_locked && !shows_twice;
        is_plain.then_some(&mut self.array)
    }

    pub(super) fn is_writeable(&self) -> bool {
        !matches!(self.place, Place::ReadOnly)
    }

    pub(super) fn is_locked(&self) -> bool {
        self.is_locked
    }

    pub(super) fn lock(&mut self, is_locked: bool) {
        self.is_locked = is_locked;
    }

    /// Puts another array in its place: of a file, one with other axes.
    pub(super) fn replace(&mut self, array: DynArray) -> Result<()> {
        let is_of_memory = matches!(self.place, Place::Memory);
        if !is_of_memory && !array.shares_buffer(&self.array) {
            return Err(Error::value_error("cannot resize this array: it does not own its data"));
        }
        self.array = array;
        Ok(())
    }

    /// Lets `write` change the array where it lies: in its file, unless that is being read meanwhile. Then
    /// the array becomes a copy, which is brought to the file as soon as that is free.
    pub(super) fn update<T>(
        &mut self,
        write: impl FnOnce(DynViewMut<'_>) -> Result<T>,
    ) -> Result<T> {
        self.catch_up()?;
        match &mut self.place {
            Place::Memory => {}
            Place::ReadOnly => {
                return Err(Error::value_error("assignment destination is read-only"));
            }
            Place::File { map, is_ahead } => {
                let (layout, dtype) = (self.array.layout().clone(), self.array.dtype().clone());
                self.array = nothing()?;
                if let Some(file) = Arc::get_mut(map) {
                    let seen = file
                        .view_mut()
                        .map_err(Error::from)
                        .and_then(|whole| Ok(whole.as_strided(0, layout.clone(), &dtype)?));
                    let done = seen.and_then(write);
                    self.array = map.array()?.as_strided(0, layout, &dtype)?;
                    return done;
                }
                self.array = map.array()?.as_strided(0, layout, &dtype)?;
                self.array = self.array.copy(Order::K)?;
                *is_ahead = true;
            }
        }
        write(self.array.view_mut()?)
    }

    /// Brings what was written to the disk.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.catch_up()?;
        match &self.place {
            Place::File { is_ahead: true, .. } => Err(Error::unsupported(
                "flushing a map whose elements are held elsewhere is not supported",
            )),
            Place::File { map, .. } => Ok(map.flush()?),
            _ => Ok(()),
        }
    }

    /// Whether the file waits for what was written.
    pub(super) fn is_ahead(&self) -> bool {
        matches!(self.place, Place::File { is_ahead: true, .. })
    }

    /// Brings to the file what was written while it was being read, unless it still is.
    pub(super) fn catch_up(&mut self) -> Result<()> {
        let Place::File { map, is_ahead: is_ahead @ true } = &mut self.place else {
            return Ok(());
        };
        let Some(file) = Arc::get_mut(map) else { return Ok(()) };
        let (layout, dtype) = (self.array.layout().clone(), self.array.dtype().clone());
        let mut seen = file.view_mut()?.as_strided(0, layout.clone(), &dtype)?;
        seen.assign(&self.array.view())?;
        *is_ahead = false;
        self.array = map.array()?.as_strided(0, layout, &dtype)?;
        Ok(())
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        // As in NumPy, who wants to know whether everything was written flushes.
        let _ = self.catch_up();
    }
}

/// Stands for an array that is let go for a moment.
fn nothing() -> Result<DynArray> {
    Ok(DynArray::zeros(&[0], &DType::BOOL, Order::C)?)
}
