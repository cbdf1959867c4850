// Looking for a child as people do: by letters, by first letters, with a slip, by place and year, from the keyboard; and
// registering one, which shows a child that is there already before it is entered twice.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

describe('search and registration', () => {
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

  const nameOf = (page) =>
    page.evaluate(async () => {
      const list = await (await fetch('/api/children?limit=100')).json();
      const child = list.items.find((one) => /^\p{sc=Han}{3}$/u.test(one.name) && one.village && one.born_on);
      return { name: child.name, born: child.born_on, village: child.village.name };
    });

  for (const [language, device, born] of [
    ['zh', 'desk', '2018-02-03'],
    ['en', 'phone', '2014-07-11'],
    ['zh', 'phone', '2011-11-28'],
    ['en', 'desk', '2016-05-17'],
  ]) {
    it(`${language} on the ${device}`, async () => {
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      await reader.go('/');
      await reader.signIn(server.passwords.county, 'county');
      await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
      const known = await nameOf(page);
      const box = page.getByRole('searchbox');
      const found = page.getByRole('list', { name: reader.word('find.found'), exact: true });
      const first = found.getByRole('listitem').first();

      await reader.go('/children');
      await box.fill(known.name);
      await first.getByText(known.name[0]).first().waitFor();
      // One character is another of the three: still found, and said so.
      const slip = `${known.name.slice(0, 2)}囧`;
      await box.fill(slip);
      await found.getByText(reader.word('match.one_off')).first().waitFor();
      await reader.inspect('search-slip');
      await box.fill(`${known.name[0]} ${known.born.slice(0, 4)}`);
      await found.getByText(reader.word('match.birth')).first().waitFor();
      await reader.inspect('search');
      // From the keyboard: down to the first child, back up, and in.
      await box.press('ArrowDown');
      assert.equal(await page.evaluate(() => document.activeElement.classList.contains('found-link')), true);
      await page.keyboard.press('ArrowUp');
      assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
      await box.fill('囧囧囧');
      await page.getByRole('heading', { name: reader.word('find.none_title') }).waitFor();
      await reader.inspect('search-none');
      await page.getByRole('link', { name: reader.word('register.title') }).last().click();

      // Somebody who is there already is shown while the form is filled in.
      await page.getByRole('textbox', { name: reader.word('child.name'), exact: true }).fill(known.name);
      await page.getByLabel(reader.word('child.born_on'), { exact: true }).fill(known.born);
      await reader.pick(reader.word('child.village'), known.village);
      const likely = page.getByRole('region', { name: reader.word('register.known'), exact: true });
      await likely.getByText(reader.word('agreement.same_birth')).first().waitFor();
      await reader.inspect('register-known');
      await page.getByLabel(reader.word('register.none_of_these')).waitFor();
      assert.equal(await page.getByRole('button', { name: reader.word('register.send'), exact: true }).isDisabled(), true);

      // Somebody new is entered, and found at once.
      const fresh = `欧阳${language === 'zh' ? '囍' : '囧'}${device === 'desk' ? '乙' : '丁'}`;
      await page.getByRole('textbox', { name: reader.word('child.name'), exact: true }).fill(fresh);
      await page.getByLabel(reader.word('child.born_on'), { exact: true }).fill(born);
      await likely.getByText(reader.word('register.nobody')).waitFor();
      await reader.inspect('register-new');
      await page.getByRole('button', { name: reader.word('register.send'), exact: true }).click();
      await page.getByRole('heading', { name: fresh }).waitFor();
      await reader.go('/children');
      await box.fill(`ouyang ${born.slice(0, 4)}`);
      await found.getByText(fresh.slice(2)).first().waitFor();
      await reader.inspect('search-new');
      await reader.close();
    });
  }
});
