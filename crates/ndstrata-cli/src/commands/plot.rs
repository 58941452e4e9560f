//! `ndstrata plot`: numbers as a picture of dots.

use std::io::Write;
use std::process::ExitCode;

use ndstrata_array::DynArray;
use ndstrata_dtype::{DType, Kind};

use super::select::Select;
use crate::failure::{Failure, Result};
use crate::target::{Need, Target};

/// Draw numbers over their index, or the second column of two over the first
///
/// Each column of dots stands for as many numbers as fall on it, from the least to the largest of them, so that no
/// peak is lost. What is not finite is left out.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// FILE or FILE::MEMBER of an archive
    #[arg(value_name = "FILE[::MEMBER]")]
    target: Target,

    #[command(flatten)]
    select: Select,

    /// Characters in a line of the picture
    #[arg(long, value_name = "N", default_value_t = 72, value_parser = clap::value_parser!(u16).range(2..=1000))]
    width: u16,

    /// Lines of the picture
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(2..=1000))]
    height: u16,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let array = args.target.array(Need::Whole)?;
    let array = args.select.array(array).map_err(|error| error.in_file(&args.target))?;
    let points = points(&array).map_err(|reason| Failure::of(&args.target, reason))?;
    let (width, height) = (usize::from(args.width), usize::from(args.height));
    let Some(picture) = picture(&points, width, height) else {
        return Err(Failure::of(&args.target, "there is no finite number to draw"));
    };
    write!(out, "{picture}")?;
    Ok(ExitCode::SUCCESS)
}

/// Where the numbers lie: over their index, or over those of the first column.
fn points(array: &DynArray) -> std::result::Result<Vec<(f64, f64)>, String> {
    let kinds = [Kind::Bool, Kind::SignedInteger, Kind::UnsignedInteger, Kind::Float];
    if !kinds.contains(&array.dtype().kind()) {
        let dtype = array.dtype();
        return Err(format!("{dtype} is not drawn; choose a field, or compute real numbers of it"));
    }
    let numbers = array.astype(&DType::of::<f64>()).and_then(|array| array.to_vec::<f64>());
    let numbers = numbers.map_err(|error| error.to_string())?;
    match array.shape() {
        [_] | [] | [_, 1] => {
            Ok(numbers.into_iter().enumerate().map(|(i, y)| (i as f64, y)).collect())
        }
        [_, 2] => Ok(numbers.as_chunks().0.iter().map(|&[x, y]| (x, y)).collect()),
        shape => Err(format!(
            "of shape {shape:?} it is not clear what to draw; choose a part, as by --index ':, 0'"
        )),
    }
}

/// The picture with its axes; `None` where nothing is finite.
fn picture(points: &[(f64, f64)], width: usize, height: usize) -> Option<String> {
    let finite = points.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
    let range = |of: fn(&(f64, f64)) -> f64| {
        let all = finite.clone().map(of);
        let least = all.clone().fold(f64::INFINITY, f64::min);
        (least, all.fold(f64::NEG_INFINITY, f64::max))
    };
    let (x_range, y_range) = (range(|point| point.0), range(|point| point.1));
    if x_range.0 > x_range.1 {
        return None;
    }
    // Of each column of dots the lowest and the highest.
    let mut columns = vec![None::<(usize, usize)>; 2 * width];
    for &(x, y) in finite {
        let at = place(y, y_range, 4 * height);
        let column = &mut columns[place(x, x_range, 2 * width)];
        let (low, high) = column.unwrap_or((at, at));
        *column = Some((low.min(at), high.max(at)));
    }
    let mut cells = vec![0u8; width * height];
    for (x, column) in columns.into_iter().enumerate() {
        let Some((low, high)) = column else { continue };
        for y in low..=high {
            let from_top = 4 * height - 1 - y;
            cells[from_top / 4 * width + x / 2] |= DOTS[from_top % 4][x % 2];
        }
    }
    let labels = [label(y_range.1), label(y_range.0)];
    let margin = labels.iter().map(String::len).max().unwrap_or(0);
    let mut text = String::new();
    for (line, cells) in cells.chunks(width).enumerate() {
        let (label, tick) = match line {
            0 => (labels[0].as_str(), '┤'),
            line if line + 1 == height => (labels[1].as_str(), '┤'),
            _ => ("", '│'),
        };
        let dots: String =
            cells.iter().filter_map(|&dots| char::from_u32(0x2800 + u32::from(dots))).collect();
        text += format!("{label:>margin$} {tick}{dots}").trim_end_matches('\u{2800}');
        text.push('\n');
    }
    let (left, right) = (label(x_range.0), label(x_range.1));
    let gap = width.saturating_sub(left.len() + right.len()).max(1);
    text += &format!("{:margin$} └{}\n", "", "─".repeat(width));
    text += &format!("{:margin$}  {left}{:gap$}{right}\n", "", "");
    Some(text)
}

/// The bits of the eight dots of a character, from above.
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// Which of `n` places a number falls on.
fn place(x: f64, (least, most): (f64, f64), n: usize) -> usize {
    // Halves, as the range itself may be more than a float holds.
    let range = most / 2.0 - least / 2.0;
    if range <= 0.0 {
        return (n - 1) / 2;
    }
    let part = (x / 2.0 - least / 2.0) / range;
    ((part * (n - 1) as f64).round() as usize).min(n - 1)
}

fn label(x: f64) -> String {
    let size = x.abs();
    if x == x.trunc() && size < 1e9 {
        format!("{x}")
    } else if (1e-3..1e6).contains(&size) {
        format!("{x:.4}")
    } else {
        format!("{x:.3e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_rises_from_corner_to_corner() {
        let points: Vec<(f64, f64)> = (0..8).map(|i| (f64::from(i), f64::from(i))).collect();
        let expected = "7 ┤⠀⠀⡠⠊\n0 ┤⡠⠊\n  └────\n   0  7\n";
        assert_eq!(picture(&points, 4, 2).as_deref(), Some(expected));
    }

    #[test]
    fn odd_numbers_make_no_odd_picture() {
        assert_eq!(picture(&[(0.0, f64::NAN), (f64::INFINITY, 1.0)], 4, 2), None);
        assert_eq!(picture(&[], 4, 2), None);
        for points in [vec![(0.0, 2.0)], vec![(0.0, f64::MAX), (1.0, f64::MIN), (2.0, -0.0)]] {
            assert!(picture(&points, 4, 2).is_some_and(|text| text.lines().count() == 4));
        }
    }
}
