"""Does an answer say an expected string? One rule for all measures.

Both sides are folded first: Unicode compatibility forms, case, typographic quotes and dashes, white space,
and the grouping of digits ("3,200" is "3200"; a plain space groups nothing, or "in 2011 200" would be one
number). Then the string must stand there in whole words:

* a number is not part of another one: "9" is neither in "19" nor in "9.5" nor in "9,000";
* a word of five letters or more may go on ("dialog" is in "dialogue", "member" in "membership", never "ember" in
  "member"); a shorter one may only take a plural s ("no" is not in "none");
* a prefix joined with a hyphen makes another word: "member" is not in "non-member", but is in "member-state".

The price: "city" is not found in "cities", nor "nine" in "9". Question files name spellings with `any_of`.
"""

import re
import unicodedata

# Single quotes and double quotes, hyphens and dashes of every width, each to the one on the keyboard.
_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f\u2009](?=\d{3}(?!\d))")


def fold(text: str) -> str:
    """The text in the form in which strings are compared.

    >>> fold("“Trade”  rose – by US$3,200")
    '"trade" rose - by us$3200'
    """
    text = _GROUPED.sub("", text)  # before NFKC, which turns the narrow spaces into plain ones
    text = unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold()
    return " ".join(text.split())


def occurs(wanted: str, text: str) -> bool:
    """Whether `wanted` stands in `text` as whole words.

    >>> occurs("dialogue partner", "They were Dialogue Partners."), occurs("9", "19 members")
    (True, False)
    """
    needle = fold(wanted)
    if not needle:
        return False
    before = after = ""
    if needle[0].isdigit():
        before = r"(?<!\w)(?<!\d[.,])"
    elif needle[0].isalpha():
        before = r"(?<!\w)(?<!\w-)"
    if needle[-1].isdigit():
        after = r"(?!\w|[.,]\d)"
    elif needle[-1].isalpha():
        after = "" if len(needle) >= 5 else r"(?:'?s)?(?!\w)"
    return re.search(before + re.escape(needle) + after, fold(text)) is not None
