//! What differs, cut to what a person reads.

/// The most lines of a difference that are shown.
const SHOWN: usize = 40;

/// What lies between the first line and the last that differ, cut to what a person reads.
pub(super) fn between(committed: &str, printed: &str) -> String {
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
        assert_eq!(between("a\nb\nc\n", "a\nx\ny\nc\n"), "@@ line 2 @@\n-b\n+x\n+y");
        assert_eq!(between("", "a\n"), "@@ line 1 @@\n+a");
        let long = "x\n".repeat(100);
        assert_eq!(between(&long, "").lines().count(), 1 + SHOWN / 2 + 1);
    }
}
