import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENT = `create table stock_proof (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    proved_date text not null,
    proved_at_ms integer not null,
    ledger_seq integer not null,
    key_count integer not null,
    wrong_count integer not null,
    wrong_json text not null
  ) strict`;

export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(STATEMENT).execute(db);
}
