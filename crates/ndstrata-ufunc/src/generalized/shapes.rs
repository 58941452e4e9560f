//! [`Frame`]: the lengths of core axes, the shape of the stack, and where each operand's axes go. Knows no
//! types and no data.

use ndstrata_array::{broadcast_shapes, normalize_axis};
use smallvec::SmallVec;

use super::fault::GufuncFault;
use super::{CoreAxes, Gufunc};
use crate::error::Result;

type Axes = SmallVec<[usize; 4]>;

/// How the axes of a call's operands are understood.
pub(super) struct Frame {
    /// Lengths of the signature's axes; absent ones have length 1.
    pub(super) core: SmallVec<[usize; 4]>,
    /// Which of them are absent.
    pub(super) absent: SmallVec<[bool; 4]>,
    /// The shape of the stack.
    pub(super) stack: SmallVec<[usize; 4]>,
    /// For each operand the axes that it has, stack first, core last.
    pub(super) order: SmallVec<[Axes; 4]>,
    /// For each operand the shape of its core, absent axes left out; of length 1 where they are kept.
    pub(super) cores: SmallVec<[Axes; 4]>,
}

/// What a call says of axes.
pub(super) struct AxesAsked<'a> {
    pub(super) axes: Option<&'a [CoreAxes]>,
    pub(super) axis: Option<isize>,
    pub(super) keepdims: bool,
}

impl Gufunc {
    /// Understands the shapes of operands, inputs first; an output that is to be made has none.
    pub(super) fn frame(
        &self,
        shapes: &[Option<&[usize]>],
        asked: &AxesAsked<'_>,
    ) -> Result<Frame> {
        if asked.keepdims {
            self.check_keepdims()?;
        }
        if asked.axis.is_some() {
            if asked.axes.is_some() {
                return Err(GufuncFault::AxisAndAxes.into());
            }
            self.check_axis()?;
        }
        let absent = self.absent_axes(shapes)?;
        let operands = self.signature().operands();
        let n_core: Axes = operands
            .iter()
            .enumerate()
            .map(|(i, places)| match asked.keepdims && i >= self.nin() {
                true => operands[0].len(),
                false => places.iter().filter(|&&place| !absent[place]).count(),
            })
            .collect();
        let n_stack = shapes
            .iter()
            .zip(&n_core)
            .filter_map(|(shape, n_core)| Some(shape.as_ref()?.len().saturating_sub(*n_core)))
            .max()
            .unwrap_or(0);
        let reduces = |(shape, n_core): (&Option<&[usize]>, &usize)| {
            shape.is_some_and(|shape| shape.len() < *n_core)
        };
        if shapes.iter().zip(&n_core).skip(self.nin()).any(reduces) {
            return Err(GufuncFault::OutputReduces.into());
        }
        let n_axes: Axes = shapes
            .iter()
            .zip(&n_core)
            .map(|(shape, n_core)| shape.map_or(n_stack + n_core, <[usize]>::len))
            .collect();
        let order = self.axes_in_order(&n_axes, &n_core, asked)?;
        let core = self.core_lengths(shapes, &n_core, &order, &absent, asked.keepdims)?;
        let cores: SmallVec<[Axes; 4]> = operands
            .iter()
            .enumerate()
            .map(|(i, places)| match asked.keepdims && i >= self.nin() {
                true => smallvec::smallvec![1; n_core[i]],
                false => places.iter().filter(|&&p| !absent[p]).map(|&p| core[p]).collect(),
            })
            .collect();
        let stack = self.stack_shape(shapes, &n_core, &order, &cores, n_stack)?;
        Ok(Frame { core, absent, stack, order, cores })
    }

    fn check_keepdims(&self) -> Result<()> {
        let operands = self.signature().operands();
        let n_input = operands[0].len();
        let bad = operands
            .iter()
            .enumerate()
            .find(|(i, places)| places.len() != if *i < self.nin() { n_input } else { 0 });
        let Some((i, places)) = bad else { return Ok(()) };
        let is_output = i >= self.nin();
        Err(GufuncFault::Keepdims {
            name: self.name().to_owned(),
            is_output,
            index: if is_output { i - self.nin() } else { i },
            signature: self.signature().to_string(),
            n_core: places.len(),
        }
        .into())
    }

    fn check_axis(&self) -> Result<()> {
        let n_core = self.signature().axes().len();
        if n_core == 1 {
            return Ok(());
        }
        let (name, signature) = (self.name().to_owned(), self.signature().to_string());
        Err(GufuncFault::AxisNeedsOneCore { name, signature, n_core }.into())
    }

    /// Axes that may be absent, and are: some input is too short to have them.
    fn absent_axes(&self, shapes: &[Option<&[usize]>]) -> Result<SmallVec<[bool; 4]>> {
        let axes = self.signature().axes();
        let mut absent: SmallVec<[bool; 4]> = smallvec::smallvec![false; axes.len()];
        for (index, (shape, places)) in shapes.iter().zip(self.signature().inputs()).enumerate() {
            let n_axes = shape.map_or(0, <[usize]>::len);
            let count = |absent: &[bool]| places.iter().filter(|&&p| !absent[p]).count();
            for &place in places {
                if n_axes < count(&absent) && axes[place].may_be_absent {
                    absent[place] = true;
                }
            }
            let required = count(&absent);
            if n_axes < required {
                let (name, signature) = (self.name().to_owned(), self.signature().to_string());
                return Err(
                    GufuncFault::TooFewAxes { name, index, n_axes, signature, required }.into()
                );
            }
        }
        Ok(absent)
    }

