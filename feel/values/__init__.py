"""The values of FEEL: what they are, how they compare, calculate, convert and are written."""
