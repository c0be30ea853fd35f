"""The other two rooms of the page in a real browser: documents and evaluation, on a real index of the guild."""

import pytest
from page_browser import Visits, ask, browser, expect, needs_browser, room, see, shoot  # noqa: F401 - a fixture
from toy_corpus import guild

from corpus import Settings
from page import Opening, build_page, look

pytestmark = needs_browser
LEFT = b"Tollen Gazette\n\nThe director of the Lantern Guild is Dora Pike.\n"
ATTACK = b"<b onclick=x>Bold</b> <script>window.ran=1</script>\n\nPublished: 3 May 2020\n\nThe ${window.ran=1} {{x}}.\n"


@pytest.fixture(params=[True])
def visit(request, browser, tmp_path):  # noqa: F811
    engine = guild(tmp_path)
    opening = Opening(lambda progress: engine)
    opening.start()
    settings = Settings(corpus=tmp_path / "docs", feedback=tmp_path, writable=request.param)
    page = build_page(opening, (), settings)
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, **look())
    visits = Visits(browser, url)
    yield visits
    visits.close()
    page.close()


def upload(page, name, data):
    page.locator("#upload input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    expect(page.locator("#seen")).to_contain_text(name)


def test_add_a_document_set_its_date_remove_it_and_see_the_answer_change(visit, tmp_path):
    page = visit()
    ask(page, "Who is the director?", 1)
    room(page, "Documents")
    expect(page.locator("#documents tbody tr")).to_have_count(6)
    upload(page, "new.txt", LEFT)
    page.get_by_label("Published").fill("2024-05-01")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#told")).to_contain_text("Added new.txt, dated 2024-05-01.")
    expect(page.locator("#documents tbody tr")).to_have_count(7)
    expect(page.locator("#head")).to_contain_text("7 documents")
    shoot(page, "documents")
    room(page, "Ask")
    ask(page, "Who is the director?", 2)
    assert "Dora Pike" in page.locator(".lead").last.inner_text()

    room(page, "Documents")
    page.get_by_label("Document", exact=True).fill("new.txt")
    page.get_by_label("Document", exact=True).press("Enter")
    page.get_by_label("Its date").fill("2012")
    page.get_by_role("button", name="Set date").click()
    expect(page.locator("#told")).to_contain_text("new.txt is now of 2012.")
    room(page, "Ask")
    ask(page, "Who is the director?", 3)
    assert "Carl Moss" in page.locator(".lead").last.inner_text()

    room(page, "Documents")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#told")).to_contain_text("Removed new.txt.")
    expect(page.locator("#documents tbody tr")).to_have_count(6)
    assert not (tmp_path / "docs" / "new.txt").exists()


def test_the_date_that_was_read_stands_in_the_box_and_nothing_of_the_document_runs(visit):
    page = visit()
    room(page, "Documents")
    upload(page, "attack.txt", ATTACK)
    expect(page.get_by_label("Published")).to_have_value("2020-05-03")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#documents")).to_contain_text("<script>")
    assert page.evaluate("window.ran") is None
    assert page.locator("#documents :is(script, b)").count() == 0


def test_a_bad_date_and_an_unknown_document_are_sentences(visit):
    page = visit()
    room(page, "Documents")
    upload(page, "new.txt", LEFT)
    page.get_by_label("Published").fill("2024-02-30")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#told .error")).to_contain_text("2024-04-16, 2024-04 or 2024")
    expect(page.get_by_label("Published")).to_have_value("2024-02-30")  # what was typed stays, to be mended
    expect(page.locator("#upload")).to_contain_text("new")
    page.get_by_role("button", name="Set date").click()
    expect(page.locator("#told .error")).to_contain_text("choose one of the list")


def test_a_removal_that_is_not_confirmed_removes_nothing(visit, tmp_path):
    page = visit()
    room(page, "Documents")
    page.get_by_label("Document", exact=True).fill("charter.md")
    page.get_by_label("Document", exact=True).press("Enter")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Read the folder again").click()
    expect(page.locator("#told")).to_contain_text("The folder was read again: nothing had changed.")
    assert asked == ["Remove charter.md from the folder?"]
    assert (tmp_path / "docs" / "charter.md").exists()


def test_a_row_is_chosen_in_the_table_removed_and_put_back(visit, tmp_path):
    table = tmp_path / "docs" / "fees.csv"
    table.write_text("text,date\nThe pier fee is 30 crowns.,2020-01-02\nThe pier fee is 42 crowns.,2023-03-04\n")
    page = visit()
    ask(page, "How much is the pier fee?", 1)
    assert "42 crowns" in page.locator(".lead").last.inner_text()
    room(page, "Documents")
    page.get_by_role("button", name="fees.csv#2").click()
    expect(page.get_by_label("Document", exact=True)).to_have_value("fees.csv#2")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#told")).to_contain_text("Removed fees.csv#2; the rest of fees.csv stays.")
    expect(page.locator("#documents tbody tr")).to_have_count(7)
    room(page, "Ask")
    ask(page, "How much is the pier fee?", 2)
    assert "30 crowns" in page.locator(".lead").last.inner_text()
    room(page, "Documents")
    shoot(page, "removed")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#told")).to_contain_text("Undone: Removed fees.csv#2.")
    expect(page.locator("#documents tbody tr")).to_have_count(8)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert table.read_text().count("crowns") == 2


def test_questions_to_try_are_made_of_the_dates_of_any_corpus(visit):
    page = visit()
    page.get_by_role("button", name="What happened in 2011?").click()
    see(page, 1)


@pytest.mark.parametrize("visit", [False], indirect=True)
def test_read_only_documents_are_shown_and_not_changed(visit):
    page = visit()
    room(page, "Documents")
    expect(page.locator("#documents tbody tr")).to_have_count(6)
    page.get_by_text("start the page with --writable").wait_for()
    assert page.locator("#upload, #set, #remove, #add").count() == 0


@pytest.mark.parametrize("width", [390, 1400])
def test_an_answer_becomes_a_question_and_the_evaluation_asks_it(visit, width):
    page = visit(width)
    ask(page, "Who is the director?", 1)
    page.get_by_role("button", name="Save as test question").click()
    page.get_by_text("Saved in questions.jsonl").wait_for()
    room(page, "Evaluation")
    expect(page.get_by_label("Questions")).to_have_value("Saved from this page")
    page.get_by_role("button", name="Run the evaluation").click()
    expect(page.locator("#scores")).to_contain_text("1 question, 0 with a fault")
    report = page.frame_locator("#scores iframe")
    expect(report.locator("h1")).to_have_text("Saved from this page")
    within = "() => { const one = document.querySelector('#scores iframe'); "
    within += "return one.contentDocument.documentElement.scrollHeight <= one.clientHeight; }"
    page.wait_for_function(within)  # a report that scrolled by itself would be read through a slot
    shoot(page, f"evaluation-{width}")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    expect(opened.value.locator("h1")).to_have_text("Saved from this page")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert saved.value.suggested_filename == "evaluation.html"
    assert "<h1>Saved from this page</h1>" in saved.value.path().read_text(encoding="utf-8")
    for part in ("#head", "#evaluate", "#which"):
        box = page.locator(part).bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= width, part
    assert page.elsewhere == []


def test_with_a_login_a_stranger_sees_no_document_and_the_user_all(browser, tmp_path):  # noqa: F811
    engine = guild(tmp_path)
    opening = Opening(lambda progress: engine)
    opening.start()
    made = build_page(opening, (), Settings(corpus=tmp_path / "docs"))
    _, url, _ = made.launch(prevent_thread_lock=True, quiet=True, auth=("ada", "secret"), **look())
    try:
        context = browser.new_context()
        page = context.new_page()
        elsewhere = []
        page.on("request", lambda to: to.url.startswith((url, "data:", "blob:")) or elsewhere.append(to.url))
        page.goto(url)
        name = page.locator("input").first
        name.wait_for()
        assert "the corpus ends" not in page.content()
        name.fill("ada")
        page.locator("input[type=password]").fill("secret")
        page.get_by_role("button", name="Login").click()
        expect(page.locator("#head")).to_contain_text("the corpus ends")
        assert elsewhere == []
        context.close()
    finally:
        made.close()
