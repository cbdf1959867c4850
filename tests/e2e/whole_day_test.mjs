// A county's first day, whole: sign in, import its spreadsheets, look at children, needs and offers, plan, decide.
// Once for each language and device, each on an empty county (Chinese: Wushan's lists; English: an invented county's, laid
// out otherwise); every page is photographed and put before axe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { counties, startServer } from './support/server.mjs';

const numberOf = (text) => Number(text.replace(/[^\d]/g, ''));

async function figure(reader, key) {
  const tile = reader.page.locator('.figure', { hasText: reader.word(`figure.${key}`) }).first();
  return numberOf(await tile.locator('dd').innerText());
}

async function signIn(reader) {
  await reader.go('/');
  await reader.inspect('sign-in');
  await reader.signIn('this is not it');
  await reader.page.getByRole('alert').getByText(reader.word('session.denied')).waitFor();
  await reader.inspect('sign-in-refused');
  await reader.signIn();
  await reader.setUpCodes('set-up-app');
  await reader.page.getByRole('heading', { name: reader.word('home.first_title') }).waitFor();
  await reader.inspect('home-first');
}

async function importAll(reader) {
  const { page, spreadsheets } = reader;
  await page.getByRole('link', { name: reader.word('home.first_action') }).click();
  await reader.giveFiles(spreadsheets);
  const run = page.getByRole('button', { name: reader.word('import.run_all', { count: spreadsheets.length }) });
  await run.waitFor({ timeout: 60_000 });
  await reader.inspect('import-waiting');
  await run.click();
  await page.getByRole('heading', { name: reader.word('import.waiting') }).waitFor({ state: 'detached', timeout: 240_000 });
  const done = page.locator('.files .badge', { hasText: reader.word('import_state.done') });
  assert.equal(await done.count(), spreadsheets.length);
  await reader.inspect('import-done');
}

async function lookAtRejects(reader) {
  const { page } = reader;
  const file = page.locator('.files li', { hasText: reader.word('count.rejected', { number: '' }).trim() }).first();
  await file.getByRole('link').click();
  await page.getByRole('heading', { name: reader.word('import.result') }).waitFor();
  await reader.inspect('import-file');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: reader.word('import.download_rejects') }).click();
  const bytes = readFileSync(await (await downloading).path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK', 'the rejected rows come as a workbook');
}

async function lookAtHome(reader) {
  await reader.go('/');
  await reader.page.getByRole('heading', { name: reader.word('home.map') }).waitFor();
  await reader.page.locator('[data-map-ready=true]').waitFor();
  assert.ok((await figure(reader, 'children')) > 5000);
  assert.ok((await figure(reader, 'needs_open')) > 1000);
}

async function lookAtChildren(reader) {
  const { page } = reader;
  await reader.go('/children');
  await reader.inspect('children');
  const all = numberOf(await page.locator('.page-head p').innerText());
  assert.ok(all > 5000);
  const family = (await page.locator('.name-link').allInnerTexts()).map((name) => name[0]).find((sign) => /\p{sc=Han}/u.test(sign));
  await page.keyboard.press('/');
  await page.keyboard.type(family);
  await page.waitForFunction((before) => {
    const text = document.querySelector('.page-head p')?.textContent ?? '';
    return Number(text.replace(/[^\d]/g, '')) < before;
  }, all);
  const names = await page.locator('.name-link').allInnerTexts();
  assert.ok(names.length > 0 && names.every((name) => name.includes(family)), names.join());
  assert.equal(new URL(page.url()).search, '', 'what is looked for stays out of the address');
  await page.locator('.name-link').first().click();
  await page.getByRole('heading', { name: reader.word('child.facts') }).waitFor();
  await reader.inspect('child');
  await page.getByRole('button', { name: reader.word('unmask.ask') }).click();
  await page.getByLabel(reader.word('unmask.reason')).fill('browser test of the journal');
  await reader.inspect('unmask');
  await page.getByRole('button', { name: reader.word('unmask.submit') }).click();
  await page.getByText(reader.word('unmask.journalled')).waitFor();
}

async function lookAtLists(reader) {
  for (const [path, name] of [['/needs', 'needs'], ['/offers', 'offers']]) {
    await reader.go(path);
    await reader.inspect(name);
    const before = await reader.page.locator('.data-table tbody tr, .cards > li').count();
    await reader.button('list.more').click();
    await reader.page.waitForFunction(
      (count) => document.querySelectorAll('.data-table tbody tr, .cards > li').length > count,
      before,
    );
  }
  await reader.go('/offers?cleared=no');
  const badges = await reader.page.locator('.badge').allInnerTexts();
  assert.ok(!badges.includes(reader.word('clearance.valid')), 'nobody cleared is listed as not cleared');
}

async function makePlan(reader) {
  const { page } = reader;
  await reader.go('/plan');
  await reader.inspect('plan-none');
  await page.getByRole('button', { name: reader.word('plan.make') }).click();
  await page.locator('.plan-share').waitFor({ timeout: 60_000 });
  await reader.inspect('plan');
}

