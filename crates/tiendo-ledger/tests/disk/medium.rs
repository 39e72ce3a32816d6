//! A medium that loses power: what of the operations that were not synced is on it, is drawn.
//!
//! A file's writes since its last sync are there or not, each for itself, so that any order is among them; one may be torn
//! at sectors, and a sector of it may be garbage. Names that were made, changed and removed since the last sync of the folder
//! are there up to any of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::figures::Dice;
use crate::shim::Op;

/// Bytes that are written together or not at all.
const SECTOR: usize = 512;

/// Files by name.
pub(crate) type Image = BTreeMap<Arc<str>, Vec<u8>>;

/// Which of the operations that were not synced are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Luck {
    /// All, as after a kill.
    All,
    None,
    Drawn,
}

#[derive(Debug, Default)]
pub(crate) struct Medium {
    files: Vec<File>,
    /// What is asked for finds these names, on the medium are the others.
    names: BTreeMap<Arc<str>, usize>,
    synced_names: BTreeMap<Arc<str>, usize>,
    changes_of_names: Vec<Renaming>,
}

#[derive(Debug, Default)]
struct File {
    synced: Vec<u8>,
    changes: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Write(u64, Arc<[u8]>),
    Truncate(u64),
}

#[derive(Debug)]
enum Renaming {
    Make(Arc<str>, usize),
    Move(Arc<str>, Arc<str>),
    Remove(Arc<str>),
}

impl Renaming {
    fn apply(&self, names: &mut BTreeMap<Arc<str>, usize>) {
        match self {
            Renaming::Make(name, file) => {
                names.insert(name.clone(), *file);
            }
            Renaming::Move(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            Renaming::Remove(name) => {
                names.remove(name);
            }
        }
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Write(at, new) => put(bytes, *at, new),
            Change::Truncate(size) => bytes.resize(*size as usize, 0),
        }
    }

    /// Some sectors of a write, and one of them with other bytes.
    fn tear(&self, bytes: &mut Vec<u8>, dice: &mut Dice) {
        let Change::Write(at, new) = self else { return self.apply(bytes) };
        let mut start = 0;
        while start < new.len() {
            // Sectors are those of the file, not of what is written.
            let end = (start + SECTOR - (*at as usize + start) % SECTOR).min(new.len());
            match dice.below(8) {
                0..4 => put(bytes, at + start as u64, &new[start..end]),
                4 => {
                    let garbage: Vec<u8> = (start..end).map(|_| dice.next() as u8).collect();
                    put(bytes, at + start as u64, &garbage);
                }
                _ => {}
            }
            start = end;
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: u64, new: &[u8]) {
    let (at, end) = (at as usize, at as usize + new.len());
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(new);
}

impl Medium {
    pub(crate) fn apply(&mut self, op: &Op) {
        match op {
            Op::Write { file, at, bytes } => {
                self.file(file).changes.push(Change::Write(*at, bytes.clone()));
            }
            Op::Truncate { file, size } => self.file(file).changes.push(Change::Truncate(*size)),
            Op::Sync { file } => {
                let file = self.file(file);
                for change in std::mem::take(&mut file.changes) {
                    change.apply(&mut file.synced);
                }
            }
            Op::Rename { from, to } => self.rename(Renaming::Move(from.clone(), to.clone())),
            Op::Delete { file } => self.rename(Renaming::Remove(file.clone())),
            Op::SyncFolder => {
                self.synced_names = self.names.clone();
                self.changes_of_names.clear();
            }
            Op::Mark(_) => {}
        }
    }

    fn rename(&mut self, renaming: Renaming) {
        renaming.apply(&mut self.names);
        self.changes_of_names.push(renaming);
    }

    /// A file that is written or synced and was not there was made.
    fn file(&mut self, name: &Arc<str>) -> &mut File {
        let number = self.names.get(name).copied().unwrap_or_else(|| {
            self.files.push(File::default());
            let number = self.files.len() - 1;
            self.rename(Renaming::Make(name.clone(), number));
            number
        });
        &mut self.files[number]
    }

    /// What is on the medium when power comes back.
    pub(crate) fn image(&self, luck: Luck, dice: &mut Dice) -> Image {
        let mut names = self.synced_names.clone();
        let known = match luck {
            Luck::All => self.changes_of_names.len(),
            Luck::None => 0,
            Luck::Drawn => dice.below(self.changes_of_names.len() as u64 + 1) as usize,
        };
        self.changes_of_names[..known].iter().for_each(|renaming| renaming.apply(&mut names));
        let contents = names.into_iter().map(|(name, number)| {
            let file = &self.files[number];
            let mut bytes = file.synced.clone();
            // Most of the time nearly all or nearly nothing is there.
            let likely = [1, 4, 7][dice.below(3) as usize];
            for change in &file.changes {
                match luck {
                    Luck::All => change.apply(&mut bytes),
                    Luck::Drawn if dice.once_in(6) => change.tear(&mut bytes, dice),
                    Luck::Drawn if dice.below(8) < likely => change.apply(&mut bytes),
                    Luck::None | Luck::Drawn => {}
                }
            }
            (name, bytes)
        });
        contents.collect()
    }
}

#[test]
fn what_was_not_synced_may_be_lost_and_nothing_else() {
    let write =
        |file: &str, at, bytes: &[u8]| Op::Write { file: file.into(), at, bytes: bytes.into() };
    let mut medium = Medium::default();
    let mut dice = Dice::new(57);
    medium.apply(&write("a", 0, b"first"));
    assert!(medium.image(Luck::None, &mut dice).is_empty(), "its name is not synced");
    medium.apply(&Op::Sync { file: "a".into() });
    assert!(medium.image(Luck::None, &mut dice).is_empty());
    medium.apply(&Op::SyncFolder);
    medium.apply(&write("a", 1, &[b'x'; 2000]));
    medium.apply(&Op::Rename { from: "a".into(), to: "b".into() });
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let image = medium.image(Luck::Drawn, &mut dice);
        assert_eq!(image.len(), 1);
        let (name, bytes) = image.into_iter().next().unwrap();
        assert_eq!(bytes[0], b'f');
        seen.insert((name, bytes));
    }
    assert!(seen.len() > 20, "torn in many ways: {}", seen.len());
    assert_eq!(medium.image(Luck::None, &mut dice)["a"], b"first");
    let mut all = b"f".to_vec();
    all.extend([b'x'; 2000]);
    assert_eq!(medium.image(Luck::All, &mut dice)["b"], all);
}
