"""How the reader is trained: `python -m qa.reader.training --data FOLDER --out FOLDER`.

examples.py says what is learned: from people's texts (texts.py, claims.py), from facts made up, with every turn that
time takes (worlds.py, fillers.py, scenes.py), and from texts made up (passages.py, folders.py). loop.py trains
network.py on them, calibrate.py and export.py make the files that ship, figures.py measures them. Nothing here is
imported when a question is answered.
"""
