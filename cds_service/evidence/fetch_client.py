"""One GET of FHIR JSON: nothing of the environment, no cookies, no way off the base."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from cds_service.evidence.fetch_limits import MAX_PAGE_BYTES, Limits
from cds_service.evidence.fetch_trouble import Trouble
from cds_service.evidence.origin import Base
from cds_service.evidence.timed_transport import TimedAdapter, within

_CONNECTIONS = 32
_CHUNK = 64 * 1024
_PAUSE = 0.02
_REDIRECTS = {301, 302, 303, 307, 308}
_TOKEN = re.compile(r"[!-~]+")
_IDENTITY = {"", "identity"}


@dataclass(frozen=True, slots=True)
class Door:
    """The one base that may be called, with the token for it, which is never shown."""

    base: Base
    token: str | None = field(default=None, repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a call; without a token when there is none or it is no token."""
        asked = {
            "Accept": "application/fhir+json",
            "Accept-Encoding": "identity",
            # HAPI answers a repeated search from a memory of a minute: an order that has just
            # been signed would be missing.
            "Cache-Control": "no-cache",
        }
        if self.token and _TOKEN.fullmatch(self.token):
            asked["Authorization"] = f"Bearer {self.token}"
        return asked


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: str


@dataclass(frozen=True, slots=True)
class _Again:
    """A passing failure: worth one more try, and what to say if that fails too."""

    trouble: Trouble


class FhirClient:
    """Shared by all calls; holds connections and nothing else."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers = CaseInsensitiveDict({"User-Agent": "lupus-cds"})
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = TimedAdapter(pool_connections=_CONNECTIONS, pool_maxsize=_CONNECTIONS)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def get(self, url: str, door: Door, limits: Limits) -> bytes | Trouble:
        """The body of a 200 answer, or what went wrong; at most one retry and one redirect."""
        redirected = retried = False
        while True:
            # One try for all causes: an exception of the client holds the request, and the
            # request holds the token. Only the kind of trouble leaves this module.
            with within(limits):
                got = self._once(url, door, limits)
            if isinstance(got, _Redirect):
                if redirected or not door.base.holds(got.url):
                    return Trouble.ELSEWHERE
                url, redirected = got.url, True
            elif isinstance(got, _Again):
                if retried or limits.seconds_left() <= _PAUSE:
                    return got.trouble
                time.sleep(_PAUSE)
                retried = True
            else:
                return got

    def _once(self, url: str, door: Door, limits: Limits) -> bytes | Trouble | _Redirect | _Again:
        try:
            request = self._session.prepare_request(
                requests.Request("GET", url, headers=door.headers)
            )
            # Checked again as it will be sent, whatever preparing has made of it.
            if request.url is None or not door.base.holds(request.url):
                return Trouble.ELSEWHERE
            left = limits.seconds_left()
            if left <= 0:
                return Trouble.TIMEOUT
            with self._session.send(
                request, stream=True, allow_redirects=False, timeout=left
            ) as response:
                return _read(response, limits)
        except requests.exceptions.SSLError:
            return Trouble.UNTRUSTED
        except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
            return Trouble.TIMEOUT
        except requests.ConnectionError as error:
            reset = any(isinstance(cause, urllib3.exceptions.ProtocolError) for cause in error.args)
            return _Again(Trouble.UNREACHABLE) if reset else Trouble.UNREACHABLE
        except urllib3.exceptions.HTTPError:
            return Trouble.UNREADABLE
        except (requests.RequestException, OSError, ValueError):
            return Trouble.UNREACHABLE


def _read(response: requests.Response, limits: Limits) -> bytes | Trouble | _Redirect | _Again:
    status = response.status_code
    if status in _REDIRECTS:
        return _Redirect(urljoin(response.url, response.headers.get("Location", "")))
    if status == 503:
        return _Again(Trouble.FAILED)
    if status in {401, 403}:
        return Trouble.REFUSED
    if status in {404, 410}:
        return Trouble.NOT_FOUND
    if status != 200:
        return Trouble.FAILED
    # Never inflated: a few kilobytes could become gigabytes, and none of it was asked for.
    if response.headers.get("Content-Encoding", "").strip().lower() not in _IDENTITY:
        return Trouble.UNREADABLE
    body = bytearray()
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > MAX_PAGE_BYTES or not limits.spend(len(chunk)):
            return Trouble.TOO_LARGE
    return bytes(body)
