// Chromium with a fresh profile, as a Chinese or English reader on a phone or at a desk.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { codeOf } from './codes.mjs';
import { account, root } from './server.mjs';
import { patternOf, wordOf } from './words.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = join(root, 'build/screenshots');

export const devices = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 },
};

export async function openBrowser() {
  mkdirSync(screenshots, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    ],
  });
}

/// One reader: a page that fails the test on script errors and on any request to another origin.
export class Reader {
  constructor(page, address, language, device) {
    Object.assign(this, { page, address, language, device, complaints: [], others: [] });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.complaints.push(`script: ${error.message}`));
    page.on('console', (message) => {
      // The browser itself reports answers of 4xx, which are the server's right; the rest is ours.
      const quiet = /Failed to load resource|GPU stall|GL Driver Message|WebGL/.test(message.text());
      if (message.type() === 'error' && !quiet) this.complaints.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      const isKnown = [address, ...this.others].some((origin) => url.startsWith(origin));
      if (!isKnown && !/^(data|blob):/.test(url)) this.complaints.push(`request to ${url}`);
    });
  }

  static async open(browser, address, language, device, options = {}) {
    const context = await browser.newContext({
      ...devices[device],
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      timezoneId: 'Asia/Shanghai',
      colorScheme: 'light',
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...options,
    });
    return new Reader(await context.newPage(), address, language, device);
  }

  word(key, values) {
    return wordOf(this.language, key, values);
  }
  pattern(key) {
    return patternOf(this.language, key);
  }
  button(key, values) {
    return this.page.getByRole('button', { name: values ? this.word(key, values) : this.pattern(key) });
  }

  /// Chooses from the list under the field of this label, and looks whether the field has taken it: while a dialog
  /// settles it may take the focus, which closes the list under the finger; then a hand presses again.
  async pick(label, option, within = this.page) {
    const field = within.getByRole('textbox', { name: label, exact: true });
    for (let turn = 1; ; ++turn) {
      await field.click();
      const choice = this.page.getByRole('option', { name: option, exact: typeof option === 'string' });
      const text = (await choice.innerText()).trim();
      await choice.click();
      await choice.waitFor({ state: 'detached' });
      if ((await field.inputValue()).trim() === text) return;
      assert.ok(turn < 3, `${label} does not take ${option}`);
    }
  }

  async go(path) {
    await this.page.goto(this.address + path);
    await this.page.waitForLoadState('networkidle');
  }

  async signIn(password = account.password, login = account.login) {
    await this.page.getByLabel(this.word('sign_in.account')).fill(login);
    await this.page.getByLabel(this.word('sign_in.password'), { exact: true }).fill(password);
    await this.page.getByRole('button', { name: this.word('sign_in.submit'), exact: true }).click();
  }

  /// Follows the guide after a sign-in by password alone, with an authenticator app; the app's secret.
  async setUpCodes(name) {
    const { page } = this;
    await page.getByRole('heading', { name: this.word('set_up.title') }).waitFor();
    await page.getByRole('button', { name: this.word('set_up.codes_do') }).click();
    const secret = await page.locator('.secret-text').innerText();
    if (name) await this.inspect(name);
    await page.getByRole('textbox', { name: this.word('sign_in.code') }).fill(codeOf(secret));
    await page.getByRole('button', { name: this.word('security.turn_on'), exact: true }).click();
    await page.locator('.recovery-codes li').first().waitFor();
    this.recoveryCodes = await page.locator('.recovery-codes li').allInnerTexts();
    await page.getByRole('button', { name: this.word('security.kept') }).click();
    return secret;
  }

  /// The page as it stands: a picture of it, no violation of WCAG 2.2 AA, no sideways scrolling, its words in its language.
  async inspect(name) {
    const { page } = this;
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(() => !document.querySelector('.mantine-Skeleton-root'));
    await page.screenshot({ path: join(screenshots, `${name}-${this.language}-${this.device}.png`) });
    // From the top: what a bar covers half way down the page is not too small for a finger.
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    await page.evaluate(axeSource);
    const violations = await page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } });
      return result.violations.map(
        (each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`,
      );
    });
    // Gathered, not thrown: one run shows all there is to mend.
    this.complaints.push(...violations.map((each) => `axe on ${name}: ${each}`));
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(sideways, 0, `${name} scrolls sideways`);
    assert.equal(await page.evaluate(() => document.documentElement.lang), this.language === 'zh' ? 'zh-CN' : 'en');
    const bare = await page.evaluate(() => document.body.innerText.match(/\b[a-z]+(_[a-z]+)*\.[a-z_]+(\.[a-z_]+)*\b/g) ?? []);
    // What looks like a key and is none: file names.
    assert.deepEqual(bare.filter((text) => !/\.(csv|xlsx)$/.test(text)), [], `keys shown instead of words on ${name}`);
  }

  /// A picture of the page as far down as `height`.
  async photographDown(name, height) {
    const path = join(screenshots, `${name}-${this.language}-${this.device}.png`);
    const { width } = this.page.viewportSize();
    await this.page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } });
  }

  /// Leaves a picture of what was there instead, and throws on.
  async confess(error) {
    const path = join(screenshots, `failed-${this.language}-${this.device}.png`);
    if (!this.page.isClosed()) await this.page.screenshot({ path });
    throw error;
  }

  /// Drops files on the page as a hand would; a phone, which has no hands for that, chooses them.
  async giveFiles(paths) {
    if (this.device === 'phone') {
      await this.page.locator('input[type=file]').setInputFiles(paths);
      return;
    }
    const files = paths.map((path) => ({
      name: path.split('/').at(-1),
      base64: readFileSync(path).toString('base64'),
    }));
    const transfer = await this.page.evaluateHandle((given) => {
      const data = new DataTransfer();
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    }, files);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('.upload-box', type, { dataTransfer: transfer });
    }
  }

  async close() {
    await this.page.context().close();
    assert.deepEqual(this.complaints, []);
  }
}
