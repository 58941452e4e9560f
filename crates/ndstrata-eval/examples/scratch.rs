use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        match ndstrata_eval::evaluate(&line, &mut ndstrata_eval::Scope::new()) {
            Ok(v) => println!("{}", v.to_repr(&Default::default()).unwrap_or_else(|e| format!("{e}")).replace('\n', "\\n")),
            Err(e) => println!("{}: {}", e.class(), e.message().replace('\n', "\\n")),
        }
    }
}
