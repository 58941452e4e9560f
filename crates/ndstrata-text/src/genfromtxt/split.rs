//! One line into fields, at a delimiter or at fixed widths.

/// What separates the fields of a line.
#[derive(Clone, Debug, Default)]
pub enum Delimiter {
    /// Any run of blanks.
    #[default]
    Blanks,
    /// This text.
    Text(String),
    /// Fields of this width.
    Width(usize),
    /// Fields of these widths.
    Widths(Vec<usize>),
}

/// Cuts comments off and lines apart.
pub(super) fn split(
    line: &str,
    delimiter: &Delimiter,
    comments: Option<&str>,
    autostrip: bool,
) -> Vec<String> {
    let line = match comments {
        Some(comments) if !comments.is_empty() => line.split(comments).next().unwrap_or_default(),
        _ => line,
    };
    let ends = ['\r', '\n'];
    let mut fields: Vec<String> = match delimiter {
        Delimiter::Blanks | Delimiter::Text(_) => {
            let line = line.trim_matches([' ', '\r', '\n']);
            match delimiter {
                _ if line.is_empty() => Vec::new(),
                Delimiter::Text(text) if !text.is_empty() => {
                    line.split(text.as_str()).map(str::to_owned).collect()
                }
                _ => line
                    .split(crate::source::is_space)
                    .filter(|field| !field.is_empty())
                    .map(str::to_owned)
                    .collect(),
            }
        }
        Delimiter::Width(width) => {
            let chars: Vec<char> = line.trim_matches(ends).chars().collect();
            chars.chunks((*width).max(1)).map(|field| field.iter().collect()).collect()
        }
        Delimiter::Widths(_) if line.is_empty() => Vec::new(),
        Delimiter::Widths(widths) => {
            let mut rest = line.chars();
            widths.iter().map(|&width| rest.by_ref().take(width).collect()).collect()
        }
    };
    if autostrip {
        for field in &mut fields {
            *field = crate::number::strip(field).to_owned();
        }
    }
    fields
}
