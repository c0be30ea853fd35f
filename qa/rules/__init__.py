"""The reader that ships: statements, lists, numbers, dates and periods, read by rules of English.

names -> amounts, stance, statuses -> source (one document taken apart) -> context (a question held against it)
-> roles, quantities, events, statements (Claims of each kind) -> reader (which of them a question needs).
"""
