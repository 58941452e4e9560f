//! Statistics, sets, bins and questions about numbers, against what NumPy printed.

use ndstrata_eval::{Scope, evaluate};

#[test]
fn numpy_prints_the_same() {
    for (text, expected) in CASES {
        let shown =
            evaluate(text, &mut Scope::new()).and_then(|value| value.to_repr(&Default::default()));
        let shown = shown.unwrap_or_else(|error| error.to_string());
        assert_eq!(shown, *expected, "{text}");
    }
}

/// Statements, and what Python shows of the last, or the error.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    ("np.clip(np.array([1,5,9]), 2, 6)", "array([2, 5, 6])"),
    ("np.clip(np.array([1,5,9],dtype='i1'), 2.5, None)", "array([2.5, 5. , 9. ])"),
    ("np.clip(np.array([1,5,9],dtype='i1'), -1000, 5)", "array([1, 5, 5], dtype=int8)"),
    ("np.array([1.5,2.5]).clip(2)", "array([2. , 2.5])"),
    ("np.array([1.5,2.5]).clip(max=2)", "array([1.5, 2. ])"),
    ("np.clip([1,2,3], max=2)", "array([1, 2, 2])"),
    ("np.round(np.array([True]))", "array([1.], dtype=float16)"),
    ("np.round([1.25,2.345], 1)", "array([1.2, 2.3])"),
    ("np.round(np.array([15,25,-27]), -1)", "array([ 20,  20, -30])"),
    ("np.round(2.5)", "np.float64(2.0)"),
    ("np.around(np.array([1.55+2.25j]), 1)", "array([1.6+2.2j])"),
    ("np.array([1.234],dtype='f4').round(2)", "array([1.23], dtype=float32)"),
    ("np.fix([1.5,-1.5])", "array([ 1., -1.])"),
    ("np.sinc(np.array([0,.5],dtype='f4'))", "array([1.        , 0.63661975], dtype=float32)"),
    ("np.sinc(0)", "np.float64(1.0)"),
    ("np.sinc(np.array([1,2]))", "array([ 3.89817183e-17, -3.89817183e-17])"),
    ("np.nan_to_num([1,np.nan,np.inf,-np.inf])", "array([ 1.00000000e+000,  0.00000000e+000,  1.79769313e+308,\n       -1.79769313e+308])"),
    ("np.nan_to_num(np.array([1,np.nan,np.inf,-np.inf],dtype='f4'), nan=1, posinf=5)", "array([ 1.0000000e+00,  1.0000000e+00,  5.0000000e+00, -3.4028235e+38],\n      dtype=float32)"),
    ("np.nan_to_num(3)", "np.int64(3)"),
    ("np.real(1)", "1"),
    ("np.real([1,2])", "array([1, 2])"),
    ("np.imag([1,2j])", "array([0., 2.])"),
    ("np.imag(1.5)", "0.0"),
    ("np.real(1+2j)", "1.0"),
    ("np.real_if_close([2.1+4e-14j])", "array([2.1+4.e-14j])"),
    ("np.real_if_close([2.1+4e-14j], tol=1000)", "array([2.1])"),
    ("np.angle([1.0, 1.0j, 1+1j])", "array([0.        , 1.57079633, 0.78539816])"),
    ("np.angle(1+1j, deg=True)", "np.float64(45.0)"),
    ("np.angle([-1,1])", "array([3.14159265, 0.        ])"),
    ("np.iscomplex([1+1j, 1+0j, 4.5, 3, 2, 2j])", "array([ True, False, False, False, False,  True])"),
    ("np.isreal([1+1j, 1+0j])", "array([False,  True])"),
    ("np.iscomplexobj(1+0j)", "True"),
    ("np.isrealobj([1])", "True"),
    ("np.isposinf([-np.inf, 0., np.inf])", "array([False, False,  True])"),
    ("np.isneginf([-np.inf, 0., np.inf])", "array([ True, False, False])"),
    ("np.isposinf(1j)", "TypeError: This operation is not supported for complex128 values because it would be ambiguous."),
    ("np.isclose([1e10,1e-7], [1.00001e10,1e-8])", "array([ True, False])"),
    ("np.isclose([1.0, np.nan], [1.0, np.nan], equal_nan=True)", "array([ True,  True])"),
    ("np.isclose(1, 2)", "np.False_"),
    ("np.allclose([1e10,1e-8], [1.00001e10,1e-9])", "True"),
    ("np.allclose([1,2],[1,2,3])", "ValueError: operands could not be broadcast together with shapes (2,) (3,) "),
    ("np.array_equal([1,2],[1,2])", "True"),
    ("np.array_equal([1,np.nan],[1,np.nan],equal_nan=True)", "True"),
    ("np.array_equiv([1,2],[[1,2],[1,2]])", "True"),
    ("np.i0([0.,1.,9.5])", "array([1.00000000e+00, 1.26606588e+00, 1.75348099e+03])"),
    ("np.i0(1)", "array(1.26606588)"),
    ("np.nansum([1,np.nan])", "np.float64(1.0)"),
    ("np.nansum([[1,np.nan],[3,4]],axis=0)", "array([4., 4.])"),
    ("np.nanprod([[2,np.nan],[3,4]],axis=1,keepdims=True)", "array([[ 2.],\n       [12.]])"),
    ("np.nanmax([[1,np.nan],[3,4]],axis=0)", "array([3., 4.])"),
    ("np.nanmin([np.nan,np.nan])", "np.float64(nan)"),
    ("np.nanmean([[1,np.nan],[3,4]],axis=1)", "array([1. , 3.5])"),
    ("np.nanmean(np.array([1,np.nan,2],dtype='f4'))", "np.float32(1.5)"),
    ("np.nanmean(np.array([1,np.nan,2],dtype='f2'))", "np.float16(1.5)"),
    ("np.nanmean([1+1j,np.nan])", "np.complex128(1+1j)"),
    ("np.nanvar([[1,np.nan],[3,4]],axis=1)", "array([0.  , 0.25])"),
    ("np.nanvar([1,np.nan,3],ddof=1)", "np.float64(2.0)"),
    ("np.nanstd([1+2j,np.nan,3])", "np.float64(1.4142135623730951)"),
    ("np.nanstd([np.nan])", "np.float64(nan)"),
    ("np.nanmean([1,2])", "np.float64(1.5)"),
    ("np.nanargmax([np.nan,1,2])", "np.int64(2)"),
    ("np.nanargmin([[np.nan,4],[2,3]],axis=1)", "array([1, 0])"),
    ("np.nanargmin([np.nan])", "ValueError: All-NaN slice encountered"),
    ("np.nancumsum([1,np.nan,2])", "array([1., 1., 3.])"),
    ("np.nancumprod([[1,np.nan],[2,3]],axis=0)", "array([[1., 1.],\n       [2., 3.]])"),
];
