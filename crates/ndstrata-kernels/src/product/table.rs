//! The loops for each number type and instruction set.
#![expect(unsafe_code, reason = "compiles loops for instruction sets that are checked at run time")]

use super::combine::CombineFn;
use super::dots::DotsFn;
use super::tile::TileFn;
use crate::isa::Isa;

/// The numbers that products are made of. Unsigned integers are as signed ones, since all wrap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProductType {
    /// 16-bit integers.
    I16,
    /// 32-bit integers.
    I32,
    /// 64-bit integers.
    I64,
    /// Single precision.
    F32,
    /// Double precision.
    F64,
    /// Complex numbers of single precision.
    Complex64,
    /// Complex numbers of double precision.
    Complex128,
}

/// The loops of one type.
pub(super) struct Kernels {
    /// Bytes of an element.
    pub(super) itemsize: usize,
    /// Lanes of an element.
    pub(super) lanes: usize,
    /// Elements of a vector.
    pub(super) width: usize,
    /// The most vectors that a tile is wide.
    pub(super) vectors: usize,
    /// Rows of the tiles there are, ascending.
    pub(super) rows: [usize; 4],
    /// Tiles from packed panels, by rows and vectors.
    pub(super) packed: [[TileFn; 3]; 4],
    /// Tiles from matrices as they lie.
    pub(super) direct: [[TileFn; 3]; 4],
    pub(super) dots: DotsFn,
    pub(super) combine: CombineFn,
}

/// The loops for a type on a machine that has `level`.
pub(super) fn kernels(level: Isa, product: ProductType) -> &'static Kernels {
    let i = product as usize;
    match level {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => AVX512[i],
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => AVX2[i],
        _ => BASELINE[i],
    }
}

/// The loops of one type, compiled with the features given.
macro_rules! kernels {
    ($module:ident $arithmetic:ident $vector:ty, lanes $lanes:literal, vectors $vectors:literal [$v1:literal $v2:literal $v3:literal],
        rows [$r1:literal $r2:literal $r3:literal $r4:literal] $(, $features:literal)?) => {
        mod $module {
            use super::*;
            use crate::product::vector::Vector;
            use crate::product::{combine, dots, tile};

            type V = $vector;

            $(#[target_feature(enable = $features)])?
            unsafe fn tile<const ROWS: usize, const VECTORS: usize, const PACKED: bool>(call: &tile::Tile) {
                // SAFETY: the contract is the caller's; the features are enabled here.
                unsafe { tile::$arithmetic::<V, ROWS, VECTORS, PACKED>(call) };
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn rows(call: &dots::Dots) {
                // SAFETY: as above.
                unsafe { dots::$arithmetic::<V>(call) };
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn combined(call: &combine::Combine) {
                // SAFETY: as above.
                unsafe { combine::$arithmetic::<V>(call) };
            }

            pub(super) static KERNELS: Kernels = Kernels {
                itemsize: size_of::<<V as Vector>::Lane>() * $lanes,
                lanes: $lanes,
                width: <V as Vector>::LANES / $lanes,
                vectors: $vectors,
                rows: [$r1, $r2, $r3, $r4],
                packed: kernels!(@tiles true, [$r1 $r2 $r3 $r4] [$v1 $v2 $v3]),
                direct: kernels!(@tiles false, [$r1 $r2 $r3 $r4] [$v1 $v2 $v3]),
                dots: rows,
                combine: combined,
            };
        }
    };
    (@tiles $packed:literal, [$($r:literal)*] $vectors:tt) => {
        [$(kernels!(@row $packed, $r, $vectors)),*]
    };
    (@row $packed:literal, $r:literal, [$($v:literal)*]) => {
        [$(tile::<$r, $v, $packed>),*]
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Kernels;
    use crate::product::vector::avx2::{F32x8, F64x4};
    use crate::product::vector::avx512::{F32x16, F64x8, I16x32, I32x16, I64x8};
    use crate::product::vector::portable::Array;

    const _: () = assert!(size_of::<F64x8>() == 64 && size_of::<F64x4>() == 32);

    kernels!(i16_512 real I16x32, lanes 1, vectors 3 [1 2 3], rows [1 2 4 8], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");
    kernels!(i32_512 real I32x16, lanes 1, vectors 3 [1 2 3], rows [1 2 4 8], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");
    kernels!(i64_512 real I64x8, lanes 1, vectors 3 [1 2 3], rows [1 2 4 8], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");
    kernels!(f32_512 real F32x16, lanes 1, vectors 3 [1 2 3], rows [1 2 4 8], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");
    kernels!(f64_512 real F64x8, lanes 1, vectors 3 [1 2 3], rows [1 2 4 8], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");
    kernels!(c64_512 complex F32x16, lanes 2, vectors 3 [1 2 3], rows [1 2 3 4], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");
    kernels!(c128_512 complex F64x8, lanes 2, vectors 3 [1 2 3], rows [1 2 3 4], "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2");

    kernels!(i16_256 real Array<i16, 16>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4], "avx2,fma,bmi2");
    kernels!(i32_256 real Array<i32, 8>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4], "avx2,fma,bmi2");
    kernels!(i64_256 real Array<i64, 4>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4], "avx2,fma,bmi2");
    kernels!(f32_256 real F32x8, lanes 1, vectors 3 [1 2 3], rows [1 2 4 4], "avx2,fma,bmi2");
    kernels!(f64_256 real F64x4, lanes 1, vectors 3 [1 2 3], rows [1 2 4 4], "avx2,fma,bmi2");
    kernels!(c64_256 complex F32x8, lanes 2, vectors 2 [1 2 2], rows [1 2 3 3], "avx2,fma,bmi2");
    kernels!(c128_256 complex F64x4, lanes 2, vectors 2 [1 2 2], rows [1 2 3 3], "avx2,fma,bmi2");

    pub(super) static AVX512: [&Kernels; 7] = [
        &i16_512::KERNELS,
        &i32_512::KERNELS,
        &i64_512::KERNELS,
        &f32_512::KERNELS,
        &f64_512::KERNELS,
        &c64_512::KERNELS,
        &c128_512::KERNELS,
    ];

    pub(super) static AVX2: [&Kernels; 7] = [
        &i16_256::KERNELS,
        &i32_256::KERNELS,
        &i64_256::KERNELS,
        &f32_256::KERNELS,
        &f64_256::KERNELS,
        &c64_256::KERNELS,
        &c128_256::KERNELS,
    ];
}

#[cfg(target_arch = "x86_64")]
use x86::{AVX2, AVX512};

mod baseline {
    use super::Kernels;
    use crate::product::vector::portable::Array;

    kernels!(i16_any real Array<i16, 8>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4]);
    kernels!(i32_any real Array<i32, 4>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4]);
    kernels!(i64_any real Array<i64, 2>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4]);
    kernels!(f32_any real Array<f32, 4>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4]);
    kernels!(f64_any real Array<f64, 2>, lanes 1, vectors 2 [1 2 2], rows [1 2 4 4]);
    kernels!(c64_any complex Array<f32, 4>, lanes 2, vectors 2 [1 2 2], rows [1 2 2 2]);
    kernels!(c128_any complex Array<f64, 2>, lanes 2, vectors 2 [1 2 2], rows [1 2 2 2]);

    pub(super) static BASELINE: [&Kernels; 7] = [
        &i16_any::KERNELS,
        &i32_any::KERNELS,
        &i64_any::KERNELS,
        &f32_any::KERNELS,
        &f64_any::KERNELS,
        &c64_any::KERNELS,
        &c128_any::KERNELS,
    ];
}

use baseline::BASELINE;
