// Shows the ways in: a passkey (Chromium's own virtual authenticator), one-time codes, a recovery code, and that a
// sensitive step asks once more who one is and then goes on by itself.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

/// What an authenticator app shows for a secret in base 32, `ahead` steps of 30 seconds from now (RFC 6238).
function codeOf(secret, ahead = 0) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

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
    server = await startServer('at work');
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

      await reader.go('/');
      await reader.signIn(password, login);
      await arrive();
      await reader.go('/security');
      await page.getByRole('heading', { name: reader.word('security.title') }).waitFor();
      await reader.inspect('security');

      await page.getByLabel(reader.word('security.passkey_name')).fill(language === 'zh' ? '办公室电脑' : 'Office phone');
      await page.getByRole('button', { name: reader.word('security.add_passkey') }).click();
      await keep();
      await reader.inspect('security-recovery');
      await page.getByRole('button', { name: reader.word('security.kept') }).click();
      await leave();
      await reader.inspect('sign-in-passkey');
      await page.getByRole('button', { name: reader.word('sign_in.passkey') }).click();
      await arrive();

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

  it('a sensitive step asks once more who one is, and then goes on', async () => {
    const reader = await Reader.open(browser, server.address, 'en', 'desk');
    const { page } = reader;
    await reader.go('/');
    await reader.signIn(server.passwords.director, 'director');
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
    await other.signIn(server.passwords.director, 'director');
    await other.page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    await reader.go('/security');
    await page.getByRole('button', { name: reader.word('security.end_others') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(reader.word('sign_in.password'), { exact: true }).fill('not my password at all');
    await dialog.getByRole('button', { name: reader.word('confirm.submit') }).click();
    await dialog.getByRole('alert').waitFor();
    await reader.inspect('confirm');
    await page.waitForTimeout(1100);
    await dialog.getByLabel(reader.word('sign_in.password'), { exact: true }).fill(server.passwords.director);
    await dialog.getByRole('button', { name: reader.word('confirm.submit') }).click();
    await page.getByRole('button', { name: reader.word('security.end_others') }).waitFor({ state: 'detached' });
    assert.equal(asked, 2);
    await other.go('/');
    await other.page.getByRole('heading', { name: reader.word('sign_in.title') }).waitFor();
    await other.close();
    await reader.close();
  });
});
