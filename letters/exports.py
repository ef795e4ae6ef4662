"""Labels and envelopes for letters that were made: data in, bytes out."""

from collections.abc import Sequence
from math import ceil

from core.pdf import many_papers, render_document, render_pdf, write_pdf
from letters.models import Letter, LetterBatch

ROWS, COLUMNS = 10, 3  # Avery 5160
LABELS_A_SHEET = ROWS * COLUMNS
#: Characters that fit on a line of a label, and how many lines: normal, small, tiny print.
LABEL_SIZES = (("", 34, 5), ("small", 41, 6), ("tiny", 48, 8))
ENVELOPES_A_PIECE = 25  # laid out together; many more at once take longer each


def labels_pdf(batch: LetterBatch, letters: Sequence[Letter], *, start: int = 1) -> bytes:
    """One label a letter, left to right. ``start`` is the first free label of the first sheet, so
    that a sheet that was begun can be used up."""
    sheets: list[list[dict[str, object]]] = []
    for place, letter in enumerate(letters, start=start - 1):
        if not sheets or place % LABELS_A_SHEET == 0:
            sheets.append([])
        lines = letter.values["paper"]["to"]
        row, column = divmod(place % LABELS_A_SHEET, COLUMNS)
        sheets[-1].append(
            {"row": row + 1, "column": column + 1, "lines": lines, "size": label_size(lines)}
        )
    return render_pdf("print/labels.html", {"title": f"Labels: {batch}", "sheets": sheets})


def envelopes_pdf(batch: LetterBatch, letters: Sequence[Letter]) -> bytes:
    """One #10 envelope a letter."""
    envelopes = [letter.values["paper"] for letter in letters]
    pieces = [
        envelopes[start : start + ENVELOPES_A_PIECE]
        for start in range(0, len(envelopes), ENVELOPES_A_PIECE)
    ]
    title = f"Envelopes: {batch}"
    with many_papers():
        return write_pdf(
            render_document("print/envelopes.html", {"title": title, "envelopes": piece})
            for piece in pieces
        )


def label_size(lines: Sequence[str]) -> str:
    """The largest print in which the address fits, long lines broken."""
    for size, characters, most in LABEL_SIZES:
        if sum(ceil(len(line) / characters) for line in lines) <= most:
            return size
    return LABEL_SIZES[-1][0]
