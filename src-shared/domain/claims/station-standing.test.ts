import { describe, expect, it } from 'vitest';
import { stationStanding } from './station-standing.ts';

describe('what the samples make of a station', () => {
  it.each([
    ['nothing read yet', { read: 0, missed: 0, lastFraudDate: null }, { auditRisk: 0, isStopped: false }],
    ['all as the rules had it', { read: 20, missed: 0, lastFraudDate: null }, { auditRisk: 0, isStopped: false }],
    ['one of four says too little', { read: 4, missed: 4, lastFraudDate: null }, { auditRisk: 100, isStopped: false }],
    ['one of five is too many', { read: 5, missed: 1, lastFraudDate: null }, { auditRisk: 20, isStopped: true }],
    ['one of six is not', { read: 6, missed: 1, lastFraudDate: null }, { auditRisk: 16, isStopped: false }],
    [
      'the day before three months',
      { read: 0, missed: 0, lastFraudDate: '2026-01-16' },
      { auditRisk: 60, isStopped: true },
    ],
    [
      'three months after the fraud',
      { read: 0, missed: 0, lastFraudDate: '2026-01-15' },
      { auditRisk: 0, isStopped: false },
    ],
    ['at most a hundred', { read: 5, missed: 5, lastFraudDate: '2026-04-01' }, { auditRisk: 100, isStopped: true }],
  ])('%s', (_name, record, expected) => {
    expect(stationStanding(record, {}, '2026-04-15')).toEqual(expected);
  });

  it('takes the values of the plan where it names them', () => {
    const plan = { stopMinimumRead: 2, stopMissedBp: 5000, fraudRisk: 10, recordMonths: 1 };
    expect(stationStanding({ read: 2, missed: 1, lastFraudDate: '2026-04-01' }, plan, '2026-04-15')).toEqual({
      ...{ auditRisk: 60, isStopped: true },
    });
  });
});
