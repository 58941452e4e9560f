//! Counts and samples, by corpus and function.

use std::collections::BTreeMap;

/// How one call went.
pub(crate) enum Outcome {
    Agreed,
    /// What was expected, and what was found.
    Disagreed(String),
    /// What cannot be called, or is refused by name.
    NotSupported(String),
}

#[derive(Default)]
struct Tally {
    agreed: usize,
    disagreed: usize,
    not_supported: usize,
    samples: Vec<String>,
}

/// The counts of a run.
pub(crate) struct Report {
    n_samples: usize,
    function: Option<String>,
    tallies: BTreeMap<(String, String), Tally>,
}

impl Report {
    pub(crate) fn new(n_samples: usize, function: Option<String>) -> Report {
        Report { n_samples, function, tallies: BTreeMap::new() }
    }

    /// Whether calls of this function are asked for.
    pub(crate) fn wants(&self, function: &str) -> bool {
        self.function.as_deref().is_none_or(|wanted| wanted == function)
    }

    pub(crate) fn add(&mut self, corpus: &str, function: &str, id: &str, outcome: Outcome) {
        let key = (corpus.to_owned(), function.to_owned());
        let tally = self.tallies.entry(key).or_default();
        let sample = match outcome {
            Outcome::Agreed => {
                tally.agreed += 1;
                return;
            }
            Outcome::Disagreed(why) => {
                tally.disagreed += 1;
                format!("{id}: {why}")
            }
            Outcome::NotSupported(why) => {
                tally.not_supported += 1;
                format!("{id}: not supported: {why}")
            }
        };
        if tally.samples.len() < self.n_samples {
            tally.samples.push(sample);
        }
    }

    fn corpora(&self) -> BTreeMap<&str, [usize; 3]> {
        let mut corpora = BTreeMap::new();
        for ((corpus, _), tally) in &self.tallies {
            let name = corpus.split('/').next().unwrap_or(corpus);
            let counts: &mut [usize; 3] = corpora.entry(name).or_default();
            let added = [tally.agreed, tally.disagreed, tally.not_supported];
            counts.iter_mut().zip(added).for_each(|(count, n)| *count += n);
        }
        corpora
    }

    pub(crate) fn print_table(&self) {
        let line = |name: &str, [agreed, disagreed, missing]: [usize; 3]| {
            let all = agreed + disagreed + missing;
            let percent = 100.0 * agreed as f64 / all.max(1) as f64;
            println!("{name:<44} {agreed:>8} {disagreed:>9} {missing:>13} {percent:>8.2} %");
        };
        println!("{:<44} {:>8} {:>9} {:>13}", "", "agreed", "disagreed", "not supported");
        for ((corpus, function), tally) in &self.tallies {
            let name = format!("{corpus}  {function}");
            line(&name, [tally.agreed, tally.disagreed, tally.not_supported]);
            tally.samples.iter().for_each(|sample| println!("    {sample}"));
        }
        println!();
        self.corpora().into_iter().for_each(|(name, counts)| line(name, counts));
        let total = self.corpora().values().fold([0; 3], |mut total, counts| {
            total.iter_mut().zip(counts).for_each(|(t, n)| *t += n);
            total
        });
        line("all", total);
    }

    pub(crate) fn print_json(&self) {
        let counts = |t: &Tally| {
            serde_json::json!({
                "agreed": t.agreed, "disagreed": t.disagreed, "not_supported": t.not_supported,
                "samples": t.samples,
            })
        };
        let mut corpora = serde_json::Map::new();
        for ((corpus, function), tally) in &self.tallies {
            let functions = corpora.entry(corpus.clone()).or_insert_with(|| serde_json::json!({}));
            functions[function.as_str()] = counts(tally);
        }
        println!("{}", serde_json::Value::Object(corpora));
    }
}
