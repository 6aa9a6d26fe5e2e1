import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { vinCheck } from '../../../src-shared/domain/checks/vin-check.ts';
import { usccCheck } from '../../../src-shared/domain/checks/uscc-check.ts';
import { makeCompany, type DemoCompany } from './company.ts';

function fingerprint(company: DemoCompany): string {
  const hash = createHash('sha256').update(JSON.stringify(company.answers));
  for (const table of company.facts.tableNames()) hash.update(table).update(JSON.stringify(company.facts.rows(table)));
  return hash.digest('hex');
}

const small = { seed: 'hedui', today: '2026-11-23', scale: 0.1 };

describe('the facts of the demo company', () => {
  it('are the same for the same seed and day', () => {
    expect(fingerprint(makeCompany(small))).toBe(fingerprint(makeCompany(small)));
  });

  it('differ for another seed', () => {
    expect(fingerprint(makeCompany({ ...small, seed: 'other' }))).not.toBe(fingerprint(makeCompany(small)));
  });

  it.each(['2024-02-29', '2026-01-01', '2026-12-31', '2027-03-31'])('can end on %s', (today) => {
    expect(makeCompany({ ...small, today }).repairs.length).toBeGreaterThan(900);
  });

  it('have the size of the case', () => {
    const { facts } = makeCompany({ ...small, scale: 1 });
    const count = (table: Parameters<typeof facts.rows>[0]): number => facts.rows(table).length;
    expect({
      regions: count('region'),
      warehouses: count('warehouse'),
      stations: count('station'),
      engineers: count('engineer'),
      lines: count('productLine'),
      models: count('productModel'),
      parts: count('part'),
      operations: count('labourOperation'),
      suppliers: count('supplier'),
      vehicles: count('vehicle'),
      stationTypes: new Set(facts.rows('station').map((row) => row.type)).size,
      grades: new Set(facts.rows('stationTerms').map((row) => row.grade)).size,
      roles: new Set(facts.rows('userRole').map((row) => row.role)).size,
    }).toEqual({
      regions: 7,
      warehouses: 5,
      stations: 180,
      engineers: 70,
      lines: 2,
      models: 40,
      parts: 6000,
      operations: 1200,
      suppliers: 120,
      vehicles: 8000,
      stationTypes: 3,
      grades: 4,
      roles: 19,
    });
  });

  it('give every vehicle a VIN with its check digit and every station a valid tax number', () => {
    const { facts } = makeCompany(small);
    const vins = facts.rows('vehicle').map((row) => row.vin);
    expect(vins.filter((vin) => vinCheck({ vin, checkDigitApplies: true }).result !== 'valid')).toEqual([]);
    expect(new Set(vins).size).toBe(vins.length);
    expect(facts.rows('stationTerms').filter((row) => usccCheck({ code: row.taxNo ?? '' }).reason !== null)).toEqual(
      [],
    );
  });
});
