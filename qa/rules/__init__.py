"""The reader that ships: statements, lists, numbers, dates and periods, read by rules of English.

vocabulary -> words (which mean the same) -> names (masked) -> constructions, statuses, stance, amounts -> source (one
document taken apart) -> context (a question held against it) -> roles, quantities, events, statements, abbreviations
(Claims of each kind) -> reader (which of them a question needs).
"""
