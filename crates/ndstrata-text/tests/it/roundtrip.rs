//! What is written is read back as the same bits, whatever the values and the layout.

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::{Complex, DType};
use ndstrata_text::{LoadTxt, SaveTxt, Source, loadtxt, savetxt};
use proptest::prelude::*;

fn there_and_back(array: &DynArray, options: SaveTxt) -> DynArray {
    let mut out = Vec::new();
    savetxt(&mut out, array, &options.delimiter(",")).unwrap();
    let options = LoadTxt::default().dtype(array.dtype()).delimiter(",").ndmin(array.ndim() as i64);
    loadtxt(Source::text(String::from_utf8(out).unwrap()), &options).unwrap()
}

fn bits(array: &DynArray) -> Vec<u8> {
    array.copy(Order::C).unwrap().packed_bytes().unwrap().to_vec()
}

proptest! {
    #[test]
    fn floats_of_moderate_size_survive(
        values in prop::collection::vec((any::<u64>(), 900..1150u64), 8..200),
        n_digits in 16..19usize,
    ) {
        let float = |(bits, exponent): (u64, u64)| f64::from_bits(bits << 63 | exponent << 52 | bits >> 12);
        let array = DynArray::from_vec(values.into_iter().map(float).collect::<Vec<_>>());
        let options = SaveTxt::default().fmt(format!("%.{n_digits}e"));
        prop_assert_eq!(bits(&there_and_back(&array, options)), bits(&array));
    }

    #[test]
    fn floats_survive(values in prop::collection::vec(any::<u64>(), 1..200), columns in 1..5isize) {
        let values: Vec<f64> = values
            .into_iter()
            .map(f64::from_bits)
            .map(|x| if x.is_nan() { f64::NAN } else { x })
            .collect();
        let n = values.len() as isize / columns * columns;
        let mut values = values;
        values.truncate(n as usize);
        prop_assume!(n > 0);
        let array = DynArray::from_vec(values).reshape([-1, columns]).unwrap();
        for options in [SaveTxt::default(), SaveTxt::default().shortest()] {
            prop_assert_eq!(bits(&there_and_back(&array, options)), bits(&array));
        }
        let columns_first = array.copy(Order::F).unwrap();
        let shortest = SaveTxt::default().shortest();
        prop_assert_eq!(bits(&there_and_back(&columns_first, shortest)), bits(&array));
    }

    #[test]
    fn single_floats_and_integers_survive(values in prop::collection::vec(any::<u32>(), 1..100)) {
        let floats: Vec<f32> = values
            .iter()
            .map(|&x| f32::from_bits(x))
            .map(|x| if x.is_nan() { f32::NAN } else { x })
            .collect();
        let array = DynArray::from_vec(floats);
        let shortest = SaveTxt::default().shortest();
        prop_assert_eq!(bits(&there_and_back(&array, shortest.clone())), bits(&array));
        let integers: Vec<i64> = values.iter().map(|&x| i64::from(x).wrapping_mul(-7_123_456_789)).collect();
        let array = DynArray::from_vec(integers);
        prop_assert_eq!(bits(&there_and_back(&array, SaveTxt::default().fmt("%d"))), bits(&array));
        prop_assert_eq!(bits(&there_and_back(&array, shortest)), bits(&array));
    }

    #[test]
    fn complex_numbers_survive(values in prop::collection::vec(any::<(i32, i32)>(), 1..50)) {
        let values: Vec<Complex<f64>> = values
            .iter()
            .map(|&(re, im)| Complex::new(f64::from(re) / 7.0, f64::from(im) / 3.0))
            .collect();
        let array = DynArray::from_vec(values);
        for options in [SaveTxt::default(), SaveTxt::default().shortest()] {
            prop_assert_eq!(bits(&there_and_back(&array, options)), bits(&array));
        }
    }
}

#[test]
fn every_half_float_survives() {
    let dtype: DType = "f2".parse().unwrap();
    let halves: Vec<u16> = (0..=u16::MAX).filter(|bits| bits & 0x7fff <= 0x7c00).collect();
    let array = DynArray::from_vec(halves).reinterpret(&dtype).unwrap();
    for options in [SaveTxt::default(), SaveTxt::default().shortest()] {
        assert_eq!(bits(&there_and_back(&array, options)), bits(&array));
    }
}
