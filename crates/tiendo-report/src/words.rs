//! All words of a page, in both languages side by side, so that none can be in one alone.

use tiendo::Lang;

macro_rules! words {
    ($($name:ident: $vi:literal, $en:literal;)+) => {
        /// The words of a page; `{name}` stands for a value that [`fill`] puts in.
        #[derive(Debug)]
        pub(crate) struct Words { $(pub(crate) $name: &'static str,)+ }

        static VI: Words = Words { $($name: $vi,)+ };
        static EN: Words = Words { $($name: $en,)+ };

        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $vi, $en),)+];
    };
}

words! {
    title: "Tình hình thực hiện nhiệm vụ đến ngày {day}", "Where the tasks stand as of {day}";
    title_of: "{name}: tình hình thực hiện nhiệm vụ đến ngày {day}", "{name}: where its tasks stand as of {day}";
    simulated: "SIMULATED: SỐ LIỆU MÔ PHỎNG, không phải của cơ quan nào", "SIMULATED: invented reports, not of any agency";
    no_reports: "Không có dữ liệu báo cáo: không có số nào dưới đây nói rằng một cơ quan chậm", "No report data: no figure below says that any agency is late";
    stamp_simulated: "SIMULATED · số liệu mô phỏng", "SIMULATED · invented reports";
    stamp_no_reports: "Không có dữ liệu báo cáo", "No report data";
    skip: "Đến nội dung chính", "Skip to the content";
    contents: "Mục lục", "Contents";
    pages: "Các trang", "Pages";
    index: "Trang chung", "Index";
    part_n: "Phần {n}", "Part {n}";
    parts: "Các phần", "Parts";
    part_before: "Phần trước", "Part before";
    part_next: "Phần sau", "Next part";
    made_by: "Lập bằng tiendo từ các nhiệm vụ công khai.", "Made by tiendo from public tasks.";
    summary: "Tóm tắt", "Summary";
    lead: "Đến ngày {day} có {tasks} nhiệm vụ đang có hiệu lực, do {documents} văn bản giao; {reports} báo cáo được xét.", "As of {day}, {tasks} {tasks:task|tasks} set by {documents} {documents:document|documents} {tasks:is|are} in force; {reports} {reports:report is|reports are} considered.";
    public_only: "Mọi số liệu chỉ tính các nhiệm vụ công khai.", "All figures are of public tasks only.";
    all_tasks: "Toàn bộ nhiệm vụ theo loại; số liệu ở bảng bên dưới", "All tasks by class; the figures are in the table below";
    shares_caption: "Tỷ trọng các loại; màu, hoa văn và số liệu ở bảng bên dưới.", "Shares of the classes; their colours, patterns and figures are in the table below.";
    classes_caption: "Số nhiệm vụ theo loại (các loại không trùng nhau, cộng lại bằng tổng số)", "Tasks by class (the classes do not overlap and add up to the total)";
    class: "Loại", "Class";
    tasks_count: "Số nhiệm vụ", "Tasks";
    share: "Tỷ trọng", "Share";
    total: "Tổng số", "Total";
    rate_is: "Tỷ lệ ({formula}): {rate}.", "Rate ({formula}): {rate}.";
    completion_is: "Mức hoàn thành theo trọng số: {rate}.", "Weighted completion: {rate}.";
    silence_note: "Nhiệm vụ quá hạn mà chưa có báo cáo là thiếu số liệu, được đếm riêng, không phải kết luận về cơ quan.", "A task past its last day without any report is missing data; it is counted apart and is no verdict on an agency.";
    silence_counted: "Theo quy tắc này, nhiệm vụ quá hạn mà chưa có báo cáo được tính là quá hạn trong các tỷ lệ; đó là thiếu số liệu, không phải kết luận về cơ quan.", "By this policy a task past its last day without any report counts as overdue in rates; it is missing data and no verdict on an agency.";
    past_without_data: "đã đến hạn, chưa có báo cáo", "past its last day, no report data";
    other_classes: "Loại khác", "Other classes";
    people: "Người dân, doanh nghiệp đánh giá", "What people and businesses say";
    people_note: "Đặt cạnh số nhiệm vụ đã hoàn thành: hoàn thành trên báo cáo chưa hẳn là người dân đã thấy.", "Beside what is done: what is done on paper is not yet what people see.";
    survey: "{people} người, {period}", "{people} {people:person|people}, {period}";
    asked: "Số người được hỏi, kỳ điều tra", "People asked, period";
    before: "Lần trước", "Before";
    sign_made: "NGƯỜI LẬP BÁO CÁO", "PREPARED BY";
    sign_head: "THỦ TRƯỞNG CƠ QUAN", "HEAD OF THE AGENCY";
    phases: "Các giai đoạn", "Phases";
    phase: "Giai đoạn", "Phase";
    phases_caption: "Nhiệm vụ theo giai đoạn của kế hoạch (đếm nhiệm vụ)", "Tasks by phase of the plan (tasks are counted)";
    no_phases: "Không có nhiệm vụ nào thuộc giai đoạn của một kế hoạch.", "No task belongs to a phase of a plan.";
    other_documents: "(văn bản khác)", "(other documents)";
    rate: "Tỷ lệ", "Rate";
    shares: "Cơ cấu", "Shares";
    burn_up: "Tiến trình theo ngày", "Day by day";
    burn_up_title: "{phase}, từ {from} đến {to}: {assigned} nhiệm vụ được giao, {done} đã hoàn thành", "{phase}, {from} to {to}: {assigned} {assigned:task|tasks} assigned, {done} done";
    burn_up_note: "Mỗi ngày tính theo những gì đã ghi nhận đến hết ngày đó; báo cáo ghi nhận muộn hơn không làm đổi đường đã vẽ.", "Each day is as known by its end; what was recorded later does not move the lines.";
    due_on: "hạn {day}", "due {day}";
    assigned: "Được giao", "Assigned";
    done: "Đã hoàn thành", "Done";
    assigned_n: "giao {count}", "{count} assigned";
    done_n: "xong {count}", "{count} done";
    data_of: "Bảng số liệu", "Figures";
    figures: "Số liệu", "Figures";
    day: "Ngày", "Day";
    groups: "Các nhóm nhiệm vụ", "Task groups";
    group: "Nhóm nhiệm vụ", "Task group";
    groups_caption: "Nhiệm vụ theo nhóm của kế hoạch (đếm nhiệm vụ)", "Tasks by group of the plan (tasks are counted)";
    no_groups: "Không có nhiệm vụ nào thuộc nhóm của một kế hoạch.", "No task belongs to a group of a plan.";
    ranking: "Xếp hạng theo cấp", "Ranking by level";
    rank_rule: "Xếp theo {formula}, tính cả cấp dưới; dưới {least} nhiệm vụ đã đến hạn thì không xếp hạng.", "By {formula}, with all below; under {least} {least:task|tasks} fallen due there is no rank.";
    rank_ends: "Ở cấp có trên {most} cơ quan, cơ quan không xếp hạng chỉ được đếm; nếu trên {most} cơ quan được xếp hạng thì chỉ nêu {ends} cơ quan đầu và {ends} cơ quan cuối (cùng hạng thì theo mã). Mọi cấp theo một quy tắc.", "In a level of more than {most} agencies those without a rank are only counted, and of more than {most} with a rank the first {ends} and the last {ends} are shown (equal ranks by id); one rule for every level.";
    rank_rest: "Trong báo cáo dạng thư mục, mỗi cơ quan có nhiệm vụ có một trang riêng; ở đây, nhiệm vụ của từng cơ quan lọc được ở phần cuối trang.", "In the report as a folder every agency with tasks has a page of its own; here, the tasks of each are filtered near the end of the page.";
    rank_rest_below: "Mọi cơ quan có nhiệm vụ đều ở bảng bên dưới, mỗi cơ quan một trang.", "Every agency with tasks stands in the table below, with a page of its own.";
    rank_between: "… {count} cơ quan khác, hạng {from} đến hạng {to} …", "… {count} more {count:agency|agencies}, rank {from} to rank {to} …";
    rank_without: "{count} cơ quan không xếp hạng ({why})", "{count} {count:agency|agencies} without a rank ({why})";
    no_agencies: "Không có cơ quan nào có nhiệm vụ.", "No agency has a task.";
    legend: "Chú thích", "Legend";
    rank: "Hạng", "Rank";
    rank_before: "Hạng trước", "Rank before";
    agency: "Cơ quan", "Agency";
    fallen_due: "Đã đến hạn", "Fallen due";
    overdue_count: "Quá hạn", "Overdue";
    why: "Vì sao", "Why";
    rate_of: "Tỷ lệ tính từ {num} trên {den}", "The rate is {num} of {den}";
    no_rank: "Không xếp hạng: {why}", "No rank: {why}";
    inherited: "{count} nhiệm vụ đã quá hạn trước khi được chuyển giao", "{count} {count:task was|tasks were} overdue before {count:it was|they were} handed over";
    rank_cause: "Từ báo cáo trước: {what} ({count})", "Since the report before: {what} ({count})";
    overdue: "Quá hạn", "Overdue";
    only_foreseen: "mới là dự kiến", "only foreseen";
    overdue_note: "Nhiệm vụ chưa hoàn thành đã quá ngày cuối, lâu nhất trước; chỉ gồm những việc đã có báo cáo.", "Open tasks past their last day, the longest first; only those that were reported on.";
    none_overdue: "Không có nhiệm vụ quá hạn nào đã có báo cáo.", "No task that was reported on is overdue.";
    due_soon: "Sắp đến hạn", "Due soon";
    due_soon_note: "Nhiệm vụ đến hạn trong {days} ngày tới.", "Tasks that fall due within {days} {days:day|days}.";
    due_soon_within: "trong {days} ngày trước ngày cuối", "within {days} {days:day|days} before the last day";
    none_due_soon: "Không có nhiệm vụ sắp đến hạn.", "No task is due soon.";
    id: "Mã", "Id";
    task: "Nhiệm vụ", "Task";
    last_day: "Ngày cuối", "Last day";
    days: "Số ngày", "Days";
    percent: "Tiến độ", "Progress";
    percent_sign: " %", "%";
    note: "Ghi chú", "Note";
    status: "Trạng thái", "Status";
    days_late: "quá {days} ngày", "{days} {days:day|days} late";
    days_left: "còn {days} ngày", "{days} {days:day|days} left";
    today: "hôm nay", "today";
    no_report_yet: "chưa có báo cáo", "no report yet";
    blocked_in_term: "vướng mắc nêu trước hạn chưa được tháo gỡ", "blocked since before its last day";
    inherited_row: "đã quá hạn trước khi chuyển giao", "overdue before it was handed over";
    only_if_strict: "chỉ quá hạn nếu hiểu 'trước' theo nghĩa chặt", "late only if 'before' is read strictly";
    more_rows: "Và {count} dòng khác không liệt kê ở đây.", "And {count} more that {count:is|are} not listed here.";
    and_more: "và {count} cơ quan khác", "and {count} more {count:agency|agencies}";
    nobody: "(không rõ cơ quan chủ trì)", "(no known lead)";
    several_agencies: "{count} cơ quan", "{count} {count:agency|agencies}";
    done_of: "{done} trên {of} cơ quan đã hoàn thành", "{done} of {of} agencies {done:is|are} done";
    considered: "{count} báo cáo được xét", "{count} {count:report is|reports are} considered";
    document: "Văn bản", "Document";
    product: "Sản phẩm", "Product";
    source: "Nguồn", "Source";
    changes: "Thay đổi từ báo cáo trước", "Changes since the last report";
    changes_caption: "Số dòng theo loại, nay và trước (mỗi nhiệm vụ của mỗi cơ quan một dòng)", "Rows by class, now and before (a row for each task of each agency)";
    no_previous: "Báo cáo này không so với báo cáo nào trước đó.", "This report is compared with none before it.";
    not_comparable: "Không so được với báo cáo trước: quy tắc đếm khác hoặc ngày muộn hơn.", "The report before cannot be compared: it counts by other rules, or is of a later day.";
    since: "So với ngày {day} ({reports} báo cáo được xét khi đó).", "Compared with {day} ({reports} {reports:report|reports} considered then).";
    now: "Nay", "Now";
    before_that: "Trước", "Before";
    change: "Thay đổi", "Change";
    newly_done: "Mới hoàn thành: {count}", "Newly done: {count}";
    newly_overdue: "Mới quá hạn: {count}", "Newly overdue: {count}";
    reopened: "Mở lại: {count}", "Reopened: {count}";
    no_longer_overdue: "Không còn quá hạn: {count}", "No longer overdue: {count}";
    none_of_these: "Không có.", "None.";
    critical: "Đường găng giữa các cơ quan", "Critical chain across agencies";
    critical_lead: "{tasks} nhiệm vụ và {links} liên kết được xếp lịch; {critical} nhiệm vụ không còn dự trữ, {late} xong sau ngày cuối; ngày xong cuối cùng: {finish}.", "{tasks} {tasks:task|tasks} and {links} {links:link|links} are scheduled; {critical} {critical:task has|tasks have} no slack, {late} {late:finishes after its|finish after their} last day; the last of all finishes on {finish}.";
    critical_silent: "Việc chưa có báo cáo được tính như còn nguyên từ ngày đánh giá: ngày của việc ấy là giả định, không phải kết luận về cơ quan.", "What nobody reported on is reckoned as not begun on the day judged: its dates are assumed, and are no verdict on an agency.";
    critical_caption: "Các nhiệm vụ quyết định ngày xong cuối cùng, theo thứ tự", "The tasks that drive the last finish, in order";
    handed_on: "→ chuyển sang", "→ passes to";
    no_links: "Không có liên kết nào giữa các nhiệm vụ, nên chưa có đường găng.", "No links between tasks are stated, so there is no chain.";
    no_schedule: "Không xếp được lịch: {why}", "There is no schedule: {why}";
    start: "Bắt đầu", "Start";
    finish: "Xong", "Finish";
    slack: "Dự trữ (ngày làm việc)", "Slack (working days)";
    kpis: "Chỉ tiêu", "KPIs";
    kpi: "Chỉ tiêu", "KPI";
    kpis_note: "Đường mục tiêu nối thẳng từ gốc qua các mục tiêu; chưa có số liệu và chưa đến hạn không phải là số không.", "The line of targets runs straight from the baseline through the targets; no data and not yet due are not zero.";
    kpis_caption: "Mục tiêu và kết quả của các chỉ tiêu", "Targets and results of the KPIs";
    no_kpis: "Không có chỉ tiêu nào.", "There are no KPIs.";
    baseline_is: "{value} (gốc)", "{value} (baseline)";
    kpi_says: "{state}; kết quả {actual}, mục tiêu đến ngày đánh giá {target} ({unit})", "{state}; actual {actual}, target on the day {target} ({unit})";
    unit: "Đơn vị", "Unit";
    actual: "Kết quả", "Actual";
    target: "Mục tiêu", "Target";
    target_today: "Mục tiêu đến ngày đánh giá", "Target on the day";
    direction: "Hướng", "Direction";
    measured_on: "Đo đến ngày", "Measured to";
    state: "Tình trạng", "State";
    quality: "Chất lượng dữ liệu", "Data quality";
    quality_note: "Đây là những điều dữ liệu nêu hoặc chưa nêu, không phải kết luận về cơ quan.", "What the data state and do not state; none is a verdict on an agency.";
    clears_caption: "Các điều \"rõ\" được nêu trong nhiệm vụ", "Which of the clears the tasks state";
    clear: "Điều rõ", "Clear";
    stated: "Đã nêu", "Stated";
    missing: "Chưa nêu", "Missing";
    stated_share: "Tỷ lệ đã nêu", "Share stated";
    least_complete: "Các cơ quan có nhiệm vụ nêu chưa đủ nhất", "Agencies whose tasks state the least";
    findings_caption: "Kết quả kiểm tra dữ liệu theo loại", "What checking the data found, by kind";
    severity: "Mức độ", "Severity";
    finding: "Nội dung", "Finding";
    times: "Số lần", "Times";
    nothing_found: "Kiểm tra dữ liệu không thấy gì.", "Checking the data found nothing.";
    not_checked: "Từng loại lỗi dữ liệu không được đếm ở đây; xem lệnh tiendo check.", "Findings are not counted here by kind; see the command tiendo check.";
    tasks: "Từng nhiệm vụ", "Every task";
    tasks_n: "{count} nhiệm vụ", "{count} {count:task|tasks}";
    no_tasks: "Không có nhiệm vụ công khai nào đang có hiệu lực.", "No public task is in force.";
    find_tasks: "Tìm và lọc nhiệm vụ", "Find and filter tasks";
    search: "Tìm (không cần dấu)", "Search (accents may be left out)";
    all: "Tất cả", "All";
    reset: "Bỏ lọc", "Clear filters";
    shown_of: "Hiển thị {n} trên {m}", "Showing {n} of {m}";
    sort_by: "Sắp xếp theo", "Sort by";
    block: "Nhiệm vụ {from} đến {to} trên {of}", "Tasks {from} to {to} of {of}";
    find_agencies: "Tìm cơ quan", "Find agencies";
    agencies_caption: "Cơ quan có nhiệm vụ, mỗi cơ quan một trang", "Agencies with tasks, a page for each";
    agencies_part: "Bảng này gồm các cơ quan {from} đến {to} trên {of}; các cơ quan khác ở các phần khác của trang chung.", "This table holds agencies {from} to {to} of {of}; the others stand in the other parts of the index.";
    scope: "Phạm vi và cách đọc", "Scope and how to read it";
    day_judged: "Ngày đánh giá", "Day judged";
    day_known: "Ghi nhận", "Known";
    everything_recorded: "mọi báo cáo đã ghi nhận", "everything recorded";
    recorded_by: "ghi nhận đến hết ngày {day}", "recorded by the end of {day}";
    hidden: "Báo cáo không xét vì ghi nhận sau đó", "Reports hidden, as recorded later";
    policy: "Quy tắc đếm", "Policy";
    policy_is: "{name}, phiên bản {version}", "{name}, version {version}";
    calendar: "Lịch làm việc", "Calendar";
    silence: "Quá hạn, chưa có báo cáo", "Overdue without a report";
    provenance: "Nguồn báo cáo", "Source of the reports";
    tasks_in_force: "Nhiệm vụ đang có hiệu lực", "Tasks in force";
    documents_counted: "Văn bản giao", "Documents";
    reports_seen: "Báo cáo được xét", "Reports considered";
    rows: "Số dòng (nhiệm vụ, cơ quan)", "Rows (task, agency)";
    disclosure: "Phạm vi công khai", "Disclosure";
    disclosure_is: "chỉ các nhiệm vụ công khai; tổng số không nói gì về các nhiệm vụ khác", "public tasks only; the totals tell nothing of others";
    data_version: "Phiên bản dữ liệu", "Data version";
    how_to_read: "Bảng theo giai đoạn và nhóm đếm nhiệm vụ; bảng theo cơ quan đếm từng nhiệm vụ giao cho từng cơ quan.", "Tables by phase and group count tasks; tables by agency count each task at each agency.";
    left_out: "Tên người và lời văn tự do trong báo cáo không được đưa vào trang này.", "Names of persons and free texts of reports are left out of this page.";
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(lang: Lang) -> &'static Words {
        match lang {
            Lang::Vi => &VI,
            Lang::En => &EN,
        }
    }
}

/// A sentence with its values in place of `{name}`, and in place of `{name:one|many}` what fits a value that counts.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        let (name, forms) = name.split_once(':').map_or((name, None), |(name, f)| (name, Some(f)));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(match forms.and_then(|forms| forms.split_once('|')) {
                Some((one, _)) if *value == "1" => one,
                Some((_, many)) => many,
                None => value,
            });
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn values(template: &str) -> BTreeSet<&str> {
        template
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|part| part.0.split(':').next().unwrap_or_default())
            .collect()
    }

    #[test]
    fn both_languages_are_complete_and_name_the_same_values() {
        for (name, vi, en) in ALL {
            assert!(!vi.is_empty() && !en.is_empty(), "{name}");
            assert_eq!(values(vi), values(en), "{name}");
        }
    }

    #[test]
    fn values_take_their_places_once() {
        assert_eq!(fill("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
        assert_eq!(fill("open {", &[]), "open {");
        let days = |n| fill("{days} {days:day|days} late", &[("days", n)]);
        assert_eq!((days("1"), days("21")), ("1 day late".to_owned(), "21 days late".to_owned()));
    }
}
