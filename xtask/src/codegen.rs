//! Printed files: each is committed, and `--check` fails where one is out of step with the declaration.

use std::fs;

use crate::workspace::root;

/// The most lines of a difference that are shown.
const SHOWN: usize = 40;

/// Every printed file, with what it must hold.
fn files() -> Result<Vec<(&'static str, String)>, String> {
    let document = serde_json::to_string_pretty(&softknack::openapi::document()).map_err(|error| error.to_string())?;
    Ok(vec![("spec/openapi.json", document + "\n")])
}

pub(crate) fn write() -> Result<(), String> {
    for (path, printed) in files()? {
        let file = root().join(path);
        let unwritable = |error| format!("{path} cannot be written: {error}");
        if fs::read_to_string(&file).is_ok_and(|committed| committed == printed) {
            println!("{path} is in step");
            continue;
        }
        file.parent().map_or(Ok(()), fs::create_dir_all).map_err(unwritable)?;
        fs::write(&file, printed).map_err(unwritable)?;
        println!("{path} printed");
    }
    Ok(())
}

pub(crate) fn check() -> Result<(), String> {
    for (path, printed) in files()? {
        let committed = fs::read_to_string(root().join(path)).unwrap_or_default();
        if committed != printed {
            let difference = difference(&committed, &printed);
            return Err(format!("{path} is out of step with the declaration: run `cargo xtask codegen`\n{difference}"));
        }
    }
    Ok(())
}

/// What lies between the first line and the last that differ, cut to what a person reads.
fn difference(committed: &str, printed: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (committed.lines().collect(), printed.lines().collect());
    let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let after = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(|(old, new)| old == new).count();
    let (removed, added) = (&old[before..old.len() - after], &new[before..new.len() - after]);
    let mut lines = vec![format!("@@ line {} @@", before + 1)];
    for (sign, changed) in [('-', removed), ('+', added)] {
        lines.extend(changed.iter().take(SHOWN / 2).map(|line| format!("{sign}{line}")));
        if changed.len() > SHOWN / 2 {
            lines.push(format!("{sign}… {} lines more", changed.len() - SHOWN / 2));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_cut_to_what_differs() {
        assert_eq!(difference("a\nb\nc\n", "a\nx\ny\nc\n"), "@@ line 2 @@\n-b\n+x\n+y");
        assert_eq!(difference("", "a\n"), "@@ line 1 @@\n+a");
        let long = "x\n".repeat(100);
        assert_eq!(difference(&long, "").lines().count(), 1 + SHOWN / 2 + 1);
    }
}
