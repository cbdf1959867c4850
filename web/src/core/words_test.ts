// Shows that no word is missing in either language: both hold the same keys with the same gaps to fill, and every key
// the code names is worded. Keys made at run time are listed with the codes they are made of.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import packEn from '../../../packs/core/messages.en.json';
import packZh from '../../../packs/core/messages.zh.json';

import { grounds } from '../registry/erasure_words';
import { nationalFigures } from '../registry/national_figures';
import { statusGroups } from '../registry/status_groups';
import { needKinds } from './filter_select';
import { preferredLanguage } from './i18n';
import { words as en } from './words_en';
import { words as zh } from './words_zh';

const source = join(__dirname, '..');

function filesBelow(folder: string, wanted = /^(?!.*_test\.).*\.tsx?$/): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path, wanted);
    return wanted.test(name) ? [path] : [];
  });
}

// English has a form for one and a form for many, Chinese one for all.
const base = (key: string) => key.replace(/_(one|other)$/, '');
const keysOf = (dictionary: Record<string, string>) => [...new Set(Object.keys(dictionary).map(base))].sort();
const gapsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const has = (key: string) => [zh, en].every((each) => key in each || `${key}_other` in each);

const own = (dictionary: Record<string, string>, pack: Record<string, string>) =>
  Object.entries(dictionary).filter(([key]) => !(key in pack));

describe("the server's reasons", () => {
  it('are worded by the pack alone, in both languages', () => {
    expect(Object.keys(packEn).sort()).toEqual(Object.keys(packZh).sort());
    const reworded = filesBelow(source, /words\.(zh|en)\.json$/).flatMap((path) =>
      Object.keys(JSON.parse(readFileSync(path, 'utf8'))).filter((key) => base(key) in packZh),
    );
    expect(reworded).toEqual([]);
  });
  it('leave no gap open that the web does not fill', () => {
    const filled = new Set(['field', 'detail', 'value']);
    const open = Object.entries(packZh).filter(([, text]) => gapsOf(text).some((gap) => !filled.has(gap ?? '')));
    expect(open).toEqual([]);
  });
});

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(keysOf(en)).toEqual(keysOf(zh));
  });
  it('leave no sentence empty', () => {
    const empty = [...Object.entries(zh), ...Object.entries(en)].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });
  it('fill the same gaps', () => {
    const different = Object.keys(zh).filter((key) => {
      const other = en[key] ?? en[`${base(key)}_other`];
      return JSON.stringify(gapsOf(zh[key] ?? '')) !== JSON.stringify(gapsOf(other ?? ''));
    });
    expect(different).toEqual([]);
  });
  it('are not mixed up', () => {
    const han = /[\u4e00-\u9fff]/;
    expect(own(en, packEn).filter(([, text]) => han.test(text))).toEqual([]);
    const latin = (text: string) => /[A-Za-z]{2,}/.test(text.replace(/\{\w+\}/g, '')) && !han.test(text);
    expect(own(zh, packZh).filter(([, text]) => latin(text))).toEqual([]);
  });
});

