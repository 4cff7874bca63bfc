"""Stackgate: judges a synthesized CDKTF document before a deploy is allowed."""

__version__ = "0.1.0"
