/** How to do it right in Python, with Flask; in full in `docs/dcr-guide/python/server.py`. */
import type { Topic } from './snippets.ts'

export const pythonSnippets: Readonly<Record<Topic, string>> = {
  challenge: `@app.before_request
def protect():
    if request.path != "/mcp":
        return None
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if is_valid(token):
        return None
    error = 'error="invalid_token", ' if token else ""
    metadata = f'resource_metadata="{base()}/.well-known/oauth-protected-resource/mcp"'
    answer = jsonify(error="invalid_token" if token else "login_needed")
    answer.headers["WWW-Authenticate"] = f'Bearer {error}scope="tools.call", {metadata}'
    return answer, 401`,
  'resource-metadata': `# For the endpoint https://mcp.example.com/mcp. jsonify() sends application/json.
@app.get("/.well-known/oauth-protected-resource/mcp")
def resource_metadata():
    return jsonify(
        resource="https://mcp.example.com/mcp",  # the address people paste, letter by letter
        authorization_servers=["https://mcp.example.com"],
        scopes_supported=["tools.call"],
        bearer_methods_supported=["header"],
    )`,
  'server-metadata': `@app.get("/.well-known/oauth-authorization-server")
def server_metadata():
    return jsonify(
        issuer=base(),  # as in authorization_servers, letter by letter, no slash at the end
        authorization_endpoint=base() + "/authorize",
        token_endpoint=base() + "/token",
        registration_endpoint=base() + "/register",
        revocation_endpoint=base() + "/revoke",
        scopes_supported=["tools.call"],
        response_types_supported=["code"],
        grant_types_supported=["authorization_code", "refresh_token"],
        code_challenge_methods_supported=["S256"],
        token_endpoint_auth_methods_supported=["none"],
        authorization_response_iss_parameter_supported=True,
    )`,
  registration: `@app.post("/register")
def register():
    asked = request.get_json(silent=True)
    uris = asked.get("redirect_uris") if isinstance(asked, dict) else None
    if not isinstance(uris, list) or not uris or not all(may_be_registered(each) for each in uris):
        return jsonify(error="invalid_redirect_uri"), 400
    client = {
        "client_id": str(uuid.uuid4()),
        "client_name": asked.get("client_name", "Unnamed"),
        "redirect_uris": uris,
        "token_endpoint_auth_method": "none",
    }
    save(client)
    return jsonify(client), 201, {"Cache-Control": "no-store"}`,
  'redirect-addresses': `def is_loopback(parts):
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")


def may_be_registered(address):
    parts = urlsplit(address)
    plain = parts.hostname and "#" not in address and "@" not in parts.netloc
    return bool(plain) and (parts.scheme == "https" or is_loopback(parts))


# At sign-in: exactly, as text; only the port of a loopback address may differ (RFC 8252 §7.3).
def same_but_for_port(known, asked):
    left, right = urlsplit(known), urlsplit(asked)
    if known == asked or not is_loopback(left) or right.port is None:
        return known == asked
    host = left.netloc.removesuffix(f":{left.port}")
    return left._replace(netloc=f"{host}:{right.port}").geturl() == asked`,
  authorization: `@app.get("/authorize")
def authorize():
    asked = request.args
    client = find(asked.get("client_id"))
    # A page, and no redirect: nobody knows where it would lead.
    if client is None or not is_registered(client, asked.get("redirect_uri", "")):
        return "Unknown application", 400

    def answer(**parameters):
        state = {"state": asked["state"]} if "state" in asked else {}
        query = urlencode(parameters | state | {"iss": base()})
        return redirect(asked["redirect_uri"] + "?" + query, 303)

    if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
        return answer(error="invalid_request")
    if asked.get("resource", OWN_RESOURCE) != OWN_RESOURCE:
        return answer(error="invalid_target")
    return login_page(asked), 200, {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}`,
  'token-errors': `def redeem(client, form):
    code = take(hashed(form.get("code", "")))  # deletes it: a code works once
    verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    fits = (
        code
        and code["client_id"] == client["client_id"]
        and code["redirect_uri"] == form.get("redirect_uri")
        and code["expires_at"] > now()
        and code["challenge"] == base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
    )
    return new_tokens(client, code) if fits else {"error": "invalid_grant"}


client = authenticate()
if client is None:
    return jsonify(error="invalid_client"), 401
exchange = {"authorization_code": redeem, "refresh_token": refresh}.get(request.form.get("grant_type"))
if exchange is None:
    return jsonify(error="unsupported_grant_type"), 400
result = exchange(client, request.form)
return jsonify(result), 400 if "error" in result else 200`,
  tokens: `answer = jsonify(
    access_token=access_token,
    token_type="Bearer",
    expires_in=3600,  # a number
    refresh_token=refresh_token,
    scope="tools.call",
)
answer.headers["Cache-Control"] = "no-store"
return answer`,
  refresh: `def refresh(client, form):
    held = find_token(hashed(form.get("refresh_token", "")))
    if held is None or held["client_id"] != client["client_id"]:
        return {"error": "invalid_grant"}
    if held["used"]:
        end_family(held["family"])  # it is in two hands: end the sign-in for both
        return {"error": "invalid_grant"}
    mark_used(held)
    return new_tokens(client, held)  # a new refresh token of the same family`,
  revocation: `@app.post("/revoke")
def revoke():
    client = authenticate()
    if client is None:
        return jsonify(error="invalid_client"), 401
    end_family_of(hashed(request.form.get("token", "")), client)  # the access token ends with the refresh token
    return "", 200  # also for a token that never was`,
}
