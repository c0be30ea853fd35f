"""A folder's files: what is listed, what is read out of each, and what happens to bad ones."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Document, Skipped, list_files, read_file
from corpus.readers import READERS

NOW = date(2026, 11, 22)


def write(folder: Path, file: str, content: str | bytes) -> str:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def read(folder: Path, file: str, content: str | bytes) -> Document:
    documents = read_file(folder, write(folder, file, content), now=NOW)
    assert isinstance(documents, tuple), documents
    return documents[0]


def reason(folder: Path, file: str, content: str | bytes, **limits: float) -> str:
    skipped = read_file(folder, write(folder, file, content), now=NOW, **limits)
    assert isinstance(skipped, Skipped)
    assert skipped.file == file
    return skipped.reason


def test_files_are_listed_sorted_with_their_folders(tmp_path):
    for file in ("b.txt", "a/z.md", "a/b/c.html", ".hidden.txt", ".git/x.txt", "a/.y.txt", "odd.xyz"):
        write(tmp_path, file, "x")
    assert list_files(tmp_path) == ["a/b/c.html", "a/z.md", "b.txt", "odd.xyz"]


def test_links_out_of_the_folder_and_loops_are_survived(tmp_path):
    corpus = tmp_path / "corpus"
    write(tmp_path, "secret.txt", "x")
    write(corpus, "a/in.txt", "x")
    os.symlink(tmp_path / "secret.txt", corpus / "out.txt")
    os.symlink(tmp_path, corpus / "up")
    os.symlink(corpus, corpus / "a" / "loop")
    os.symlink(corpus / "nowhere", corpus / "dead.txt")
    os.symlink(corpus / "self.txt", corpus / "self.txt")
    os.symlink(corpus / "a", corpus / "twice")
    # Links are named, so that nothing is dropped in silence, but only a/in.txt is ever opened.
    assert list_files(corpus) == ["a/in.txt", "a/loop", "dead.txt", "out.txt", "self.txt", "twice", "up"]
    reasons = {
        file: read.reason
        for file in list_files(corpus)
        if isinstance(read := read_file(corpus, file, now=NOW), Skipped)
    }
    assert "leads out of the corpus folder" in reasons["out.txt"] and "leads out" in reasons["up"]
    assert "listed already" in reasons["a/loop"] and "listed already" in reasons["twice"]
    assert "nowhere, or in a circle" in reasons["dead.txt"] and "in a circle" in reasons["self.txt"]
    assert "a/in.txt" not in reasons


def test_a_missing_folder_and_a_file_are_errors_that_say_what_to_do(tmp_path):
    with pytest.raises(CorpusError, match="does not exist: give the path"):
        list_files(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="is a file"):
        list_files(tmp_path / write(tmp_path, "a.txt", "x"))


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("a.txt", "", "empty"),
        ("a.txt", " \n\t\n", "empty"),
        ("a.txt", b"PK\x03\x04\x00\x00text", "binary"),
        ("a.md", "---\ntitle: T\n---\n", "no text below"),
        ("a.html", "<html><body></body></html>", "no text"),
        ("a.html", "<script>1</script>", "no HTML"),
        ("a.xyz", "x", "cannot be read: save it as one of .atom, .csv, .docx, .eml, .htm"),
        ("README", "x", "no suffix"),
    ],
)
def test_what_holds_no_text_is_skipped_with_the_reason(tmp_path, file, content, says):
    assert says in reason(tmp_path, file, content)


def test_a_file_over_the_limit_is_skipped_naming_the_limit(tmp_path):
    assert "DATELINE_MAX_FILE_MB" in reason(tmp_path, "a.txt", "x" * 2000, max_mb=0.001)
    assert isinstance(read_file(tmp_path, "a.txt", now=NOW, max_mb=0.002), tuple)


def test_a_vanished_or_unreadable_file_is_skipped(tmp_path):
    assert "vanished" in read_file(tmp_path, "gone.txt", now=NOW).reason
    (tmp_path / "folder.txt").mkdir()
    assert "could not be opened" in read_file(tmp_path, "folder.txt", now=NOW).reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_whatever_its_form(tmp_path, encoding):
    document = read(tmp_path, "a.txt", "Zoë — «да»\r\nzwei".encode(encoding))
    assert document.text == "Zoë — «да»\nzwei"
    assert document.problems == ("no publication date was found: add `published:` to its front matter",)


def test_an_old_encoding_is_recognised_and_said(tmp_path):
    text = "Порт открыт после двух лет работы, и паром пришёл в полдень с гостями и музыкой. " * 5
    document = read(tmp_path, "a.txt", text.encode("cp1251"))
    assert "Порт открыт" in document.text
    assert "not UTF-8" in document.problems[0]


def test_a_few_bad_bytes_cost_only_themselves(tmp_path):
    document = read(tmp_path, "a.txt", ("Zoë was here. " * 50).encode() + b"\xff\xfe end")
    assert document.text.startswith("Zoë was here.") and document.text.endswith("end")
    assert "not valid UTF-8" in document.problems[0]


def test_front_matter_gives_everything_it_names(tmp_path):
    document = read(
        tmp_path,
        "a.md",
        "---\ntitle: 'Rain: a study'\nsource: Nordwire\npublished: 2023-03-06\nurl: https://a.example/x\n"
        "language: en-GB\n---\n\n# Rain\n\nIt rained.\n",
    )
    assert (document.title, document.source, document.url, document.language) == (
        "Rain: a study",
        "Nordwire",
        "https://a.example/x",
        "en",
    )
    assert document.text == "# Rain\n\nIt rained."
    assert (str(document.published), document.published.signal.value, document.problems) == (
        "2023-03-06",
        "front matter",
        (),
    )


@pytest.mark.parametrize(
    ("given_date", "published"),
    [("2016", "2016"), ("2016-05", "2016-05"), ("April 2016", "2016-04"), ("6 марта 2023", "2023-03-06")],
)
def test_front_matter_dates_keep_their_precision(tmp_path, given_date, published):
    assert str(read(tmp_path, "a.md", f"---\ndate: {given_date}\n---\nText.").published) == published


@pytest.mark.parametrize("bad", ["2011-13-40", "soon", "March 6", "2027-01-01", "1850-01-01"])
def test_a_front_matter_date_that_cannot_be_is_a_problem_and_no_guess(tmp_path, bad):
    document = read(tmp_path, "a.md", f"---\npublished: {bad}\n---\nRain\n\n6 March 2023\n\nIt rained.")
    assert document.published is None
    assert len(document.problems) == 1


def test_broken_yaml_costs_no_field(tmp_path):
    document = read(tmp_path, "a.md", "---\ntitle: Rain: a: study\npublished: 2023-03-06\n---\nIt rained.")
    assert (document.title, str(document.published), document.text) == (
        "Rain: a: study",
        "2023-03-06",
        "It rained.",
    )
    assert "not valid YAML" in document.problems[0]


def test_a_rule_at_the_top_is_no_front_matter(tmp_path):
    text = "---\nJust a line between rules\n---\nIt rained."
    assert read(tmp_path, "a.md", text).text == text


def test_markdown_without_front_matter_has_its_heading_as_title(tmp_path):
    document = read(tmp_path, "a.md", "![logo](x.png)\n\n# Rain #\n\nPublished: 6 March 2023\n\nIt rained.")
    assert (document.title, document.source, str(document.published)) == ("Rain", "a", "2023-03-06")


def test_front_matter_dates_a_plain_text_too(tmp_path):
    assert str(read(tmp_path, "a.txt", "---\npublished: 2023-03-06\n---\nRain\n\nIt rained.").published) == "2023-03-06"


PAGE = """<html lang="en-US"><head><title>Rain | Nordwire</title><meta property="og:site_name" content="Nordwire">
<meta property="og:title" content="Rain in Oslo">{head}</head><body><nav><a href="/">Home</a></nav>
<article><h1>Rain in Oslo</h1>{beside}
<p>It rained in Oslo all day and all night, and the river rose by two metres before noon.</p>
<p>The city closed the lower quay, and the ferry to the islands stayed in the harbour until Thursday.</p></article>
<footer>© 2026 Nordwire. <time datetime="2026-01-01">1 January 2026</time></footer></body></html>"""


def linked_data(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


ARTICLE = '{"@type": "NewsArticle", "datePublished": "2023-03-06T10:00:00Z", "dateModified": "2024-01-01"}'
REVIEW = '{"@type": "Review", "datePublished": "2020-01-01"}'
WITH_REVIEW = f'{{"@graph": [{REVIEW}, {ARTICLE}]}}'
LATE_AT_NIGHT = meta("article:published_time", "2023-03-06T23:30:00-08:00") + meta(
    "article:modified_time", "2024-01-01"
)
OPENING = "<p>OSLO, March 6, 2023 (Nordwire) - The river rose and the quay was closed to all.</p>"


@pytest.mark.parametrize(
    ("head", "beside", "signal"),
    [
        (linked_data(ARTICLE), "", "JSON-LD"),
        (linked_data(WITH_REVIEW), "", "JSON-LD"),
        (LATE_AT_NIGHT, "", "metadata"),
        ('<meta name="citation_publication_date" content="2023/03/06">', "", "metadata"),
        ('<meta name="DC.date" content="2023-03-06">', "", "metadata"),
        ("", '<time datetime="2023-03-06">6 March</time>', "time element"),
        ("", OPENING, "dateline"),
    ],
)
def test_a_page_declares_its_date(tmp_path, head, beside, signal):
    document = read(tmp_path, "a.html", PAGE.replace("{head}", head).replace("{beside}", beside))
    assert (str(document.published), document.published.signal.value) == ("2023-03-06", signal)


def test_a_page_gives_title_source_language_and_body(tmp_path):
    document = read(
        tmp_path,
        "a.html",
        PAGE.replace("{head}", '<link rel="canonical" href="https://n.example/rain">').replace("{beside}", ""),
    )
    assert (document.title, document.source, document.language, document.url) == (
        "Rain in Oslo",
        "Nordwire",
        "en",
        "https://n.example/rain",
    )
    assert document.text.startswith("Rain in Oslo\n")
    assert "stayed in the harbour until Thursday." in document.text
    assert "Home" not in document.text and "©" not in document.text


def test_broken_json_ld_does_not_hide_the_date(tmp_path):
    head = '<script type="application/ld+json">{"datePublished": "2023-03-06", oops}</script>'
    assert str(read(tmp_path, "a.html", PAGE.replace("{head}", head).replace("{beside}", "")).published) == "2023-03-06"


def test_a_page_without_an_article_is_still_read(tmp_path):
    document = read(tmp_path, "a.html", "<p>Shed.</p><p>Key.</p>")
    assert document.text.split() == ["Shed.", "Key."]


def test_a_deeply_nested_page_is_survived(tmp_path):
    result = read_file(tmp_path, write(tmp_path, "a.html", "<div>" * 10_000 + "deep" + "</div>" * 10_000), now=NOW)
    assert isinstance(result, tuple | Skipped)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), suffix=st.sampled_from(sorted(READERS)))
def test_no_bytes_break_a_reader(tmp_path, data, suffix):
    result = read_file(tmp_path, write(tmp_path, f"a{suffix}", data), now=NOW)
    assert isinstance(result, Skipped) or all(document.text.strip() for document in result)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet=st.sampled_from("---\n: abc\"'[]{}<>/&!0123456789#*\t date published"), max_size=300),
    suffix=st.sampled_from(sorted(READERS)),
)
def test_no_markup_breaks_a_reader(tmp_path, text, suffix):
    result = read_file(tmp_path, write(tmp_path, f"a{suffix}", "---\n" + text), now=NOW)
    assert isinstance(result, Skipped) or all(
        document.published is None or document.published.first <= NOW for document in result
    )


SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five page dumps (../shared/seeds) are not beside this checkout")
def test_the_five_page_dumps_have_their_dates():
    dates = {}
    for file in list_files(SEEDS):
        (document,) = read_file(SEEDS, file, now=NOW)
        dated = document.published
        dates[file[:3]] = (str(dated), dated.inferred, dated.signal.value) if dated else None
    assert dates == {
        "000": ("2023-03-06", True, "dateline"),
        "001": None,
        "002": ("2011-04-14", False, "date line"),
        "003": ("2017-12-07", False, "date line"),
        "004": ("2024-04-16", True, "date line"),
    }
