"""How well the screening finds people, on texts that are labelled: `python -m reputation.screening.evaluate FOLDER`. Pure."""
