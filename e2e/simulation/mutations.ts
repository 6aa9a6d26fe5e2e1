/** A mistake somebody could make in the product, as a change of its source, and the test that must fail over it. */
export interface Mutation {
  name: string;
  /** Source file of the product. */
  file: string;
  /** Each `find` stands in the file exactly once. */
  changes: readonly { find: string; put: string }[];
  caughtBy: { file: string; test: string };
  /** What the failing test says: it fails for the mistake and not for a typing error in it. */
  says: RegExp;
}

const CASES = 'e2e/simulation/cases.test.ts';

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'cursor written outside the transaction of the rows',
    file: 'src-main/sync/apply-batch.ts',
    changes: [
      {
        find: 'const tables = new Set<string>();',
        put: `const early = { [STATE_KEYS.cursor]: batch.commit.cursor, [STATE_KEYS.seq]: String(batch.commit.to) };
  if (batch.from !== null) {
    database.exec('commit');
    writeState(database, early);
    database.exec('begin immediate');
  }
  const tables = new Set<string>();`,
      },
    ],
    caughtBy: {
      file: 'src-main/sync/replica.tasks.test.ts',
      test: 'case 19: a disk that fills in the middle of a batch',
    },
    says: /\+ +"cursor": "1\.e\.8\.s\.h"/,
  },
  {
    // The numbers are those of the writers' own transactions, taken before their commit, as a bigserial's are.
    name: 'feed read by number > cursor without the sequencer',
    file: 'src-server/sync/sequencer.ts',
    changes: [
      {
        find: 'as free, seq,',
        put: `as free,
            greatest(seq, (select max(xmin::text::bigint) from sync_outbox)) - (case when exists (select 1 from sync_outbox) then 1 else 0 end) as seq,`,
      },
      { find: 'returning pk, v, scope_old),', put: 'returning xmin::text::bigint as id, pk, v, scope_old),' },
      { find: 'k as (select pk, max(v) as v,', put: 'k as (select pk, max(id) as id, max(v) as v,' },
      { find: 'e as (select pk, v, null::text', put: 'e as (select id, pk, v, null::text' },
      { find: 'select pk, max(v), scope_old from m', put: 'select max(id), pk, max(v), scope_old from m' },
      { find: 'as ord, pk, v, scope from e', put: 'as ord, id, pk, v, scope from e' },
      { find: 'select $1, n.ord, ${String(tbl)},', put: 'select n.id + $1 * 0, n.ord, ${String(tbl)},' },
      {
        find: 'values (${seq}, ${count}, ${nowMs}, ${SCHEMA_HASH})',
        put: 'values (${seq}, ${count}, ${nowMs}, ${SCHEMA_HASH}) on conflict do nothing',
      },
    ],
    caughtBy: { file: 'src-server/sync/sequencer.test.ts', test: 'case 8: brings a late commit in a later batch' },
    says: /expected \[ \d+ \] to deeply equal \[ \d+ \]/,
  },
  {
    name: 'upsert without version guard',
    file: 'src-main/sync/row-writer.ts',
    changes: [{ find: ' where excluded._v >= ${table.name}._v', put: '' }],
    caughtBy: { file: CASES, test: 'an older image that comes late under a newer number' },
    says: /I1 clerk after replica\.applyDelta|to not deeply equal/,
  },
  {
    name: 'ack removed before its row arrives',
    file: 'src-main/sync/outbox.tasks.ts',
    changes: [
      {
        find: 'if (!arrivesLater) return [...touchedByRefusal, ...stores.pending.settleAll(result.id)];',
        put: 'return [...touchedByRefusal, ...stores.pending.settleAll(result.id)];',
      },
    ],
    caughtBy: { file: CASES, test: 'a confirmed decision stays on the screen' },
    says: /flicker clerk after outbox\.storeResults/,
  },
  {
    name: 'file swapped before the checksum',
    file: 'src-main/sync/replica-builder.ts',
    changes: [
      {
        find: 'await this.#verify(sums);',
        put: `writeState(this.#database, { [STATE_KEYS.complete]: '1', [STATE_KEYS.tier]: this.#input.tier,
        [STATE_KEYS.scopes]: JSON.stringify(this.#input.scopes), [STATE_KEYS.auditedAtMs]: String(Date.now()) });`,
      },
    ],
    caughtBy: { file: CASES, test: 'a snapshot that lost a row on its way is never shown' },
    says: /I[13] \w+ after/,
  },
];
