"""Rule "meaning": a sentence says what the abstract says, not merely with its words.

One file a kind of statement; each refuses only what contradicts the abstract for sure. The rest is
for a second reader. Words are in `prompts/statements.yaml` and `prompts/long_forms.yaml`.
"""

from tasks.verify.meaning.rules import meaning_faults

__all__ = ["meaning_faults"]
