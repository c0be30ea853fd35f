"""The chat page: `python app.py` serves it on http://127.0.0.1:7860.

From top to bottom: text that stays text, an Answer as HTML, the engine on its way, the conversation, the
look, the page, serving it. The page opens before the engine does: reading documents and loading a model takes
seconds, so a thread does it (`Opening`), and a question asked meanwhile waits and says how far that is.

Trade-off: answers are HTML that this file writes, not Markdown, and what comes from a document or a person
goes through `literal` on its way in. That is more markup than a Markdown template would need, but one rule to
check, instead of the many ways in which Markdown can be made to say something else.
"""

import argparse
import html
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

# Gradio reads these when it is imported: send no analytics, keep no record of questions in the browser.
os.environ["GRADIO_ANALYTICS_ENABLED"] = os.environ["GRADIO_RUN_HISTORY"] = "False"

import gradio as gr  # noqa: E402
from gradio.events import api  # noqa: E402
from pydantic import ValidationError  # noqa: E402

from corpus import SHIPPED_CORPUS, DatelineError, Precision, Published, Settings  # noqa: E402

if TYPE_CHECKING:  # torch comes with it, so it is imported by the thread that opens the engine
    from qa import Answer, Citation, Engine

Progress = Callable[[int, int, str], None]
Message = dict[str, Any]

GREETING = "Ask a question: the newest document that really answers it is quoted, with its date."
EXAMPLES = ("Is Belarus a member?", "Who are the observers?", "When was the SCO established?")
SHOWN_LENGTH = 300  # characters of a question in the conversation; far longer ones are refused anyway
# The page's own events are no interface for other programs, and many people may ask at once.
INSIDE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}


def literal(text: str) -> str:
    """Text of a document or a person, to stand in the page just as it is written.

    Dollar, braces, backslash and backtick are escaped too: Gradio's HTML component is a template.

    >>> literal("<b>${x}</b>")
    '&lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'
    """
    return re.sub(r"[${}\\`]", lambda sign: f"&#{ord(sign[0])};", html.escape(text))


def _sentence(text: str, kind: str) -> str:
    return f'<p class="{kind}">{literal(text)}</p>'


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def render(answer: "Answer", as_of: date | None = None) -> str:
    """The answer as HTML: what it says and as of when, quote and source, what was said before, notes."""
    parts = [_lead(answer)]
    if answer.citations:
        parts.append(_quote(answer.citations[0]))
    if len(answer.timeline) > 1:
        parts.append(_timeline(answer))
    notes = "".join(f"<li>{literal(note)}</li>" for note in answer.notes)
    parts.append(f'<ul class="notes">{notes}</ul>' if notes else "")
    if as_of:
        parts.append(_sentence(f"Asked as of {_spoken(as_of)}: later sources were left out.", "fine"))
    copy = '<button type="button" class="copy" title="Copy this answer">Copy</button>'
    return f'<div class="answer"><div class="copied">{"".join(parts)}</div>{copy}</div>'


def _lead(answer: "Answer") -> str:
    if answer.abstained:
        return _sentence(answer.text, "lead abstained")
    said, dated = answer.text, ""
    if match := re.fullmatch(r"(.*)(, (?:as of|from an undated) .*)", answer.text, re.DOTALL):
        said, dated = match.groups()
    elif answer.citations and not answer.values:  # the quote itself is the answer, and stands below
        said = answer.text.replace(answer.citations[0].quote, "").strip(" ().")
    return f'<p class="lead"><strong>{literal(said[:1].upper() + said[1:])}</strong>{literal(dated)}</p>'


def _quote(citation: "Citation") -> str:
    document = citation.document
    title, source = literal(document.title), literal(document.source)
    if re.match(r"https?://", document.url):  # any other scheme might be a script
        title = f'<a href="{literal(document.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    caption = f"{title}<br>{source}{', ' if source else ''}{_dated(citation.published)}"
    quote = f"<blockquote>{literal(citation.quote)}</blockquote>"
    return f"<figure>{quote}<figcaption>{caption}</figcaption></figure>"


def _dated(published: Published | None) -> str:
    if published is None:
        return '<span class="badge" title="The source does not say when it came out">undated</span>'
    badge = ' <span class="badge" title="The source does not write the year">year inferred</span>'
    return f"<time>{literal(published.spoken)}</time>{badge if published.inferred else ''}"


