"""What can be wrong with a database, split by what its user can do about it.

Each message is one line and never shows a password.
"""


class UnusableDatabase(Exception):
    """The URL is not one we understand, or does not lead to a database that we can use."""


class DatabaseUnavailable(Exception):
    """The database does not answer now: server down, disk full, locked for too long."""


class UnknownRevision(Exception):
    """The database was written by a newer version: its Alembic revision is not among ours."""
