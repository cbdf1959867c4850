// The reasons the server gives are worded once, in the pack.
import reasons from '../../../packs/core/messages.zh.json';
import access from '../access/words.zh.json';
import allocation from '../allocation/words.zh.json';
import assessment from '../assessment/words.zh.json';
import care from '../care/words.zh.json';
import intake from '../intake/words.zh.json';
import registry from '../registry/words.zh.json';
import services from '../services/words.zh.json';
import core from './words.zh.json';

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
