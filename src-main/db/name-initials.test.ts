import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { CLAIM_TEXT_CONDITION } from '../claims/claim-columns.ts';
import { queryCondition } from './grid-filter.ts';
import { loadInitialsFor, nameInitials } from './name-initials.ts';

test('a station is found by the first letters of its name, and only when letters were typed', async () => {
  expect(nameInitials('长治')).toBe('');
  await loadInitialsFor({ selection: { mode: 'query', query: { text: '鲁A1' } } });
  expect(nameInitials('长治')).toBe('');
  await loadInitialsFor({ selection: { mode: 'query', query: { text: ' jnzq' } } });
  const database = new Database(':memory:');
  database.function('name_initials', { deterministic: true }, nameInitials);
  database.exec(`create table station (code text, name text);
    create table claim (no text, vin_text text, plate_no text, claimant_name text, claimant_code text);
    insert into station values ('S1', '长治力行'), ('S2', '济南重汽');
    insert into claim values ('SP1', 'LV1', '鲁A1', '长治力行', 'S1'), ('SP2', 'LV2', '鲁A2', '济南重汽', 'S2')`);
  const found = (text: string): unknown[] => {
    const { sql, params } = queryCondition({}, CLAIM_TEXT_CONDITION, { filters: [], text });
    return database
      .prepare(`select no from claim c where ${sql} order by no`)
      .pluck()
      .all(...params);
  };
  expect(found('jnzq')).toEqual(['SP2']);
  expect(found('LX')).toEqual(['SP1']);
  expect(found('SP')).toEqual(['SP1', 'SP2']);
  expect(found('j')).toEqual([]);
  expect(found('重汽')).toEqual(['SP2']);
  expect(nameInitials('ABC 长治')).toBe('abc cz');
  expect(nameInitials(null)).toBe('');
});
