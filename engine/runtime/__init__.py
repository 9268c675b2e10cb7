"""The pure core: how tokens move; state in, effects out, no database."""
