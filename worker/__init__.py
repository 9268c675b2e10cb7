"""The Celery workers: they ring, the database says what is due."""
