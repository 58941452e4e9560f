//! The steps of the tour. What stands between `// step: NAME` and `// end` is shown to whoever takes it, so
//! it is written to be read alone.

use std::error::Error;
use std::path::Path;

use ndarray::{Array2, ArrayView1, Ix1};
use ndstrata_array::{DynArray, DynView, Layout, Order, Slice, index};
use ndstrata_dtype::{DType, Record};
use ndstrata_eval::{Scope, Value, evaluate, index_value, registry};
use ndstrata_linalg::{Rcond, lstsq};
use ndstrata_npy::{MapOptions, MemMap, Npz, ReadOptions, WriteOptions};
use ndstrata_text::{
    Delimiter, Encoding, ForColumns, GenFromTxt, Names, SaveTxt, Source, genfromtxt, savetxt_path,
};

type Shown = Result<String, Box<dyn Error>>;

// step: records
#[derive(Clone, Copy, Record)]
#[repr(C, packed)]
struct Reading {
    station: u8,
    time: i64,
    celsius: f32,
    #[record(rename = "wind_cm")]
    wind: u16,
}

fn readings() -> DynArray {
    let reading = |i: i64| Reading {
        station: [7, 12, 40][i as usize % 3],
        time: 1_767_225_600 + 600 * i,
        celsius: 4.0 + 6.0 * (i as f32 / 24.0).sin() - (i % 3) as f32,
        wind: (150 + 37 * i % 400) as u16,
    };
    DynArray::from_vec((0..2000).map(reading).collect())
}
// end

pub(super) fn records(_: &Path) -> Shown {
    let readings = readings();
    let dtype = readings.dtype();
    Ok(format!("{readings}\n{dtype}"))
}

pub(super) fn npy(dir: &Path) -> Shown {
    // step: npy
    let path = dir.join("readings.npy");
    ndstrata_npy::save(&path, &readings(), &WriteOptions::new())?;
    let bytes = std::fs::read(&path)?;
    // end
    let header = bytes.get(10..).unwrap_or_default().split(|&byte| byte == b'\n').next();
    let header = String::from_utf8_lossy(header.unwrap_or_default());
    Ok(format!("{}\n{} bytes in all", header.trim_end(), bytes.len()))
}

pub(super) fn map(dir: &Path) -> Shown {
    // step: map
    let file = MemMap::open(dir.join("readings.npy"), &MapOptions::new())?;
    let celsius = file.view()?.field("celsius")?;
    let some = celsius.slice(&index![Slice::all().step(100)])?;
    let shown = format!("{some:.1}\nstrides: {:?} bytes", some.strides());
    // end
    Ok(shown)
}

pub(super) fn index(dir: &Path) -> Shown {
    // step: index
    let readings = ndstrata_npy::load(dir.join("readings.npy"), &ReadOptions::new())?;
    let last = readings.index(&index![Slice::new(None, Some(-4), Some(-1))])?;
    let some = readings.index(&index![vec![0_i64, 2, -1]])?.field("wind_cm")?;
    let object = Value::from(readings);
    let text = registry::call("getitem", vec![object, index_value("5:8")?], vec![])?;
    // end
    Ok(format!("{last}\n{some}\n{}", text.to_text(&Default::default())?))
}

pub(super) fn typed(dir: &Path) -> Shown {
    // step: typed
    let readings = ndstrata_npy::load(dir.join("readings.npy"), &ReadOptions::new())?;
    let records: ArrayView1<'_, Reading> = readings.view().typed::<Reading, Ix1>()?;
    let windiest = records.iter().max_by_key(|reading| reading.wind).map(|reading| reading.time);

    // A field lies unaligned in the records: no `&[f32]`, and the error says why.
    let refused = readings.view().field("celsius")?.typed::<f32, Ix1>().err();
    let celsius = readings.view().field("celsius")?.astype(&DType::FLOAT64)?;
    let warmest = celsius.into_typed::<f64, Ix1>()?.fold(f64::MIN, |a, &b| a.max(b));
    // end
    let windiest = windiest.unwrap_or_default();
    let refused = refused.map(|error| error.to_string()).unwrap_or_default();
    Ok(format!("windiest at {windiest}, warmest {warmest:.2}\n{refused}"))
}

