"""Orchestration only: the flows and the command line. See flows/README.md for the map."""
