"""The table of the documents: what the doctor found in the folder, as HTML.

Where documents may be changed, the name of each is a button that chooses it; page.js hands the click on.
"""

from corpus.doctor import Examination, Finding
from page.markup import counted, literal

_SHOWN = 500  # rows of the table


def table(found: Examination, writable: bool = False) -> str:
    """The documents with their dates and problems, as HTML.

    Args:
        found: What `corpus.doctor` found.
        writable: Whether a document can be chosen to be changed.

    Returns:
        HTML in which every word of a document is text.
    """
    made = found.summary
    told = [counted(made.documents, "document")]
    told += [f"{made.begins} to {made.ends}"] if made.begins else []
    for number, name in (
        (made.undated, "undated"),
        (made.inferred, "with an inferred date"),
        (made.reprints, "reprinted"),
        (made.skipped, "not readable"),
    ):
        told += [f"{number} {name}"] if number else []
    rows = "".join(_row(one, writable) for one in found.documents[:_SHOWN])
    more = len(found.documents) - _SHOWN
    left = f'<p class="hint">{counted(more, "more document")}: `dateline doctor` shows all.</p>' if more > 0 else ""
    problems = "".join(f'<p class="error">{literal(problem)}</p>' for problem in made.problems)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Document", "Date", "How it is known", "Problems"))
    return (
        f'<p class="status">{" · ".join(literal(part) for part in told)}</p>{problems}'
        f'<div class="scroll" tabindex="0"><table class="documents"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{left}"
    )


def _row(one: Finding, writable: bool) -> str:
    name = f"<strong>{literal(one.title)}</strong><br>" if one.title else ""
    known = [one.precision or "", one.signal or "", "inferred" if one.inferred else ""]
    known += ["ambiguous"] if one.ambiguous else []
    known += [f"reprint of {one.reprint_of}"] if one.reprint_of else []
    missing = "undated" if one.title else "not read"
    when = literal(one.published) if one.published else f'<span class="badge">{missing}</span>'
    file = f'<span class="file">{literal(one.file)}</span>'
    if writable:
        hint = "Choose it, to date or remove it"
        file = f'<button type="button" class="file choose" title="{hint}">{literal(one.file)}</button>'
    wrong = "<br>".join(literal(problem) for problem in one.problems)
    return (
        f'<tr><td>{name}{file}</td><td class="when">{when}</td>'
        f"<td>{literal(', '.join(part for part in known if part))}</td><td>{wrong}</td></tr>"
    )
