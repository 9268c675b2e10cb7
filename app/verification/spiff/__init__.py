"""The other engine of a comparison: the only package that imports SpiffWorkflow, a development dependency."""
