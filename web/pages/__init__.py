"""The pages: routes that read one query or call one command and render a template."""
