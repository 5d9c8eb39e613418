"""How nonmun runs in earnest."""
