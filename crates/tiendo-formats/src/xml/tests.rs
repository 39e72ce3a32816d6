use std::fmt::Write as _;
use std::io::Cursor;

use super::*;
use crate::error::Code;

fn small() -> Limits {
    Limits {
        file_bytes: 10_000,
        depth: 5,
        elements: 50,
        attributes: 4,
        piece_bytes: 200,
        subtree_bytes: 4000,
    }
}

/// The names, attributes and texts of a whole file.
fn all(file: &[u8], limits: Limits) -> Result<String, Error> {
    let mut document = Document::open("f.xml", file, limits)?;
    document.root()?;
    let said = said(document.subtree()?);
    document.finish()?;
    Ok(said)
}

fn said(element: Element<'_>) -> String {
    let mut text = format!("{}@{}", element.name(), element.line());
    for (name, value) in element.attributes() {
        write!(text, " {name}={value}").unwrap();
    }
    write!(text, "[{}", element.text()).unwrap();
    for child in element.children() {
        text += &said(child);
    }
    text + "]"
}

#[test]
fn elements_attributes_texts_and_lines() {
    let file = "<?xml version='1.0'?>\n<!-- <x> --><p:a xmlns:p='urn:1' p:k=' &lt;v&#x20;'>\n <b>1 &amp; &#7879;\r\n2</b>\n\
                <c/><d> </d><e><![CDATA[<&]]></e>tail</p:a>\n<!-- end -->\n";
    let expect = "a@2 xmlns:p=urn:1 k= <v [tailb@3[1 & ệ\n2]c@5[]d@5[ ]e@5[<&]]";
    assert_eq!(all(file.as_bytes(), small()).unwrap(), expect);
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend(file.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(all(&utf16, small()).unwrap(), expect);
    let utf16: Vec<u8> = file.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(all(&utf16, small()).unwrap(), expect);
    let latin = b"<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>\xe9</a>";
    assert_eq!(all(latin, small()).unwrap(), "a@1[\u{e9}]");
}

#[test]
fn children_one_by_one_and_subtrees_between() {
    let file = "<r><skip><x/></skip><list>text<i>1</i><i>2</i></list><z/></r>";
    let mut document = Document::open("f", Cursor::new(file), small()).unwrap();
    assert_eq!(document.root().unwrap().name(), "r");
    assert_eq!(document.child().unwrap().unwrap().name(), "skip");
    document.skip().unwrap();
    assert_eq!(document.child().unwrap().unwrap().name(), "list");
    let mut texts = Vec::new();
    while document.child().unwrap().is_some() {
        texts.push(document.subtree().unwrap().text().into_owned());
    }
    assert_eq!(texts, ["1", "2"]);
    assert_eq!(document.child().unwrap().unwrap().name(), "z");
    assert_eq!(document.subtree().unwrap().children().count(), 0);
    assert!(document.child().unwrap().is_none());
    document.finish().unwrap();
}

#[test]
fn what_is_not_allowed_is_told_with_its_line() {
    let deep = "<a>".repeat(9);
    let long = format!("<a>{}</a>", "x".repeat(500));
    let comment = format!("<a><!--{}--></a>", "x".repeat(500));
    let many = format!("<a>{}</a>", "<b/>".repeat(60));
    let heavy = format!("<a>{}</a>", format!("<b>{}</b>", "x".repeat(150)).repeat(40));
    let file = format!("<a>{}</a>", "<b></b>\n".repeat(2000));
    for (text, code, reason) in [
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", Code::Malformed, "document type"),
        ("<a>\n&b;</a>", Code::Malformed, "line 2: the entity '&b;'"),
        ("<a b='&c;'/>", Code::Malformed, "line 1"),
        ("<a>\n\n<b></a>", Code::Malformed, "line 3"),
        ("<a>\n\n<b>", Code::Malformed, "line 3"),
        ("<a/><b/>", Code::Malformed, "follows the outermost"),
        ("<a/>x", Code::Malformed, "follows the outermost"),
        ("", Code::Malformed, "no element"),
        ("a,b\n1,2\n", Code::Malformed, "text before"),
        ("<a>&#0;</a>", Code::Malformed, "line 1"),
        ("<a b='1' b='2'/>", Code::Malformed, "line 1"),
        ("<?xml version='1.0' encoding='ebcdic-x'?><a/>", Code::Malformed, "'ebcdic-x'"),
        (&deep, Code::LimitExceeded, "depth of elements is 6, allowed are 5"),
        (&long, Code::LimitExceeded, "bytes of one tag or text"),
        (&comment, Code::LimitExceeded, "bytes of one tag or text"),
        (&many, Code::LimitExceeded, "count of elements is 51"),
        (&heavy, Code::LimitExceeded, "bytes of a record"),
        (&file, Code::LimitExceeded, "bytes of the file"),
        ("<a b='' c='' d='' e='' f=''/>", Code::LimitExceeded, "count of attributes is 5"),
    ] {
        let error = all(text.as_bytes(), small()).unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
        assert!(error.to_string().contains(reason), "{text}: {error}");
    }
    assert_eq!(all(b"<a>\xff</a>", small()).unwrap_err().code(), Code::Malformed);
}

#[test]
fn what_is_written_is_read_back() {
    let text = "<b>&\"' \t\r\n]]> ệ 😀";
    let mut output = Output::indented(Vec::new()).unwrap();
    output.open("a", &[("k", text)]).unwrap();
    output.leaf("t", text).unwrap();
    output.empty("e", &[]).unwrap();
    output.leaf("bad", "a\u{0}\u{1b}\u{fffe}b").unwrap();
    output.close("a").unwrap();
    let file = output.finish();
    let mut document = Document::open("f", file.as_slice(), small()).unwrap();
    document.root().unwrap();
    let root = document.subtree().unwrap();
    assert_eq!(root.attribute("k"), Some(text));
    assert_eq!(root.child("t").unwrap().text(), text);
    assert_eq!(root.child("bad").unwrap().text(), "a\u{fffd}\u{fffd}\u{fffd}b");
    assert_eq!((unfitting(text), unfitting("a\u{0}\u{fffe}")), (0, 2));
}

/// Hands out its bytes one by one once the first chunk is read, so that no element is at hand as a whole.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let most = if self.1 > 0 { self.1.min(out.len()) } else { 1.min(out.len()) };
        let count = self.0.read(out.get_mut(..most).unwrap_or_default())?;
        self.1 = self.1.saturating_sub(count);
        Ok(count)
    }
}

