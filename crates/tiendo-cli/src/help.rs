//! Reading the arguments, with the help in the user's language.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};
use tiendo::Lang;

use crate::args::Cli;
use crate::session;

mod formats;

/// Examples in Vietnamese.
const EXAMPLES_VI: &str = "\
Ví dụ:
  tiendo demo                                   số liệu mô phỏng, đến ngày 31/12/2025
  tiendo status --as-of 2025-07-01              dữ liệu thật, chưa có báo cáo
  tiendo tasks --agency \"Lam Dong\"              nhiệm vụ của một tỉnh, gõ không dấu
  tiendo explain T0097/68-UBND --simulated      vì sao có trạng thái ấy
  tiendo forecast --simulated --as-of 2025-10-15   khi nào xong, có kịp hạn không
  tiendo warn --by agency --text --simulated    việc cần xử lý trong tuần, thành văn bản để gửi
  tiendo search \"du lieu dat*\"                  từ trong tên việc, gõ không dấu
  tiendo deadline \"trước ngày 15/8\" --on 2025-06-19 --format json
  tiendo number \"03-NQ/CP\"
  tiendo report --xlsx bao-cao.xlsx --docx bao-cao.docx
  tiendo letters --out don-doc --place \"Hà Nội\"
  tiendo export --mspdi ke-hoach.xml --ics lich.ics   cho MS Project, cho lịch; còn StratML, Parquet, gói tin
  tiendo init-folder so-lieu && tiendo check --data so-lieu
  tiendo import phu-luc.xlsx --dry-run          đọc phụ lục Excel, Word; chưa ghi gì
  tiendo init x.tiendo && tiendo import --ledger x.tiendo --data so-lieu && tiendo status --ledger x.tiendo
  echo '{\"query\":\"status\",\"as_of\":\"2025-12-31\"}' | tiendo query

Mã thoát: 0 xong; 1 lệnh check thấy lỗi; 2 sai đối số hoặc dữ liệu vào.";

/// Examples in English.
const EXAMPLES_EN: &str = "\
Examples:
  tiendo demo                                   simulated reports, as of 31 December 2025
  tiendo status --as-of 2025-07-01              the real register, without reports
  tiendo tasks --agency \"Lam Dong\"              what a province owes, typed without accents
  tiendo explain T0097/68-UBND --simulated      why it stands so
  tiendo forecast --simulated --as-of 2025-10-15   when it will be done, and how likely in time
  tiendo warn --by agency --text --simulated    what to act on this week, as text to send
  tiendo search \"du lieu dat*\"                  words of a title, typed without accents
  tiendo deadline \"trước ngày 15/8\" --on 2025-06-19 --format json
  tiendo number \"03-NQ/CP\"
  tiendo report --xlsx report.xlsx --docx report.docx
  tiendo letters --out letters --place \"Hà Nội\"
  tiendo export --mspdi plan.xml --ics tasks.ics   for MS Project, for calendars; StratML, Parquet, packets too
  tiendo init-folder figures && tiendo check --data figures
  tiendo import annex.xlsx --dry-run            read an annex in Excel or Word, write nothing yet
  tiendo init x.tiendo && tiendo import --ledger x.tiendo --data figures && tiendo status --ledger x.tiendo
  echo '{\"query\":\"status\",\"as_of\":\"2025-12-31\"}' | tiendo query

Exit codes: 0 done; 1 check found errors; 2 wrong arguments or input.";

