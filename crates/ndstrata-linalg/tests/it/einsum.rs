//! What `einsum` makes of types, paths and lengths. The expected values are what NumPy printed.

use ndstrata_array::DynArray;
use ndstrata_dtype::DType;
use ndstrata_linalg::{Einsum, Optimize};

/// With a path two operands meet as ufuncs, which cast as these do, and sum what they do not share before.
#[test]
fn paths_cast_and_sum_as_ufuncs_do() {
    let wide = DynArray::from_vec(vec![3_u64, 5]);
    let call = |einsum: Einsum, labels: &str, operands: &[&DynArray]| {
        let operands: Vec<_> = operands.iter().map(|&operand| operand.into()).collect();
        match einsum.call(labels, &operands) {
            Ok(made) => format!("{:?} {made}", made.dtype()),
            Err(error) => format!("{}: {error}", error.numpy_class()),
        }
    };
    let plain = || Einsum::default();
    let greedy = || plain().optimize(Optimize::Greedy(None));
    assert_eq!(
        call(plain().dtype(DType::UINT8), "i,i->", &[&wide, &wide]),
        "TypeError: Iterator operand 0 dtype could not be cast from dtype('uint64') to \
         dtype('uint8') according to the rule 'safe'"
    );
    assert_eq!(call(greedy().dtype(DType::UINT8), "i,i->", &[&wide, &wide]), "dtype('uint8') 34");
    let truths = DynArray::from_vec(vec![true; 6]).reshape([2, 3]).unwrap();
    let three = DynArray::from_vec(vec![3_i16]);
    assert_eq!(call(plain(), "ij,k->i", &[&truths, &three]), "dtype('int16') [9 9]");
    assert_eq!(call(greedy(), "ij,k->i", &[&truths, &three]), "dtype('int16') [3 3]");
    let halves = DynArray::from_vec(vec![0.0_f32, 1.0]);
    let column = DynArray::from_vec(vec![-1.0_f32, -2.0]).reshape([2, 1]).unwrap();
    assert_eq!(call(plain(), "i,ij->i", &[&halves, &column]), "dtype('float32') [ 0. -2.]");
    assert_eq!(call(greedy(), "i,ij->i", &[&halves, &column]), "dtype('float32') [-0. -2.]");
    let path = |steps: Vec<Vec<usize>>| plain().optimize(Optimize::Path(steps));
    assert_eq!(call(path(vec![vec![0, 1]]), "i", &[&wide]), "IndexError: pop index out of range");
    let other = || plain().optimize(Optimize::Unknown("other".to_owned()));
    assert_eq!(call(other(), "i,i->", &[&wide, &wide]), "dtype('uint64') 34");
    assert_eq!(
        call(other(), "i,i,i->", &[&wide, &wide, &wide]),
        "KeyError: ('Path name %s not found', 'other')"
    );
    assert_eq!(
        call(greedy(), "i,i->", &[&wide, &DynArray::from_vec(vec![1_u64; 3])]),
        "ValueError: Size of label 'i' for operand 1 (2) does not match previous terms (3)."
    );
}
