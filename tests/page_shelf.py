"""A shelf of the guild's documents with a real index behind it, for the tests of the page."""

from page_toys import Read
from toy_corpus import guild

from corpus import Settings
from page import Opening
from page.shelf import Shelf


def shelf_of(folder):
    engine = guild(folder)
    opening = Opening(lambda progress: engine)
    opening.start()
    settings = Settings(corpus=folder / "docs", index=folder / "index", feedback=folder, writable=True)
    return Shelf(opening, settings)


def text_of(markup):
    return Read(markup).text