/// Vietnamese for what each command does.
const COMMANDS_VI: [(&str, &str); 41] = [
    ("demo", "Xem dữ liệu thật với báo cáo mô phỏng, đến ngày 31/12/2025"),
    ("status", "Đếm số việc đã xong, trong hạn, quá hạn: tổng thể, theo giai đoạn, nhóm, cấp"),
    ("tasks", "Liệt kê việc phải làm, việc gấp nhất trước"),
    ("explain", "Giải trình vì sao một nhiệm vụ có trạng thái như vậy"),
    ("rank", "Xếp hạng các cơ quan cùng cấp"),
    ("kpis", "Xem các chỉ tiêu đang ở đâu, hoặc một chỉ tiêu ở từng cơ quan"),
    ("score", "Chấm điểm các cơ quan cùng cấp theo một bộ tiêu chí"),
    ("resources", "Cộng kinh phí của nhiệm vụ theo nguồn, bên cạnh tiến độ"),
    ("warn", "Liệt kê việc cần xử lý trong tuần, ai xử lý, bao nhiêu việc đang chờ"),
    ("changes", "Xem điều đã thay đổi trong một kỳ báo cáo, từ một ngày, hoặc từ một bản chốt"),
    ("schedule", "Xem ngày theo ngày làm việc, dự trữ và chuỗi quyết định ngày xong cuối cùng"),
    ("blocks", "Xem ai chờ ai quanh một cơ quan, và việc chậm của cơ quan ấy đe dọa việc nào"),
    ("what-if", "Xem một việc chậm sẽ đẩy lùi việc nào và làm ai quá hạn"),
    ("forecast", "Dự báo ngày xong của các việc còn mở, theo chính các việc đã xong trong sổ"),
    ("check", "Kiểm tra dữ liệu; mã thoát 1 khi có lỗi"),
    ("period", "Đếm việc đến hạn trong một kỳ báo cáo"),
    ("history", "Xem số liệu từng ngày trong một khoảng thời gian"),
    ("agency", "Tìm cơ quan theo mã hoặc tên, có dấu hay không dấu"),
    ("search", "Tìm nhiệm vụ theo từ trong tên và sản phẩm, không cần dấu"),
    ("deadline", "Đọc câu chữ về thời hạn trong văn bản"),
    ("number", "Đọc số, ký hiệu văn bản theo cách người ta viết"),
    ("calendar", "Xem ngày nghỉ và ngày làm bù"),
    ("query", "Trả lời một yêu cầu JSON từ đầu vào chuẩn"),
    (
        "export",
        "Ghi dữ liệu ra CSV, JSON, MS Project, iCalendar, StratML, Parquet, gói tin, báo cáo tuần",
    ),
    ("report", "Ghi báo cáo: số nhiệm vụ theo loại, biểu đồ, từng cơ quan, từng nhiệm vụ"),
    ("letters", "Ghi mỗi cơ quan một công văn đôn đốc việc quá hạn, sắp đến hạn, chưa báo cáo"),
    ("form", "Ghi mẫu báo cáo trống của một cơ quan"),
    ("init-folder", "Tạo thư mục tệp CSV trống, có giải thích từng cột"),
    (
        "import",
        "Đọc phụ lục Excel, Word hoặc tệp của công cụ khác vào thư mục tệp CSV; hoặc đưa dữ liệu vào sổ cái",
    ),
    ("init", "Tạo sổ cái trống: lịch sử của dữ liệu trong một tệp"),
    ("record", "Ghi một báo cáo vào sổ cái"),
    ("log", "Liệt kê những gì đã ghi về một nhiệm vụ, ai ghi, khi nào"),
    ("verify", "Kiểm tra mọi mã băm và mọi bảng của sổ cái; mã thoát 1 khi có sai"),
    ("backup", "Sao lưu sổ cái trong khi người khác vẫn ghi"),
    ("snapshot", "Ghi một bản sổ cái cho người khác: một tệp mà mọi SQLite đều đọc được"),
    ("upgrade", "Nâng tệp sổ cái lên định dạng của phiên bản này, sau khi sao lưu cạnh đó"),
    ("salvage", "Cứu những gì còn đọc được của sổ cái hỏng sang tệp mới; mã thoát 1 khi có mất"),
    ("checkpoint", "Giữ sẵn trạng thái mới nhất cạnh các mục của sổ cái để mở nhanh hơn"),
    ("freeze", "Chốt số liệu của một ngày để sau này lấy lại được, hoặc liệt kê các bản chốt"),
    ("person", "Liệt kê bản ghi nêu tên một người, hoặc xoá hẳn tên người đó khỏi sổ cái"),
    ("accept-rollback", "Dùng tiếp bản sao cũ đã được khôi phục hợp lệ, và ghi lại việc đó"),
];

