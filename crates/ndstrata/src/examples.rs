//! NumPy's textbook examples in Rust, each with the result that NumPy prints. Documentation only.
//!
//! # Making arrays
//!
//! ```
//! use ndstrata::prelude::*;
//! use ndstrata::array::{arange, fromfunction, fromstring, linspace, logspace};
//! assert_eq!(arange(0.0, 1.0, 0.1)?.to_string(), "[0.  0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9]");
//! assert_eq!(
//!     linspace(0.0, 1.0, 12)?.to_string(),
//!     "[0.         0.09090909 0.18181818 0.27272727 0.36363636 0.45454545\n 0.54545455 0.63636364 \
//!      0.72727273 0.81818182 0.90909091 1.        ]"
//! );
//! assert_eq!(
//!     logspace(0.0, 2.0, 20)?.to_string(),
//!     "[  1.           1.27427499   1.62377674   2.06913808   2.6366509\n   3.35981829   4.2813324    \
//!      5.45559478   6.95192796   8.8586679\n  11.28837892  14.38449888  18.32980711  23.35721469  \
//!      29.76351442\n  37.92690191  48.32930239  61.58482111  78.47599704 100.        ]"
//! );
//! let squares = fromfunction(&[10], |i| (i[0] * i[0] + 1) as f64)?;
//! assert_eq!(squares.to_string(), "[ 1.  2.  5. 10. 17. 26. 37. 50. 65. 82.]");
//!
//! let letters = |dtype: DType| fromstring(b"abcdefgh", &dtype, None);
//! assert_eq!(letters(DType::INT8)?.to_string(), "[ 97  98  99 100 101 102 103 104]");
//! assert_eq!(letters("<i2".parse()?)?.to_string(), "[25185 25699 26213 26727]");
//! assert_eq!(letters("<f8".parse()?)?.to_string(), "[8.54088322e+194]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Grids, dense and open:
//!
//! ```
//! use ndstrata::array::{GridAxis, Scalar, indices, meshgrid, mgrid, ogrid};
//! use ndstrata::prelude::*;
//! let axis = |start: i64, stop: i64, step: i64| {
//!     GridAxis::Step(Scalar::new(start), Scalar::new(stop), Scalar::new(step))
//! };
//! let axes = [axis(10, 40, 10), axis(1, 5, 1)];
//! assert_eq!(
//!     mgrid(&axes)?.to_string(),
//!     "[[[10 10 10 10]\n  [20 20 20 20]\n  [30 30 30 30]]\n\n [[ 1  2  3  4]\n  [ 1  2  3  4]\n  [ 1  2  3  4]]]"
//! );
//! let open = ogrid(&axes)?;
//! assert_eq!(open[0].to_string(), "[[10]\n [20]\n [30]]");
//! assert_eq!(open[1].to_string(), "[[1 2 3 4]]");
//! assert_eq!(
//!     indices(&[2, 3], &DType::INT64)?.to_string(),
//!     "[[[0 0 0]\n  [1 1 1]]\n\n [[0 1 2]\n  [0 1 2]]]"
//! );
//! let grid = meshgrid(&[DynArray::from_vec(vec![1, 2, 3]), DynArray::from_vec(vec![4, 5])])?;
//! assert_eq!(grid[1].to_string(), "[[4 4 4]\n [5 5 5]]");
//! # Ok::<(), ndstrata::array::Error>(())
//! ```
//!
//! # Shapes and indices
//!
//! A new shape of the same bytes is a view, and what is written through it is seen through both:
//!
//! ```
//! use ndstrata::array::{Scalar, arange};
//! use ndstrata::prelude::*;
//! let mut a = arange(0_i64, 12, 1)?;
//! a.set_shape([4, 3])?;
//! a.set_shape([2, -1])?;
//! assert_eq!(a.shape(), [2, 6]);
//! a.view_mut()?.reshape([3, 4])?.set(&index![0, 1], &Scalar::new(-1_i64).view()?)?;
//! assert_eq!(a.to_string(), "[[ 0 -1  2  3  4  5]\n [ 6  7  8  9 10 11]]");
//! # Ok::<(), ndstrata::array::Error>(())
//! ```
//!
//! ```
//! use ndstrata::array::arange;
//! use ndstrata::prelude::*;
//! let b = arange(0.0, 20.0, 1.0)?.reshape([4, 5])?;
//! assert_eq!(b.index(&index![1..2])?.to_string(), "[[5. 6. 7. 8. 9.]]");
//! assert_eq!(b.index(&index![0..1, 2])?.to_string(), "[2.]");
//! assert_eq!(b.index(&index![[0, 1], 2])?.to_string(), "[2. 7.]");
//!
//! let q = arange(0_i64, 10, 1)?;
//! assert_eq!(q.index(&index![Slice::new(1, 7, 2)])?.to_string(), "[1 3 5]");
//! assert_eq!(q.index(&index![3..-4])?.to_string(), "[3 4 5]");
//! assert_eq!(q.index(&index![Slice::new(-4, 3, -1)])?.to_string(), "[6 5 4]");
//!
//! let r = arange(0_i64, 8, 1)?.reshape([2, 2, 2])?;
//! assert_eq!(r.index(&[Index::Ellipsis, 0.into()])?.to_string(), "[[0 2]\n [4 6]]");
//! # Ok::<(), ndstrata::array::Error>(())
//! ```
//!
//! Strides are bytes, and may be in any order:
//!
//! ```
//! use ndstrata::prelude::*;
//! let a = DynArray::zeros(&[3, 3], &DType::FLOAT32, Order::F)?;
//! assert_eq!(a.strides(), [4, 12]);
//! let bytes = DynArray::from_vec(vec![1_i16, 256]);
//! assert_eq!(bytes.byteswap()?.to_string(), "[256   1]");
//! assert_eq!(bytes.reinterpret(&">i2".parse()?)?.to_string(), "[256   1]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Records
//!
//! ```
//! use ndstrata::prelude::*;
//! use ndstrata::dtype::{FixedStr, Spec, literal::Literal};
//! let described = |text: &str, align: bool| -> ndstrata::dtype::Result<DType> {
//!     DType::from_spec(&Spec::from(text.parse::<Literal>()?), align)
//! };
//! let dtype = described("[('name', 'U16'), ('grades', 'f8', (2,))]", false)?;
//! assert_eq!(dtype.to_string(), "[('name', '<U16'), ('grades', '<f8', (2,))]");
//! let mut students = DynArray::zeros(&[2], &dtype, Order::C)?;
//! let names = DynArray::from_vec(vec![FixedStr::<16>::new("Sarah")?, "John".parse()?]);
//! students.view_mut()?.field("name")?.assign(&names.view())?;
//! let grades = DynArray::from(ndarray::array![[8.0, 7.0], [6.0, 7.0]]);
//! students.view_mut()?.field("grades")?.assign(&grades.view())?;
//! assert_eq!(students.index(&index![1])?.to_string(), "('John', [6.0, 7.0])");
//! assert_eq!(students.view().field("grades")?.index(&index![1])?.to_string(), "[6. 7.]");
//!
//! // As a C compiler lays them out.
//! let aligned = described("[('name', 'S30'), ('id', 'i4')]", true)?;
//! assert_eq!((aligned.itemsize(), aligned.field("id")?.offset), (36, 32));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Fields of a file's bytes, unaligned as they lie:
//!
//! ```
//! use ndstrata::array::frombuffer;
//! use ndstrata::prelude::*;
//! use ndstrata::dtype::{Spec, literal::Literal};
//! let chunk = "[('chunk_id', 'S1'), ('chunk_good', '?'), ('chunk_used', '?'), \
//!               ('chunk_size', '<u4'), ('format', 'S4')]";
//! let chunk = DType::from_spec(&Spec::from(chunk.parse::<Literal>()?), false)?;
//! let bytes = b"R\x01\x00\x24\x08\x00\x00WAVES\x00\x01\x10\x00\x00\x00DATA";
//! let chunks = frombuffer(bytes, &chunk)?;
//! assert_eq!(
//!     chunks.to_string(),
//!     "[(b'R',  True, False, 2084, b'WAVE') (b'S', False,  True,   16, b'DATA')]"
//! );
//! assert_eq!(chunks.field("chunk_size")?.to_string(), "[2084   16]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Computing
//!
//! ```
//! use ndstrata::array::arange;
//! use ndstrata::prelude::*;
//! use ndstrata::ufunc::{CallOptions, ReduceOptions, ufuncs};
//! let a = arange(0_i64, 60, 10)?.reshape([6, 1])?;
//! let b = arange(0_i64, 5, 1)?;
//! assert_eq!(
//!     ufunc::add(&a, &b)?.to_string(),
//!     "[[ 0  1  2  3  4]\n [10 11 12 13 14]\n [20 21 22 23 24]\n [30 31 32 33 34]\n [40 41 42 43 44]\n [50 51 52 53 54]]"
//! );
//!
//! let table = DynArray::from(ndarray::array![[1, 2], [3, 4]]);
//! assert_eq!(ufuncs::ADD.reduce(&table.view(), ReduceOptions::new().axes(&[0]))?.to_string(), "[4 6]");
//! let refused = ufuncs::SIN.reduce(&table.view(), ReduceOptions::new()).unwrap_err();
//! assert_eq!(refused.to_string(), "reduce only supported for binary functions");
//!
//! // In place: a view of the array is its own output.
//! let mut x = DynArray::from_vec(vec![0.0, 1.0]);
//! let input = x.clone();
//! ufuncs::SIN.call(&[(&input).into()], CallOptions::new().out(x.view_mut()?))?;
//! assert_eq!(x.to_string(), "[0.         0.84147098]");
//!
//! // A column is divided in place.
//! let mut a = arange(0.0, 6.0, 1.0)?.reshape([2, 3])?;
//! let halves = ufunc::divide(&a.index(&index![.., 1])?, 2.0)?;
//! a.view_mut()?.set(&index![.., 1], &halves.view())?;
//! assert_eq!(a.to_string(), "[[0.  0.5 2. ]\n [3.  2.  5. ]]");
//! # Ok::<(), ndstrata::ufunc::Error>(())
//! ```
//!
//! Order, parts and bits:
//!
//! ```
//! use ndstrata::array::{array_split, split, vsplit};
//! use ndstrata::prelude::*;
//! use ndstrata::ufunc::{SortOptions, argsort, sort};
//! let a = DynArray::from(ndarray::array![[1, 4], [3, 1]]);
//! let along = |axis| SortOptions::default().axis(axis);
//! assert_eq!(sort(&a.view(), along(Some(0)))?.to_string(), "[[1 1]\n [3 4]]");
//! assert_eq!(sort(&a.view(), along(Some(-1)))?.to_string(), "[[1 4]\n [1 3]]");
//! assert_eq!(sort(&a.view(), along(None))?.to_string(), "[1 1 3 4]");
//!
//! let rows = DynArray::from(ndarray::array![[3_i64, 1], [1, 2], [2, 0]]);
//! let order = argsort(&rows.index(&index![.., 0])?.view(), SortOptions::default())?;
//! assert_eq!(rows.index(&[order.into()])?.to_string(), "[[1 2]\n [2 0]\n [3 1]]");
//!
//! let x = ndstrata::array::arange(0.0, 8.0, 1.0)?;
//! let shown = |parts: Vec<DynArray>| parts.iter().map(|part| part.to_string()).collect::<Vec<_>>();
//! assert_eq!(shown(split(&x, [3, 5, 6, 10], 0)?), ["[0. 1. 2.]", "[3. 4.]", "[5.]", "[6. 7.]", "[]"]);
//! assert_eq!(shown(array_split(&x, 3, 0)?), ["[0. 1. 2.]", "[3. 4. 5.]", "[6. 7.]"]);
//! assert_eq!(shown(vsplit(&x.reshape([2, 4])?, 2)?), ["[[0. 1. 2. 3.]]", "[[4. 5. 6. 7.]]"]);
//! # Ok::<(), ndstrata::ufunc::Error>(())
//! ```
//!
//! Means of bins, and a Gaussian low-pass filter:
//!
//! ```
//! use ndstrata::array::indices;
//! use ndstrata::prelude::*;
//! use ndstrata::ufunc::{Histogram, divide, exp, isnan, logical_not, multiply, square, subtract, add};
//! let x = DynArray::from_vec(vec![0.1, 0.4, 1.2, 1.9, 2.5]);
//! let y = DynArray::from_vec(vec![1.0, 3.0, 5.0, 7.0, 9.0]);
//! let bins = Histogram::default().bins(3).range(0.0, 3.0);
//! let (sums, _) = bins.clone().weights(y).count(&x.view())?;
//! let (counts, _) = bins.count(&x.view())?;
//! assert_eq!(divide(&sums, &counts)?.to_string(), "[2. 6. 9.]");
//!
//! let grid = indices(&[3, 3], &DType::INT64)?;
//! let from_centre = |k: isize| square(&subtract(&grid.view().index_axis(0, k)?, 1)?);
//! let distance = add(&from_centre(0)?, &from_centre(1)?)?;
//! assert_eq!(
//!     exp(&multiply(&distance, -0.5)?)?.to_string(),
//!     "[[0.36787944 0.60653066 0.36787944]\n [0.60653066 1.         0.60653066]\n [0.36787944 0.60653066 0.36787944]]"
//! );
//!
//! let n = DynArray::from_vec(vec![1.0, f64::NAN, 3.0, 2.0]);
//! assert_eq!(n.index(&[logical_not(&isnan(&n)?)?.into()])?.to_string(), "[1. 3. 2.]");
//! # Ok::<(), ndstrata::ufunc::Error>(())
//! ```
//!
//! Bits, missing values, and records in the order of a field:
//!
//! ```
//! use ndstrata::dtype::{Spec, literal::Literal};
//! use ndstrata::prelude::*;
//! use ndstrata::ufunc::{BitOrder, SortOptions, nanmedian, packbits, sort, unpackbits};
//! let bytes = DynArray::from(ndarray::array![[2_u8], [7], [23]]);
//! assert_eq!(
//!     unpackbits(&bytes.view(), Some(1), None, BitOrder::Big)?.to_string(),
//!     "[[0 0 0 0 0 0 1 0]\n [0 0 0 0 0 1 1 1]\n [0 0 0 1 0 1 1 1]]"
//! );
//! let bits = DynArray::from(ndarray::array![[1, 0, 1], [0, 1, 0]]);
//! assert_eq!(packbits(&bits.view(), None, BitOrder::Big)?.to_string(), "[168]");
//! let n = DynArray::from_vec(vec![1.0, f64::NAN, 3.0, 2.0]);
//! assert_eq!(nanmedian(&n.view(), &Default::default())?.to_string(), "2.0");
//!
//! // A plain table seen as records, sorted by one of their fields.
//! let fields = "[('FOO', 'i8'), ('BAR', 'i8')]".parse::<Literal>()?;
//! let table = DynArray::from(ndarray::array![[3_i64, 1], [1, 2], [2, 0]]);
//! let records = table.reinterpret(&DType::from_spec(&Spec::from(fields), false)?)?.ravel(Order::C)?;
//! let sorted = sort(&records.view(), SortOptions::default().order(["FOO"]))?;
//! assert_eq!(sorted.to_string(), "[(1, 2) (2, 0) (3, 1)]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Linear algebra
//!
//! ```
//! use ndstrata::array::arange;
//! use ndstrata::linalg::{Matrix, dot, inner, inv, outer, solve};
//! use ndstrata::prelude::*;
//! let m: Matrix = "1 2 3; 4 5 3".parse()?;
//! assert_eq!(m.to_string(), "[[1 2 3]\n [4 5 3]]");
//! assert_eq!((&m * &m.t())?.i()?.to_string(), "[[ 0.29239766 -0.13450292]\n [-0.13450292  0.08187135]]");
//!
//! let vector = |a: i64, b: i64| DynArray::from_vec(vec![a, b]);
//! assert_eq!(dot(&vector(1, 2), &vector(3, 4))?.to_string(), "11");
//! assert_eq!(outer(&vector(1, 2), &vector(3, 4))?.to_string(), "[[3 4]\n [6 8]]");
//! let table = DynArray::from(ndarray::array![[1_i64, 2], [3, 4]]);
//! assert_eq!(inner(&table, &vector(5, 6))?.to_string(), "[17 39]");
//! let cube = arange(0_i64, 8, 1)?.reshape([2, 2, 2])?;
//! assert_eq!(
//!     dot(&cube, &arange(0_i64, 4, 1)?.reshape([2, 2])?)?.to_string(),
//!     "[[[ 2  3]\n  [ 6 11]]\n\n [[10 19]\n  [14 27]]]"
//! );
//!
//! // `ndarray`'s matrices are operands as they are.
//! let a = ndarray::array![[4.0, 7.0], [2.0, 6.0]];
//! assert_eq!(inv(&a)?.to_string(), "[[ 0.6 -0.7]\n [-0.2  0.4]]");
//! let x = solve(&ndarray::array![[3.0, 1.0], [1.0, 2.0]], &ndarray::array![9.0, 8.0])?;
//! assert_eq!(x.to_string(), "[2. 3.]");
//! # Ok::<(), ndstrata::linalg::Error>(())
//! ```
//!
//! # Files
//!
//! ```
//! use ndstrata::array::{arange, fromfile};
//! use ndstrata::npy::{MapOptions, MemMap, Npz, savez};
//! use ndstrata::prelude::*;
//! let folder = std::env::temp_dir().join(format!("ndstrata-examples-{}", std::process::id()));
//! std::fs::create_dir_all(&folder)?;
//!
//! // Raw bytes know no type: they are written in C order, and read as what is asked for.
//! let a = arange(0_i32, 6, 1)?.reshape([2, 3])?;
//! let mut raw = Vec::new();
//! a.view().t().tofile(&mut raw)?;
//! let again = |dtype: &DType| fromfile(std::io::Cursor::new(&raw), dtype, None, 0);
//! assert_eq!(again(&DType::INT16)?.to_string(), "[0 0 3 0 1 0 4 0 2 0 5 0]");
//! assert_eq!(again(&DType::INT32)?.reshape([3, 2])?.to_string(), "[[0 3]\n [1 4]\n [2 5]]");
//!
//! // Three arrays, one after the other in one stream.
//! let mut stream = Vec::new();
//! for scale in 1..4 {
//!     npy::write(&mut stream, &ufunc::multiply(&a, scale)?, &Default::default())?;
//! }
//! let mut reader = stream.as_slice();
//! let mut read = || npy::read(&mut reader, &Default::default());
//! assert_eq!((read()?.to_string(), read()?.to_string()), ("[[0 1 2]\n [3 4 5]]".into(), "[[ 0  2  4]\n [ 6  8 10]]".into()));
//! assert_eq!(read()?.to_string(), "[[ 0  3  6]\n [ 9 12 15]]");
//! assert!(reader.is_empty());
//!
//! let path = folder.join("a.npz");
//! savez(&path, &[("arr_0", a.view()), ("sin_array", ufunc::sin(&a)?.view())])?;
//! let archive = Npz::open(&path, &Default::default())?;
//! assert_eq!(archive.names().collect::<Vec<_>>(), ["arr_0", "sin_array"]);
//!
//! // A map reads what is looked at.
//! let path = folder.join("a.npy");
//! npy::save(&path, &a, &Default::default())?;
//! let map = MemMap::open(&path, &MapOptions::new())?;
//! assert_eq!(map.view()?.index(&index![1, ..])?.to_string(), "[3 4 5]");
//! std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```
//! use ndstrata::prelude::*;
//! use ndstrata::text::{LoadTxt, SaveTxt, Source, loadtxt, savetxt};
//! let a = DynArray::from(ndarray::array![[1_i64, 2], [3, 4]]);
//! let mut file = Vec::new();
//! savetxt(&mut file, &a, &SaveTxt::default())?;
//! assert!(file.starts_with(b"1.000000000000000000e+00 2.000000000000000000e+00\n"));
//! let mut file = Vec::new();
//! savetxt(&mut file, &a, &SaveTxt::default().fmt("%d").delimiter(","))?;
//! let text = String::from_utf8(file)?;
//! assert_eq!(text, "1,2\n3,4\n");
//! let again = loadtxt(Source::text(text), &LoadTxt::default().delimiter(",").dtype(&DType::INT64))?;
//! assert_eq!(again.to_string(), "[[1 2]\n [3 4]]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
