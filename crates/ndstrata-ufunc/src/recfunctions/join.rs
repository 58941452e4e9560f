//! Records joined by the values of their key fields, and records that stand more than once.

use ndstrata_array::{DynArray, DynView, Order, Relation, compare, concatenate};

use super::fields::{get_fieldstructure, record, record_of, spelled};
use super::masked::MaskedRecords;
use super::stack::wider;
use crate::error::{Error, Result};
use crate::order::lexsort;

/// Which records a join gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JoinType {
    /// Those of keys that both have.
    #[default]
    Inner,
    /// Those of all keys.
    Outer,
    /// Those of the keys of the first.
    LeftOuter,
}

impl std::str::FromStr for JoinType {
    type Err = Error;

    fn from_str(name: &str) -> Result<JoinType> {
        Ok(match name {
            "inner" => JoinType::Inner,
            "outer" => JoinType::Outer,
            "leftouter" => JoinType::LeftOuter,
            _ => {
                return Err(Error::value(format!(
                    "The 'jointype' argument should be in 'inner', 'outer' or 'leftouter' (got \
                     '{name}' instead)"
                )));
            }
        })
    }
}

/// How [`join_by`] joins.
#[derive(Clone, Debug)]
pub struct JoinBy {
    join_type: JoinType,
    postfixes: [String; 2],
    defaults: Vec<(String, DynArray)>,
}

impl Default for JoinBy {
    fn default() -> JoinBy {
        JoinBy {
            join_type: JoinType::Inner,
            postfixes: ["1".to_owned(), "2".to_owned()],
            defaults: Vec::new(),
        }
    }
}

impl JoinBy {
    /// Which records there are.
    pub fn join_type(mut self, join_type: JoinType) -> JoinBy {
        self.join_type = join_type;
        self
    }

    /// What is added to names that both arrays have, besides those of keys.
    pub fn postfixes(mut self, first: &str, second: &str) -> JoinBy {
        self.postfixes = [first.to_owned(), second.to_owned()];
        self
    }

    /// The value of a field where it is missing.
    pub fn default_value(mut self, field: &str, value: DynArray) -> JoinBy {
        self.defaults.push((field.to_owned(), value));
        self
    }
}

/// The records of two arrays that have the same keys as one, ordered by the keys.
///
/// NumPy: [numpy.lib.recfunctions.join_by](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.join_by).
///
/// # Errors
///
/// Keys that stand twice or are no fields; fields of one name with no postfix.
pub fn join_by(
    key: &[&str],
    r1: &DynView<'_>,
    r2: &DynView<'_>,
    options: &JoinBy,
) -> Result<MaskedRecords> {
    let [post1, post2] = &options.postfixes;
    if let Some((_, dup)) = key.iter().enumerate().find(|(i, name)| key[i + 1..].contains(name)) {
        return Err(Error::value(format!("duplicate join key '{dup}'")));
    }
    let (names1, names2) = (names_of(r1)?, names_of(r2)?);
    for name in key {
        for (which, names) in [("r1", &names1), ("r2", &names2)] {
            if !names.iter().any(|known| known == name) {
                return Err(Error::value(format!("{which} does not have key field '{name}'")));
            }
        }
    }
    let is_key = |name: &str| key.contains(&name);
    let collide = names1.iter().any(|name| names2.contains(name) && !is_key(name));
    if collide && post1.is_empty() && post2.is_empty() {
        return Err(Error::value(
            "r1 and r2 contain common names, r1postfix and r2postfix can't both be empty",
        ));
    }
    let (r1, r2) = (flat(r1)?, flat(r2)?);
    let n1 = r1.size();
    let columns: Vec<DynArray> = key
        .iter()
        .map(|name| Ok(concatenate(&[r1.view().field(name)?, r2.view().field(name)?], 0)?))
        .collect::<Result<_>>()?;
    let order = sorted_by(&columns)?;
    let same = equal_to_next(&columns, &order)?;
    let is_in = |at: usize| (at > 0 && same[at - 1]) || same.get(at).copied().unwrap_or(false);
    let places = |wanted: bool| (0..order.len()).filter(move |&at| is_in(at) == wanted);
    let inner: Vec<usize> = places(true).map(|at| order[at]).collect();
    let outer: Vec<usize> = places(false).map(|at| order[at]).collect();
    let of_first = |list: &[usize]| list.iter().copied().filter(|&i| i < n1).collect::<Vec<_>>();
    let of_second =
        |list: &[usize]| list.iter().filter(|&&i| i >= n1).map(|&i| i - n1).collect::<Vec<_>>();
    let (mut take1, mut take2) = (of_first(&inner), of_second(&inner));
    let (common1, common2) = (take1.len(), take2.len());
    if options.join_type != JoinType::Inner {
        take1.extend(of_first(&outer));
    }
    if options.join_type == JoinType::Outer {
        take2.extend(of_second(&outer));
    }
    let (spare1, spare2) = (take1.len() - common1, take2.len() - common2);

    let mut fields: Vec<_> =
        spelled(r1.dtype()).into_iter().filter(|(name, ..)| is_key(name)).collect();
    fields.extend(spelled(r1.dtype()).into_iter().filter(|(name, ..)| !is_key(name)));
    for (name, title, dtype) in spelled(r2.dtype()) {
        match fields.iter().position(|(known, ..)| *known == name) {
            None => fields.push((name, title, dtype)),
            Some(at) if is_key(&name) => fields[at].2 = wider(&dtype, &fields[at].2),
            Some(at) => {
                let first = (format!("{name}{post1}"), None, fields[at].2.clone());
                let second = (format!("{name}{post2}"), None, dtype);
                fields.splice(at..=at, [first, second]);
            }
        }
    }
    let common = common1.max(common2);
    let dtype = record_of(&fields)?;
    let mut output = MaskedRecords::all_missing(common + spare1 + spare2, &dtype)?;
    let has = |name: &str| fields.iter().any(|(known, ..)| known == name);
    let sides = [
        (&names1, &names2, post1, post2, &r1, &take1, common1, common),
        (&names2, &names1, post2, post1, &r2, &take2, common2, common + spare1),
    ];
    for (names, others, postfix, other_postfix, from, take, n_common, spare_start) in sides {
        for name in names {
            let selected = taken(&from.clone().field(name)?, take)?;
            let is_both = others.contains(name) && other_postfix.is_empty() && !is_key(name);
            let target =
                if !has(name) || is_both { format!("{name}{postfix}") } else { name.clone() };
            let head = selected.view().slice_axis(0, 0, 1, n_common)?;
            output.put(&target, 0, &head)?;
            let n_spare = take.len() - n_common;
            if n_spare > 0 {
                let rest = selected.view().slice_axis(0, n_common, 1, n_spare)?;
                output.put(&target, spare_start, &rest)?;
            }
        }
    }
    let columns: Vec<DynArray> =
        key.iter().map(|name| Ok(output.data.clone().field(name)?)).collect::<Result<_>>()?;
    let order = sorted_by(&columns)?;
    output =
        MaskedRecords { data: taken(&output.data, &order)?, mask: taken(&output.mask, &order)? };
    for (name, value) in &options.defaults {
        if has(name) {
            output.set_default(name, &value.view())?;
        }
    }
    Ok(output)
}