/// Vietnamese for each argument, by command (empty: every command) and id.
const ARGUMENTS_VI: [(&str, &str, &str); 36] = [
    ("", "data", "Chồng các tệp CSV của thư mục này, hoặc một tệp dạng khác, lên dữ liệu có sẵn"),
    ("", "ledger", "Chỉ đọc dữ liệu từ sổ cái này; import và các lệnh ghi thì ghi vào đó"),
    ("", "actor", "Người ghi, như sổ cái sẽ nêu tên (mặc định: người dùng)"),
    ("", "trust_claimed", "Tin thời điểm mà bản ghi tự nêu, không phải lúc sổ cái ghi nhận"),
    ("", "encoding", "Bảng mã của các tệp trong thư mục, khi tệp có trước Unicode"),
    ("", "no_base", "Bỏ dữ liệu có sẵn, chỉ dùng các tệp này"),
    ("", "simulated", "Thêm báo cáo mô phỏng, có ghi SIMULATED; số khác cho báo cáo khác"),
    ("", "as_of", "Ngày đánh giá (mặc định: hôm nay, giờ Việt Nam)"),
    ("", "known", "Chỉ xét báo cáo ghi nhận đến hết ngày này (mặc định: tất cả)"),
    (
        "",
        "policy",
        "Quy tắc đếm: default, vpcp-2017, vpcp-2025, original-deadline, thanh-hoa, hoặc tệp .json",
    ),
    ("", "lang", "Ngôn ngữ in ra (mặc định: theo LANG, không thì tiếng Việt)"),
    ("", "format", "Dạng kết quả"),
    ("demo", "top", "Số nhiệm vụ cấp bách nhất được in"),
    ("status", "by", "Chỉ cộng theo một trục"),
    ("status", "counting", "Đếm những nhiệm vụ nào trên trục ấy"),
    ("status", "classified", "Giai đoạn, nhóm gồm những nhiệm vụ nào"),
    ("tasks", "agency", "Cơ quan, theo mã hoặc tên, không cần dấu"),
    ("tasks", "within", "Phạm vi quanh cơ quan"),
    ("tasks", "phase", "Chỉ nhiệm vụ của giai đoạn này"),
    ("tasks", "group", "Chỉ nhiệm vụ của nhóm này"),
    ("tasks", "document", "Chỉ nhiệm vụ của văn bản này"),
    ("tasks", "status", "Chỉ nhiệm vụ có trạng thái này"),
    ("tasks", "due_before", "Chỉ việc đến hạn trước ngày này"),
    (
        "tasks",
        "limit",
        "Nhiều nhất bấy nhiêu dòng; 0 là tất cả (mặc định: bảng 100, JSON và CSV tất cả)",
    ),
    ("explain", "task", "Mã nhiệm vụ, hoặc mã dòng của một cơ quan (T0097/68-UBND)"),
    ("explain", "agency", "Cơ quan, khi nhiệm vụ giao cho từng cơ quan"),
    ("rank", "level", "Cấp được xếp hạng"),
    ("period", "period", "Kỳ: 2025-11, 2025-Q4, 2025-H2, 2025, 2025-T40"),
    ("period", "by", "Cộng theo trục này"),
    ("agency", "text", "Mã hoặc tên, có dấu hay không dấu"),
    ("deadline", "text", "Câu chữ; `-` đọc mỗi dòng một câu từ đầu vào chuẩn"),
    ("deadline", "on", "Ngày của văn bản, để hiểu chỗ câu chữ bỏ ngỏ"),
    ("number", "text", "Số, ký hiệu như đã viết; `-` đọc mỗi dòng một số từ đầu vào chuẩn"),
    ("calendar", "period", "Kỳ: 2025, 2025-Q2, 2025-04 (mặc định: năm nay)"),
    ("export", "csv", "Thư mục sẽ ghi tệp CSV vào"),
    ("init-folder", "dir", "Thư mục; không tệp nào bị ghi đè"),
];

