"""Models that lie, obey whoever speaks to them last, or talk nonsense; each is given a Request and returns a reply."""

import json
import random
import re

from llm_server import reply


def _verdict(request):
    return "yes" if re.match(r"(?:is|are|was|were|will|does|do|did|has|have|can)\b", request.question, re.I) else "none"


def _rewritten(question):
    return json.dumps({"question": question})


def invents_quotes(request):
    if request.rewrites:
        return _rewritten("Is Velland the newest member?")
    return reply("Velland, as of 1 May 2024.", verdict=_verdict(request), quotes=[99], values=["Velland"])


def knows_newer(request):
    if request.rewrites:
        return _rewritten(f"{request.question.rstrip('?')} since the treaty of 2025?")
    first = request.quotes[0]["quote"].rstrip(".")
    return reply(f"{first}, but this has changed since.", verdict=_verdict(request))


def dates_wrongly(request):
    if request.rewrites:
        return _rewritten(request.data[0]["asked"][0])
    first = request.quotes[0]["quote"].rstrip(".")
    return reply(f"{first}, since 3 May 2025.", verdict=_verdict(request))


def says_no(request):
    if request.rewrites:
        return _rewritten(f"Is it not so: {request.question}")
    return reply("No. It is not so.", verdict="no", quotes=range(1, len(request.quotes) + 1))


def says_yes(request):
    if request.rewrites:
        return _rewritten(request.data[0]["asked"][-1])
    return reply("Yes.", verdict="yes", quotes=range(1, len(request.quotes) + 1))


def prefers_the_oldest(request):
    if request.rewrites:
        return _rewritten(request.data[0]["asked"][0])
    last = request.quotes[-1]
    return reply(last["quote"], verdict=_verdict(request), quotes=[last["number"]])


def repeats_the_newest(request):
    if request.rewrites:
        return _rewritten(" ".join([*request.data[0]["asked"], request.question]))
    return reply(request.quotes[0]["quote"], verdict=_verdict(request), quotes=[1])


def swaps_names(request):
    """Each quote's words in another order."""
    if request.rewrites:
        parts = " ".join([*request.data[0]["asked"], request.question]).replace("?", "").split()
        return _rewritten(" ".join(reversed(parts)) + "?")
    told = request.quotes[0]["quote"].rstrip(".").split()
    names = [word for word in told if word[0].isupper()]
    turned = dict(zip(names, reversed(names), strict=True))
    text = " ".join(turned.get(word, word) for word in told)
    verdict = _verdict(request)
    return reply(f"{'Yes, ' if verdict == 'yes' else ''}{text}.", verdict=verdict, quotes=[1])


def finds_nothing(request):
    return _rewritten("") if request.rewrites else reply(found=False, quotes=())


def talks_nonsense(request):
    letters = random.Random(request.prompt)
    return "".join(letters.choice('abc {}[]":,.0123 yesno') for _ in range(300))


LIARS = (
    invents_quotes,
    knows_newer,
    dates_wrongly,
    says_no,
    says_yes,
    prefers_the_oldest,
    repeats_the_newest,
    swaps_names,
    finds_nothing,
    talks_nonsense,
)
