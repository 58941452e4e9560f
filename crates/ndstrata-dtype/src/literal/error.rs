//! What can be wrong with a literal, and where.

use std::fmt;

/// Why a text is no Python literal, with the place.
///
/// Printing gives the message, the line and column, and the offending line with a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralError(Box<Report>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Report {
    kind: LiteralErrorKind,
    offset: usize,
    line: usize,
    column: usize,
    excerpt: String,
    caret: usize,
}

/// The facts of a [`LiteralError`].
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralErrorKind {
    /// Something that no rule of the syntax expects here.
    InvalidSyntax,
    /// The text ends where a value was expected.
    UnexpectedEnd,
    /// A bracket without its closing one.
    NeverClosed {
        /// The opening bracket.
        open: char,
    },
    /// A closing bracket that does not fit the opening one.
    Mismatched {
        /// The opening bracket.
        open: char,
        /// The closing bracket.
        close: char,
    },
    /// A closing bracket without an opening one.
    Unmatched {
        /// The closing bracket.
        close: char,
    },
    /// More than 200 brackets within each other.
    TooDeep,
    /// A string without its end.
    UnterminatedString {
        /// Did it start with three quotes?
        triple: bool,
        /// The line in which the text or the string's line ended.
        line: usize,
    },
    /// Text and bytes side by side.
    MixedStrings,
    /// A character beyond ASCII within `b'…'`.
    NonAsciiBytes,
    /// An escape that cannot be decoded.
    BadEscape {
        /// The escape's name, such as `\xXX`.
        escape: &'static str,
    },
    /// `\N{…}`: names of characters are not known here.
    NamedCharacter,
    /// A number that breaks off or runs into a letter.
    BadNumber {
        /// `decimal`, `hexadecimal`, `octal`, `binary` or `imaginary`.
        form: &'static str,
    },
    /// A digit that the base does not have.
    BadDigit {
        /// The digit.
        digit: char,
        /// `octal` or `binary`.
        form: &'static str,
    },
    /// A decimal integer such as `012`.
    LeadingZeros,
    /// A decimal integer of more than 4,300 digits.
    TooManyDigits {
        /// How many there are.
        digits: usize,
    },
    /// An integer beyond the floating-point numbers, in a complex number.
    IntTooLarge,
    /// An expression that is no literal.
    Malformed {
        /// The line where it stands.
        line: usize,
    },
    /// A key or an item of a set that Python cannot hash.
    Unhashable {
        /// Its type.
        type_name: &'static str,
    },
    /// A NUL character anywhere in the text.
    NulCharacter,
}

impl LiteralError {
    #[cold]
    pub(super) fn new(kind: LiteralErrorKind, text: &str, offset: usize) -> LiteralError {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let (line, start) = locate(text, offset);
        let column = text[start..offset].chars().count();
        let whole = text[start..].split(['\n', '\r']).next().unwrap_or("");
        let (excerpt, caret) = window(whole, column);
        let report = Report { kind, offset, line, column: column + 1, excerpt, caret };
        LiteralError(Box::new(report))
    }

    /// The facts.
    pub fn kind(&self) -> &LiteralErrorKind {
        &self.0.kind
    }

    /// Where in the text, in bytes.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The character within the line, counted from 1.
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// The class of Python's exception.
    pub fn numpy_class(&self) -> &'static str {
        match self.kind() {
            LiteralErrorKind::Malformed { .. } => "ValueError",
            LiteralErrorKind::Unhashable { .. } => "TypeError",
            LiteralErrorKind::IntTooLarge => "OverflowError",
            _ => "SyntaxError",
        }
    }
}

/// The line's number, counted from 1, and its first byte.
pub(super) fn locate(text: &str, offset: usize) -> (usize, usize) {
    let (mut line, mut start) = (1, 0);
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate().take(offset) {
        // A carriage return before a line feed does not end a line of its own.
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            (line, start) = (line + 1, at + 1);
        }
    }
    (line, start)
}

/// At most 72 characters of a line around the column, and the column within them.
fn window(line: &str, column: usize) -> (String, usize) {
    const WIDTH: usize = 72;
    let from = if column < WIDTH { 0 } else { column - WIDTH / 2 };
    let shown = line.chars().skip(from).take(WIDTH);
    // Control characters would move the caret or the terminal.
    (shown.map(|c| if c.is_control() { ' ' } else { c }).collect(), column - from)
}

impl fmt::Display for LiteralError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { kind, line, column, excerpt, caret, .. } = &*self.0;
        write!(f, "{kind} (line {line}, column {column})\n    {excerpt}\n    {:caret$}^", "")
    }
}

impl fmt::Display for LiteralErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use LiteralErrorKind as K;
        match self {
            K::InvalidSyntax => f.write_str("invalid syntax"),
            K::UnexpectedEnd => f.write_str("invalid syntax: the text ends too early"),
            K::NeverClosed { open } => write!(f, "'{open}' was never closed"),
            K::Mismatched { open, close } => {
                let opening = "does not match opening parenthesis";
                write!(f, "closing parenthesis '{close}' {opening} '{open}'")
            }
            K::Unmatched { close } => write!(f, "unmatched '{close}'"),
            K::TooDeep => f.write_str("too many nested parentheses"),
            K::UnterminatedString { triple, line } => {
                let triple = if *triple { "triple-quoted " } else { "" };
                write!(f, "unterminated {triple}string literal (detected at line {line})")
            }
            K::MixedStrings => f.write_str("cannot mix bytes and nonbytes literals"),
            K::NonAsciiBytes => f.write_str("bytes can only contain ASCII literal characters"),
            K::BadEscape { escape } => write!(f, "invalid or truncated {escape} escape"),
            K::NamedCharacter => f.write_str("names of characters (\\N{...}) are not supported"),
            K::BadNumber { form } => write!(f, "invalid {form} literal"),
            K::BadDigit { digit, form } => write!(f, "invalid digit '{digit}' in {form} literal"),
            K::LeadingZeros => f.write_str(
                "leading zeros in decimal integer literals are not permitted; \
                 use an 0o prefix for octal integers",
            ),
            K::TooManyDigits { digits } => {
                let limit = "Exceeds the limit (4300 digits) for integer string conversion";
                write!(f, "{limit}: value has {digits} digits")
            }
            K::IntTooLarge => f.write_str("int too large to convert to float"),
            K::Malformed { line } => write!(f, "malformed node or string on line {line}"),
            K::Unhashable { type_name } => write!(f, "unhashable type: '{type_name}'"),
            K::NulCharacter => f.write_str("source code string cannot contain null bytes"),
        }
    }
}

impl std::error::Error for LiteralError {}
