"""The SQL of the write side, one module an entity."""
