//! The tokens of an expression.

use logos::Logos;

use crate::error::{Error, Result};

/// A token; literals keep their text.
#[derive(Logos, Clone, Copy, Debug, PartialEq)]
#[logos(skip r"[ \t\r\f]+")]
pub(super) enum Token<'t> {
    #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*")]
    Name(&'t str),
    #[regex(r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+")]
    #[regex(r"(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?[jJ]?")]
    Number(&'t str),
    #[regex(r#"(?:[bB]|[rR]|[bB][rR]|[rR][bB]|[uU])?'(?:[^'\\\n]|\\.)*'"#)]
    #[regex(r#"(?:[bB]|[rR]|[bB][rR]|[rR][bB]|[uU])?"(?:[^"\\\n]|\\.)*""#)]
    Text(&'t str),
    #[token("...")]
    #[token("(")]
    #[token(")")]
    #[token("[")]
    #[token("]")]
    #[token("{")]
    #[token("}")]
    #[token(",")]
    #[token(":")]
    #[token(".")]
    #[token("**")]
    #[token("//")]
    #[token("<<")]
    #[token(">>")]
    #[token("<=")]
    #[token(">=")]
    #[token("==")]
    #[token("!=")]
    #[token("+=")]
    #[token("-=")]
    #[token("*=")]
    #[token("/=")]
    #[token("//=")]
    #[token("%=")]
    #[token("**=")]
    #[token("@=")]
    #[token("&=")]
    #[token("|=")]
    #[token("^=")]
    #[token("<<=")]
    #[token(">>=")]
    #[token("+")]
    #[token("-")]
    #[token("*")]
    #[token("/")]
    #[token("%")]
    #[token("@")]
    #[token("&")]
    #[token("|")]
    #[token("^")]
    #[token("~")]
    #[token("<")]
    #[token(">")]
    #[token("=")]
    Mark(&'t str),
    #[token(";")]
    #[token("\n")]
    Separator(&'t str),
}

/// The tokens of a text, each with its first byte.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token<'_>, usize)>> {
    Token::lexer(text)
        .spanned()
        .map(|(token, span)| {
            token.map(|token| (token, span.start)).map_err(|()| syntax_error(text, span.start))
        })
        .collect()
}

/// A `SyntaxError` that shows the line and points at the place.
#[cold]
pub(super) fn syntax_error(text: &str, at: usize) -> Error {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    let column = text[start..at].chars().count();
    let line = text[..at].matches('\n').count() + 1;
    Error::new(
        "SyntaxError",
        format!(
            "invalid syntax at line {line}, column {}\n  {}\n  {}^",
            column + 1,
            &text[start..end],
            " ".repeat(column)
        ),
    )
}
