//! Functions and methods that change a shape and touch no element.

use crate::registry::Entry;

pub(super) const TABLE: &[Entry] = &[
    ("np.squeeze", "a, axis=None", |a| {
        let array = a.array("a")?;
        let made = match a.optional("axis") {
            None => array.squeeze(),
            Some(_) => array.squeeze_axes(&a.ints_of("axis")?)?,
        };
        Ok(a.derive("a", made))
    }),
    ("np.swapaxes", "a, axis1, axis2", |a| {
        let (axis1, axis2) = (a.int("axis1")? as isize, a.int("axis2")? as isize);
        Ok(a.derive("a", a.array("a")?.swapaxes(axis1, axis2)?))
    }),
];
