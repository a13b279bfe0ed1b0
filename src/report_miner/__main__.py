"""`python -m report_miner` is the command `report-miner`."""

from report_miner.cli import main

main()
