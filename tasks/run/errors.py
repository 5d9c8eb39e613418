"""Every error that nonmun raises on purpose, split by what the caller can do about it.

* NonmunError                  one line: what, where, what to do; carries the exit code
  * UsageError                 2  wrong arguments or settings: correct them
    * StoreVersionError        2  the database was written by a newer nonmun
    * ModelRejectedKey         2  the model server refuses the key or the model name
  * SourceError                3  a source cannot be reached or read: try again later
    * SourceUnreadable         3  it answered, but not with what we can read
  * ModelUnreachable           3  the model server does not answer, or refuses every call
    * ModelOutOfQuota          3  the account at the model server is empty
    * ModelTooSlow             3  the model server does not answer in time
  * ServerNotStarted           3  Prefect's own server does not start
  * BudgetExhausted            1  the budget of this run is spent: the rest waits
  * PaperError                 1  one paper failed; the others go on
    * UnusableAnswer           1  not the JSON that was asked for: worth asking again
    * AnswerRefused            1  the model declined, or a filter did: asking again is useless
  * DayIncomplete              1  a day is published, but papers or its chart are missing
  * DaysFailed                 1  of several days some are not done
  * RunStopped               130  somebody stopped the run
    * ClaimsLost             130  the machine slept, or lost the database, and others took over
  * ChartUnavailable           1  no browser to draw with: the edition goes out without a chart
"""


class NonmunError(Exception):
    """Base of all errors whose message is meant for the user, as one line."""

    exit_code = 1


class UsageError(NonmunError):
    """An argument or a setting is wrong."""

    exit_code = 2


class StoreVersionError(UsageError):
    """The database holds a schema that this version does not know."""


class ModelRejectedKey(UsageError):
    """The model server refuses the key, or does not have the model."""


class SourceError(NonmunError):
    """A source cannot be reached."""

    exit_code = 3


class SourceUnreadable(SourceError):
    """A source answered with something that is not a list of papers."""


class ModelUnreachable(NonmunError):
    """The model server does not answer."""

    exit_code = 3


class ModelOutOfQuota(ModelUnreachable):
    """The account at the model server has nothing left to spend."""


class ModelTooSlow(ModelUnreachable):
    """The model server was reached, but the answer did not come in time."""


class ServerNotStarted(NonmunError):
    """Prefect's own server does not start."""

    exit_code = 3


class BudgetExhausted(NonmunError):
    """`NONMUN_BUDGET_USD` is spent."""


class PaperError(NonmunError):
    """One paper could not be done; the others are not affected.

    `trouble` names the kind of failure, which papers may share, and `hint` what helps against it.
    """

    def __init__(self, message: str, *, trouble: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.trouble, self.hint = trouble, hint


class UnusableAnswer(PaperError):
    """The model answered something other than the JSON that was asked for."""


class AnswerRefused(PaperError):
    """The model, or a filter in front of it, declined to answer."""


class DayIncomplete(NonmunError):
    """A day is published, but with papers or its chart missing."""


class DaysFailed(NonmunError):
    """Of the days of a run some are failed, incomplete, or were not begun."""


class RunStopped(NonmunError):
    """Ctrl-C, SIGTERM, or a cancellation in Prefect's UI."""

    exit_code = 130


class ClaimsLost(RunStopped):
    """Leases ran out before they were renewed, and another run took what they were for."""


class ChartUnavailable(NonmunError):
    """The chart cannot be drawn on this machine."""
