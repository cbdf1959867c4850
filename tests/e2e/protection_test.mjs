// Who may see a child, as people work with it: accounts are made and handed over by a code, a child is entrusted to its
// mother, shielded, erased by two persons; a mother reads, answers and asks on her own page; the audit report is read.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

const ownPassword = 'a-hill-behind-the-seventh-well';

describe('who may see a child', () => {
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

  const enter = async (login, password, language, device, heading) => {
    const reader = await Reader.open(browser, server.address, language, device);
    await reader.go('/');
    await reader.signIn(password, login);
    await reader.page.getByRole('heading', { name: reader.word(heading) }).first().waitFor();
    return reader;
  };
  const pick = (reader, label, option) => reader.pick(label, option, reader.page.getByRole('dialog'));

  /// Adds an account as a hand would and gives back the code that is shown once.
  const addAccount = async (keeper, { login, name, role }) => {
    const { page } = keeper;
    await page.getByRole('button', { name: keeper.word('accounts.add'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(keeper.word('accounts.login')).fill(login);
    await dialog.getByLabel(keeper.word('accounts.name'), { exact: false }).last().fill(name);
    await pick(keeper, keeper.word('rights.role'), keeper.word(`role.${role}`));
    await keeper.inspect(`account-form-${role}`);
    await dialog.getByRole('button', { name: keeper.word('accounts.add_submit') }).click();
    const code = await dialog.locator('.hand-over').innerText();
    assert.match(code, /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    await keeper.inspect('account-code');
    await dialog.getByRole('button', { name: keeper.word('accounts.code_done') }).click();
    await page.getByText(login, { exact: false }).first().waitFor();
    return code;
  };

  /// The owner sets a password by the code; signing in without it is refused.
  const takeOver = async (login, code, language, device, heading) => {
    const reader = await Reader.open(browser, server.address, language, device);
    const { page } = reader;
    await reader.go('/');
    await page.getByRole('button', { name: reader.word('reset.have_code') }).click();
    await page.getByLabel(reader.word('sign_in.account')).fill(login);
    await page.getByLabel(reader.word('reset.code')).fill(code);
    await page.getByLabel(reader.word('security.password_next'), { exact: true }).fill(ownPassword);
    await page.getByRole('button', { name: reader.word('reset.submit') }).click();
    await page.getByRole('heading', { name: reader.word('sign_in.title') }).waitFor();
    await reader.signIn(ownPassword, login);
    await page.getByRole('heading', { name: reader.word(heading) }).first().waitFor();
    return reader;
  };

  const workWithAccounts = async (keeper) => {
    const { page } = keeper;
    await keeper.go('/people');
    // Everybody of the county is there, with what may be done to each; nobody does anything to themselves.
    await page.getByRole('button', { name: keeper.word('accounts.change_of', { name: 'director' }) }).waitFor();
    assert.equal(await page.getByRole('button', { name: keeper.word('accounts.change_of', { name: 'administrator' }) }).count(), 0);
    await keeper.inspect('people');
    // By keyboard alone: open, close by Escape, and the focus is back where it was.
    const add = page.getByRole('button', { name: keeper.word('accounts.add'), exact: true });
    await add.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction((text) => document.activeElement?.textContent === text, keeper.word('accounts.add'));
  };

  const closeAndReopen = async (keeper, name) => {
    const { page } = keeper;
    await page.getByRole('button', { name: keeper.word('accounts.close_of', { name }) }).click();
    await keeper.inspect('account-close');
    await page.getByRole('button', { name: keeper.word('accounts.close_submit'), exact: true }).last().click();
    await page.getByText(keeper.word('accounts.closed'), { exact: true }).first().waitFor();
    await page.getByRole('button', { name: keeper.word('accounts.reopen_of', { name }) }).click();
    await page.getByRole('button', { name: keeper.word('accounts.reopen_submit'), exact: true }).last().click();
    await page.getByRole('button', { name: keeper.word('accounts.close_of', { name }) }).waitFor();
  };

  const entrust = async (office, child, name) => {
    const { page } = office;
    await office.go(`/children/${child}`);
    await page.getByRole('button', { name: office.word('assign.ask') }).click();
    await pick(office, office.word('assign.who'), name);
    await office.inspect('assign-form');
    await page.getByRole('button', { name: office.word('assign.submit'), exact: true }).click();
    await page.getByRole('button', { name: office.word('assign.end_of', { who: name }) }).waitFor();
  };

  /// From the account: found by name, entrusted, and ended again.
  const entrustFromAccount = async (office, child) => {
    const dialog = office.page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill(child.name);
    await dialog.getByRole('button', { name: office.word('assign.submit_of', { name: child.name }) }).first().waitFor();
    await office.inspect('people-children');
    await dialog.getByRole('button', { name: office.word('assign.submit_of', { name: child.name }) }).first().click();
    await dialog.getByRole('button', { name: office.word('assign.end_of', { who: child.name }) }).first().click();
    await dialog.getByRole('link', { name: child.name }).first().waitFor({ state: 'detached' });
  };

  const shield = async (office, child) => {
    const { page } = office;
    const press = (key) => page.getByRole('button', { name: office.word(key), exact: true });
    await office.go(`/children/${child}`);
    await press('shield.shield').click();
    await page.getByRole('dialog').getByRole('textbox').fill('法院人身安全保护令 2026-17');
    await office.inspect('shield-form');
    await press('shield.shield_submit').last().click();
    await page.getByText(office.word('child.shielded')).waitFor();
    await press('shield.places').click();
    await page.getByRole('dialog').getByRole('textbox').fill('今天与警察一起上门');
    await press('shield.places_submit').click();
    await page.getByText(office.word('shield.places_noted')).waitFor();
    await office.inspect('shielded');
    await press('shield.lift').click();
    await page.getByRole('dialog').getByRole('textbox').fill('保护令已到期');
    await office.inspect('shield-lift');
    await page.getByRole('dialog').getByRole('button', { name: office.word('shield.lift_submit'), exact: true }).click();
    await press('shield.shield').waitFor();
    assert.equal(await page.getByText(office.word('child.shielded')).count(), 0);
  };

  const keepAndAskToErase = async (office, child) => {
    const { page } = office;
    const press = (key) => page.getByRole('button', { name: office.word(key), exact: true });
    await office.go(`/children/${child}`);
    await press('erase.open').click();
    await page.getByRole('textbox', { name: office.word('erase.reference') }).fill('2026-0524-12');
    await press('erase.keep').click();
    await page.getByText(office.word('erase.held_by', { reference: '2026-0524-12' })).waitFor();
    assert.equal(await press('erase.ask').count(), 0);
    await office.inspect('erase-held');
    await press('erase.let_go').click();
    await press('erase.ask').click();
    await page.getByRole('radio', { name: office.word('erase.ground.purpose_ended') }).check();
    await office.inspect('erase-form');
    await press('erase.submit').click();
    await page.getByText(office.word('erase.waiting')).waitFor();
    await office.go('/erasures');
    await page.getByText(office.word('erase.mine')).first().waitFor();
    assert.equal(await press('erase.confirm').count(), 0);
    await office.inspect('erasures');
  };

  const confirmErasure = async (second, child) => {
    const { page } = second;
    await page.locator('a[href="/erasures"]').first().click();
    await page.getByRole('button', { name: second.word('erase.confirm'), exact: true }).first().click();
    await page.locator('.notice strong').getByText(second.pattern('erase.confirm_who')).waitFor();
    await second.inspect('erase-confirm');
    await page.getByRole('button', { name: second.word('erase.confirm_submit'), exact: true }).click();
    await page.getByRole('heading', { name: second.word('erase.certificate'), exact: true }).waitFor();
    await second.inspect('erase-certificate');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.certificate').isVisible(), true);
    await page.screenshot({ path: `build/screenshots/erase-print-${second.language}-${second.device}.png` });
    await page.emulateMedia({ media: 'screen' });
    const gone = await page.evaluate(async (id) => (await fetch(`/api/children/${id}`)).status, child);
    assert.equal(gone, 404);
  };

  /// A child about whose picture and story nobody has been asked yet: its mother answers both for the first time.
  const unasked = async (office, children) => {
    for (const child of children) {
      const standing = await office.page.evaluate(async (id) => {
        const consents = await (await fetch(`/api/children/${id}/consents`)).json();
        return Object.fromEntries(consents.items.map(({ purpose, state }) => [purpose, state]));
      }, child.id);
      if (standing.photo === 'none' && standing.story === 'none') return child;
    }
    throw new Error('everybody was asked about pictures');
  };

  const beAMother = async (mother, child, name) => {
    const { page } = mother;
    const press = (key, values) => page.getByRole('button', { name: mother.word(key, values), exact: true });
    const story = mother.word('consents.for.story');
    await page.locator('.family-child h2').first().waitFor();
    assert.deepEqual(await page.locator('.family-child h2').allInnerTexts(), [name]);
    await mother.inspect('family');
    await press('family.reads').click();
    await page.getByText(mother.word('family.did.show_child')).first().waitFor();
    await mother.inspect('family-reads');
    await press('family.reads').click();
    await press('family.consents').click();
    await press('family.answer.given_of', { name: story }).click();
    await page.getByRole('radio', { name: mother.word('consents.relation.mother') }).check();
    const assent = page.getByRole('radio', { name: mother.word('consents.assent.yes') });
    if (await assent.count()) await assent.check();
    await mother.inspect('family-consent');
    await press('family.send.given').click();
    await press('family.answer.withdrawn_of', { name: story }).click();
    await page.getByRole('radio', { name: mother.word('consents.relation.mother') }).check();
    await press('family.send.withdrawn').click();
    await page.getByText(mother.word('family.consent.withdrawn'), { exact: true }).waitFor();
    await press('family.answer.refused_of', { name: mother.word('consents.for.photo') }).click();
    await page.getByRole('radio', { name: mother.word('consents.relation.mother') }).check();
    await press('family.send.refused').click();
    await page.getByText(mother.word('family.consent.refused'), { exact: true }).waitFor();
    await mother.inspect('family-consents');
    await press('family.consents').click();
    await press('family.corrections').click();
    await press('corrections.ask').click();
    await page.getByRole('textbox', { name: mother.word('corrections.about') }).fill('学校');
    await page.getByRole('textbox', { name: mother.word('corrections.wish') }).fill('孩子九月已转到县城小学');
    await press('corrections.send').click();
    await page.getByText(mother.word('corrections.state.open'), { exact: true }).waitFor();
    await mother.inspect('family-corrections');
    await page.locator(`a[href="/children/${child}"]`).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await mother.inspect('family-record');
    assert.equal(await page.getByRole('button', { name: mother.word('shield.shield') }).count(), 0);
    const others = await page.evaluate(async () => (await (await fetch('/api/children?limit=200')).json()).items.length);
    assert.equal(others, 1);
  };

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`accounts, shield, erasure, a mother's page and the audit report, ${language} on the ${device}`, async () => {
      const at = `${language}-${device}`;
      const keeper = await enter('administrator', server.passwords.administrator, language, device, 'home.figures');
      await workWithAccounts(keeper);
      const motherCode = await addAccount(keeper, { login: `mother-${at}`, name: `李秀英 ${at}`, role: 'parent' });
      const secondCode = await addAccount(keeper, { login: `second-${at}`, name: `赵明 ${at}`, role: 'county' });
      await closeAndReopen(keeper, `李秀英 ${at}`);
      await keeper.close();

      const office = await enter('county', server.passwords.county, language, device, 'home.figures');
      const children = await office.page.evaluate(async () =>
        (await (await fetch('/api/children?limit=200')).json()).items.map(({ id, name, age }) => ({ id, name, age })));
      const mine = children.slice(device === 'desk' ? 0 : 60);
      const own = await unasked(office, mine);
      const [hunted, leaving, brother] = mine.filter((each) => each.id !== own.id);
      await entrust(office, own.id, `李秀英 ${at}`);
      await office.inspect('assigned');
      await shield(office, hunted.id);
      await keepAndAskToErase(office, leaving.id);
      await office.go('/people');
      await office.page.getByRole('button', { name: office.word('accounts.children_of', { name: `李秀英 ${at}` }) }).click();
      await office.page.getByRole('link', { name: own.name }).waitFor();
      await entrustFromAccount(office, brother);
      await office.go('/audit');
      await office.page.getByRole('heading', { name: office.word('audit.who') }).waitFor();
      await office.inspect('audit');
      await office.photographDown('audit-whole', 1800);
      assert.equal(await office.page.getByRole('alert').count(), 0);
      await office.close();

      const second = await takeOver(`second-${at}`, secondCode, language, device, 'home.figures');
      await second.inspect('home-erasures');
      await confirmErasure(second, leaving.id);
      await second.close();

      const mother = await takeOver(`mother-${at}`, motherCode, language, device, 'family.title');
      await beAMother(mother, own.id, own.name);
      await mother.close();
    });
  }
});
