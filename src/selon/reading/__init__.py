"""Reading: a document becomes attributions, actors and claims. Pure functions, no I/O but package data."""
