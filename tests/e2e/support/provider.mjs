// A real OpenID provider (the npm package oidc-provider) on a port of its own, with one client and whoever types a name.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from './server.mjs';

const require = createRequire(join(root, 'web/package.json'));
export const client = { id: 'caregrid', secret: "county's own & secret: 100 %" };
export const strong = { acr: 'urn:county:two', amr: 'otp' };

const page = (uid) => `<!doctype html><html lang="en"><title>County identity</title><main><h1>County identity</h1>
<form method="post" action="/interaction/${uid}">
<label>Name <input name="login" autofocus></label>
<button name="way" value="password">Continue</button>
<button name="way" value="two">Continue with a second factor</button>
<button name="way" value="refuse">Refuse</button></form></main></html>`;

/// Everybody who signs in agrees to what is asked: there is one client, and it asks for "openid" only.
async function agree(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

function askToSignOut(ctx, form) {
  ctx.body = `<!doctype html><html lang="en"><title>Sign out</title><main><h1>Sign out of the county's identity?</h1>${form}
<button type="submit" form="op.logoutForm" value="yes" name="logout">Yes, sign me out</button>
<button type="submit" form="op.logoutForm">No, stay signed in</button></main></html>`;
}

function configuration(address) {
  return {
    clients: [{
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [`${address}/sign-in/return`],
      post_logout_redirect_uris: [`${address}/`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    }],
    pkce: { required: () => true },
    acrValues: [strong.acr],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
    cookies: { keys: ['only for tests'] },
    // The package's own pages fetch a font from elsewhere, which the tests let nobody do.
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource: askToSignOut } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: agree,
    ttl: { Session: 3600, Interaction: 600, Grant: 600, IdToken: 300, AccessToken: 300 },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = JSON.stringify(out);
    },
  };
}

async function bodyOf(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return new URLSearchParams(text);
}

/// The person at the provider: signs in by name, with one factor or two, or refuses.
async function interact(provider, request, response) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    return response.end(page(uid));
  }
  const form = await bodyOf(request);
  const isStrong = form.get('way') === 'two';
  const login = {
    accountId: form.get('login'),
    ...(isStrong ? { acr: strong.acr, amr: ['pwd', strong.amr] } : { amr: ['pwd'] }),
  };
  const result = form.get('way') === 'refuse' ? { error: 'access_denied' } : { login };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/// Listens at once, so that a server can be told the issuer; serves once it is told whose provider it is.
export async function startProvider() {
  let answer = (_, response) => response.writeHead(503).end();
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url.split('?')[0]}`);
    answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${server.address().port}`;
  return {
    issuer,
    asked,
    async serve(address) {
      const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')).href);
      const warn = console.warn;
      console.warn = () => undefined;  // It warns of what no test needs: keys and storage that last.
      const provider = new Provider(issuer, configuration(address));
      console.warn = warn;
      const callback = provider.callback();
      answer = (request, response) => {
        if (!request.url.startsWith('/interaction/')) return callback(request, response);
        return interact(provider, request, response).catch((error) => {
          response.writeHead(500).end(String(error));
        });
      };
    },
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