pub(super) fn fit(_: &Path) -> Shown {
    // step: fit
    let readings = readings();
    let celsius = readings.view().field("celsius")?;
    let wave = Array2::from_shape_fn((2000, 3), |(i, j)| {
        let angle = i as f64 / 24.0;
        [1.0, angle.sin(), angle.cos()][j]
    });
    let fit = lstsq(&wave, celsius, Rcond::Precision)?;
    let residual = (fit.residuals.get::<f64>(&[0])? / 2000.0).sqrt();
    // end
    let text = format!("mean, sine, cosine: {}\n", fit.x);
    Ok(format!("{text}of rank {}, off by {residual:.3} degrees in the root mean square", fit.rank))
}

pub(super) fn raw(dir: &Path) -> Shown {
    // step: raw
    let path = dir.join("logger.bin");
    let big_endian: DType = "u1, >i8, >f4, >u2".parse()?;
    let swapped = readings().astype(&big_endian)?;
    std::fs::write(&path, swapped.packed_bytes().unwrap_or_default())?;

    let bytes = std::fs::read(&path)?;
    let layout = Layout::contiguous(&[bytes.len() / 15], big_endian.itemsize(), Order::C)?;
    let back = DynView::from_bytes(&bytes, 0, layout, &big_endian)?;
    let shown = format!("{back:?}");
    // end
    Ok(shown)
}

pub(super) fn npz(dir: &Path) -> Shown {
    // step: npz
    let readings = readings();
    let celsius = readings.view().field("celsius")?;
    let path = dir.join("readings.npz");
    ndstrata_npy::savez_compressed(&path, &[("all", readings.view()), ("celsius", celsius)])?;
    let archive = Npz::open(&path, &ReadOptions::new())?;
    let celsius = archive.get("celsius")?;
    // end
    let mut shown = String::new();
    for member in archive.members() {
        let (name, size, packed) = (member.name, member.size, member.compressed_size);
        shown.push_str(&format!("{name}: {packed} of {size} bytes\n"));
    }
    Ok(format!("{shown}{celsius}"))
}

pub(super) fn refuse(dir: &Path) -> Shown {
    // step: refuse
    let bytes = std::fs::read(dir.join("readings.npy"))?;
    let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
    let refused = ndstrata_npy::read(&mut &half[..], &ReadOptions::new()).err();
    // end
    let refused = refused.ok_or("half a file was read")?;
    Ok(format!("{}: {refused}", refused.numpy_class()))
}

pub(super) fn text(dir: &Path) -> Shown {
    // step: text
    let path = dir.join("notes.csv");
    let typed = "# station, taken on, deg C, gusts\n 17, 2024-03-01, -1.25, 12\n\
                 18, 2024-03-01, n/a, 9 # mast iced\n 21, 2024-03-02, 0.1,\n";
    std::fs::write(&path, typed)?;
    let comma = Delimiter::Text(",".to_owned());
    let options = GenFromTxt::default().infer_dtype().delimiter(comma).autostrip();
    let options =
        options.names(Names::FirstLine).missing_values(ForColumns::All(vec!["n/a".to_owned()]));
    let table = genfromtxt(Source::path(&path, Encoding::Utf8)?, &options)?.data;
    let tidy =
        SaveTxt::default().shortest().delimiter("\t").header("station\ttaken_on\tdeg_C\tgusts");
    savetxt_path(dir.join("notes.tsv.gz"), &table, &tidy)?;
    let back = Source::path(dir.join("notes.tsv.gz"), Encoding::Utf8)?.into_text()?;
    // end
    Ok(format!("{table}\n{}\n{}", table.dtype(), back.trim_end()))
}

pub(super) fn eval(dir: &Path) -> Shown {
    // step: eval
    let mut scope = Scope::new();
    scope.set("x", ndstrata_npy::load(dir.join("readings.npy"), &ReadOptions::new())?.into());
    let text = "t = x['celsius'][::250]; np.array_repr(t.astype('f2'), precision=2)";
    let shown = evaluate(text, &mut scope)?;
    // end
    Ok(shown.to_text(&Default::default())?)
}
