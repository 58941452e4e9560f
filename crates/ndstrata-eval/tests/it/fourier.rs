//! Fourier transforms by name, against what NumPy printed.

use crate::shown::assert_shown;

#[test]
fn numpy_prints_the_same() {
    assert_shown(CASES);
}

/// Statements, and what Python shows of the last, or the error.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    ("np.round(np.fft.fft(np.arange(5)), 6)", "array([10. +0.j      , -2.5+3.440955j, -2.5+0.812299j, -2.5-0.812299j,\n       -2.5-3.440955j])"),
    ("np.round(np.fft.ifft([1, 2j, 3, 4]), 6)", "array([ 2.+0.5j, -1.-1.j ,  0.-0.5j,  0.+1.j ])"),
    ("np.round(np.fft.fft(np.arange(6, dtype='f4'), n=4, norm='ortho'), 4)", "array([ 3.+0.j, -1.+1.j, -1.+0.j, -1.-1.j], dtype=complex64)"),
    ("np.round(np.fft.fft(np.arange(3.), n=5, norm='forward'), 6)", "array([ 0.6     +0.j      , -0.261803-0.425325j, -0.038197+0.262866j,\n       -0.038197-0.262866j, -0.261803+0.425325j])"),
    ("np.round(np.fft.rfft(np.arange(7.)), 6)", "array([21. +0.j      , -3.5+7.267825j, -3.5+2.791157j, -3.5+0.798852j])"),
    ("np.round(np.fft.irfft([1, 2-1j, 3]), 6)", "array([ 2.,  0.,  0., -1.])"),
    ("np.round(np.fft.irfft([1, 2-1j, 3], n=5), 6)", "array([ 2.2     , -0.143184,  0.158721, -0.311507, -0.904029])"),
    ("np.round(np.fft.hfft([1, 2-1j, 3]), 6)", "array([ 8., -4.,  0.,  0.])"),
    ("np.round(np.fft.ihfft([1., 2, 3, 4]), 6)", "array([ 2.5-0.j , -0.5-0.5j, -0.5-0.j ])"),
    ("np.round(np.fft.fft2(np.arange(6.).reshape(2, 3)), 6) + 0", "array([[15.+0.j      , -3.+1.732051j, -3.-1.732051j],\n       [-9.+0.j      ,  0.+0.j      ,  0.+0.j      ]])"),
    ("np.fft.rfftn(np.arange(8.).reshape(2, 2, 2), axes=(0, 1))", "array([[[12.+0.j, 16.+0.j],\n        [-4.+0.j, -4.+0.j]],\n\n       [[-8.+0.j, -8.+0.j],\n        [ 0.+0.j,  0.+0.j]]])"),
    ("np.round(np.fft.irfftn(np.arange(6.).reshape(2, 3)), 6)", "array([[ 2.5, -0.5,  0. , -0.5],\n       [-1.5,  0. ,  0. ,  0. ]])"),
    ("np.fft.fftn(np.arange(6.).reshape(2, 3), s=(2, 2), axes=(1, 0))", "array([[ 8.+0.j, -2.+0.j],\n       [-6.+0.j,  0.+0.j]])"),
    ("np.fft.fftshift(np.arange(6).reshape(2, 3))", "array([[5, 3, 4],\n       [2, 0, 1]])"),
    ("np.fft.fftshift(np.arange(6).reshape(2, 3), axes=1)", "array([[2, 0, 1],\n       [5, 3, 4]])"),
    ("np.fft.ifftshift(np.arange(5))", "array([2, 3, 4, 0, 1])"),
    ("np.fft.fftfreq(4, 0.1)", "array([ 0. ,  2.5, -5. , -2.5])"),
    ("np.fft.rfftfreq(5)", "array([0. , 0.2, 0.4])"),
    ("np.fft.fft(np.ones((2, 3)), axis=0)", "array([[2.+0.j, 2.+0.j, 2.+0.j],\n       [0.+0.j, 0.+0.j, 0.+0.j]])"),
    ("np.fft.irfft(np.array([1, 2], 'f2'))", "array([ 1.5, -0.5], dtype=float16)"),
    ("np.round(np.abs(np.fft.fft(np.arange(37.)))[:3], 6)", "array([666.      , 218.145137, 109.466924])"),
    ("np.fft.fft([])", "ValueError: Invalid number of FFT data points (0) specified."),
    ("np.fft.fft(3.)", "IndexError: tuple index out of range"),
    ("np.fft.fftn(3.)", "array(3.)"),
    ("np.fft.fft([1, 2], n=0)", "ValueError: Invalid number of FFT data points (0) specified."),
    ("np.fft.fft([1, 2], norm='x')", "ValueError: Invalid norm value x; should be \"backward\",\"ortho\" or \"forward\"."),
    ("np.fft.ifft([1, 2], norm='x')", "ValueError: Invalid norm value x; should be \"backward\", \"ortho\" or \"forward\"."),
    ("np.fft.rfft([1j, 2])", "TypeError: ufunc 'rfft_n_even' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''"),
    ("np.fft.fft([1, 2], n=2, axis=1)", "AxisError: axis 1 is out of bounds for array of dimension 1"),
    ("np.fft.fft([1, 2], axis=1)", "IndexError: tuple index out of range"),
    ("np.fft.fftn(np.ones((2, 2)), s=(2,), axes=(0, 1))", "ValueError: Shape and axes have different lengths."),
    ("np.fft.fftn(np.ones((2, 2)), axes=(2,))", "IndexError: index 2 is out of bounds for axis 0 with size 2"),
    ("np.fft.fftfreq(0)", "ZeroDivisionError: float division by zero"),
    ("np.fft.fftfreq(2.5)", "ValueError: n should be an integer"),
    ("np.fft.fft([1., 2], out=np.zeros(3, 'c16'))", "ValueError: output array has wrong shape."),
    ("np.fft.fft([1., 2], out=np.zeros(2))", "UFuncTypeError: Cannot cast ufunc 'fft' output from dtype('complex128') to dtype('float64') with casting rule 'same_kind'"),
];
