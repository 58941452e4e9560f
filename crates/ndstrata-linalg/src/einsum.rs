//! `einsum`: sums of products named by the labels of axes.
//!
//! `grammar` reads the labels, `path` decides which operands meet first, `contract` lets two of them meet as a matrix product,
//! `stepwise` follows a path as NumPy's optimised calls do, `report` prints what `einsum_path` found.

mod contract;
mod fault;
mod grammar;
mod path;
mod report;
mod stepwise;

use ndstrata_array::{DynArray, DynCow, DynViewMut, Order};
use ndstrata_dtype::{Casting, DType, ElementType, Kind, can_cast, result_type};
use ndstrata_ufunc::{Operand, ufuncs};

pub use path::EinsumPath;

use crate::error::Result;
use crate::products::strong;
use contract::{Labelled, Last, contract_all};
use fault::{refused, type_error};
use grammar::Terms;
use path::Search;

/// How the operands of [`einsum`] are put in order.
///
/// NumPy: `optimize=`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Optimize {
    /// As it comes.
    #[default]
    No,
    /// The pair first that saves most; intermediates are at most so large, or as the largest operand.
    Greedy(Option<f64>),
    /// The best of all orders; intermediates as above.
    Optimal(Option<f64>),
    /// Operands by their places in what is left, results being put last.
    Path(Vec<Vec<usize>>),
    /// A method of another name: refused where there is an order to choose.
    Unknown(String),
}

/// Options of [`einsum`]; the default is NumPy's.
///
/// NumPy: the arguments of [numpy.einsum](https://numpy.org/doc/stable/reference/generated/numpy.einsum.html).
#[derive(Clone, Debug, Default)]
pub struct Einsum {
    dtype: Option<DType>,
    casting: Option<Casting>,
    order: Option<Order>,
    optimize: Optimize,
}

