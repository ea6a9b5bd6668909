"""How well imitations are seen: `python -m reputation.lookalikes.evaluate FOLDER`, a folder of labelled domains."""
