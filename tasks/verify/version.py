"""The version of the rules."""

CHECKER_VERSION = "7"
"""Raised whenever a rule, a list or the glossary changes what is refused."""
