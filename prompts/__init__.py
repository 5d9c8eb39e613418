"""Words, not code: prompt files, taxonomy and glossary, and the loader that validates them."""
