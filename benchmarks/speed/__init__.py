"""How fast a run is and what it costs, measured against floors; see docs/performance.md."""
