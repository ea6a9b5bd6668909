"""How well the screening finds people: `python -m reputation.screening.evaluate FOLDER`, a folder of labelled texts."""
