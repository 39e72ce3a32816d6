//! What bad input gets: a finding with file, row, column and value, or an error; the good rows beside it are read.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

use tiendo::{Finding, Lang};
use tiendo_formats::csv::{self, ReadOptions};

/// Reads `text` as `file` and says the ids read, and each finding as `code@row:column=value`.
fn read(file: &str, text: &[u8]) -> (Vec<String>, Vec<String>) {
    let (records, findings) = csv::read_file(file, text, &ReadOptions::default()).unwrap();
    let mut ids: Vec<String> = records.tasks.iter().map(|task| task.id.to_string()).collect();
    ids.extend(records.reports.iter().map(|report| report.id.to_string()));
    ids.extend(records.kpis.iter().map(|kpi| kpi.id.to_string()));
    ids.extend(records.agencies.iter().map(|agency| agency.id.to_string()));
    ids.extend(records.allocations.iter().map(|a| a.planned_vnd.to_string()));
    (ids, findings.iter().map(|f| shown(f, file)).collect())
}

fn shown(finding: &Finding, file: &str) -> String {
    // Every finding has a place and a sentence in both languages.
    let place = finding.place.as_ref().expect("a place");
    assert_eq!(place.file, file);
    for lang in [Lang::Vi, Lang::En] {
        let line = finding.line(lang);
        assert!(
            !line.contains(['{', '}']) || finding.args.values().any(|v| v.contains('{')),
            "{line}"
        );
    }
    let value = finding.args.get("value").map(|v| format!("={v}")).unwrap_or_default();
    format!("{}@{}:{}{value}", finding.code.as_str(), place.row, place.column)
}

#[track_caller]
fn check(name: &str, file: &str, text: impl AsRef<[u8]>, ids: &[&str], findings: &[&str]) {
    let (read_ids, found) = read(file, text.as_ref());
    assert_eq!(read_ids, ids, "{name}: records");
    assert_eq!(found, findings, "{name}: findings");
}

const HEAD: &str = "id,document,title\n";

fn tasks(rows: &str) -> String {
    format!("{HEAD}{rows}")
}

#[test]
fn files() {
    let t = "tasks.csv";
    check("empty", t, "", &[], &["file_empty@0:"]);
    check("only a byte order mark", t, b"\xef\xbb\xbf", &[], &["file_empty@0:"]);
    check("only blank lines", t, "\r\n\n\r\n", &[], &["file_empty@0:"]);
    check("headers only", t, HEAD, &[], &["file_no_rows@0:"]);
    check("headers without a line break", t, "id,document,title", &[], &["file_no_rows@0:"]);
    check("UTF-16", t, b"\xff\xfei\0d\0,\0", &[], &["file_encoding@0:"]);
    check("a workbook", t, b"PK\x03\x04....", &[], &["file_encoding@0:"]);
    check(
        "header in an old code page",
        t,
        b"id,document,Nhi\xeam\nT1,D,x\n",
        &[],
        &["file_not_utf8@1:Nhi\u{fffd}m"],
    );
    let wide = format!("{}\n1\n", "x,".repeat(2000));
    check("too many columns", t, wide, &[], &["columns_too_many@1:"]);
    let long = format!("id,document,title,{}\nT1,D,x,y\n", "z".repeat(5000));
    check("a long header", t, long, &["T1"], &["column_unknown@1:#4"]);
}

#[test]
fn columns() {
    let t = "tasks.csv";
    check("missing column", t, "id,title\nT1,x\n", &[], &["column_missing@1:document"]);
    check(
        "a column twice",
        t,
        "id,document,title,ID\nT1,D,x,T2\n",
        &[],
        &["column_duplicate@1:ID"],
    );
    check(
        "the same column in two words",
        t,
        "id,document,title,Thời hạn,Hạn hoàn thành\nT1,D,x,a,b\n",
        &[],
        &["column_duplicate@1:Hạn hoàn thành"],
    );
    check(
        "its very name goes first",
        t,
        "Mã,document,title,id\nX,D,x,T1\n",
        &["T1"],
        &["column_unknown@1:Mã"],
    );
    check(
        "extra columns",
        t,
        "id,document,title,TT,\nT1,D,x,1,\nT2,D,y,,\n",
        &["T1", "T2"],
        &["column_unknown@1:TT"],
    );
    check(
        "a value under no header",
        t,
        "id,document,title,,\nT1,D,x,,secret\n",
        &["T1"],
        &["column_unknown@1:#5"],
    );
}

