//! Types as the command line gives them: NumPy's short texts, or its lists and dictionaries of fields.

use ndstrata_dtype::DType;
use ndstrata_dtype::literal::{Literal, LiteralOptions};
use ndstrata_eval::{Scope, Value, evaluate};

/// The type that a text describes: `<f8`, `i4, f8`, `[('a', '<i4')]`, `{'names': …, 'formats': …}`; also
/// what `info` prints, padding included.
pub(crate) fn parse(text: &str) -> Result<DType, String> {
    if !text.trim_start().starts_with(['[', '{', '(']) {
        return text.parse().map_err(|error: ndstrata_dtype::Error| error.to_string());
    }
    let literal = LiteralOptions::default().parse(text).map_err(|error| error.to_string())?;
    if matches!(literal, Literal::List(_))
        && let Ok(dtype) = DType::from_descr(&literal)
    {
        return Ok(dtype);
    }
    // A literal calls nothing.
    match evaluate(&format!("np.dtype({text})"), &mut Scope::new()) {
        Ok(Value::DType(dtype)) => Ok(dtype),
        Ok(_) => Err("no type".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_type_is_taken() {
        for (text, size) in [
            ("<f8", 8),
            ("i4, f8", 12),
            ("[('a','<i4'),('b','<f8')]", 12),
            ("[('n', '|u1'), ('', '|V7'), ('x', '<f8')]", 16),
            ("{'names': ['a'], 'formats': ['<i4'], 'itemsize': 8}", 8),
            ("('<i4', (2, 3))", 24),
        ] {
            assert_eq!(parse(text).map(|dtype| dtype.itemsize()), Ok(size), "{text}");
        }
        for text in ["<q9", "[('a', '<q9')]", "[", "(np.zeros(3))", "{'names': 3}"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
