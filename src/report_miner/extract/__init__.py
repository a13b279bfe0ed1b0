"""Numbers, what is no number, and what each number says: text → figures."""
