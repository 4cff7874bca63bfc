"""The StreamFlix video pipeline: what is deployed."""
