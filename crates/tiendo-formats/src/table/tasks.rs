//! Tasks, one row per version.

use tiendo::{Dependency, DependencyKind, Product, Task, TaskId, TaskRelation};

use super::word::Word;
use super::{Cells, Row, columns, number};

columns! {
    Id Id REQUIRED "id" ["Mã nhiệm vụ", "Mã"]
        "Mã duy nhất của nhiệm vụ" "Id, unique among tasks" "T0001";
    Document Id REQUIRED "document" ["Căn cứ", "Văn bản giao", "Văn bản", "document_id"]
        "Mã văn bản giao nhiệm vụ" "Id of the document that sets it" "02-KH/BCĐTW";
    Clause Text OPTIONAL "clause" ["Điều khoản", "Mục"]
        "Điều, khoản, mục của văn bản" "Clause of that document" "mục III.2";
    Title Text REQUIRED "title" ["Nhiệm vụ", "Nội dung nhiệm vụ", "Nội dung", "title_vi"]
        "Nội dung nhiệm vụ bằng tiếng Việt" "Title in Vietnamese" "Nâng cấp Cổng Dịch vụ công quốc gia";
    TitleEn Text OPTIONAL "title_en" ["Nhiệm vụ tiếng Anh"]
        "Nội dung nhiệm vụ bằng tiếng Anh" "Title in English" "Upgrade the National Public Service Portal";
    Addressees List OPTIONAL "addressees" ["Cơ quan chủ trì", "Chủ trì", "Đơn vị chủ trì", "lead_agency"]
        "Mã cơ quan hoặc nhóm chủ trì, cách nhau bằng dấu ; cơ quan đầu tiên chịu trách nhiệm chính" "Ids of the agencies or groups that owe it, separated by ; the first is the principal" "VPCP; BCA";
    Mode Word OPTIONAL "mode" ["Cách giao"]
        "each: từng cơ quan đều phải làm; joint: cùng chủ trì" "each: every addressee owes it; joint: they owe it together" "joint";
    Coordinating List OPTIONAL "coordinating" ["Cơ quan phối hợp", "Phối hợp", "Đơn vị phối hợp", "coordinating_agencies"]
        "Mã cơ quan phối hợp, cách nhau bằng dấu ;" "Ids of the coordinating agencies, separated by ;" "BKHCN; BTC";
    Assigner Id OPTIONAL "assigner" ["Cơ quan giao", "Giao"]
        "Mã cơ quan giao; trống: cơ quan ban hành văn bản" "Id of who assigned it; empty: the document's issuer" "BCDTW";
    Supervisor Id OPTIONAL "supervisor" ["Cơ quan giám sát", "Cơ quan theo dõi"]
        "Mã cơ quan giám sát" "Id of the agency that supervises it" "VPTW";
    Delegates List OPTIONAL "delegates" ["Cơ quan được ủy quyền"]
        "Mã cơ quan được quyết định thay cơ quan giao, cách nhau bằng dấu ;" "Ids of agencies that may decide in the assigner's place, separated by ;" "VPCP";
    ResponsiblePerson Text OPTIONAL "responsible_person" ["Người chịu trách nhiệm", "Đầu mối"]
        "Chức vụ của người chịu trách nhiệm, không ghi tên" "Post of who answers for it, no name" "Cục trưởng";
    SupervisingLeader Text OPTIONAL "supervising_leader" ["Lãnh đạo phụ trách", "Lãnh đạo chỉ đạo"]
        "Chức vụ của lãnh đạo phụ trách, không ghi tên" "Post of the leader in charge, no name" "Phó Thủ tướng";
    Authority Text OPTIONAL "authority" ["Thẩm quyền"]
        "Thẩm quyền thực hiện" "The authority it is done with" "Thủ tướng Chính phủ";
    Product Text OPTIONAL "product" ["Sản phẩm", "Kết quả", "Sản phẩm đầu ra"]
        "Sản phẩm phải có" "What it must produce" "Cổng Dịch vụ công quốc gia phiên bản mới";
    ProductKind Word OPTIONAL "product_kind" ["Loại sản phẩm"]
        "Khi nào coi là xong: delivered, issued, in_force" "What counts as delivering it: delivered, issued, in_force" "delivered";
    ProductDocument Id OPTIONAL "product_document" ["Văn bản sản phẩm"]
        "Mã văn bản là sản phẩm, khi đã có" "Id of the document that is the product, once it exists" "71/NQ-CP";
    AssignedOn Day OPTIONAL "assigned_on" ["Ngày giao", "Ngày giao nhiệm vụ"]
        "Ngày giao; trống: ngày của văn bản" "Day of assignment; empty: the document's day" "2025-06-19";
    Deadline Text OPTIONAL "deadline" ["Thời hạn", "Thời gian hoàn thành", "Thời hạn hoàn thành", "Hạn", "Hạn hoàn thành", "deadline_text"]
        "Thời hạn đúng như văn bản ghi" "Deadline in the official wording" "trước ngày 15/8/2025";
    LastDay Day OPTIONAL "last_day" ["Ngày cuối", "deadline_date"]
        "Ngày cuối của thời hạn, khi người nhập tự xác định" "Last day of the deadline, where the caller states it" "2025-08-14";
    Indicative Flag OPTIONAL "indicative" ["Dự kiến"]
        "Có, nếu thời hạn chỉ là dự kiến" "Yes for a date that is only foreseen" "false";
    Group Id OPTIONAL "group" ["Nhóm", "Nhóm nhiệm vụ", "group_id"]
        "Mã nhóm nhiệm vụ" "Id of the task group" "3";
    Phase Id OPTIONAL "phase" ["Giai đoạn", "phase_id"]
        "Mã giai đoạn" "Id of the phase" "urgent";
    ClassifiedBy Word OPTIONAL "classified_by" ["Phân loại theo", "classification_basis"]
        "Ai xếp nhóm và giai đoạn: source (văn bản) hoặc collector (người nhập)" "Who said so of group and phase: source or collector" "source";
    Parent Id OPTIONAL "parent" ["Nhiệm vụ cấp trên", "Nhiệm vụ cha"]
        "Mã nhiệm vụ mà nó là một phần" "Id of the task that it is a part of" "T0002";
    Relations List OPTIONAL "relations" ["Quan hệ nhiệm vụ", "Nhiệm vụ liên quan"]
        "Quan hệ với nhiệm vụ khác: từ=mã; từ: restates, implements, part_of, supersedes" "Relations to other tasks: word=id; words: restates, implements, part_of, supersedes" "implements=T0002";
    Stage Word OPTIONAL "stage" ["Bước"]
        "pilot (thí điểm), evaluation (đánh giá), expansion (nhân rộng)" "pilot, evaluation, expansion" "pilot";
    PilotOf Id OPTIONAL "pilot_of" ["Thí điểm cho"]
        "Mã nhiệm vụ được thí điểm hoặc được nhân rộng" "Id of the task whose pilot this is, or which this expands" "T0003";
    Weight Whole OPTIONAL "weight" ["Trọng số"]
        "Trọng số từ 1 đến 100; trống: 1" "Weight in sums, 1 to 100; empty: 1" "5";
    DurationDays Whole OPTIONAL "duration_days" ["Số ngày làm việc"]
        "Thời gian dự kiến theo ngày làm việc, 0 đến 65535" "Planned duration in working days, 0 to 65535" "30";
    Dependencies List OPTIONAL "dependencies" ["Nhiệm vụ trước"]
        "Nhiệm vụ phải xong trước: mã, mã=FS hoặc mã=FS=số ngày làm việc; kiểu: FS, SS, FF, SF" "Predecessors: id, id=FS or id=FS=working days; kinds: FS, SS, FF, SF" "T0002=FS=2; T0003";
    Classification Word OPTIONAL "classification" ["Độ mật"]
        "public (mặc định), internal, secret" "public (default), internal, secret" "public";
    ExternalIds List OPTIONAL "external_ids" ["Mã ở hệ thống khác"]
        "Mã ở hệ thống khác: hệ thống=mã" "Ids in other systems: system=id" "theodoinq=99";
    Source Text OPTIONAL "source" ["Nguồn", "source_url"]
        "Nơi lấy thông tin" "Where this was read" "Công báo";
    ValidFrom Day OPTIONAL "valid_from" ["Áp dụng từ ngày"]
        "Ngày bắt đầu áp dụng phiên bản này; trống: từ đầu" "Day from which this version holds; empty: always" "2025-06-19";
    RecordedAt Instant OPTIONAL "recorded_at" ["Thời điểm ghi nhận"]
        "Thời điểm ghi nhận phiên bản này" "When this version was recorded" "2025-06-20T08:00:00";
}

