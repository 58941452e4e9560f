//! Decompositions, solvers and norms.

use crate::arrays::disagreements;

#[test]
fn numpy_gives_the_same_factors_and_solutions() {
    let wrong = disagreements("linalg");
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}
