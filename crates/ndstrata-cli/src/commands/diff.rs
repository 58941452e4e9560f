//! `ndstrata diff`: where two arrays, or two archives, differ.

use std::io::Write;
use std::process::ExitCode;

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Complex, DType, Kind, promote_types};

use super::info::shape_text;
use crate::blocks;
use crate::failure::Result;
use crate::printable::printable;
use crate::target::{Content, Need, Target};

/// Tell where two arrays or archives differ; exit status 1 if they do
///
/// Numbers are equal if |a - b| <= atol + rtol * |b|.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// FILE or FILE::MEMBER
    #[arg(value_name = "A")]
    left: Target,

    /// FILE or FILE::MEMBER
    #[arg(value_name = "B")]
    right: Target,

    /// Relative tolerance
    #[arg(long, default_value_t = 0.0, value_parser = tolerance)]
    rtol: f64,

    /// Absolute tolerance
    #[arg(long, default_value_t = 0.0, value_parser = tolerance)]
    atol: f64,

    /// Take NaN as equal to NaN, and NaT to NaT
    #[arg(long)]
    equal_nan: bool,
}

fn tolerance(text: &str) -> std::result::Result<f64, String> {
    match text.parse() {
        Ok(x) if x >= 0.0 => Ok(x),
        _ => Err("a tolerance is a number that is not negative".to_owned()),
    }
}

/// Elements that differ: how many, and the worst of them.
#[derive(Default)]
struct Difference {
    n_axes: usize,
    count: usize,
    total: usize,
    worst: Option<Worst>,
}

