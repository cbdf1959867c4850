// What happens when things are missing: the network, WebGL, a mouse, the light.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { root, startServer } from './support/server.mjs';

describe('when something is missing', () => {
  let server;
  let browser;
  before(async () => {
    server = await startServer();
    browser = await openBrowser();
    const reader = await Reader.open(browser, server.address, 'en', 'desk');
    await reader.go('/');
    await reader.signIn();
    await reader.page.getByRole('heading', { name: reader.word('home.first_title') }).waitFor();
    await reader.go('/import');
    await reader.giveFiles([join(root, 'packs/demo/county-wushan/行政区划.csv')]);
    await reader.button('import.check').click();
    await reader.page.getByText(reader.word('import.nothing_written')).waitFor();
    await reader.page.getByRole('button', { name: reader.word('import.run'), exact: true }).click();
    await reader.page.getByText(reader.word('import.written')).waitFor();
    await reader.close();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function signedIn(options = {}, prepare = async () => undefined) {
    const reader = await Reader.open(browser, server.address, 'en', 'desk', options);
    await prepare(reader.page);
    await reader.go('/');
    await reader.signIn();
    await reader.page.getByRole('heading', { name: reader.word('home.map') }).waitFor();
    return reader;
  }

  it('without WebGL the map is drawn as a picture', async () => {
    const reader = await signedIn({}, (page) =>
      page.addInitScript(() => {
        const original = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return String(kind).startsWith('webgl') ? null : original.call(this, kind, ...rest);
        };
      }),
    );
    await reader.page.locator('svg.map-svg circle').first().waitFor();
    assert.ok((await reader.page.locator('svg.map-svg circle').count()) > 300);
    await reader.inspect('home-without-webgl');
    await reader.close();
  });

  it('a browser without a protection is warned, and goes on', async () => {
    const reader = await signedIn({}, (page) =>
      page.addInitScript(() => {
        delete window.SecurityPolicyViolationEvent;
      }),
    );
    await reader.page.getByText(reader.word('protection.policy')).waitFor();
    await reader.inspect('protection-missing');
    await reader.close();
    const current = await signedIn();
    assert.equal(await current.page.getByText(current.word('protection.policy')).count(), 0);
    assert.equal(await current.page.getByText(current.word('protection.line')).count(), 0);
    await current.close();
  });

  it('without a network it says so, and goes on when it is back', async () => {
    const reader = await signedIn();
    const { page } = reader;
    await page.waitForFunction(() => performance.getEntriesByType('resource').some((each) => /offers_page.*js/.test(each.name)));
    await page.waitForLoadState('networkidle');
    await page.getByRole('link', { name: reader.word('nav.children'), exact: true }).click();
    await page.getByRole('heading', { name: reader.word('children.empty') }).waitFor();
    await page.context().setOffline(true);
    await page.getByText(reader.word('offline')).waitFor();
    await reader.inspect('offline');
    await page.getByRole('link', { name: reader.word('nav.offers'), exact: true }).click();
    await page.getByRole('heading', { name: reader.word('nav.offers') }).waitFor();
    await page.getByText(reader.word('error.unreachable')).waitFor();
    await page.context().setOffline(false);
    await page.getByText(reader.word('offline')).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: reader.word('action.retry') }).click();
    await page.getByRole('heading', { name: reader.word('offers.empty') }).waitFor();
    await reader.go('/plan');
    await page.getByRole('heading', { name: reader.word('plan.empty') }).waitFor();
    await reader.close();
  });

  it('without a mouse the page can be walked: skip link, navigation, definitions', async () => {
    const reader = await signedIn();
    const { page } = reader;
    await reader.go('/');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), reader.word('skip'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement)));
    const info = page.getByRole('button', { name: reader.word('definition.of', { label: reader.word('figure.children') }) });
    await info.focus();
    await page.keyboard.press('Enter');
    await page.getByText(reader.word('definition.children')).waitFor();
    await reader.close();
  });

  it('without light it is dark, and still clear enough', async () => {
    const reader = await signedIn({ colorScheme: 'dark' });
    await reader.inspect('home-dark');
    for (const path of ['/import', '/children', '/plan']) {
      await reader.go(path);
      await reader.inspect(`dark${path.replace('/', '-')}`);
    }
    await reader.close();
  });

  it('the language is switched on the spot and remembered', async () => {
    const reader = await signedIn();
    const { page } = reader;
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '各村需求地图' }).waitFor();
    reader.language = 'zh';
    await reader.go('/plan');
    await page.getByRole('heading', { name: reader.word('plan.empty') }).waitFor();
    await reader.inspect('switched');
    await reader.close();
  });

  it('a page that is not there says so', async () => {
    const reader = await signedIn();
    await reader.go('/nowhere');
    await reader.page.getByRole('heading', { name: reader.word('not_found.title') }).waitFor();
    await reader.inspect('not-found');
    await reader.close();
  });

  it('signing out ends the session for every tab', async () => {
    const reader = await signedIn();
    await reader.page.getByRole('button', { name: reader.word('sign_out') }).click();
    await reader.page.getByRole('heading', { name: reader.word('sign_in.title') }).waitFor();
    const home = await reader.page.request.get(`${server.address}/api/home`);
    assert.equal(home.status(), 401);
    await reader.close();
  });
});
