"""Reviewing inspectors' reports (INS-03)."""
