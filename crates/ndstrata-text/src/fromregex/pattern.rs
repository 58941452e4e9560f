//! Expressions in Python's spelling, compiled: by the `regex` crate where it has all that they use, and else by
//! `fancy-regex`, which goes back and tries again as Python does, but not without bound.

use crate::error::{Error, Result};

/// Steps back that one match may take.
const MOST_STEPS: usize = 1_000_000;

/// A compiled expression.
pub(super) enum Pattern {
    /// In time that grows as the text does.
    Linear(regex::Regex),
    /// With look-around, back-references and the like.
    Backtracking(fancy_regex::Regex),
}

impl Pattern {
    pub(super) fn new(python: &str) -> Result<Pattern> {
        let spelled = spelled(python);
        if let Ok(regex) = regex::Regex::new(&spelled) {
            return Ok(Pattern::Linear(regex));
        }
        let builder = fancy_regex::RegexBuilder::new(&spelled)
            .backtrack_limit(MOST_STEPS)
            .build()
            .map_err(|error| Error::argument("error", error.to_string()))?;
        Ok(Pattern::Backtracking(builder))
    }

    /// How many groups there are, the whole match among them.
    pub(super) fn n_groups(&self) -> usize {
        match self {
            Pattern::Linear(regex) => regex.captures_len(),
            Pattern::Backtracking(regex) => regex.captures_len(),
        }
    }

    /// Calls `take` with the groups of each match, the whole match first. A group that took no part is empty.
    pub(super) fn each_match<'t>(
        &self,
        text: &'t str,
        mut take: impl FnMut(&[&'t str]) -> Result<()>,
    ) -> Result<()> {
        let (mut groups, mut at) = (Vec::new(), 0);
        while at <= text.len() {
            groups.clear();
            let end = match self {
                Pattern::Linear(regex) => regex.captures_at(text, at).map(|found| {
                    groups.extend(found.iter().map(|part| part.map_or("", |part| part.as_str())));
                    found.get_match().end()
                }),
                Pattern::Backtracking(regex) => {
                    let found = regex.captures_from_pos(text, at);
                    let found =
                        found.map_err(|error| Error::argument("error", error.to_string()))?;
                    found.map(|found| {
                        let parts = found.iter().map(|part| part.map_or("", |part| part.as_str()));
                        groups.extend(parts);
                        found.get(0).map_or(text.len(), |whole| whole.end())
                    })
                }
            };
            let Some(end) = end else { break };
            take(&groups)?;
            // Behind a match of nothing the next character is passed over.
            let is_empty = groups.first().is_none_or(|whole| whole.is_empty());
            let next =
                text.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            at = if is_empty { end + next } else { end };
        }
        Ok(())
    }
}

/// The expression as the crates spell it. Python's `$` is before a newline at the end too, its `\Z` is nowhere else
/// than at the end; `{` is itself where it counts nothing, and so is `[` within a set.
fn spelled(python: &str) -> String {
    let mut out = String::with_capacity(python.len() + 8);
    let is_by_line = has_flag(python, 'm');
    let mut rest = python;
    let mut in_set = false;
    while let Some(c) = rest.chars().next() {
        let n = match (c, in_set) {
            ('\\', _) => {
                let n = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                match &rest[..n] {
                    "\\Z" if !in_set => out.push_str(r"\z"),
                    // Three digits of an octal number.
                    _ if let Some((c, n)) = octal(rest) => {
                        out.push_str(&format!(r"\x{{{c:x}}}"));
                        rest = &rest[n..];
                        continue;
                    }
                    other => out.push_str(other),
                }
                n
            }
            ('[', false) => {
                in_set = true;
                // What stands first in a set does not close it.
                let n = ["[^]", "[]", "[^"].iter().find(|head| rest.starts_with(**head));
                let head = n.map_or("[", |head| *head);
                out.push_str(&head.replace(']', r"\]"));
                head.len()
            }
            (']', true) => {
                in_set = false;
                out.push(c);
                1
            }
            ('[' | '&' | '~', true) => {
                out.push('\\');
                out.push(c);
                1
            }
            ('$', false) if !is_by_line => {
                out.push_str(r"(?=\n?\z)");
                1
            }
            // A comment; one without an end is left for the crates to complain of.
            ('(', false) if let Some(end) = comment(rest) => end,
            ('{', false) => {
                let count = count_at(rest);
                match count {
                    Some(count) if count.starts_with("{,") => {
                        out.push_str("{0");
                        out.push_str(&count[1..]);
                    }
                    Some(count) => out.push_str(count),
                    None => out.push_str(r"\{"),
                }
                count.map_or(1, str::len)
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[n..];
    }
    out
}

/// How long a comment is.
fn comment(rest: &str) -> Option<usize> {
    rest.strip_prefix("(?#")?.find(')').map(|end| end + "(?#)".len())
}

/// How often something is repeated: `{2}`, `{2,}`, `{,3}`, `{2,3}`.
fn count_at(rest: &str) -> Option<&str> {
    let end = rest.find('}')?;
    let inner = &rest[1..end];
    let is_count = inner.chars().all(|c| c.is_ascii_digit() || c == ',')
        && inner.matches(',').count() <= 1
        && !inner.is_empty();
    is_count.then(|| &rest[..=end])
}

/// A character by its octal number, and how long that is.
fn octal(rest: &str) -> Option<(u32, usize)> {
    let digits = rest.get(1..)?.bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte));
    let n = digits.count();
    let is_octal = n == 3 || (n > 0 && rest[1..].starts_with('0'));
    let value = u32::from_str_radix(rest.get(1..=n)?, 8).ok()?;
    (is_octal && value <= 0o377).then_some((value, n + 1))
}

/// Whether a flag is set for the whole expression, as at the beginning.
fn has_flag(python: &str, flag: char) -> bool {
    let flags = python.strip_prefix("(?").and_then(|rest| rest.split_once(')'));
    flags.is_some_and(|(flags, _)| {
        flags.chars().all(|c| c.is_ascii_alphabetic()) && flags.contains(flag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_python_spells_otherwise_is_respelled() {
        for (python, here) in [
            (r"(\d+) (\w+)$", r"(\d+) (\w+)(?=\n?\z)"),
            (r"(?m)\d$", r"(?m)\d$"),
            (r"\d\Z", r"\d\z"),
            (r"a{(\d)}", r"a\{(\d)}"),
            (r"a{,3}b{2}c{1,}", r"a{0,3}b{2}c{1,}"),
            (r"[[](\d)[]x][^]$]", r"[\[](\d)[\]x][^\]$]"),
            (r"1(?#one)2", "12"),
            (r"\011\0\1", r"\x{9}\x{0}\1"),
            (r"\$[$]\[", r"\$[$]\["),
        ] {
            assert_eq!(spelled(python), here, "{python}");
        }
    }

    #[test]
    fn steps_back_are_bounded() {
        let pattern = Pattern::new(r"(x+x+)+(?=y)\1").unwrap_or_else(|error| panic!("{error}"));
        let found = pattern.each_match(&"x".repeat(200), |_| Ok(()));
        assert!(found.is_err());
    }
}
