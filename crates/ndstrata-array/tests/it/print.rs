//! Everything that is printed, against the texts that NumPy printed.

use half::f16;
use ndstrata_array::{
    Array2String, Datum, DynArray, DynView, FloatMode, FormatterKey, Layout, Legacy, Order,
    Positional, PrintOptions, Real, Result, Scalar, Scientific, Sign, Trim, array_repr, array_str,
    array2string, format_float_positional, format_float_scientific, scalar_repr, scalar_str,
};
use ndstrata_dtype::{DType, Record};
use ndstrata_testkit::{golden, layouts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

#[test]
fn numbers_are_printed_as_numpy_does() {
    for row in golden("print")["numbers"].as_array().expect("rows") {
        let bits = u64::from_str_radix(text(&row[2]), 16).expect("hex digits");
        let x = match text(&row[1]) {
            "f8" => Real::F64(f64::from_bits(bits)),
            "f4" => Real::F32(f32::from_bits(bits as u32)),
            _ => Real::F16(f16::from_bits(bits as u16)),
        };
        let printed = match text(&row[0]) {
            "scientific" => format_float_scientific(x, scientific(&row[3])),
            _ => format_float_positional(x, positional(&row[3])),
        };
        check(printed, &row[4], row);
    }
}

#[test]
fn arrays_are_printed_as_numpy_does() {
    for row in golden("print")["arrays"].as_array().expect("rows") {
        let dtype = dtype(&row[1]);
        let shape: Vec<usize> = list(&row[2]).iter().map(number).collect();
        let hex = text(&row[3]);
        let bytes: Vec<u8> = (0..hex.len() / 2)
            .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex digits"))
            .collect();
        let layout = Layout::contiguous(&shape, dtype.itemsize(), Order::C).expect("a layout");
        let array = DynView::from_bytes(&bytes, 0, layout, &dtype).expect("an array");
        check(printed(&array, row), &row[6], row);
        // The same elements apart, unaligned and last one first.
        let (spread, offset, layout) = spread(&bytes, &shape, dtype.itemsize());
        let array = DynView::from_bytes(&spread, offset, layout, &dtype).expect("an array");
        check(printed(&array, row), &row[6], row);
    }
}

#[test]
fn a_summary_looks_at_the_edges_only() {
    let one = DynArray::from_vec(vec![1.5]);
    let huge = one.view().broadcast_to(&[1 << 20, 1 << 20, 1 << 20]).expect("a broadcast");
    let text = array_repr(&huge, &PrintOptions::default().edgeitems(1)).expect("a text");
    let expected = "\
array([[[1.5, ..., 1.5],
        ...,
        [1.5, ..., 1.5]],

       ...,

       [[1.5, ..., 1.5],
        ...,
        [1.5, ..., 1.5]]], shape=(1048576, 1048576, 1048576))";
    assert_eq!(text, expected);
}

#[test]
fn a_field_of_endless_nothing_is_summarised() {
    let nothing = DType::sub_array_of(DType::void(0), &[1 << 15; 2]).expect("a sub-array");
    let record = Record::builder().field("a", nothing).build().expect("a record");
    let array = DynArray::zeros(&[1], &DType::record(record), Order::C).expect("an array");
    let text = array_str(&array, &PrintOptions::default().edgeitems(1)).expect("a text");
    let row = "[b'', ..., b'']";
    assert_eq!(text, format!("[([{row}, ..., {row}],)]"));
}

#[test]
fn formatters_of_the_user_replace_ours() {
    let array = DynArray::from_vec(vec![1i64, 20, 300]);
    let hex = |datum: &Datum<'_>| match datum {
        Datum::Int(value) => format!("{value:#x}"),
        _ => String::new(),
    };
    let options = PrintOptions::default().formatter(FormatterKey::Int, hex);
    assert_eq!(array_str(&array, &options).expect("a text"), "[0x1 0x14 0x12c]");
    let lines = PrintOptions::default().formatter(FormatterKey::All, |_| "ab\nc".to_owned());
    assert_eq!(array_str(&array, &lines).expect("a text"), "[ab\n c  ab\n    c  ab\n       c ]");
}

