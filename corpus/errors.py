"""What can go wrong, in one tree. Each message says what was given, what was expected and what to do.

DatelineError
├── CorpusError      the folder is missing, is no folder, or holds nothing that can be read
├── DateError        a date argument is not a date (also a ValueError)
├── QuestionError    a question is empty or far too long (also a ValueError)
├── IndexUnusable    the index cannot be written, or its model cannot be loaded
├── ReaderUnusable   the reader's model is missing, damaged or cannot be loaded
└── WriterUnusable   a language model is set, but not so that it could be asked

A question that the corpus does not answer is no error: it is an Answer that abstains.
The tree lies in the lowest room so that every room above can raise from it.
"""


class DatelineError(Exception):
    """Base of every error that Dateline raises on purpose."""


class CorpusError(DatelineError):
    """The corpus folder is missing, is no folder, or holds nothing that can be read."""


class DateError(DatelineError, ValueError):
    """A date argument is not a date."""


class QuestionError(DatelineError, ValueError):
    """A question is empty or far too long."""


class IndexUnusable(DatelineError):
    """The index cannot be written, or its model cannot be loaded."""


class ReaderUnusable(DatelineError):
    """The reader's model is missing, damaged or cannot be loaded; answers then come from the rules alone."""


class WriterUnusable(DatelineError):
    """A language model is set, but its package, its name or a proper address is missing."""
