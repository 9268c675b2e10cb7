"""History: the chain of events of each case."""
