import { sql, type Kysely } from 'kysely';

/** The exceptions of the morning find what is open without reading every sheet and paper of the past (0350, 0381, 0382). */
const STATEMENTS = [
  `create index count_sheet_status on count_sheet (status)`,
  `create index count_adjustment_sheet on count_adjustment (sheet_id)`,
  `create index count_adjustment_line_adjustment on count_adjustment_line (adjustment_id)`,
  `create index goods_order_event_promise on goods_order_event (order_id) where action = 'promiseEnds'`,
  `create index parts_application_event_promise on parts_application_event (application_id) where action = 'promiseEnds'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
