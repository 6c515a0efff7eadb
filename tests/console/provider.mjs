// A small provider of OpenID Connect for the journeys, at "localhost", which for a browser is another site
// than 127.0.0.1. Whoever comes is known already and is sent back at once, or turned away.

import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signed(claims) {
  const text = `${encoded({ alg: "RS256", kid: "journey" })}.${encoded(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

/** Resolves to {issuer, subject, deny, stop()}: who comes is `subject`; while `deny` is true, everybody is turned away. */
export async function startProvider(subject) {
  const provider = { deny: false, subject };
  const grants = new Map();

  const authorize = (asked) => {
    const back = new URL(asked.get("redirect_uri"));
    back.searchParams.set("state", asked.get("state"));
    if (provider.deny) {
      back.searchParams.set("error", "access_denied");
    } else {
      const code = `code-${grants.size + 1}`;
      grants.set(code, asked);
      back.searchParams.set("code", code);
    }
    return back.href;
  };

  const tokens = (form) => {
    const asked = grants.get(form.get("code"));
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (asked?.get("code_challenge") !== challenge) return undefined;
    grants.delete(form.get("code"));
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.issuer, sub: provider.subject, aud: asked.get("client_id"), nonce: asked.get("nonce"), iat: now, exp: now + 300 };
    return { token_type: "Bearer", access_token: "opaque", id_token: signed(claims) };
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, provider.issuer);
    const answer = (status, body) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    if (pathname === "/authorize") return response.writeHead(302, { Location: authorize(searchParams) }).end();
    if (pathname === "/keys") return answer(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "journey", use: "sig" }] });
    if (pathname === "/token") {
      let body = "";
      for await (const piece of request) body += piece;
      const given = tokens(new URLSearchParams(body));
      return given ? answer(200, given) : answer(400, { error: "invalid_grant" });
    }
    const { issuer } = provider;
    return answer(200, { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` });
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  provider.issuer = `http://localhost:${server.address().port}`;
  provider.stop = () => new Promise((resolve) => server.close(resolve));
  return provider;
}

/** A port that nobody listens on at this moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
