"""The version of the rules."""

CHECKER_VERSION = "6"
"""Raised whenever a rule, a list or the glossary changes what is refused."""
