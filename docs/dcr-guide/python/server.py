"""An MCP server that applications connect to by themselves: OAuth discovery, dynamic client registration, sign-in, and two tools.

The numbers of the sections are those of the guide (../README.md). Needs Flask (Debian: python3-flask) and nothing else.

    PORT=8080 DATA=./data.sqlite BASE_URL=https://mcp.example.com python3 server.py
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import signal
import sqlite3
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from html import escape
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from flask import Flask, Response, g, jsonify, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

# ── 1. Settings and storage ──────────────────────────────────────────────────────────────────────────────────────────

PORT = int(os.environ.get("PORT", "8080"))
DATA = os.environ.get("DATA", "./data.sqlite")
ACCESS_TOKEN_SECONDS = int(os.environ.get("ACCESS_TOKEN_SECONDS", "3600"))
REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
CODE_SECONDS = 60
REGISTRATIONS_PER_MINUTE = int(os.environ.get("REGISTRATIONS_PER_MINUTE", "20"))
SCOPES = ["tools.call"]

# The address people and applications use. Behind a proxy with TLS, set BASE_URL to the address outside.
addresses = {"base": os.environ.get("BASE_URL", "").rstrip("/")}

# The people who may sign in. Put your own login in the place of this table.
SALT = secrets.token_bytes(16)


def password_hash(password):
    return hashlib.scrypt(password.encode(), salt=SALT, n=16384, r=8, p=1)


PEOPLE = {
    "ada@example.com": password_hash("password"),
    "grace@example.com": password_hash("password"),
}

SCHEMA = """
  CREATE TABLE IF NOT EXISTS clients (
    id TEXT PRIMARY KEY, name TEXT, redirect_uris TEXT, auth_method TEXT, secret_hash TEXT, created_at INTEGER, used_at INTEGER);
  CREATE TABLE IF NOT EXISTS codes (
    hash TEXT PRIMARY KEY, client_id TEXT, account TEXT, scope TEXT, redirect_uri TEXT, challenge TEXT, expires_at INTEGER);
  CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY, kind TEXT, family TEXT, client_id TEXT, account TEXT, scope TEXT, used INTEGER, expires_at INTEGER);
