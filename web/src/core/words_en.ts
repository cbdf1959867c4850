// The reasons the server gives are worded once, in the pack.
import reasons from '../../../packs/core/messages.en.json';
import access from '../access/words.en.json';
import allocation from '../allocation/words.en.json';
import assessment from '../assessment/words.en.json';
import care from '../care/words.en.json';
import intake from '../intake/words.en.json';
import registry from '../registry/words.en.json';
import services from '../services/words.en.json';
import core from './words.en.json';

export const words: Record<string, string> = Object.assign(
  {},
  reasons,
  core,
  access,
  assessment,
  registry,
  intake,
  care,
  services,
  allocation,
);
