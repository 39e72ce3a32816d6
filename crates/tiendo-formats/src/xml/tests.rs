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
