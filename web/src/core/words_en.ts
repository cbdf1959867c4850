import access from '../access/words.en.json';
import allocation from '../allocation/words.en.json';
import assessment from '../assessment/words.en.json';
import care from '../care/words.en.json';
import intake from '../intake/words.en.json';
import registry from '../registry/words.en.json';
import services from '../services/words.en.json';
import core from './words.en.json';

// The reasons the server gives are worded once, in the pack; it comes first so that a room may word one better.
const packs = import.meta.glob<Record<string, string>>('../../../packs/core/messages.en.json', {
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
