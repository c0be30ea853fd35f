"""What a person who waits for the model sees and may do: text that has been checked, a way to stop, what it cost.

Kept apart from the Answer, because tokens and seconds differ from run to run and an Answer must not.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """What the model used for one question.

    Attributes:
        model: Its name.
        prompt_tokens: Tokens it read, as the server counts them; 0 where it does not say.
        reply_tokens: Tokens it wrote.
        seconds: Time it took.
        cached: Whether the reply was kept from an earlier time, so that nothing was asked.
    """

    model: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    seconds: float = 0.0
    cached: bool = False

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.model,
            self.prompt_tokens + other.prompt_tokens,
            self.reply_tokens + other.reply_tokens,
            self.seconds + other.seconds,
            self.cached and other.cached,
        )

    def __str__(self) -> str:
        """In words.

        >>> str(Spent("tiny", 310, 24, 1.24)), str(Spent("tiny", 310, 24, 0.0, cached=True))
        ('tiny: 310 tokens read, 24 written, 1.2 s', 'tiny: from the cache')
        """
        if self.cached:
            return f"{self.model}: from the cache"
        return f"{self.model}: {self.prompt_tokens} tokens read, {self.reply_tokens} written, {self.seconds:.1f} s"


@dataclass
class Watch:
    """Someone who waits.

    Attributes:
        show: Called with the checked text so far, each time there is more of it.
        stopped: Whether nobody waits for the model any more; the answer is then worded without it.
        spent: What the model used, once it is known; None where it was not asked.
    """

    show: Callable[[str], None] = lambda text: None
    stopped: Callable[[], bool] = lambda: False
    spent: Spent | None = None

    def count(self, spent: Spent) -> None:
        """Adds what one request used.

        Args:
            spent: That.
        """
        self.spent = spent if self.spent is None else self.spent + spent
