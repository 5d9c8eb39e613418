"""Notification channels as Prefect blocks, which the server keeps encrypted.

All are blocks of the type for Slack: it hands any address that is not Slack's to Apprise, which
knows Discord, Telegram, mail and many more. Prefect has no block for Telegram or for plain mail,
and one of our own would have to be installed wherever a server runs.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from prefect.blocks.notifications import SlackWebhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import ObjectNotFound

from deployments.notify import CHANNELS


def set_channels(
    client: SyncPrefectClient, addresses: Mapping[str, str]
) -> Iterator[tuple[str, UUID | None, str]]:
    """Make, change or delete the block of every channel that is or was in use.

    Yields the channel's name, its block's id (None when it is not in use) and what was done.
    """
    for name in CHANNELS:
        known = _read(client, name)
        if name in addresses:
            yield name, *_set(name, addresses[name], known)
        elif known:
            client.delete_block_document(known[0])
            yield name, None, "deleted"


def _set(name: str, address: str, known: tuple[UUID, str] | None) -> tuple[UUID, str]:
    if known and known[1] == address:
        return known[0], ""
    block = SlackWebhook.model_validate({"url": address})
    block_id = block.save(block_name(name), overwrite=True)
    assert isinstance(block_id, UUID)  # and not what the call returns in a coroutine
    return block_id, "changed" if known else "made"


def _read(client: SyncPrefectClient, name: str) -> tuple[UUID, str] | None:
    slug = SlackWebhook.get_block_type_slug()
    try:
        found = client.read_block_document_by_name(block_name(name), slug)
    except ObjectNotFound:
        return None
    return found.id, str(found.data["url"])


def block_name(channel: str) -> str:
    """The name of a channel's block: `nonmun-slack`."""
    return f"nonmun-{channel}"
