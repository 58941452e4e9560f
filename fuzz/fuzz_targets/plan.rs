//! Any ufunc on arrays of any type and layout, also one that is written while it is read: the result or the
//! error that packed arrays have.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use ndstrata_array::{AsType, DynArray, Layout, Order};
use ndstrata_dtype::{DType, Kind};
use ndstrata_eval::{ArrayRef, Value, registry};

#[derive(Arbitrary, Debug)]
struct Call {
    ufunc: u8,
    method: Method,
    operands: [Operand; 2],
    /// Whether the result goes into the first operand.
    in_place: bool,
}

#[derive(Arbitrary, Debug)]
enum Method {
    Call,
    Outer,
    Reduce(i8, bool),
    Accumulate(i8),
    Reduceat(Vec<u8>, i8),
}

#[derive(Arbitrary, Debug)]
struct Operand {
    dtype: u8,
    shape: Vec<u8>,
    strides: Vec<i8>,
    offset: u8,
    bytes: [u8; 16],
}

const DTYPES: &[&str] = &[
    "?", "i1", "u1", "i2", ">i2", "u2", "i4", ">i4", "u4", "i8", ">u8", "u8", "f2", ">f2", "f4",
    ">f4", "f8", ">f8", "c8", ">c8", "c16", "M8[s]", ">M8[D]", "m8[ms]", "S3", "U2", ">U2",
];

static UFUNCS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let names = registry::names();
    // Sums of products are taken in an order that the strides decide.
    let sums = ["np.matmul", "np.vecdot", "np.matvec", "np.vecmat"];
    let has_methods =
        |name: &&&str| names.contains(&format!("{name}.reduce").as_str()) && !sums.contains(name);
    names.iter().filter(has_methods).map(|name| (*name).to_owned()).collect()
});

fuzz_target!(|call: Call| {
    let [Some(a), Some(b)] = [&call.operands[0], &call.operands[1]].map(array) else { return };
    let name = &UFUNCS[usize::from(call.ufunc) % UFUNCS.len()];
    let is_fold = matches!(call.method, Method::Reduce(..) | Method::Reduceat(..));
    if is_fold && matches!(a.dtype().kind(), Kind::Float | Kind::Complex) {
        // The order in which floats are folded, and rounded, is chosen by strides.
        return;
    }
    let packed = |array: &DynArray| {
        // A copy in C order and in this machine's byte order.
        array.astype_with(&array.dtype().to_native(), AsType::default().order(Order::C)).ok()
    };
    let (Some(packed_a), Some(packed_b)) = (packed(&a), packed(&b)) else { return };
    let found = run(&call, name, a, b);
    let expected = run(&call, name, packed_a, packed_b);
    assert_eq!(found, expected, "{name}");
});

fn array(operand: &Operand) -> Option<DynArray> {
    let dtype: DType = DTYPES[usize::from(operand.dtype) % DTYPES.len()].parse().ok()?;
    let shape: Vec<usize> = operand.shape.iter().take(3).map(|&n| usize::from(n % 7)).collect();
    let strides: Vec<isize> =
        (0..shape.len()).map(|axis| operand.strides.get(axis).map_or(8, |&s| s.into())).collect();
    let layout = Layout::strided(&shape, &strides, dtype.itemsize()).ok()?;
    let bytes: Vec<u8> = operand.bytes.iter().copied().cycle().take(2400).collect();
    let array =
        DynArray::from_bytes(bytes, 800 + usize::from(operand.offset), layout, &dtype).ok()?;
    // Bytes that are no truth values are brought into being by nobody else.
    match dtype.kind() {
        Kind::Bool => array.astype(&"u1".parse().ok()?).ok()?.astype(&dtype).ok(),
        _ => Some(array),
    }
}

/// What a call gives, shown; and the first operand after it.
fn run(call: &Call, name: &str, a: DynArray, b: DynArray) -> Option<(String, String)> {
    let first = ArrayRef::new(a);
    let (one, two) = (Value::Array(first.clone()), Value::from(b));
    let mut options = Vec::new();
    if call.in_place {
        options.push(("out".to_owned(), one.clone()));
    }
    let is_unary = registry::signature(name).is_some_and(|text| !text.contains("x2"));
    let (name, args) = match &call.method {
        Method::Call if is_unary => (name.to_owned(), vec![one]),
        Method::Call => (name.to_owned(), vec![one, two]),
        Method::Outer => (format!("{name}.outer"), vec![one, two]),
        Method::Reduce(axis, keepdims) => {
            options.push(("axis".to_owned(), i64::from(*axis).into()));
            options.push(("keepdims".to_owned(), (*keepdims).into()));
            (format!("{name}.reduce"), vec![one])
        }
        Method::Accumulate(axis) => {
            (format!("{name}.accumulate"), vec![one, i64::from(*axis).into()])
        }
        Method::Reduceat(indices, axis) => {
            let indices = indices.iter().take(8).map(|&i| i64::from(i % 8).into()).collect();
            (format!("{name}.reduceat"), vec![one, Value::List(indices), i64::from(*axis).into()])
        }
    };
    let shown = match registry::call(&name, args, options) {
        // It is the operand, whose byte order its type shows.
        Ok(_) if call.in_place => String::new(),
        Ok(value) => value.to_repr(&Default::default()).ok()?,
        Err(error) => error.class().to_owned(),
    };
    Some((shown, first.get().to_string()))
}