/// The rest of the arguments, which need few words.
const MORE_VI: [(&str, &str, &str); 34] = [
    ("history", "from", "Ngày đầu"),
    ("history", "to", "Ngày cuối (mặc định: ngày đánh giá)"),
    ("history", "by", "Cộng theo trục này"),
    ("rank", "why", "Nêu điều làm thay đổi thứ hạng, và vì sao có cơ quan không xếp hạng"),
    ("rank", "since", "Ngày để --why so sánh (mặc định: một tháng trước)"),
    ("kpis", "kpi", "Mã một chỉ tiêu, để xem ở từng cơ quan"),
    ("kpis", "agency", "Chỉ cơ quan này và cấp dưới, theo mã hoặc tên, không cần dấu"),
    (
        "score",
        "scheme",
        "Bộ tiêu chí: qd-766, nd-335, plan02-light, province-example, hoặc tệp .toml, .json",
    ),
    ("score", "level", "Cấp được chấm điểm"),
    ("score", "given", "Tệp .json những điểm nhập vào, mỗi đối tượng một mục"),
    ("score", "given_only", "Chỉ chấm những đối tượng nhập vào"),
    ("resources", "agency", "Chỉ cơ quan này và cấp dưới, theo mã hoặc tên, không cần dấu"),
    ("search", "text", "Các từ, `đầu từ*`, hoặc \"cụm từ\" trong ngoặc kép; phải có đủ"),
    ("search", "order", "Khớp nhất trước, hoặc theo mã"),
    ("search", "limit", "Nhiều nhất bấy nhiêu nhiệm vụ; 0 là tất cả"),
    ("report", "xlsx", "Bảng tính được ghi"),
    ("report", "docx", "Văn bản được ghi"),
    ("letters", "out", "Thư mục ghi các công văn"),
    ("letters", "agency", "Chỉ công văn gửi cơ quan này, theo mã hoặc tên, không cần dấu"),
    ("letters", "due_soon_days", "Sắp đến hạn là trong bấy nhiêu ngày (mặc định: theo quy tắc)"),
    ("form", "agency", "Cơ quan, theo mã hoặc tên, không cần dấu"),
    ("form", "xlsx", "Bảng tính được ghi"),
    ("calendar", "from", "Ngày đầu"),
    ("calendar", "to", "Ngày cuối"),
    ("export", "excel", "Ghi cho Excel tiếng Việt: dấu chấm phẩy, BOM, tiêu đề tiếng Việt"),
    ("export", "json", "Tệp .json hoặc .jsonl sẽ ghi"),
    ("export", "overwrite", "Thay tệp đã có"),
    (
        "import",
        "file",
        "Tệp bảng tính (.xlsx, .xls, .ods), văn bản (.docx) hoặc của công cụ khác (.xml, .ics, .parquet, gói tin); có --ledger thì có thể không cần",
    ),
    ("import", "dry_run", "Chỉ cho xem từng trang, cột, dòng được hiểu thế nào; không ghi gì"),
    ("import", "map", "Đọc tệp theo ánh xạ này"),
    ("import", "suggest_map", "Ghi ánh xạ đúng như tệp được hiểu, để sửa"),
    ("import", "document", "Mã văn bản giao nhiệm vụ, khi tệp không nêu"),
    ("import", "reported_on", "Ngày báo cáo, khi không cột nào nêu"),
    ("import", "out", "Thư mục nhận các bản ghi (mặc định: thư mục của --data)"),
];

/// What the commands of the schedule take.
const SCHEDULE_VI: [(&str, &str, &str); 12] = [
    ("schedule", "plan", "Theo kế hoạch đã giao, không xét báo cáo"),
    ("schedule", "agency", "Chỉ nhiệm vụ của cơ quan này, theo mã hoặc tên, không cần dấu"),
    ("schedule", "critical", "Chỉ nhiệm vụ không còn dự trữ"),
    ("schedule", "late", "Chỉ nhiệm vụ sẽ xong sau thời hạn"),
    (
        "schedule",
        "limit",
        "Nhiều nhất bấy nhiêu dòng; 0 là tất cả (mặc định: bảng 50, JSON và CSV tất cả)",
    ),
    ("blocks", "agency", "Cơ quan, theo mã hoặc tên, không cần dấu"),
    (
        "what-if",
        "changes",
        "Mã nhiệm vụ và số ngày làm việc bị chậm: T0001+10; có thể nêu nhiều việc",
    ),
    ("what-if", "plan", "Từ kế hoạch đã giao, không xét báo cáo"),
    ("forecast", "agency", "Xem các nhiệm vụ của cơ quan này, theo mã hoặc tên, không cần dấu"),
    ("forecast", "runs", "Số lượt mô phỏng"),
    ("forecast", "seed", "Số gieo; cùng số thì cùng kết quả"),
    ("forecast", "links", "Việc sau có chờ việc trước không"),
];

