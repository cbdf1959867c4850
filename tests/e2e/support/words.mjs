// The words on the page, by key: tests name what they press by its meaning, not by its wording.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './server.mjs';

const rooms = ['core', 'access', 'assessment', 'registry', 'intake', 'care', 'services', 'allocation'];

function load(language) {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  return Object.assign(
    read(`packs/core/messages.${language}.json`),
    ...rooms.map((room) => read(`web/src/${room}/words.${language}.json`)),
  );
}

const dictionaries = { zh: load('zh'), en: load('en') };

/// The sentence of a key; `count` chooses between one and many.
export function wordOf(language, key, values = {}) {
  const dictionary = dictionaries[language];
  const plural = language === 'en' && values.count === 1 ? 'one' : 'other';
  const text = dictionary[key] ?? dictionary[`${key}_${plural}`];
  if (text === undefined) throw new Error(`there is no word ${key} in ${language}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/// A pattern that matches a key's sentence whatever fills its gaps.
export function patternOf(language, key) {
  const text = dictionaries[language][key] ?? dictionaries[language][`${key}_other`];
  if (text === undefined) throw new Error(`there is no word ${key} in ${language}`);
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\\\{\w+\\\}/g, '.+')}$`);
}