/// Reads a task. What is required stands last, so that one missing cell does not hide problems in others.
pub(crate) fn read(row: &mut Row<'_>) -> Option<Task> {
    let (id, document) = (row.required_id(Col::Id), row.required_id(Col::Document));
    let title = row.required_text(Col::Title);
    let relations = row.parts(Col::Relations, "word=id", relation);
    row.note_words(Col::Relations, relations.iter().map(|r| &r.kind));
    Some(Task {
        clause: row.text(Col::Clause),
        title_en: row.text(Col::TitleEn),
        addressees: row.ids(Col::Addressees),
        mode: row.word(Col::Mode),
        coordinating: row.ids(Col::Coordinating),
        assigner: row.id(Col::Assigner),
        supervisor: row.id(Col::Supervisor),
        delegates: row.ids(Col::Delegates),
        responsible_person: row.text(Col::ResponsiblePerson),
        supervising_leader: row.text(Col::SupervisingLeader),
        authority: row.text(Col::Authority),
        product: product(row),
        assigned_on: row.day(Col::AssignedOn),
        deadline: row.deadline(Col::Deadline, Col::LastDay),
        indicative: row.flag(Col::Indicative),
        group: row.id(Col::Group),
        phase: row.id(Col::Phase),
        classified_by: row.word(Col::ClassifiedBy),
        parent: row.id(Col::Parent),
        relations,
        stage: row.word(Col::Stage),
        pilot_of: row.id(Col::PilotOf),
        weight: row.whole(Col::Weight, 1, 100).unwrap_or(1),
        duration_days: row.whole(Col::DurationDays, 0, u16::MAX),
        dependencies: row.parts(Col::Dependencies, "id=FS=days", dependency),
        classification: row.word(Col::Classification),
        external_ids: row.pairs(Col::ExternalIds),
        source: row.text(Col::Source),
        valid_from: row.day(Col::ValidFrom),
        recorded_at: row.instant(Col::RecordedAt),
        id: id?,
        document: document?,
        title: title?,
    })
}

