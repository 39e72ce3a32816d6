//! The schemes that are built in, each with its source.

use super::{
    Adjustment, Band, Component, Counted, Label, Measure, Part, Points, ProductMeasure, Scheme,
};
use crate::policy::Rate;

/// Names of the schemes built in.
pub const BUILT_IN: [&str; 4] = ["qd-766", "nd-335", "plan02-light", "province-example"];

pub(super) fn scheme(name: &str) -> Option<Scheme> {
    match name {
        "qd-766" => Some(service_index()),
        "nd-335" => Some(civil_servant()),
        "plan02-light" => Some(traffic_light()),
        "province-example" => Some(province()),
        _ => None,
    }
}

fn label(key: &str, name: &str, name_en: &str) -> Label {
    Label { key: key.into(), name: name.into(), name_en: name_en.into() }
}

fn band(from: i32, key: &str, name: &str, name_en: &str) -> Band {
    let Label { key, name, name_en } = label(key, name, name_en);
    Band { from: Points::whole(from), key, name, name_en }
}

fn component(key: &str, name: &str, name_en: &str, maximum: i32, parts: Vec<Part>) -> Component {
    Component {
        key: key.into(),
        name: name.into(),
        name_en: name_en.into(),
        maximum: Points::whole(maximum),
        cap: None,
        parts,
    }
}

fn plain(name: &str, title: &str, title_en: &str, source: &str) -> Scheme {
    Scheme {
        name: name.into(),
        version: 1,
        title: title.into(),
        title_en: title_en.into(),
        source: source.into(),
        minimum_due: 0,
        cap: None,
        unjudged: None,
        components: Vec::new(),
        adjustments: Vec::new(),
        bands: Vec::new(),
    }
}

fn service_index() -> Scheme {
    let given = |key, name, name_en, maximum| component(key, name, name_en, maximum, Vec::new());
    Scheme {
        components: vec![
            given("openness", "Công khai, minh bạch", "Openness and transparency", 18),
            given("progress", "Tiến độ giải quyết", "Timeliness", 20),
            given("online_services", "Dịch vụ công trực tuyến", "Online services", 12),
            given("online_payment", "Thanh toán trực tuyến", "Online payment", 10),
            given("satisfaction", "Mức độ hài lòng", "Satisfaction", 18),
            given("digitisation", "Số hóa hồ sơ", "Digitisation of files", 22),
        ],
        ..plain(
            "qd-766",
            "Bộ chỉ số phục vụ người dân, doanh nghiệp",
            "Index of service to people and enterprises",
            "Decision 766/QĐ-TTg of 23 June 2022; the bounds of its labels were not found published",
        )
    }
}

fn civil_servant() -> Scheme {
    let products =
        |of: ProductMeasure, step_percent| Part { step_percent, ..Part::of(Measure::Products(of)) };
    Scheme {
        components: vec![
            component("common", "Tiêu chí chung", "Common criteria", 30, Vec::new()),
            component(
                "results",
                "Kết quả thực hiện nhiệm vụ",
                "Results",
                70,
                vec![
                    products(ProductMeasure::Quantity, None),
                    products(ProductMeasure::Quality, Some(25)),
                    products(ProductMeasure::Progress, Some(25)),
                ],
            ),
        ],
        bands: vec![
            band(90, "excellent", "hoàn thành xuất sắc nhiệm vụ", "excellent"),
            band(70, "good", "hoàn thành tốt nhiệm vụ", "good"),
            band(50, "done", "hoàn thành nhiệm vụ", "done"),
            band(0, "not_done", "không hoàn thành nhiệm vụ", "not done"),
        ],
        ..plain(
            "nd-335",
            "Theo dõi, đánh giá công chức",
            "Assessment of civil servants",
            "Decree 335/2025/NĐ-CP, Articles 12 and 14; the ceiling of 20 % on excellent ratings is a \
             decision on a body and no score",
        )
    }
}

fn traffic_light() -> Scheme {
    let on_time = Part::of(Measure::Rate(Rate::OnTimeOverDue));
    Scheme {
        minimum_due: 1,
        unjudged: Some(label("grey", "xám: chưa đủ căn cứ", "grey: cannot be judged")),
        components: vec![component(
            "on_time",
            "Tỷ lệ đúng hạn trên số đã đến hạn",
            "Done on time of what has fallen due",
            100,
            vec![on_time],
        )],
        bands: vec![
            band(90, "green", "xanh", "green"),
            band(70, "amber", "vàng", "amber"),
            band(0, "red", "đỏ", "red"),
        ],
        ..plain(
            "plan02-light",
            "Đèn tín hiệu Kế hoạch 02",
            "Traffic light of Plan 02",
            "Plan 02-KH/BCĐTW reports by colour without publishing bounds; the bounds of 90 and 70 are ours",
        )
    }
}

fn province() -> Scheme {
    let points = |hundredths| Points::from_hundredths(hundredths);
    let adjustment =
        |key: &str, name: &str, name_en: &str, counted, beyond, each, limit| Adjustment {
            key: key.into(),
            name: name.into(),
            name_en: name_en.into(),
            counted,
            beyond,
            points: points(each),
            limit,
        };
    Scheme {
        minimum_due: 5,
        cap: Some(Points::whole(100)),
        unjudged: Some(label("unjudged", "chưa đủ căn cứ", "cannot be judged")),
        components: vec![
            component(
                "on_time",
                "Đúng hạn trên số đã đến hạn",
                "On time of what has fallen due",
                60,
                vec![Part::of(Measure::Rate(Rate::OnTimeOverDue))],
            ),
            component("quality", "Chất lượng", "Quality", 40, Vec::new()),
        ],
        adjustments: vec![
            adjustment(
                "late",
                "Mỗi việc quá hạn hoặc hoàn thành quá hạn",
                "Each late or overdue task",
                Counted::LateOrOverdue,
                0,
                -200,
                None,
            ),
            adjustment(
                "load",
                "Mỗi việc vượt 15 việc",
                "Each task over 15",
                Counted::FallenDue,
                15,
                100,
                Some(Points::whole(10)),
            ),
            adjustment(
                "high_priority",
                "Mỗi việc ưu tiên cao đúng hạn",
                "Each task of high priority on time",
                Counted::Given,
                0,
                50,
                Some(Points::whole(5)),
            ),
        ],
        bands: vec![
            band(90, "excellent", "hoàn thành xuất sắc", "excellent"),
            band(75, "good", "hoàn thành tốt", "good"),
            band(50, "done", "hoàn thành", "done"),
            band(0, "not_done", "không hoàn thành", "not done"),
        ],
        ..plain(
            "province-example",
            "Ví dụ bộ tiêu chí của một tỉnh",
            "Worked example of a province's scheme",
            "A worked example after the published practice of a provincial operations centre; no province's \
             rule. Bands as in 1748/QĐ-UBND (Đắk Nông, 2018), by lower bounds",
        )
    }
}
