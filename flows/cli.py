"""The command `nonmun`. Heavy imports wait until a command needs them, so `--help` is quick."""

import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.console import (
    bound_memory,
    importing,
    prepare_environment,
    set_up_logging,
    start_prefect,
)
from tasks.days import check_day, days_between, parse_day
from tasks.run.errors import NonmunError
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

FirstDay = Annotated[str, typer.Argument(help="First day, YYYY-MM-DD.", metavar="START")]
LastDay = Annotated[str, typer.Argument(help="Last day, included.", metavar="END")]
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
    _prepare("flows.daily", asks_model=True)
    from flows.daily import daily as flow

    result = flow(day=wanted, force=force)
    if result.outcome == "empty":
        typer.echo(f"{result.day}: {result.reason}.")
    else:
        remark = f" ({result.reason})" if result.reason else ""
        typer.echo(f"{result.day}: {result.outcome}: {_where(result.day)}{remark}")


@app.command(
    epilog="Example: nonmun backfill 2024-10-16 2024-11-25. Stopped or killed, the same command "
    "goes on where it was."
)
def backfill(
    start: FirstDay,
    end: LastDay,
    oldest_first: Annotated[
        bool, typer.Option("--oldest-first", help="Begin with the oldest day.")
    ] = False,
    days_in_flight: Annotated[
        int, typer.Option(min=1, max=16, help="How many days are worked on at a time.")
    ] = 4,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Read the lists of days again that are done.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Ask the model again for every paper.")
    ] = False,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Most to spend, in US dollars. [default: NONMUN_BUDGET_USD]"),
    ] = None,
    distributed: Annotated[
        bool, typer.Option("--distributed", help="Hand pieces to the workers of PREFECT_API_URL.")
    ] = False,
    chunk_days: Annotated[
        int, typer.Option(min=1, max=31, help="Days a piece has, with --distributed.")
    ] = 5,
    workers: Annotated[
        int, typer.Option(min=1, max=32, help="Pieces in flight, with --distributed.")
    ] = 4,
) -> None:
    """Publish every day of a range that is not done yet, several at a time."""
    first, last = _range(start, end)
    check_day(last, datetime.now(UTC).date())
    _prepare("flows.backfill", asks_model=not distributed)
    from flows.backfill import backfill as flow

    runs = flow(
        start=first,
        end=last,
        order="oldest first" if oldest_first else "newest first",
        days_in_flight=days_in_flight,
        refresh=refresh,
        force=force,
        budget_usd=budget,
        distributed=distributed,
        chunk_days=chunk_days,
        workers=workers,
    )
    empty = sum(run.outcome == "empty" for run in runs)
    typer.echo(f"{first} to {last}: every day is done ({len(runs)} now, {empty} of them empty).")


@app.command(epilog="Example: nonmun republish 2024-11-01 2024-11-30")
def republish(start: FirstDay, end: LastDay) -> None:
    """Write editions anew from the store, without network and model."""
    first, last = _range(start, end)
    _prepare("flows.republish")
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


@app.command(
    epilog="Example: nonmun review 2024-11-01 2024-11-30. Days that were read are not read again.",
)
def review(start: FirstDay, end: LastDay) -> None:
    """Have published days read by the second reader, from the store."""
    first, last = _range(start, end)
    _prepare("flows.review", asks_model=True)
    from flows.review import review as flow

    runs = flow(start=first, end=last)
    revised = sum(run.outcome == "revised" for run in runs)
    typer.echo(f"{len(runs)} days read again, {revised} of them have a new revision.")


@app.command(
    "record",
    epilog="Example: nonmun record 2024-11-18 2024-11-22 --to recorded. Attach the files of a day "
    "to a bug report about it.",
)
def record_days(
    start: FirstDay,
    end: LastDay,
    to: Annotated[
        Path | None, typer.Option(help="Folder for the replies. [default: NONMUN_RECORDED_DIR]")
    ] = None,
) -> None:
    """Keep what Hugging Face and arXiv answer for a range of days, as they answered."""
    days = list(days_between(parse_day(start), parse_day(end)))
    check_day(days[-1], datetime.now(UTC).date())
    set_up_logging(debug=_State.debug)
    from flows.record import record

    folder = record(days, to)
    typer.echo(
        f"{len(days)} days are in {folder}. Tests read them with NONMUN_RECORDED_DIR={folder}, and "
        f"`python -m sample.server --recorded {folder}` plays them."
    )


def _range(start: str, end: str) -> tuple[date, date]:
    days = list(days_between(parse_day(start), parse_day(end)))
    return days[0], days[-1]


def _prepare(flow_module: str, *, asks_model: bool = False) -> None:
    """Refuse wrong settings, and only then start Prefect and its server, and import the flow."""
    bound_memory()
    with importing():
        from tasks.run.settings import load_settings

        engine = load_settings().resolved_engine
        set_up_logging(debug=_State.debug)
        start_prefect(flow_module, partial(_load, with_model=asks_model and engine == "openai"))


def _load(*, with_model: bool) -> None:
    """Load what publishing needs, and what the first call of the model would."""
    from flows.warmup import load

    load()
    if with_model:
        from tasks.model import rehearse

        rehearse()


def _where(day: date) -> str:
    """The folder or address of a day's edition."""
    from tasks.publish import open_output
    from tasks.run.settings import load_settings

    return open_output(load_settings().output_dir).where(day)


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
