"""Runs the app of a cdktf.json twice, and tells what is wrong with its synthesis."""
