"""Running a process in this engine and in SpiffWorkflow with the same inputs, to see whether they agree."""
