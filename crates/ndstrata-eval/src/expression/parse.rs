//! Tokens into trees, by precedence climbing.

use ndstrata_dtype::literal::LiteralOptions;

use super::names::looked_up;
use super::python_number;
use super::token::{Token, syntax_error, tokens};
use super::tree::{Clause, Comparison, Expr, Member, Statement, Update};
use crate::error::{Error, Result};
use crate::registry::function;
use crate::value::Value;

/// Brackets, calls and operators within each other, so that no text exhausts the stack.
const MAX_DEPTH: usize = 100;

/// Operators in one text. A row of them is a tree as deep as the row is long.
const MAX_OPERATORS: usize = 1000;

/// Binary operators from the loosest to the tightest, each with its function. Comparisons stand
/// above these, `**` below.
const LEVELS: &[&[(&str, &str)]] = &[
    &[("|", "operator.or_")],
    &[("^", "operator.xor")],
    &[("&", "operator.and_")],
    &[("<<", "operator.lshift"), (">>", "operator.rshift")],
    &[("+", "operator.add"), ("-", "operator.sub")],
    &[
        ("*", "operator.mul"),
        ("/", "operator.truediv"),
        ("//", "operator.floordiv"),
        ("%", "operator.mod"),
        ("@", "operator.matmul"),
    ],
];

const COMPARISONS: &[(&str, &str)] = &[
    ("<", "operator.lt"),
    ("<=", "operator.le"),
    (">", "operator.gt"),
    (">=", "operator.ge"),
    ("==", "operator.eq"),
    ("!=", "operator.ne"),
];

/// Names that are no values.
const WORDS: &[&str] = &["if", "else", "and", "or", "not", "in", "is", "for", "lambda"];

/// Operators that are assigned with: what computes a new value, and what changes an array.
const UPDATES: &[(&str, (&str, &str))] = &[
    ("+=", ("operator.add", "operator.iadd")),
    ("-=", ("operator.sub", "operator.isub")),
    ("*=", ("operator.mul", "operator.imul")),
    ("/=", ("operator.truediv", "operator.itruediv")),
    ("//=", ("operator.floordiv", "operator.ifloordiv")),
    ("%=", ("operator.mod", "operator.imod")),
    ("**=", ("operator.pow", "operator.ipow")),
    ("@=", ("operator.matmul", "operator.matmul")),
    ("&=", ("operator.and_", "operator.iand")),
    ("|=", ("operator.or_", "operator.ior")),
    ("^=", ("operator.xor", "operator.ixor")),
    ("<<=", ("operator.lshift", "operator.ilshift")),
    (">>=", ("operator.rshift", "operator.irshift")),
];

/// The statements of a text.
pub(super) fn statements(text: &str) -> Result<Vec<Statement>> {
    let mut parser = Parser::new(text)?;
    let mut statements = Vec::new();
    while let Some(token) = parser.peek() {
        if matches!(token, Token::Separator(_)) {
            parser.at += 1;
            continue;
        }
        statements.push(parser.statement()?);
        if !matches!(parser.peek(), None | Some(Token::Separator(_))) {
            return Err(parser.error());
        }
    }
    Ok(statements)
}

/// What stands between the brackets of an index.
pub(super) fn index(text: &str) -> Result<Expr> {
    let mut parser = Parser::new(text)?;
    let parts = parser.index_parts()?;
    if parser.peek().is_some() { Err(parser.error()) } else { Ok(parts) }
}

/// An operator and its operands; of numbers in the text the result, if there is one.
fn operator(name: &'static str, operands: Vec<Expr>) -> Result<Expr> {
    let numbers: Option<Vec<&Value>> = operands
        .iter()
        .map(|operand| match operand {
            Expr::Value(value @ (Value::Int(_) | Value::Float(_) | Value::Complex(_))) => {
                Some(value)
            }
            _ => None,
        })
        .collect();
    match numbers.and_then(|numbers| python_number::operate(name, &numbers)) {
        Some(Ok(value)) => Ok(Expr::Value(value)),
        _ => Ok(Expr::Operator(function(name)?, operands)),
    }
}