impl Einsum {
    /// The type of the computation.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> Einsum {
        self.dtype = Some(dtype);
        self
    }

    /// Which casts are allowed; `safe` by default.
    ///
    /// NumPy: `casting=`.
    pub fn casting(mut self, casting: Casting) -> Einsum {
        self.casting = Some(casting);
        self
    }

    /// The layout of the result.
    ///
    /// NumPy: `order=`.
    pub fn order(mut self, order: Order) -> Einsum {
        self.order = Some(order);
        self
    }

    /// How operands are put in order.
    ///
    /// NumPy: `optimize=`.
    pub fn optimize(mut self, optimize: Optimize) -> Einsum {
        self.optimize = optimize;
        self
    }

    /// The sum of products of operands whose axes have these labels.
    ///
    /// NumPy: [numpy.einsum](https://numpy.org/doc/stable/reference/generated/numpy.einsum.html).
    ///
    /// # Errors
    ///
    /// As [`einsum`].
    pub fn call(&self, subscripts: &str, operands: &[Operand<'_>]) -> Result<DynArray> {
        let operands = operands.iter().map(|o| strong(o.clone())).collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = operands.iter().map(|o| o.shape()).collect();
        if matches!(self.optimize, Optimize::No) {
            let terms = Terms::parse(subscripts, &shapes)?;
            return plain(self, terms, operands);
        }
        let terms = Terms::parse_for_path(subscripts, &shapes)?;
        stepwise::call(self, &terms, operands)
    }

    /// Whether the last step of an optimised call multiplies matrices: NumPy's result without axes is then an array, and
    /// else a scalar.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`einsum`].
    pub fn ends_in_matrices(&self, subscripts: &str, operands: &[Operand<'_>]) -> Result<bool> {
        if matches!(self.optimize, Optimize::No) {
            return Ok(false);
        }
        let operands = operands.iter().map(|o| strong(o.clone())).collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = operands.iter().map(|o| o.shape()).collect();
        let terms = Terms::parse_for_path(subscripts, &shapes)?;
        let search = Search::new(&terms);
        let steps = search.steps(&self.optimize)?;
        path::check(&steps, shapes.len())?;
        let long = terms.inputs.iter().zip(&shapes).map(|(labels, shape)| {
            let is_long = |&(_, &length): &(&u8, &usize)| length != 1;
            let long: Vec<u8> =
                labels.iter().zip(*shape).filter(is_long).map(|(&label, _)| label).collect();
            path::set(&long)
        });
        Ok(search.ends_in_matrices(&steps, long.collect()))
    }

    /// As [`call`](Einsum::call), into an array of the result's shape.
    ///
    /// NumPy: [numpy.einsum](https://numpy.org/doc/stable/reference/generated/numpy.einsum.html) with `out=`.
    ///
    /// # Errors
    ///
    /// As [`einsum`]; another shape; a result that the output's type cannot hold.
    pub fn call_into(
        &self,
        subscripts: &str,
        operands: &[Operand<'_>],
        out: DynViewMut<'_>,
    ) -> Result<()> {
        let operands = operands.iter().map(|o| strong(o.clone())).collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = operands.iter().map(|o| o.shape()).collect();
        if matches!(self.optimize, Optimize::No) {
            let terms = Terms::parse(subscripts, &shapes)?;
            return plain_into(self, terms, operands, out);
        }
        let terms = Terms::parse_for_path(subscripts, &shapes)?;
        stepwise::call_into(self, &terms, operands, out)
    }
}

/// The sum of products of operands whose axes have these labels: `ij,jk->ik`.
///
/// A label that the result lacks is summed over; `...` stands for any axes that broadcast. Without `->` the result has the
/// labels that stand once, in alphabetical order. One operand whose labels are only put in another order, or of
/// which a diagonal is taken, shares its memory with an array that is given whole.
///
/// NumPy: [numpy.einsum](https://numpy.org/doc/stable/reference/generated/numpy.einsum.html).
/// Differs: the order in which products are added is not NumPy's.
///
/// # Errors
///
/// Labels that do not fit the operands; lengths that do not broadcast; types without a product.
///
/// ```
/// use ndarray::arr2;
/// use ndstrata_linalg::einsum;
/// let a = arr2(&[[1, 2], [3, 4]]);
/// assert_eq!(einsum("ii", &[(&a).into()])?.to_vec::<i32>()?, [5]);
/// assert_eq!(einsum("ij,jk", &[(&a).into(), (&a).into()])?.to_vec::<i32>()?, [7, 10, 15, 22]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn einsum(subscripts: &str, operands: &[Operand<'_>]) -> Result<DynArray> {
    Einsum::default().call(subscripts, operands)
}

/// The order in which [`einsum`] lets operands meet, and what it costs.
///
/// NumPy: [numpy.einsum_path](https://numpy.org/doc/stable/reference/generated/numpy.einsum_path.html).
/// Differs: which letters stand for the axes of an ellipsis (in NumPy they change from run to run).
///
/// # Errors
///
/// As [`einsum`].
///
/// ```
/// use ndarray::Array2;
/// use ndstrata_linalg::{Optimize, einsum_path};
/// let ones = |rows, columns| Array2::<f64>::ones((rows, columns));
/// let (a, b, c) = (ones(2, 2), ones(2, 5), ones(5, 2));
/// let path = einsum_path("ij,jk,kl->il", &[(&a).into(), (&b).into(), (&c).into()], &Optimize::Greedy(None))?;
/// assert_eq!(path.steps, [[1, 2], [0, 1]]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn einsum_path(
    subscripts: &str,
    operands: &[Operand<'_>],
    optimize: &Optimize,
) -> Result<EinsumPath> {
    let operands = operands.iter().map(|o| strong(o.clone())).collect::<Result<Vec<_>>>()?;
    let shapes: Vec<&[usize]> = operands.iter().map(|o| o.shape()).collect();
    let terms = Terms::parse_for_path(subscripts, &shapes)?;
    let search = Search::new(&terms);
    let steps = search.steps(optimize)?;
    report::report(&terms, &search, steps)
}

/// All operands at once, in no order that the caller chose.
fn plain(options: &Einsum, terms: Terms, operands: Vec<DynCow<'_>>) -> Result<DynArray> {
    let call = Call::new(options, terms, operands, None)?;
    if let Some(view) = call.view()? {
        return Ok(view);
    }
    let is_fortran =
        call.operands.iter().all(|o| o.is_f_contiguous() && !o.is_c_contiguous() && o.ndim() > 1);
    let made = call.compute(options)?;
    let order = match options.order {
        Some(Order::F) => Order::F,
        Some(Order::A) if is_fortran => Order::F,
        Some(Order::C | Order::A) => Order::C,
        _ => return Ok(made),
    };
    in_order(made, order)
}

/// As [`plain`], into an array of the result's shape.
fn plain_into(
    options: &Einsum,
    terms: Terms,
    operands: Vec<DynCow<'_>>,
    mut out: DynViewMut<'_>,
) -> Result<()> {
    let n_operands = operands.len();
    let call = Call::new(options, terms, operands, Some(out.dtype()))?;
    let shape = call.terms.output_shape();
    if shape.len() != out.ndim() {
        return Err(refused(format!(
            "out parameter does not have the correct number of dimensions, has {} but should have {}",
            out.ndim(),
            shape.len()
        )));
    }
    if shape != out.shape() {
        return Err(call.terms.not_broadcast(&call.shapes(), Some(out.shape())));
    }
    let casting = options.casting.unwrap_or(Casting::Safe);
    if !can_cast(out.dtype(), &call.dtype, casting) {
        return Err(type_error(format!(
            "Iterator operand {n_operands} dtype could not be cast from {:?} to {:?} according to the \
             rule '{casting}'",
            out.dtype(),
            call.dtype
        )));
    }
    if !can_cast(&call.dtype, out.dtype(), casting) {
        return Err(type_error(format!(
            "Iterator requested dtype could not be cast from {:?} to {:?}, the operand {n_operands} \
             dtype, according to the rule '{casting}'",
            call.dtype,
            out.dtype()
        )));
    }
    let made = call.compute(options)?;
    Ok(out.assign(&made.view())?)
}

/// The array, copied where it does not lie in this order.
fn in_order(made: DynArray, order: Order) -> Result<DynArray> {
    let fits = if order == Order::F { made.is_f_contiguous() } else { made.is_c_contiguous() };
    Ok(if fits { made } else { made.copy(order)? })
}

/// A call whose labels and types are understood.
struct Call<'a> {
    terms: Terms,
    operands: Vec<DynCow<'a>>,
    dtype: DType,
    has_out: bool,
}

