// Shows how the filters of a list become the body of a search.
import { expect, test } from 'vitest';

import { searchBody } from './use_list';

test('a search says in its body what is filtered, numbers as numbers, and leaves out what is not', () => {
  expect(searchBody({ division: '620524100001', sex: 'female', age_min: '0', age_max: '', sort: '' })).toEqual({
    division: 620524100001,
    sex: 'female',
    age_min: 0,
  });
});
