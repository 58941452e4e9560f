//! Products of vectors and matrices, and `einsum`.

use crate::arrays::disagreements;

#[test]
fn numpy_gives_the_same_products() {
    let wrong = disagreements("products");
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}
