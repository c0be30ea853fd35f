"""A harbour league that never was: two sources on one member, for tests that look at the command line from outside."""

import pytest

LEAGUE = {
    "2015.md": (
        "---\ntitle: Tavria draws near\nsource: Quay Herald\npublished: 2015-03-02\n---\n"
        "Tavria is an observer of the Harbour League. The League has 4 members: Orrin, Selk, Vost and Lume.\n"
    ),
    "2019.md": (
        "---\ntitle: '[bold]Tavria[/bold] joins'\nsource: Quay Herald\npublished: 2019-06-01\n---\n"
        "Tavria is a member of the Harbour League. "
        "The League has 5 members: Orrin, Selk, Vost, Lume and Tavria.\n"
    ),
}


def league(tmp_path_factory, files=LEAGUE):
    """A folder with these files."""
    folder = tmp_path_factory.mktemp("league")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def own_index(tmp_path_factory, **settings):
    """No test touches the user's own cache; yields while the environment says so, and sets more of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_INDEX", str(tmp_path_factory.mktemp("index")))
        for name, value in settings.items():
            patch.setenv(name, value)
        yield
