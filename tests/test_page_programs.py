"""The README's commands for other programs, run as they stand there; and an assistant that speaks MCP."""

import asyncio
import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest
from gradio_client import Client
from index_toys import Bag
from page_toys import CHANGED, opened

from corpus import SHIPPED_CORPUS, Settings
from index import open_index
from page import Opening, build_page, look
from qa import Engine
from qa.reader import RuleReader

PART = (
    (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8").split("## For programs")[1].split("\n## ")[0]
)
ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """The shipped documents, in a folder that may be changed."""
    place = tmp_path_factory.mktemp("shipped")
    for file in SHIPPED_CORPUS.glob("*.md"):
        (place / file.name).write_bytes(file.read_bytes())
    settings = Settings(corpus=place, index=tmp_path_factory.mktemp("index"), writable=True)

    def load(progress):
        from datetime import date

        return Engine(open_index(place, now=date.today(), encoder=Bag(), settings=settings), RuleReader())

    opening = Opening(load)
    opening.start()
    page = build_page(opening, (), settings)
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, **look())
    yield url.rstrip("/")
    page.close()


def test_the_curl_commands_give_what_the_readme_says(url):
    block = re.search(r"```sh\n(.*?)```", PART, re.DOTALL)[1].replace("\\\n", " ").replace(ADDRESS, url)
    printed = [subprocess.run(line, shell=True, capture_output=True, check=True).stdout for line in block.splitlines()]
    answer, documents, added = (json.loads(text)["data"][0] for text in printed)
    assert answer["text"] == "No: dialogue partner, as of 14 April 2011."
    assert documents["summary"]["documents"] == 5
    assert added == "Added note.txt, dated 2024-07-04."


def test_the_python_lines_print_an_answer(url, capsys):
    exec(re.search(r"```python\n(.*?)```", PART, re.DOTALL)[1].replace(ADDRESS, url), {})
    assert capsys.readouterr().out.startswith("Yes: member, as of 16 April 2024.")


def test_every_named_function_stands_in_the_readme(url):
    named = Client(url, verbose=False).view_api(return_format="dict")["named_endpoints"]
    assert all(f"`{name}`" in PART for name in named)


@pytest.mark.skipif(importlib.util.find_spec("mcp") is None, reason="no MCP: pip install -e '.[mcp]'")
def test_an_assistant_can_ask():
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    page = build_page(opened())
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, mcp_server=True, **look())

    async def ask():
        async with streamablehttp_client(f"{url}gradio_api/mcp/") as (read, write, _):
            async with ClientSession(read, write) as session:
                await session.initialize()
                tools = {tool.name: tool.description for tool in (await session.list_tools()).tools}
                name = next(name for name in tools if name.endswith("answer"))
                return tools, await session.call_tool(name, {"question": "Is Gull Rock a member?"})

    try:
        tools, result = asyncio.run(ask())
    finally:
        page.close()
    assert len(tools) == 3
    assert CHANGED.text in result.content[0].text