/// The records that stand more than once, in order, by one of their fields or by all, and where.
///
/// NumPy: [numpy.lib.recfunctions.find_duplicates](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.find_duplicates).
///
/// # Errors
///
/// A key that is no field.
pub fn find_duplicates(
    a: &DynView<'_>,
    key: Option<&str>,
    is_missing: &dyn Fn(usize) -> bool,
) -> Result<Vec<usize>> {
    let flat = flat(a)?;
    let mut base = flat.clone();
    if let Some(key) = key {
        let fields = get_fieldstructure(a.dtype())?;
        let path = fields.iter().find(|(name, _)| name == key);
        let (_, path) = path.ok_or_else(|| Error::value(format!("no field of name {key}")))?;
        for name in path.iter().map(String::as_str).chain([key]) {
            base = base.field(name)?;
        }
    }
    let columns = super::merge::columns_of(&base)?;
    let order = sorted_by(&columns)?;
    let mut same = equal_to_next(&columns, &order)?;
    for (at, same) in same.iter_mut().enumerate() {
        *same &= !is_missing(order[at + 1]);
    }
    let is_in = |at: usize| (at > 0 && same[at - 1]) || same.get(at).copied().unwrap_or(false);
    Ok((0..order.len()).filter(|&at| is_in(at)).map(|at| order[at]).collect())
}

fn names_of(array: &DynView<'_>) -> Result<Vec<String>> {
    Ok(record(array.dtype())?.names().map(str::to_owned).collect())
}

fn flat(array: &DynView<'_>) -> Result<DynArray> {
    Ok(array.copy(Order::C)?.reshape_view(&[array.size() as isize], Order::C)?)
}

/// Columns of one axis each: blocks and inner records are compared part by part.
fn parts(columns: &[DynArray]) -> Result<Vec<DynArray>> {
    let mut found = Vec::new();
    for column in columns {
        for column in super::merge::columns_of(column)? {
            if column.ndim() <= 1 {
                found.push(column);
                continue;
            }
            let n = column.shape()[0] as isize;
            let flat = column.copy(Order::C)?;
            let width = (flat.size() as isize).checked_div(n).unwrap_or(0);
            let flat = flat.reshape_view(&[n, width], Order::C)?;
            for i in 0..width {
                found.push(flat.clone().index_axis(1, i)?);
            }
        }
    }
    Ok(found)
}

/// The order of the elements by the first column, then the next.
fn sorted_by(columns: &[DynArray]) -> Result<Vec<usize>> {
    let columns = parts(columns)?;
    let keys: Vec<DynView<'_>> = columns.iter().rev().map(DynArray::view).collect();
    let order = lexsort(&keys, -1)?.to_vec::<i64>()?;
    Ok(order.into_iter().map(|i| i as usize).collect())
}

/// For each place in an order but the last, whether the next element is the same.
fn equal_to_next(columns: &[DynArray], order: &[usize]) -> Result<Vec<bool>> {
    let mut same = vec![true; order.len().saturating_sub(1)];
    for column in &parts(columns)? {
        let sorted = taken(column, order)?;
        let n = order.len().saturating_sub(1);
        let before = sorted.view().slice_axis(0, 0, 1, n)?;
        let after = sorted.view().slice_axis(0, order.len().min(1), 1, n)?;
        let equal = compare(&before, Relation::Equal, &after)?;
        same.iter_mut().zip(equal.to_vec::<bool>()?).for_each(|(same, equal)| *same &= equal);
    }
    Ok(same)
}

fn taken(array: &DynArray, places: &[usize]) -> Result<DynArray> {
    let places = DynArray::from_vec(places.iter().map(|&i| i as i64).collect());
    Ok(array.index(&[places.into()])?)
}