def _timeline(answer: "Answer") -> str:
    """One line for each value that sources gave; it opens to the quote."""
    lines = ""
    for entry in answer.timeline:
        days = " – ".join(dict.fromkeys((entry.since.spoken, entry.until.spoken)))  # once where it is one day
        summary = f"<summary><time>{days}</time> <span>{literal(entry.value)}</span></summary>"
        lines += f"<li><details>{summary}{_quote(entry.citation)}</details></li>"
    return f'<section class="timeline"><h3>What sources said when</h3><ol>{lines}</ol></section>'


class Opening:
    """An engine that a thread opens: how far that is, why it failed if it did, its answers once it is open.

    Attributes:
        status: What the page says of it: its progress, then the documents it holds, or the failure.
        failure: Why there is no engine, in a sentence; "" as long as there is hope.
    """

    def __init__(self, load: "Callable[[Progress], Engine]") -> None:
        self.status = "Reading the documents…"
        self.failure = ""
        self._load = load
        self._engine: Engine | None = None
        self._done = threading.Event()
        self._turn = threading.Lock()  # one question at a time: the encoder uses every core as it is

    def start(self) -> None:
        """Begins to open the engine; questions may come before that, and wait."""
        threading.Thread(target=self._open, daemon=True, name="open engine").start()

    def _open(self) -> None:
        try:
            self._engine = self._load(self._report)
            self.status = _described(self._engine)
        except DatelineError as error:
            self.failure = str(error)
        except Exception as error:  # a page that never says why it does not answer helps nobody
            logging.getLogger(__name__).exception("the engine could not be opened")
            self.failure = f"Dateline could not start: {type(error).__name__}: {error}"
        if self.failure:
            self.status = self.failure
            sys.stderr.write(f"{self.failure}\n")
        self._done.set()

    def _report(self, done: int, total: int, file: str) -> None:
        self.status = f"Reading the documents… {done} of {total}"

    def waiting(self, seconds: float = 0.2) -> Iterator[str]:
        """Says how far it is, again and again, until the engine is open or has failed."""
        while not self._done.wait(seconds):
            yield self.status

    def answer(self, question: str, as_of: date | None, history: Sequence[str] = ()) -> "Answer":
        """The engine's answer, waiting for the engine where need be."""
        self._done.wait()
        if self._engine is None:
            raise DatelineError(self.failure)
        with self._turn:
            answer = self._engine.answer(question, now=date.today(), as_of=as_of, history=history)
            self.status = _described(self._engine)  # it may just have taken up new documents
        return answer


def read_day(text: str | None) -> date | None:
    """The day in the "as of" box, None where that is empty; a DateError for anything else."""
    if not (text or "").strip():
        return None
    from qa import parse_day  # as late as the engine

    return parse_day(str(text).strip(), name="as of")


def _described(engine: "Engine") -> str:
    count, ends = len(engine.index.documents()), engine.index.ends
    documents = "1 document" if count == 1 else f"{count:,} documents"
    if ends is None:
        return f"{documents}, none of them dated"
    word = "in" if ends.precision in (Precision.MONTH, Precision.YEAR) else "on"
    return f"{documents} · the corpus ends {word} {ends.spoken}"


def asked(messages: Sequence[Message]) -> list[str]:
    """The questions that a person has asked in this conversation, oldest first."""
    parts = [message["content"] for message in messages if message["role"] == "user"]
    texts = (part if isinstance(part, str) else "".join(each["text"] for each in part) for part in parts)
    return [html.unescape(text) for text in texts]


def converse(opening: Opening, messages: list[Message], question: str, as_of: str) -> Iterator[list[Message]]:
    """The conversation with one more question in it: waiting for the engine, then with the answer."""
    cut = question if len(question) <= SHOWN_LENGTH else f"{question[:SHOWN_LENGTH]}…"
    shown = [*messages, {"role": "user", "content": literal(cut)}] if question.strip() else messages
    yield shown
    for status in opening.waiting():
        yield [*shown, _reply(_sentence(status, "waiting"))]
    try:
        day = read_day(as_of)
        yield [*shown, _reply(render(opening.answer(question, day, asked(messages)), day))]
    except DatelineError as error:
        yield [*shown, _reply(_failed(error))]
    except Exception:  # the traceback belongs in the terminal, a sentence in the page
        logging.getLogger(__name__).exception("no answer to %r", cut)
        wrong = "Something went wrong inside Dateline; its terminal says what."
        yield [*shown, _reply(_sentence(wrong, "error"))]


