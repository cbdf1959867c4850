// A child moves to another county, as two offices work with it: offered with what goes along shown, taken in with a place,
// away for the one and with its history for the other. And a filter kept as a list, shared, deleted and brought back.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { account, startServer, today } from './support/server.mjs';

/// A county beside the first, in the same installation.
function addNeighbour(data, command) {
  const places = join(data, 'neighbour.csv');
  writeFileSync(places, '统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n620525100001,柳湾村民委员会,620525100,城关镇,34.7,105.3\n');
  const place = ['--data', data, '--county', '620525', '--today', today];
  command('import', ...place, '--synthetic', '--county-name', '邻县', places);
  command('account', 'add', 'neighbour', ...place, '--role', 'county', '--name', '赵近邻', '--password-stdin');
}

describe('hand-overs and worklists', () => {
  let server;
  let browser;
  before(async () => {
    server = await startServer('at work', 'optional', { before: addNeighbour });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const enter = async (login, password, language, device) => {
    const reader = await Reader.open(browser, server.address, language, device);
    await reader.go('/');
    await reader.signIn(password, login);
    await reader.page.getByRole('navigation', { name: reader.word('nav.main') }).first().waitFor();
    return reader;
  };
  const childAt = (page, index) =>
    page.evaluate(async (at) => {
      const list = await (await fetch('/api/children?limit=60')).json();
      const { id, name } = list.items.filter((each) => !each.shielded)[at];
      return { id, name };
    }, index);

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`a child moves, ${language} on the ${device}`, async () => {
      const sender = await enter('county', server.passwords.county, language, device);
      const { page } = sender;
      const child = await childAt(page, device === 'desk' ? 0 : 20);
      await sender.go(`/children/${child.id}`);
      await page.getByRole('region', { name: sender.word('next.title') }).waitFor();
      await page.getByRole('button', { name: sender.word('handover.moves_away'), exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(sender.word('handover.scope_duty'), { exact: true }).waitFor();
      await sender.pick(sender.word('handover.county'), /620525/, dialog);
      await dialog.getByLabel(sender.word('handover.why'), { exact: false }).first().fill('随父母进城');
      await sender.inspect('handover-offer');
      await dialog.getByRole('button', { name: sender.word('handover.offer'), exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(sender.pattern('handover.line_offered')).first().waitFor();
      await sender.inspect('handover-child');
      await sender.go('/handovers');
      await page.getByText(child.name).first().waitFor();
      await sender.inspect('handovers-out');

      const receiver = await enter('neighbour', account.password, language, device);
      await receiver.go('/handovers');
      await receiver.page.getByText(child.name).first().waitFor();
      await receiver.inspect('handovers-in');
      await receiver.page.getByRole('button', { name: receiver.word('handover.accept'), exact: true }).click();
      const answer = receiver.page.getByRole('dialog');
      await receiver.pick(receiver.word('handover.village'), '柳湾村民委员会', answer);
      await receiver.inspect('handover-accept');
      await answer.getByRole('button', { name: receiver.word('handover.accept'), exact: true }).click();
      await answer.waitFor({ state: 'detached' });
      await receiver.page.getByRole('link', { name: child.name, exact: true }).click();
      await receiver.page.getByText(receiver.pattern('handover.line_came')).first().waitFor();
      await receiver.inspect('handover-came');
      await receiver.close();

      await sender.go(`/children/${child.id}`);
      await page.getByText(sender.pattern('handover.line_away')).first().waitFor();
      await sender.inspect('handover-away');
      const listed = await page.evaluate(async (text) => {
        const reply = await fetch('/api/children/search', {
          method: 'POST', body: JSON.stringify({ text }), headers: { 'Content-Type': 'application/json', 'X-CareGrid': '1', 'Idempotency-Key': crypto.randomUUID() },
        });
        return (await reply.json()).items.map((each) => each.id);
      }, child.name);
      assert.ok(!listed.includes(child.id));
      await sender.close();
    });

    it(`a filter is kept as a list, ${language} on the ${device}`, async () => {
      const reader = await enter('county', server.passwords.county, language, device);
      const { page } = reader;
      const name = language === 'zh' ? '六岁以下' : 'Under five';
      // Each its own: a filter somebody shares is not kept a second time.
      await reader.go(`/children?age_max=${language === 'zh' ? 5 : 4}&sex=female`);
      await page.getByRole('button', { name: reader.word('worklist.save'), exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(reader.word('worklist.name_label'), { exact: false }).fill(name);
      await reader.pick(reader.word('worklist.share'), reader.word('worklist.share_all'), dialog);
      await reader.inspect('worklist-form');
      await dialog.getByRole('button', { name: reader.word('worklist.submit'), exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const tab = page.getByRole('navigation', { name: reader.word('worklist.title') }).getByRole('link', { name: new RegExp(name) });
      await tab.waitFor();
      assert.equal(await tab.getAttribute('aria-current'), 'page');
      await reader.inspect('worklists');
      await page.getByRole('button', { name: reader.word('worklist.change', { name }) }).click();
      await page.getByRole('menuitem', { name: reader.word('worklist.delete') }).click();
      await tab.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: reader.word('worklist.undo'), exact: true }).click();
      await tab.waitFor();
      await reader.close();
    });
  }
});
