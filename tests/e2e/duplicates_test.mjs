// Possible duplicates at work: looked for, decided by keyboard alone until none is left, the last decision taken back; and
// records that were joined separated again on the child's page. In Chinese at the desk, in English on the phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

describe('duplicates', () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
  });

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`${language} on the ${device}`, async () => {
      const server = await startServer('at work');
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      await reader.go('/');
      await reader.signIn(server.passwords.county, 'county');
      await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
      const total = () => page.evaluate(async () => (await (await fetch('/api/children?limit=1')).json()).total);
      const waiting = () => page.evaluate(async () => (await (await fetch('/api/duplicates')).json()).open);
      /// Asks again until it is so: work in the background ends in its own time.
      const until = async (holds) => {
        for (let tries = 0; tries < 3000; tries += 1) if (await holds()) return;
        assert.fail('what was waited for did not come');
      };
      const found = await total();
      await reader.go('/duplicates');
      await page.getByRole('heading', { name: reader.word('duplicates.empty.title') }).waitFor();
      await reader.inspect('duplicates-empty');
      const find = page.getByRole('button', { name: reader.word('duplicates.find'), exact: true });
      await find.click();
      await until(async () => (await total()) < found);
      await until(async () => (await page.locator('button[data-loading]').count()) === 0);
      const open = await waiting();
      if (open > 0) {
        await page.getByRole('table').waitFor();
        await reader.inspect('duplicates');
        for (let left = open; left > 0; left -= 1) {
          await page.keyboard.press(left % 2 === 0 ? 's' : 'd');
          await until(async () => (await waiting()) < left);
          await page.getByText(reader.word('duplicates.progress', { done: open - left + 1, total: open })).waitFor();
        }
        await page.getByRole('heading', { name: reader.word('duplicates.empty.title') }).waitFor();
        await page.keyboard.press('u');
        await until(async () => (await waiting()) === 1);
        await page.getByRole('table').waitFor();
      }
      const joined = await page.evaluate(async () => {
        const list = await (await fetch('/api/children?limit=200')).json();
        for (const { id } of list.items) {
          const merges = await (await fetch(`/api/children/${id}/merges`)).json();
          if (merges.items.length > 0) return id;
        }
        return '';
      });
      assert.notEqual(joined, '');
      await reader.go(`/children/${joined}`);
      const panel = page.getByRole('region', { name: reader.word('merges.title'), exact: true });
      await panel.waitFor();
      await reader.inspect('merges');
      const now = await total();
      await panel.getByRole('button', { name: reader.word('merges.part'), exact: true }).first().click();
      await until(async () => (await total()) > now);
      assert.equal(await page.getByRole('alert').count(), 0);
      await reader.close();
      await server.stop();
    });
  }
});
