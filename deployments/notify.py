"""Where bad news goes: the settings `NONMUN_NOTIFY_*`, read from the environment and `.env`."""

from apprise import Apprise
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasks.run.errors import UsageError

CHANNELS = {
    "slack": "NONMUN_NOTIFY_SLACK_URL",
    "discord": "NONMUN_NOTIFY_DISCORD_URL",
    "telegram": "NONMUN_NOTIFY_TELEGRAM_TOKEN",
    "mail": "NONMUN_NOTIFY_MAIL_URL",
    "other": "NONMUN_NOTIFY_URL",
}
"""Every channel, and the variable that says where it leads."""


class NotifySettings(BaseSettings):
    """All settings of notifications; each variable is `NONMUN_NOTIFY_` and the name in capitals.

    Every channel that is set is used; without any nothing is sent.
    """

    model_config = SettingsConfigDict(
        env_prefix="NONMUN_NOTIFY_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    slack_url: SecretStr | None = Field(
        None, description="Slack's incoming webhook, https://hooks.slack.com/services/…"
    )
    discord_url: SecretStr | None = Field(
        None, description="Discord's webhook, https://discord.com/api/webhooks/…"
    )
    telegram_token: SecretStr | None = Field(None, description="Token of a Telegram bot.")
    telegram_chat: str | None = Field(None, description="The chat that the bot writes to.")
    mail_url: SecretStr | None = Field(
        None,
        description="Mail server, sender and receiver: "
        "mailtos://USER:PASSWORD@smtp.example.com?from=A@example.com&to=B@example.com",
    )
    url: SecretStr | None = Field(
        None, description="Any other service, by its Apprise address, such as json://host/path."
    )

    def channels(self) -> dict[str, str]:
        """The Apprise address of every channel in use, by name.

        Raises `UsageError` naming the variable whose value no service understands.
        """
        given = {
            "slack": _value(self.slack_url),
            "discord": _value(self.discord_url),
            "telegram": self._telegram(),
            "mail": _value(self.mail_url),
            "other": _value(self.url),
        }
        used = {name: address for name, address in given.items() if address}
        for name, address in used.items():
            if not Apprise().add(address):
                raise UsageError(
                    f"{CHANNELS[name]} is not an address that notifications can be sent to: "
                    "correct it as docs/operations.md shows."
                )
        return used

    def _telegram(self) -> str | None:
        if (self.telegram_token is None) != (self.telegram_chat is None):
            raise UsageError(
                "Telegram needs both NONMUN_NOTIFY_TELEGRAM_TOKEN and NONMUN_NOTIFY_TELEGRAM_CHAT: "
                "set the other one too."
            )
        if self.telegram_token is None:
            return None
        return f"tgram://{self.telegram_token.get_secret_value()}/{self.telegram_chat}/"


def _value(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def load_notify_settings() -> NotifySettings:
    """Read the settings from the environment and `.env`."""
    return NotifySettings()