/// What the commands of the ledger take.
const LEDGER_VI: [(&str, &str, &str); 28] = [
    ("import", "skip_refused", "Bỏ qua bản ghi mà sổ cái không nhận, ghi phần còn lại"),
    ("import", "batch", "Số bản ghi của một mục trong sổ cái"),
    ("init", "file", "Sổ cái; chưa được có tệp này"),
    ("init", "node", "Tên nút, nơi duy nhất ghi sổ cái này, ví dụ mã cơ quan"),
    (
        "init",
        "classification",
        "Mức mật cao nhất mà sổ cái nhận, không đổi được: public, internal, hay secret cho mọi mức",
    ),
    ("record", "task", "Mã nhiệm vụ"),
    ("record", "kind", "Loại báo cáo: progress, complete, extend, …"),
    ("record", "id", "Mã báo cáo (mặc định: ghép từ nhiệm vụ, ngày, loại, cơ quan)"),
    ("record", "percent", "Phần việc đã làm, từ 0 đến 100"),
    ("record", "new_deadline", "Ngày được gia hạn đến"),
    ("record", "by", "Mã cơ quan báo cáo"),
    ("record", "addressee", "Mã cơ quan có phần việc được báo cáo"),
    ("record", "reason", "Lý do"),
    ("record", "evidence", "Minh chứng"),
    ("record", "corrects", "Bản ghi được sửa, theo cách gọi của log"),
    ("record", "withdraw", "Rút bản ghi này, theo cách gọi của log"),
    ("log", "task", "Mã nhiệm vụ"),
    ("verify", "head", "Mục cuối đã giữ ở nơi khác, dạng SỐ:MÃ_BĂM; phải có trong sổ cái"),
    ("verify", "rebuild", "Trước hết dựng lại các bảng từ các mục"),
    ("backup", "file", "Bản sao; chưa được có tệp này"),
    ("snapshot", "file", "Bản cho người khác; chưa được có tệp này"),
    ("salvage", "file", "Sổ cái mới; chưa được có tệp này"),
    ("checkpoint", "drop", "Bỏ đi; không mất gì ngoài thời gian mở"),
    ("freeze", "name", "Tên bản chốt; không có tên thì liệt kê"),
    ("person", "name", "Họ tên đầy đủ"),
    ("person", "erase", "Xoá hẳn tên khỏi các bản ghi này; bản sao đã làm trước vẫn còn"),
    ("person", "reason", "Lý do, ghi vào sổ cái"),
    ("accept-rollback", "reason", "Vì sao dùng bản sao cũ, ghi vào sổ cái"),
];

/// What the Monday list and the changes of a period take.
const MONDAY_VI: [(&str, &str, &str); 13] = [
    (
        "warn",
        "agency",
        "Chỉ việc mà cơ quan này hoặc cấp dưới phải xử lý, theo mã hoặc tên, không cần dấu",
    ),
    ("warn", "by", "Mỗi nơi nhận một danh sách"),
    ("warn", "kinds", "Chỉ những loại này, cách nhau bằng dấu phẩy"),
    ("warn", "since", "Mới quá hạn là chưa quá hạn vào ngày này (mặc định: 7 ngày trước)"),
    ("warn", "due_working_days", "Sắp đến hạn là trong bấy nhiêu ngày làm việc (mặc định: 5)"),
    ("warn", "obstacle_days", "Vướng mắc chưa được trả lời từ bấy nhiêu ngày (mặc định: 7)"),
    ("warn", "silent_days", "Chưa có báo cáo mới từ bấy nhiêu ngày (mặc định: 31)"),
    ("warn", "extensions", "Gia hạn quá bấy nhiêu lần là nhiều (mặc định: 2)"),
    ("warn", "text", "In thành văn bản để gửi"),
    (
        "warn",
        "limit",
        "Nhiều nhất bấy nhiêu dòng mỗi danh sách; 0 là tất cả (mặc định: bảng 50, JSON tất cả)",
    ),
    ("changes", "period", "So sánh kỳ này với kỳ trước: 2025-11, 2025-Q4, 2025-H2, 2025"),
    ("changes", "since", "Ngày để so sánh (mặc định: 30 ngày trước)"),
    ("changes", "frozen", "So sánh với bản chốt này của sổ cái"),
];

/// What `report`, `letters` and `form` take, by id.
const OFFICE_VI: [(&str, &str); 9] = [
    ("force", "Ghi đè tệp đã có"),
    (
        "disclose",
        "Hiện nhiệm vụ đến mức này; không có thì tệp có nhiệm vụ không công khai bị từ chối",
    ),
    ("superior", "Cơ quan chủ quản"),
    ("sender", "Cơ quan ban hành văn bản"),
    ("number", "Số, ký hiệu"),
    ("place", "Địa danh"),
    ("dated", "Ngày văn bản (mặc định: để trống)"),
    ("signatory_post", "Chức vụ người ký"),
    ("signatory_name", "Tên người ký"),
];

