"""Reports as `tiendo` writes them, and registers of invented agencies to write them of."""

import csv
import os
import pathlib
import subprocess

DAY = "2025-12-31"

# What a page must show as text and never obey.
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></script><script>alert(1)</script>",
    "<!-- --><svg onload=alert(1)>--!>",
    "<iframe src=javascript:alert(1)></iframe>",
    "&lt;b&gt;&#x3c;b&#62;",
    "{{7*7}}{% raw %}${7*7}",
    "javascript:alert(1)//",
    "]]><base href=http://example.com/>",
    "<template><form action=http://example.com><input autofocus onfocus=alert(1)>",
    "\u202eexe.gnp\u202c \u2066x\u2069 \u200f",
    "Cổng\u2028dịch\u2029vụ",
    "__proto__ constructor toString",
]


def tiendo(*args: object) -> str:
    """Runs the command that the tests were given."""
    command = [os.environ.get("TIENDO", "tiendo"), *(str(a) for a in args)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def simulated(path: pathlib.Path, lang: str) -> pathlib.Path:
    """The built-in register with invented reports."""
    tiendo("report", "--html", path, "--simulated", "--as-of", DAY, "--lang", lang, "--force")
    return path


def unreported(path: pathlib.Path, lang: str) -> pathlib.Path:
    """The built-in register, on which nobody has reported."""
    tiendo("report", "--html", path, "--as-of", DAY, "--lang", lang, "--force")
    return path


def write(folder: pathlib.Path, name: str, rows: list[dict[str, object]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def hostile(folder: pathlib.Path, lang: str) -> pathlib.Path:
    """Every hostile text as the name of an agency, the title of a task and of a document, a product and a reason."""
    folder.mkdir(parents=True)
    names = list(enumerate(HOSTILE))
    agencies = [{"id": f"VD-{n}", "name": f"Sở {text} {n}", "level": "department"} for n, text in names]
    write(folder, "agencies.csv", agencies)
    documents = [{"id": f"D-{n}", "title": f"Kế hoạch {text}", "issued_on": "2025-01-02"} for n, text in names]
    write(folder, "documents.csv", documents)
    tasks = [
        {
            "id": own,
            "document": f"D-{n}",
            "title": f"Việc {text}",
            "product": f"Sản phẩm {text}",
            "addressees": f"VD-{n}",
            "assigned_on": "2025-01-02",
            "deadline": f"2025-{1 + n % 12:02}-15",
        }
        # Ids that a page or its script might take for their own.
        for (n, text), own in zip(names, ["summary", "__proto__", "search", "constructor", "h-tasks", *"abcdefghi"], strict=True)
    ]
    write(folder, "tasks.csv", tasks)
    reports = [
        {
            "id": f"R-{n}",
            "task": tasks[n]["id"],
            "kind": "obstacle" if n % 2 else "progress",
            "reported_on": "2025-02-03",
            "by": f"VD-{n}",
            "percent": "" if n % 2 else "40",
            "reason": text,
            "evidence": "javascript:alert(1)" if n % 3 else text,
        }
        for n, text in names
    ]
    write(folder, "reports.csv", reports)
    path = folder / "report.html"
    tiendo("report", "--html", path, "--data", folder, "--no-base", "--as-of", DAY, "--lang", lang)
    return path


def large(folder: pathlib.Path, tasks: int) -> pathlib.Path:
    """A register of so many tasks of sixty invented agencies; two thirds of them were reported on."""
    folder.mkdir(parents=True)
    agencies = [{"id": f"VD-{n}", "name": f"Sở Ví dụ số {n}", "level": "department"} for n in range(60)]
    write(folder, "agencies.csv", agencies)
    write(folder, "documents.csv", [{"id": "D-1", "title": "Kế hoạch ví dụ", "issued_on": "2025-01-02"}])
    what = ["Nâng cấp cổng dịch vụ công", "Xây dựng cơ sở dữ liệu đất đai", "Đào tạo nhân lực số", "Rà soát thể chế"]
    rows = [
        {
            "id": f"T{n:05}",
            "document": "D-1",
            "title": f"{what[n % 4]}, đợt {n % 97}, địa bàn {n % 61}",
            "addressees": f"VD-{n % 60}",
            "assigned_on": "2025-01-02",
            "deadline": f"{2025 + n % 2}-{1 + n % 12:02}-{1 + n % 28:02}",
        }
        for n in range(tasks)
    ]
    write(folder, "tasks.csv", rows)
    reports = [
        {
            "id": f"R{n:05}",
            "task": f"T{n:05}",
            "kind": "complete" if n % 3 == 1 else "progress",
            "reported_on": f"2025-{1 + n % 11:02}-20",
            "by": f"VD-{n % 60}",
            "percent": "" if n % 3 == 1 else str(n % 90),
            "provenance": "simulated",
        }
        for n in range(tasks)
        if n % 3
    ]
    write(folder, "reports.csv", reports)
    path = folder / "report.html"
    tiendo("report", "--html", path, "--data", folder, "--no-base", "--as-of", DAY, "--lang", "vi")
    return path


def pages(data: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A folder of an index and a page of each agency, of a register that is there."""
    tiendo("report", "--html-dir", folder, "--data", data, "--no-base", "--as-of", DAY, "--lang", "vi")
    return folder
