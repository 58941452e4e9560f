//! [`ArrayRef`]: an array as Python holds one, where views and names share what is written.

mod class;
mod late;
mod overlapping;
mod root;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use ndstrata_array::{DynArray, DynViewMut, Layout, Order, Scalar};
use ndstrata_dtype::DType;
use ndstrata_npy::MemMap;

use crate::error::Result;
pub use class::ArrayClass;
pub(crate) use late::catch_up;
use root::Root;

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
    root: Arc<Mutex<Root>>,
    part: Option<Arc<Part>>,
    class: ArrayClass,
}

/// Where a view lies in its root.
struct Part {
    offset: isize,
    layout: Layout,
    /// The layout since other axes were set.
    changed: OnceLock<Mutex<Layout>>,
    dtype: DType,
    is_read_only: AtomicBool,
}

impl Part {
    fn is_read_only(&self) -> bool {
        self.is_read_only.load(Ordering::Relaxed)
    }

    fn layout(&self) -> Layout {
        match self.changed.get() {
            None => self.layout.clone(),
            Some(changed) => changed.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    fn set_layout(&self, layout: Layout) {
        let changed = self.changed.get_or_init(|| Mutex::new(layout.clone()));
        *changed.lock().unwrap_or_else(PoisonError::into_inner) = layout;
    }
}

impl ArrayRef {
    /// A handle to a new array.
    pub fn new(array: DynArray) -> ArrayRef {
        ArrayRef::of(Root::new(array))
    }

    /// A handle to an array that may only be read, as a map of mode `r`.
    pub fn read_only(array: DynArray) -> ArrayRef {
        ArrayRef::of(Root::read_only(array))
    }

    /// A handle to the array of a mapped file, which is written through it.
    ///
    /// What is written while an array that [`get`](ArrayRef::get) gave is alive reaches the file later: when
    /// a function of the registry is called, or the handle used or dropped, and that array is gone.
    ///
    /// # Errors
    ///
    /// None that the map's own checks leave.
    pub fn of_file(map: MemMap) -> Result<ArrayRef> {
        Ok(ArrayRef::of(Root::of_file(map)?))
    }

    fn of(root: Root) -> ArrayRef {
        ArrayRef { root: Arc::new(Mutex::new(root)), part: None, class: ArrayClass::Plain }
    }

    /// The same array as one of another class.
    pub fn with_class(self, class: ArrayClass) -> ArrayRef {
        ArrayRef { class, ..self }
    }

    /// The class that the array is of.
    pub fn class(&self) -> ArrayClass {
        self.class
    }

    /// The array as it is now; shares its memory until either is written.
    pub fn get(&self) -> DynArray {
        let lock = self.lock();
        let root = lock.array();
        match &self.part {
            None => root.clone(),
            // The part was made from this root's memory, and writing keeps the root's layout.
            Some(part) => root
                .as_strided(part.offset, part.layout(), &part.dtype)
                .unwrap_or_else(|_| root.clone()),
        }
    }

    /// What is read off the array as it is now.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&DynArray) -> T) -> T {
        match &self.part {
            None => read(self.lock().array()),
            Some(_) => read(&self.get()),
        }
    }

    /// A handle to what was made from [`get`](ArrayRef::get): a view of this array where it shares
    /// the memory, a new array where it does not.
    pub fn derive(&self, made: DynArray) -> ArrayRef {
        let repeats = made.layout().may_self_overlap(made.itemsize())
            && made.strides().iter().zip(made.shape()).any(|(&stride, &n)| stride == 0 && n > 1);
        self.derive_as(made, repeats || self.is_locked())
    }

    /// As [`derive`](ArrayRef::derive), for results that NumPy lets nobody write to.
    pub(crate) fn derive_read_only(&self, made: DynArray) -> ArrayRef {
        self.derive_as(made, true)
    }

    fn derive_as(&self, made: DynArray, is_read_only: bool) -> ArrayRef {
        let class = self.class.of_view(made.dtype());
        let lock = self.lock();
        let root = lock.array();
        let is_packed = root.packed_bytes().is_some();
        let is_shared = root.shares_buffer(&made);
        if !is_packed || !is_shared || made.size() == 0 {
            let is_held = is_shared && !lock.is_in_memory();
            drop(lock);
            // What has no elements holds none, so that a file is not kept from being written by it.
            let is_empty = is_held && made.size() == 0;
            let own = if is_empty { made.copy(Order::K).ok() } else { None };
            return ArrayRef::new(own.unwrap_or(made)).with_class(class);
        }
        let offset = made.as_ptr().addr().wrapping_sub(root.as_ptr().addr()) as isize;
        let part = Part {
            offset,
            layout: made.layout().clone(),
            changed: OnceLock::new(),
            dtype: made.dtype().clone(),
            is_read_only: AtomicBool::new(is_read_only),
        };
        drop(lock);
        ArrayRef { root: self.root.clone(), part: Some(Arc::new(part)), class }
    }

    /// Writes to the array, and through it to every handle that shows the same elements.
    ///
    /// # Errors
    ///
    /// Those of `write`; a view that repeats elements along an axis is read-only.
    pub fn update<T>(&self, write: impl FnOnce(DynViewMut<'_>) -> Result<T>) -> Result<T> {
        let mut root = self.lock();
        let is_locked = match &self.part {
            None => root.is_locked(),
            Some(part) => part.is_read_only(),
        };
        let done = match &self.part {
            _ if is_locked => Err(crate::Error::value_error("assignment destination is read-only")),
            None if overlapping::is_in_memory(&root) => overlapping::update_whole(&mut root, write),
            None => root.update(write),
            Some(part) if part.layout().may_self_overlap(part.dtype.itemsize()) => {
                let place = overlapping::Place {
                    offset: part.offset,
                    layout: part.layout(),
                    dtype: &part.dtype,
                };
                overlapping::update(&mut root, &place, write)
            }
            Some(part) => root
                .update(|view| write(view.as_strided(part.offset, part.layout(), &part.dtype)?)),
        };
        if root.is_ahead() {
            late::remember(&self.root);
        }
        done
    }

    /// Writes one element of the array's type.
    ///
    /// # Errors
    ///
    /// As [`update`](ArrayRef::update); a place that is not there.
    pub(crate) fn set_element(&self, place: &[isize], element: &Scalar) -> Result<()> {
        if self.part.is_none()
            && let Some(array) = self.lock().in_memory()
        {
            return Ok(array.set_scalar_at(place, element)?);
        }
        self.update(|mut view| Ok(view.set_scalar_at(place, element)?))
    }

    /// Writes all elements of a result, which has the array's shape and whose elements can be cast to its
    /// type: as the new memory of the array where it lies as this does, else one by one.
    ///
    /// # Errors
    ///
    /// As [`update`](ArrayRef::update).
    pub(crate) fn fill_with(&self, made: DynArray) -> Result<()> {
        if !self.is_writeable() {
            return Err(crate::Error::value_error("output array is read-only"));
        }
        if self.part.is_none() {
            let mut root = self.lock();
            let array = root.array();
            if root.is_in_memory()
                && made.dtype() == array.dtype()
                && made.layout() == array.layout()
                && [&made, array].iter().all(|array| array.packed_bytes().is_some())
            {
                return root.replace(made);
            }
        }
        self.update(|mut view| Ok(view.assign(&made.view())?))
    }

    /// Whether [`update`](ArrayRef::update) may write.
    pub fn is_writeable(&self) -> bool {
        !self.is_locked() && self.lock().is_writeable()
    }

    fn is_locked(&self) -> bool {
        match &self.part {
            None => self.lock().is_locked(),
            Some(part) => part.is_read_only(),
        }
    }

    /// Lets [`update`](ArrayRef::update) write through this handle, or not.
    ///
    /// # Errors
    ///
    /// Memory that may not be written.
    pub(crate) fn set_writeable(&self, is_writeable: bool) -> Result<()> {
        let mut root = self.lock();
        if is_writeable && !root.is_writeable() {
            let words = "cannot set WRITEABLE flag to True of this array";
            return Err(crate::Error::value_error(words));
        }
        match &self.part {
            None => root.lock(!is_writeable),
            Some(part) => part.is_read_only.store(!is_writeable, Ordering::Relaxed),
        }
        Ok(())
    }

    /// The array that this is a view of.
    pub(crate) fn base(&self) -> Option<ArrayRef> {
        let class = ArrayClass::Plain;
        self.part.as_ref().map(|_| ArrayRef { root: self.root.clone(), part: None, class })
    }

    /// Brings what was written to a mapped file to the disk.
    ///
    /// # Errors
    ///
    /// A disk that fails; an array of the file's elements that is still held.
    pub fn flush(&self) -> Result<()> {
        self.lock().flush()
    }

    /// Puts another array in its place, for every handle to the whole; a view is given other axes.
    ///
    /// # Errors
    ///
    /// Elements of its own for a view or for a mapped file.
    pub fn replace(&self, array: DynArray) -> Result<()> {
        let mut root = self.lock();
        let Some(part) = &self.part else { return root.replace(array) };
        if !array.shares_buffer(root.array()) {
            let words = "cannot resize this array: it does not own its data";
            return Err(crate::Error::value_error(words));
        }
        part.set_layout(array.layout().clone());
        Ok(())
    }

    /// Shows the same memory as elements of another type, which `seen` is made of.
    ///
    /// # Errors
    ///
    /// An array that others are views of; a view.
    pub(crate) fn reinterpret(&self, seen: DynArray) -> Result<()> {
        if self.part.is_some() {
            return Err(crate::Error::unsupported("another dtype for a view is not supported"));
        }
        self.lock().replace(seen)
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

    /// Whether this is the only handle to an array in memory.
    pub(crate) fn is_temporary(&self) -> bool {
        self.part.is_none() && Arc::strong_count(&self.root) == 1 && self.lock().is_in_memory()
    }

    /// A write that failed half-way leaves valid elements, so a poisoned lock is of no concern.
    fn lock(&self) -> MutexGuard<'_, Root> {
        self.root.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
