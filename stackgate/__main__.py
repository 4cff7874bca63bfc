"""`python -m stackgate`."""

from stackgate.cli import main

main()
