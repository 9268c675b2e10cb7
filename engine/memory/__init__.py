"""The runtime without a database: rows in dictionaries, for its tests and for comparing it with another engine."""
