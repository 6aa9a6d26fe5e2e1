import { describe, expect, it } from 'vitest';
import {
  allowedArrivalActions,
  ARRIVAL_STATUSES,
  arrivalRefusal,
  ROAD_RULES,
  ROAD_SOURCES,
  type ArrivalStatus,
} from './arrival-transition.ts';

describe('arrivals (stock §3.2)', () => {
  it.each<[ArrivalStatus, string[]]>([
    ['EXPECTED', ['arrive']],
    ['ARRIVED', ['arrive', 'check', 'takeBack']],
    ['CHECKED', ['check', 'post', 'takeBack']],
    ['POSTED', []],
  ])('%s allows a storekeeper %j', (status, actions) => {
    expect(allowedArrivalActions(status, ['warehouse'])).toEqual(actions);
  });

  it('allows nobody else anything', () => {
    for (const status of ARRIVAL_STATUSES)
      expect(allowedArrivalActions(status, ['partsManager', 'finance'])).toEqual([]);
  });

  it('takes nothing back without a reason', () => {
    expect(arrivalRefusal('CHECKED', 'takeBack', { roles: ['warehouse'], note: ' ' })).toBe('arrival-needs-note');
    expect(arrivalRefusal('CHECKED', 'takeBack', { roles: ['warehouse'], note: '错' })).toBeNull();
  });

  it('knows for every source how long it may be on the road', () => {
    expect(ROAD_RULES.map(({ source }) => source)).toEqual([...ROAD_SOURCES]);
  });
});
