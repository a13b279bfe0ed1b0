"""Tidy tables of a run's results: indicator x place x period, with the sources of each value and their agreement."""