#[test]
fn display_and_debug_are_str_and_repr() {
    let array = DynArray::from_vec(vec![1.0 / 3.0, 1e10]);
    assert_eq!(array.to_string(), "[3.33333333e-01 1.00000000e+10]");
    assert_eq!(format!("{array:.2?}"), "array([3.33e-01, 1.00e+10])");
    assert_eq!(Scalar::new(1.5f32).to_string(), "1.5");
    let object = DynArray::zeros(&[1], &DType::LONG_DOUBLE, Order::C).expect("an array");
    assert_eq!(object.to_string(), "<elements of dtype float128 cannot be printed>");
}

proptest! {
    #[test]
    fn the_shortest_text_reads_back(bits in any::<u64>()) {
        let x = f64::from_bits(bits);
        for text in [
            format_float_scientific(x, Scientific::default()),
            format_float_positional(x, Positional::default().trim(Trim::LeaveOneZero)),
        ] {
            let back: f64 = text.expect("a text").parse().expect("a number");
            prop_assert!(back == x || x.is_nan());
        }
    }

    #[test]
    fn the_layout_does_not_show(
        (code, layout, bytes) in pick().prop_flat_map(|(code, itemsize)| {
            layouts(itemsize).prop_flat_map(move |layout| {
                let bytes = vec(any::<u8>(), layout.buffer_len);
                (Just(code), Just(layout), bytes)
            })
        }),
        edgeitems in 0usize..4,
        threshold in 0usize..20,
        linewidth in 0usize..100,
    ) {
        let dtype: DType = code.parse().expect("a dtype");
        let dtype = if layout.swapped { dtype.swap_byte_order() } else { dtype };
        let strided = Layout::strided(&layout.shape, &layout.strides, layout.itemsize);
        let strided = strided.expect("a layout");
        let view = DynView::from_bytes(&bytes, layout.offset, strided, &dtype).expect("a view");
        let packed = view.copy(Order::C).expect("a copy");
        let options = PrintOptions::default().edgeitems(edgeitems).threshold(threshold);
        let options = options.linewidth(linewidth);
        prop_assert_eq!(texts(&view, &options), texts(&packed.view(), &options));
    }
}

/// A dtype of any kind, and its size.
fn pick() -> impl Strategy<Value = (&'static str, usize)> {
    select(vec![
        ("f8", 8),
        ("f4", 4),
        ("f2", 2),
        ("c8", 8),
        ("i2", 2),
        ("u8", 8),
        ("?", 1),
        ("S3", 3),
        ("U2", 8),
        ("V5", 5),
        ("M8[s]", 8),
        ("M8[3Y]", 8),
        ("m8[D]", 8),
        ("i2,f4,2S1", 8),
    ])
}

/// All texts of an array, errors among them.
fn texts(array: &DynView<'_>, options: &PrintOptions) -> Vec<String> {
    let texts = [
        array_str(array, options),
        array_repr(array, options),
        scalar_str(array, options),
        scalar_repr(array, options),
    ];
    texts.into_iter().map(|text| text.unwrap_or_else(|error| error.to_string())).collect()
}

fn printed(array: &DynView<'_>, row: &Value) -> Result<String> {
    let options = options(&row[4]);
    match text(&row[0]) {
        "str" => array_str(array, &options),
        "repr" => array_repr(array, &options),
        "scalar_str" => scalar_str(array, &options),
        "scalar_repr" => scalar_repr(array, &options),
        _ => {
            let mut how = Array2String::new(options);
            for (key, value) in row[5].as_object().expect("options") {
                how = match key.as_str() {
                    "separator" => how.separator(text(value)),
                    "prefix" => how.prefix(text(value)),
                    _ => how.suffix(text(value)),
                };
            }
            array2string(array, &how)
        }
    }
}

#[track_caller]
fn check(printed: Result<String>, expected: &Value, row: &Value) {
    match (printed, expected) {
        (Ok(printed), Value::String(expected)) => assert_eq!(&printed, expected, "{row}"),
        (Err(error), Value::Object(expected)) => {
            assert_eq!(error.numpy_class(), expected["error"], "{row}");
            assert_eq!(error.to_string(), expected["text"], "{row}");
        }
        (printed, _) => panic!("{printed:?}, not {expected}: {row}"),
    }
}

