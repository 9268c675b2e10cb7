"""The case file: a case on paper, as PDF/A."""
