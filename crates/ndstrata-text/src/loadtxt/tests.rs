//! Tables and what NumPy 2.4.6 printed for them.

use ndstrata_dtype::DType;

use super::*;

fn read(text: &str, options: LoadTxt) -> String {
    match loadtxt(Source::text(text), &options) {
        Ok(array) => ndstrata_array::array_repr(&array.view(), &Default::default())
            .unwrap_or_else(|error| error.to_string()),
        Err(error) => format!("{}: {error}", error.numpy_class()),
    }
}

#[test]
fn values_of_each_type() {
    for (dtype, field, expected) in [
        ("i1", "1.5", "ValueError: could not convert string '1.5' to int8 at row 0, column 1."),
        ("i1", " 5 ", "array(5, dtype=int8)"),
        ("u8", "18446744073709551615", "array(18446744073709551615, dtype=uint64)"),
        ("?", "-1", "array(True)"),
        ("f4", "1e39", "array(inf, dtype=float32)"),
        ("f2", "65519", "array(6.55e+04, dtype=float16)"),
        ("c16", "( 1+2j )", "array(1.+2.j)"),
        ("m8[s]", "nat", "array('NaT', dtype='timedelta64[s]')"),
        ("M8[D]", " 2020", "array('2020-01-01', dtype='datetime64[D]')"),
        ("S2", "é", "array(b'\\xe9', dtype='|S2')"),
        ("U2", "abc", "array('ab', dtype='<U2')"),
        ("U", "abc", "array('abc', dtype='<U3')"),
    ] {
        let options =
            LoadTxt::default().delimiter(',').dtype(&dtype.parse().unwrap_or(DType::void(0)));
        assert_eq!(read(field, options), expected, "{dtype} of {field:?}");
    }
}

#[test]
fn rows_and_columns() {
    let with = LoadTxt::default;
    for (text, options, expected) in [
        ("1 2 # 3\r\n\r4 5", with(), "array([[1., 2.],\n       [4., 5.]])"),
        (
            "# c\n\n1 2\n3 4\n5 6",
            with().skiprows(2).max_rows(2).usecols([-1, 0, 0]),
            "array([[2., 1., 1.],\n       [4., 3., 3.]])",
        ),
        (
            "1 2 3\n3 4",
            with(),
            "ValueError: the number of columns changed from 3 to 2 at row 2; use `usecols` to select a \
          subset and avoid this error",
        ),
        (
            "1 2 3\n3 4",
            with().usecols([0, -3]),
            "ValueError: invalid column index -3 at row 2 with 2 columns",
        ),
        ("", with().ndmin(2), "array([], shape=(0, 1), dtype=float64)"),
        (
            "1",
            with().delimiter(",,"),
            "TypeError: Text reading control character must be a single unicode character or None; but \
          got: ',,'",
        ),
        (
            "1",
            with().comments([" "]),
            "TypeError: The values for control characters 'delimiter' and 'comment' are incompatible",
        ),
        ("1", with().ndmin(3), "ValueError: Illegal value of ndmin keyword: 3"),
    ] {
        assert_eq!(read(text, options), expected, "{text:?}");
    }
}

#[test]
fn quotes_hold_blanks_newlines_and_themselves() {
    let quoted = LoadTxt::default().quotechar('"').dtype(&DType::str(0));
    assert_eq!(read("1 \"2\n3\" 4", quoted.clone()), "array(['1', '2\\n3', '4'], dtype='<U3')");
    assert_eq!(
        read(" \"1\"2 3\" \" \"\" ", quoted.clone()),
        "array(['12', '3\"', ' \" '], dtype='<U3')"
    );
    // Blanks after the last quote begin an empty field.
    let numbers = LoadTxt::default().quotechar('"').dtype(&DType::INT64);
    for (text, column) in [("\"4\" ", 2), ("\"4\" \"5\"\t\n", 3), (" \"4\"  \n1\n", 2)] {
        let expected =
            format!("ValueError: could not convert string '' to int64 at row 0, column {column}.");
        assert_eq!(read(text, numbers.clone()), expected);
    }
    assert_eq!(read("\"4\" 5 \n", numbers), "array([4, 5])");
    let column = quoted.clone().delimiter(',');
    assert_eq!(read("0\n\"2\"\n\n", column), "array(['0', '2'], dtype='<U1')");
    assert_eq!(read("\"\",", quoted.delimiter(',')), "array(['', ''], dtype='<U1')");
}

#[test]
fn unsigned_numbers_have_no_minus() {
    let options = LoadTxt::default().dtype(&DType::UINT8);
    let expected = "ValueError: could not convert string '-0' to uint8 at row 0, column 1.";
    for comment in ["#", "€"] {
        assert_eq!(read("-0", options.clone().comments([comment])), expected);
        assert_eq!(
            read("+0 1\n2 3", options.clone().comments([comment])),
            "array([[0, 1],\n       [2, 3]], dtype=uint8)"
        );
    }
    assert_eq!(read("-0", LoadTxt::default().dtype(&DType::INT8)), "array(0, dtype=int8)");
}

