//! What a crate offers, as rustdoc lists it.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::read;
use crate::error::Error;

/// What an item is, as far as its names in other languages depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Type,
    /// An enum of words: its values travel as text, so it is one item.
    Vocabulary,
    Constant,
    Function,
    /// A field, variant or method.
    Member,
}

/// A public item: `agency`, `Some("Agency")`, `exists_on`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) module: String,
    pub(super) owner: Option<String>,
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Item {
    /// As `parity.toml` names it: `Agency`, `Agency::exists_on`, `day::parse`; types have names of their own.
    pub(super) fn path(&self) -> String {
        match (&self.owner, self.kind) {
            (Some(owner), _) => format!("{owner}::{}", self.name),
            (None, Kind::Function | Kind::Constant) if !self.module.is_empty() => {
                format!("{}::{}", self.module, self.name)
            }
            _ => self.name.clone(),
        }
    }
}

/// What every vocabulary has: its words and labels.
const WORDS: [&str; 7] = ["ALL", "KNOWN", "as_str", "index", "is_unknown", "label", "parse"];

/// The items in the order of the modules, those that stand in several places once.
pub(super) fn items(root: &Path, package: &str) -> Result<Vec<Item>, Error> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    // A folder of its own: build scripts look at RUSTC_BOOTSTRAP, and all would be built anew each time it changes.
    let target = target.join("parity");
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "rustdoc",
            "--quiet",
            "--package",
            package,
            "--all-features",
            "--lib",
            "--target-dir",
        ])
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        // Its list of items is a feature of the nightly compiler, which the stable one has under this variable.
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root)
        .status();
    if !status.is_ok_and(|status| status.success()) {
        return Err(Error::Table(format!("rustdoc could not list the items of {package}")));
    }
    let list = target.join(format!("doc/{}.json", package.replace('-', "_")));
    let list: Value = serde_json::from_str(&read(&list)?)?;
    let mut walk = Walk { index: &list["index"], seen: BTreeSet::new(), items: Vec::new() };
    walk.module(&list["root"], "");
    if walk.items.iter().any(|item| item.kind == Kind::Vocabulary) {
        // Each vocabulary has labels; other languages reach all of them through one function.
        let (module, name) = ("vocabulary".to_owned(), "label".to_owned());
        walk.items.push(Item { module, owner: None, name, kind: Kind::Function });
    }
    if walk.items.is_empty() {
        return Err(Error::Table(
            "rustdoc's list of items has a form that is not known".to_owned(),
        ));
    }
    Ok(walk.items)
}

/// A walk through the modules. rustdoc's form changes with the compiler, so what is not known is passed over.
struct Walk<'a> {
    index: &'a Value,
    seen: BTreeSet<String>,
    items: Vec<Item>,
}

impl<'a> Walk<'a> {
    fn get(&self, id: &Value) -> &'a Value {
        &self.index[id.to_string()]
    }

    /// The items of a list of ids that are public, with their kind and what it says.
    fn public(&self, ids: &'a Value) -> Vec<(&'a Value, &'a str, &'a Value)> {
        let ids = ids.as_array().into_iter().flatten();
        let some = ids.filter_map(|id| {
            let item = self.get(id);
            // Variants have the visibility of their enum.
            let public = matches!(item["visibility"].as_str(), Some("public" | "default"));
            let (kind, inner) = item["inner"].as_object()?.iter().next()?;
            public.then_some((id, kind.as_str(), inner))
        });
        some.collect()
    }

    fn module(&mut self, id: &Value, module: &str) {
        let inner = &self.get(id)["inner"]["module"];
        let mut items = self.public(&inner["items"]);
        // What is exported again belongs where it was declared.
        items.sort_by_key(|(_, kind, _)| *kind == "use");
        for (id, kind, inner) in items {
            let name = self.get(id)["name"].as_str().unwrap_or_default();
            match kind {
                // Types keep the name of the outer module: `document` for `document::number`.
                "module" => self.module(id, if module.is_empty() { name } else { module }),
                "use" => self.item(&inner["id"], module),
                _ => self.item(id, module),
            }
        }
    }

    fn item(&mut self, id: &Value, module: &str) {
        let item = self.get(id);
        if !self.seen.insert(id.to_string()) {
            return;
        }
        let Some((kind, inner)) = item["inner"].as_object().and_then(|inner| inner.iter().next())
        else {
            return;
        };
        let name = item["name"].as_str().unwrap_or_default();
        let mut members = Vec::new();
        for list in [&inner["kind"]["plain"]["fields"], &inner["variants"], &inner["items"]] {
            members.extend(self.public(list).into_iter().map(|(id, ..)| self.get(id)));
        }
        for id in inner["impls"].as_array().into_iter().flatten() {
            let of = &self.get(id)["inner"]["impl"];
            if of["trait"].is_null() {
                members.extend(self.public(&of["items"]).into_iter().map(|(id, ..)| self.get(id)));
            }
        }
        let mut members: Vec<&str> = members.iter().filter_map(|m| m["name"].as_str()).collect();
        // A field and the method of its name are one thing to another language.
        let mut once = BTreeSet::new();
        members.retain(|member| once.insert(*member));
        let is_vocabulary = ["as_str", "label", "parse"].iter().all(|word| members.contains(word));
        let kind = match kind.as_str() {
            _ if is_vocabulary => Kind::Vocabulary,
            "function" => Kind::Function,
            "constant" | "static" => Kind::Constant,
            _ => Kind::Type,
        };
        if is_vocabulary {
            let variants = inner["variants"].as_array().into_iter().flatten();
            let variants: Vec<&str> =
                variants.filter_map(|id| self.get(id)["name"].as_str()).collect();
            members.retain(|member| !WORDS.contains(member) && !variants.contains(member));
        }
        let of = |owner: Option<&str>, name: &str, kind| Item {
            module: module.to_owned(),
            owner: owner.map(str::to_owned),
            name: name.to_owned(),
            kind,
        };
        self.items.push(of(None, name, kind));
        self.items.extend(members.into_iter().map(|m| of(Some(name), m, Kind::Member)));
    }
}
