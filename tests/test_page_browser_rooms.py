"""The other two rooms of the page in a real browser: documents and evaluation, on a real index of the guild."""

import pytest
from page_browser import Visits, ask, browser, expect, needs_browser, room, shoot  # noqa: F401 - a fixture
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
    shoot(page, f"evaluation-{width}")
    assert page.locator(".scores tr", has_text="open").count() == 1
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