/// Were each of these lines looked at again for each line before it, this would take hours.
#[test]
fn lines_that_are_no_rows_are_passed_over_once() {
    for line in ["\n", "#\n", "  # a comment\r\n"] {
        let text = line.repeat(1 << 18);
        assert_eq!(read(&text, LoadTxt::default()), "array([], dtype=float64)");
        let text = format!("{text}1 2\n");
        assert_eq!(read(&text, LoadTxt::default()), "array([1., 2.])");
        let error = loadtxt(Source::text(format!("{text}3 x\n")), &LoadTxt::default());
        let place = error.err().and_then(|error| error.place());
        assert_eq!(place.map(|place| place.line), Some((1 << 18) + 2));
    }
}

#[test]
fn rows_of_which_each_has_something_odd_are_read_all_the_same() {
    let text = "\"a\"\"b\",1\n".repeat(300) + "c,2\n" + &"d,3\n".repeat(300);
    let words = LoadTxt::default().delimiter(',').quotechar('"').dtype(&DType::str(0));
    let array = loadtxt(Source::text(text), &words).map(|array| array.to_string());
    let array = array.unwrap_or_default();
    assert!(array.starts_with("[['a\"b' '1']") && array.ends_with("['d' '3']]"), "{array}");
}

#[test]
fn long_doubles_are_read_as_c_does() {
    const TWELVE: [u8; 10] = [0, 0, 0, 0, 0, 0, 0, 0xc0, 2, 0x40];
    for (dtype, text, is_reversed) in
        [("g", "0x1.8p3", false), (">g", "0x1.8p3", true), ("G", "12+1j", false)]
    {
        let dtype: DType = dtype.parse().unwrap_or(DType::void(0));
        let array = loadtxt(Source::text(text), &LoadTxt::default().dtype(&dtype));
        let mut bytes = array.map(|array| array.packed_bytes().unwrap_or_default().to_vec());
        if let Ok(bytes) = &mut bytes
            && is_reversed
        {
            bytes.reverse();
        }
        let found = bytes.unwrap_or_default();
        assert_eq!(found.get(..10), Some(&TWELVE[..]), "{dtype} of {text}");
    }
}

/// Lines one by one, whatever they hold.
fn by_line(lines: &[String], options: &LoadTxt) -> crate::Result<DynArray> {
    let (control, _) = options.control()?;
    let mut rows = Rows::new(Plan::new(options, control)?)?;
    let lines = Lines::of(lines);
    rows.read(&mut Tokenizer::lines(&lines, control), true)?;
    ensure_ndmin(rows.into_array()?, options.ndmin)
}

proptest::proptest! {
    #[test]
    fn lines_are_read_side_by_side_as_one_by_one(
        picks in proptest::collection::vec(proptest::collection::vec(0..28usize, 0..9), 0..30),
        n_same in 0..40usize,
        choice in 0..720usize,
    ) {
        const PIECES: [&str; 28] = [
            "1", "2.5", "-3", "42", "7", "1", "2", "3", ",", ",", ",", ",", ",", " ", " ", " ", " ", "#", "# 1",
            "\"", "\"1\"", "\"a,b\"", "\n", "\r", "\r\n", "x", "1j", "\u{e9}",
        ];
        let mut lines: Vec<String> =
            picks.iter().map(|line| line.iter().map(|&piece| PIECES[piece]).collect()).collect();
        if let Some(first) = lines.first().cloned() {
            lines.splice(0..0, std::iter::repeat_n(first, n_same));
        }
        let dtype = ["f8", "U", "c16", "S2,i4", "M8[us]"][choice % 5];
        let mut options = LoadTxt::default().dtype(&dtype.parse().unwrap_or(DType::void(0)));
        if choice / 5 % 2 == 0 {
            options = options.delimiter(',');
        }
        options = match choice / 10 % 3 {
            0 => options.quotechar('"'),
            _ => options,
        };
        options = match (choice / 30 % 4, dtype) {
            (0, _) => options.usecols([0, 1]),
            (1, "f8" | "U") => options.usecols([1, -1, 0]),
            (2, "f8" | "U") => options.usecols([1]),
            _ => options,
        };
        options = match choice / 120 % 3 {
            0 => options.skiprows(1),
            1 => options.max_rows(20),
            _ => options,
        };
        let found = |array: crate::Result<DynArray>| match array {
            Ok(array) => {
                let bytes = array.packed_bytes().unwrap_or_default().to_vec();
                Ok((array.shape().to_vec(), array.dtype().to_string(), bytes))
            }
            Err(error) => Err(error.to_string()),
        };
        let together = loadtxt(Source::lines(&lines), &options);
        let apart = by_line(&lines, &options);
        proptest::prop_assert_eq!(found(together), found(apart), "{:?}", lines);
    }
}
