"""A language model words the answer, if one is set; what it says is held to the sources before anybody sees it.

The engine decides as ever: verdict, values, date and quotes are its own. The model is shown the quotes with their dates
(prompt.py), asked once (client.py), and gives its reply as JSON (reply.py). checks.py holds the reply to the engine's
decision, faithful.py each sentence of it to the quote. What passes becomes the answer's text; what does not is dropped,
with a note. rewrite.py makes follow-ups whole, under a check of its own; cache.py keeps replies; heard.py listens to
what the reader found; writer.py joins these.

Trade-off: the checks are strict, and refuse many a good sentence. The price is a plainer answer, never a wrong one.
"""

from qa.llm.client import Client, Completion, Failed
from qa.llm.heard import Heard, hearing
from qa.llm.watch import Spent, Watch
from qa.llm.writer import Asked, Writer, open_writer

__all__ = ["Asked", "Client", "Completion", "Failed", "Heard", "Spent", "Watch", "Writer", "hearing", "open_writer"]
