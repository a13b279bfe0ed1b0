"""The same pipeline over Dask."""
