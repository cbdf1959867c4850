// A child's page at work: a consent withdrawn, a correction asked for and answered, a record opened in an emergency and
// reviewed by somebody else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

const reason = 'A child of that village was found lost at my door';

describe('consents and emergencies', () => {
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

  const signedIn = async (login, language, device) => {
    const reader = await Reader.open(browser, server.address, language, device);
    await reader.go('/');
    await reader.signIn(server.passwords[login], login);
    await reader.page.getByRole('heading', { name: reader.word('home.figures') }).waitFor();
    return reader;
  };
  const childrenOf = (reader) =>
    reader.page.evaluate(async () => (await (await fetch('/api/children?limit=200')).json()).items.map((item) => item.id));

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`${language} on the ${device}`, async () => {
      const office = await signedIn('county', language, device);
      const director = await signedIn('director', language, device);
      const own = await childrenOf(director);
      const elsewhere = (await childrenOf(office)).filter((id) => !own.includes(id)).at(device === 'desk' ? -1 : -2);

      await office.go(`/children/${elsewhere}`);
      await office.page.getByRole('heading', { name: office.word('consents.title') }).waitFor();
      await office.inspect('consents');
      const record = office.page.getByRole('button', { name: office.word('consents.record_of', { name: office.word('consents.for.story') }) });
      await record.click();
      await office.page.getByRole('textbox', { name: office.word('consents.given_by') }).fill('王建国');
      const assent = office.page.getByRole('textbox', { name: office.word('consents.assent') });
      if (await assent.count()) {
        await office.pick(office.word('consents.assent'), office.word('consents.assent.yes'));
      }
      await office.inspect('consent-form');
      await office.page.getByRole('button', { name: office.word('consents.save') }).click();
      const withdraw = office.page.getByRole('button', { name: office.word('consents.withdraw_of', { name: office.word('consents.for.story') }) });
      await withdraw.click();
      await office.page.getByRole('textbox', { name: office.word('consents.given_by') }).fill('王建国');
      await office.page.getByRole('button', { name: office.word('consents.withdraw_submit') }).click();
      await office.page.getByText(office.word('consents.state.withdrawn'), { exact: true }).first().waitFor();

      await director.go(`/children/${elsewhere}`);
      await director.page.getByRole('button', { name: director.word('emergency.ask') }).click();
      await director.page.getByRole('textbox').fill(reason);
      await director.inspect('emergency');
      await director.page.getByRole('button', { name: director.word('emergency.submit') }).click();
      await director.page.getByText(director.word('emergency.opened')).waitFor();
      await director.inspect('emergency-opened');

      await office.go('/');
      await office.page.locator('a[href="/reviews"]').first().click();
      await office.page.getByText(reason).first().waitFor();
      await office.inspect('reviews');
      await office.page.getByRole('button', { name: office.word('reviews.accept') }).first().click();
      await office.page.getByText(office.word('reviews.verdict.accepted'), { exact: true }).first().waitFor();
      assert.equal(await office.page.getByRole('alert').count(), 0);
      await office.close();
      await director.close();
    });
  }
});
