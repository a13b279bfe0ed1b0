"""The story that the figures tell: charts, the matrix of criteria, and the page `report.html` to send by mail."""
