// What each role is offered: no page it can open says no, nothing it must not see is there, names are cut for coordinators.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

const everywhere = ['plan', 'children', 'handovers', 'duplicates', 'needs', 'offers', 'import'];
const offered = {
  county: [...everywhere, 'people', 'journal', 'rights', 'publications', 'definitions', 'rules'],
  supervisor: ['plan', 'children', 'handovers', 'duplicates', 'needs', 'offers', 'people', 'definitions'],
  director: ['plan', 'children', 'needs', 'offers', 'definitions'],
  ngo: ['plan', 'needs', 'offers', 'definitions'],
  administrator: ['people', 'journal', 'rights', 'rules'],
};
const decides = ['county', 'supervisor'];

describe('roles', () => {
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

  for (const [login, pages] of Object.entries(offered)) {
    it(`${login} is offered ${pages.join(', ') || 'the overview only'}`, async () => {
      const reader = await Reader.open(browser, server.address, 'zh', login === 'director' ? 'phone' : 'desk');
      const { page } = reader;
      const look = async (path, name) => {
        await reader.go(path);
        await reader.inspect(`${name}-${login}`);
        assert.equal(await page.getByRole('alert').count(), 0, `${login} meets a refusal at ${path}`);
      };
      await reader.go('/');
      await reader.signIn(server.passwords[login], login);
      await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
      await look('/', 'home');
      const links = page.locator(reader.device === 'phone' ? '.tab-links a' : '.rail-links a');
      const shown = (await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')))).filter((to) => to !== '/');
      assert.deepEqual(shown, pages.map((name) => `/${name}`).slice(0, reader.device === 'phone' ? 3 : pages.length));
      for (const name of pages) await look(`/${name}`, name);
      if (pages.includes('plan')) {
        await reader.go('/plan');
        const buttons = page.getByRole('button', { name: reader.pattern('line.accept_of') });
        await page.locator('.lines tbody tr, .cards > li, .empty').first().waitFor();
        assert.equal((await buttons.count()) > 0, decides.includes(login));
      }
      if (login === 'ngo') {
        await reader.go('/needs');
        const names = await page.locator('.data-table tbody td:first-child').allInnerTexts();
        // Given names where the guardian consents, a dash where not; a whole name nowhere.
        assert.ok(names.includes('—') && names.some((name) => name !== '—'), names.slice(0, 5).join());
        assert.equal(await page.locator('a[href^="/children/"]').count(), 0);
      }
      await reader.close();
    });
  }
});
