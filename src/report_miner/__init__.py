"""report-miner: figures from Vietnamese reports, checked and cited."""
