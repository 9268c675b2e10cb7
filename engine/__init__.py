"""The engine: processes, decisions, tasks, jobs and their history; it knows no web framework and no task queue."""