fn product(row: &mut Row<'_>) -> Option<Product> {
    let text = row.text(Col::Product);
    let (kind, document) = (row.word(Col::ProductKind), row.id(Col::ProductDocument));
    row.together(Col::Product, &[kind.is_some(), document.is_some()]);
    Some(Product { text: text?, kind, document })
}

fn relation(parts: &[Option<String>]) -> Option<TaskRelation> {
    let [Some(kind), Some(task)] = parts else { return None };
    Some(TaskRelation { kind: Word::read(kind)?, task: TaskId::new(task).ok()? })
}

fn dependency(parts: &[Option<String>]) -> Option<Dependency> {
    let (task, kind, lag) = match parts {
        [Some(task)] => (task, None, None),
        [Some(task), kind] => (task, kind.as_deref(), None),
        [Some(task), kind, lag] => (task, kind.as_deref(), lag.as_deref()),
        _ => return None,
    };
    let kind = kind.map_or(Some(DependencyKind::FinishToStart), |kind| {
        DependencyKind::parse(kind).or_else(|| Word::read(kind))
    })?;
    let lag = lag.map_or(Some(0), |lag| number::whole(lag).map(|r| r.value))?;
    Some(Dependency { task: TaskId::new(task).ok()?, kind, lag_days: i16::try_from(lag).ok()? })
}

/// Writes a task as [`read`] reads it.
pub(crate) fn write(task: &Task, cells: &mut Cells) {
    cells.id(Col::Id, &task.id);
    cells.id(Col::Document, &task.document);
    cells.some_text(Col::Clause, task.clause.as_ref());
    cells.text(Col::Title, &task.title);
    cells.some_text(Col::TitleEn, task.title_en.as_ref());
    cells.ids(Col::Addressees, &task.addressees);
    cells.some_word(Col::Mode, task.mode.as_ref());
    cells.ids(Col::Coordinating, &task.coordinating);
    cells.some_id(Col::Assigner, task.assigner.as_ref());
    cells.some_id(Col::Supervisor, task.supervisor.as_ref());
    cells.ids(Col::Delegates, &task.delegates);
    cells.some_text(Col::ResponsiblePerson, task.responsible_person.as_ref());
    cells.some_text(Col::SupervisingLeader, task.supervising_leader.as_ref());
    cells.some_text(Col::Authority, task.authority.as_ref());
    if let Some(product) = &task.product {
        cells.text(Col::Product, &product.text);
        cells.some_word(Col::ProductKind, product.kind.as_ref());
        cells.some_id(Col::ProductDocument, product.document.as_ref());
    }
    cells.some_day(Col::AssignedOn, task.assigned_on);
    cells.deadline(Col::Deadline, Col::LastDay, &task.deadline);
    cells.flag(Col::Indicative, task.indicative);
    cells.some_id(Col::Group, task.group.as_ref());
    cells.some_id(Col::Phase, task.phase.as_ref());
    cells.some_word(Col::ClassifiedBy, task.classified_by.as_ref());
    cells.some_id(Col::Parent, task.parent.as_ref());
    let relation =
        |r: &TaskRelation| vec![Some(r.kind.word().to_owned()), Some(r.task.to_string())];
    let relations: Vec<_> = task.relations.iter().map(relation).collect();
    cells.parts(Col::Relations, &relations);
    task.relations.iter().for_each(|r| cells.check_word(Col::Relations, &r.kind));
    cells.some_word(Col::Stage, task.stage.as_ref());
    cells.some_id(Col::PilotOf, task.pilot_of.as_ref());
    cells.whole(Col::Weight, task.weight, 1, 100);
    if let Some(days) = task.duration_days {
        cells.whole(Col::DurationDays, days, 0, u16::MAX);
    }
    let dependency = |d: &Dependency| {
        let lag = (d.lag_days != 0).then(|| d.lag_days.to_string());
        vec![Some(d.task.to_string()), Some(d.kind.as_str().to_owned()), lag]
    };
    let dependencies: Vec<_> = task.dependencies.iter().map(dependency).collect();
    cells.parts(Col::Dependencies, &dependencies);
    cells.some_word(Col::Classification, task.classification.as_ref());
    cells.pairs(Col::ExternalIds, &task.external_ids);
    cells.some_text(Col::Source, task.source.as_ref());
    cells.some_day(Col::ValidFrom, task.valid_from);
    cells.some_instant(Col::RecordedAt, task.recorded_at);
}