/// Reads the arguments.
///
/// # Errors
/// The help, the version, or what is wrong with the arguments; clap prints it.
pub(crate) fn parse(args: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let args: Vec<OsString> = args.collect();
    let mut command = command(asked_lang(&args));
    let matches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// The language of the help: the help is asked for before the arguments are read, so they are looked at as they are.
fn asked_lang(args: &[OsString]) -> Lang {
    let words = args.iter().map(|arg| arg.to_str().unwrap_or(""));
    let after = words.clone().skip(1).zip(words).filter(|(_, flag)| *flag == "--lang");
    let joined = args.iter().filter_map(|arg| arg.to_str()?.strip_prefix("--lang="));
    match after.map(|(value, _)| value).chain(joined).last() {
        Some("vi") => Lang::Vi,
        Some("en") => Lang::En,
        _ => session::locale(),
    }
}

fn command(lang: Lang) -> Command {
    let command = Cli::command().disable_help_flag(true).disable_version_flag(true);
    let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true)
        .help(say("In hướng dẫn", "Print help"));
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(say("In phiên bản", "Print version"));
    let shared = say("Tùy chọn chung", "Common options");
    let command = command.mut_args(move |arg| arg.help_heading(shared)).arg(help).arg(version);
    if lang == Lang::En {
        return command.after_help(EXAMPLES_EN);
    }
    vietnamese(command)
        .about("Đã giao việc gì, ai phải làm, có đúng hạn không: Nghị quyết 57-NQ/TW, Kế hoạch 02-KH/BCĐTW")
        .subcommand_help_heading("Lệnh")
        .after_help(EXAMPLES_VI)
        .mut_subcommands(|sub| {
            let about = COMMANDS_VI.iter().find(|(name, _)| *name == sub.get_name());
            let sub = match about {
                Some((_, text)) => sub.about(*text),
                None => sub,
            };
            vietnamese(sub)
        })
}

/// The command with Vietnamese headings and helps of its own arguments.
fn vietnamese(command: Command) -> Command {
    let name = if command.get_subcommands().next().is_some() { "" } else { command.get_name() };
    let name = name.to_owned();
    let has_commands = name.is_empty();
    command
        .help_template(if has_commands {
            "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}"
        } else {
            "{about}\n\nCách dùng: {usage}\n\n{all-args}"
        })
        .mut_args(move |arg| {
            let own = if arg.is_positional() { "Đối số" } else { "Tùy chọn" };
            let all = ARGUMENTS_VI.iter().chain(&MORE_VI).chain(&MONDAY_VI);
            let all = all.chain(&SCHEDULE_VI).chain(&LEDGER_VI).chain(&formats::TEXTS_VI);
            let id = arg.get_id().as_str();
            let own_text = all.clone().find(|(of, of_id, _)| *of == name && *of_id == id);
            let office = OFFICE_VI.iter().find(|(of_id, _)| {
                *of_id == id && matches!(name.as_str(), "report" | "letters" | "form")
            });
            let text = own_text.map(|(.., text)| *text).or(office.map(|(_, text)| *text));
            let shared = arg.get_help_heading().is_some();
            let arg = if shared { arg } else { arg.help_heading(own) };
            match text {
                Some(text) => arg.help(text),
                None => arg,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        command(Lang::En).debug_assert();
        command(Lang::Vi).debug_assert();
    }

    #[test]
    fn every_text_of_the_help_is_there_in_vietnamese() {
        let (vi, en) = (command(Lang::Vi), command(Lang::En));
        let pairs = vi.get_subcommands().zip(en.get_subcommands());
        for (vi, en) in pairs.chain([(&vi, &en)]) {
            let (a, b) = (vi.get_about().unwrap(), en.get_about().unwrap());
            assert_ne!(a.to_string(), b.to_string(), "{}", vi.get_name());
            for (vi_arg, en_arg) in vi.get_arguments().zip(en.get_arguments()) {
                let (a, b) = (vi_arg.get_help().unwrap(), en_arg.get_help().unwrap());
                assert_ne!(a.to_string(), b.to_string(), "{} {}", vi.get_name(), vi_arg.get_id());
            }
        }
    }
}
