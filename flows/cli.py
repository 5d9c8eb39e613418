"""The command `nonmun`. Heavy imports wait until a command needs them, so `--help` is quick."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.console import prepare_environment, set_up_logging
from tasks.days import check_day, days_between, parse_day
from tasks.errors import NonmunError
from tasks.text import one_line

app = typer.Typer(
    name="nonmun",
    help="Hugging Face's Daily Papers in Korean, every sentence checked against the abstract.",
    epilog="Settings come from the environment or .env; README.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

Day = Annotated[str, typer.Argument(help="A day as YYYY-MM-DD.", metavar="DAY")]
DEFAULT_STATUS_DAYS = 30
INTERRUPTED = 130
"""The exit code that shells give to a command ended by Ctrl-C."""


@app.callback()
def _common(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks and debug lines.")
    ] = False,
) -> None:
    _State.debug = debug


class _State:
    """What the options before the command say."""

    debug = False


@app.command(epilog="Example: nonmun daily --date 2024-11-22")
def daily(
    day: Annotated[
        str | None,
        typer.Option(
            "--date", help="Day as YYYY-MM-DD; without it the day that closed last (UTC)."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ask the model again for papers that have an answer.")
    ] = False,
) -> None:
    """Publish the edition of one day. Running it again costs nothing and loses nothing."""
    wanted = check_day(parse_day(day), datetime.now(UTC).date()) if day else None
    _check_settings()
    set_up_logging(debug=_State.debug)
    from flows.daily import daily as flow

    result = flow(day=wanted, force=force)
    if result.outcome == "empty":
        typer.echo(f"{result.day}: {result.reason}.")
    else:
        typer.echo(f"{result.day}: {result.outcome}: {_folder(result.day.isoformat())}")


@app.command(epilog="Example: nonmun republish 2024-11-01 2024-11-30")
def republish(start: Day, end: Day) -> None:
    """Write editions anew from the store, without network and model."""
    first, last = _range(start, end)
    _check_settings()
    set_up_logging(debug=_State.debug)
    from flows.republish import republish as flow

    days = flow(start=first, end=last)
    typer.echo(f"{len(days)} editions published again.")


@app.command(epilog="Example: nonmun status 2024-11-01 2024-11-30")
def status(
    start: Annotated[str | None, typer.Argument(help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[
        str | None, typer.Argument(help="Last day; yesterday (UTC) if left out.")
    ] = None,
) -> None:
    """Show the state of every weekday. Exit code 1 when one is missing or incomplete."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    last = parse_day(end) if end else yesterday
    first = parse_day(start) if start else last - timedelta(days=DEFAULT_STATUS_DAYS)
    list(days_between(first, last))
    last = max(first, min(last, yesterday))
    from flows.status import show_status

    if not show_status(first, last):
        raise typer.Exit(1)


@app.command(epilog="Example: nonmun check pairs.jsonl | jq 'select(.ok | not)'")
def check(
    pairs: Annotated[
        str, typer.Argument(help="JSON lines {id, title, abstract, text}; - for standard input.")
    ],
) -> None:
    """Check any Korean text against its abstract: a JSON verdict a line, exit code 1 if refused."""
    from flows.check import check_file

    if not check_file(pairs, sys.stdout):
        raise typer.Exit(1)


@app.command(epilog="Example: nonmun demo --output /tmp/nonmun-demo")
def demo(
    output: Annotated[
        Path, typer.Option(help="Folder for the sample's store and editions.")
    ] = Path("build/demo"),
) -> None:
    """Publish the sample day: the real flow against a small server with recorded answers."""
    from flows.demo import prepare_demo, run_demo

    prepare_demo(output)
    set_up_logging(debug=_State.debug)
    outcome, text = run_demo(output)
    typer.echo(text)
    if outcome == "incomplete":
        raise typer.Exit(1)


def _range(start: str, end: str) -> tuple[date, date]:
    days = list(days_between(parse_day(start), parse_day(end)))
    return days[0], days[-1]


def _check_settings() -> None:
    """Refuse wrong settings before Prefect, and its server, are started."""
    from tasks.settings import load_settings

    _ = load_settings().resolved_engine


def _folder(day: str) -> Path:
    from tasks.settings import load_settings

    return load_settings().output_dir / day[:4] / day


def main() -> None:
    """Run the command line: errors meant for the user are one line on stderr, with their code."""
    prepare_environment()
    try:
        app()
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            _say("interrupted; answers so far are stored, run again to go on.")
        raise
    except NonmunError as error:
        if _State.debug:
            raise
        _say(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        if _State.debug:
            raise
        _say(
            f"unexpected {type(error).__name__}: {one_line(str(error))[:300]} "
            "(nonmun --debug COMMAND shows where; stored answers are kept)."
        )
        sys.exit(1)


def _say(text: str) -> None:
    typer.echo(f"nonmun: {text}", err=True)


if __name__ == "__main__":
    main()
