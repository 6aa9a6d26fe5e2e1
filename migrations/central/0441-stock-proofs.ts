import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/** What the nightly proof of the ledger has found: every balance beside the sum of its movements (stock §2.2, 0293). */
const STATEMENTS = [
  `create table stock_proof (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    proved_date text not null unique,
    proved_at_ms safe_int not null,
    ledger_seq safe_int not null,
    key_count safe_int not null,
    wrong_count safe_int not null,
    wrong_json text not null
  )`,
  `create index stock_proof_scope on stock_proof (_scope, id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await feedTriggers(db, 'stock_proof');
  const { rows } = await sql<{ id: number }>`select id from sync_table where name = 'stock_proof'`.execute(db);
  await noteTriggers(db, 'stock_proof', rows[0]?.id ?? 0);
  await appendOnlyTriggers(db, 'stock_proof');
}
