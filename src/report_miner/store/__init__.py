"""The results of a run: one database, and the files written from it."""
