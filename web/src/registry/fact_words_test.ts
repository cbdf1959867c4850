// Shows what a form of a fact begins with and what it sends.
import { describe, expect, it } from 'vitest';

import type { FactKind } from '../api/types';
import { filled, kindOf, prefilled } from './fact_words';

const kind = { id: 'schooling', members: [{ id: 'stage' }, { id: 'boarding' }] } as FactKind;

describe('facts', () => {
  it('begin a form with what is known of the members there are', () => {
    expect(prefilled(kind, { stage: 'primary', old_member: 'x' })).toEqual({ stage: 'primary' });
    expect(prefilled(undefined, { stage: 'primary' })).toEqual({});
    expect(prefilled(kind, undefined)).toEqual({});
  });
  it('send no for no, and nothing for what was emptied', () => {
    expect(filled({ stage: '', boarding: false, kinds: [], school: null, grade: 0 })).toEqual({ boarding: false, grade: 0 });
  });
  it('name their kind', () => {
    expect(kindOf('3.schooling.child')).toBe('schooling');
    expect(kindOf('12.care_notice.child')).toBe('care_notice');
  });
});
