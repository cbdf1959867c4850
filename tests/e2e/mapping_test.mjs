// A file whose headers say nothing: the person assigns the columns, checks, imports; and files that cannot be read say why.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

describe('columns assigned by hand', () => {
  let server;
  let browser;
  let reader;
  let folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregrid-files-'));
    server = await startServer();
    browser = await openBrowser();
    reader = await Reader.open(browser, server.address, 'zh', 'desk');
    await reader.go('/');
    await reader.signIn();
    await reader.page.getByRole('heading', { name: reader.word('home.first_title') }).waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('refuses what is no spreadsheet, and says what to do', async () => {
    await reader.go('/import');
    await reader.giveFiles([file('notes.xlsx', Buffer.from('%PDF-1.7 this is no workbook'))]);
    await reader.page.getByText(reader.word('table.not_a_spreadsheet')).first().waitFor();
    await reader.inspect('import-refused');
  });

  it('checks nothing until the required columns are assigned, and writes nothing until told', async () => {
    const { page } = reader;
    const rows = Array.from({ length: 30 }, (_, index) => `62052410000${index % 9},村${index},甲${index},乙${index}`);
    await reader.go('/import');
    await reader.giveFiles([file('offers.csv', ['栏一,栏二,栏三,栏四', ...rows].join('\n'))]);
    await page.getByRole('heading', { name: 'offers.csv' }).waitFor();
    await page.getByLabel(reader.word('mapping.kind')).and(page.locator('input')).click();
    await page.getByRole('option', { name: reader.word('import_kind.offer') }).click();
    const check = page.getByRole('button', { name: reader.word('import.check') });
    await page.getByRole('alert').getByText(reader.word('mapping.missing')).waitFor();
    assert.ok(await check.isDisabled());
    const assign = async (header, field) => {
      await page.getByLabel(reader.word('mapping.field_of', { header })).and(page.locator('input')).click();
      await page.getByRole('option', { name: new RegExp(`^${reader.word(field)}`) }).click();
    };
    await assign('栏二', 'field.offer.name');
    await assign('栏三', 'field.offer.kinds');
    await assign('栏四', 'field.offer.capacity_weekly');
    await reader.inspect('import-mapping');
    await check.click();
    await page.getByText(reader.word('import.nothing_written')).waitFor().catch((error) => reader.confess(error));
    const offers = await (await page.request.get(`${server.address}/api/offers`)).json();
    assert.equal(offers.total, 0);
    const rejected = await page.locator('.counts > div', { hasText: reader.word('counts.rejected') }).locator('dd').innerText();
    assert.equal(rejected, '30', 'the nonsense in these rows is explained row by row');
    await reader.inspect('import-checked');
  });

  it('made no script error and asked nobody else', () => reader.close());
});
