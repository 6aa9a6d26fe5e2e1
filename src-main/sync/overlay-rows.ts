import type { Database, Statement } from 'better-sqlite3';

export type Cell = string | number | null;
export type Row = Record<string, Cell>;

interface Statements {
  claim: Statement;
  lines: Statement;
  lastDecision: Statement;
  arrived: Statement;
  blockRules: Statement;
  settings: Statement;
  levelLimits: Statement;
  putOverlay: Statement;
  dropOverlay: Statement;
  columns: string[];
}

const prepared = new WeakMap<Database, Statements>();

/** The statements of the overlay for one replica file, prepared once. */
export function overlayStatements(replica: Database): Statements {
  const known = prepared.get(replica);
  if (known !== undefined) return known;
  const columns = (replica.pragma('table_info(claim)') as { name: string }[]).map((column) => column.name);
  const all = [...columns, 'pending_client_seq', 'pending_patch_json'];
  const made: Statements = {
    columns,
    claim: replica.prepare('select * from claim where id = ?'),
    lines: replica.prepare(
      `select seq, claimed_fen as claimedFen, payable_fen as payableFen, approved_fen as approvedFen, decision,
              reason_code as reasonCode from claim_line where claim_id = ? order by seq`,
    ),
    lastDecision: replica.prepare(
      `select id, action, level, status_from as statusFrom, status_to as statusTo, amount_before_fen as amountBeforeFen,
              amount_after_fen as amountAfterFen, decided_by as decidedBy, decided_at_ms as decidedAtMs,
              lines_before_json as beforeJson, command_id as commandId
         from audit_decision where claim_id = ? and line_seq is null order by decided_at_ms desc, id desc limit 1`,
    ),
    arrived: replica.prepare('select 1 from audit_decision where claim_id = ? and command_id = ? limit 1'),
    blockRules: replica
      .prepare(
        `select distinct rule_id from rule_hit where claim_id = ? and severity = 'BLOCK' and mode = 'LIVE' and state <> 'OVERRIDDEN'`,
      )
      .pluck(),
    settings: replica.prepare('select setting_key as settingKey, value_json as valueJson from setting'),
    levelLimits: replica
      .prepare(
        `select tables_json ->> 'limits' from ruleset
          where status = 'PUBLISHED' and (effective_date is null or effective_date <= ?)
          order by ruleset_version desc limit 1`,
      )
      .pluck(),
    putOverlay: replica.prepare(
      `insert or replace into claim_overlay (${all.join(',')}) values (${all.map(() => '?').join(',')})`,
    ),
    dropOverlay: replica.prepare('delete from claim_overlay where id = ?'),
  };
  prepared.set(replica, made);
  return made;
}
