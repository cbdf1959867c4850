import access from '../access/words.zh.json';
import allocation from '../allocation/words.zh.json';
import assessment from '../assessment/words.zh.json';
import care from '../care/words.zh.json';
import intake from '../intake/words.zh.json';
import registry from '../registry/words.zh.json';
import services from '../services/words.zh.json';
import core from './words.zh.json';

// The reasons the server gives are worded once, in the pack; it comes first so that a room may word one better.
const packs = import.meta.glob<Record<string, string>>('../../../packs/core/messages.zh.json', {
  eager: true,
  import: 'default',
});

export const words: Record<string, string> = Object.assign(
  {},
  ...Object.values(packs),
  core,
  access,
  assessment,
  registry,
  intake,
  care,
  services,
  allocation,
);
