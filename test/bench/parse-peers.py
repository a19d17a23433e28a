"""Parses the FILEs with feedparser and writes what it makes of each item as a line of JSON: python3 parse-peers.py FILE..."""
import json
import sys

import feedparser

for name in sys.argv[1:]:
    with open(name, "rb") as file:
        for entry in feedparser.parse(file.read()).entries:
            print(json.dumps(entry, default=str))
