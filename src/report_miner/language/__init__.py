"""Words and sentences of Vietnamese report prose."""