/// A tuple, or its value where all parts are known.
fn tuple(parts: Vec<Expr>) -> Expr {
    let value = |part: &Expr| match part {
        Expr::Value(value) => Some(value.clone()),
        _ => None,
    };
    let values: Option<Vec<Value>> = parts.iter().map(value).collect();
    values.map_or(Expr::Tuple(parts), |values| Expr::Value(Value::Tuple(values)))
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<(Token<'t>, usize)>,
    at: usize,
    depth: usize,
    n_operators: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Result<Parser<'t>> {
        Ok(Parser { text, tokens: tokens(text)?, at: 0, depth: 0, n_operators: 0 })
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).map(|&(token, _)| token)
    }

    /// Whether the next token is this mark; takes it if so.
    fn take(&mut self, mark: &str) -> bool {
        let found = self.peek() == Some(Token::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: &str) -> Result<()> {
        if self.take(mark) { Ok(()) } else { Err(self.error()) }
    }

    /// What the next token stands for, if it is one of these operators; takes it if so.
    fn take_operator<T: Copy>(&mut self, operators: &[(&str, T)]) -> Option<T> {
        let Some(Token::Mark(mark)) = self.peek() else { return None };
        let found = operators.iter().find(|(text, _)| *text == mark)?;
        self.at += 1;
        Some(found.1)
    }

    #[cold]
    fn error(&self) -> Error {
        let end = self.text.len();
        syntax_error(self.text, self.tokens.get(self.at).map_or(end, |&(_, start)| start))
    }

    /// Runs a part of the grammar one level deeper.
    fn nested<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            return Err(Error::new("SyntaxError", "too many nested parentheses"));
        }
        self.depth += 1;
        let found = part(self);
        self.depth -= 1;
        found
    }

    fn statement(&mut self) -> Result<Statement> {
        let target = self.tuple_or_expression()?;
        if self.take("=") {
            return Ok(Statement::Assign(target, self.tuple_or_expression()?));
        }
        if let Some((plain, in_place)) = self.take_operator(UPDATES) {
            let update = Update { of_array: function(in_place)?, of_others: function(plain)? };
            return Ok(Statement::Update(target, update, self.tuple_or_expression()?));
        }
        Ok(Statement::Expression(target))
    }

    /// `a` or `a, b`.
    fn tuple_or_expression(&mut self) -> Result<Expr> {
        let first = self.expression()?;
        if self.peek() != Some(Token::Mark(",")) {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.take(",") {
            let ends = matches!(
                self.peek(),
                None | Some(Token::Separator(_) | Token::Mark(")" | "]" | "=" | "}"))
            );
            if ends {
                break;
            }
            items.push(self.expression()?);
        }
        Ok(Expr::Tuple(items))
    }

    fn expression(&mut self) -> Result<Expr> {
        self.nested(Self::conditional)
    }

    /// Whether the next token is this word; takes it if so.
    fn take_word(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(Token::Name(word));
        self.at += usize::from(found);
        found
    }

    /// `a if b else c`.
    fn conditional(&mut self) -> Result<Expr> {
        let chosen = self.junction("or")?;
        if !self.take_word("if") {
            return Ok(chosen);
        }
        let condition = self.junction("or")?;
        if !self.take_word("else") {
            return Err(self.error());
        }
        let other = self.expression()?;
        Ok(Expr::If(Box::new([condition, chosen, other])))
    }

    /// Operands between `or`, or between `and`, which binds tighter.
    fn junction(&mut self, word: &str) -> Result<Expr> {
        let is_or = word == "or";
        let operand = |parser: &mut Self| match is_or {
            true => parser.junction("and"),
            false => parser.negation(),
        };
        let first = operand(self)?;
        let mut operands = vec![first];
        while self.take_word(word) {
            self.count_operator()?;
            operands.push(operand(self)?);
        }
        Ok(if operands.len() == 1 { operands.remove(0) } else { Expr::Junction(is_or, operands) })
    }

    fn negation(&mut self) -> Result<Expr> {
        if self.take_word("not") {
            return Ok(Expr::Not(Box::new(self.nested(Self::negation)?)));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expr> {
        let first = self.binary(0)?;
        let mut rest = Vec::new();
        while let Some(comparison) = self.take_comparison()? {
            rest.push((comparison, self.binary(0)?));
        }
        Ok(if rest.is_empty() { first } else { Expr::Compare(Box::new(first), rest) })
    }

    fn take_comparison(&mut self) -> Result<Option<Comparison>> {
        if let Some(name) = self.take_operator(COMPARISONS) {
            return Ok(Some(Comparison::Operator(function(name)?)));
        }
        let next = self.tokens.get(self.at + 1).map(|&(token, _)| token);
        if self.peek() == Some(Token::Name("not")) && next == Some(Token::Name("in")) {
            self.at += 2;
            return Ok(Some(Comparison::NotIn));
        }
        if self.take_word("is") {
            let is_not = self.take_word("not");
            return Ok(Some(if is_not { Comparison::IsNot } else { Comparison::Is }));
        }
        Ok(self.take_word("in").then_some(Comparison::In))
    }

    fn count_operator(&mut self) -> Result<()> {
        self.n_operators += 1;
        match self.n_operators > MAX_OPERATORS {
            true => Err(Error::new("SyntaxError", "too many operators")),
            false => Ok(()),
        }
    }

    fn binary(&mut self, level: usize) -> Result<Expr> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut lhs = self.binary(level + 1)?;
        while let Some(name) = self.take_operator(operators) {
            self.count_operator()?;
            let rhs = self.binary(level + 1)?;
            lhs = operator(name, vec![lhs, rhs])?;
        }
        Ok(lhs)
    }

    fn unary(&mut self) -> Result<Expr> {
        const SIGNS: &[(&str, &str)] =
            &[("-", "operator.neg"), ("+", "operator.pos"), ("~", "operator.invert")];
        match self.take_operator(SIGNS) {
            Some(name) => {
                let operand = self.nested(Self::unary)?;
                operator(name, vec![operand])
            }
            None => self.power(),
        }
    }

    /// `a ** b` binds tighter than a sign before it, looser than one after it.
    fn power(&mut self) -> Result<Expr> {
        let base = self.postfix()?;
        if !self.take("**") {
            return Ok(base);
        }
        let exponent = self.nested(Self::unary)?;
        operator("operator.pow", vec![base, exponent])
    }

    fn postfix(&mut self) -> Result<Expr> {
        let mut found = self.atom()?;
        let mut length = 0;
        loop {
            if self.take(".") {
                let Some(Token::Name(name)) = self.peek() else { return Err(self.error()) };
                self.at += 1;
                found = Expr::Attribute(Box::new(found), Member::new(name));
            } else if self.take("[") {
                let index = self.nested(Self::index_parts)?;
                self.expect("]")?;
                found = Expr::Index(Box::new(looked_up(found)), Box::new(index));
            } else if self.take("(") {
                found = self.nested(|parser| parser.call(found))?;
            } else {
                return Ok(found);
            }
            // A long chain is as deep a tree as nested brackets.
            length += 1;
            if length > MAX_DEPTH {
                return Err(Error::new("SyntaxError", "too many calls and indices in a row"));
            }
        }
    }

    fn call(&mut self, function: Expr) -> Result<Expr> {
        let (mut args, mut kwargs) = (Vec::new(), Vec::new());
        while !self.take(")") {
            let name = match (self.peek(), self.tokens.get(self.at + 1)) {
                (Some(Token::Name(name)), Some((Token::Mark("="), _))) => Some(name),
                _ => None,
            };
            match name {
                Some(name) => {
                    self.at += 2;
                    kwargs.push((name.to_owned(), self.expression()?));
                }
                None if kwargs.is_empty() => args.push(self.expression()?),
                None => return Err(self.error()),
            }
            if !self.take(",") && self.peek() != Some(Token::Mark(")")) {
                return Err(self.error());
            }
        }
        Ok(Expr::Call(Box::new(looked_up(function)), args, kwargs))
    }

    /// One part of an index, or several as a tuple.
    fn index_parts(&mut self) -> Result<Expr> {
        let mut parts = vec![self.index_part()?];
        let mut is_tuple = false;
        while self.take(",") {
            is_tuple = true;
            if matches!(self.peek(), None | Some(Token::Mark("]"))) {
                break;
            }
            parts.push(self.index_part()?);
        }
        Ok(if is_tuple { tuple(parts) } else { parts.remove(0) })
    }

    fn index_part(&mut self) -> Result<Expr> {
        let mut bounds = [const { Expr::Value(Value::None) }; 3];
        let mut n_colons = 0;
        loop {
            let ends = matches!(self.peek(), None | Some(Token::Mark(":" | "," | "]")));
            if !ends {
                let part = self.expression()?;
                if n_colons == 0 && self.peek() != Some(Token::Mark(":")) {
                    return Ok(part);
                }
                bounds[n_colons] = part;
            }
            if n_colons == 2 || !self.take(":") {
                break;
            }
            n_colons += 1;
        }
        if n_colons == 0 {
            return Err(self.error());
        }
        Ok(match bounds {
            [Expr::Value(start), Expr::Value(stop), Expr::Value(step)] => {
                Expr::Value(Value::Slice(Box::new([start, stop, step])))
            }
            bounds => Expr::Slice(Box::new(bounds)),
        })
    }

    /// What follows the item of a list that is made of others: `for x in items if condition`.
    fn comprehension(&mut self, item: Expr) -> Result<Expr> {
        let mut clauses = Vec::new();
        while self.take_word("for") {
            self.count_operator()?;
            let mut targets = vec![self.postfix()?];
            let mut is_tuple = false;
            while self.take(",") {
                is_tuple = true;
                targets.push(self.postfix()?);
            }
            let target = if is_tuple { Expr::Tuple(targets) } else { targets.remove(0) };
            if !self.take_word("in") {
                return Err(self.error());
            }
            let items = self.junction("or")?;
            let mut conditions = Vec::new();
            while self.take_word("if") {
                conditions.push(self.junction("or")?);
            }
            clauses.push(Clause { target, items, conditions });
        }
        Ok(Expr::Comprehension(Box::new(item), clauses))
    }

    fn atom(&mut self) -> Result<Expr> {
        let Some(token) = self.peek() else { return Err(self.error()) };
        match token {
            Token::Name(name) => {
                self.at += 1;
                if WORDS.contains(&name) {
                    self.at -= 1;
                    return Err(self.error());
                }
                Ok(match name {
                    "None" => Expr::Value(Value::None),
                    "True" => Expr::Value(Value::Bool(true)),
                    "False" => Expr::Value(Value::Bool(false)),
                    name => Expr::Name(name.to_owned()),
                })
            }
            Token::Number(text) | Token::Text(text) => {
                let literal = LiteralOptions::new().parse(text).map_err(|_| self.error())?;
                self.at += 1;
                Ok(Expr::Value(Value::from(&literal)))
            }
            Token::Mark("...") => {
                self.at += 1;
                Ok(Expr::Value(Value::Ellipsis))
            }
            Token::Mark("(") => {
                self.at += 1;
                if self.take(")") {
                    return Ok(Expr::Tuple(Vec::new()));
                }
                let found = self.tuple_or_expression()?;
                self.expect(")")?;
                Ok(found)
            }
            Token::Mark("[") => {
                self.at += 1;
                let mut items = Vec::new();
                while !self.take("]") {
                    items.push(self.expression()?);
                    if items.len() == 1 && self.peek() == Some(Token::Name("for")) {
                        let item = items.remove(0);
                        let made = self.comprehension(item)?;
                        self.expect("]")?;
                        return Ok(made);
                    }
                    if !self.take(",") && self.peek() != Some(Token::Mark("]")) {
                        return Err(self.error());
                    }
                }
                Ok(Expr::List(items))
            }
            Token::Mark("{") => {
                self.at += 1;
                let mut items = Vec::new();
                while !self.take("}") {
                    let key = self.expression()?;
                    self.expect(":")?;
                    items.push((key, self.expression()?));
                    if !self.take(",") && self.peek() != Some(Token::Mark("}")) {
                        return Err(self.error());
                    }
                }
                Ok(Expr::Dict(items))
            }
            Token::Mark(_) | Token::Separator(_) => Err(self.error()),
        }
    }
}
