// Shows the ways in: the guide to a second factor after a sign-in by password alone, a passkey (Chromium's own virtual
// authenticator), one-time codes, a recovery code; what people are told of their sign-in; the way back to a lost phone; and
// that a sensitive step asks once more who one is and then goes on by itself.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { codeOf } from './support/codes.mjs';
import { startServer } from './support/server.mjs';

async function addAuthenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

describe('sign-in', () => {
  let server;
  let browser;
  before(async () => {
    server = await startServer('at work', 'required');
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  // Two people, so that one's second factor is not in the other's way.
  for (const [login, language, device] of [['county', 'zh', 'desk'], ['supervisor', 'en', 'phone']]) {
    it(`${login} signs in by passkey, code and recovery code (${language} ${device})`, async () => {
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      const password = server.passwords[login];
      await addAuthenticator(page);
      const arrive = () =>
        page.getByRole('heading', { name: reader.word('home.figures') }).waitFor().catch((error) => reader.confess(error));
      const leave = async () => {
        if (device === 'phone') await page.getByRole('button', { name: reader.word('nav.more') }).click();
        await page.getByRole(device === 'phone' ? 'menuitem' : 'button', { name: reader.word('sign_out') }).click();
        await page.getByRole('heading', { name: reader.word('sign_in.title'), exact: true }).waitFor();
        await reader.go('/');
      };
      const enterCode = async (code) => {
        await reader.signIn(password, login);
        await page.getByRole('textbox', { name: reader.word('sign_in.code') }).fill(code);
        await page.getByRole('button', { name: reader.word('sign_in.submit'), exact: true }).click();
      };
      const keep = async () => {
        await page.locator('.recovery-codes li').first().waitFor();
        const codes = await page.locator('.recovery-codes li').allInnerTexts();
        assert.equal(codes.length, 10);
        return codes;
      };

      // A password alone leads to the guide, whatever page one wanted; the page comes once the codes are kept.
      await reader.go('/children');
      await reader.signIn(password, login);
      await page.getByRole('heading', { name: reader.word('set_up.title') }).waitFor().catch((error) => reader.confess(error));
      assert.equal(await page.evaluate(async () => (await fetch('/api/children')).status), 403);
      await reader.inspect('set-up');
      await page.getByRole('button', { name: reader.word('set_up.passkey_do') }).click();
      await keep();
      await reader.inspect('set-up-recovery');
      await page.getByRole('button', { name: reader.word('security.kept') }).click();
      await page.locator('.name-link').first().waitFor();
      await reader.go('/security');
      await page.getByRole('heading', { name: reader.word('security.title') }).waitFor();
      await reader.inspect('security');
      await leave();
      await reader.inspect('sign-in-passkey');
      await page.getByRole('button', { name: reader.word('sign_in.passkey') }).click();
      await arrive();
      // The change made in another session is told at this sign-in, until one has seen it.
      const told = page.getByRole('region', { name: reader.word('notices.title') });
      await told.getByText(reader.word('notice.passkey_added', { detail: reader.word('set_up.passkey_name') })).waitFor();
      await reader.inspect('notices');
      await told.getByRole('button', { name: reader.word('notices.was_me') }).click();
      await told.waitFor({ state: 'detached' });

      await reader.go('/security');
      await page.getByRole('button', { name: reader.word('security.set_up_codes') }).click();
      const secret = await page.locator('.secret-text').innerText();
      await reader.inspect('security-enrol');
      await page.getByRole('textbox', { name: reader.word('sign_in.code') }).fill(codeOf(secret));
      await page.getByRole('button', { name: reader.word('security.turn_on'), exact: true }).click();
      await page.getByText(reader.word('security.codes_on'), { exact: true }).waitFor();
      const codes = await keep();
      await leave();

      await enterCode(codeOf(secret, 1));
      await arrive();
      await leave();
      await enterCode(codes[0]);
      await arrive();
      await leave();
      await enterCode(codes[0]);
      await page.getByRole('alert').waitFor();
      await reader.inspect('sign-in-code');
      await page.waitForTimeout(1100);  // The wait that the server asks for after one failure.
      await page.getByRole('textbox', { name: reader.word('sign_in.code') }).fill(codes[1]);
      await page.getByRole('button', { name: reader.word('sign_in.submit'), exact: true }).click();
      await arrive();
      await reader.close();
    });
  }

  it('the password is hidden, may be pasted and kept by a manager, and nothing stays after signing out', async () => {
    const reader = await Reader.open(browser, server.address, 'en', 'desk');
    const { page } = reader;
    await reader.go('/');
    const field = page.getByLabel(reader.word('sign_in.password'), { exact: true });
    assert.equal(await field.getAttribute('type'), 'password');
    assert.equal(await field.getAttribute('autocomplete'), 'current-password');
    assert.equal(await page.getByLabel(reader.word('sign_in.account')).getAttribute('autocomplete'), 'username');
    await page.getByLabel(reader.word('sign_in.account')).fill('director');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address });
    await page.evaluate((text) => navigator.clipboard.writeText(text), server.passwords.director);
    await field.focus();
    await page.keyboard.press('Control+V');
    assert.equal(await field.inputValue(), server.passwords.director);
    await page.getByRole('button', { name: reader.word('sign_in.submit'), exact: true }).click();
    await reader.setUpCodes();
    await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    const places = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.ok(places.length > 3);
    for (const place of places) {
      await reader.go(place);
      await page.getByRole('button', { name: reader.word('sign_out') }).waitFor();
    }
    await reader.go('/children');
    const name = await page.locator('.name-link').first().innerText();
    // What a browser keeps: cookies no script reads, and how people like to read.
    assert.equal(await page.evaluate(() => document.cookie), '');
    const kept = () => page.evaluate(async () => [
      ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map((each) => each.name),
      ...('caches' in window ? await caches.keys() : []),
    ]);
    const harmless = (key) => /^(caregrid\.)?language$|color-scheme/.test(key);
    assert.deepEqual((await kept()).filter((key) => !harmless(key)), []);
    // Signed out without a network, too, nothing of the list is left on the page or behind the back button.
    await page.route('**/api/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
    await page.getByRole('button', { name: reader.word('sign_out') }).click();
    await page.getByRole('heading', { name: reader.word('sign_in.title'), exact: true }).waitFor();
    assert.ok(!(await page.content()).includes(name));
    assert.deepEqual((await kept()).filter((key) => !harmless(key)), []);
    reader.complaints.length = 0;  // The aborted request is ours.
    await reader.close();
  });

  it('a lost phone is removed by code and password, and a new one set up with an app', async () => {
    const reader = await Reader.open(browser, server.address, 'zh', 'phone');
    const { page } = reader;
    const password = server.passwords.ngo;
    await reader.go('/');
    await reader.signIn(password, 'ngo');
    const lost = await reader.setUpCodes('set-up-app');
    await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    const { code } = await server.resetFactor('ngo');
    await page.context().clearCookies();
    await reader.go('/');
    await page.getByRole('button', { name: reader.word('reset.have_code') }).click();
    await page.getByText(reader.word('reset.lost_factor'), { exact: true }).click();
    await page.getByLabel(reader.word('sign_in.account')).fill('ngo');
    await page.getByLabel(reader.word('reset.code')).fill(code);
    await page.getByLabel(reader.word('sign_in.password'), { exact: true }).fill(password);
    await reader.inspect('reset-factor');
    await page.getByRole('button', { name: reader.word('reset.factor_submit') }).click();
    await page.getByRole('heading', { name: reader.word('sign_in.title'), exact: true }).waitFor();
    await reader.signIn(password, 'ngo');
    const found = await reader.setUpCodes();
    assert.notEqual(found, lost);
    const told = page.getByRole('region', { name: reader.word('notices.title') });
    await told.getByText(reader.word('notice.factor_reset'), { exact: false }).waitFor();
    await told.getByRole('button', { name: reader.word('notices.not_me') }).click();
    await page.getByText(reader.word('notices.not_me_steps')).first().waitFor();
    await reader.inspect('security-notices');
    await reader.close();
  });

  it('a sensitive step asks once more who one is, and then goes on', async () => {
    const reader = await Reader.open(browser, server.address, 'en', 'desk');
    const { page } = reader;
    await reader.go('/');
    await reader.signIn(server.passwords.administrator, 'administrator');
    const secret = await reader.setUpCodes();
    await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    // The proof is fresh; that it grows old after ten minutes is shown on a clock of its own. Here the first answer
    // says so, and everything after it is the server's.
    let asked = 0;
    await page.route('**/api/security/sessions/end-others', async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      const body = JSON.stringify({ type: 'about:blank', title: 'Not allowed', status: 403, reason: 'session.step_up' });
      return route.fulfill({ status: 403, contentType: 'application/problem+json', body });
    });
    const other = await Reader.open(browser, server.address, 'en', 'desk');
    await other.go('/');
    await other.signIn(server.passwords.administrator, 'administrator');
    await other.page.getByRole('textbox', { name: reader.word('sign_in.code') }).fill(codeOf(secret, 1));
    await other.page.getByRole('button', { name: reader.word('sign_in.submit'), exact: true }).click();
    await other.page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    await reader.go('/security');
    await page.getByRole('button', { name: reader.word('security.end_others') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: reader.word('sign_in.code') }).fill('000000');
    await dialog.getByRole('button', { name: reader.word('confirm.submit') }).click();
    await dialog.getByRole('alert').waitFor();
    await reader.inspect('confirm');
    await page.waitForTimeout(1100);
    // The two steps of 30 seconds whose codes are taken have to pass; a recovery code need not wait.
    await dialog.getByRole('textbox', { name: reader.word('sign_in.code') }).fill(reader.recoveryCodes[0]);
    await dialog.getByRole('button', { name: reader.word('confirm.submit') }).click();
    await page.getByRole('button', { name: reader.word('security.end_others') }).waitFor({ state: 'detached' });
    assert.equal(asked, 2);
    await other.go('/');
    await other.page.getByRole('heading', { name: reader.word('sign_in.title') }).waitFor();
    await other.close();
    await reader.close();
  });
});
