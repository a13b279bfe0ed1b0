"""Unicode, legacy encodings and spelling variants; always with a map back to the source offsets."""
