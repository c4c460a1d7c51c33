"""Reading PDFs back in tests."""

import io
import re

import page as checker
import pikepdf
from pypdf import PdfReader


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pages(content: bytes) -> list[str]:
    """Return the words of each page, spaces made single, so that a reviewer can read a diff."""
    return [_tidy(page.extract_text()) for page in read(content).pages]


def words(content: bytes) -> str:
    """Return all words of a paper on one line."""
    return " ".join(" ".join(pages(content)).split())


def faults(content: bytes) -> list[str]:
    """Return what a checker of PDF/UA-1 that is not ours finds wrong with a paper."""
    report = checker.validate_pdf_bytes(content, profile="ua1")
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def structure(content: bytes) -> list[tuple[str, str]]:
    """Return what a screen reader reads, in its order: the kind of each element and its words."""
    with pikepdf.open(io.BytesIO(content)) as held:
        said = [_marked(page) for page in held.pages]
        numbers = {page.objgen: number for number, page in enumerate(held.pages)}

        def walk(element):
            held = element.get("/K", [])
            kids = list(held) if isinstance(held, pikepdf.Array) else [held]
            own = [one for one in kids if one.get("/Type") == "/MCR"]
            words = "".join(said[numbers[one.Pg.objgen]][int(one.MCID)] for one in own)
            yield str(element.S)[1:], " ".join(words.split())
            for one in kids:
                if one.get("/Type") not in {"/MCR", "/OBJR"}:
                    yield from walk(one)

        return list(walk(held.Root.StructTreeRoot.K))


def alternatives(content: bytes) -> list[str]:
    """Return what is said in place of each drawing of a paper."""
    with pikepdf.open(io.BytesIO(content)) as held:
        return [
            str(one.Alt)
            for one in held.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]


def _marked(page) -> dict[int, str]:
    """Return the words of each marked stretch of a page."""
    letters = {}
    for name, font in page.Resources.Font.items():
        if "/ToUnicode" in font:
            told = re.findall(rb"<([0-9A-F]+)> <([0-9A-F]+)>", font.ToUnicode.read_bytes())
            letters[name] = {int(code, 16): chr(int(value, 16)) for code, value in told}
    found, stack, face = {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                stack.append(int(operands[1].MCID))
                found.setdefault(stack[-1], "")
            case "BMC":
                stack.append(None)
            case "EMC":
                stack.pop()
            case "Tf":
                face = letters.get(str(operands[0]), {})
            case "Tj" if stack and stack[-1] is not None:
                found[stack[-1]] += "".join(face.get(code, "?") for code in bytes(operands[0]))
    return found


def as_text(content: bytes) -> str:
    """Return a paper as a golden file keeps it; it must pass the checker of PDF/UA-1."""
    assert faults(content) == []
    return "".join(
        f"--- page {number} ---\n{page}\n" for number, page in enumerate(pages(content), 1)
    )


def fonts(content: bytes) -> dict[str, bool]:
    """Return the fonts of a paper, each with whether it is embedded."""
    found = {}
    for page in read(content).pages:
        for held in page["/Resources"]["/Font"].values():
            font = held.get_object()
            descriptor = font.get("/FontDescriptor", {})
            found[str(font["/BaseFont"])] = "/FontFile2" in descriptor
    return found


def outline(content: bytes) -> list[tuple[int, str, int]]:
    """Return the bookmarks: depth, words, number of the page they lead to."""
    reader = read(content)

    def walk(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, entry.title, reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline, 0))


def _tidy(text: str) -> str:
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
