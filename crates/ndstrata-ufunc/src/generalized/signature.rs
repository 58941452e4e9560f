//! [`Signature`]: the core axes of a generalised function's operands, as text.

use std::fmt;
use std::str::FromStr;

use super::fault::GufuncFault;
use crate::error::{Error, Result};

/// Core axes of each operand: `(m?,n),(n,p?)->(m?,p?)`.
///
/// NumPy: [details of signature](https://numpy.org/doc/stable/reference/c-api/generalized-ufuncs.html#details-of-signature).
#[derive(Clone, Debug)]
pub struct Signature {
    text: String,
    axes: Vec<CoreAxis>,
    /// For each operand, the places of its axes in `axes`.
    operands: Vec<Vec<usize>>,
    n_inputs: usize,
}

/// A core axis, the same wherever its name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreAxis {
    /// The name, or the digits of a length that is fixed.
    pub name: String,
    /// The length, where the signature fixes it.
    pub length: Option<usize>,
    /// Whether operands may lack it, as a vector that stands for a matrix does.
    pub may_be_absent: bool,
}

impl Signature {
    pub(super) fn parse(text: &str) -> Result<Signature> {
        let mut parser = Parser { text, rest: text.char_indices().peekable(), axes: Vec::new() };
        let inputs = parser.operands()?;
        parser.arrow()?;
        let outputs = parser.operands()?;
        if parser.peek().is_some() {
            return Err(parser.fault("expect ','"));
        }
        let n_inputs = inputs.len();
        let operands = [inputs, outputs].concat();
        Ok(Signature { text: text.to_owned(), axes: parser.axes, operands, n_inputs })
    }

    /// All axes, in order of their first mention.
    ///
    /// NumPy: none.
    pub fn axes(&self) -> &[CoreAxis] {
        &self.axes
    }

    /// For each input, the places of its axes in [`axes`](Signature::axes).
    ///
    /// NumPy: none.
    pub fn inputs(&self) -> &[Vec<usize>] {
        &self.operands[..self.n_inputs]
    }

    /// For each output, the places of its axes in [`axes`](Signature::axes).
    ///
    /// NumPy: none.
    pub fn outputs(&self) -> &[Vec<usize>] {
        &self.operands[self.n_inputs..]
    }

    pub(super) fn operands(&self) -> &[Vec<usize>] {
        &self.operands
    }
}

impl FromStr for Signature {
    type Err = Error;

    fn from_str(text: &str) -> Result<Signature> {
        Signature::parse(text)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

struct Parser<'a> {
    text: &'a str,
    rest: std::iter::Peekable<std::str::CharIndices<'a>>,
    axes: Vec<CoreAxis>,
}

impl Parser<'_> {
    /// Operands with commas between them.
    fn operands(&mut self) -> Result<Vec<Vec<usize>>> {
        let mut operands = Vec::new();
        loop {
            if !self.take('(') {
                return Err(self.fault("expect '('"));
            }
            operands.push(self.core_axes()?);
            if !self.take(',') {
                return Ok(operands);
            }
        }
    }

    /// The axes up to the closing bracket.
    fn core_axes(&mut self) -> Result<Vec<usize>> {
        let mut places = Vec::new();
        if self.take(')') {
            return Ok(places);
        }
        loop {
            places.push(self.axis()?);
            if self.take(')') {
                return Ok(places);
            }
            if !self.take(',') {
                return Err(self.fault("expect ',' or ')'"));
            }
        }
    }

    fn axis(&mut self) -> Result<usize> {
        self.peek();
        let mut name = String::new();
        while let Some(&(_, c)) = self.rest.peek()
            && (c.is_ascii_alphanumeric() || c == '_')
        {
            name.push(c);
            self.rest.next();
        }
        let length =
            match name.chars().next() {
                Some(c) if c.is_ascii_digit() => {
                    let length = name.parse::<usize>().ok().filter(|&n| n > 0);
                    Some(length.ok_or_else(|| {
                        self.fault("expect dimension name or non-zero frozen size")
                    })?)
                }
                Some(_) => None,
                None => return Err(self.fault("expect dimension name or non-zero frozen size")),
            };
        let may_be_absent = self.take('?');
        match self.axes.iter().position(|axis| axis.name == name) {
            Some(place) if self.axes[place].may_be_absent == may_be_absent => Ok(place),
            Some(_) => {
                Err(self.fault("? cannot be used, name appears twice with different modifiers"))
            }
            None => {
                self.axes.push(CoreAxis { name, length, may_be_absent });
                Ok(self.axes.len() - 1)
            }
        }
    }

    fn arrow(&mut self) -> Result<()> {
        if self.take('-') && self.take('>') { Ok(()) } else { Err(self.fault("expect '->'")) }
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest.next();
        }
        found
    }

    /// The next character that is no white space.
    fn peek(&mut self) -> Option<char> {
        while self.rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.rest.peek().map(|&(_, c)| c)
    }

    #[cold]
    fn fault(&mut self, expected: &'static str) -> Error {
        let position = self.rest.peek().map_or(self.text.len(), |&(i, _)| i);
        GufuncFault::Signature { expected, position, text: self.text.to_owned() }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_shared_by_name() {
        let signature = Signature::parse("(m?, n),(n,p?)->(m?,p?)").unwrap();
        assert_eq!(signature.inputs(), [[0, 1], [1, 2]]);
        assert_eq!(signature.outputs(), [[0, 2]]);
        assert!(signature.axes()[0].may_be_absent && !signature.axes()[1].may_be_absent);
        let frozen = Signature::parse("(3),(3)->(3)").unwrap();
        assert_eq!(frozen.axes()[0].length, Some(3));
        assert_eq!(Signature::parse("(),()->()").unwrap().inputs(), [[0_usize; 0], []]);
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        for text in [
            "",
            "(",
            "(a",
            "(a)",
            "(a)->",
            "(a)-(b)",
            "(a,)->()",
            "(0)->()",
            "(a)->(b))",
            "(a?)->(a)",
            "(é)->()",
        ] {
            assert!(Signature::parse(text).is_err(), "{text}");
        }
    }
}
