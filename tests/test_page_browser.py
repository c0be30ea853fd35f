"""The conversation in a real browser: asked, asked again, looked at from the past, and attacked."""

import json
import threading

import pytest
from page_browser import Visits, ask, browser, expect, faint, needs_browser, room, see, shoot  # noqa: F401 - a fixture
from page_toys import CHANGED, EXAMPLE, NASTY, StubEngine, on, opened

from corpus import Settings
from page import build_page, look

pytestmark = needs_browser


class Engine(StubEngine):
    """Waits before it answers "Slow?" until it may go on."""

    go = threading.Event()

    def answer(self, question, **more):
        if question == "Slow?":
            self.go.wait(20)
        return super().answer(question, **more)


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def url(engine, kept):
    page = build_page(opened(engine), [EXAMPLE], Settings(feedback=kept))
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, **look())
    yield url
    page.close()


@pytest.fixture
def visit(browser, url, engine):  # noqa: F811
    engine.calls.clear()
    visits = Visits(browser, url)
    yield visits
    visits.close()


def test_ask_follow_up_and_begin_anew(visit, engine):
    page = visit()
    shoot(page, "empty")
    page.get_by_role("button", name=EXAMPLE).click()
    see(page, 1)
    assert page.locator(".answer strong").inner_text() == "No: associate"
    assert page.get_by_label("Your question").input_value() == ""
    ask(page, "And now?", 2)
    assert engine.calls == [(EXAMPLE, None, ()), ("And now?", None, (EXAMPLE,))]
    page.get_by_role("button", name="New conversation").click()
    see(page, 0)
    expect(page.locator(".card")).to_have_count(0)
    ask(page, "And then?", 1)
    assert engine.calls[-1] == ("And then?", None, ())


def test_edit_and_ask_again(visit, engine):
    page = visit()
    ask(page, "Is A & B in it?", 1)
    ask(page, "And C?", 2)
    page.get_by_role("button", name="Retry").last.click()
    expect(page.get_by_role("button", name="Retry")).to_be_enabled()
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


def test_a_question_can_be_stopped_and_another_asked(visit, engine):
    page = visit()
    stop = page.get_by_role("button", name="Stop")
    assert not stop.is_visible()
    box = page.get_by_label("Your question")
    box.fill("Slow?")
    box.press("Enter")
    stop.click()
    page.get_by_text("Stopped.").wait_for()
    shoot(page, "stopped")
    engine.go.set()
    try:
        ask(page, "Is it?", 1)
    finally:
        shoot(page, "stopped2")
    assert not stop.is_visible()


def test_small_talk_is_answered_and_a_suggestion_can_be_clicked(visit, engine):
    page = visit()
    ask(page, "Hello!", 1)
    page.get_by_role("button", name=EXAMPLE).last.click()
    see(page, 2)
    assert engine.calls == [(EXAMPLE, None, ())]


def test_look_at_the_past_and_come_back(visit, engine):
    page = visit()
    box = page.get_by_label("As of a past day")
    expect(box).to_have_attribute("min", "2011-04-14")
    expect(box).to_have_attribute("max", "2024-04-16")
    box.fill("2011-12-31")
    line = page.get_by_text("Looking at the past: only sources published by 31 December 2011.")
    line.wait_for()
    ask(page, EXAMPLE, 1)
    shoot(page, "past")
    assert "No: guest, as of 14 April 2011." in page.locator(".answer").inner_text()
    page.get_by_role("button", name="Back to today").click()
    line.wait_for(state="hidden")
    ask(page, EXAMPLE, 2)
    assert [str(as_of) for _, as_of, _ in engine.calls] == ["2011-12-31", "None"]


def test_a_day_on_which_the_answer_changed_can_be_picked(visit, engine):
    page = visit()
    ask(page, EXAMPLE, 1)
    page.get_by_role("button", name="14 Apr 2011").click()
    page.get_by_text("only sources published by 14 April 2011").wait_for()
    ask(page, EXAMPLE, 2)
    assert str(engine.calls[-1][1]) == "2011-04-14"


