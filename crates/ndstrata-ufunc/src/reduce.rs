//! `ufunc.reduce`: one or several axes folded into one element each.
//!
//! Sums, products and extremes of numbers go to the kernels' own reductions (`fast`), which keep
//! NumPy's order of operations; everything else folds slice by slice through the ufunc's loop
//! (`generic`).

mod fast;
mod generic;
mod long;
mod masked;
mod plain;

pub(crate) use fast::folds_innermost;
pub(crate) use generic::at_axis;
use ndstrata_array::{DynArray, DynView, DynViewMut, Order};
use ndstrata_dtype::{Casting, DType, Kind, Operand as TypeOperand, promote_types};

use crate::error::{Error, ErrorKind, Result};
use crate::error_state;
use crate::operand::Operand;
use crate::resolve::{Resolved, resolve};
use crate::ufunc::{Identity, Ufunc};

/// What a reduction may be told besides its array.
#[derive(Default)]
pub struct ReduceOptions<'o> {
    pub(crate) axes: Option<Vec<isize>>,
    pub(crate) all_axes: bool,
    pub(crate) dtype: Option<DType>,
    pub(crate) keepdims: bool,
    pub(crate) initial: Initial<'o>,
    pub(crate) mask: Option<DynView<'o>>,
}

/// What a reduction starts from.
#[derive(Default)]
pub(crate) enum Initial<'o> {
    /// The identity, or the first element where there is none.
    #[default]
    Identity,
    /// The first element, even if there is an identity.
    FirstElement,
    /// A value.
    Value(Operand<'o>),
}

impl<'o> ReduceOptions<'o> {
    /// NumPy's defaults: axis 0, no axis kept.
    ///
    /// NumPy: none.
    pub fn new() -> ReduceOptions<'o> {
        ReduceOptions::default()
    }

    /// The axes to reduce; none leaves the array as it is.
    ///
    /// NumPy: `axis=`.
    pub fn axes(mut self, axes: &[isize]) -> ReduceOptions<'o> {
        self.axes = Some(axes.to_vec());
        self
    }

    /// Reduces over all axes.
    ///
    /// NumPy: `axis=None`.
    pub fn all_axes(mut self) -> ReduceOptions<'o> {
        self.all_axes = true;
        self
    }

    /// The type of the computation and the result.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> ReduceOptions<'o> {
        self.dtype = Some(dtype);
        self
    }

    /// Keeps the reduced axes with length 1.
    ///
    /// NumPy: `keepdims=True`.
    pub fn keepdims(mut self) -> ReduceOptions<'o> {
        self.keepdims = true;
        self
    }

    /// The value to start from.
    ///
    /// NumPy: `initial=`.
    pub fn initial(mut self, value: impl Into<Operand<'o>>) -> ReduceOptions<'o> {
        self.initial = Initial::Value(value.into());
        self
    }

    /// Starts from the first element.
    ///
    /// NumPy: `initial=None`.
    pub fn no_initial(mut self) -> ReduceOptions<'o> {
        self.initial = Initial::FirstElement;
        self
    }

    /// Which elements take part.
    ///
    /// NumPy: `where=`.
    pub fn mask(mut self, mask: DynView<'o>) -> ReduceOptions<'o> {
        self.mask = Some(mask);
        self
    }
}

impl Ufunc {
    /// The array with some axes folded into one element each.
    ///
    /// NumPy: [numpy.ufunc.reduce](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.reduce.html).
    ///
    /// # Shape and dtype
    ///
    /// Sums and products of integers narrower than 64 bits are 64 bits wide.
    ///
    /// # Errors
    ///
    /// A ufunc that is not binary; types without a loop that can be folded; an axis that is not
    /// there or named twice; several axes where the order matters; nothing to fold and no identity.
    pub fn reduce(&'static self, a: &DynView<'_>, options: ReduceOptions<'_>) -> Result<DynArray> {
        match self.reduce_plain(a, &options) {
            Some(result) => Ok(result),
            None => error_state::as_one("reduce", || self.reduce_noted(a, options)),
        }
    }