def _failed(error: DatelineError) -> str:
    text = str(error)
    return _sentence(text[:1].upper() + text[1:], "error")


def _reply(markup: str) -> Message:
    return {"role": "assistant", "content": gr.HTML(markup, js_on_load=None, apply_default_css=False)}


def watch(opening: Opening) -> Iterator[str]:
    """The head of the page as the documents are being read, and then as it stays."""
    for _ in opening.waiting():
        yield _head(opening)
    yield _head(opening)


def past(as_of: str) -> str:
    """The line that says that the page looks at the past; "" where it does not."""
    if as_of.startswith("0"):  # a year half typed: 0020, on its way to 2011
        return ""
    try:
        day = read_day(as_of)
    except DatelineError as error:
        return _failed(error)
    if day is None or day >= date.today():
        return ""
    return _sentence(f"Looking at the past: only sources published by {_spoken(day)}.", "past")


CSS = """
.gradio-container { max-width: 780px !important; width: 100%; height: 100dvh; margin: 0 auto !important; }
.gradio-container .main { width: 100%; padding: 14px 18px !important; }
:is(.main, .wrap, main.contain, main.contain > .column) { min-height: 0 !important; }
main.contain, main.contain > .column { gap: 12px; padding: 0; }
#top, #then { flex: 0 0 auto; align-items: center; flex-wrap: nowrap; gap: 12px; }
#top .html-container, #then .html-container { padding: 0; }
#top h1 { margin: 0 0 2px; font-size: 1.3rem; font-weight: 650; }
#top p, #then p, .waiting, .error { margin: 0; font-size: .875rem; line-height: 1.45; }
#top button, #then button { flex: 0 0 auto; padding: 4px 12px; border: 1px solid var(--border-color-primary);
  border-radius: 99px; background: none; font-size: .8125rem; font-weight: 400; }
:is(.status, .waiting, .fine, .answer figcaption, .answer time, .answer .notes, .answer .copy) {
  color: var(--body-text-color-subdued); }
.error { padding-left: 10px; border-left: 3px solid; color: var(--error-text-color); }
.past { padding-left: 10px; border-left: 3px solid var(--color-accent); }
:is(.column:has(.placeholder-content) #top, #then:not(:has(.past))) button { display: none; }
#then:not(:has(p)) { display: none; }

#chat { flex: 1 1 0 !important; min-height: 160px; border: 0; background: none; }
#chat .wrapper { min-height: 0; }
#chat .top-panel { display: none; }
#chat .bubble-wrap { width: 100%; height: 100%; padding: 0; background: none; }
#chat .placeholder-content { justify-content: center; gap: 18px; padding-block: 16px; }
#chat :is(.placeholder, .examples) { flex: 0 0 auto; height: auto; margin: 0 auto; padding: 0; }
#chat .examples { display: flex; flex-wrap: wrap; justify-content: center; }
#chat .example { flex: 0 1 auto; width: auto; max-width: none; padding: 8px 16px; border-radius: 12px; }
.greeting { max-width: 26em; margin: 0; font-size: 1.05rem; line-height: 1.5; text-align: center; }
#chat .message-row { max-width: 100%; margin: 0; }
#chat .user-row { max-width: 85%; margin-top: 18px; }
#chat :is(.bot.message, .bot .component) { width: 100%; padding: 0; overflow: visible; }
#chat :is(.bot.message, .bot .component, .message-buttons .icon-button-wrapper, .message-buttons button) {
  margin-inline: 0; border: 0; background: none; box-shadow: none; }
#chat .user.message { padding: 8px 14px; border: 0; border-radius: 16px; box-shadow: none;
  background: color-mix(in srgb, var(--body-text-color) 7%, transparent); }
#chat .message-buttons-left { margin: 0; }
#chat .bot-row:has(.copy) + .message-buttons-left { margin: -24px 0 0 52px; }

.answer { line-height: 1.5; overflow-wrap: anywhere; }
.answer :where(p, figure, blockquote, ol, ul, li, h3) { margin: 0; padding: 0; border: 0; list-style: none; }
.answer .copied { display: grid; gap: 14px; }
.answer .lead { font-size: 1.2rem; line-height: 1.4; }
.answer .abstained { font-size: 1.05rem; }
.answer figure { padding-left: 14px; border-left: 3px solid var(--color-accent); }
.answer blockquote { white-space: pre-line; quotes: "“" "”"; }
.answer blockquote::before { content: open-quote; }
.answer blockquote::after { content: close-quote; }
.answer :is(figcaption, .notes, .timeline, h3) { font-size: .875rem; }
.answer figcaption { margin-top: 6px; }
.answer a { color: inherit; text-decoration: underline; }
.answer .badge { padding: 1px 7px; border: 1px solid var(--border-color-primary); border-radius: 99px;
  font-size: .75rem; white-space: nowrap; }
.answer h3 { margin-bottom: 2px; font-weight: 600; }
.answer .timeline li { position: relative; margin-left: 4px; padding: 2px 0 2px 18px;
  border-left: 1px solid var(--border-color-primary); }
.answer .timeline li::before { content: ""; position: absolute; left: -4.5px; top: .65em;
  width: 8px; height: 8px; border-radius: 50%; background: var(--body-text-color-subdued); }
.answer .timeline li:last-child::before { background: var(--color-accent); }
.answer summary { cursor: pointer; list-style: none; }
.answer summary span { margin-inline: .3em; }
.answer summary::after { content: "▸"; }
.answer details[open] summary::after { content: "▾"; }
.answer details figure { margin: 6px 0 10px; border-color: var(--border-color-primary); }
.answer .notes { display: grid; gap: 4px; }
.answer .fine, .answer .copy { font-size: .8125rem; }
.answer .copy { margin-top: 10px; }

#ask { flex: 0 0 auto; align-items: stretch; gap: 8px; }
#question { min-width: min(100%, 260px) !important; }
#question .input-container { align-items: center; min-height: 46px; padding-right: 6px; }
#ask :is(textarea, input) { border: 0; background: none; box-shadow: none; }
#question textarea { font-size: 1rem; }
#ask :is(.form, .block) { border-radius: 12px; }
#ask .block:focus-within { outline: 2px solid var(--color-accent); outline-offset: -1px; }
#ask .form { background: none; }
#as-of { flex: 1 !important; padding: 0 12px; }
#as-of label { display: flex; align-items: center; gap: 10px; min-height: 46px; }
#as-of label > span { margin: 0; white-space: nowrap; font-size: .875rem; }
#as-of input { flex: 1; padding: 0; font-size: .875rem; }
.dark #as-of input { color-scheme: dark; }
@media (max-width: 560px) { #ask .form { flex: 1 1 100% !important; } }
"""


