import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `alter table statement add column sent_at_ms integer`,
  `create table statement_event (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    statement_id text not null references statement,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    ref_claim_id text references claim,
    done_by text not null,
    done_by_name text not null,
    done_at_ms integer not null
  ) strict`,
  `create index statement_event_statement on statement_event (statement_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
