"""Addresses without the secrets they may hold, for messages and log lines."""

import re

_MASK = "***"

# `user:password@`, with or without a scheme before it. It ends at the last @ of the address,
# because a password that is not percent-encoded may hold an @ or a slash itself.
_USER_AND_PASSWORD = re.compile(r"""(?<![^\s/:@"'])[^\s/:@"']*:(?!//)(?:(?!://)[^\s"'])*@""")

# A lone user is a token on the web; elsewhere it may be part of the place (`abfs://container@…`).
_WEB_USER = re.compile(r"""(?<=http://)[^\s/?#"']*@|(?<=https://)[^\s/?#"']*@""")

# Signed addresses carry their signature there.
_QUERY = re.compile(r"""(?<=\?)[^\s"']*=[^\s"']*""")


def masked(text: str) -> str:
    """The text with user names, passwords and query strings of its addresses replaced by `***`.

    >>> masked("postgresql://me:secret@host/db and https://host/a?signature=1")
    'postgresql://***@host/db and https://host/a?***'
    """
    without_users = _WEB_USER.sub(f"{_MASK}@", _USER_AND_PASSWORD.sub(f"{_MASK}@", text))
    return _QUERY.sub(_MASK, without_users)
