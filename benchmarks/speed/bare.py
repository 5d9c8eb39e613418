"""A command that starts Prefect as `nonmun` does and runs a flow that does nothing.

What a command takes more than this is nonmun's own.
"""

from flows.console import importing, prepare_environment, set_up_logging, start_prefect


def main() -> None:
    """Start Prefect and run an empty flow."""
    prepare_environment()
    with importing():
        set_up_logging(debug=False)
        start_prefect(__name__)
    from prefect import flow

    flow(name="nothing")(_nothing)()


def _nothing() -> None:
    pass


if __name__ == "__main__":
    main()
