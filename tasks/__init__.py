"""The steps of the pipeline: pure functions with a thin Prefect task over them, one room a step."""