#[test]
fn rows() {
    let t = "tasks.csv";
    check("more cells", t, tasks("T1,D,a,b\nT2,D,x\n"), &["T2"], &["row_too_long@2:"]);
    check("more cells, but empty", t, tasks("T1,D,a,, ,\n"), &["T1"], &[]);
    check(
        "fewer cells",
        t,
        "id,document,title,clause,product\nT1,D,a\nT2,D,b\nT3,D\n",
        &["T1", "T2"],
        &["row_short@2:", "cell_missing@4:title"],
    );
    check("cut off", t, tasks("T1,D,a\nT2,D"), &["T1"], &["row_cut@3:"]);
    check("no line break at the end", t, tasks("T1,D,a"), &["T1"], &[]);
    check(
        "empty rows keep the row numbers",
        t,
        tasks("T1,D,a\n,,\n\n , ,\nT2,D,\n"),
        &["T1"],
        &["rows_empty@3:", "cell_missing@6:title"],
    );
    check(
        "a row keeps its number behind a cell of two lines",
        t,
        tasks("T1,D,\"a\r\nb\"\r\nT2,D,\r\n"),
        &["T1"],
        &["cell_missing@3:title"],
    );
    check(
        "duplicate id",
        t,
        tasks("T1,D,a\nT2,D,b\nT1,D,c\n"),
        &["T1", "T2"],
        &["duplicate_id@4:id"],
    );
    check(
        "versions",
        t,
        "id,document,title,valid_from,recorded_at\nT1,D,a,,\nT1,D,b,2025-01-01,\nT1,D,c,2025-01-01,2025-02-01\nT1,D,d,1/1/2025,\n",
        &["T1", "T1", "T1"],
        &["duplicate_id@5:id", "day_form@5:valid_from=1/1/2025"],
    );
    check(
        "a row that failed does not take the id",
        t,
        "id,document,title,weight\nT1,D,a,0\nT1,D,b,1\n",
        &["T1"],
        &["number_outside@2:weight=0"],
    );
    check(
        "every problem of a row",
        t,
        "id,document,title,weight,last_day,mode\n,D,,x,31/02/2025,all\n",
        &[],
        &[
            "cell_missing@2:id",
            "cell_missing@2:title",
            "word_invalid@2:mode=all",
            "day_invalid@2:last_day=31/02/2025",
            "number_outside@2:weight=x",
        ],
    );
}

#[test]
fn quotes() {
    let t = "tasks.csv";
    check(
        "missing at the end",
        t,
        tasks("T1,D,a\nT2,D,\"b\n"),
        &["T1", "T2"],
        &["quote_closed@3:"],
    );
    check("missing at the very end", t, tasks("T1,D,\"b"), &["T1"], &["quote_closed@2:"]);
    check(
        "swallowing the file",
        t,
        tasks("T1,D,a\nT2,D,\"b\nT3,D,c\nT4,D,d\n"),
        &["T1"],
        &["quote_unclosed@3:"],
    );
    check("swallowing cells", t, tasks("T1,\"D,a\n"), &[], &["quote_unclosed@2:"]);
    check("in the header", t, "id,document,\"title\nT1,D,a\n", &[], &["quote_unclosed@1:"]);
    check("within a text", t, tasks("T1,D,a \"b\" c\n"), &["T1"], &[]);
}

