//! Every ufunc on arrays of any type and layout, also one that is written while it is read: the result or the
//! error that packed arrays have.
//!
//! For a longer search: `NDSTRATA_CALLS` (of each ufunc) and `NDSTRATA_SEED`.

use ndstrata_array::{AsType, DynArray, Layout, Order};
use ndstrata_dtype::{DType, Kind};
use ndstrata_eval::{ArrayRef, Value, registry};

use crate::any_call::Chance;

const DTYPES: &[&str] = &[
    "?", "i1", "u1", "i2", ">i2", "u2", "i4", ">i4", "u4", "i8", ">u8", "u8", "f2", ">f2", "f4",
    ">f4", "f8", ">f8", "c8", ">c8", "c16", "M8[s]", ">M8[D]", "m8[ms]", "S3", "U2", ">U2",
];

/// Sums of these are taken in an order that the strides decide.
const EXCLUDED: &[&str] = &["np.matmul", "np.vecdot", "np.matvec", "np.vecmat"];

/// An array of any type, with odd, zero and negative strides.
fn array(chance: &mut Chance, like: Option<&DynArray>) -> Option<DynArray> {
    let name = DTYPES[chance.below(DTYPES.len())];
    let dtype: DType = match like {
        Some(other) if chance.below(2) == 0 => other.dtype().clone(),
        _ => name.parse().ok()?,
    };
    let shape: Vec<usize> = match like {
        Some(other) if chance.below(4) > 0 => other.shape().to_vec(),
        _ => (0..chance.below(4)).map(|_| chance.below(9)).collect(),
    };
    let itemsize = dtype.itemsize() as isize;
    let strides: Vec<isize> = shape
        .iter()
        .map(|_| match chance.below(3) {
            0 => itemsize * [1, 2, -1, 0, 8][chance.below(5)],
            _ => chance.below(60) as isize - 30,
        })
        .collect();
    let layout = Layout::strided(&shape, &strides, dtype.itemsize()).ok()?;
    let pattern: Vec<u8> = (0..1 + chance.below(24)).map(|_| chance.below(256) as u8).collect();
    let bytes: Vec<u8> = match dtype.kind() {
        // Text of letters: what is no character is refused by some and not by others.
        Kind::Str | Kind::Bytes => [b'a', 0, 0, 0].into_iter().cycle().take(6000).collect(),
        Kind::Bool => pattern.iter().map(|byte| byte % 2).cycle().take(6000).collect(),
        _ => pattern.into_iter().cycle().take(6000).collect(),
    };
    DynArray::from_bytes(bytes, 2700 + chance.below(16), layout, &dtype).ok()
}

struct Call {
    name: String,
    args: Vec<Value>,
    options: Vec<(String, Value)>,
    in_place: bool,
}

fn call(chance: &mut Chance, ufunc: &str) -> Call {
    let is_unary = registry::signature(ufunc).is_some_and(|text| !text.contains("x2"));
    let (mut args, mut options) = (Vec::new(), Vec::new());
    let axis = Value::from(chance.below(5) as i64 - 2);
    let method = match chance.below(6) {
        0 if !is_unary => "outer",
        1 => {
            options.push(("keepdims".to_owned(), (chance.below(2) == 0).into()));
            options.push(("axis".to_owned(), axis));
            "reduce"
        }
        2 => {
            args.push(axis);
            "accumulate"
        }
        3 => {
            let at = (0..chance.below(6)).map(|_| (chance.below(9) as i64).into()).collect();
            args.extend([Value::List(at), axis]);
            "reduceat"
        }
        _ => "",
    };
    let name = if method.is_empty() { ufunc.to_owned() } else { format!("{ufunc}.{method}") };
    Call { name, args, options, in_place: chance.below(3) == 0 }
}

/// What a call gives, and the first operand after it.
fn run(call: &Call, a: DynArray, b: DynArray, takes_two: bool) -> (String, String) {
    let first = ArrayRef::new(a);
    let one = Value::Array(first.clone());
    let mut args = vec![one.clone()];
    if takes_two {
        args.push(b.into());
    }
    args.extend(call.args.iter().cloned());
    let mut options = call.options.clone();
    if call.in_place {
        options.push(("out".to_owned(), one));
    }
    let shown = match registry::call(&call.name, args, options) {
        // It is the operand, whose byte order its type shows.
        Ok(_) if call.in_place => String::new(),
        Ok(value) => value.to_repr(&Default::default()).unwrap_or_else(|e| e.class().to_owned()),
        Err(error) => error.class().to_owned(),
    };
    (shown, first.get().to_string())
}

#[test]
fn the_layout_of_operands_does_not_show() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
    let rounds = number("NDSTRATA_CALLS").unwrap_or(20);
    let mut chance = Chance(number("NDSTRATA_SEED").unwrap_or(0x51ed_270b).into());
    let names = registry::names();
    let mut differences = Vec::new();
    let mut n_calls = 0;
    let is_ufunc = |name: &str| names.contains(&format!("{name}.reduce").as_str());
    for ufunc in names.iter().filter(|name| is_ufunc(name) && !EXCLUDED.contains(name)) {
        let is_unary = registry::signature(ufunc).is_some_and(|text| !text.contains("x2"));
        for _ in 0..rounds {
            let Some(a) = array(&mut chance, None) else { continue };
            let Some(b) = array(&mut chance, Some(&a)) else { continue };
            let packed = |array: &DynArray| {
                array.astype_with(&array.dtype().to_native(), AsType::default().order(Order::C))
            };
            let (Ok(packed_a), Ok(packed_b)) = (packed(&a), packed(&b)) else { continue };
            let call = call(&mut chance, ufunc);
            // The order in which floats are folded, and rounded, is chosen by strides.
            let is_inexact = matches!(a.dtype().kind(), Kind::Float | Kind::Complex);
            if is_inexact && call.name.contains(".reduce") {
                continue;
            }
            // What is written to one element shows in those that share its bytes.
            if call.in_place && a.layout().may_self_overlap(a.itemsize()) {
                continue;
            }
            let takes_two = !is_unary && (call.name == *ufunc || call.name.ends_with(".outer"));
            let told = format!(
                "{} {:?} {:?} {:?}, {:?} {:?} {:?} in place: {}",
                call.name,
                a.dtype(),
                a.shape(),
                a.strides(),
                b.dtype(),
                b.shape(),
                b.strides(),
                call.in_place
            );
            let found = run(&call, a, b, takes_two);
            let expected = run(&call, packed_a, packed_b, takes_two);
            n_calls += 1;
            if found != expected {
                differences.push(format!("{told}\n  {found:?}\n  {expected:?}"));
            }
        }
    }
    assert!(n_calls > 500, "{n_calls}");
    assert!(
        differences.is_empty(),
        "{} of {n_calls}\n{}",
        differences.len(),
        differences.join("\n")
    );
}
