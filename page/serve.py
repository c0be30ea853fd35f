"""Serving the page: settings, the look of it, and what a person who starts it is told.

The page is up before the engine is open, which is opened beside it. It listens on this machine alone unless a setting
says otherwise, and says so plainly where others may reach it without a password.
"""

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from pydantic import ValidationError

from corpus import SHIPPED_CORPUS, Settings
from page.layout import build_page
from page.opening import Opening, Progress
from page.warm import steps

if TYPE_CHECKING:
    from qa import Engine

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def theme() -> gr.themes.Base:
    """Calm colours, enough contrast, and the reader's own fonts: none is fetched from another host.

    Returns:
        The theme.
    """
    plain, mono = ["system-ui", "sans-serif"], ["ui-monospace", "monospace"]
    base = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=plain, font_mono=mono)
    return base.set(
        body_text_color_subdued="*neutral_500",
        color_accent="*primary_700",  # page.css has a lighter one for dark pages
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        input_background_fill="*background_fill_primary",
        input_background_fill_dark="*background_fill_primary",
        input_border_width="1px",
        input_border_width_dark="1px",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
    )


def look() -> dict[str, Any]:
    """How the page looks, as `launch` takes it.

    Returns:
        Arguments.
    """
    return {"theme": theme(), "css_paths": [Path(__file__).parent / "page.css"], "footer_links": []}


def read_settings(arguments: Sequence[str] | None = None) -> tuple[Settings, bool]:
    """Settings of the environment, `.env` and the command line, the last of which wins.

    Args:
        arguments: Instead of those of the command line.

    Returns:
        The settings, and whether an assistant may call the page (--mcp).
    """
    fields = Settings.model_fields
    parser = argparse.ArgumentParser(prog="python app.py", description="Serves Dateline's chat page.")
    for name in ("corpus", "index", "host", "port", "questions"):
        field = fields[name]
        parser.add_argument(f"--{name}", help=f"{field.description} Default: {field.default}")
    parser.add_argument("--writable", action="store_true", default=None, help=fields["writable"].description)
    parser.add_argument("--mcp", action="store_true", help="Serve the functions to assistants, too (MCP).")
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    mcp = given.pop("mcp")
    try:
        settings = Settings(**given)
    except ValidationError as error:
        faults = (f"{fault['loc'][0]} {fault['input']!r}: {fault['msg']}" for fault in error.errors())
        parser.error("; ".join(faults))
    if bool(settings.user) != bool(settings.password.get_secret_value()):
        parser.error("a user needs a password and a password a user: set DATELINE_USER and DATELINE_PASSWORD")
    if mcp and importlib.util.find_spec("mcp") is None:
        parser.error("--mcp needs a package that is not installed: pip install 'dateline[mcp]'")
    return settings, mcp


def warning(settings: Settings) -> str:
    """What a person should know who opens the page to others; "" where nobody else reaches it.

    Args:
        settings: The settings.

    Returns:
        A sentence or two.
    """
    if settings.host in LOOPBACK or settings.user:
        return ""
    change = " and change them" if settings.writable else ""
    return (
        f"WARNING: whoever reaches {settings.host} can ask these documents{change}: there is no password. "
        "Set DATELINE_USER and DATELINE_PASSWORD."
    )


def main(arguments: Sequence[str] | None = None, examples: Sequence[str] = ()) -> int:
    """Serves the page until Ctrl+C.

    Args:
        arguments: Instead of those of the command line.
        examples: Questions to click, for the shipped corpus.

    Returns:
        The exit code.
    """
    settings, mcp = read_settings(arguments)

    opening = Opening(partial(_opened, settings), steps(date.today()))
    opening.start()  # beside the page: much of opening is waiting for files and models, and so is serving
    shipped = settings.corpus.resolve() == SHIPPED_CORPUS.resolve()
    page = build_page(opening, examples if shipped else (), settings)
    port = settings.port if "port" in settings.model_fields_set else None  # None: Gradio finds a free one
    limit = f"{settings.max_file_mb:g}mb" if settings.writable else "1kb"  # else it takes no files
    auth = (settings.user, settings.password.get_secret_value()) if settings.user else None
    try:
        _, url, _ = page.launch(
            server_name=settings.host, server_port=port or None, share=False, quiet=True, auth=auth,
            max_file_size=limit, mcp_server=mcp, prevent_thread_lock=True, **look(),
        )  # fmt: skip
    except OSError:
        where = f"{settings.host}, port {port}" if port else settings.host
        sys.stderr.write(f"The page cannot listen on {where}; give another with --port or --host.\n")
        return 2
    sys.stdout.write(f"Dateline answers on {url} (Ctrl+C ends it)\n")
    if mcp:
        sys.stdout.write(f"Assistants find it at {url}gradio_api/mcp/\n")
    sys.stdout.flush()
    if told := warning(settings):
        sys.stderr.write(f"{told}\n")
    _say_when_open(opening)
    page.block_thread()
    return 0


def _say_when_open(opening: Opening) -> None:
    for _ in opening.waiting():
        pass
    if not opening.failure:
        sys.stdout.write(f"{opening.status}\n")
        sys.stdout.flush()


def _opened(settings: Settings, progress: Progress) -> "Engine":
    from qa import open_engine  # with the models, which the page need not wait for

    return open_engine(settings.corpus, now=date.today(), settings=settings, progress=progress)