"""


def base():
    return addresses["base"]


def resource():
    return base() + "/mcp"


def now():
    return int(time.time())


def new_secret():
    """256 random bits: nothing to guess, so a plain hash is enough to store it by."""
    return secrets.token_urlsafe(32)


def hashed(value):
    """SHA-256 in base64url, which is also the form of a PKCE challenge."""
    return base64.urlsafe_b64encode(hashlib.sha256(value.encode()).digest()).rstrip(b"=").decode()


@contextmanager
def transaction():
    """A connection to the database. Everything written through it is kept, or nothing of it."""
    connection = sqlite3.connect(DATA, timeout=10, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = FULL")
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.close()


def find(sql, *values):
    with transaction() as database:
        return database.execute(sql, values).fetchone()


def prepare_storage():
    """Only the owner may read the file, from its first byte on."""
    os.close(os.open(DATA, os.O_CREAT | os.O_RDWR, 0o600))
    os.chmod(DATA, 0o600)
    connection = sqlite3.connect(DATA)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(SCHEMA)
    connection.close()


def tidy(database):
    """Removes what is over: codes, tokens, registrations nobody used within a day or for half a year."""
    database.execute("DELETE FROM codes WHERE expires_at < ?", (now(),))
    database.execute("DELETE FROM tokens WHERE expires_at < ?", (now(),))
    database.execute("DELETE FROM clients WHERE used_at IS NULL AND created_at < ?", (now() - 24 * 3600,))
    database.execute("DELETE FROM clients WHERE used_at < ?", (now() - 180 * 24 * 3600,))


counts = {}
counts_lock = threading.Lock()


def too_many(kind, most):
    """True when this address did more than `most` things of one kind this minute."""
    key = (kind, request.remote_addr, now() // 60)
    with counts_lock:
        if len(counts) > 10_000:
            counts.clear()
        counts[key] = counts.get(key, 0) + 1
        return counts[key] > most


app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1_000_000
app.json.sort_keys = False


def refuse(status, error, description=None, **headers):
    body = {"error": error} | ({"error_description": description} if description else {})
    return jsonify(body), status, {name.replace("_", "-"): value for name, value in headers.items()}


@app.after_request
def no_store(response):
    if not request.path.startswith("/.well-known/"):
        response.headers["Cache-Control"] = "no-store"
    return response


# ── 2. Resource metadata (RFC 9728): who may give out tokens for this server ─────────────────────────────────────────


@app.get("/.well-known/oauth-protected-resource/mcp")
def resource_metadata():
    return jsonify(
        resource=resource(),
        authorization_servers=[base()],
        scopes_supported=SCOPES,
        bearer_methods_supported=["header"],
        resource_name="Guide server (Python)",
    )


# ── 3. Authorization server metadata (RFC 8414): where its endpoints are ─────────────────────────────────────────────


@app.get("/.well-known/oauth-authorization-server")
def server_metadata():
    return jsonify(
        issuer=base(),
        authorization_endpoint=base() + "/authorize",
        token_endpoint=base() + "/token",
        registration_endpoint=base() + "/register",
        revocation_endpoint=base() + "/revoke",
        scopes_supported=SCOPES,
        response_types_supported=["code"],
        grant_types_supported=["authorization_code", "refresh_token"],
        code_challenge_methods_supported=["S256"],
        token_endpoint_auth_methods_supported=AUTH_METHODS,
        authorization_response_iss_parameter_supported=True,
    )


# ── 4. Registration (RFC 7591): an application introduces itself ─────────────────────────────────────────────────────

AUTH_METHODS = ["none", "client_secret_basic", "client_secret_post"]


@app.post("/register")
def register():
    if too_many("register", REGISTRATIONS_PER_MINUTE):
        return refuse(429, "temporarily_unavailable", Retry_After="60")
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        return refuse(400, "invalid_client_metadata", "Send a JSON object.")
    name = asked.get("client_name", "Unnamed application")
    uris = asked.get("redirect_uris")
    method = asked.get("token_endpoint_auth_method", "client_secret_basic")
    if not isinstance(name, str) or len(name) > 100:
        return refuse(400, "invalid_client_metadata", "client_name: a text of at most 100 characters.")
    if method not in AUTH_METHODS:
        return refuse(400, "invalid_client_metadata", "token_endpoint_auth_method: not offered here.")
    if not isinstance(uris, list) or not 1 <= len(uris) <= 10:
        return refuse(400, "invalid_client_metadata", "redirect_uris: a list of 1 to 10 addresses.")
    if not all(isinstance(each, str) and may_be_registered(each) for each in uris):
        return refuse(
            400, "invalid_redirect_uri", "Use https, or http on 127.0.0.1, [::1] or localhost; no fragment."
        )
    client_id = str(uuid.uuid4())
    secret = None if method == "none" else new_secret()
    with transaction() as database:
        tidy(database)
        database.execute(
            "INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (client_id, name, json.dumps(uris), method, secret and hashed(secret), now()),
        )
    answer = {
        "client_id": client_id,
        "client_id_issued_at": now(),
        "client_name": name,
        "redirect_uris": uris,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": method,
    }
    if secret:
        answer |= {"client_secret": secret, "client_secret_expires_at": 0}
    return jsonify(answer), 201


def parsed(address):
    """The parts of an address, or None when it is not one."""
    try:
        parts = urlsplit(address)
        parts.port  # raises when it is not a number
    except ValueError:
        return None
    return parts if parts.hostname else None


def is_loopback(parts):
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")


def may_be_registered(address):
    parts = parsed(address)
    if parts is None or len(address) > 2000 or any(each <= " " for each in address):
        return False
    plain = "#" not in address and "@" not in parts.netloc
    return plain and (parts.scheme == "https" or is_loopback(parts))


def is_registered(client, asked):
    """Compares character by character; only the port of a loopback address may differ (RFC 8252 §7.3)."""
    return any(known == asked or same_but_for_port(known, asked) for known in json.loads(client["redirect_uris"]))


def same_but_for_port(known, asked):
    left, right = parsed(known), parsed(asked)
    if left is None or right is None or not is_loopback(left):
        return False
    host = left.netloc.removesuffix(f":{left.port}")
    return right.port is not None and left._replace(netloc=f"{host}:{right.port}").geturl() == asked


# ── 5. Authorization: a person signs in and agrees ───────────────────────────────────────────────────────────────────


class Wrong(Exception):
    """The request ends here, with this response."""

    def __init__(self, response):
        super().__init__()
        self.response = response


@app.get("/authorize")
def authorize():
    try:
        return login_page(understand(request.query_string.decode()))
    except Wrong as wrong:
        return wrong.response


@app.post("/authorize")
def decide():
    if too_many("login", 30):
        return page("<p>Too many attempts. Wait a minute.</p>", 429)
    try:
        asked = understand(request.form.get("request", ""))
    except Wrong as wrong:
        return wrong.response
    if request.form.get("decision") != "allow":
        return answer(asked, error="access_denied")
    account = request.form.get("account", "")
    given = password_hash(request.form.get("password", ""))
    if not hmac.compare_digest(PEOPLE.get(account, b""), given):
        return login_page(asked, "That account and password do not fit together.")
    code = new_secret()
    with transaction() as database:
        database.execute(
            "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                hashed(code),
                asked["client"]["id"],
                account,
                asked["scope"],
                asked["redirect_uri"],
                asked["challenge"],
                now() + CODE_SECONDS,
            ),
        )
    return answer(asked, code=code)


def understand(query_text):
    """Checks the request; raises Wrong with the response when it is not a good one."""
    query = parse_qs(query_text)

    def one(name):
        return query.get(name, [""])[0]

    client = find("SELECT * FROM clients WHERE id = ?", one("client_id"))
    # Without a known client and redirect address there is nobody to send an answer to: tell the person.
    if client is None:
        raise Wrong(page("<p>This application is not known here (invalid client_id).</p>", 400))
    if not is_registered(client, one("redirect_uri")):
        raise Wrong(page("<p>The application asks for an answer at an address it never registered.</p>", 400))
    asked = {
        "client": client,
        "query": query_text,
        "state": one("state"),
        "redirect_uri": one("redirect_uri"),
        "scope": one("scope") or " ".join(SCOPES),
        "challenge": one("code_challenge"),
    }
    if one("response_type") != "code":
        raise Wrong(answer(asked, error="unsupported_response_type"))
    if one("code_challenge_method") != "S256" or not asked["challenge"]:
        raise Wrong(answer(asked, error="invalid_request", error_description="PKCE with S256 is required."))
    if not set(asked["scope"].split()) <= set(SCOPES):
        raise Wrong(answer(asked, error="invalid_scope"))
    if any(each != resource() for each in query.get("resource", [])):
        raise Wrong(answer(asked, error="invalid_target"))
    return asked


def answer(asked, **parameters):
    """Sends the person back to the application, with `state` as it came and our name in `iss` (RFC 9207)."""
    if asked["state"]:
        parameters["state"] = asked["state"]
    parameters["iss"] = base()
    target = urlsplit(asked["redirect_uri"])
    query = urlencode(parse_qsl(target.query, keep_blank_values=True) + list(parameters.items()))
    return redirect(target._replace(query=query).geturl(), 303)


def login_page(asked, complaint=""):
    host = urlsplit(asked["redirect_uri"]).netloc
    return page(
        f"""<p><b>{escape(asked["client"]["name"])}</b> asks to use your tools. It will get the answer at <b>{escape(host)}</b>.</p>
        <p role="alert">{escape(complaint)}</p>
        <form method="post" action="/authorize">
          <input type="hidden" name="request" value="{escape(asked["query"])}">
          <p><label>Account <input name="account" autocomplete="username" autofocus></label></p>
          <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
          <p><button name="decision" value="allow">Sign in and allow</button>
          <button name="decision" value="deny">Deny</button></p>
        </form>""",
        401 if complaint else 200,
    )


def page(body, status):
    return Response(
        f'<!doctype html><html lang="en"><title>Guide server</title><h1>Guide server</h1>{body}',
        status,
        {
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy": "no-referrer",
        },
        mimetype="text/html",
    )


# ── 6. Tokens: a code, or a refresh token, for a new pair ────────────────────────────────────────────────────────────


@app.post("/token")
def token():
    if too_many("token", 120):
        return refuse(429, "temporarily_unavailable", Retry_After="60")
    client = authenticate()
    if client is None:
        return unknown_client()
    if any(each != resource() for each in request.form.getlist("resource")):
        return refuse(400, "invalid_target")
    exchange = {"authorization_code": redeem, "refresh_token": refresh}.get(request.form.get("grant_type"))
    if exchange is None:
        return refuse(400, "unsupported_grant_type")
    # One transaction: the old code or token ends exactly when the new pair begins.
    with transaction() as database:
        tokens = exchange(database, client)
    return jsonify(tokens) if tokens else refuse(400, "invalid_grant")


def authenticate():
    """The client, if it proves itself the way it registered (RFC 6749 §2.3)."""
    client_id, secret = request.form.get("client_id", ""), request.form.get("client_secret", "")
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            pair = base64.b64decode(encoded, validate=True).decode()
        except ValueError:
            return None
        # RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.
        client_id, _, secret = (unquote_plus(each) for each in pair.partition(":"))
    client = find("SELECT * FROM clients WHERE id = ?", client_id)
    if client is None or client["auth_method"] == "none":
        return client
    return client if hmac.compare_digest(client["secret_hash"], hashed(secret)) else None


def unknown_client():
    return refuse(401, "invalid_client", WWW_Authenticate='Basic realm="token"')


def redeem(database, client):
    # Taking the code deletes it: it works once.
    code = database.execute(
        "DELETE FROM codes WHERE hash = ? RETURNING *", (hashed(request.form.get("code", "")),)
    ).fetchone()
    fits = (
        code is not None
        and code["client_id"] == client["id"]
        and code["expires_at"] > now()
        and code["redirect_uri"] == request.form.get("redirect_uri")
        and hmac.compare_digest(code["challenge"].encode(), hashed(request.form.get("code_verifier", "")).encode())
    )
    return new_tokens(database, client, str(uuid.uuid4()), code) if fits else None


def refresh(database, client):
    old = hashed(request.form.get("refresh_token", ""))
    held = database.execute(
        "SELECT * FROM tokens WHERE hash = ? AND kind = 'refresh' AND client_id = ? AND expires_at > ?",
        (old, client["id"], now()),
    ).fetchone()
    if held is None:
        return None
    if held["used"]:
        # A refresh token that comes twice is in two hands: end the sign-in for both (RFC 9700 §4.14.2).
        database.execute("DELETE FROM tokens WHERE family = ?", (held["family"],))
        return None
    database.execute("UPDATE tokens SET used = 1 WHERE hash = ?", (old,))
    return new_tokens(database, client, held["family"], held)


def new_tokens(database, client, family, permission):
    """All tokens of one sign-in belong to one family, so that they can end together."""
    access, renewal = new_secret(), new_secret()
    for kind, value, seconds in (
        ("access", access, ACCESS_TOKEN_SECONDS),
        ("refresh", renewal, REFRESH_TOKEN_SECONDS),
    ):
        row = (hashed(value), kind, family, client["id"], permission["account"], permission["scope"], now() + seconds)
        database.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, 0, ?)", row)
    database.execute("UPDATE clients SET used_at = ? WHERE id = ?", (now(), client["id"]))
    return {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": ACCESS_TOKEN_SECONDS,
        "refresh_token": renewal,
        "scope": permission["scope"],
    }


# ── 7. Revocation (RFC 7009): signing out ends the whole sign-in ─────────────────────────────────────────────────────


@app.post("/revoke")
def revoke():
    client = authenticate()
    if client is None:
        return unknown_client()
    with transaction() as database:
        database.execute(
            "DELETE FROM tokens WHERE family = (SELECT family FROM tokens WHERE hash = ? AND client_id = ?)",
            (hashed(request.form.get("token", "")), client["id"]),
        )
    # The same answer for a token that never was: the caller's goal is reached either way.
    return "", 200


# ── 8. The MCP endpoint: no token, no tools ──────────────────────────────────────────────────────────────────────────

VERSIONS = ["2025-11-25", "2025-06-18", "2025-03-26"]

TOOLS = [
    {
        "name": "who_am_i",
        "description": "Says who signed in.",
        "inputSchema": {"type": "object", "properties": {}},
    },
    {
        "name": "add",
        "description": "Adds two numbers.",
        "inputSchema": {
            "type": "object",
            "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
            "required": ["a", "b"],
        },
    },
]


@app.route("/mcp", methods=["POST", "GET", "DELETE"])
def mcp():
    permission = permission_of_token()
    if permission is None:
        return challenge()
    if request.method != "POST":
        # No stream to listen to and no session to end: every request stands for itself.
        return "", 405, {"Allow": "POST"}
    message = request.get_json(silent=True)
    if not isinstance(message, dict) or not isinstance(message.get("method"), str):
        return jsonify(failure(None, -32600, "Not a JSON-RPC request")), 400
    if "id" not in message:
        return "", 202
    g.account = permission["account"]
    parameters = message.get("params")
    return jsonify(respond(message["id"], message["method"], parameters if isinstance(parameters, dict) else {}))


def permission_of_token():
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    return find(
        "SELECT * FROM tokens WHERE hash = ? AND kind = 'access' AND expires_at > ?", hashed(value.strip()), now()
    )


def challenge():
    """Tells a request without a valid token where to get one (RFC 9728 §5.1)."""
    sent = "Authorization" in request.headers
    error = 'error="invalid_token", ' if sent else ""
    metadata = f'resource_metadata="{base()}/.well-known/oauth-protected-resource/mcp"'
    header = f'Bearer {error}scope="{" ".join(SCOPES)}", {metadata}'
    return refuse(401, "invalid_token" if sent else "login_needed", WWW_Authenticate=header)


def respond(identifier, method, parameters):
    if method == "initialize":
        asked = parameters.get("protocolVersion")
        return success(
            identifier,
            protocolVersion=asked if asked in VERSIONS else VERSIONS[0],
            capabilities={"tools": {}},
            serverInfo={"name": "guide-server-python", "version": "1.0.0"},
        )
    if method == "ping":
        return success(identifier)
    if method == "tools/list":
        return success(identifier, tools=TOOLS)
    if method == "tools/call":
        return call_tool(identifier, parameters.get("name"), parameters.get("arguments") or {})
    return failure(identifier, -32601, f"Unknown method: {method}")


def call_tool(identifier, name, arguments):
    if name == "who_am_i":
        return success(identifier, content=[{"type": "text", "text": g.account}])
    if name == "add":
        numbers = [arguments.get(each) for each in ("a", "b")] if isinstance(arguments, dict) else [None]
        if not all(isinstance(each, (int, float)) for each in numbers):
            problem = {"type": "text", "text": "a and b must be numbers."}
            return success(identifier, content=[problem], isError=True)
        return success(identifier, content=[{"type": "text", "text": str(sum(numbers))}])
    return failure(identifier, -32602, "Unknown tool")


def success(identifier, **result):
    return {"jsonrpc": "2.0", "id": identifier, "result": result}


def failure(identifier, code, message):
    return {"jsonrpc": "2.0", "id": identifier, "error": {"code": code, "message": message}}


# ── 9. Start ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@app.errorhandler(HTTPException)
def plain_error(error):
    """The caller's mistakes get a short answer, and nothing gets a stack trace."""
    return refuse(error.code or 500, "invalid_request" if (error.code or 500) < 500 else "server_error")


def main():
    prepare_storage()
    with transaction() as database:
        tidy(database)
    server = make_server("127.0.0.1", PORT, app, threaded=True)
    addresses["base"] = base() or f"http://127.0.0.1:{server.server_port}"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"Guide server: {resource()}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass  # Ctrl-C is how a person stops it


if __name__ == "__main__":
    main()
