"""The REST API: parse a request, call one command or query, render the answer."""
