"""Issuing orders, announcements and letters (SUB-02)."""
