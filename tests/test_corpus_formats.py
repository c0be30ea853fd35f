"""Every type of file that is not plain text: what becomes of its text, title, source and date."""

import base64
import io
import re
import zipfile
from datetime import date, datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from made_files import MAIL, atom, encrypted_pdf, item, pdf, rss, saved, with_member, word

from corpus import Document, Settings, Skipped, list_files, read_file
from corpus.readers import READERS
from corpus.readers.paragraphs import paragraphs

NOW = date(2026, 11, 22)


def read_all(folder, file, content, **more):
    (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(folder, file, now=NOW, **more)


def read(folder, file, content, **more) -> Document:
    documents = read_all(folder, file, content, **more)
    assert isinstance(documents, tuple), documents
    (document,) = documents
    return document


def reason(folder, file, content, **more) -> str:
    skipped = read_all(folder, file, content, **more)
    assert isinstance(skipped, Skipped), skipped
    return skipped.reason


def dated(document):
    return (str(document.published), document.published.signal.value) if document.published else None


def test_every_type_of_the_registry_is_told_in_the_reason_for_an_unknown_one(tmp_path):
    said = reason(tmp_path, "a.xyz", "x")
    assert {word.strip(",") for word in said.split() if word.startswith(".")} == set(READERS)


class TestPdf:
    PAGE = (
        "Rain in Oslo\n"
        "The river rose by two metres in one night and the lower quay was closed to member-\n"
        "ship holders until Thursday. A long-term lease was signed for it, and the long-\n"
        "term plan is to raise it.\n"
        "The ferry stayed in the harbour."
    )

    def test_lines_are_paragraphs_again(self, tmp_path):
        document = read(tmp_path, "a.pdf", pdf(self.PAGE))
        assert document.text == (
            "Rain in Oslo\n"
            "The river rose by two metres in one night and the lower quay was closed to membership holders until "
            "Thursday. A long-term lease was signed for it, and the long-term plan is to raise it.\n"
            "The ferry stayed in the harbour."
        )
        assert (document.title, document.source) == ("Rain in Oslo", "a")

    @pytest.mark.parametrize(
        ("pages", "text"),
        [
            (["One line of text that is quite long here\n1. first\n2. second"], None),  # items stay apart
            (["Opened in 2019-\n2020 after a long wait of many years for it"], "Opened in 2019-2020 after"),
            (["The Anglo-\nNorwegian club of the town and its harbour met"], "The Anglo-Norwegian club"),
            (["The mem\u00ad\nbers met in the hall by the harbour"], "The members met"),
            (
                ["The long headline of an article about the rain\n16 April 2024\nIt rained."],
                None,
            ),  # a date line stays one
            (["It met in the hall that stands by the old harbour and\nit voted"], "harbour and it voted"),
        ],
    )
    def test_a_line_end_is_read_for_what_it_is(self, pages, text):
        made = paragraphs(pages)
        assert made == pages[0] if text is None else made.startswith(text) or text in made

    def test_what_stands_on_every_page_is_left_out(self):
        pages = [f"Yearbook {n}\nText number {'abc'[n]} of the book.\n- {n + 10} -" for n in range(3)]
        assert paragraphs(pages) == "Text number a of the book.\nText number b of the book.\nText number c of the book."

    def test_pages_that_are_all_the_same_are_not_all_furniture(self):
        assert paragraphs(["Closed."] * 3) == "Closed.\nClosed.\nClosed."

    def test_the_texts_own_date_is_before_that_of_the_properties(self, tmp_path):
        made = {"CreationDate": "D:20240416233000-08'00'"}
        weak = read(tmp_path, "a.pdf", pdf(self.PAGE, **made))
        assert (dated(weak), weak.problems) == (("2024-04-16", "document properties"), ())
        page = "Rain in Oslo\n6 March 2023\n" + self.PAGE.split("\n", 1)[1]
        document = read(tmp_path, "a.pdf", pdf(page, **made))
        assert (dated(document), document.problems) == (("2023-03-06", "date line"), ())

    @pytest.mark.parametrize(
        "program",
        [{"Producer": "Skia/PDF m120"}, {"Creator": "Mozilla Firefox 115.0"}, {"Creator": "wkhtmltopdf 0.12.6"}],
    )
    def test_the_day_a_page_was_saved_is_no_publication_date(self, tmp_path, program):
        saved_on = {"CreationDate": "D:20260101120000Z", "ModDate": "D:20260102120000Z"}
        document = read(tmp_path, "a.pdf", pdf(self.PAGE, **saved_on, **program))
        assert (document.published, document.modified) == (None, None)

    def test_properties_give_title_and_last_change(self, tmp_path):
        made = pdf("Rain.", Title="The rain of Oslo", ModDate="D:20250102030405Z")
        document = read(tmp_path, "a.pdf", made)
        assert (document.title, document.modified) == ("The rain of Oslo", date(2025, 1, 2))
        assert document.published is None
        assert document.problems == ("no publication date was found: add a line for it to dates.csv",)
        assert read(tmp_path, "b.pdf", pdf("Rain.", Title="Microsoft Word - x1.doc")).title == "Rain."

    @pytest.mark.parametrize("bad", ["D:99999999", "soon", "", "D:20990101000000Z"])
    def test_a_property_that_is_no_date_is_none(self, tmp_path, bad):
        assert read(tmp_path, "a.pdf", pdf("Rain.", CreationDate=bad, ModDate=bad)).published is None

    def test_an_empty_password_is_no_secret(self, tmp_path):
        assert read(tmp_path, "a.pdf", encrypted_pdf("", "Rain in Oslo")).text == "Rain in Oslo"

    def test_a_scan_says_what_to_do(self, tmp_path):
        assert "text recognition" in reason(tmp_path, "a.pdf", pdf("", ""))


class TestWord:
    def test_paragraphs_and_tables_in_their_order(self, tmp_path):
        made = word("Rain in Oslo", "The river rose.", title="Rain", table=[["Fee", "40"], ["Tax", "5"]])
        document = read(tmp_path, "a.docx", made)
        assert document.text == "Rain in Oslo\n\nThe river rose.\n\nFee | 40\nTax | 5"
        assert (document.title, document.source) == ("Rain", "a")

    def test_tracked_changes_are_read_as_accepted(self, tmp_path):
        opened = docx.Document()
        opened.add_paragraph("The fee is ")
        run = '<w:r><w:t xml:space="preserve">%s</w:t></w:r>'
        inserted = f"<w:ins {nsdecls('w')}>{run % '55 crowns'}</w:ins>"
        deleted = f"<w:del {nsdecls('w')}><w:r><w:delText>40 crowns</w:delText></w:r></w:del>"
        for xml in (deleted, inserted):
            opened.paragraphs[0]._p.append(parse_xml(xml))
        assert read(tmp_path, "a.docx", saved(opened)).text == "The fee is 55 crowns"

    def test_a_text_box_is_read_once(self, tmp_path):
        opened = docx.Document()
        box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
        xml = (
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
            "</w:r>"
        )
        opened.add_paragraph("Beside it.")._p.append(parse_xml(xml))
        assert read(tmp_path, "a.docx", saved(opened)).text == "Beside it.\n\nIn the box."

    def test_the_texts_own_date_is_before_that_of_the_properties(self, tmp_path):
        made = datetime(2024, 4, 16, 9)
        assert dated(read(tmp_path, "a.docx", word("Rain", "It rained.", created=made))) == (
            "2024-04-16",
            "document properties",
        )
        text = ("Rain", "6 March 2023", "It rained.")
        assert dated(read(tmp_path, "a.docx", word(*text, created=made))) == ("2023-03-06", "date line")

    def test_the_librarys_own_dates_are_not_the_files(self, tmp_path):
        document = read(tmp_path, "a.docx", word("Rain"))
        assert (document.published, document.modified) == (None, None)  # the template's, of 2013
        whole = word("Rain", title="T")
        relations = zipfile.ZipFile(io.BytesIO(whole)).read("_rels/.rels").decode()
        without = re.sub(r"<Relationship [^>]*core-properties[^>]*/>", "", relations)
        assert without != relations
        bare = with_member(with_member(whole, "_rels/.rels", without), "docProps/core.xml", None)
        document = read(tmp_path, "b.docx", bare)
        assert (document.title, document.modified) == ("Rain", None)  # the library would put in today


class TestTables:
    def test_one_document_per_row(self, tmp_path):
        table = (
            "Headline,Publication date,Body,Publisher,URL,Lang,Updated\n"
            'Rain,2024-04-16,"It rained, a lot.\nAll day.",Nordwire,https://n.example/1,en-GB,2024-05-01\n'
            "Sun,2023,It shone.,,,,\n"
        )
        rain, sun = read_all(tmp_path, "t.csv", table)
        assert (rain.file, rain.title, rain.source, rain.url, rain.language, rain.modified) == (
            "t.csv#1", "Rain", "Nordwire", "https://n.example/1", "en", date(2024, 5, 1),
        )  # fmt: skip
        assert rain.text == "Rain\n\nIt rained, a lot.\nAll day."
        assert dated(rain) == ("2024-04-16", "row column")
        assert (sun.file, sun.source, dated(sun), sun.problems) == ("t.csv#2", "t", ("2023", "row column"), ())

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_delimiter_and_encoding_are_found(self, tmp_path, delimiter, encoding):
        table = f'text{delimiter}date\n"Zoë, {{a}}; b|c"{delimiter}2024-04-16\n'
        document = read(tmp_path, "t.csv", table.encode(encoding))
        assert (document.text, str(document.published)) == ("Zoë, {a}; b|c", "2024-04-16")

    def test_columns_named_in_settings_win(self, tmp_path, monkeypatch):
        table = "text,date,Inhalt,Stand\nshort,2020-01-01,The long text.,2024-04-16\n"
        named = {"text": "Inhalt", "published": "Stand"}
        document = read(tmp_path, "t.csv", table, columns=named)
        assert (document.text, str(document.published)) == ("The long text.", "2024-04-16")
        assert read(tmp_path, "t.csv", table, columns={}).text == "short"
        monkeypatch.setenv("DATELINE_COLUMNS", "text=Inhalt, published = Stand")
        assert Settings().columns == named
        assert read(tmp_path, "t.csv", table).text == "The long text."

    @pytest.mark.parametrize("bad", ["txt=Inhalt", "text", '{"text": ', '{"txt": "a"}'])
    def test_a_setting_that_names_no_columns_is_refused(self, monkeypatch, bad):
        monkeypatch.setenv("DATELINE_COLUMNS", bad)
        with pytest.raises(ValueError, match="columns"):
            Settings()

    def test_an_id_names_the_document_and_is_made_its_own(self, tmp_path):
        documents = read_all(tmp_path, "t.csv", "id,text\nx,One.\n,Two.\nX,Three.\n2,Four.\n")
        assert [document.file for document in documents] == ["t.csv#x", "t.csv#2", "t.csv#X.3", "t.csv#2.4"]
        assert "row 3: its id 'X' is that of an earlier row" in documents[2].problems[0]

    @pytest.mark.parametrize(
        ("dates", "published"),
        [
            (["04/05/2024", "23/05/2024"], "2024-05-04"),
            (["04/05/2024", "05/23/2024"], "2024-04-05"),
            (["4-5-2024", "23-05-2024"], "2024-05-04"),
        ],
    )
    def test_the_column_settles_which_is_the_day(self, tmp_path, dates, published):
        table = "text,date\n" + "".join(f"Text.,{value}\n" for value in dates)
        first, _ = read_all(tmp_path, "t.csv", table)
        assert (str(first.published), first.problems) == (published, ())

    def test_an_ambiguous_column_keeps_both(self, tmp_path):
        document = read(tmp_path, "t.csv", "text,date\nText.,04/05/2024\n")
        assert (document.published.first, document.published.last) == (date(2024, 4, 5), date(2024, 5, 4))
        assert "row 1: its date can be read as 2024-04-05 or 2024-05-04" in document.problems[0]

    def test_without_a_date_of_its_own_the_rows_text_is_asked(self, tmp_path):
        one, two = read_all(tmp_path, "t.csv", 'text,date\n"OSLO, March 6, 2023 (NW) - Rain.",\nRain.,soon\n')
        assert dated(one) == ("2023-03-06", "dateline")
        assert two.published is None and "row 2: its date 'soon'" in two.problems[0]

    @pytest.mark.parametrize("nought", ["2024-03-00", "2024-00-00", "0000-00-00"])
    def test_a_day_nought_costs_only_its_own_date(self, tmp_path, nought):
        one, two = read_all(tmp_path, "t.csv", f"text,date,updated\nOne.,{nought},{nought}\nTwo.,2024-04-16,\n")
        assert (one.published, one.modified, str(two.published)) == (None, None, "2024-04-16")
        assert f"row 1: its date '{nought}' (row column) is no date" in one.problems[0]

    def test_bad_rows_are_named_and_the_others_read(self, tmp_path):
        table = "title,text\nA,One.\nB,Two, and a half.\nC,\n\n" + "D,x,y\n" * 9 + "E,Five.\n"
        documents = read_all(tmp_path, "t.csv", table)
        assert [document.file for document in documents] == ["t.csv#1", "t.csv#13"]
        assert documents[0].problems[:2] == (
            "row 2 has 3 cells where the header has 2: put quotes around cells with commas",
            "row 3 has no text",
        )
        assert "6 more like these" in documents[0].problems

    def test_a_quote_that_is_never_closed_is_said(self, tmp_path):
        (document,) = read_all(tmp_path, "t.csv", 'text\n"One.\nTwo.\n')
        assert "never closed" in document.problems[0]
        inch = read_all(tmp_path, "t.csv", 'text\nA pipe of 5" width.\n')
        assert not any("closed" in problem for problem in inch[0].problems)

    def test_a_very_long_cell_is_read(self, tmp_path):
        assert len(read(tmp_path, "t.csv", "text\n" + "rain " * 100_000).text) == 499_999


class TestJsonLines:
    def test_one_document_per_line(self, tmp_path):
        lines = (
            '{"headline": "Rain", "published_at": "2024-04-16T23:30:00-08:00", "article": "It rained.", '
            '"source": {"id": null, "name": "Nordwire"}, "link": "https://n.example"}\n\n'
            '{"date": 2016, "content": ["One.", "Two."]}\n'
        )
        rain, other = read_all(tmp_path, "t.jsonl", lines)
        assert (rain.file, rain.text, rain.source, rain.url) == (
            "t.jsonl#1", "Rain\n\nIt rained.", "Nordwire", "https://n.example",
        )  # fmt: skip
        assert (dated(rain), rain.published.time) == (("2024-04-16", "row column"), datetime(2024, 4, 16, 23, 30))
        assert (other.file, other.text, str(other.published)) == ("t.jsonl#3", "One.\n\nTwo.", "2016")

    def test_characters_that_no_text_has_are_left_out(self, tmp_path):
        document = read(tmp_path, "t.jsonl", r'{"text": "Ra\u0000in\u000b\ud800"}')
        assert document.text == "Rain\n?"


class TestFeeds:
    @pytest.mark.parametrize("suffix", [".rss", ".xml"])
    def test_one_document_per_entry_on_the_publishers_day(self, tmp_path, suffix):
        feed = rss(
            item(
                "Rain",
                "&lt;p&gt;It rained &amp;amp; poured.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;",
                "Tue, 16 Apr 2024 23:30:00 -0800",
                "g1",
                "https://n.example/1",
            ),
            item("Sun", "It shone.", "16 Apr 24 09:00 EST"),
        )
        rain, sun = read_all(tmp_path, f"f{suffix}", feed)
        assert (rain.file, rain.title, rain.source, rain.language, rain.url) == (
            f"f{suffix}#g1", "Rain", "Nordwire", "en", "https://n.example/1",
        )  # fmt: skip
        assert rain.text == "Rain\n\nIt rained & poured."
        assert (dated(rain), dated(sun)) == (("2024-04-16", "feed"), ("2024-04-16", "feed"))
        assert sun.file == f"f{suffix}#2"

    def test_atom_keeps_published_and_updated_apart(self, tmp_path):
        feed = atom(
            "<id>u:1</id><title>Rain</title><published>2024-04-16T23:30:00-08:00</published>"
            "<updated>2024-05-01T00:00:00Z</updated><content type='html'>&lt;p&gt;One.&lt;/p&gt;</content>",
            "<id>u:2</id><title>Sun</title><updated>2024-05-01T00:00:00Z</updated><summary>It shone.</summary>",
        )
        rain, sun = read_all(tmp_path, "f.atom", feed)
        assert (dated(rain), rain.modified) == (("2024-04-16", "feed"), date(2024, 5, 1))
        assert dated(sun) == ("2024-05-01", "last updated")

    def test_an_xml_that_is_no_feed_says_so(self, tmp_path):
        assert "no RSS or Atom feed" in reason(tmp_path, "a.xml", "<?xml version='1.0'?><catalog><x>1</x></catalog>")
        assert "without entries" in reason(tmp_path, "a.rss", rss())

    def test_an_address_in_a_file_is_never_opened(self, tmp_path):
        (tmp_path / "secret.rss").write_text(rss(item("Secret", "Text")))
        for address in (tmp_path / "secret.rss", f"file://{tmp_path}/secret.rss"):
            assert isinstance(read_all(tmp_path, "a.rss", str(address)), Skipped)


class TestMail:
    def test_subject_sender_and_the_senders_own_day(self, tmp_path):
        mail = read(tmp_path, "m.eml", MAIL)
        assert (mail.title, mail.source, dated(mail)) == (
            "The quay is closed",
            "Ada Novik",
            ("2024-04-16", "mail header"),
        )
        assert mail.published.time == datetime(2024, 4, 16, 23, 30)

    def test_what_a_reply_quotes_is_not_its_own(self, tmp_path):
        mail = read(tmp_path, "m.eml", MAIL)
        assert mail.text == "The quay is closed\n\nThe lower quay is closed until Thursday."
        assert mail.dropped > 0.3

    PARTS = (
        "From: a@nord.example\nSubject: =?utf-8?q?Zo=C3=AB?=\nDate: Tue, 16 Apr 2024 10:00:00 +0300\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="o"\n\n--o\n'
        'Content-Type: multipart/alternative; boundary="i"\n\n--i\nContent-Type: text/plain\n\n{plain}\n'
        "--i\nContent-Type: text/html; charset=cp1251\nContent-Transfer-Encoding: base64\n\n{html}\n--i--\n"
        '--o\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="plan.pdf"\n\nx\n--o--\n'
    )

    def test_the_text_part_is_before_the_html_part(self, tmp_path):
        html = base64.b64encode("<p>Порт открыт.</p><script>x()</script>".encode("cp1251")).decode()
        plain = read(tmp_path, "m.eml", self.PARTS.format(plain="The port is open.", html=html))
        assert (plain.title, plain.text, plain.source) == ("Zoë", "Zoë\n\nThe port is open.", "a@nord.example")
        assert "plan.pdf" in plain.problems[-1]
        only = read(tmp_path, "m.eml", self.PARTS.format(plain=" ", html=html))
        assert only.text == "Zoë\n\nПорт открыт."


def test_no_advice_speaks_of_front_matter_where_there_is_none(tmp_path):
    files = {
        "a.pdf": pdf("Rain"), "a.docx": word("Rain"), "a.csv": "text\nRain\n", "a.jsonl": '{"text": "Rain"}',
        "a.rss": rss(item("Rain", "Rain")), "a.eml": "Subject: Rain\n\nRain",
    }  # fmt: skip
    for file, content in files.items():
        problems = read(tmp_path, file, content).problems
        assert problems and "dates.csv" in problems[-1] and "front matter" not in "".join(problems)
    assert list_files(tmp_path) == sorted(files)
