"""Speed and verification, each printing a table."""
