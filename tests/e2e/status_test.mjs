// Why a child counts as left-behind under each definition, read by a county office: the facts with who said so, the question
// that is open, the rule and its source, the history; the same county by several definitions, from the counts to the lists;
// and a county's own rule, from its mistakes to who would come in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer, today } from './support/server.mjs';

const pack = {
  pack: 'county.990624',
  version: '1',
  zh: '示例县',
  en: 'Example',
  jurisdiction: '990624',
  rules: [
    {
      id: 'example.seed',
      scheme: 'SEED003-LBC',
      zh: '本县登记在册的儿童',
      en: 'Every child on the register',
      valid_from: today,
      citation: { title: '县未保办通知' },
      when: { age: { under: 18 } },
    },
  ],
};

describe('statuses', () => {
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

  /// A child under sixteen, with both parents away since spring and registered as rural: entered by hand.
  const leftBehind = (page, skip, day) =>
    page.evaluate(
      async ([index, since]) => {
        const list = await (await fetch('/api/children?limit=60&age_min=6&age_max=12')).json();
        for (const { id, shielded } of list.items.slice(index)) {
          if (shielded) continue;
          const facts = [
            { kind: 'hukou', subject: 'child', value: { kind: 'rural' } },
            { kind: 'absence', subject: 'father', value: { state: 'away', reason: 'work' } },
            { kind: 'absence', subject: 'mother', value: { state: 'away', reason: 'work' } },
            { kind: 'guardianship', subject: 'child', value: { both_out: true } },
          ];
          for (const fact of facts) {
            const answer = await fetch(`/api/children/${id}/facts`, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json', 'X-CareGrid': '1', 'Idempotency-Key': crypto.randomUUID() },
              body: JSON.stringify({ ...fact, valid_from: since }),
            });
            if (answer.status !== 200) return `${answer.status} ${await answer.text()}`;
          }
          return id;
        }
        return 'none';
      },
      [skip, day],
    );

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`R1: why a child counts as left-behind, in ${language} on the ${device}`, async () => {
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      await reader.go('/');
      await reader.signIn(server.passwords.county, 'county');
      await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
      const id = await leftBehind(page, device === 'desk' ? 0 : 20, '2026-03-01');
      assert.match(id, /^[0-9a-f-]{36}$/);
      await reader.go(`/children/${id}`);
      const card = page.getByRole('region', { name: reader.word('status.title'), exact: true });
      await card.waitFor();
      const civil = card.locator('[data-scheme="CN-MCA-2016"]');
      await civil.getByText(reader.word('status.answer.yes'), { exact: true }).first().waitFor();
      await reader.inspect('statuses');
      await civil.locator('summary').focus();
      await page.keyboard.press('Enter');
      await civil.getByText('国发〔2016〕13号').waitFor();
      await civil.getByText(reader.word('status.history')).waitFor();
      await civil.locator('[data-history] > li').first().waitFor();
      // Each definition gives its own answer, and what is not known is said to be unknown.
      for (const scheme of ['CN-CENSUS-2020-LBC', 'CN-MOE-LBC', 'SEED003-LBC', 'SS-LBC', 'lb_minor']) {
        await card.locator(`[data-scheme="${scheme}"]`).waitFor();
      }
      const open = card.locator('[data-scheme="D04"]');
      await open.locator('summary').click();
      await open.getByText(reader.word('status.missing')).waitFor();
      await reader.inspect('status-why');
      await reader.photographDown('status-whole', 3200);

      // Another day: before anybody was away nothing is known of it.
      const state = page.getByRole('region', { name: reader.word('state.title'), exact: true });
      await state.getByLabel(reader.word('state.on'), { exact: true }).fill('2026-01-05');
      await civil.getByText(reader.word('status.answer.unknown'), { exact: true }).first().waitFor();

      await reader.go('/definitions');
      const totals = page.getByRole('region', { name: reader.word('definitions.totals'), exact: true }).first();
      await totals.waitFor();
      const count = totals.getByRole('row', { name: /CN-MCA-2016/ }).getByRole('link').first();
      await count.waitFor();
      await page.getByText('66.93').waitFor();
      await reader.inspect('definitions');
      await reader.photographDown('definitions-whole', 2600);
      await count.click();
      await page.getByRole('list', { name: reader.word('status.by') }).waitFor();
      await page.locator(`a[href="/children/${id}"]`).waitFor();
      await reader.inspect('children-by-status');
      await reader.go('/unsettled');
      await page.getByText(reader.word('status.missing')).first().waitFor();
      await reader.inspect('unsettled');
      assert.equal(await page.getByRole('alert').count(), 0);
      await reader.close();
    });
  }

  it('a county rule: its mistakes, who would come in, adopted and withdrawn', async () => {
    const reader = await Reader.open(browser, server.address, 'en', 'desk');
    const { page } = reader;
    await reader.go('/');
    await reader.signIn(server.passwords.county, 'county');
    await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    await reader.go('/rules');
    const text = page.getByLabel(reader.word('rules_page.text'), { exact: true });
    const check = page.getByRole('button', { name: reader.word('rules_page.check'), exact: true });
    const wrong = structuredClone(pack);
    delete wrong.rules[0].citation;
    await text.fill(JSON.stringify(wrong, null, 1));
    await check.click();
    await page.getByRole('alert').getByText('citation').first().waitFor();
    await reader.inspect('rules-faults');
    await text.fill(JSON.stringify(pack, null, 1));
    await check.click();
    await page.getByRole('button', { name: reader.word('rules_page.try'), exact: true }).click();
    await page.locator('[data-effect="SEED003-LBC"]').getByText(reader.word('rules_page.entering')).waitFor();
    await reader.inspect('rules-effect');
    await page.getByRole('button', { name: reader.word('rules_page.adopt'), exact: true }).click();
    await page.getByText(reader.word('rules_page.in_force')).waitFor();
    await reader.inspect('rules-adopted');
    await page.getByRole('button', { name: reader.word('rules_page.withdraw'), exact: true }).click();
    await page.getByText(reader.word('rules_page.withdrawn'), { exact: true }).waitFor();
    await reader.close();
  });
});
