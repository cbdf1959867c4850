// Shows sign-in through a county's own identity provider, a real one in this process, in Chromium: there and back in
// both languages, a second factor the provider vouches for, whoever is not linked, answers used twice or elsewhere,
// signing out of both, and a provider that is down or not whom its certificate should name.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { client, startProvider, strong } from './support/provider.mjs';
import { startServer } from './support/server.mjs';

const providerName = '武山政务 ID';
const secretOf = { CAREGRID_OIDC_SECRET: client.secret };

const options = (issuer, links = {}) => ({
  words: [
    '--oidc-issuer', issuer, '--oidc-client-id', client.id, '--oidc-name', providerName,
    '--oidc-acr', strong.acr, '--oidc-amr', strong.amr,
  ],
  env: secretOf,
  before: (data, command) => {
    for (const [login, subject] of Object.entries(links)) {
      command('account', 'link', login, '--data', data, '--issuer', issuer, '--subject', subject);
    }
  },
});

const ask = (address, path, body, cookie = '') =>
  fetch(`${address}/api${path}`, {
    method: 'POST',
    headers: { 'X-CareGrid': '1', 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify(body),
  });

describe('sign-in through an identity provider', () => {
  let provider;
  let server;
  let browser;
  before(async () => {
    provider = await startProvider();
    server = await startServer('at work', 'optional', options(provider.issuer, { county: 'sub-4711', director: 'sub-0815' }));
    await provider.serve(server.address);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await provider?.stop();
  });

  const open = async (language, device) => {
    const reader = await Reader.open(browser, server.address, language, device);
    reader.others.push(provider.issuer);
    await reader.go('/');
    return reader;
  };
  const leave = (reader) =>
    reader.page.getByRole('button', { name: reader.word('sign_in.provider', { name: providerName }) }).click();
  const atProvider = async (reader, login, way = 'Continue') => {
    // Until its page stands, another field of that name may be the one on the page left.
    await reader.page.getByRole('heading', { name: 'County identity' }).waitFor();
    await reader.page.getByLabel('Name').fill(login);
    await reader.page.getByRole('button', { name: way, exact: true }).click();
  };
  const arrive = (reader) =>
    reader.page.getByRole('heading', { name: reader.word('home.figures') }).waitFor()
      .catch((error) => reader.confess(error));
  const session = (reader) => reader.page.evaluate(async () => (await fetch('/api/session')).json());
  const tokensIn = (text) => /eyJ[\w-]+\.eyJ/.test(text);

  for (const [language, device] of [['zh', 'phone'], ['en', 'desk']]) {
    it(`the county office signs in, and out of both (${language} ${device})`, async () => {
      const reader = await open(language, device);
      const { page } = reader;
      const seen = [];
      page.on('response', async (response) => {
        if (response.url().includes('/api/')) seen.push(await response.text().catch(() => ''));
      });
      await reader.inspect('sign-in-provider');
      await leave(reader);
      await atProvider(reader, 'sub-4711');
      await arrive(reader);
      assert.equal((await session(reader)).method, 'provider');
      assert.equal(new URL(page.url()).search, '');
      // No token of the provider's ever reaches the browser.
      const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
      assert.equal([...seen, kept].some(tokensIn), false);
      const cookies = await page.context().cookies(server.address);
      assert.ok(cookies.filter((each) => each.name.startsWith('caregrid')).every((each) => each.httpOnly));

      if (device === 'phone') await page.getByRole('button', { name: reader.word('nav.more') }).click();
      await page.getByRole(device === 'phone' ? 'menuitem' : 'button', { name: reader.word('sign_out') }).click();
      const end = page.getByRole('link', { name: reader.word('sign_in.provider_leave', { name: providerName }) });
      await end.waitFor().catch((error) => reader.confess(error));
      await reader.inspect('sign-in-provider-left');
      await end.click();
      await page.getByRole('button', { name: /yes, sign me out/i }).click();
      await page.getByRole('heading', { name: reader.word('sign_in.title'), exact: true }).waitFor();
      await leave(reader);
      await page.getByLabel('Name').waitFor();  // The provider asks again: its session has ended.
      await reader.close();
    });

    it(`whoever is not linked is told what to give the administrator (${language} ${device})`, async () => {
      const reader = await open(language, device);
      await leave(reader);
      await atProvider(reader, 'sub-unknown-9');
      const alert = reader.page.getByRole('alert');
      await alert.waitFor();
      assert.match(await alert.innerText(), /sub-unknown-9/);
      await reader.inspect('sign-in-provider-unknown');
      await reader.page.getByRole('button', { name: reader.word('provider.back') }).click();
      await reader.page.getByRole('heading', { name: reader.word('sign_in.title'), exact: true }).waitFor();
      await reader.close();
    });
  }

  it('a second factor of the provider counts, in place of one here', async () => {
    const weak = await open('en', 'desk');
    await leave(weak);
    await atProvider(weak, 'sub-0815');
    await arrive(weak);
    const enrol = () =>
      weak.page.evaluate(async () => {
        const response = await fetch('/api/security', { headers: { Accept: 'application/json' } });
        return (await response.json()).codes;
      });
    assert.equal(await enrol(), false);
    await weak.close();
    // The same person with two factors there; what the session holds is in the database.
    const reader = await open('en', 'desk');
    await leave(reader);
    await atProvider(reader, 'sub-0815', 'Continue with a second factor');
    await arrive(reader);
    const rows = server.query('SELECT method, has_second_factor FROM session ORDER BY created_at DESC LIMIT 2');
    assert.deepEqual(rows, ['provider|1', 'provider|0']);
    await reader.close();
  });

  it('a sensitive step is confirmed at the provider, which asks anew', async () => {
    const reader = await open('en', 'desk');
    const { page } = reader;
    await leave(reader);
    await atProvider(reader, 'sub-4711');
    await arrive(reader);
    await page.route('**/api/security/sessions/end-others', (route) => {
      const body = JSON.stringify({ type: 'about:blank', title: 'Not allowed', status: 403, reason: 'session.step_up' });
      return route.fulfill({ status: 403, contentType: 'application/problem+json', body });
    });
    const other = await open('en', 'desk');  // Another session to end, or there is no button.
    await leave(other);
    await atProvider(other, 'sub-4711');
    await arrive(other);
    await reader.go('/security');
    await page.getByRole('button', { name: reader.word('security.end_others') }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: reader.word('confirm.provider', { name: providerName }) });
    await confirm.click();
    await atProvider(reader, 'sub-0815');  // Somebody else at the same desk.
    await page.getByRole('alert').waitFor().catch((error) => reader.confess(error));
    await page.getByRole('button', { name: reader.word('provider.go_back') }).click();
    await page.getByRole('heading', { name: reader.word('security.title') }).waitFor();
    await page.getByRole('button', { name: reader.word('security.end_others') }).click();
    await confirm.click();
    await atProvider(reader, 'sub-4711');
    await page.getByText(reader.word('provider.confirmed')).waitFor();
    await reader.inspect('sign-in-provider-confirmed');
    await other.close();
    await reader.close();
  });

  it('an answer that was used, or began elsewhere, opens nothing', async () => {
    const reader = await open('en', 'desk');
    const { page } = reader;
    const returns = [];
    page.on('request', (request) => {
      if (request.url().startsWith(`${server.address}/sign-in/return?`)) returns.push(request.url());
    });
    await leave(reader);
    await atProvider(reader, 'sub-4711');
    await arrive(reader);
    assert.equal(returns.length, 1);
    assert.equal(new URL(returns[0]).searchParams.get('iss'), provider.issuer);
    await page.goto(returns[0]);
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').innerText(), new RegExp(reader.word('provider.state').slice(0, 20)));
    await reader.close();

    // A fresh answer of one browser, not yet used there, carried into another.
    const began = await open('en', 'desk');
    await began.page.route('**/api/session/provider/return', (route) => route.abort());
    const answer = began.page.waitForRequest((request) => request.url().startsWith(`${server.address}/sign-in/return?`));
    await leave(began);
    await atProvider(began, 'sub-4711');
    const carried = (await answer).url();
    const victim = await open('en', 'desk');
    await victim.page.goto(carried);
    await victim.page.getByRole('alert').waitFor();
    assert.equal((await victim.page.context().cookies()).some((each) => each.name === 'caregrid_session'), false);
    await victim.close();
    await began.page.context().close();
  });

  it('whoever refuses at the provider is back at the sign-in page, and no foreign page starts this', async () => {
    const reader = await open('en', 'desk');
    await leave(reader);
    await atProvider(reader, 'x', 'Refuse');
    await reader.page.getByRole('alert').waitFor();
    await reader.close();
    const foreign = await fetch(`${server.address}/api/session/provider`, { method: 'POST', body: '{"confirm":false}' });
    assert.equal(foreign.status, 403);
  });
});

