//! [`ArrayRef`]: an array as Python holds one, where views and names share what is written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ndstrata_array::{DynArray, DynViewMut, Layout};
use ndstrata_dtype::DType;

use crate::error::Result;

/// A handle to an array. Clones are the same array, and a view made through
/// [`derive`](ArrayRef::derive) writes to the array that it shows part of.
///
/// ```
/// use ndstrata_array::{index, DynArray, Slice};
/// use ndstrata_eval::ArrayRef;
/// let a = ArrayRef::new(DynArray::from_vec(vec![1, 2, 3, 4]));
/// let every_second = a.derive(a.get().index(&index![Slice::all().step(2)])?);
/// every_second.update(|mut view| Ok(view.set(&[], &DynArray::from_vec(vec![0]).view())?))?;
/// assert_eq!(a.get().to_vec::<i32>()?, [0, 2, 0, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ArrayRef {
    root: Arc<Mutex<DynArray>>,
    part: Option<Arc<Part>>,
}

/// Where a view lies in its root.
struct Part {
    offset: isize,
    layout: Layout,
    dtype: DType,
    is_read_only: bool,
}

impl ArrayRef {
    /// A handle to a new array.
    pub fn new(array: DynArray) -> ArrayRef {
        ArrayRef { root: Arc::new(Mutex::new(array)), part: None }
    }

    /// The array as it is now; shares its memory until either is written.
    pub fn get(&self) -> DynArray {
        let root = self.lock().clone();
        match &self.part {
            None => root,
            // The part was made from this root's memory, and writing keeps the root's layout.
            Some(part) => {
                root.as_strided(part.offset, part.layout.clone(), &part.dtype).unwrap_or(root)
            }
        }
    }

    /// A handle to what was made from [`get`](ArrayRef::get): a view of this array where it shares
    /// the memory, a new array where it does not.
    pub fn derive(&self, made: DynArray) -> ArrayRef {
        let overlaps = made.layout().may_self_overlap(made.itemsize());
        self.derive_as(made, overlaps)
    }

    /// As [`derive`](ArrayRef::derive), for results that NumPy lets nobody write to.
    pub(crate) fn derive_read_only(&self, made: DynArray) -> ArrayRef {
        self.derive_as(made, true)
    }

    fn derive_as(&self, made: DynArray, is_read_only: bool) -> ArrayRef {
        let root = self.lock();
        let is_packed = root.packed_bytes().is_some();
        if !is_packed || !root.shares_buffer(&made) || made.size() == 0 {
            drop(root);
            return ArrayRef::new(made);
        }
        let offset = made.as_ptr().addr().wrapping_sub(root.as_ptr().addr()) as isize;
        let part = Part {
            offset,
            layout: made.layout().clone(),
            dtype: made.dtype().clone(),
            is_read_only,
        };
        drop(root);
        ArrayRef { root: self.root.clone(), part: Some(Arc::new(part)) }
    }

    /// Writes to the array, and through it to every handle that shows the same elements.
    ///
    /// # Errors
    ///
    /// Those of `write`; a view that shows an element twice is read-only.
    pub fn update<T>(&self, write: impl FnOnce(DynViewMut<'_>) -> Result<T>) -> Result<T> {
        let mut root = self.lock();
        let view = root.view_mut()?;
        match &self.part {
            None => write(view),
            Some(part) if part.is_read_only => {
                Err(crate::Error::value_error("assignment destination is read-only"))
            }
            Some(part) => write(view.as_strided(part.offset, part.layout.clone(), &part.dtype)?),
        }
    }

    /// Puts another array in its place, for every handle to the whole.
    pub fn replace(&self, array: DynArray) {
        *self.lock() = array;
    }

    /// Whether two are handles to one array.
    pub fn is(&self, other: &ArrayRef) -> bool {
        let same_part = match (&self.part, &other.part) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        Arc::ptr_eq(&self.root, &other.root) && same_part
    }

    /// A write that failed half-way leaves valid elements, so a poisoned lock is of no concern.
    fn lock(&self) -> MutexGuard<'_, DynArray> {
        self.root.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
