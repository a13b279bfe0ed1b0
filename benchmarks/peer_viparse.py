"""What viparse (0.1.31) reads in one file, as JSON: run by `bench_read.py --peer` with the Python that has it."""

import json
import sys
import time

import viparse

started = time.perf_counter()
try:
    documents = viparse.load(sys.argv[1])
    text = "\n".join(getattr(each, "text", None) or getattr(each, "page_content", "") for each in documents)
except Exception as error:
    text = f"{type(error).__name__}: {error}"
print(json.dumps({"text": text, "seconds": time.perf_counter() - started}))