const lineAt = (reader, index) => reader.page.locator('.lines tbody tr, .cards > li').nth(index);
const stateAt = (reader, index, state) =>
  lineAt(reader, index).locator('.decision .badge', { hasText: reader.word(`line_state.${state}`) });

async function decideByHand(reader) {
  const accept = lineAt(reader, 0).getByRole('button', { name: reader.pattern('line.accept_of') });
  await accept.click();
  await stateAt(reader, 0, 'accepted').waitFor();
  await reader.inspect('plan-accepted-one');
  await reader.button('action.undo').click();
  await lineAt(reader, 0).getByRole('button', { name: reader.pattern('line.accept_of') }).waitFor();
  await lineAt(reader, 1).getByRole('button', { name: reader.pattern('line.refuse_of') }).click();
  await stateAt(reader, 1, 'refused').waitFor();
  await lineAt(reader, 2).getByRole('button', { name: reader.pattern('line.pin_of') }).click();
  await stateAt(reader, 2, 'pinned').waitFor();
}

async function decideByKeyboard(reader) {
  const { page } = reader;
  await page.locator('main').focus();
  await page.keyboard.press('Shift+Slash');
  await page.getByRole('dialog').waitFor();
  await reader.inspect('plan-keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  for (const key of ['j', 'j', 'j', 'j', 'k', 'a']) await page.keyboard.press(key);
  await stateAt(reader, 3, 'accepted').or(stateAt(reader, 2, 'accepted')).first().waitFor();
}

async function lookAtPlanViews(reader) {
  for (const view of ['unmet', 'fairness', 'map']) {
    await reader.go(`/plan?view=${view}`);
    if (view === 'map') await reader.page.locator('[data-map-ready=true]').waitFor();
    if (view === 'unmet') await reader.page.locator('.unmet').first().waitFor();
    await reader.inspect(`plan-${view}`);
  }
}

async function acceptAll(reader) {
  const { page } = reader;
  await reader.go('/plan');
  await reader.button('plan.accept_all').click();
  await page.getByRole('button', { name: reader.word('plan.accept_all_do') }).click();
  await page.locator('.page-head .badge', { hasText: reader.word('plan_state.accepted') }).waitFor({ timeout: 30_000 });
  const plan = await (await page.request.get(`${reader.address}/api/plans/current`)).json();
  assert.equal(plan.state, 'accepted');
  assert.equal(plan.accepted + plan.refused + plan.pinned, plan.lines);
  await reader.go('/');
  await reader.page.locator('[data-map-ready=true]').waitFor();
  await reader.inspect('home');
  await reader.photographDown('home-long', 1340);
}

async function planAgain(reader) {
  const { page } = reader;
  const before = await (await page.request.get(`${reader.address}/api/plans/current`)).json();
  await reader.go('/plan');
  await page.getByRole('button', { name: reader.word('plan.again') }).click();
  await page.waitForFunction(async (old) => {
    const now = await (await fetch('/api/plans/current')).json();
    return now.id !== old;
  }, before.id, { timeout: 60_000, polling: 500 });
  const again = await (await page.request.get(`${reader.address}/api/plans/current`)).json();
  assert.ok(again.accepted + again.pinned >= before.accepted + before.pinned, 'what was accepted is kept');
}

const countyOf = { zh: counties.wushan, en: counties.invented };

for (const language of ['zh', 'en']) {
  for (const device of ['desk', 'phone']) {
    describe(`a whole day, ${language} ${device}`, () => {
      let server;
      let browser;
      let reader;
      before(async () => {
        const county = countyOf[language]();
        server = await startServer(county, 'required');
        browser = await openBrowser();
        reader = await Reader.open(browser, server.address, language, device);
        reader.spreadsheets = county.spreadsheets;
      });
      after(async () => {
        await browser?.close();
        assert.equal(await server?.stop(), 0, server?.said());
      });
      // Each step stands on the one before; after a failure the rest would only fail slowly.
      let failed = false;
      const step = (name, run) =>
        it(`${language} ${device}: ${name}`, async (test) => {
          if (failed) return test.skip('a step before it failed');
          failed = true;
          await run(reader).catch((error) => reader.confess(error));
          failed = false;
          return undefined;
        });
      step('refuses a wrong password, then lets in', signIn);
      step('takes all spreadsheets and imports them in order', importAll);
      step('gives rejected rows back', lookAtRejects);
      step('shows the county', lookAtHome);
      step('finds a child, and journals who unmasks', lookAtChildren);
      step('lists needs and offers', lookAtLists);
      step('makes a plan', makePlan);
      step('takes decisions line by line, and back', decideByHand);
      if (device === 'desk') step('takes decisions by keyboard', decideByKeyboard);
      step('says who is left out, how fair it is, and draws it', lookAtPlanViews);
      step('accepts the rest', acceptAll);
      step('plans again and keeps what was accepted', planAgain);
      step('makes no script error and asks nobody else', () => reader.close());
    });
  }
}
