"""What the model is asked to return: JSON of one shape, read whole when it is done and in part while it comes.

The text is the last field on purpose: verdict and quote numbers are known before the first word of it, so that each
sentence can be checked as it arrives. Servers that know no schema wrap their JSON in thoughts or in a code block; both
are cut off. Anything else that is not this shape is no reply.
"""

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)


class Reply(BaseModel):
    """One reply of the model.

    Attributes:
        found: Whether the quotes answer the question.
        verdict: "yes" or "no" to a yes/no question, else "none".
        quotes: The numbers of the quotes it rests on.
        values: The short answer's parts, in the quotes' words.
        text: The answer in a sentence or two.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    found: bool
    verdict: Literal["yes", "no", "none"]
    quotes: list[int] = Field(max_length=20)
    values: list[str] = Field(max_length=100)
    text: str


class Rewritten(BaseModel):
    """A follow-up made a question of its own."""

    model_config = ConfigDict(strict=True, frozen=True)

    question: str


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """A shape as the JSON schema that servers take: every field required, no other allowed.

    Args:
        shape: Reply or Rewritten.
    """
    return {**shape.model_json_schema(), "additionalProperties": False}


def read_reply(text: str, *, whole: bool = True) -> Reply | None:
    """Reads what the model sent.

    >>> read_reply('{"found": true, "verdict": "no", "quotes": [1], "values": [], "text": "No, it is a gu', whole=False).text
    'No, it is a gu'
    >>> read_reply("I am not sure.") is None
    True

    Args:
        text: All that has come so far.
        whole: Whether that is all there will be; else its last string may be cut.

    Returns:
        The reply; None where it is of another shape, or where its text has not begun.
    """  # noqa: E501 - one line of JSON
    found = _object(text, whole)
    try:
        return Reply.model_validate(found)
    except ValidationError:
        return None


def read_rewritten(text: str) -> str:
    """The question of a rewriting; "" where it is of another shape.

    Args:
        text: What the model sent.
    """
    try:
        return Rewritten.model_validate(_object(text, whole=True)).question.strip()
    except ValidationError:
        return ""


def _object(text: str, whole: bool) -> object:
    text = _THOUGHTS.sub("", text)
    start, end = text.find("{"), text.rfind("}") + 1
    if start < 0 or (whole and not end):
        return None
    try:
        return from_json(
            text[start:end] if whole else text[start:], allow_partial="off" if whole else "trailing-strings"
        )
    except ValueError:
        return None
