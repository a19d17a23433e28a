"""Gets the URLs of a file with aiohttp, 64 at once, 10 s for each: fetch-names-peer.py URLS"""

import asyncio
import sys

import aiohttp


async def main(path):
    urls = open(path).read().split()
    places = asyncio.Semaphore(64)
    got = 0
    limits = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64), timeout=limits) as session:

        async def get(url):
            nonlocal got
            async with places:
                try:
                    async with session.get(url) as response:
                        await response.read()
                        got += 1
                except (aiohttp.ClientError, asyncio.TimeoutError):
                    pass

        await asyncio.gather(*(get(url) for url in urls))
    print(got)


asyncio.run(main(sys.argv[1]))
