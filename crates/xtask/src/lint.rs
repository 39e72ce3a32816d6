//! Lint: what the tools say, and the rules of the house that no tool knows.

use std::path::Path;

use crate::run::{Outcome, Steps, cargo, root, run};

mod rules;

/// Runs every check.
pub(crate) fn lint() -> Outcome {
    let mut steps = Steps::new("lint");
    steps.step("format", || run(cargo(&["fmt", "--all", "--check"])));
    steps.step("clippy", || {
        run(cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    });
    steps.step("rustdoc", || {
        let mut doc = cargo(&["doc", "--workspace", "--no-deps"]);
        doc.env("RUSTDOCFLAGS", "-D warnings");
        run(doc)
    });
    steps.step("rules of the house", house);
    steps.close()
}

/// File lengths, the core's abstinence, and open ends without an issue.
fn house() -> Outcome {
    let root = root();
    let mut files = Vec::new();
    walk(&root, Path::new(""), &mut files).map_err(|e| format!("{}: {e}", root.display()))?;
    let mut broken = 0;
    for file in &files {
        let text = std::fs::read_to_string(root.join(file))
            .map_err(|e| format!("{}: {e}", file.display()))?;
        let path = file.to_string_lossy().replace('\\', "/");
        for what in rules::broken(&path, &text) {
            println!("{what}");
            broken += 1;
        }
    }
    println!("  {} files", files.len());
    if broken == 0 { Ok(()) } else { Err(format!("{broken} rules broken")) }
}

/// The files that rules are about, in order of their paths; hidden folders and what was built stay out.
fn walk(root: &Path, folder: &Path, files: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<_> =
        std::fs::read_dir(root.join(folder))?.collect::<Result<_, std::io::Error>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = folder.join(&*name);
        if entry.file_type()?.is_dir() {
            let built = matches!(&*name, "target" | "node_modules" | "__pycache__" | "dist");
            if !name.starts_with('.') && !built {
                walk(root, &path, files)?;
            }
        } else if rules::applies_to(&name) {
            files.push(path);
        }
    }
    Ok(())
}
