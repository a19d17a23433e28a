#!/usr/bin/env python3
"""An enrichment in another language: a line for a line, at once. enrich --exec 'python3 examples/enrichments/title-length.py'"""
import json
import sys

for line in sys.stdin:
    record = json.loads(line)
    print(json.dumps(len(record.get("title", ""))), flush=True)
