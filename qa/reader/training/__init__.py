"""How the reader is trained: `python -m qa.reader.training --data FOLDER --out FOLDER`.

examples.py (what is learned) <- texts.py, claims.py (people's texts) and worlds.py (facts made up, with every turn that
time takes) -> network.py (the model) -> loop.py (the training). Nothing here is imported when a question is answered.
"""
