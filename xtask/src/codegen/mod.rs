//! Printed files: each is committed, and `--check` fails where one is out of step with the declaration.

mod difference;
mod errors;
mod methods;
mod modules;
mod node;
mod python;
mod schema;
mod text;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use self::modules::Modules;
use self::schema::Schemas;
use crate::workspace::root;

/// Folders that hold printed files alone: what lies there and is not printed any more is removed.
const FOLDERS: &[&str] = &[python::MODELS, python::RESOURCES, node::MODELS, node::RESOURCES];

/// Every printed file by its path, with what it must hold.
type Files = BTreeMap<String, String>;

fn files() -> Result<Files, String> {
    let document = softknack::openapi::document();
    let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    let mut files = Files::from([("spec/openapi.json".to_owned(), text + "\n")]);
    let schemas = Schemas::new(&document)?;
    let modules = Modules::sort(&schemas);
    files.extend(python::files(&schemas, &modules));
    files.extend(node::files(&schemas, &modules));
    Ok(files)
}

pub(crate) fn write() -> Result<(), String> {
    let files = files()?;
    for (path, printed) in &files {
        let file = root().join(path);
        let unwritable = |error| format!("{path} cannot be written: {error}");
        if fs::read_to_string(&file).is_ok_and(|committed| committed == *printed) {
            continue;
        }
        file.parent().map_or(Ok(()), fs::create_dir_all).map_err(unwritable)?;
        fs::write(&file, printed).map_err(unwritable)?;
        println!("{path} printed");
    }
    for leftover in leftovers(&files)? {
        fs::remove_file(&leftover).map_err(|error| format!("{} cannot be removed: {error}", leftover.display()))?;
        println!("{} removed", leftover.display());
    }
    println!("{} files are in step", files.len());
    Ok(())
}

pub(crate) fn check() -> Result<(), String> {
    let files = files()?;
    for (path, printed) in &files {
        let committed = fs::read_to_string(root().join(path)).unwrap_or_default();
        if committed != *printed {
            let difference = difference::between(&committed, printed);
            return Err(format!("{path} is out of step with the declaration: run `cargo xtask codegen`\n{difference}"));
        }
    }
    match leftovers(&files)?.first() {
        Some(leftover) => Err(format!("{} is not printed any more: run `cargo xtask codegen`", leftover.display())),
        None => Ok(()),
    }
}

/// Files in the folders of printed files that nothing prints.
fn leftovers(files: &Files) -> Result<Vec<PathBuf>, String> {
    let mut leftovers = Vec::new();
    for folder in FOLDERS {
        let unreadable = |error| format!("{folder} cannot be read: {error}");
        let Ok(entries) = fs::read_dir(root().join(folder)) else { continue };
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && !files.contains_key(&format!("{folder}/{name}")) {
                leftovers.push(Path::new(folder).join(name));
            }
        }
    }
    Ok(leftovers.into_iter().map(|path| root().join(path)).collect())
}
