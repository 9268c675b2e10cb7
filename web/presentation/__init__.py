"""How values look to people: pure functions and frozen rows for the templates."""
