"""The chat page: `python app.py` serves it on http://127.0.0.1:7860.

A front door and nothing else: the page itself is `page/`. The questions to click belong to the documents that ship, so
they stand here, outside of what serves any corpus.
"""

import sys

from qa.beside import load_beside

EXAMPLES = (
    "Is Belarus a member?",
    "How has the status of Belarus changed?",
    "Who are the observers?",
    "When was the SCO established?",
)

if __name__ == "__main__":
    load_beside()  # before the packages of the page, whose import takes as long

    from page import main

    sys.exit(main(examples=EXAMPLES))
