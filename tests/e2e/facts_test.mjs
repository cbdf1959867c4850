// A child's facts at work: a fact entered with what is known filled in, confirmed, corrected, ended and taken back; the time
// line that tells of it; how it was on a day.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer, today } from './support/server.mjs';

describe('facts', () => {
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

  /// A child whose schooling is known, a different one for each reader.
  const childWith = (page, skip) =>
    page.evaluate(async (index) => {
      const list = await (await fetch('/api/children?limit=60')).json();
      for (const { id } of list.items.slice(index)) {
        const child = await (await fetch(`/api/children/${id}`)).json();
        const facts = child.facts.filter((fact) => fact.kind === 'schooling');
        if (facts.length === 1 && facts[0].value.stage && !child.shielded) return id;
      }
      return '';
    }, skip);

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`${language} on the ${device}`, async () => {
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      await reader.go('/');
      await reader.signIn(server.passwords.county, 'county');
      await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
      const id = await childWith(page, device === 'desk' ? 0 : 30);
      assert.notEqual(id, '');
      await reader.go(`/children/${id}`);
      const facts = page.getByRole('region', { name: reader.word('child.facts'), exact: true });
      const line = page.getByRole('region', { name: reader.word('time.title'), exact: true });
      await facts.waitFor();
      await line.getByRole('listitem').first().waitFor();
      await reader.inspect('facts');
      await reader.photographDown('facts-whole', 2600);

      // Boarding changes; the rest of the form is filled in already.
      await facts.getByRole('button', { name: reader.word('fact.enter') }).click();
      const dialog = page.getByRole('dialog');
      await reader.pick(reader.word('fact_form.kind'), language === 'zh' ? '就学状态' : 'Schooling', dialog);
      await dialog.getByText(reader.word('fact_form.prefilled')).waitFor();
      await dialog.getByRole('textbox', { name: language === 'zh' ? '班级' : 'Class', exact: true }).fill('6');
      await dialog.getByLabel(reader.word('fact_form.from'), { exact: true }).fill(today);
      await dialog.getByLabel(reader.word('fact_form.note'), { exact: true }).fill('Told by the class teacher');
      await reader.inspect('fact-form');
      await dialog.getByRole('button', { name: reader.word('fact_form.send.record'), exact: true }).click();
      await facts.getByText(reader.word('fact.saved')).waitFor();
      await line.getByText('Told by the class teacher').waitFor();
      await reader.inspect('facts-saved');
      await facts.getByRole('button', { name: reader.word('fact.undo'), exact: true }).click();
      await line.getByText(reader.word('time.undone')).first().waitFor();

      const schooling = language === 'zh' ? '就学状态' : 'Schooling';
      await facts.getByRole('button', { name: reader.word('fact.confirm_of', { name: schooling }) }).click();
      await line.getByText(reader.word('time.confirmed')).first().waitFor();
      await facts.getByRole('button', { name: reader.word('fact.correct_of', { name: schooling }) }).click();
      await dialog.getByText(reader.word('fact_form.correct_about')).waitFor();
      await page.keyboard.press('Escape');
      await facts.getByRole('button', { name: reader.word('fact.end_of', { name: schooling }) }).click();
      await dialog.getByLabel(reader.word('fact_form.to')).fill(today);
      await dialog.getByRole('button', { name: reader.word('fact_form.send.end'), exact: true }).click();
      await line.getByText(reader.word('time.ended')).first().waitFor();

      const state = page.getByRole('region', { name: reader.word('state.title'), exact: true });
      await state.getByLabel(reader.word('state.on'), { exact: true }).fill('2010-01-01');
      await state.getByRole('status').getByText(/2010/).first().waitFor();
      await state.getByLabel(reader.word('state.on'), { exact: true }).fill(today);
      await state.getByRole('definition').first().waitFor();
      await reader.inspect('facts-day');
      assert.equal(await page.getByRole('alert').count(), 0);
      await reader.close();
    });
  }

  it('a contradiction is settled from the keyboard', async () => {
    const reader = await Reader.open(browser, server.address, 'en', 'desk');
    const { page } = reader;
    await reader.go('/');
    await reader.signIn(server.passwords.county, 'county');
    await page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    const id = await childWith(page, 45);
    assert.notEqual(id, '');
    // Two values that begin on one day, which nobody but a person can tell apart.
    const status = await page.evaluate(async ([child, day]) => {
      const codes = ['good', 'fair'];
      for (const type of codes) {
        const answer = await fetch(`/api/children/${child}/facts`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-CareGrid': '1', 'Idempotency-Key': crypto.randomUUID() },
          body: JSON.stringify({ kind: 'supervision', subject: 'child', value: { state: type === 'good' ? 'attended' : 'unattended' },
            valid_from: day }),
        });
        if (answer.status !== 200) return `${answer.status} ${await answer.text()}`;
      }
      return 'done';
    }, [id, '2026-09-01']);
    assert.equal(status, 'done');
    await reader.go(`/children/${id}`);
    const facts = page.getByRole('region', { name: reader.word('child.facts'), exact: true });
    const first = facts.getByRole('radio').first();
    await first.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    assert.equal(await facts.getByRole('radio').nth(1).isChecked(), true);
    await reader.inspect('facts-contested');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await facts.getByText(reader.word('fact.saved')).waitFor();
    await facts.getByRole('radio').first().waitFor({ state: 'detached' });
    await page.getByRole('region', { name: reader.word('time.title'), exact: true }).getByText(reader.word('time.settled')).first().waitFor();
    await reader.close();
  });
});
