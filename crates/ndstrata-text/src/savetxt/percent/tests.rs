//! Formats and what Python 3.11 printed with them.

use super::*;
use ndstrata_dtype::DType;

fn float(format: &str, value: f64) -> String {
    let mut out = String::new();
    let (dtype, bytes) = (DType::of::<f64>(), value.to_ne_bytes());
    let cell = Cell::new(&dtype, &bytes);
    match Format::parse(format).fill(&mut out, [cell].into_iter()) {
        Ok(()) => out,
        Err(error) => error.to_string(),
    }
}

fn int(format: &str, value: i64) -> String {
    let mut out = String::new();
    let (dtype, bytes) = (DType::of::<i64>(), value.to_ne_bytes());
    let cell = Cell::new(&dtype, &bytes);
    match Format::parse(format).fill(&mut out, [cell].into_iter()) {
        Ok(()) => out,
        Err(error) => error.to_string(),
    }
}

#[test]
fn floats_as_python_prints_them() {
    for (format, value, expected) in [
        ("%08.3f", -1.5, "-001.500"),
        ("%-08.3f|", 2.5, "2.500   |"),
        ("%+g", 3.0, "+3"),
        ("%#g", 4.0, "4.00000"),
        ("%#.0f", 5.0, "5."),
        ("%.0e", 6.0, "6e+00"),
        ("%#.0e", 7.0, "7.e+00"),
        ("%hd", 8.0, "8"),
        ("%05f", f64::NAN, "00nan"),
        ("%+f", f64::NAN, "+nan"),
        ("%G", f64::NEG_INFINITY, "-INF"),
        ("%06.1f", f64::NEG_INFINITY, "-00inf"),
        ("%.18e", 0.1, "1.000000000000000056e-01"),
        ("%.0f", 0.5, "0"),
        ("%.3g", 1234567.0, "1.23e+06"),
        ("%x", 1.0, "%x format: an integer is required, not numpy.float64"),
        ("%c", 1.0, "%c requires int or char"),
        ("%d", f64::NAN, "cannot convert float NaN to integer"),
        ("%d", -1e22, "-10000000000000000000000"),
        ("%5%", 1.0, "unsupported format character '%' (0x25) at index 2"),
        ("%5", 1.0, "incomplete format"),
        ("%*d", 1.0, "* wants int"),
        ("%(a)d", 1.0, "format requires a mapping"),
        ("%d %d", 1.0, "not enough arguments for format string"),
        ("%2000000000d", 1.0, "Unable to allocate 2000000000 bytes"),
        ("%9223372036854775808d", 1.0, "width too big"),
        ("%.2147483648f", 1.0, "precision too big"),
    ] {
        assert_eq!(float(format, value), expected, "{format}");
    }
}

#[test]
fn integers_as_python_prints_them() {
    for (format, value, expected) in [
        ("%05.3d", 7, "00007"),
        ("%#x", 255, "0xff"),
        ("%#5o", 8, " 0o10"),
        ("%-05d", 3, "3    "),
        ("%+ d", 4, "+4"),
        ("% d", 5, " 5"),
        ("%#.3x", 10, "0x00a"),
        ("%x", -5, "-5"),
        ("%5.2s", 12345, "   12"),
        ("%r", 3, "np.int64(3)"),
        ("%c", 65, "A"),
        ("%c", -1, "%c arg not in range(0x110000)"),
        ("%f", 2, "2.000000"),
    ] {
        assert_eq!(int(format, value), expected, "{format}");
    }
}

#[test]
fn precisions_of_more_than_two_bytes_are_printed() {
    let digits = int("%.70000d", -7);
    assert_eq!((digits.len(), digits.trim_end_matches('7').len()), (70001, 70000));
    assert_eq!(float("%.70000f", 1.5), format!("1.5{}", "0".repeat(69999)));
    assert_eq!(float("%.70000e", 1.5).len(), 70006);
    assert_eq!(float("%#.70000g", 1.5).len(), 70001);
}