/// What may stand in a record, and mostly does.
const PLAIN: &[&str] = &[
    "<b>t</b>",
    "<b>  </b>",
    "<b></b>",
    "<ab>x\ny</ab>",
    "<b>ệ</b>",
    "<b/>",
    "<c><d>1</d>\n <e>2</e></c>",
    " ",
    "\n",
    "\r\n",
];

/// What may stand there too, and what must not.
const OTHER: &[&str] = &[
    "<b>1\r\n2</b>",
    "<b>&lt;</b>",
    "<b k='v'>u</b>",
    "<p:b>q</p:b>",
    "<b >1</b>",
    "<b>1</b >",
    "<b-c>1</b-c>",
    "text",
    "&amp;",
    "<![CDATA[x]]>",
    "<!-- c -->",
    "<?pi?>",
    "<b>></b>",
    "<b>]]></b>",
    "<a>",
    "</a>",
    "<b>1</a>",
    "<b",
    "<b>x",
    "]]>",
    "&x;",
    "<!DOCTYPE x>",
    "\u{0}",
];

proptest::proptest! {
    #[test]
    fn plain_elements_are_read_as_the_reader_of_xml_reads_them(
        pieces in proptest::collection::vec(proptest::sample::select(PLAIN), 0..24),
        others in proptest::collection::vec((0..24_usize, proptest::sample::select(OTHER)), 0..3),
        bad in proptest::option::weighted(0.1, 0..200_usize),
    ) {
        let mut pieces = pieces;
        for (at, other) in others {
            pieces.insert(at.min(pieces.len()), other);
        }
        // What comes before fills the first chunk, which is read at once.
        let mut file = format!("<r><!--{}--><s/>", " ".repeat(64 << 10)).into_bytes();
        let start = file.len();
        file.extend(pieces.concat().as_bytes());
        file.extend(b"</r>");
        if let Some(byte) = bad.and_then(|bad| file.get_mut(start + bad)) {
            *byte = 0xff;
        }
        let limits = Limits { elements: 30, depth: 6, subtree_bytes: 3000, ..Limits::default() };
        let read = |input: Dripping<'_>| {
            let mut document = Document::open("f.xml", input, limits)?;
            document.root()?;
            let said = said(document.subtree()?);
            document.finish()?;
            Ok(said)
        };
        let told = |result: Result<String, Error>| result.map_err(|error| match error {
            // How far beyond it is depends on when it is looked at.
            Error::LimitExceeded { limit: "bytes of a record", .. } => limits.subtree_bytes.to_string(),
            error => error.to_string(),
        });
        let whole = told(read(Dripping(&file, usize::MAX)));
        let drops = told(read(Dripping(&file, start)));
        proptest::prop_assert_eq!(whole, drops);
    }
}