    fn reduce_noted(
        &'static self,
        a: &DynView<'_>,
        options: ReduceOptions<'_>,
    ) -> Result<DynArray> {
        self.check_binary("reduce")?;
        let axes = self.reduced_axes(a, &options)?;
        let dtype = options.dtype.clone().or_else(|| self.wide_type(a.dtype()));
        let resolved = self.resolve_fold(a.dtype(), dtype.as_ref(), "reduce")?;
        if axes.len() > 1 && !self.is_reorderable() {
            return Err(Error::new(ErrorKind::NotReorderable { ufunc: self.name }));
        }
        let n_folded: usize = axes.iter().map(|&axis| a.shape()[axis]).product();
        let has_start = match &options.initial {
            Initial::Value(_) => true,
            Initial::FirstElement => false,
            Initial::Identity => self.has_identity_for(&resolved),
        };
        if options.mask.is_some() && !has_start {
            return Err(Error::new(ErrorKind::MaskNeedsInitial { ufunc: self.name }));
        }
        if n_folded == 0 && !has_start {
            return Err(Error::new(ErrorKind::EmptyReduction { ufunc: self.name }));
        }
        let (filled, options) = self.fill_masked(a, options, &resolved)?;
        let a = &filled.as_ref().map_or_else(|| a.clone(), DynArray::view);
        // Halves are folded as singles, which wider elements must not slip into unrounded.
        let is_wider = resolved.dtypes[0] == DType::FLOAT16 && a.itemsize() > 2;
        let halved = if is_wider { Some(a.astype(&DType::FLOAT16)?) } else { None };
        let a = &halved.as_ref().map_or_else(|| a.clone(), DynArray::view);
        let starts_from_nothing = matches!(options.initial, Initial::Identity);
        let folded = Folded { a, axes: &axes, resolved: &resolved, starts_from_nothing };
        let result = match self.reduce_fast(&folded, &options)? {
            Some(result) => result,
            None => self.reduce_generic(&folded, &options)?,
        };
        if !options.keepdims {
            return Ok(result);
        }
        let places: Vec<isize> = axes.iter().map(|&axis| axis as isize).collect();
        Ok(result.expand_dims(&places)?)
    }

    /// As [`reduce`](Ufunc::reduce), written to `out`.
    ///
    /// NumPy: [numpy.ufunc.reduce](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.reduce.html) with `out=`.
    ///
    /// # Errors
    ///
    /// As [`reduce`](Ufunc::reduce); an output of another shape.
    pub fn reduce_into(
        &'static self,
        a: &DynView<'_>,
        options: ReduceOptions<'_>,
        out: &mut DynViewMut<'_>,
    ) -> Result<()> {
        // The output takes part in the choice of the loop; what is computed is then stored whatever its
        // type loses by it.
        let is_same = a.dtype() == out.dtype() && self.wide_type(a.dtype()).is_none();
        let options = match promote_types(a.dtype(), out.dtype()) {
            _ if is_same => options,
            Ok(dtype)
                if options.dtype.is_none()
                    && dtype.element_type().is_some()
                    && self.computes(&dtype) =>
            {
                ReduceOptions { dtype: Some(dtype.to_native()), ..options }
            }
            Err(_) if options.dtype.is_none() => {
                let operands = [TypeOperand::from(out.dtype()), TypeOperand::from(a.dtype())];
                resolve(self, &operands, None, Casting::Unsafe)?;
                options
            }
            _ => options,
        };
        let keepdims = options.keepdims;
        let result = self.reduce(a, options)?;
        if result.ndim() != out.ndim() {
            let rule = " (must match the operand's when keepdims=True)";
            return Err(Error::value(format!(
                "output parameter for reduction operation {} has the wrong number of dimensions: \
                 Found {} but expected {}{}",
                self.name,
                out.ndim(),
                result.ndim(),
                if keepdims { rule } else { "" }
            )));
        }
        if result.shape() != out.shape() {
            return Err(Error::new(ErrorKind::OutputShape {
                output: out.shape().to_vec(),
                result: result.shape().to_vec(),
            }));
        }
        Ok(out.assign(&result.view())?)
    }

    /// Whether the ufunc has a loop on this type whose result is of the type.
    fn computes(&'static self, dtype: &DType) -> bool {
        self.resolve_fold(dtype, None, "reduce")
            .is_ok_and(|resolved| resolved.dtypes[0] == dtype.to_native())
    }

    pub(crate) fn check_binary(&self, method: &'static str) -> Result<()> {
        if self.n_inputs != 2 {
            return Err(Error::new(ErrorKind::NotBinary { method }));
        }
        if self.n_outputs != 1 {
            return Err(Error::new(ErrorKind::NotOneOutput { method }));
        }
        Ok(())
    }