describe('every key the code names', () => {
  const literal = /\bt\(\s*'([a-z0-9_.?]+)'/g;
  const named = filesBelow(source).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(literal)].map((match) => match[1] as string),
  );
  it('is worded', () => {
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((key) => !has(key))).toEqual([]);
  });
  it.each([
    ['need_kind', [...needKinds]],
    ['reviews.verdict', ['accepted', 'misuse']],
    ['corrections.state', ['open', 'done', 'refused']],
    ['handover.state', ['offered', 'withdrawing', 'withdrawn', 'refused', 'accepted']],
    ['handover', [
      'in_of', 'out_of', 'incoming', 'outgoing', 'done', 'scope_ngo_sharing', 'scope_screening', 'scope_photo', 'scope_story',
      ...['accept', 'refuse', 'withdraw'].flatMap((act) => [act, `${act}_notice`, `${act}_title`]),
    ]],
    ['interest.kind', ['kin', 'accused', 'other']],
    ['consents.for', ['ngo_sharing', 'volunteer_matching', 'screening', 'photo', 'story']],
    ['consents.state', ['none', 'given', 'refused', 'withdrawn', 'expired', 'outdated']],
    ['consents.relation', ['father', 'mother', 'guardian', 'carer', 'child']],
    ['consents.method', ['paper', 'in_person', 'phone', 'remote']],
    ['consents.text', ['what', 'why', 'effect', 'receives', 'withdraw']],
    ['shield', ['shield', 'lift', 'places'].flatMap((step) =>
      [`${step}_notice_1`, `${step}_notice_2`, `${step}_notice_3`, `${step}_hint`, `${step}_submit`])],
    ['erase.ground', [...grounds]],
    ['accounts', ['change', 'reset', 'close', 'reopen', 'children'].flatMap((kind) => [kind, `${kind}_of`])],
    ['accounts', ['reset', 'close', 'reopen'].flatMap((kind) => [`${kind}_notice`, `${kind}_submit`])],
    ['audit.special', [
      'unmaskings', 'exports', 'exported_records', 'emergencies', 'reviewed_in_time', 'reviewed_late', 'misuse',
      'consents_recorded', 'consents_withdrawn',
    ]],
    ['family.did', ['read', 'command', 'denied', 'show_child', 'list_children']],
    ['family.consent', ['none', 'given', 'refused', 'withdrawn', 'expired', 'outdated']],
    ['family', ['given', 'refused', 'withdrawn'].flatMap((answer) => [`answer.${answer}`, `answer.${answer}_of`, `send.${answer}`])],
    ['status.answer', ['yes', 'no', 'unknown']],
    ['status.group', [...statusGroups]],
    ['national', nationalFigures.map((figure) => figure.id)],
    ['national_source', nationalFigures.map((figure) => figure.source)],
    ['rules_page', ['entering', 'leaving', 'becoming_unknown', 'ruled_out', 'renumbered']],
    ['status.unit', ['days']],
    ['tier', ['1', '2', '3', '4']],
    ['sex', ['male', 'female', 'unknown', 'unspecified']],
    ['role', ['director', 'supervisor', 'county', 'ngo_coordinator', 'administrator']],
    ['figure', ['children', 'needs_open', 'needs_served', 'needs_unmet', 'offers', 'offers_not_cleared', 'capacity_weekly']],
    ['definition', ['children', 'needs_open', 'needs_served', 'needs_unmet', 'offers', 'offers_not_cleared', 'capacity_weekly']],
    ['attention', [
      'plan_missing', 'plan_to_review', 'urgent_unmet', 'clearance_expired', 'clearance_expiring', 'import_rejects',
      'children_without_village', 'conflicts', 'glass', 'glass_overdue', 'corrections', 'corrections_overdue',
      'erasures', 'handovers', 'handovers_late',
    ].flatMap((key) => [key, `${key}.do`])],
    ['import_kind', ['division', 'school', 'child', 'need', 'offer'].flatMap((key) => [key, `${key}.note`])],
    ['import_state', ['uploaded', 'inspected', 'running', 'checked', 'done', 'failed', 'cancelled']],
    ['need_status', ['open', 'matched', 'in_service', 'met', 'partly', 'not_met', 'withdrawn']],
    ['provider_kind', [
      'volunteer', 'retired_teacher', 'remote_teacher', 'counsellor', 'social_worker', 'care_place', 'depot', 'other',
    ]],
    ['clearance', ['valid', 'expired', 'pending', 'none', 'not_cleared', 'not_required']],
    ['line_state', ['proposed', 'accepted', 'refused', 'pinned']],
    ['plan_state', ['proposed', 'accepted', 'superseded']],
    ['reason', [
      'kept_accepted', 'kept_pinned', 'keeps_bond', 'only_one_eligible', 'nearest', 'nearer_full', 'online',
      'next_best_costs', 'others_needed',
    ]],
    ['unmet', [
      'no_offer_of_kind', 'only_uncleared', 'out_of_reach', 'no_common_slot', 'sex_rule', 'language', 'reachable_full',
      'no_place', 'refused',
    ]],
    ['help', [
      'more_capacity', 'more_at_nearest', 'wider_radius', 'clearance', 'other_slot', 'any_sex', 'language', 'reconsider',
    ]],
  ])('%s.* is worded for each code', (prefix, codes) => {
    expect(codes.map((code) => `${prefix}.${code}`).filter((key) => !has(key))).toEqual([]);
  });
});

describe('preferredLanguage', () => {
  it.each([
    ['what was chosen before wins', 'en', ['zh-CN'], 'en'],
    ['else the first the browser wishes for that we have', null, ['fr', 'en-GB', 'zh'], 'en'],
    ['Chinese variants are Chinese', null, ['zh-TW', 'en'], 'zh'],
    ['none of ours: Chinese', null, ['fr', 'de'], 'zh'],
    ['nonsense stored is passed over', 'xx', ['en'], 'en'],
  ] as const)('%s', (_, saved, wished, expected) => {
    expect(preferredLanguage(saved, wished)).toBe(expected);
  });
});