impl<'a> Call<'a> {
    fn new(
        options: &Einsum,
        terms: Terms,
        operands: Vec<DynCow<'a>>,
        out: Option<&DType>,
    ) -> Result<Call<'a>> {
        let has_out = out.is_some();
        if !has_out && terms.is_view() {
            let dtype = operands[0].dtype().clone();
            return Ok(Call { terms, operands, dtype, has_out });
        }
        let casting = options.casting.unwrap_or(Casting::Safe);
        let dtype = match &options.dtype {
            Some(dtype) => dtype.to_native(),
            None => {
                let types: Vec<ndstrata_dtype::Operand> =
                    operands.iter().map(|o| o.dtype()).chain(out).map(Into::into).collect();
                result_type(&types)?.to_native()
            }
        };
        for (index, operand) in operands.iter().enumerate() {
            if !can_cast(operand.dtype(), &dtype, casting) {
                return Err(type_error(format!(
                    "Iterator operand {index} dtype could not be cast from {:?} to {dtype:?} according \
                     to the rule '{casting}'",
                    operand.dtype()
                )));
            }
        }
        if dtype.element_type().is_none() {
            return Err(type_error("invalid data type for einsum"));
        }
        Ok(Call { terms, operands, dtype, has_out })
    }

    fn shapes(&self) -> Vec<&[usize]> {
        self.operands.iter().map(|o| o.shape()).collect()
    }

    /// The one operand with its axes in another order, where nothing is summed.
    fn view(&self) -> Result<Option<DynArray>> {
        if self.has_out || !self.terms.is_view() {
            return Ok(None);
        }
        let array = self.operands[0].clone();
        let labelled = Labelled::new(array, self.terms.inputs[0].clone()).with_diagonals()?;
        Ok(Some(labelled.in_order(&self.terms.output)?.into_owned()?))
    }

    fn compute(&self, options: &Einsum) -> Result<DynArray> {
        // Halves are multiplied and added as singles, and rounded once.
        let through = match self.dtype.element_type() {
            Some(ElementType::Float16) => DType::FLOAT32,
            _ => self.dtype.clone(),
        };
        let mut operands = Vec::with_capacity(self.operands.len());
        for (operand, labels) in self.operands.iter().zip(&self.terms.inputs) {
            let array = match operand.dtype() == &through && operand.is_aligned() {
                true => operand.view().into_cow(),
                false => operand.astype(&through)?.into_cow(),
            };
            operands.push(Labelled::new(array, labels.clone()));
        }
        let steps = match operands.len() {
            n @ 0..=2 => vec![(0..n).collect()],
            _ => Search::new(&self.terms).steps(&Optimize::Greedy(None))?,
        };
        // Sums start from zero, which no product of this kind keeps negative.
        let (mut made, last) = contract_all(operands, &steps, &self.terms.output)?;
        if matches!(self.dtype.kind(), Kind::Float | Kind::Complex) && last == Last::Arranged {
            match made.size() {
                1 => made = ndstrata_ufunc::add(&made, 0.0)?,
                _ => ufuncs::ADD.call_in_place(&mut made.view_mut()?, &[0.0.into()])?,
            }
        }
        let dtype = match &options.dtype {
            Some(dtype) if !self.has_out => dtype,
            _ => &self.dtype,
        };
        Ok(if made.dtype() == dtype { made } else { made.astype(dtype)? })
    }
}
