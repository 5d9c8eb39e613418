"""The store room, the only door to db/: records in, records out.

`open_store` is all that the other rooms need; `Store` lists what can be asked of it.
"""

from tasks.store.opening import open_store
from tasks.store.store import Store

__all__ = ["Store", "open_store"]
