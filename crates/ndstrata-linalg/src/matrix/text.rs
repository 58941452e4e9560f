//! Matrices written as MATLAB writes them: `1 2 3; 4 5 3`.

use std::str::FromStr;

use ndstrata_array::DynArray;
use ndstrata_dtype::literal::Literal;
use num_complex::Complex64;

use super::Matrix;
use crate::decompositions::MatrixFault;
use crate::error::{Error, Result};

/// Rows are separated by semicolons, numbers by spaces or commas; brackets are ignored. All are of the
/// widest kind that occurs: truth values, integers, floats, complex numbers.
impl FromStr for Matrix {
    type Err = Error;

    fn from_str(text: &str) -> Result<Matrix> {
        let mut rows: Vec<Vec<Literal>> = Vec::new();
        for row in text.replace(['[', ']'], "").split(';') {
            let words = row.split(',').flat_map(str::split_whitespace);
            let row: Vec<Literal> = words.map(number).collect::<Result<_>>()?;
            if rows.first().is_some_and(|first| first.len() != row.len()) {
                return Err(MatrixFault::UnequalRows.into());
            }
            rows.push(row);
        }
        let shape = [rows.len() as isize, rows.first().map_or(0, Vec::len) as isize];
        let numbers: Vec<Literal> = rows.into_iter().flatten().collect();
        Ok(Matrix(array(&numbers)?.reshape(shape)?))
    }
}

fn number(word: &str) -> Result<Literal> {
    match word.parse() {
        Ok(
            literal
            @ (Literal::Bool(_) | Literal::Int(_) | Literal::Float(_) | Literal::Complex(_)),
        ) => Ok(literal),
        _ => Err(MatrixFault::NotANumber { text: word.to_owned() }.into()),
    }
}

fn array(numbers: &[Literal]) -> Result<DynArray> {
    let has = |is: fn(&Literal) -> bool| numbers.iter().any(is);
    if has(|x| matches!(x, Literal::Complex(_))) {
        return Ok(DynArray::from_vec(numbers.iter().map(complex).collect::<Vec<_>>()));
    }
    if numbers.is_empty() || has(|x| matches!(x, Literal::Float(_))) {
        return Ok(DynArray::from_vec(numbers.iter().map(|x| complex(x).re).collect::<Vec<_>>()));
    }
    if has(|x| matches!(x, Literal::Int(_))) {
        let integers: Option<Vec<i64>> =
            numbers.iter().map(|x| x.as_i64().or_else(|| x.as_bool().map(i64::from))).collect();
        return match integers {
            Some(integers) => Ok(DynArray::from_vec(integers)),
            None => Err(MatrixFault::IntegerTooLarge.into()),
        };
    }
    Ok(DynArray::from_vec(numbers.iter().map(|x| x.as_bool() == Some(true)).collect::<Vec<_>>()))
}

fn complex(number: &Literal) -> Complex64 {
    match number {
        Literal::Complex(x) => *x,
        Literal::Float(x) => (*x).into(),
        Literal::Bool(x) => f64::from(u8::from(*x)).into(),
        other => other.as_i64().map_or(f64::NAN, |x| x as f64).into(),
    }
}