def test_the_sources_of_an_older_answer_can_be_shown_again(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_label("As of a past day").fill("2011-12-31")
    page.get_by_text("Looking at the past").wait_for()
    ask(page, "And then?", 2)
    expect(page.locator(".card")).to_have_count(1)
    assert "chosen: the newest source that answers" in page.locator(".card").inner_text()
    page.get_by_role("button", name="Sources").first.press("Enter")  # by keyboard
    expect(page.locator(".card")).to_have_count(2)
    assert page.locator(".card mark").first.inner_text() == CHANGED.citations[0].quote


def test_the_picture_shows_a_quote_when_hovered(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    points = page.locator("#plot .points path.point")
    expect(points).to_have_count(2)
    points.first.hover(force=True)
    expect(page.locator("#plot .hovertext")).to_contain_text("Gull Rock is a guest of the league.")
    shoot(page, "timeline")


def test_a_timeline_line_opens_to_its_quote(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    quote = page.locator(".timeline blockquote").first
    page.locator(".timeline > details > summary").press("Enter")  # by keyboard
    assert not quote.is_visible()
    page.locator(".timeline li summary").first.press("Enter")
    assert quote.is_visible()


def test_documents_and_questions_never_run_or_render(visit):
    page = visit()
    ask(page, NASTY, 1)
    expect(page.locator("#plot .points path.point")).to_have_count(2)
    page.locator("#plot .points path.point").first.hover(force=True)
    expect(page.locator("#plot .hovertext")).to_contain_text("<script>")
    page.locator(".timeline > details > summary").click()
    shoot(page, "attacked")
    assert page.evaluate("window.ran") is None
    assert page.locator("#desk :is(script, img, a, em, code, .katex, foreignObject):not(.modebar *)").count() == 0
    for part in NASTY.split():
        assert part in page.locator("#chat").inner_text()
    for place in ("[data-testid=user]", ".lead", ".quotes blockquote", ".notes li", ".card mark"):
        assert page.locator(place).first.inner_text().strip("“” ").split() == NASTY.split(), place


def test_errors_are_sentences_in_the_conversation(visit):
    page = visit()
    ask(page, " ", 1)
    ask(page, "x" * 10_000, 2)
    shoot(page, "errors")
    errors = page.locator("#chat .error").all_inner_texts()
    assert errors == ["The question is empty", "The question has 10,000 characters"]


def test_two_people_have_two_conversations(visit, engine):
    one, two = visit(), visit()
    ask(one, "Is A in it?", 1)
    ask(two, "Is B in it?", 1)
    ask(one, "And C?", 2)
    see(two, 1)
    assert engine.calls[-1] == ("And C?", None, ("Is A in it?",))


def test_an_opinion_and_a_test_question_are_kept(visit, kept):
    page = visit()
    ask(page, EXAMPLE, 1)
    page.get_by_role("button", name="Like", exact=True).click()
    page.get_by_text("Kept in feedback.jsonl").wait_for()
    opinion = json.loads((kept / "feedback.jsonl").read_text().splitlines()[-1])
    assert (opinion["liked"], opinion["question"], opinion["answer"]) == (True, EXAMPLE, CHANGED.to_dict())
    page.get_by_role("button", name="Save as test question").click()
    page.get_by_text("Saved in questions.jsonl").wait_for()
    assert json.loads((kept / "questions.jsonl").read_text())["expect"]["all_of"] == ["associate"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_the_page_fits_and_calls_no_other_host(visit, width, scheme):
    page = visit(width, color_scheme=scheme)
    ask(page, EXAMPLE, 1)
    expect(page.locator("#plot .points path.point")).to_have_count(2)
    shoot(page, f"answer-{width}-{scheme}")
    inner = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert inner <= [width, 844]
    assert page.locator("#picture").bounding_box()["height"] == page.locator("#plot").bounding_box()["height"]
    for part in ("#ask", "#side", "#chat", "#when"):
        box = page.locator(part).bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= width, part
    assert page.get_by_label("Your question").is_visible()
    asked = page.locator("#ask").bounding_box()
    assert asked["y"] + asked["height"] <= 844, "a long answer pushes the question box off the screen"
    assert faint(page) == {}
    if width == 390:
        page.locator(".card").last.scroll_into_view_if_needed()
        shoot(page, f"sources-{width}-{scheme}")
        assert page.locator(".card").last.is_visible()
    assert page.elsewhere == []


def test_every_control_has_a_name_for_screen_readers(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, input, textarea, select')]
        .filter((one) => one.checkVisibility() && !(one.innerText?.trim() || one.ariaLabel || one.title
            || one.placeholder || one.labels?.length)).map((one) => one.outerHTML.slice(0, 200))"""
    )
    assert nameless == []


def test_what_is_said_in_passing_is_read_out_and_the_picture_is_not(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    for name, regions in (("Ask", ("head", "past")), ("Documents", ("told",)), ("Evaluation", ("scores",))):
        room(page, name)
        page.keyboard.press("Tab")
        for region in regions:
            expect(page.locator(f"#{region}")).to_have_attribute("aria-live", "polite")
    room(page, "Ask")
    assert page.get_by_role("log").count() == 1  # the conversation itself
    spoken = page.locator("#side").aria_snapshot()
    assert "img" not in spoken and "What sources said when" in spoken


def test_the_whole_page_is_reached_by_keyboard_with_its_focus_to_be_seen(visit):
    page = visit()
    ask(page, EXAMPLE, 1)
    page.locator("body").click(position={"x": 2, "y": 2})
    reached, unseen = set(), []
    for _ in range(30):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => { const one = document.activeElement; const box = one.closest('.block') ?? one;
            return [one.ariaLabel || one.innerText || one.closest('label')?.innerText || '',
                [one, box].some((each) => getComputedStyle(each).outlineStyle !== 'none')]; }"""
        )
        reached.add(name.strip())
        unseen += [] if outline or not name.strip() or name.startswith("Dateline") else [name]
    wanted = "Ask Documents Evaluation Edit Sources Copy Retry Like Dislike Send".split()
    assert {*wanted, "Your question", "As of a past day", "New conversation", "Save as test question"} <= reached
    assert {"14 Apr 2011", "What sources said when"} <= reached
    assert unseen == []


@pytest.mark.parametrize("sent", [False, True])
def test_what_is_typed_while_an_answer_is_on_its_way_stays_and_can_be_sent(visit, engine, sent):
    page = visit()
    box = page.get_by_label("Your question")
    engine.go.clear()
    box.fill("Slow?")
    box.press("Enter")
    page.get_by_text("Looking for sources…").wait_for()
    box.fill("And now?")
    if sent:
        box.press("Enter")
    engine.go.set()
    see(page, 1 + sent)
    expect(box).to_have_value("" if sent else "And now?")
    if not sent:
        box.press("Enter")
        see(page, 2)
    assert engine.calls[-1] == ("And now?", None, ("Slow?",))


def test_small_talk_has_nothing_to_like(visit):
    page = visit()
    ask(page, "Hello!", 1)
    assert not page.get_by_role("button", name="Like", exact=True).is_visible()
    room(page, "Documents")
    expect(page.get_by_role("button", name="New conversation")).not_to_be_visible()


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
    engine.index.ends, engine.index.version = on(2025), "v2"
    try:
        ask(page, EXAMPLE, 1)
        expect(page.locator("#head")).to_contain_text("the corpus ends in 2025")
    finally:
        del engine.index.ends
        engine.index.version = "v3"
        ask(page, EXAMPLE, 2)
