// What leaves the house: a table with dots for everybody, a list for one person with a purpose.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

describe('publications and exports', () => {
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

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`${language} ${device}: publishes a table and takes a list away`, async () => {
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      await reader.go('/');
      await reader.signIn(server.passwords.county, 'county');
      await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();

      await reader.go('/publications');
      await page.getByLabel(reader.word('dimension.tier'), { exact: true }).check();
      await reader.button('publication.publish').click();
      const table = page.locator('table[data-publication]');
      await table.waitFor();
      assert.ok((await table.getByText('·', { exact: true }).count()) > 0, 'a small county has small numbers');
      const shown = (await table.locator('td').allInnerTexts()).map((text) => text.replace(/[\s,]/g, ''));
      assert.ok(shown.every((text) => text === '·' || Number(text) === 0 || Number(text) >= 5), shown.join(' '));
      await reader.inspect('publications');
      const csv = page.waitForEvent('download');
      await page.getByRole('link', { name: 'CSV' }).click();
      assert.match(readFileSync(await (await csv).path(), 'utf8'), /township,sex,tier,count[^]*·/);

      await reader.go('/exports');
      await page.getByLabel(reader.word('export.why')).fill('quarterly meeting with the schools');
      await reader.button('export.ask').click();
      await page.getByText(reader.word('export.waits')).first().waitFor();
      await page.getByLabel(reader.word('filter.division')).first().click();
      await page.getByRole('option').first().click();
      await page.getByLabel(reader.word('export.why')).fill('list for the township');
      await reader.button('export.ask').click();
      const fetchButton = reader.button('export.fetch').first();
      await fetchButton.waitFor();
      await reader.inspect('exports');
      const file = page.waitForEvent('download');
      await fetchButton.click();
      assert.match((await file).suggestedFilename(), /^export\.xlsx$/);
      await page.getByText(reader.word('export.state_fetched')).first().waitFor();
      await reader.close();
    });
  }
});
