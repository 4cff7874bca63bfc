"""Judges again at each save, in one process that keeps warm, and tells what has changed since the last time."""