#[test]
fn bytes() {
    let t = "tasks.csv";
    check(
        "invalid UTF-8",
        t,
        b"id,document,title\nT1,D,Nhi\xeam v\xf8\nT2,D,x\n",
        &["T2"],
        &["cell_not_utf8@2:title=Nhi\u{fffd}m v\u{fffd}"],
    );
    check(
        "invalid UTF-8 in a column that is not read",
        t,
        b"id,document,title,note\nT1,D,x,\xff\n",
        &["T1"],
        &["column_unknown@1:note"],
    );
    check("NUL", t, tasks("T1,D,a\0b\nT2,D,x\n"), &["T2"], &["cell_nul@2:title=a\u{fffd}b"]);
    check(
        "decomposed accents",
        t,
        tasks("T1,D,Lâm Đo\u{302}\u{300}ng\nT2,D,e\u{301}\n"),
        &["T1", "T2"],
        &["text_normalised@2:title"],
    );
    check(
        "non-breaking spaces",
        t,
        tasks("T1\u{a0},D, x\nT2\u{a0},D,x\n"),
        &["T1", "T2"],
        &["spaces_trimmed@2:id"],
    );
    let id = "x".repeat(129);
    check("a long id", t, tasks(&format!("{id},D,x\n")), &[], &[&format!("id_invalid@2:id={id}")]);
    check(
        "a control character in an id",
        t,
        tasks("\"a\tb\",D,x\n"),
        &[],
        &["id_invalid@2:id=a\tb"],
    );
}

#[test]
fn days() {
    let day = |text: &str| format!("id,document,title,last_day\nT1,D,a,{text}\n");
    let t = "tasks.csv";
    for good in [
        "1900-01-01",
        "2199-12-31",
        "01/01/1900",
        "31/12/2199",
        "2025-07-01T00:00:00",
        "2024-02-29",
    ] {
        check(good, t, day(good), &["T1"], &[]);
    }
    for bad in [
        "1899-12-31",
        "2200-01-01",
        "31/02/2025",
        "29/02/2025",
        "0000-00-00",
        "45839",
        "7/2025",
        "-1",
    ] {
        check(bad, t, day(bad), &[], &[&format!("day_invalid@2:last_day={bad}")]);
    }
    for loose in ["1/7/2025", "01-07-2025", "1.7.2025", "2025/7/1"] {
        check(loose, t, day(loose), &["T1"], &[&format!("day_form@2:last_day={loose}")]);
    }
    check(
        "a time",
        t,
        day("2025-07-01T17:00:00"),
        &["T1"],
        &["time_dropped@2:last_day=2025-07-01T17:00:00"],
    );
    check(
        "month first",
        t,
        day("12/31/2025"),
        &[],
        &["day_invalid@2:last_day=12/31/2025", "day_order@2:last_day=12/31/2025"],
    );
    check(
        "an instant of another zone",
        t,
        "id,document,title,recorded_at\nT1,D,a,2025-07-01T00:00:00Z\n",
        &[],
        &["instant_invalid@2:recorded_at=2025-07-01T00:00:00Z"],
    );
}