    /// Each operand's axes, core axes last.
    fn axes_in_order(
        &self,
        n_axes: &[usize],
        n_core: &[usize],
        asked: &AxesAsked<'_>,
    ) -> Result<SmallVec<[Axes; 4]>> {
        let n_operands = n_axes.len();
        if let Some(axes) = asked.axes
            && axes.len() != n_operands
            // Axes that are kept are not the output's own.
            && (axes.len() != self.nin() || self.signature().outputs().iter().any(|o| !o.is_empty()))
        {
            return Err(GufuncFault::AxesLength { n_operands }.into());
        }
        (0..n_operands)
            .map(|operand| {
                let (n_axes, n_core) = (n_axes[operand], n_core[operand]);
                let one;
                let asked: &[isize] = match (asked.axis, asked.axes.and_then(|a| a.get(operand))) {
                    (Some(axis), _) if n_core > 0 => {
                        one = [axis];
                        &one
                    }
                    (_, Some(CoreAxes::One(axis))) if n_core == 1 => {
                        one = [*axis];
                        &one
                    }
                    (_, Some(CoreAxes::One(_))) => {
                        let name = self.name().to_owned();
                        return Err(GufuncFault::AxesItemIsInteger { name, operand, n_core }.into());
                    }
                    (_, Some(CoreAxes::Many(axes))) if axes.len() == n_core => axes,
                    (_, Some(CoreAxes::Many(axes))) => {
                        let (name, found) = (self.name().to_owned(), axes.len());
                        return Err(
                            GufuncFault::AxesItemLength { name, operand, n_core, found }.into()
                        );
                    }
                    _ => return Ok((0..n_axes).collect()),
                };
                let mut core = Axes::new();
                for &axis in asked {
                    let axis = normalize_axis(axis, n_axes)?;
                    if core.contains(&axis) {
                        return Err(GufuncFault::AxesRepeated { operand, axis }.into());
                    }
                    core.push(axis);
                }
                Ok((0..n_axes)
                    .filter(|axis| !core.contains(axis))
                    .chain(core.iter().copied())
                    .collect())
            })
            .collect()
    }

    fn core_lengths(
        &self,
        shapes: &[Option<&[usize]>],
        n_core: &[usize],
        order: &[Axes],
        absent: &[bool],
        keepdims: bool,
    ) -> Result<SmallVec<[usize; 4]>> {
        let mut lengths: SmallVec<[Option<usize>; 4]> =
            self.signature().axes().iter().map(|axis| axis.length).collect();
        for (i, places) in self.signature().operands().iter().enumerate() {
            let Some(shape) = shapes[i] else { continue };
            let is_output = i >= self.nin();
            if keepdims && is_output {
                continue;
            }
            let mut present = order[i][shape.len() - n_core[i]..].iter();
            for (core_axis, &place) in places.iter().enumerate() {
                let found = if absent[place] { 1 } else { present.next().map_or(1, |&a| shape[a]) };
                let expected = *lengths[place].get_or_insert(found);
                if expected != found {
                    return Err(GufuncFault::CoreMismatch {
                        name: self.name().to_owned(),
                        is_output,
                        index: if is_output { i - self.nin() } else { i },
                        core_axis,
                        signature: self.signature().to_string(),
                        found,
                        expected,
                    }
                    .into());
                }
            }
        }
        for (index, places) in self.signature().outputs().iter().enumerate() {
            if let Some(core_axis) = places.iter().position(|&place| lengths[place].is_none()) {
                let (name, signature) = (self.name().to_owned(), self.signature().to_string());
                return Err(
                    GufuncFault::CoreUnspecified { name, index, core_axis, signature }.into()
                );
            }
        }
        Ok(lengths.into_iter().map(|length| length.unwrap_or(1)).collect())
    }

    /// What the axes before the cores broadcast to, outputs among them, which must have it already.
    fn stack_shape(
        &self,
        shapes: &[Option<&[usize]>],
        n_core: &[usize],
        order: &[Axes],
        cores: &[Axes],
        n_stack: usize,
    ) -> Result<SmallVec<[usize; 4]>> {
        let mut stacks = SmallVec::<[Axes; 4]>::new();
        let mut places = SmallVec::<[usize; 4]>::new();
        for (i, shape) in shapes.iter().enumerate() {
            if let Some(shape) = shape {
                let n_own = shape.len() - n_core[i];
                stacks.push(order[i][..n_own].iter().map(|&axis| shape[axis]).collect());
                places.push(i);
            }
        }
        let views: SmallVec<[&[usize]; 4]> = stacks.iter().map(|stack| &stack[..]).collect();
        let Ok(stack) = broadcast_shapes(&views) else {
            let core = cores.get(self.nin()).cloned().unwrap_or_default();
            let operands = places
                .iter()
                .map(|&i| {
                    let shape = shapes[i].unwrap_or_default().to_vec();
                    let n_own = shape.len() - n_core[i];
                    let missing = (n_own..n_stack).map(|_| None);
                    let own = order[i][..n_own].iter().map(|&axis| Some(axis));
                    let last: Vec<_> = match i >= self.nin() {
                        true => order[i][n_own..].iter().map(|&axis| Some(axis)).collect(),
                        false => core.iter().map(|_| None).collect(),
                    };
                    (shape, missing.chain(own).chain(last).collect())
                })
                .collect();
            return Err(GufuncFault::Broadcast { operands, core: core.to_vec() }.into());
        };
        for (&i, own) in places.iter().zip(&stacks) {
            if i < self.nin() || own[..] == stack[..] {
                continue;
            }
            if own.len() < stack.len() {
                return Err(GufuncFault::OutputReduces.into());
            }
            return Err(GufuncFault::OutputShape {
                output: shapes[i].unwrap_or_default().to_vec(),
                result: stack.iter().chain(&cores[i]).copied().collect(),
            }
            .into());
        }
        Ok(stack.into())
    }
}
