import type { Database, Statement } from 'better-sqlite3';

export type Cell = string | number | null;
export type Row = Record<string, Cell>;

/** The columns a pending command can change; all others of an overlay are the server's. */
export const CHANGED_COLUMNS = [
  ...(['status', 'status_before', 'queue', 'hold_reason', 'approved_fen', 'cut_fen', 'reason_code'] as const),
  ...(['decided_level', 'decided_at_ms', 'decided_by', 'return_count', 'closed_date', 'assigned_to'] as const),
] as const;
/** What else of a claim a decision reads. */
const READ_COLUMNS = ['id', 'created_by', 'claimed_fen', 'payable_fen', 'statement_id', 'worst_severity', 'region_id'];

interface Statements {
  /** What a decision reads and changes of a claim. */
  claim: Statement;
  lines: Statement;
  /** The lines of many claims at once, given as a JSON list of ids: a fourth of the time of asking claim by claim. */
  linesOfMany: Statement;
  lastDecision: Statement;
  arrived: Statement;
  blockRules: Statement;
  /** Who entered the newest appeal of a claim. */
  appealBy: Statement;
  settings: Statement;
  levelLimits: Statement;
  person: Statement;
  /** The server's row with the changed columns, the newest command and the patch in place of its own; last the claim's id. */
  putOverlay: Statement;
  dropOverlay: Statement;
}

const prepared = new WeakMap<Database, Statements>();

/** The statements of the overlay for one replica file, prepared once. */
export function overlayStatements(replica: Database): Statements {
  const known = prepared.get(replica);
  if (known !== undefined) return known;
  const columns = (replica.pragma('table_info(claim)') as { name: string }[]).map((column) => column.name);
  const changed = new Set<string>(CHANGED_COLUMNS);
  const kept = columns.filter((column) => !changed.has(column));
  const all = [...CHANGED_COLUMNS, 'pending_client_seq', 'pending_patch_json', ...kept];
  const given = [...CHANGED_COLUMNS, 'pending_client_seq', 'pending_patch_json'].map(() => '?');
  const made: Statements = {
    claim: replica.prepare(`select ${[...READ_COLUMNS, ...CHANGED_COLUMNS].join(',')} from claim where id = ?`),
    lines: replica.prepare(
      `select seq, claimed_fen as claimedFen, payable_fen as payableFen, approved_fen as approvedFen, decision,
              reason_code as reasonCode from claim_line where claim_id = ? order by seq`,
    ),
    linesOfMany: replica
      .prepare(
        `select claim_id, seq, claimed_fen, payable_fen, approved_fen, decision, reason_code from claim_line
          where claim_id in (select value from json_each(?)) order by claim_id, seq`,
      )
      .raw(),
    lastDecision: replica.prepare(
      `select id, action, level, status_from as statusFrom, status_to as statusTo, amount_before_fen as amountBeforeFen,
              amount_after_fen as amountAfterFen, decided_by as decidedBy, decided_at_ms as decidedAtMs,
              lines_before_json as beforeJson, command_id as commandId
         from audit_decision where claim_id = ? and line_seq is null order by decided_at_ms desc, id desc limit 1`,
    ),
    arrived: replica.prepare('select 1 from audit_decision where claim_id = ? and command_id = ? limit 1'),
    blockRules: replica
      .prepare(
        `select distinct rule_id from rule_hit where claim_id = ? and severity = 'BLOCK' and mode = 'LIVE' and state = 'OPEN'`,
      )
      .pluck(),
    appealBy: replica
      .prepare(
        `select decided_by from audit_decision where claim_id = ? and action = 'APPEAL' order by decided_at_ms desc limit 1`,
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
    person: replica.prepare(
      `select u.name, u.region_id as regionId,
              u.status = 'ACTIVE' and u.station_id is null and u.engineer_id is null and u.valid_from_date <= @today
                and coalesce(u.valid_to_date, @today) >= @today as isActive,
              (select group_concat(r.role) from user_role r where r.user_id = u.id and r.valid_from_date <= @today
                 and coalesce(r.valid_to_date, @today) >= @today) as roles
         from app_user u where u.id = @userId`,
    ),
    putOverlay: replica.prepare(
      `insert or replace into claim_overlay (${all.join(',')})
        select ${[...given, ...kept].join(',')} from claim where id = ?`,
    ),
    dropOverlay: replica.prepare('delete from claim_overlay where id = ?'),
  };
  prepared.set(replica, made);
  return made;
}
