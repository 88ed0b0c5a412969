"""Makes requests (Python) notice a dead Jira token. Usage: session.hooks["response"].append(assert_alive)"""
import re

import requests


class DeadTokenError(requests.RequestException):
    pass


def assert_alive(response, *args, **kwargs):
    """A hook that raises if Jira answered as if nobody had logged in although a credential was sent."""
    headers = response.headers
    ran = 200 <= response.status_code < 300 or response.status_code in (400, 404, 410)
    if (
        ran
        and "Authorization" in response.request.headers
        and response.request.path_url.startswith("/rest/")
        and not headers.get("X-AAccountId", "").strip()
        and "html" not in headers.get("Content-Type", "")
        and not re.search("CAPTCHA", headers.get("X-Authentication-Denied-Reason", ""))
        and "AUTHENTICATION_DENIED" not in headers.get("X-Seraph-LoginReason", "")
    ):
        raise DeadTokenError("Jira treats the token as dead", response=response, request=response.request)
    return response