struct Worst {
    distance: f64,
    index: Vec<usize>,
    shown: [String; 2],
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let mut lines = Vec::new();
    match (args.left.open(Need::Whole)?, args.right.open(Need::Whole)?) {
        (Content::Archive(left), Content::Archive(right)) => {
            for name in left.names() {
                if right.contains(name) {
                    let of = |target: &Target| Target {
                        member: Some(name.to_owned()),
                        path: target.path.clone(),
                    };
                    let (left, right) =
                        (of(&args.left).array(Need::Whole)?, of(&args.right).array(Need::Whole)?);
                    compare(args, name, &left, &right, &mut lines)?;
                } else {
                    lines.push(format!("{name}: only in {}", args.left));
                }
            }
            for name in right.names().filter(|name| !left.contains(name)) {
                lines.push(format!("{name}: only in {}", args.right));
            }
        }
        (Content::Array(left), Content::Array(right)) => {
            compare(args, "", &left, &right, &mut lines)?;
        }
        // An archive of one member is as good as its array.
        _ => compare(
            args,
            "",
            &args.left.array(Need::Whole)?,
            &args.right.array(Need::Whole)?,
            &mut lines,
        )?,
    }
    for line in &lines {
        writeln!(out, "{}", printable(line))?;
    }
    Ok(if lines.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare(
    args: &Args,
    name: &str,
    left: &DynArray,
    right: &DynArray,
    lines: &mut Vec<String>,
) -> Result<()> {
    let prefix = if name.is_empty() { String::new() } else { format!("{name}: ") };
    if left.dtype() != right.dtype() {
        lines.push(format!("{prefix}dtype: {} and {}", left.dtype(), right.dtype()));
    }
    if left.shape() != right.shape() {
        let shapes = [left.shape(), right.shape()].map(shape_text);
        lines.push(format!("{prefix}shape: {} and {}", shapes[0], shapes[1]));
        return Ok(());
    }
    compare_views(args, &prefix, &left.view(), &right.view(), lines)
}

/// Records field by field, as deep as they are nested.
fn compare_views(
    args: &Args,
    prefix: &str,
    left: &DynView<'_>,
    right: &DynView<'_>,
    lines: &mut Vec<String>,
) -> Result<()> {
    match (left.dtype().names(), right.dtype().names()) {
        (Some(names), Some(others)) => {
            for name in names.iter().filter(|name| others.contains(name)) {
                let (left, right) = (left.clone().field(name)?, right.clone().field(name)?);
                if left.shape() == right.shape() {
                    compare_views(args, &format!("{prefix}field {name}: "), &left, &right, lines)?;
                }
            }
            return Ok(());
        }
        (None, None) => {}
        // That the types differ was told.
        _ => return Ok(()),
    }
    let Some(comparison) = Comparison::of(left.dtype(), right.dtype()) else { return Ok(()) };
    let mut found = Difference { n_axes: left.ndim(), ..Difference::default() };
    blocks::for_each(&[left.clone(), right.clone()], &mut |parts, start| {
        let [left, right] = parts else { return Ok(()) };
        comparison.add(args, left, right, start, &mut found)
    })?;
    if let Difference { count: 1.., total, worst, .. } = &found {
        let mut line = format!("{prefix}{} of {total} elements differ", found.count);
        if let Some(Worst { distance, index, shown: [a, b] }) = worst {
            line.push_str(&format!(", most at {}: {a} and {b}", shape_text(index)));
            if distance.is_finite() {
                line.push_str(&format!(", {distance:?} apart"));
            }
        }
        lines.push(line);
    }
    Ok(())
}

/// How two types are compared.
enum Comparison {
    /// As whole numbers, exactly.
    Integers,
    /// As numbers, with a tolerance.
    Numbers,
    /// As dates or durations in one type.
    Times(DType),
    /// By the bytes that elements have in one type.
    Bytes(DType),
}

impl Comparison {
    /// `None` where no element can be compared: that the types differ says all.
    fn of(left: &DType, right: &DType) -> Option<Comparison> {
        let all = |is: fn(Kind) -> bool| is(left.kind()) && is(right.kind());
        let is_whole = |kind: Kind| kind == Kind::Bool || kind.is_integer();
        if all(is_whole) {
            return Some(Comparison::Integers);
        }
        if all(|kind| {
            kind == Kind::Bool || kind.is_integer() || matches!(kind, Kind::Float | Kind::Complex)
        }) {
            return Some(Comparison::Numbers);
        }
        let same = promote_types(left, right).ok()?;
        if all(|kind| kind == Kind::DateTime) || all(|kind| kind == Kind::TimeDelta) {
            return Some(Comparison::Times(same));
        }
        (left.kind() == right.kind() && !same.has_object()).then_some(Comparison::Bytes(same))
    }

    fn add(
        &self,
        args: &Args,
        left: &DynView<'_>,
        right: &DynView<'_>,
        start: &[usize],
        found: &mut Difference,
    ) -> Result<()> {
        found.total += left.size();
        // How far apart the elements are, or `None` where they are equal.
        let distances: Box<dyn Iterator<Item = Option<f64>>> = match self {
            Comparison::Integers => {
                let (a, b) = (whole(left)?, whole(right)?);
                Box::new(a.into_iter().zip(b).map(|(a, b)| {
                    let distance = a.abs_diff(b) as f64;
                    let near = distance <= args.atol + args.rtol * b.unsigned_abs() as f64;
                    (a != b && !near).then_some(distance)
                }))
            }
            Comparison::Numbers => {
                let (a, b) = (numbers(left)?, numbers(right)?);
                Box::new(a.into_iter().zip(b).map(|(a, b)| distance(args, a, b)))
            }
            Comparison::Times(dtype) => {
                let (a, b) = (ticks(left, dtype)?, ticks(right, dtype)?);
                Box::new(a.into_iter().zip(b).map(|(a, b)| {
                    let is_equal = a == b && (a != NAT || args.equal_nan);
                    (!is_equal).then_some(f64::INFINITY)
                }))
            }
            Comparison::Bytes(dtype) => {
                let (a, b) = (bytes(left, dtype)?, bytes(right, dtype)?);
                let size = dtype.itemsize();
                // Elements of no bytes are all alike.
                let n = if size == 0 { 0 } else { left.size() };
                Box::new((0..n).map(move |k| {
                    let element = size * k..size * (k + 1);
                    (a.get(element.clone()) != b.get(element)).then_some(f64::INFINITY)
                }))
            }
        };
        for (k, distance) in distances.enumerate() {
            let Some(distance) = distance else { continue };
            found.count += 1;
            let is_worse = found.worst.as_ref().is_none_or(|worst| distance > worst.distance);
            if is_worse {
                let within = unravel(k, left.shape());
                let index = place(start, &within, found.n_axes);
                let show = |view: &DynView<'_>| -> Result<String> {
                    let within: Vec<isize> = within.iter().map(|&i| i as isize).collect();
                    Ok(view.scalar_at(&within)?.to_string())
                };
                let shown = [show(left)?, show(right)?];
                found.worst = Some(Worst { distance, index, shown });
            }
        }
        Ok(())
    }
}

/// How far apart two numbers are, if further than the tolerance; NaN is infinitely far from all else.
fn distance(args: &Args, a: Complex<f64>, b: Complex<f64>) -> Option<f64> {
    if a == b || (args.equal_nan && a.is_nan() && b.is_nan()) {
        return None;
    }
    let distance = (a - b).norm();
    if !distance.is_finite() {
        return Some(f64::INFINITY);
    }
    (distance > args.atol + args.rtol * b.norm()).then_some(distance)
}

fn whole(view: &DynView<'_>) -> Result<Vec<i128>> {
    Ok(if view.dtype().kind() == Kind::UnsignedInteger {
        view.astype(&DType::UINT64)?.to_vec::<u64>()?.into_iter().map(i128::from).collect()
    } else {
        view.astype(&DType::INT64)?.to_vec::<i64>()?.into_iter().map(i128::from).collect()
    })
}

fn numbers(view: &DynView<'_>) -> Result<Vec<Complex<f64>>> {
    Ok(view.astype(&DType::COMPLEX128)?.to_vec()?)
}

/// What NumPy stores for no time.
const NAT: i64 = i64::MIN;

/// The numbers of units of dates or durations in one type.
fn ticks(view: &DynView<'_>, dtype: &DType) -> Result<Vec<i64>> {
    Ok(view.astype(dtype)?.astype(&DType::INT64)?.to_vec()?)
}

/// The bytes of all elements in one type, in C order.
fn bytes(view: &DynView<'_>, dtype: &DType) -> Result<Vec<u8>> {
    let array = view.astype(dtype)?;
    let mut bytes = Vec::with_capacity(array.nbytes());
    array.for_each_element(|element| bytes.extend_from_slice(element));
    Ok(bytes)
}

/// The index of the `k`-th element in C order.
fn unravel(mut k: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for (place, &n) in index.iter_mut().zip(shape).rev() {
        *place = k % n.max(1);
        k /= n.max(1);
    }
    index
}

/// A part's index within the whole. Of a part that is some rows, the last start is where they begin; a part
/// that is one element of some axes has lost those.
fn place(start: &[usize], within: &[usize], n_axes: usize) -> Vec<usize> {
    let lost = n_axes - within.len();
    let mut index = start[..lost].to_vec();
    index.extend_from_slice(within);
    if let (Some(&row), Some(first)) = (start.get(lost), index.get_mut(lost)) {
        *first += row;
    }
    index
}
