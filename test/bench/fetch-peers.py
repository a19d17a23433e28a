"""Gets the URLs of a file with aiohttp, 64 at once: fetch-peers.py read|text URLS"""

import asyncio
import json
import sys

import aiohttp


async def main(how, path):
    urls = open(path).read().split()
    places = asyncio.Semaphore(64)
    out = open("/dev/null", "w")
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:

        async def get(url):
            async with places, session.get(url) as response:
                if how == "read":
                    await response.read()
                else:
                    out.write(json.dumps({"url": url, "status": response.status, "body": await response.text(errors="replace")}) + "\n")

        await asyncio.gather(*(get(url) for url in urls))


asyncio.run(main(*sys.argv[1:]))