#[test]
fn words_flags_and_numbers() {
    let cell =
        |column: &str, value: &str| format!("id,document,title,{column}\nT1,D,a,\"{value}\"\n");
    let t = "tasks.csv";
    check(
        "an unknown word is kept",
        t,
        cell("stage", "dress rehearsal"),
        &["T1"],
        &["word_unknown@2:stage=dress rehearsal"],
    );
    check("a closed list", t, cell("mode", "some"), &[], &["word_invalid@2:mode=some"]);
    check("a Vietnamese word", t, cell("mode", "TỪNG CƠ QUAN"), &["T1"], &[]);
    for flag in ["true", "FALSE", "1", "0", "có", "Không", "x", "X"] {
        check(flag, t, cell("indicative", flag), &["T1"], &[]);
    }
    check("a flag", t, cell("indicative", "maybe"), &[], &["flag_invalid@2:indicative=maybe"]);
    for weight in ["0", "101", "-1", "1.5", "nhiều", "99999999999999999999999999999999999999999999"]
    {
        check(
            weight,
            t,
            cell("weight", weight),
            &[],
            &[&format!("number_outside@2:weight={weight}")],
        );
    }
    check(
        "a lag",
        t,
        cell("dependencies", "T2=FS=40000"),
        &[],
        &["list_invalid@2:dependencies=T2=FS=40000"],
    );
    check(
        "a system twice",
        t,
        cell("external_ids", "a=1;a=2"),
        &[],
        &["list_invalid@2:external_ids=a"],
    );
    check(
        "an id without its system",
        t,
        cell("external_ids", "17"),
        &[],
        &["list_invalid@2:external_ids=17"],
    );
    check(
        "a kind without a product",
        t,
        cell("product_kind", "issued"),
        &[],
        &["cell_missing@2:product"],
    );
    let report = |percent: &str| {
        format!("id,task,kind,reported_on,percent\nR1,T1,progress,2025-07-01,\"{percent}\"\n")
    };
    check("40 %", "reports.csv", report("40 %"), &["R1"], &[]);
    for percent in ["101", "-5", "0.4", "x"] {
        let finding = format!("number_outside@2:percent={percent}");
        check(percent, "reports.csv", report(percent), &[], &[&finding]);
    }
    let kpi = |value: &str| {
        format!("id,name,direction,baseline,baseline_day\nK1,a,tăng,\"{value}\",2025-01-01\n")
    };
    check("a comma", "kpis.csv", kpi("18,3"), &["K1"], &[]);
    check(
        "perhaps thousands",
        "kpis.csv",
        kpi("30,000"),
        &["K1"],
        &["number_form@2:baseline=30,000"],
    );
    for value in ["NaN", "inf", "1e999", "1,2,3", "nhiều"] {
        check(
            value,
            "kpis.csv",
            kpi(value),
            &[],
            &[&format!("number_invalid@2:baseline={value}"), "cell_missing@2:baseline"][..1],
        );
    }
    check(
        "a value without its day",
        "kpis.csv",
        "id,name,direction,baseline\nK1,a,tăng,3\n",
        &[],
        &["cell_missing@2:baseline_day"],
    );
    check(
        "an infinite target",
        "kpis.csv",
        "id,name,direction,targets\nK1,a,tăng,2025-12-31=1e999\n",
        &[],
        &["list_invalid@2:targets=2025-12-31=1e999"],
    );
    let money = |vnd: &str| {
        format!("task,from,day,planned_vnd\nT1,ngân sách nhà nước,2025-01-01,\"{vnd}\"\n")
    };
    check("billions", "allocations.csv", money("5.000.000.000"), &["5000000000"], &[]);
    check(
        "the most",
        "allocations.csv",
        money("18446744073709551615"),
        &["18446744073709551615"],
        &[],
    );
    let over = "18446744073709551616";
    check(
        "one more",
        "allocations.csv",
        money(over),
        &[],
        &[&format!("number_outside@2:planned_vnd={over}")],
    );
}

#[test]
fn parts_without_their_record() {
    let (records, findings) = csv::read_file(
        "phases",
        &b"id,plan,name\nurgent,plan02,Urgent\n"[..],
        &ReadOptions::default(),
    )
    .unwrap();
    assert!(records.is_empty());
    assert_eq!(
        findings[0].line(Lang::En),
        "phases:2:plan: phase urgent: 'plan02' does not stand in plans and the row is not read"
    );
}

#[test]
fn findings_are_listed_up_to_a_limit_and_counted_behind_it() {
    let rows: String = (0..50).map(|i| format!("T{i},D,\n")).collect();
    let options = ReadOptions { max_findings: 10, ..ReadOptions::default() };
    let (_, findings) = csv::read_file("tasks.csv", tasks(&rows).as_bytes(), &options).unwrap();
    assert_eq!(findings.len(), 11);
    assert_eq!(
        findings[10].line(Lang::En),
        "tasks.csv: 40 more findings 'cell_missing' are not listed"
    );
}

#[test]
fn no_bytes_make_it_panic_or_lose_a_row_silently() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    let pieces: [&[u8]; 20] = [
        b"id",
        b"document",
        b"title",
        b",",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\n",
        b"\r",
        b"\r\n",
        b"\"",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"T1",
        b"31/02/2025",
        b"sep=",
        b"'",
        "Thời hạn".as_bytes(),
    ];
    for _ in 0..2_000 {
        let mut text = if random(2) == 0 { HEAD.as_bytes().to_vec() } else { Vec::new() };
        for _ in 0..random(30) {
            text.extend_from_slice(pieces[random(pieces.len())]);
        }
        let (records, findings) =
            csv::read_file("tasks.csv", &text[..], &ReadOptions::default()).unwrap();
        assert!(!records.is_empty() || !findings.is_empty(), "{}", String::from_utf8_lossy(&text));
    }
}
