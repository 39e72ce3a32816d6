//! Search against a scan of all texts that is slow and obvious, and the index's size and growth.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use proptest::prelude::*;
use tiendo::text::fold;
use tiendo::{
    DocumentId, Error, Match, Product, Registry, RegistryBuilder, SearchIndex, SearchOptions,
    SearchOrder, SearchText, Task, TaskId, Text, Watch,
};
use unicode_normalization::UnicodeNormalization;

/// Syllables that share beginnings, some of them equal without accents.
const SYLLABLES: [&str; 12] =
    ["dữ", "liệu", "đất", "đai", "dai", "ĐẠI", "công", "nghệ", "nghiệp", "ngh", "5G", "57-NQ/TW"];

/// The texts of a task: title, title in another language, product.
type Texts = (Vec<usize>, Option<Vec<usize>>, Option<Vec<usize>>, bool);

fn texts() -> impl Strategy<Value = Texts> {
    let words = |longest| prop::collection::vec(0..SYLLABLES.len(), 0..longest);
    // A title may run over several slots of positions.
    let title = prop_oneof![9 => words(7), 1 => words(90)];
    (title, prop::option::of(words(4)), prop::option::of(words(5)), any::<bool>())
}

fn sentence(words: &[usize], decomposed: bool) -> String {
    let text = words.iter().map(|w| SYLLABLES[*w]).collect::<Vec<_>>().join(", ");
    if decomposed { text.nfd().collect() } else { text }
}

/// Terms: the words of each, whether in quotation marks, whether with a star.
fn search_text() -> impl Strategy<Value = String> {
    let term = (prop::collection::vec(0..SYLLABLES.len(), 1..4), any::<bool>(), 0..4_u8);
    prop::collection::vec(term, 1..4).prop_map(|terms| {
        let shown = terms.into_iter().map(|(words, bare, star)| {
            let words: Vec<String> = words.iter().map(|w| fold(SYLLABLES[*w])).collect();
            let text = if bare { words.join(" ") } else { format!("\"{}\"", words.join(" ")) };
            match (star, bare) {
                // A beginning, so that the star has something to do.
                (0, true) => format!("{}*", text.split_at(text.len() - 1).0),
                (0, false) => format!("{}*\"", text.split_at(text.len() - 1).0),
                _ => text,
            }
        });
        shown.collect::<Vec<_>>().join(" ")
    })
}

fn title_of(texts: &Texts) -> String {
    // A title is never empty in a register; a full stop has no word.
    format!("{}.", sentence(&texts.0, texts.3))
}

fn registry(tasks: &[Texts]) -> Registry {
    let mut builder = RegistryBuilder::new();
    for (i, texts) in tasks.iter().enumerate() {
        let mut task = Task::new(
            TaskId::new(&(i + 1).to_string()).unwrap(),
            DocumentId::new("57-NQ/TW").unwrap(),
            Text::new(&title_of(texts)).unwrap(),
        );
        task.title_en = texts.1.as_ref().map(|w| Text::new(&sentence(w, texts.3)).unwrap());
        task.product = texts.2.as_ref().map(|w| Product {
            text: Text::new(&sentence(w, texts.3)).unwrap(),
            kind: None,
            document: None,
        });
        builder.add_task(task);
    }
    builder.finish()
}

fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

/// Words one behind the other, a star at the end of the last of them.
type Term = Vec<(String, bool)>;

/// The terms of a search that is written well, read with no care for anything else.
fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        let chunks = if i % 2 == 1 { vec![part] } else { part.split_whitespace().collect() };
        for chunk in chunks {
            let mut words: Term = tokens(chunk).into_iter().map(|w| (w, false)).collect();
            if let Some(last) = words.last_mut() {
                last.1 = chunk.ends_with('*');
                terms.push(words);
            }
        }
    }
    terms
}

fn has(text: &[String], term: &[(String, bool)]) -> bool {
    let is = |(token, (word, star)): (&String, &(String, bool))| {
        if *star { token.starts_with(word.as_str()) } else { token == word }
    };
    text.windows(term.len()).any(|window| window.iter().zip(term).all(is))
}

/// What a scan finds: tasks by number with where they match, in id order.
fn scan(tasks: &[Texts], text: &str) -> Vec<(usize, Match)> {
    let terms = terms(text);
    let together: Term = terms.iter().flatten().cloned().collect();
    let found = tasks.iter().enumerate().filter_map(|(i, texts)| {
        let read = |w: &Option<Vec<usize>>| w.as_ref().map(|w| tokens(&sentence(w, texts.3)));
        let title = tokens(&title_of(texts));
        let other = read(&texts.1).unwrap_or_default();
        let product = read(&texts.2).unwrap_or_default();
        if has(&title, &together) || has(&other, &together) {
            Some((i + 1, Match::Together))
        } else if [&title, &other].into_iter().any(|t| terms.iter().all(|term| has(t, term))) {
            Some((i + 1, Match::Title))
        } else if terms.iter().all(|term| has(&title, term) || has(&product, term)) {
            Some((i + 1, Match::Product))
        } else {
            None
        }
    });
    found.collect()
}

