"""The chat page: the conversation, its sources and timeline, the documents, the evaluation.

`main()` serves it. Every file here makes one part of what a person sees, and `page.css` says how it looks:
markup.py text that stays text, opening.py the engine's queue, warm.py what it does before anyone asks, hearing.py what
was read, answers.py, sources.py and timeline.py the three faces of an answer, greeting.py small talk, conversation.py,
feedback.py; documents.py, rows.py and undo.py change the folder, shelf.py has the index follow, listing.py shows it;
scores.py, layout.py what stands where, tabs.py the two other tabs, programs.py the interface for programs, serve.py.
"""

import os

# Gradio reads these when it is imported: send no analytics, keep no record of questions in the browser.
os.environ["GRADIO_ANALYTICS_ENABLED"] = os.environ["GRADIO_RUN_HISTORY"] = "False"

from page.layout import build_page  # noqa: E402
from page.opening import Opening  # noqa: E402
from page.serve import look, main, read_settings  # noqa: E402

__all__ = ["Opening", "build_page", "look", "main", "read_settings"]
