import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { imageOfRecord } from './row-image.ts';

/** Everything a record puts in quotes or doubles, what JSON escapes, and what neither does. */
const cell = fc.oneof(
  fc.constant(null),
  fc.string({ unit: fc.constantFrom('"', '\\', ',', '(', ')', ' ', '\n', '\t', '\u0001', '\u007f', 'a', '核', '🚌') }),
  fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }).map(String),
);

describe.each(ENGINES)('a row of the feed on %s', (engine) => {
  let store: TestCentral;
  beforeAll(async () => {
    store = await openTestCentral(engine);
  });
  afterAll(() => store.close());

  it('is read from a record exactly as PostgreSQL makes an array of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 9 }), async (cells) => {
        const listed = sql.join(cells.map((each) => sql`${each}::text`));
        const { rows } = await sql<{ record: string; image: string }>`
          select row(${listed})::text as record, array_to_json(array[${listed}])::text as image`.execute(store.db);
        const row = rows[0] ?? { record: '', image: '' };
        expect(JSON.parse(imageOfRecord(row.record))).toEqual(JSON.parse(row.image));
        expect(JSON.parse(row.image)).toEqual(cells);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps numbers as they are and a text of any length', async () => {
    const long = '["说明, \\"引号\\""]'.repeat(40_000);
    const { rows } = await sql<{ record: string }>`
      select row(9007199254740991, -1, null, '', ${long}::text)::text as record`.execute(store.db);
    expect(JSON.parse(imageOfRecord(rows[0]?.record ?? ''))).toEqual(['9007199254740991', '-1', null, '', long]);
  });
});

describe('an array of a feed before records', () => {
  it('is passed on as it is', () => {
    expect(imageOfRecord('["a",null,"5"]')).toBe('["a",null,"5"]');
  });
});
