"""The page in a real browser: asked, asked again, looked at from the past, and attacked.

They skip where there is no browser; `apt-get install -y chromium` and `pip install playwright` bring one.
"""

import shutil

import pytest
from test_app import NASTY, StubEngine, on, opened

import app

sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install -y chromium")

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
EXAMPLE = "Is Gull Rock a member?"


@pytest.fixture(scope="module")
def engine():
    return StubEngine()


@pytest.fixture(scope="module")
def url(engine):
    page = app.build_page(opened(engine), [EXAMPLE])
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, theme=app.theme(), css=app.CSS, footer_links=[])
    yield url
    page.close()


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, url, engine):
    """Opens the page as someone new; what it asks other hosts for is kept in `page.elsewhere`."""
    engine.calls.clear()
    contexts = []

    def visit(width=1400, **options):
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.elsewhere = []
        page.on("request", lambda to: to.url.startswith((url, "data:")) or page.elsewhere.append(to.url))
        page.goto(url)
        sync_api.expect(page.locator("#head")).to_contain_text("the corpus ends on 16 April 2024")
        sync_api.expect(page.locator("#as-of input")).to_have_attribute("type", "date")  # the script has run
        return page

    yield visit
    for context in contexts:
        context.close()


def ask(page, question, answers):
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    see(page, answers)


def see(page, answers):
    """Waits until so many answers stand in the conversation."""
    sync_api.expect(page.locator("#chat .answer, #chat .error")).to_have_count(answers)


def test_ask_follow_up_and_begin_anew(visit, engine):
    page = visit()
    page.get_by_role("button", name=EXAMPLE).click()
    see(page, 1)
    assert page.locator(".answer strong").inner_text() == "No: associate"
    assert page.get_by_label("Your question").input_value() == ""
    ask(page, "And now?", 2)
    assert engine.calls == [(EXAMPLE, None, ()), ("And now?", None, (EXAMPLE,))]
    page.get_by_role("button", name="New conversation").click()
    see(page, 0)
    ask(page, "And then?", 1)
    assert engine.calls[-1] == ("And then?", None, ())


def test_edit_and_ask_again(visit, engine):
    page = visit()
    ask(page, "Is A & B in it?", 1)
    ask(page, "And C?", 2)
    page.get_by_role("button", name="Retry").last.click()
    sync_api.expect(page.get_by_role("button", name="Retry")).to_be_enabled()
    page.get_by_role("button", name="Edit").first.click()
    page.locator("#chat textarea").fill("Is D in it?")
    page.get_by_role("button", name="Submit").locator("visible=true").first.click()
    see(page, 1)
    assert [(question, history) for question, _, history in engine.calls] == [
        ("Is A & B in it?", ()),
        ("And C?", ("Is A & B in it?",)),
        ("And C?", ("Is A & B in it?",)),
        ("Is D in it?", ()),
    ]


def test_look_at_the_past_and_come_back(visit, engine):
    page = visit()
    page.get_by_label("As of a past day").fill("2011-12-31")
    line = page.get_by_text("Looking at the past: only sources published by 31 December 2011.")
    line.wait_for()
    ask(page, EXAMPLE, 1)
    assert "No: guest, as of 14 April 2011." in page.locator(".answer").inner_text()
    page.get_by_role("button", name="Back to today").click()
    line.wait_for(state="hidden")
    ask(page, EXAMPLE, 2)
    assert [str(as_of) for _, as_of, _ in engine.calls] == ["2011-12-31", "None"]


def test_a_timeline_line_opens_to_its_quote(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    quote = page.locator(".timeline blockquote").first
    assert not quote.is_visible()
    page.locator(".timeline summary").first.press("Enter")  # by keyboard
    assert quote.is_visible()


def test_documents_and_questions_never_run_or_render(visit):
    page = visit()
    ask(page, NASTY, 1)
    page.locator(".timeline summary").first.click()
    assert page.evaluate("window.ran") is None
    assert page.locator("#chat").locator("script, img, a, em, code, .katex").count() == 0
    shown = page.locator("#chat").inner_text()
    for part in NASTY.split():
        assert part in shown
    for place in ("[data-testid=user]", ".lead", ".answer > .copied > figure blockquote", ".notes li"):
        assert page.locator(place).inner_text().strip("“” ").split() == NASTY.split(), place


def test_errors_are_sentences_in_the_conversation(visit):
    page = visit()
    ask(page, " ", 1)
    ask(page, "x" * 10_000, 2)
    errors = page.locator("#chat .error").all_inner_texts()
    assert errors == ["The question is empty", "The question has 10,000 characters"]


def test_two_people_have_two_conversations(visit, engine):
    one, two = visit(), visit()
    ask(one, "Is A in it?", 1)
    ask(two, "Is B in it?", 1)
    ask(one, "And C?", 2)
    see(two, 1)
    assert engine.calls[-1] == ("And C?", None, ("Is A in it?",))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_the_page_fits_and_calls_no_other_host(visit, width, scheme, tmp_path):
    page = visit(width, color_scheme=scheme)
    ask(page, EXAMPLE, 1)
    page.screenshot(path=tmp_path / "page.png")
    inner = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert inner <= [width, 844]
    assert page.get_by_label("Your question").is_visible()
    assert page.elsewhere == []


def test_copy_gives_the_answer_as_text(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, EXAMPLE, 1)
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("No: associate, as of 16 April 2024.")
    assert "Gull Rock is an associate of the league." in copied


def test_the_head_follows_the_corpus(visit, engine):
    page = visit()
    engine.index.ends = on(2025)
    try:
        ask(page, EXAMPLE, 1)
        sync_api.expect(page.locator("#head")).to_contain_text("the corpus ends in 2025")
    finally:
        del engine.index.ends
        ask(page, EXAMPLE, 2)
