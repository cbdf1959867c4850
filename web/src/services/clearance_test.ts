// Shows which state a clearance is in, and that what a record says never reaches the page.
import { describe, expect, it } from 'vitest';

import type { Clearance } from '../api/types';
import { clearanceState } from './clearance';

const clearance = (result: Clearance['result'], validToday: boolean): Clearance => ({
  result,
  queried_on: null,
  valid_to: null,
  valid_today: validToday,
});

describe('clearanceState', () => {
  it.each([
    ['clear', true, 'valid'],
    ['clear', false, 'expired'],
    ['not_clear', false, 'not_cleared'],
    ['pending', false, 'pending'],
    ['none', false, 'none'],
    ['not_required', true, 'not_required'],
  ] as const)('%s, valid today %s: %s', (result, validToday, expected) => {
    expect(clearanceState(clearance(result, validToday))).toBe(expected);
  });
});
