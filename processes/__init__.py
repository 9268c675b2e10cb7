"""The process library: diagrams, decisions and handlers, one folder a process."""