fn rows(registry: &Registry, text: &str, options: SearchOptions) -> (usize, Vec<(usize, Match)>) {
    let hits = registry.search_with(text, &options).unwrap();
    let row = |hit: &tiendo::SearchHit<'_>| (hit.task.parse().unwrap(), hit.found);
    (hits.total, hits.rows.iter().map(row).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_finds_what_a_scan_finds(
        tasks in prop::collection::vec(texts(), 0..60),
        text in search_text(),
        limit in 0..9_usize,
        offset in 0..4_usize,
    ) {
        let registry = registry(&tasks);
        let mut expected = scan(&tasks, &text);
        let ids: Vec<usize> =
            registry.search_ids(&text).unwrap().map(|id| id.parse().unwrap()).collect();
        prop_assert_eq!(&ids, &expected.iter().map(|(id, _)| *id).collect::<Vec<_>>());

        let page = |all: &[(usize, Match)]| -> Vec<(usize, Match)> {
            all.iter().skip(offset).take(limit).copied().collect()
        };
        let by_id = SearchOptions { order: SearchOrder::Id, limit, offset };
        prop_assert_eq!(rows(&registry, &text, by_id), (ids.len(), page(&expected)));
        expected.sort_by_key(|(id, found)| (*found, *id));
        let by_match = SearchOptions { order: SearchOrder::Match, limit, offset };
        prop_assert_eq!(rows(&registry, &text, by_match), (ids.len(), page(&expected)));
    }

    #[test]
    fn an_index_that_grew_finds_what_a_new_one_does(
        tasks in prop::collection::vec(texts(), 1..60),
        cut in 0..60_usize,
        text in search_text(),
    ) {
        let (earlier, whole) = (registry(&tasks[..cut.min(tasks.len())]), registry(&tasks));
        let expected: Vec<&str> = whole.search_ids(&text).unwrap().collect();

        earlier.search_index().unwrap();
        let grown = registry(&tasks);
        grown.prepare_search(Some(&earlier), &Watch::new()).unwrap();
        prop_assert_eq!(grown.search_ids(&text).unwrap().collect::<Vec<_>>(), expected.clone());
        prop_assert_eq!(
            format!("{:?}", grown.search_index().unwrap()),
            format!("{:?}", whole.search_index().unwrap())
        );

        // A state whose texts differ is not taken over.
        let other = registry(&[(vec![0; 3], None, None, false), tasks[0].clone()]);
        other.search_index().unwrap();
        let anew = registry(&tasks);
        anew.prepare_search(Some(&other), &Watch::new()).unwrap();
        prop_assert_eq!(anew.search_ids(&text).unwrap().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn any_text_is_answered_or_refused(text in "[a-zđữ0-9 \"*./–\u{301}]{0,24}|\\PC{0,24}") {
        let registry = registry(&[(vec![0, 1], None, Some(vec![2]), false)]);
        match registry.search(&text, 5) {
            Ok(hits) => prop_assert_eq!(hits.rows.len(), hits.total),
            Err(Error::InvalidValue { field: "text", .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

/// Titles as registers have them: 16 words or so, a few hundred syllables, a place among thousands and a number.
fn titles(count: usize) -> Vec<String> {
    let syllable = |n: usize| {
        let (start, end) =
            (["ng", "tr", "đ", "c", "th", "nh"], ["ạ", "ê", "ữ", "ao", "inh", "ong"]);
        format!("{}{}", start[n % 6], end[n / 6 % 6])
    };
    let mut state = 1_u64;
    let mut dice = |sides: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let mut title = |i| {
        // Common words are more common than rare ones.
        let mut words: Vec<String> = (0..15)
            .map(|_| {
                let most = dice(36) + 1;
                syllable(dice(most))
            })
            .collect();
        words.push(format!("X{}", dice(3000)));
        if i % 2 == 0 {
            words.push((2000 + dice(50)).to_string());
        }
        words.join(" ")
    };
    (0..count).map(&mut title).collect()
}

#[test]
fn the_index_stays_below_60_bytes_per_task_and_grows_with_the_tasks() {
    let all = titles(40_000);
    // In tenths of a byte per task.
    let size_of = |count: usize| {
        let mut index = SearchIndex::default();
        let texts = all[..count].iter().map(|title| SearchText { title, ..SearchText::default() });
        index.append(texts).unwrap();
        assert_eq!(index.len(), count);
        index.heap_bytes() * 10 / count
    };
    let (small, large) = (size_of(4_000), size_of(40_000));
    eprintln!("tenths of a byte per task: {small} at 4,000 tasks, {large} at 40,000");
    assert!(large < 600, "{large} tenths of a byte per task");
    assert!(large * 10 < small * 11, "{small} at 4,000 tasks, {large} at 40,000");
}

#[test]
fn a_stopped_index_is_made_by_the_next_search() {
    let registry = registry(&[(vec![0, 1], None, None, false)]);
    let watch = Watch::new();
    watch.stop();
    assert_eq!(registry.prepare_search(None, &watch), Err(Error::Cancelled));
    assert_eq!(registry.search("du lieu", 9).unwrap().total, 1);
    let watch = Watch::new();
    assert!(SearchIndex::build_watched(&registry, &watch).is_ok());
    assert_eq!(watch.progress(), (1, 1));
}

#[test]
fn a_register_is_searched_from_many_threads_at_once() {
    let registry = registry(&vec![(vec![0, 1], None, None, true); 300]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(registry.search("\"dữ liệu\"", 1).unwrap().total, 300));
        }
    });
}
