"""The entities, one a file: states and the verbs that change them, and their tables."""
