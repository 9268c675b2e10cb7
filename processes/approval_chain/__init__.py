"""The chain of approval by position (SUB-01)."""
