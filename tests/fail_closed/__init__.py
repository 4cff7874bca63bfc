"""The ways in which a gate could allow what it did not judge, each tried through the command line."""
