"""A browser without a screen: requests to an application in the same process, cookies kept."""

import asyncio

import httpx


class Browser:
    """Sends requests to an ASGI application and keeps its cookies."""

    def __init__(self, app):
        self._app = app
        self.cookies = httpx.Cookies()

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, data=None, **options):
        return self.request("POST", path, data=data or {}, **options)

    def request(self, method, path, **options):
        return asyncio.run(self._request(method, path, options))

    async def _request(self, method, path, options):
        transport = httpx.ASGITransport(app=self._app, client=("127.0.0.1", 4242))
        async with httpx.AsyncClient(transport=transport, base_url="http://doorstep", cookies=self.cookies) as client:
            answer = await client.request(method, path, **options)
            self.cookies = client.cookies
            return answer
