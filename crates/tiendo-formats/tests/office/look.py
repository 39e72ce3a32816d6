"""Office files through LibreOffice to PDF and PNG: `look.py FOLDER`, where the files lie; pictures lie beside them.

Fails where a file does not open, where a page is blank, or where the text of a page lacks what must stand on it.
"""

import pathlib
import subprocess
import sys

MARK = "SIMULATED"


def run(*args: object) -> str:
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{args[0]}: {done.stderr.strip()}")
    return done.stdout


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    files = sorted(p for p in folder.rglob("*") if p.suffix in {".xlsx", ".docx"})
    if not files:
        sys.exit(f"{folder} holds no office file")
    # An own profile, so that a running office is not asked.
    profile = (folder / "profile").resolve().as_uri()
    run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, *files)
    for file in files:
        pdf = folder / f"{file.stem}.pdf"
        if not pdf.is_file():
            sys.exit(f"{file.name} was not opened")
        text = run("pdftotext", "-layout", pdf, "-")
        pages = text.count("\f")
        shown = text.split("\f")[:pages]
        blank = [n for n, page in enumerate(shown, 1) if not page.strip()]
        if blank:
            sys.exit(f"{file.name}: of {pages} pages {len(blank)} are blank: {blank[:5]}")
        bare = [n for n, page in enumerate(shown, 1) if MARK not in page]
        if bare:
            sys.exit(f"{file.name}: pages {bare[:5]} do not say {MARK}")
        run("pdftoppm", "-r", 70, "-png", "-f", 1, "-l", 2, pdf, folder / file.stem)
        small = [p.name for p in folder.glob(f"{file.stem}-*.png") if p.stat().st_size < 5_000]
        if small:
            sys.exit(f"{file.name}: {small} show nothing")
        print(f"{file.name}: {pages} pages, none of them blank, each marked")


main()