def theme() -> gr.themes.Base:
    """Calm colours, enough contrast, and the reader's own fonts: none is fetched from another host."""
    plain, mono = ["system-ui", "sans-serif"], ["ui-monospace", "monospace"]
    base = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=plain, font_mono=mono)
    return base.set(body_text_color_subdued="*neutral_500", color_accent="*primary_600")


# The "as of" box becomes the browser's own date picker; what it cannot read as a date it does not keep.
SCRIPT = """() => {
  const box = document.querySelector('#as-of input');
  if (box) {
    box.type = 'date';
    box.max = '9999-12-31';
    box.addEventListener('blur', () => { if (box.validity.badInput) box.value = ''; });
  }
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('.answer > .copy');
    if (!button || !navigator.clipboard) return;
    await navigator.clipboard.writeText(button.previousElementSibling.innerText);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
}"""


def build_page(opening: Opening, examples: Sequence[str] = ()) -> gr.Blocks:
    """The page on an engine that is opening; `examples` are questions to click."""
    page = gr.Blocks(title="Dateline", fill_height=True, analytics_enabled=False)
    with page:
        with gr.Row(elem_id="top"):
            head = gr.HTML(_head(opening), elem_id="head", apply_default_css=False)
            new = gr.Button("New conversation", size="sm", scale=0, min_width=0)
        chat = gr.Chatbot(
            label="Conversation", show_label=False, container=False, scale=1, height=None, elem_id="chat",
            placeholder=f"<p class='greeting'>{GREETING}</p>", examples=[{"text": text} for text in examples],
            render_markdown=False, latex_delimiters=[], allow_tags=False, editable="user", buttons=[],
            group_consecutive_messages=False,
        )  # fmt: skip
        with gr.Row(elem_id="then"):
            line = gr.HTML(elem_id="past", apply_default_css=False)
            today = gr.Button("Back to today", size="sm", scale=0, min_width=0)
        with gr.Row(elem_id="ask"):
            box = gr.Textbox(
                label="Your question", show_label=False, container=False, placeholder="Ask a question",
                submit_btn=True, autofocus=True, scale=1, elem_id="question",
            )  # fmt: skip
            as_of = gr.Textbox(label="As of a past day", max_lines=1, scale=0, min_width=275, elem_id="as-of")
        page.load(partial(watch, opening), None, head, **INSIDE)
        page.load(None, js=SCRIPT, api_visibility="private")
        chat.change(partial(_head, opening), None, head, **INSIDE)
        as_of.change(past, as_of, line, trigger_mode="always_last", **INSIDE)
        today.click(str, None, as_of, **INSIDE)
        new.click(list, None, chat, **INSIDE)
        _answering(opening, chat, box, as_of)
    return page


