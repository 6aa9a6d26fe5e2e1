import { describe, expect, it } from 'vitest';
import { roomsOf } from './changed-tables.ts';

describe('what is asked again after a change', () => {
  it('asks only the rooms that show the table', () => {
    expect(roomsOf(['claim_line', 'rule_hit'])).toEqual(new Set(['claims']));
    expect(roomsOf(['claim'])).toEqual(new Set(['claims', 'settlement']));
  });

  it('asks everything when a table is unknown to the screens, such as master data', () => {
    expect(roomsOf(['claim', 'station'])).toBeNull();
  });
});
