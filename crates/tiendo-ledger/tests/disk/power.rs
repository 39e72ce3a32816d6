//! Power fails at any moment: what was acknowledged is there, whole, and nothing else is taken for it.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};

use tiendo::Watch;
use tiendo_ledger::Ledger;

use crate::figures::{Dice, Goal, counted, folder};
use crate::medium::{Image, Luck, Medium};
use crate::shim::{Disk, Mark, Op};
use crate::work::{self, CALLS, Call, NAME, Numbers};

/// Names of the ledger's files begin so.
const LEDGER: &str = "x.tiendo";
/// Losses that are told in full.
const TOLD: usize = 10;

/// What was done, and what of it there is to find.
struct Story {
    ops: Vec<Op>,
    /// Of each entry, in order.
    hashes: Vec<tiendo_ledger::Hash>,
    /// By entry, from 0: reports that hold.
    reports: Vec<u64>,
    numbers: Numbers,
    /// Copies that were found whole, by a digest: they stay as they are while the ledger goes on.
    whole: Mutex<BTreeSet<u64>>,
}

/// What must be on a medium from some moment on.
#[derive(Debug, Clone, Default, Hash)]
struct Due {
    /// The last entry that was acknowledged; 0 before there is a ledger.
    entry: u64,
    copies: BTreeMap<Arc<str>, u64>,
    is_erased: bool,
}

impl Due {
    fn learn(&mut self, mark: &Mark) {
        match mark {
            Mark::Durable(entry) => self.entry = *entry,
            Mark::Copied(name, entry) => {
                self.copies.insert(name.clone(), *entry);
            }
            Mark::Erased => self.is_erased = true,
        }
    }
}

/// A ledger at work; the first story makes every call, the others what is drawn.
fn story(seed: u64, is_long: bool) -> Story {
    let folder = folder();
    let disk = Disk::watch(folder.path());
    disk.record();
    let path = folder.path().canonicalize().unwrap().join(LEDGER);
    let durable = |ledger: &Ledger| disk.push(Op::Mark(Mark::Durable(ledger.head().unwrap().seq)));
    let mut dice = Dice::new(seed);
    let mut numbers = Numbers::default();
    let mut ledger = Ledger::create(&path, &work::new()).unwrap();
    durable(&ledger);
    ledger.append(&work::definitions(), work::at(), "test").unwrap();
    durable(&ledger);
    let mut calls = CALLS.to_vec();
    if seed > 0 {
        let count = if is_long { 20 + dice.below(40) } else { 20 };
        calls = (0..count).map(|_| CALLS[dice.below(CALLS.len() as u64) as usize]).collect();
    }
    for call in calls {
        if is_long && dice.once_in(400) {
            // More than the journal takes before SQLite brings it into the file by itself.
            for _ in 0..250 {
                work::call(&ledger, Call::Append(1), &mut numbers).unwrap();
                durable(&ledger);
            }
        }
        work::call(&ledger, call, &mut numbers).unwrap();
        durable(&ledger);
        match call {
            Call::Erase => disk.push(Op::Mark(Mark::Erased)),
            Call::Backup => {
                let copy = numbers.copy(folder.path());
                let name = copy.file_name().unwrap().to_str().unwrap().into();
                disk.push(Op::Mark(Mark::Copied(name, ledger.head().unwrap().seq)));
            }
            _ => {}
        }
        if dice.once_in(6) {
            drop(ledger);
            ledger = Ledger::open(&path).unwrap();
            ledger.anchor_every_commit(dice.once_in(2)).unwrap();
        }
    }
    let hashes = ledger.entries(0, usize::MAX).unwrap().iter().map(|entry| entry.hash).collect();
    let reports = work::reports_by_entry(&ledger);
    drop(ledger);
    let ops = disk.recorded();
    let is_seen = |is: fn(&Op) -> bool| ops.iter().any(is);
    // The anchor's own operations, too; else nothing of it would be tried.
    assert!(is_seen(|op| matches!(op, Op::Rename { to, .. } if to.ends_with(".head"))));
    assert!(is_seen(|op| matches!(op, Op::SyncFolder)));
    Story { ops, hashes, reports, numbers, whole: Mutex::default() }
}

/// A medium and what must be on it.
struct Point {
    image: Image,
    due: Due,
    seed: u64,
    story: Arc<Story>,
    /// How to come back to it.
    name: String,
}

#[derive(Default)]
struct Tally {
    checked: u64,
    refused: u64,
    losses: u64,
    told: Vec<String>,
}

#[test]
fn power_may_fail_at_any_moment() {
    let goal = Goal::new("IMAGES", 800);
    let (give, take) = sync_channel::<Point>(16);
    let take = Mutex::new(take);
    let tally = Mutex::new(Tally::default());
    let (mut images, mut stories) = (0, 0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| check_all(&take, &tally));
        }
        while !goal.is_reached(images) {
            let story = Arc::new(story(stories, goal.is_long));
            stories += 1;
            images += cut(&story, stories, &goal, images, |point| give.send(point).unwrap());
        }
        drop(give);
    });
    let tally = tally.into_inner().unwrap();
    for told in &tally.told {
        eprintln!("{told}");
    }
    eprintln!(
        "{stories} stories, {} different images, {} of them from before there was a ledger and refused",
        tally.checked, tally.refused,
    );
    goal.counted(tally.checked, "images");
    counted(tally.losses, "losses");
    assert_eq!(tally.losses, 0);
}

