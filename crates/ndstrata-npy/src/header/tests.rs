//! Headers that NumPy wrote, and texts that are none.

use super::*;
use crate::Limits;

fn file(text: &str) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&[1, 0]);
    bytes.extend_from_slice(&(text.len() as u16).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

fn read(text: &str) -> Result<Header> {
    Header::read(&mut &file(text)[..], &Limits::new())
}

#[test]
fn any_python_spelling_is_read() {
    for text in [
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }",
        "{\"shape\": (2L, 0x3), u'fortran_order': False, 'descr': '<' 'i4'} # c\n",
        "  {'shape':((2),3),'fortran_order':False,\n'descr':'\\x3ci4'}",
    ] {
        let header = read(text).unwrap();
        assert_eq!((header.dtype(), header.shape()), (&DType::INT32, &[2, 3][..]));
        assert_eq!(header.data_offset(), 10 + text.len());
    }
}

#[test]
fn what_is_wrong_is_said_as_numpy_says_it() {
    const GOOD: &str = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    for (from, to, expected) in [
        (GOOD, "", "ValueError: Cannot parse header: ''"),
        (GOOD, "[1, 2]", "ValueError: Header is not a dictionary: [1, 2]"),
        (GOOD, "{'descr': '<i4',\n", "TokenError: ('EOF in multi-line statement', (2, 0))"),
        (GOOD, "{'descr': '''a", "TokenError: ('EOF in multi-line string', (1, 10))"),
        (
            GOOD,
            "{b'a': 1, 'b': 2}",
            "TypeError: '<' not supported between instances of 'str' and 'bytes'",
        ),
        (
            ", }",
            ", 'x': 1}",
            "ValueError: Header does not contain the correct keys: ['descr', 'fortran_order', \
             'shape', 'x']",
        ),
        ("(2, 3)", "[2, 3]", "ValueError: shape is not valid: [2, 3]"),
        ("(2, 3)", "(2.0,)", "ValueError: shape is not valid: (2.0,)"),
        ("(2, 3)", "(-2, 3)", "ValueError: negative dimensions are not allowed"),
        (
            "(2, 3)",
            "(18446744073709551616,)",
            "OverflowError: Python int too large to convert to C long",
        ),
        ("(2, 3)", "(True, 3)", "TypeError: an integer is required"),
        ("False", "0", "ValueError: fortran_order is not a valid bool: 0"),
        ("'<i4'", "None", "ValueError: descr is not a valid dtype descriptor: None"),
        ("'<i4'", "'<i3'", "ValueError: descr is not a valid dtype descriptor: '<i3'"),
        ("'<i4'", "[('a', 'i1'), ('a', 'i1')]", "ValueError: name already used as a name or title"),
    ] {
        let text = GOOD.replace(from, to);
        let error = read(&text).unwrap_err();
        assert_eq!(format!("{}: {error}", error.numpy_class()), expected, "{text}");
    }
}

#[test]
fn headers_are_byte_for_byte_those_of_numpy() {
    let padded = ndstrata_dtype::Record::builder()
        .field("n", DType::UINT8)
        .field_at("x", DType::FLOAT64.swap_byte_order(), 8)
        .build()
        .unwrap();
    for (dtype, shape, fortran_order, expected) in [
        (
            DType::FLOAT64,
            &[3][..],
            false,
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }                    ",
        ),
        (DType::BOOL, &[], false, "{'descr': '|b1', 'fortran_order': False, 'shape': (), }"),
        (
            padded.into(),
            &[2, 1000],
            true,
            "{'descr': [('n', '|u1'), ('', '|V7'), ('x', '>f8')], 'fortran_order': True, 'shape': \
             (2, 1000), }                 ",
        ),
    ] {
        let header = Header::new(&dtype, shape, fortran_order, None).unwrap();
        let bytes = header.to_bytes().unwrap();
        let (start, rest) = bytes.split_at(10 + expected.len());
        assert_eq!(std::str::from_utf8(&start[10..]), Ok(expected));
        assert!(rest.ends_with(b"\n") && rest[..rest.len() - 1].iter().all(|&b| b == b' '));
        assert_eq!((bytes.len() % 64, header.version()), (0, Version::V1));
        assert_eq!(Header::read(&mut &bytes[..], &Limits::new()).unwrap(), header);
    }
}

#[test]
fn the_oldest_version_that_can_hold_it_is_taken() {
    let named = |name: &str, n: usize| {
        let fields = (0..n).fold(ndstrata_dtype::Record::builder(), |builder, i| {
            builder.field(format!("{name}{i}"), DType::INT8)
        });
        DType::record(fields.build().unwrap())
    };
    let version = |dtype: &DType| Header::new(dtype, &[1], false, None).unwrap().version();
    assert_eq!(version(&named("\u{e9}", 1)), Version::V1);
    assert_eq!(version(&named("\u{6f22}", 1)), Version::V3);
    assert_eq!(version(&named("x", 5000)), Version::V2);
    let error = Header::new(&named("\u{6f22}", 1), &[1], false, Some(Version::V2)).unwrap_err();
    assert_eq!(
        format!("{}: {error}", error.numpy_class()),
        "UnicodeEncodeError: 'latin-1' codec can't encode character '\\u6f22' in position 13: \
         ordinal not in range(256)"
    );
}

#[test]
fn a_long_header_needs_a_higher_limit() {
    let text = format!("{{'descr': '<i4', 'fortran_order': False, 'shape': (){:9950}}}", "");
    let length = text.len();
    let error = read(&text).unwrap_err();
    let expected = format!("Header info length ({length}) is large");
    assert!(error.to_string().starts_with(&expected), "{error}");
    let limits = Limits::new().max_header_size(length);
    assert!(Header::read(&mut &file(&text)[..], &limits).is_ok());
}

#[test]
fn a_file_may_end_anywhere() {
    let whole = file("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }");
    for end in 0..whole.len() {
        let error = Header::read(&mut &whole[..end], &Limits::new()).unwrap_err();
        assert!(matches!(error.kind(), crate::ErrorKind::Eof { .. }), "{error}");
    }
}
