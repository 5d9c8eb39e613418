"""`python -m flows` is the command `nonmun`."""

from flows.cli import main

main()