describe('a provider that cannot be trusted or reached', () => {
  it('is not believed without a certificate of its name, and a password still signs in', async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'caregrid-certificate-'));
    const key = join(folder, 'key.pem');
    const certificate = join(folder, 'certificate.pem');
    const made = spawnSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate,
      '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
    ]);
    assert.equal(made.status, 0, String(made.stderr));
    let answered = 0;
    const impostor = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) => {
      answered += 1;
      response.end('{}');
    });
    await new Promise((resolve) => impostor.listen(0, '127.0.0.1', resolve));
    test.after(async () => {
      await new Promise((resolve) => impostor.close(resolve).closeAllConnections());
      rmSync(folder, { recursive: true });
    });
    const issuer = `https://localhost:${impostor.address().port}`;
    const given = options(issuer);
    const server = await startServer('at work', 'optional', { ...given, words: [...given.words, '--origin', 'http://localhost'] });
    test.after(() => server.stop());
    const refused = await ask(server.address, '/session/provider', { confirm: false });
    assert.equal(refused.status, 503);
    const problem = await refused.json();
    assert.equal(problem.reason, 'provider.unreachable');
    assert.equal(problem.detail, undefined);  // Why is for the log, never for who asked.
    assert.equal(answered, 0);
    const entered = await ask(server.address, '/session', { account: 'county', password: server.passwords.county });
    assert.equal(entered.status, 200);
    assert.match(server.said(), /certificate|SSL/i);
  });

  it('that is down, redirects or floods is said to be so, and a password still signs in', async () => {
    const provider = await startProvider();
    await provider.stop();
    const server = await startServer('at work', 'optional', options(provider.issuer));
    const browser = await openBrowser();
    const reader = await Reader.open(browser, server.address, 'zh', 'desk');
    await reader.go('/');
    await reader.page.getByRole('button', { name: reader.word('sign_in.provider', { name: providerName }) }).click();
    await reader.page.getByRole('alert').waitFor();
    assert.match(await reader.page.getByRole('alert').innerText(), new RegExp(reader.word('provider.unreachable')));
    await reader.signIn(server.passwords.county, 'county');
    await reader.page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    await reader.close();
    await browser.close();
    await server.stop();
  });
});
