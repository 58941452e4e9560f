//! Texts from files as people may see them.

/// A text without characters that a terminal obeys: they are escaped.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_control_characters_are_escaped() {
        assert_eq!(super::printable("é\x1b[2J\n\\"), "é\\u{1b}[2J\\n\\");
    }
}
