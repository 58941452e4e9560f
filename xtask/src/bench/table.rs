//! The printed table: medians, the ratio NumPy ÷ ours, peers, and the geometric mean.

use std::fmt::Write;

use super::{Measured, numpy};

/// Ours in the ids.
const OURS: &str = "ndstrata";

pub(super) fn render(area: &str, measured: &[Measured]) -> String {
    let mut peers: Vec<&String> = measured
        .iter()
        .flat_map(|row| row.nanoseconds.keys())
        .filter(|name| *name != OURS && *name != numpy::NAME)
        .collect();
    peers.sort();
    peers.dedup();

    let mut text = format!("\n| {area} | {OURS} | NumPy | NumPy ÷ ours |");
    for peer in &peers {
        let _ = write!(text, " {peer} ÷ ours |");
    }
    text.push_str("\n|---|---:|---:|---:|");
    text.push_str(&"---:|".repeat(peers.len()));
    text.push('\n');

    let mut logarithms = Vec::new();
    for row in measured {
        let case = row.case.strip_prefix(area).unwrap_or(&row.case).trim_start_matches('/');
        let time = |name: &str| row.nanoseconds.get(name).copied();
        let ours = time(OURS);
        let ratio = |name: &str| Some(time(name)? / ours?);
        if let Some(ratio) = ratio(numpy::NAME) {
            logarithms.push(ratio.ln());
        }
        let _ = write!(
            text,
            "| {case} | {} | {} | {} |",
            duration(ours),
            duration(time(numpy::NAME)),
            factor(ratio(numpy::NAME))
        );
        for peer in &peers {
            let _ = write!(text, " {} |", factor(ratio(peer)));
        }
        text.push('\n');
    }
    if !logarithms.is_empty() {
        let mean = (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp();
        let behind = logarithms.iter().filter(|ratio| **ratio < 0.0).count();
        let cases = logarithms.len();
        let _ =
            writeln!(text, "\ngeometric mean {mean:.2} over {cases} cases, {behind} behind NumPy");
    }
    text
}

fn duration(nanoseconds: Option<f64>) -> String {
    match nanoseconds {
        None => String::new(),
        Some(time) if time < 1e3 => format!("{time:.1} ns"),
        Some(time) if time < 1e6 => format!("{:.2} µs", time / 1e3),
        Some(time) if time < 1e9 => format!("{:.2} ms", time / 1e6),
        Some(time) => format!("{:.2} s", time / 1e9),
    }
}

fn factor(ratio: Option<f64>) -> String {
    ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_and_their_geometric_mean() {
        let row = |case: &str, ours: f64, numpy: f64| Measured {
            case: case.into(),
            nanoseconds: [(OURS.to_owned(), ours), ("numpy".to_owned(), numpy)].into(),
        };
        let text =
            render("array", &[row("array/copy/c", 10.0, 40.0), row("array/copy/t", 10.0, 10.0)]);
        assert!(text.contains("| copy/c | 10.0 ns | 40.0 ns | 4.00 |"), "{text}");
        assert!(text.contains("geometric mean 2.00 over 2 cases, 0 behind NumPy"), "{text}");
    }
}
