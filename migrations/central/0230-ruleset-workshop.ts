import { sql, type Kysely } from 'kysely';

/**
 * Rulesets are changed by people (0130): their changes are kept beside those of settings and forms, and what a draft would
 * change on claims of the past is worked out by the server and read page by page. Comparisons never leave the server.
 */
const STATEMENTS = [
  `alter table configuration_change drop constraint configuration_change_subject_check`,
  `alter table configuration_change add constraint configuration_change_subject_check
     check (subject in ('SETTING', 'FORM', 'RULESET'))`,
  `create unique index ruleset_one_draft on ruleset (status) where status = 'DRAFT'`,
  `create table ruleset_comparison (
    id text primary key,
    draft_id text not null,
    draft_version safe_int not null,
    base_ruleset_version safe_int not null,
    from_date text not null,
    to_date text not null,
    status text not null check (status in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
    problem text,
    done safe_int not null default 0,
    total safe_int,
    totals_json text,
    started_by text not null,
    started_by_name text not null,
    started_at_ms safe_int not null,
    beat_at_ms safe_int not null,
    finished_at_ms safe_int
  )`,
  `create table ruleset_comparison_change (
    id text primary key,
    comparison_id text not null references ruleset_comparison on delete cascade,
    claim_id text not null,
    claim_no text,
    claimant_name text not null,
    vin_text text not null,
    submitted_date text,
    disposition_before text not null,
    disposition_after text not null,
    payable_before_fen safe_int not null,
    payable_after_fen safe_int not null,
    new_rules text not null,
    gone_rules text not null,
    is_decision safe_int not null,
    weight_fen safe_int not null
  )`,
  `create index ruleset_comparison_change_order
     on ruleset_comparison_change (comparison_id, is_decision desc, weight_fen desc, claim_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