/// Cuts the power after each operation, in several ways.
fn cut(
    story: &Arc<Story>,
    seed: u64,
    goal: &Goal,
    before: u64,
    mut give: impl FnMut(Point),
) -> u64 {
    let mut dice = Dice::new(seed ^ 0x5eed);
    let (mut medium, mut due) = (Medium::default(), Due::default());
    let mut seen = BTreeSet::new();
    let mut images = 0;
    let drawn = if goal.is_long { 6 } else { 1 };
    for (at, op) in story.ops.iter().enumerate() {
        if let Op::Mark(mark) = op {
            due.learn(mark);
        }
        medium.apply(op);
        for way in 0..drawn + 2 {
            let luck = match way {
                0 => Luck::None,
                1 => Luck::All,
                _ => Luck::Drawn,
            };
            let image = medium.image(luck, &mut dice);
            if seen.insert(digest(&(&image, &due))) {
                images += 1;
                let name = format!("story {seed}, operation {at} ({luck:?})");
                let (due, story) = (due.clone(), story.clone());
                give(Point { image, due, seed: dice.next(), story, name });
            }
        }
        if goal.is_reached(before + images) {
            break;
        }
    }
    images
}

fn digest(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn check_all(take: &Mutex<Receiver<Point>>, tally: &Mutex<Tally>) {
    let folder = folder();
    loop {
        let Ok(point) = take.lock().unwrap().recv() else { return };
        let found = check(folder.path(), &point);
        let mut tally = tally.lock().unwrap();
        tally.checked += 1;
        match found {
            Ok(is_refused) => tally.refused += u64::from(is_refused),
            Err(loss) => {
                tally.losses += 1;
                if tally.told.len() < TOLD {
                    tally.told.push(format!("{}: {loss}", point.name));
                }
            }
        }
    }
}

/// True where it is refused, as it may be before there was a ledger.
fn check(folder: &Path, Point { image, due, seed, story, .. }: &Point) -> Result<bool, String> {
    for left in std::fs::read_dir(folder).unwrap() {
        std::fs::remove_file(left.unwrap().path()).unwrap();
    }
    for (name, bytes) in image {
        std::fs::write(folder.join(&**name), bytes).unwrap();
    }
    let holds = |bytes: &[u8]| bytes.windows(NAME.len()).any(|window| window == NAME.as_bytes());
    if due.is_erased {
        let mut ours = image.iter().filter(|(name, _)| name.starts_with(LEDGER));
        if let Some((name, _)) = ours.find(|(_, bytes)| holds(bytes)) {
            return Err(format!("who was erased is in {name}"));
        }
    }
    for (copy, entry) in &due.copies {
        let digest = digest(&(image.get(copy), image.get(&*format!("{copy}.head")), entry));
        if story.whole.lock().unwrap().contains(&digest) {
            continue;
        }
        let ledger = Ledger::open(folder.join(&**copy)).map_err(|e| format!("{copy}: {e}"))?;
        is_whole(&ledger, *entry, story).map_err(|loss| format!("{copy}: {loss}"))?;
        story.whole.lock().unwrap().insert(digest);
    }
    let path = folder.join(LEDGER);
    let ledger = match Ledger::open(&path) {
        Ok(ledger) => ledger,
        Err(_) if due.entry == 0 => return Ok(true),
        Err(error) => return Err(format!("entry {} was acknowledged: {error}", due.entry)),
    };
    is_whole(&ledger, due.entry, story)?;
    let has_tasks = ledger.head().is_ok_and(|head| head.seq > 1);
    if has_tasks && seed.is_multiple_of(8) {
        let mut numbers = story.numbers.clone();
        let head = work::is_sound(&ledger, &mut numbers)?;
        drop(ledger);
        work::opens_again(&path, head, &mut numbers)?;
    }
    Ok(false)
}

/// Whether a ledger holds all up to an entry, and nothing but what was recorded.
fn is_whole(ledger: &Ledger, due: u64, story: &Story) -> Result<(), String> {
    let head = ledger.head().map_err(|e| format!("head: {e}"))?;
    if head.seq < due {
        return Err(format!("entry {due} was acknowledged, the last is {head}"));
    }
    if story.hashes.get(head.seq as usize - 1) != Some(&head.hash) {
        return Err(format!("{head} was never recorded"));
    }
    let verified = ledger.verify(&Watch::new()).map_err(|e| format!("verify: {e}"))?;
    if !verified.is_sound() {
        return Err(format!("verify: {:?}", verified.faults));
    }
    let registry = ledger.refresh().map_err(|e| format!("refresh: {e}"))?;
    let (found, recorded) = (registry.report_count() as u64, story.reports[head.seq as usize]);
    if found == recorded { Ok(()) } else { Err(format!("{found} reports of {recorded} at {head}")) }
}
