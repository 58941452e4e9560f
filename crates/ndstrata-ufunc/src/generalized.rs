//! [`Gufunc`]: a function of whole sub-arrays, broadcast over the axes before them.
//!
//! A signature such as `(m?,n),(n,p?)->(m?,p?)` names the *core* axes of each operand. Here they are found
//! (`shapes`), the loop is chosen from the types alone (`resolve`), operands are converted and outputs
//! made (`call`); the loop sees whole stacks, or one core block at a time.

#![expect(unsafe_code, reason = "a loop may promise to fill memory that was not cleared")]

mod axes;
mod call;
mod fault;
mod options;
mod resolve;
mod shapes;
mod signature;

use ndstrata_array::{DynView, DynViewMut};

pub use axes::CoreAxes;
pub use fault::GufuncFault;
pub use options::GufuncOptions;
pub use signature::{CoreAxis, Signature};

use crate::error::Result;
use crate::kernel::{LoopTypes, loop_types};

/// What a loop does: inputs come with the shape of the whole stack (broadcast axes have stride 0) and
/// the core axes after it; an axis that the signature lets be absent has length 1.
type Body = Box<dyn Fn(&[DynView<'_>], &mut [DynViewMut<'_>]) -> Result<()> + Send + Sync>;

/// A generalised universal function.
///
/// NumPy: [generalized universal functions](https://numpy.org/doc/stable/reference/c-api/generalized-ufuncs.html).
///
/// ```
/// use ndarray::{arr1, arr2};
/// use ndstrata_array::{DynView, DynViewMut};
/// use ndstrata_ufunc::{Gufunc, GufuncOptions};
/// let spread = Gufunc::new("spread", "(n)->()")?.with_loop("d->d", |x: &[DynView<'_>], out: &mut [DynViewMut<'_>]| {
///     let values = x[0].to_vec::<f64>()?;
///     let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), &v| (l.min(v), h.max(v)));
///     Ok(out[0].assign(&ndstrata_array::Scalar::new(high - low).view()?)?)
/// })?;
/// let rows = arr2(&[[1.0, 5.0, 2.0], [3.0, 3.0, 4.0]]);
/// let result = spread.call(&[(&rows).into()], GufuncOptions::new())?.remove(0);
/// assert_eq!(result.to_vec::<f64>()?, [4.0, 1.0]);
/// # Ok::<(), ndstrata_ufunc::Error>(())
/// ```
pub struct Gufunc {
    name: String,
    signature: Signature,
    loops: Vec<CoreLoop>,
}

struct CoreLoop {
    types: LoopTypes,
    body: Body,
    sees_stacks: bool,
    fills: bool,
}

impl Gufunc {
    /// A function of this name and signature, without loops as yet.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// A signature that does not parse.
    pub fn new(name: impl Into<String>, signature: &str) -> Result<Gufunc> {
        Ok(Gufunc { name: name.into(), signature: Signature::parse(signature)?, loops: Vec::new() })
    }

    /// Adds a loop for operands of these types, such as `dd->d`, that is called for one core block at a time.
    ///
    /// New outputs hold zeros before. NumPy: none.
    ///
    /// # Errors
    ///
    /// Letters that name no type, or of another number than there are operands.
    pub fn with_loop(
        self,
        types: &str,
        body: impl Fn(&[DynView<'_>], &mut [DynViewMut<'_>]) -> Result<()> + Send + Sync + 'static,
    ) -> Result<Gufunc> {
        self.with_body(types, Box::new(body), false, false)
    }

    /// Adds a loop that is called once, with all axes of the stack before the core axes.
    ///
    /// New outputs hold whatever their memory held. NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`with_loop`](Gufunc::with_loop).
    ///
    /// # Safety
    ///
    /// The loop reads no element of an output before it has written it, and writes every one unless it
    /// returns an error.
    pub unsafe fn with_filling_loop(
        self,
        types: &str,
        body: impl Fn(&[DynView<'_>], &mut [DynViewMut<'_>]) -> Result<()> + Send + Sync + 'static,
    ) -> Result<Gufunc> {
        self.with_body(types, Box::new(body), true, true)
    }

    fn with_body(
        mut self,
        types: &str,
        body: Body,
        sees_stacks: bool,
        fills: bool,
    ) -> Result<Gufunc> {
        let letters = types.replace("->", "");
        let parsed = loop_types(&letters);
        let n_operands = self.nin() + self.nout();
        if parsed.len() != letters.chars().count() || parsed.len() != n_operands {
            let types = types.to_owned();
            return Err(GufuncFault::LoopTypes { types, n_operands }.into());
        }
        self.loops.push(CoreLoop { types: parsed, body, sees_stacks, fills });
        Ok(self)
    }

    /// Its name.
    ///
    /// NumPy: `ufunc.__name__`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its signature.
    ///
    /// NumPy: [numpy.ufunc.signature](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.signature.html).
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// How many inputs it takes.
    ///
    /// NumPy: [numpy.ufunc.nin](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.nin.html).
    pub fn nin(&self) -> usize {
        self.signature.inputs().len()
    }

    /// How many outputs it gives.
    ///
    /// NumPy: [numpy.ufunc.nout](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.nout.html).
    pub fn nout(&self) -> usize {
        self.signature.outputs().len()
    }
}