def _head(opening: Opening) -> str:
    return f"<h1>Dateline</h1>{_sentence(opening.status, 'error' if opening.failure else 'status')}"


def _answering(opening: Opening, chat: gr.Chatbot, box: gr.Textbox, as_of: gr.Textbox) -> None:
    """The ways to ask: type, click an example, ask again, edit, and `answer` for other programs."""

    def typed(question: str, day: str, messages: list[Message]) -> Iterator[tuple[str, list[Message]]]:
        for shown in converse(opening, messages, question, day):
            yield "", shown

    def example(chosen: gr.SelectData, day: str, messages: list[Message]) -> Iterator[list[Message]]:
        yield from converse(opening, messages, chosen.value["text"], day)

    def again(on: gr.RetryData, day: str, messages: list[Message]) -> Iterator[list[Message]]:
        before = messages[: _position(on)]
        yield from converse(opening, before, asked(messages)[len(asked(before))], day)

    def edited(on: gr.EditData, day: str, messages: list[Message]) -> Iterator[list[Message]]:
        yield from converse(opening, messages[: _position(on)], html.unescape(on.value), day)

    def answer(question: str, as_of: str = "") -> dict[str, Any]:
        """Answers a question as of a day ("2011-12-31"; empty: today); the whole answer as JSON."""
        try:
            return opening.answer(question, read_day(as_of)).to_dict()
        except DatelineError as error:
            raise gr.Error(str(error), print_exception=False) from error

    box.submit(typed, [box, as_of, chat], [box, chat], **INSIDE)
    chat.example_select(example, [as_of, chat], chat, **INSIDE)
    chat.retry(again, [as_of, chat], chat, **INSIDE)
    chat.edit(edited, [as_of, chat], chat, **INSIDE)
    api(answer, api_name="answer", concurrency_limit=None)


def _position(on: gr.RetryData | gr.EditData) -> int:
    return on.index if isinstance(on.index, int) else on.index[0]


def read_settings(arguments: Sequence[str] | None = None) -> Settings:
    """Settings of the environment, `.env` and the command line, the last of which wins."""
    fields = Settings.model_fields
    parser = argparse.ArgumentParser(prog="python app.py", description="Serves Dateline's chat page.")
    for name in ("corpus", "index", "host", "port"):
        field = fields[name]
        parser.add_argument(f"--{name}", help=f"{field.description} Default: {field.default}")
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = (f"{fault['loc'][0]} {fault['input']!r}: {fault['msg']}" for fault in error.errors())
        parser.error("; ".join(faults))


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves the page until Ctrl+C; the exit code."""
    settings = read_settings(arguments)

    def load(progress: Progress) -> "Engine":
        from qa import open_engine

        return open_engine(settings.corpus, now=date.today(), settings=settings, progress=progress)

    opening = Opening(load)
    shipped = settings.corpus.resolve() == SHIPPED_CORPUS.resolve()
    page = build_page(opening, EXAMPLES if shipped else ())
    port = settings.port if "port" in settings.model_fields_set else None  # None: Gradio finds a free one
    try:
        _, url, _ = page.launch(
            server_name=settings.host, server_port=port or None, share=False, quiet=True, theme=theme(),
            css=CSS, footer_links=[], max_file_size="1kb", prevent_thread_lock=True,  # it takes no files
        )  # fmt: skip
    except OSError:
        where = f"{settings.host}, port {port}" if port else settings.host
        sys.stderr.write(f"The page cannot listen on {where}; give another with --port or --host.\n")
        return 2
    opening.start()  # after the page is up, which it would slow down
    sys.stdout.write(f"Dateline answers on {url} (Ctrl+C ends it)\n")
    sys.stdout.flush()
    if settings.host not in ("127.0.0.1", "localhost", "::1"):
        sys.stderr.write(f"Whoever reaches {settings.host} can ask these documents: there is no password.\n")
    page.block_thread()
    return 0


if __name__ == "__main__":
    sys.exit(main())
