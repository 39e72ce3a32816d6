//! Annexes: every layout is read, and every row of it is accounted for.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;
use tiendo::{Records, Registry, RegistryBuilder, day};
use tiendo_formats::annex::{self, Fate, Import, Mapping, ReadOptions};
use tiendo_formats::csv;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/annex")
}

fn layouts() -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("layouts.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    value["layouts"].as_array().unwrap().clone()
}

/// The register without its three thousand communes, which none of the layouts names.
fn base() -> Records {
    let mut records = tiendo_plan02::records().unwrap();
    records.agencies.retain(|agency| agency.level != tiendo::Level::Commune);
    records
}

fn registry(records: Records) -> Registry {
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    builder.finish()
}

fn options(base: &Registry) -> ReadOptions<'_> {
    ReadOptions { base: Some(base), reported_on: None, ..ReadOptions::default() }
}

/// Reads a layout as its caller would: with what the file itself does not say.
fn read(layout: &Value, base: &Registry) -> Import {
    let file = layout["file"].as_str().unwrap();
    let mut options = options(base);
    if file.starts_with("11") {
        options.document = Some("77/KH-UBND".to_owned());
    }
    if ["19", "46"].iter().any(|start| file.starts_with(start)) {
        options.reported_on = day::parse("2025-09-30").ok();
    }
    annex::read_file(folder().join(file), &options)
        .unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn is_read(layout: &Value) -> bool {
    cfg!(feature = "docx") || !layout["file"].as_str().unwrap().contains("word")
}

#[test]
fn every_layout_is_read_and_every_row_accounted_for() {
    let base = registry(base());
    let (mut wrong, mut totals) = (Vec::new(), BTreeMap::<&str, u64>::new());
    println!(
        "{:<24} {:>5} {:>6} {:>8} {:>6} {:>7} {:>9} {:>5} {:>8}",
        "layout",
        "rows",
        "loaded",
        "sections",
        "titles",
        "headers",
        "continued",
        "blank",
        "findings"
    );
    for layout in layouts().iter().filter(|layout| is_read(layout)) {
        let file = layout["file"].as_str().unwrap();
        let import = read(layout, &base);
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for sheet in &import.sheets {
            let c = sheet.counts;
            assert_eq!(c.accounted() + c.blank, c.rows, "{file}: {c:?}");
            assert_eq!(sheet.rows.len() as u64, c.accounted(), "{file}");
            let rows: BTreeSet<u64> = sheet.rows.iter().map(|row| row.row).collect();
            assert_eq!(rows.len(), sheet.rows.len(), "{file}: a row has two fates");
            // A row that is not read has a finding that names it.
            for row in sheet.rows.iter().filter(|row| row.fate == Fate::Finding) {
                let named = import.findings.iter().any(|f| {
                    f.place
                        .as_ref()
                        .is_some_and(|p| p.row == row.row && p.column.contains(&sheet.sheet))
                });
                let all: Vec<String> =
                    import.findings.iter().map(|f| f.line(tiendo::Lang::En)).collect();
                assert!(named, "{file}: row {}\n{}", row.row, all.join("\n"));
            }
            for (name, count) in [
                ("rows", c.rows),
                ("loaded", c.loaded),
                ("sections", c.sections),
                ("titles", c.titles),
                ("headers", c.headers),
                ("continued", c.continued),
                ("blank", c.blank),
                ("findings", c.findings),
            ] {
                *sums.entry(name).or_default() += count;
            }
        }
        println!(
            "{file:<24} {:>5} {:>6} {:>8} {:>6} {:>7} {:>9} {:>5} {:>8}",
            sums["rows"],
            sums["loaded"],
            sums["sections"],
            sums["titles"],
            sums["headers"],
            sums["continued"],
            sums["blank"],
            sums["findings"]
        );
        for (name, count) in [("layouts", 1)].into_iter().chain(sums.clone()) {
            *totals.entry(name).or_default() += count;
        }
        let mut check = |name: &str, found: u64| {
            let expect = layout[name].as_u64().unwrap();
            if found != expect {
                wrong.push(format!("{file}: {name}: {found}, not {expect}"));
            }
        };
        for name in ["loaded", "sections", "titles", "headers", "continued", "findings"] {
            check(name, sums[name]);
        }
        check("tasks", import.records.tasks.len() as u64);
        check("reports", import.records.reports.len() as u64);
        check("groups", import.records.plans.iter().map(|plan| plan.groups.len() as u64).sum());
        check("parents", import.records.tasks.iter().filter(|t| t.parent.is_some()).count() as u64);
        let codes: BTreeSet<&str> = import
            .findings
            .iter()
            .filter(|f| f.severity == tiendo::Severity::Error)
            .map(|f| f.code.as_str())
            .collect();
        let expect: Vec<&str> =
            layout["codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        if codes.iter().copied().collect::<Vec<_>>() != expect {
            let lines: Vec<String> =
                import.findings.iter().map(|f| f.line(tiendo::Lang::En)).collect();
            wrong.push(format!("{file}: {codes:?}, not {expect:?}\n{}", lines.join("\n")));
        }
    }
    println!(
        "{:<24} {:>5} {:>6} {:>8} {:>6} {:>7} {:>9} {:>5} {:>8}",
        format!("{} layouts", totals["layouts"]),
        totals["rows"],
        totals["loaded"],
        totals["sections"],
        totals["titles"],
        totals["headers"],
        totals["continued"],
        totals["blank"],
        totals["findings"]
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The register after an import was laid into it, by way of CSV files as the command writes them.
fn laid(import: &Import, mut records: Records) -> Records {
    annex::merge(&mut records, import.records.clone());
    let folder = tempfile::tempdir().unwrap();
    let everything = csv::WriteOptions {
        disclosure: tiendo_formats::Disclosure::Everything,
        ..csv::WriteOptions::default()
    };
    csv::write_folder(&records, folder.path(), &everything).unwrap();
    let (read, findings) = csv::read_folder(folder.path(), &csv::ReadOptions::default()).unwrap();
    let errors: Vec<_> = findings.iter().filter(|f| f.severity > tiendo::Severity::Note).collect();
    assert!(errors.is_empty(), "{errors:?}");
    read
}

#[test]
fn a_second_import_changes_nothing_and_a_suggested_mapping_reads_the_same() {
    let start = base();
    let before = registry(start.clone());
    for layout in layouts().iter().filter(|layout| is_read(layout)) {
        let file = layout["file"].as_str().unwrap();
        let first = read(layout, &before);
        assert!(!first.changes.is_nothing(), "{file}");
        let after = registry(laid(&first, start.clone()));
        let second = read(layout, &after);
        assert!(second.changes.is_nothing(), "{file}: {:?}: {:?}", second.changes, second.records);
        let documents = first.records.documents.len() as u64;
        assert_eq!(second.changes.unchanged + documents, first.changes.added, "{file}");

        let mut options = options(&before);
        options.mapping = first.suggested_mapping(&options);
        let text = options.mapping.to_toml().unwrap();
        assert_eq!(Mapping::from_toml(&text).unwrap(), options.mapping, "{text}");
        let mapped = annex::read_file(folder().join(file), &options).unwrap();
        assert_eq!(mapped.records, first.records, "{file}\n{text}");
    }
}

#[test]
fn all_spellings_of_the_first_layout_give_the_same_tasks() {
    let base = registry(base());
    let expect = |file: &str| {
        let layouts = layouts();
        let layout =
            layouts.iter().find(|l| l["file"].as_str().unwrap().starts_with(file)).unwrap();
        read(layout, &base)
    };
    let plain = expect("01");
    let task = &plain.records.tasks[3];
    let ids: Vec<&str> = task.addressees.iter().map(tiendo::AgencyId::as_str).collect();
    assert_eq!(ids, ["BNNMT", "BCA"]);
    assert_eq!(task.deadline.text.as_str(), "tháng 11/2025");
    assert_eq!(task.product.as_ref().unwrap().text.as_str(), "Kết nối liên thông");
    assert_eq!(plain.records.documents[0].issued_on.unwrap().to_string(), "2025-07-01");
    assert_eq!(plain.records.plans[0].groups[1].name.as_str(), "Hạ tầng và nền tảng");
    assert_eq!(task.group.as_ref().unwrap().as_str(), "77/KH-UBND:II");
    // Keys, agencies and days do not hang on accents, composition, case, order of columns or format of dates.
    for file in ["02", "04", "05", "06", "07", "08", "21"] {
        let other = expect(file);
        assert_eq!(plain.records.tasks.len(), other.records.tasks.len(), "{file}");
        for (a, b) in plain.records.tasks.iter().zip(&other.records.tasks) {
            assert_eq!(a.id, b.id, "{file}");
            assert_eq!(a.addressees, b.addressees, "{file} {}", a.title);
            assert_eq!(a.coordinating, b.coordinating, "{file} {}", a.title);
        }
    }
    for file in ["02", "04", "06", "07", "09"] {
        let day = expect(file).records.tasks[0].deadline.stated_last_day;
        assert_eq!(day.unwrap().to_string(), "2025-09-30", "{file}");
    }
    let parents = expect("10").records.tasks;
    assert_eq!(parents[7].parent.as_ref(), Some(&parents[6].id));
    assert_eq!(parents[1].parent.as_ref(), Some(&parents[0].id));
    let merged = expect("14").records.tasks;
    assert_eq!(merged[1].addressees, merged[0].addressees);
    let continued = expect("15").records.tasks;
    assert_eq!(continued[2].addressees.last().unwrap().as_str(), "BQP");
    let wrong = expect("16");
    let place = wrong.findings.iter().find(|f| f.code.as_str() == "agency_unknown").unwrap();
    assert_eq!(place.place.as_ref().unwrap().column, "Phụ lục 1!C6");
    assert_eq!(place.args["value"], "Bộ Thủy lợi");
}

#[test]
fn progress_annexes_become_reports_on_the_day_that_is_stated() {
    let base = registry(base());
    for layout in layouts().iter().filter(|layout| is_read(layout) && layout["reports"] != 0) {
        let file = layout["file"].as_str().unwrap();
        let import = read(layout, &base);
        let reports = &import.records.reports;
        let (first, second) = (&reports[0], &reports[1]);
        assert_eq!((first.kind.as_str(), first.percent), ("complete", Some(100)), "{file}");
        assert_eq!(first.evidence.as_ref().unwrap().as_str(), "1/BC-VP", "{file}");
        assert_eq!((second.kind.as_str(), second.percent), ("progress", Some(40)), "{file}");
        assert_eq!(second.evidence.as_ref().unwrap().as_str(), "Đã trình", "{file}");
        assert_eq!(reports[3].reason.as_ref().unwrap().as_str(), "Chờ thẩm định", "{file}");
        let column = ["18", "43"].iter().any(|start| file.starts_with(start));
        let day = if column { "2025-09-02" } else { "2025-09-30" };
        assert_eq!(second.reported_on.to_string(), day, "{file}");
    }
    // Without a day nothing is said: the reports are counted in a finding, the tasks are read.
    let silent =
        annex::read_file(folder().join("19_progress_ratio.xlsx"), &options(&base)).unwrap();
    assert_eq!((silent.records.reports.len(), silent.records.tasks.len()), (0, 8));
    let finding =
        silent.findings.iter().find(|f| f.code.as_str() == "sheet_no_reporting_day").unwrap();
    assert_eq!(finding.args["count"], "8");
}

/// An OpenDocument spreadsheet with this content.
fn open_document(content: &str) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sheet of cells between bars; what reads as a number is one.
fn sheet(lines: &[&str]) -> String {
    let cell = |text: &str| match text.trim() {
        "" => "<table:table-cell/>".to_owned(),
        text if text.parse::<f64>().is_ok() => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{text}\"><text:p>{text}</text:p></table:table-cell>"
        ),
        text => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
    };
    let row = |line: &&str| {
        let cells: String = line.split('|').map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = lines.iter().map(row).collect();
    format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
}

fn read_sheet(lines: &[&str], base: &Registry) -> Import {
    let mut options = options(base);
    options.document = Some("77/KH-UBND".to_owned());
    options.reported_on = day::parse("2025-09-30").ok();
    annex::read_bytes("a.ods", &open_document(&sheet(lines)), &options).unwrap()
}

fn codes(import: &Import) -> Vec<&str> {
    import.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn the_same_words_for_other_agencies_are_other_tasks() {
    let start = base();
    let before = registry(start.clone());
    let list = "STT | Nhiệm vụ | Cơ quan chủ trì";
    let work = "STT | Nhiệm vụ | Cơ quan chủ trì | Tiến độ (%)";
    let lines = [work, "1|Báo cáo|Bộ Công an|40", "2|Báo cáo|Bộ Tài chính|40"];
    let first = read_sheet(&lines, &before);
    assert_eq!((first.records.tasks.len(), first.records.reports.len()), (2, 2));
    assert_ne!(first.records.reports[0].task, first.records.reports[1].task);
    // Of agencies that are not known the names still differ.
    let unknown = read_sheet(&[work, "1|Báo cáo|Bộ Thủy lợi|40", "2|Báo cáo|Bộ Than|40"], &before);
    assert_eq!(unknown.records.tasks.len(), 2);
    // A task of several is reported on by each.
    let joint = [work, "1|Báo cáo|Bộ Công an; Bộ Tài chính|", "2|Báo cáo|Bộ Tài chính|40"];
    let joint = read_sheet(&joint, &before);
    assert_eq!((joint.records.tasks.len(), joint.records.reports.len()), (1, 1));
    assert_eq!(joint.records.reports[0].addressee.as_ref().unwrap().as_str(), "BTC");
    // The next month lists them the other way round.
    let after = registry(laid(&first, start.clone()));
    for header in [work, list] {
        let turned = [header, "1|Báo cáo|Bộ Tài chính|40", "2|Báo cáo|Bộ Công an|40"];
        let turned = read_sheet(&turned, &after);
        assert!(turned.changes.is_nothing(), "{:?}", turned.records);
    }
    // A new one before the old, of which one alone is known: the old one is not taken in silence.
    let one = read_sheet(&[list, "1|Báo cáo|Bộ Công an|40"], &before);
    let after = registry(laid(&one, start));
    let lines = [list, "1|Báo cáo|Bộ Tài chính|", "2|Báo cáo|Bộ Công an|"];
    assert!(codes(&read_sheet(&lines, &after)).contains(&"row_twice"));
    // One row alone may name another agency: who owes it has changed.
    let moved = read_sheet(&[list, "1|Báo cáo|Bộ Tài chính|"], &after);
    assert_eq!((moved.changes.added, moved.changes.changed), (0, 1));
}

#[test]
fn a_form_for_reports_is_read() {
    let header = "Mã nhiệm vụ|Nhiệm vụ|Thời hạn|Trạng thái|Tiến độ (%)|Kết quả thực hiện|Văn bản minh chứng|Lý do chậm|Khó khăn, vướng mắc|Ngày báo cáo|Cơ quan chủ trì";
    let rows = [
        header,
        "A1|Một|31/12/2025|Đang thực hiện|40|Đã trình|1/BC-VP|Chờ thẩm định|Thiếu vốn|30/09/2025|BCA",
        "A2|Hai|31/12/2025|Dự kiến hoàn thành 30/12||||||30/09/2025|BTC",
    ];
    let base = registry(base());
    let import = read_sheet(&rows, &base);
    let ids: Vec<&str> = import.records.tasks.iter().map(|task| task.id.as_str()).collect();
    assert_eq!(ids, ["A1", "A2"]);
    let kinds: Vec<&str> = import.records.reports.iter().map(|r| r.kind.as_str()).collect();
    assert_eq!(kinds, ["progress", "obstacle"]);
    assert!(codes(&import).contains(&"status_unknown"));
    assert_eq!(import.records.tasks[1].addressees[0].as_str(), "BTC");
}

#[test]
fn a_one_among_ratios_is_the_whole() {
    let base = registry(base());
    let header = "STT | Nhiệm vụ | Tiến độ (%)";
    let percents = |lines: &[&str]| {
        let import = read_sheet(lines, &base);
        let noted = codes(&import).contains(&"percent_of_one");
        (import.records.reports.iter().map(|r| r.percent.unwrap()).collect::<Vec<_>>(), noted)
    };
    assert_eq!(percents(&[header, "1|Một|1", "2|Hai|0.4"]), (vec![100, 40], true));
    assert_eq!(percents(&[header, "1|Một|1", "2|Hai|40"]), (vec![1, 40], true));
    assert_eq!(percents(&[header, "1|Một|1", "2|Hai|0.4", "3|Ba|40"]), (vec![1, 40, 40], true));
    assert_eq!(percents(&[header, "1|Một|100", "2|Hai|40"]), (vec![100, 40], false));
}

#[test]
fn a_second_table_in_a_sheet_keeps_the_mapping() {
    let base = registry(base());
    let lines = [
        "STT | Nhiệm vụ | Cơ quan chủ trì | Ghi chú",
        "1|Một|Bộ Công an|a",
        "STT | Cơ quan chủ trì | Nhiệm vụ | Ghi chú",
        "1|Bộ Tài chính|Hai|b",
    ];
    let plain = read_sheet(&lines, &base);
    assert_eq!(plain.records.tasks[1].title.as_str(), "Hai");
    let mut options = options(&base);
    options.document = Some("77/KH-UBND".to_owned());
    options.reported_on = day::parse("2025-09-30").ok();
    let mut mapping = plain.suggested_mapping(&options);
    assert_eq!(mapping.sheet[0].columns["B"], "title");
    options.mapping = mapping.clone();
    let bytes = open_document(&sheet(&lines));
    let mapped = annex::read_bytes("a.ods", &bytes, &options).unwrap();
    assert_eq!(mapped.records, plain.records);
    // What the mapping leaves out is left out of both tables.
    mapping.sheet[0].columns.remove("C");
    options.mapping = mapping;
    let mapped = annex::read_bytes("a.ods", &bytes, &options).unwrap();
    assert_eq!(mapped.records.tasks.len(), 2);
    assert!(mapped.records.tasks.iter().all(|task| task.addressees.is_empty()));
}

#[test]
fn open_document_sheets_may_be_hidden_and_wide() {
    let base = registry(base());
    let mut options = options(&base);
    options.document = Some("77/KH-UBND".to_owned());
    let shown = sheet(&["STT | Nhiệm vụ | Cơ quan chủ trì", "1|Một|BCA"]);
    let hidden = shown
        .replace("table:name=\"A\"", "table:name=\"A\" table:style-name=\"ta1\"")
        .replace("<office:body>", "<office:automatic-styles><style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body>");
    for (content, expect) in [(shown, false), (hidden, true)] {
        let import = annex::read_bytes("a.ods", &open_document(&content), &options).unwrap();
        assert_eq!(import.sheets[0].hidden, expect);
    }
    // Half a million cells may be held, each counted once.
    let row = "1|Một|BCA".to_owned() + &"|x".repeat(22);
    let mut lines = vec!["STT | Nhiệm vụ | Cơ quan chủ trì"];
    lines.resize(11_001, row.as_str());
    assert!(annex::read_bytes("a.ods", &open_document(&sheet(&lines)), &options).is_ok());
    // Rows without end are too many, not a sum that wraps.
    let endless = sheet(&["a|b"; 3]).replace(
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"18446744073709551615\"/><table:table-row>",
    );
    let error = annex::read_bytes("a.ods", &open_document(&endless), &options).unwrap_err();
    assert_eq!(error.code(), tiendo_formats::Code::LimitExceeded);
}

/// An OpenDocument sheet; its writers repeat empty cells and rows to the edge of the sheet.
#[test]
fn open_document_sheets_are_read_without_their_repetitions() {
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let header: Vec<String> =
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"].iter().map(|t| text(t)).collect();
    let number = "<table:table-cell office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>";
    let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-09-30\"><text:p>30/09/25</text:p></table:table-cell>";
    let rows = [
        row(&header),
        row(&[number.to_owned(), text("Kết nối d&#7919; liệu &amp; hệ thống"), text("BCA"), day.to_owned()]),
        "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ];
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\">{}</table:table></office:spreadsheet></office:body></office:document-content>",
        rows.concat()
    );
    let base = registry(base());
    let mut options = options(&base);
    options.document = Some("77/KH-UBND".to_owned());
    let import = annex::read_bytes("a.ods", &open_document(&content), &options).unwrap();
    let task = &import.records.tasks[0];
    assert_eq!(task.title.as_str(), "Kết nối dữ liệu & hệ thống");
    assert_eq!(task.deadline.stated_last_day.unwrap().to_string(), "2025-09-30");
    assert_eq!(import.sheets[0].counts.rows, 2);
    // A row that is not empty and repeated to the edge is a bomb.
    let bomb = content
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"1048570\">");
    let error = annex::read_bytes("a.ods", &open_document(&bomb), &options).unwrap_err();
    assert_eq!(error.code(), tiendo_formats::Code::LimitExceeded);
}

#[test]
fn every_limit_holds() {
    let limits = annex::Limits::default();
    let cases = [
        annex::Limits { max_file_bytes: 1000, ..limits },
        annex::Limits { max_parts: 3, ..limits },
        annex::Limits { max_part_bytes: 1000, ..limits },
        annex::Limits { max_total_bytes: 2000, ..limits },
        annex::Limits { max_sheets: 2, ..limits },
        annex::Limits { max_cells: 50, ..limits },
        annex::Limits { max_columns: 6, ..limits },
        annex::Limits { max_merges: 2, ..limits },
        annex::Limits { max_cell_bytes: 30, ..limits },
        annex::Limits { max_text_bytes: 500, ..limits },
    ];
    let file = folder().join("13_sheets.xlsx");
    assert!(annex::read_file(&file, &ReadOptions::default()).is_ok());
    for limits in cases {
        let read = annex::read_file(&file, &ReadOptions { limits, ..ReadOptions::default() });
        let error = read.map(|import| import.changes).expect_err(&format!("{limits:?}"));
        assert_eq!(error.code(), tiendo_formats::Code::LimitExceeded, "{limits:?}: {error}");
    }
}