    fn reduced_axes(&self, a: &DynView<'_>, options: &ReduceOptions<'_>) -> Result<Vec<usize>> {
        // A number without axes counts as having one, as NumPy lets it.
        let default = if a.ndim() == 0 { vec![] } else { vec![0] };
        let axes: Vec<isize> = match &options.axes {
            _ if options.all_axes => (0..a.ndim() as isize).collect(),
            Some(axes) if a.ndim() == 0 && matches!(axes[..], [0 | -1]) => vec![],
            Some(axes) => axes.clone(),
            None => default,
        };
        let mut found = Vec::new();
        for axis in axes {
            let axis = ndstrata_array::normalize_axis(axis, a.ndim())?;
            if found.contains(&axis) {
                return Err(Error::new(ErrorKind::DuplicateAxis));
            }
            found.push(axis);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Whether elements may be folded in any order.
    pub(crate) fn is_reorderable(&self) -> bool {
        self.identity != Identity::None
            || matches!(self.name, "maximum" | "minimum" | "fmax" | "fmin")
    }

    /// The wider type that elements of this one are summed or multiplied in, if any.
    ///
    /// NumPy: [numpy.ufunc.reduce](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.reduce.html), its `dtype=`.
    pub fn reduced_type(&self, dtype: &DType) -> Option<DType> {
        self.wide_type(dtype)
    }

    /// Sums and products of small integers are taken in 64 bits.
    pub(crate) fn wide_type(&self, dtype: &DType) -> Option<DType> {
        if !matches!(self.name, "add" | "multiply") || dtype.itemsize() >= 8 {
            return None;
        }
        match dtype.kind() {
            Kind::Bool | Kind::SignedInteger => Some(DType::INT64),
            Kind::UnsignedInteger => Some(DType::UINT64),
            _ => None,
        }
    }

    /// The loop that folds elements of this type.
    pub(crate) fn resolve_fold(
        &'static self,
        dtype: &DType,
        output: Option<&DType>,
        method: &'static str,
    ) -> Result<Resolved> {
        self.check_binary(method)?;
        let operands = match output {
            // The accumulator has the type asked for.
            Some(output) => [TypeOperand::from(output), TypeOperand::from(dtype)],
            None => [TypeOperand::from(dtype), TypeOperand::from(dtype)],
        };
        // Truth is folded as truth, whatever the elements are.
        let as_truth = [TypeOperand::DType(DType::BOOL), TypeOperand::DType(DType::BOOL)];
        let operands = if self.rule == crate::resolve::Rule::Logic { as_truth } else { operands };
        let casting = Casting::Unsafe;
        let is_comparison = self.rule == crate::resolve::Rule::Compare;
        let resolved = match output {
            Some(output) => resolve(self, &operands, Some(output), casting)?,
            None if is_comparison && *dtype != DType::BOOL => {
                return Err(Error::new(ErrorKind::NoFold { ufunc: self.name }));
            }
            None => resolve(self, &operands, None, casting).map_err(Error::of_accumulator)?,
        };
        // A prefix and its element change places, which a reduction's do not.
        let is_uneven = method != "reduce" && resolved.dtypes[0] != resolved.dtypes[1];
        if resolved.dtypes[0] != resolved.dtypes[2] || is_uneven {
            if is_comparison {
                return Err(Error::new(ErrorKind::NoFold { ufunc: self.name }));
            }
            return Err(Error::new(ErrorKind::FoldTypes {
                ufunc: self.name,
                method,
                dtypes: resolved.dtypes.to_vec(),
            }));
        }
        Ok(resolved)
    }

    /// Whether the identity is a value of the folded type. Dates have none.
    pub(crate) fn has_identity_for(&self, resolved: &Resolved) -> bool {
        match resolved.dtypes[0].kind() {
            Kind::DateTime => false,
            Kind::TimeDelta => matches!(self.identity, Identity::Int(0)),
            _ => self.identity != Identity::None,
        }
    }
}

/// A reduction after its checks.
pub(crate) struct Folded<'f> {
    pub(crate) a: &'f DynView<'f>,
    /// The axes to fold, in order.
    pub(crate) axes: &'f [usize],
    pub(crate) resolved: &'f Resolved,
    /// Whether nothing but the identity stands before the elements.
    pub(crate) starts_from_nothing: bool,
}

impl Folded<'_> {
    /// The axes that remain.
    pub(crate) fn kept(&self) -> Vec<usize> {
        (0..self.a.ndim()).filter(|axis| !self.axes.contains(axis)).collect()
    }

    /// The shape that remains.
    pub(crate) fn kept_shape(&self) -> Vec<usize> {
        self.kept().iter().map(|&axis| self.a.shape()[axis]).collect()
    }

    /// An array of the accumulators' starting value.
    pub(crate) fn start(
        &self,
        ufunc: &Ufunc,
        initial: &Initial<'_>,
        dtype: &DType,
    ) -> Result<Option<DynArray>> {
        let Some(value) = self.start_value(ufunc, initial)? else { return Ok(None) };
        let mut start = DynArray::zeros(&self.kept_shape(), dtype, Order::C)?;
        start.view_mut()?.assign(&value.view())?;
        Ok(Some(start))
    }

    /// The accumulators' starting value, which may have another type.
    pub(crate) fn start_value(
        &self,
        ufunc: &Ufunc,
        initial: &Initial<'_>,
    ) -> Result<Option<DynArray>> {
        let scalar = match initial {
            Initial::FirstElement => return Ok(None),
            Initial::Identity if !ufunc.has_identity_for(self.resolved) => return Ok(None),
            Initial::Identity => match ufunc.identity {
                Identity::None => return Ok(None),
                // All bits set is -1 in a signed type only.
                Identity::Int(-1) if self.resolved.dtypes[0].kind() == Kind::UnsignedInteger => {
                    DynArray::from_vec(vec![u64::MAX])
                }
                Identity::Int(x) => DynArray::from_vec(vec![x]),
                Identity::Float(x) => DynArray::from_vec(vec![x]),
                Identity::Bool(x) => DynArray::from_vec(vec![x]),
            },
            Initial::Value(Operand::View(view)) => view.view().copy(Order::C)?,
            Initial::Value(Operand::Int(x)) => {
                crate::call::weak_int(*x, &self.resolved.dtypes[0])?.to_array()?
            }
            Initial::Value(Operand::Float(x)) => DynArray::from_vec(vec![*x]),
            Initial::Value(Operand::Complex(z)) => DynArray::from_vec(vec![*z]),
        };
        Ok(Some(scalar.squeeze()))
    }
}