/// A buffer and a layout in which each element lies twice its size and three bytes before the last.
fn spread(bytes: &[u8], shape: &[usize], itemsize: usize) -> (Vec<u8>, usize, Layout) {
    let count: usize = shape.iter().product();
    let step = 2 * itemsize + 3;
    let mut buffer = vec![0xa5; 1 + count.max(1) * step];
    for i in 0..count {
        let start = 1 + (count - 1 - i) * step;
        buffer[start..start + itemsize].copy_from_slice(&bytes[i * itemsize..][..itemsize]);
    }
    let mut strides = vec![0; shape.len()];
    let mut stride = -(step as isize);
    for (axis, &n) in shape.iter().enumerate().rev() {
        strides[axis] = stride;
        stride *= n.max(1) as isize;
    }
    let layout = Layout::strided(shape, &strides, itemsize).expect("a layout");
    (buffer, 1 + count.saturating_sub(1) * step, layout)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a size")
}

fn flag(value: &Value) -> bool {
    value.as_bool().expect("a truth value")
}

fn dtype(value: &Value) -> DType {
    let Value::Object(record) = value else { return text(value).parse().expect("a dtype") };
    let mut builder = Record::builder();
    for field in list(&record["fields"]) {
        let shape: Vec<usize> = list(&field[2]).iter().map(number).collect();
        let block = DType::sub_array_of(dtype(&field[1]), &shape).expect("a sub-array");
        builder = builder.field_at(text(&field[0]), block, number(&field[3]));
    }
    builder = if flag(&record["aligned"]) { builder.aligned() } else { builder };
    DType::record(builder.itemsize(number(&record["itemsize"])).build().expect("a record"))
}

fn options(value: &Value) -> PrintOptions {
    let mut options = PrintOptions::default();
    for (key, value) in value.as_object().expect("options") {
        options = match key.as_str() {
            "precision" => options.precision(number(value)),
            "threshold" => options.threshold(number(value)),
            "edgeitems" => options.edgeitems(number(value)),
            "linewidth" => options.linewidth(number(value)),
            "suppress" => options.suppress(flag(value)),
            "nanstr" => options.nanstr(text(value)),
            "infstr" => options.infstr(text(value)),
            "sign" => options.sign(if text(value) == "+" { Sign::Plus } else { Sign::Space }),
            "floatmode" => options.floatmode(match text(value) {
                "fixed" => FloatMode::Fixed,
                "unique" => FloatMode::Unique,
                _ => FloatMode::MaxPrecEqual,
            }),
            "legacy" => options.legacy(match text(value) {
                "1.25" => Legacy::V1_25,
                "2.1" => Legacy::V2_1,
                _ => Legacy::V2_2,
            }),
            _ => panic!("option {key}"),
        };
    }
    options
}

fn trim(value: &Value) -> Trim {
    text(value).chars().next().and_then(Trim::from_char).expect("a way to trim")
}

fn positional(value: &Value) -> Positional {
    let mut options = Positional::default();
    for (key, value) in value.as_object().expect("options") {
        options = match key.as_str() {
            "precision" => options.precision(number(value)),
            "unique" => options.unique(flag(value)),
            "min_digits" => options.min_digits(number(value)),
            "trim" => options.trim(trim(value)),
            "sign" => options.sign(flag(value)),
            "pad_left" => options.pad_left(number(value)),
            "fractional" => options.fractional(flag(value)),
            "pad_right" => options.pad_right(number(value)),
            _ => panic!("option {key}"),
        };
    }
    options
}

fn scientific(value: &Value) -> Scientific {
    let mut options = Scientific::default();
    for (key, value) in value.as_object().expect("options") {
        options = match key.as_str() {
            "precision" => options.precision(number(value)),
            "unique" => options.unique(flag(value)),
            "min_digits" => options.min_digits(number(value)),
            "trim" => options.trim(trim(value)),
            "sign" => options.sign(flag(value)),
            "pad_left" => options.pad_left(number(value)),
            "exp_digits" => options.exp_digits(number(value)),
            _ => panic!("option {key}"),
        };
    }
    options
}
