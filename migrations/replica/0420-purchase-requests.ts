import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name; what would tell a blind count its quantities may be missing. */
const STATEMENTS = [
  `create table purchase_request (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    request_no text not null,
    plan_id text not null references preparation_plan,
    warehouse_id text not null references warehouse,
    status text not null,
    step_note text,
    erp_order_no text,
    made_by text not null,
    made_by_name text not null,
    made_at_ms integer not null,
    released_by text,
    released_by_name text,
    released_at_ms integer,
    ordered_by_name text,
    ordered_at_ms integer,
    changed_by_name text not null,
    changed_at_ms integer not null
  ) strict`,
  `create table purchase_request_line (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    request_id text not null references purchase_request,
    line_no integer not null,
    part_id text not null references part,
    pack_milli integer not null,
    moq_milli integer not null,
    wanted_milli integer,
    supply_milli integer,
    short_milli integer,
    above_milli integer,
    open_milli integer,
    qty_milli integer,
    value_fen integer
  ) strict`,
  `create index purchase_request_line_request on purchase_request_line (request_id, line_no)`,
  `create index purchase_request_plan on purchase_request (plan_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
