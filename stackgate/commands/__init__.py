"""The commands, one file a group of them; each imports what it needs when it is called."""
