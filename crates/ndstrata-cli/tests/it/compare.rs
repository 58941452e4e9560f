//! diff and stats.

use ndstrata_array::{DynArray, Scalar, Slice, index};

use crate::{command, folder, out, refusal, save, table};

/// Exit status and output of a comparison.
fn diff(dir: &std::path::Path, args: &[&str]) -> (Option<i32>, String) {
    let output = command(dir, &[&["diff"], args].concat());
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn diff_tells_what_differs_how_much_and_where() {
    let dir = folder("diff");
    save(&dir, "a.npy", &table());
    let mut changed = table();
    let mut view = changed.view_mut().unwrap();
    view.slice_mut(&index![1, 2]).unwrap().fill(&Scalar::new(6.5)).unwrap();
    view.slice_mut(&index![0, Slice::new(Some(3), None, None)])
        .unwrap()
        .fill(&Scalar::new(3.25))
        .unwrap();
    save(&dir, "b.npy", &changed);
    let found = diff(&dir, &["a.npy", "b.npy"]);
    let told = "2 of 12 elements differ, most at (1, 2): 6.0 and 6.5, 0.5 apart\n";
    assert_eq!(found, (Some(1), told.to_owned()));
    assert_eq!(diff(&dir, &["a.npy", "b.npy", "--atol", "0.5"]), (Some(0), String::new()));
    assert_eq!(diff(&dir, &["a.npy", "b.npy", "--rtol", "0.077"]), (Some(0), String::new()));
    assert_eq!(diff(&dir, &["a.npy", "a.npy"]), (Some(0), String::new()));

    save(&dir, "c.npy", &DynArray::from_vec(vec![1_u8, 2]));
    let found = diff(&dir, &["a.npy", "c.npy"]);
    assert_eq!(found, (Some(1), "dtype: float64 and uint8\nshape: (3, 4) and (2,)\n".to_owned()));

    save(&dir, "n.npy", &DynArray::from_vec(vec![f64::NAN, 1.0]));
    assert_eq!(diff(&dir, &["n.npy", "n.npy"]).0, Some(1));
    assert_eq!(diff(&dir, &["n.npy", "n.npy", "--equal-nan"]).0, Some(0));

    let archives = [("l.npz", ["x", "y"]), ("r.npz", ["y", "z"])];
    for (file, [first, second]) in archives {
        let plain = table();
        let views = [(first, plain.view()), (second, changed.view())];
        ndstrata_npy::savez(dir.join(file), &views).unwrap();
    }
    let (code, told) = diff(&dir, &["l.npz", "r.npz"]);
    assert_eq!(code, Some(1));
    let told: Vec<_> = told.lines().collect();
    assert_eq!(told[0], "x: only in l.npz");
    assert!(told[1].starts_with("y: 2 of 12 elements differ"));
    assert_eq!(told[2], "z: only in r.npz");
    assert!(refusal(&dir, &["diff", "a.npy", "missing.npy"]).contains("missing.npy"));
}

#[test]
fn integers_are_compared_exactly() {
    let dir = folder("diff-integers");
    let large = 1_i64 << 60;
    save(&dir, "a.npy", &DynArray::from_vec(vec![large, 0]));
    save(&dir, "b.npy", &DynArray::from_vec(vec![large + 1, 0]));
    assert!(diff(&dir, &["a.npy", "b.npy"]).1.starts_with("1 of 2 elements differ, most at (0,)"));
}

/// Text, dates and records, field by field.
#[test]
fn elements_that_are_no_numbers_are_compared_too() {
    let dir = folder("diff-others");
    for (name, expression) in [
        ("text", "np.asarray(['a', 'bc'])"),
        ("other", "np.asarray(['a', 'bd', 'c'])[:2]"),
        ("dates", "np.asarray(['NaT', '2024-05-01'], dtype='M8[D]')"),
        ("hours", "np.asarray(['NaT', '2024-05-01T01'], dtype='M8[h]')"),
        ("records", "np.asarray([(1, 2.5), (2, 3.5)], dtype='i4, f8')"),
        ("changed", "np.asarray([(1, 2.5), (2, 3.75)], dtype='i4, f8')"),
    ] {
        out(&dir, &["eval", expression, "-o", &format!("{name}.npy")]);
        let file = format!("{name}.npy");
        assert_eq!(diff(&dir, &[&file, &file, "--equal-nan"]).0, Some(0));
    }
    let told = "1 of 2 elements differ, most at (1,): bc and bd\n";
    assert_eq!(diff(&dir, &["text.npy", "other.npy"]), (Some(1), told.to_owned()));
    let told = diff(&dir, &["dates.npy", "hours.npy", "--equal-nan"]).1;
    assert!(told.ends_with("1 of 2 elements differ, most at (1,): 2024-05-01 and 2024-05-01T01\n"));
    let told = "field f1: 1 of 2 elements differ, most at (1,): 3.5 and 3.75, 0.25 apart\n";
    assert_eq!(diff(&dir, &["records.npy", "changed.npy"]), (Some(1), told.to_owned()));
}

#[test]
fn stats_are_those_of_numpy() {
    let dir = folder("stats");
    save(&dir, "a.npy", &DynArray::from_vec(vec![1.0, f64::NAN, 4.0, 2.5, -3.0]));
    assert_eq!(
        out(&dir, &["stats", "a.npy", "--json"]),
        concat!(
            r#"[{"path":"a.npy","member":null,"field":null,"count":5,"nan":1,"min":-3.0,"max":4.0,"#,
            r#""mean":1.125,"std":2.6070817018267762,"q25":0.0,"q50":1.75,"q75":2.875}]"#,
            "\n"
        )
    );
    save(&dir, "b.npy", &table());
    let text = out(&dir, &["stats", "b.npy"]);
    assert_eq!(text.lines().count(), 5);
    assert!(
        text.contains("[:, 3]      3    0    3     5     7     9   11     7  3.26599"),
        "{text}"
    );
}

#[test]
fn stats_of_dates_and_text() {
    let dir = folder("stats_others");
    let make = |expression: &str| out(&dir, &["eval", expression, "-o", "x.npy"]);
    make("np.array(['2020-01-01', 'NaT', '2020-01-11', '2020-03-01', '2019-12-31'], '>M8[D]')");
    assert_eq!(
        out(&dir, &["stats", "x.npy", "--json"]),
        concat!(
            r#"[{"path":"x.npy","member":null,"field":null,"count":5,"nan":1,"min":"2019-12-31","#,
            r#""max":"2020-03-01","mean":"2020-01-18","std":null,"q25":"2019-12-31","#,
            r#""q50":"2020-01-06","q75":"2020-01-23"}]"#,
            "\n"
        )
    );
    make("np.array(['pear', 'apple', 'quince', ''], 'U')");
    let text = out(&dir, &["stats", "x.npy", "--json"]);
    assert!(text.contains(r#""count":4,"nan":0,"min":"","max":"quince","mean":null"#), "{text}");
    make("np.array([], 'M8[s]')");
    assert!(out(&dir, &["stats", "x.npy"]).contains('-'));
}

#[test]
fn nat_equals_nat_only_if_nan_equals_nan() {
    let dir = folder("diff-nat");
    for expression in [
        "np.array(['NaT', '2020'], '>M8[D]')",
        "np.array(['NaT', 3], 'm8[s]')",
        "np.array([(1, 'NaT'), (2, '2020')], 'i4, M8[s]')",
    ] {
        out(&dir, &["eval", expression, "-o", "a.npy"]);
        let (code, told) = diff(&dir, &["a.npy", "a.npy"]);
        assert!(code == Some(1) && told.contains("1 of 2 elements differ, most at (0,)"), "{told}");
        assert_eq!(diff(&dir, &["a.npy", "a.npy", "--equal-nan"]), (Some(0), String::new()));
    }
    for tolerance in ["nan", "-1", "x"] {
        let output = command(&dir, &["diff", "a.npy", "a.npy", &format!("--rtol={tolerance}")]);
        assert_eq!(output.status.code(), Some(2), "{tolerance}");
    }
}
