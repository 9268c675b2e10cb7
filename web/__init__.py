"""The pages: forms and templates over commands and queries."""
