// Lists that come again: a header explained once, what changed since the last list, the three comparisons, and the
// civil-affairs form, taken in as it is and asked for as a file.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { openBrowser, Reader } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

const divisions = '统计用区划代码,村(居)名称,乡镇代码,乡镇名称\n620524100200,北山村,620524100,城关镇\n620524104200,岗头村,620524104,四门镇\n';
const odd = (...rows) => ['甲栏,乙栏,丙栏', ...rows].join('\n');
const formHeader =
  '姓名,性别,民族,出生日期,公民身份号码,是否登记户口,户籍所在地,现居住地,身体情况,残疾类别及等级,患病类型,是否学校寄宿,就学情况,' +
  '祖父姓名,祖父出生日期,祖母姓名,祖母出生日期,外祖父姓名,外祖父出生日期,外祖母姓名,外祖母出生日期,' +
  '父亲姓名,父亲出生日期,父亲公民身份号码,父亲当前务工地点,父亲联系电话,母亲姓名,母亲出生日期,母亲公民身份号码,母亲当前务工地点,母亲联系电话,' +
  '父母双方同时外出,父母一方外出另一方无监护能力,无监护能力,有无委托其他监护人,委托监护人姓名,委托监护人电话,委托监护人公民身份号码,与被监护人关系,委托监护人居住地址,' +
  '监护类型,家庭经济来源,救助情况,单位负责人,复核人,填表人';
const formRow = `王小雨,女,汉族,2016-05-01,,是,四门镇岗头村,四门镇岗头村,健康,,,否,小学,王大山,1950-01-02,—,—${','.repeat(29)}`;

describe('lists that come again', () => {
  let folder;
  let browser;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'caregrid-lists-'));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [language, device] of [['zh', 'desk'], ['en', 'phone']]) {
    it(`${language} ${device}: explains a header once, sees what changed, compares three lists, takes the form in`, async () => {
      const server = await startServer();
      const reader = await Reader.open(browser, server.address, language, device);
      const { page } = reader;
      await reader.go('/');
      await reader.signIn();
      await page.getByRole('heading', { name: reader.word('home.first_title') }).waitFor();

      const give = async (name, content) => {
        const path = join(folder, name);
        writeFileSync(path, content);
        await reader.go('/import');
        await reader.giveFiles([path]);
        await page.getByRole('heading', { name }).waitFor();
      };
      const importIt = async (look) => {
        await reader.button('import.check').first().click();
        await page.getByText(reader.word('import.nothing_written')).waitFor();
        if (look) await look();
        await reader.button('import.run').click();
        await page.getByText(reader.word('import.written')).waitFor();
      };
      const origin = async (sender, role) => {
        await page.getByLabel(reader.word('origin.sender')).fill(sender);
        await reader.pick(reader.word('origin.role'), reader.word(`list_role.${role}`));
      };
      await give('places.csv', divisions);
      await importIt();

      // A header that says nothing: explained by hand, once.
      await give('first.csv', odd('王小雨,岗头村,2016-05-01', '李晨,北山村,2016-06-01'));
      await reader.pick(reader.word('mapping.kind'), reader.word('import_kind.child'));
      const assign = async (header, field) => {
        await page.getByLabel(reader.word('mapping.field_of', { header })).and(page.locator('input')).click();
        await page.getByRole('option', { name: new RegExp(`^${reader.word(field)}( \\*)?$`) }).click();
      };
      await assign('甲栏', 'field.child.name');
      await assign('乙栏', 'field.child.village');
      await assign('丙栏', 'field.child.born_on');
      await origin('派出所', 'hukou');
      await reader.inspect('lists-mapping');
      await importIt();

      await give('second.csv', odd('王小雨,岗头村,2016-05-01', '张月,北山村,2016-07-01'));
      await page.getByText(reader.word('saved.used', { name: 'first.csv' })).waitFor();
      assert.equal(await page.getByLabel(reader.word('origin.sender')).inputValue(), '派出所');
      await importIt(async () => {
        await page.getByText(reader.word('changes.gone_note')).waitFor();
        await page.getByText('李晨').first().waitFor();
        await reader.inspect('lists-before-import');
      });

      await reader.go('/lists');
      await page.getByText('second.csv', { exact: false }).first().waitFor();
      await page.getByRole('button', { name: `${reader.word('lists.show')}: second.csv` }).click();
      const found = page.getByRole('textbox', { name: `${reader.word('changes.found_out')}: 李晨` });
      await found.click();
      await page.getByRole('option', { name: reader.word('gone.moved') }).click();
      await page.waitForFunction(([text]) => [...document.querySelectorAll('input')].some((each) => each.value === text), [reader.word('gone.moved')]);
      await reader.inspect('lists');
      await reader.button('saved.rename').click();
      await page.getByRole('textbox', { name: reader.word('saved.name') }).fill('户籍名单');
      await reader.button('saved.save').click();
      await page.getByText('户籍名单', { exact: true }).waitFor();

      await give('register.csv', '姓名,家庭住址,出生日期,学校,年级\n王小雨,岗头村,2016-05-01,中心小学,三年级\n');
      await origin('中心小学', 'student_register');
      await importIt();
      await reader.go('/comparison');
      await page.getByRole('button', { name: new RegExp(reader.word('comparison.set_never_enrolled')) }).waitFor();
      await page.getByRole('link', { name: '张月' }).waitFor();
      await page.getByText(reader.word('compare_reason.not_in_register')).first().waitFor();
      await reader.inspect('comparison');
      await reader.button('comparison.export').click();
      await page.getByText(reader.word('export.as_seen')).waitFor();
      await page.getByLabel(reader.word('export.why')).fill('家访核实 home visits');
      await reader.button('export.ask').click();
      await reader.button('export.fetch').first().waitFor();
      const file = page.waitForEvent('download');
      await reader.button('export.fetch').first().click();
      assert.match((await file).suggestedFilename(), /^export\.xlsx$/);

      // The official form needs no mapping; taken out it waits for a second person.
      await give('form.csv', `${formHeader}\n${formRow}\n`);
      await page.getByText(reader.word('import_format.civil_form_2016')).waitFor();
      await reader.inspect('civil-form');
      await importIt();
      await reader.go('/exports');
      await reader.pick(reader.word('export.what'), reader.word('export.what_civil_form'));
      await page.getByText(reader.word('export.form_note')).waitFor();
      await page.getByLabel(reader.word('export.why')).fill('报送民政系统 national system');
      await reader.button('export.ask').click();
      await page.getByText(reader.word('export.waits')).first().waitFor();
      await reader.inspect('exports-form');
      await reader.close();
      await server.stop();
    });
  }
});
