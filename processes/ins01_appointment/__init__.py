"""Appointing election inspectors (INS-01)."""
