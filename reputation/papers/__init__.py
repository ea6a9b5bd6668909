"""The papers an operator owes: notices, terms, assessments, with the operator's blanks filled in. No tables."""
