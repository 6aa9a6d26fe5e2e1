import type { z } from 'zod';
import type { ClaimDetail, DecisionEntry } from '../../src-shared/contract/claims.contract.ts';
import { mayAssign } from '../../src-shared/domain/claims/assign-claim.ts';
import { allowedDecisions } from '../../src-shared/domain/claims/claim-decision.ts';
import { canUndo, type LastDecision } from '../../src-shared/domain/claims/claim-undo.ts';
import { allowedWords, type StationStep } from '../../src-shared/domain/claims/station-word.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Actor } from '../sync/actor.ts';
import { currentSettings, storedLastDecision, type OverlayPatch } from '../sync/overlay.ts';
import type { Row } from '../sync/overlay-rows.ts';
import { hasOverlay, rowsById } from './claim-page.repository.ts';
import { reversalOf, reversalStepsOf } from './claim-reversal.repository.ts';
import { claimEvents, claimLines, claimVisits, ruleHits, warrantyOf } from './claim-parts.repository.ts';

export type ClaimDetailValue = z.infer<typeof ClaimDetail>;
type DecisionEntryValue = z.infer<typeof DecisionEntry>;

/** Everything the claim screen shows, with decisions that still wait for the server. */
export function claimDetail(
  stores: ReadStores,
  { id, actor, nowMs }: { id: string; actor: Actor; nowMs: number },
): ClaimDetailValue {
  const [claim] = rowsById(stores, [id], hasOverlay(stores));
  const full = fullRow(stores, id);
  if (claim === undefined || full === undefined) throw new AppError('NOT_FOUND', 'claim-not-found', { id });
  const patch = overlayPatch(stores, id);
  const facts = sideFacts(stores, full);
  const reversal = reversalOf(stores, full);
  const reversalSteps = reversalStepsOf(full, { reversal, actor });
  const stationSteps = stationStepsOf(stores, full, { actor, nowMs });
  const untilMs = undoUntil(stores, { full, patch, actor, nowMs });
  return {
    claim,
    workOrderNo: facts.workOrderNo,
    stationGrade: facts.stationGrade,
    stationType: facts.stationType,
    customerName: facts.customerName,
    complaintText: text(full.complaint_text),
    faultCodes: {
      complaint: faultCode(stores, 'COMPLAINT', full.complaint_code),
      cause: faultCode(stores, 'CAUSE', full.cause_code),
      action: faultCode(stores, 'ACTION', full.action_code),
    },
    responsibility: String(full.responsibility),
    rulesetVersion: typeof full.ruleset_version === 'number' ? full.ruleset_version : null,
    holdReason: text(full.hold_reason),
    lines: claimLines(stores, id, patch),
    hits: ruleHits(stores, id),
    warranty: warrantyOf(full),
    timeline: claimEvents(stores, full),
    attachments: attachments(stores, id),
    visits: claimVisits(stores, full),
    decisions: decisions(stores, id, patch),
    remarks: remarks(stores, id),
    reversal,
    reversalSteps,
    stationSteps,
    allowedActions: [
      ...allowedActions(full, actor, untilMs),
      ...(reversalSteps.length === 0 ? [] : ['REVERSE']),
      ...(stationSteps.length === 0 ? [] : ['FOR_STATION']),
    ],
    undoUntilMs: untilMs,
  };
}

function faultCode(
  stores: ReadStores,
  kind: 'COMPLAINT' | 'CAUSE' | 'ACTION',
  value: Row[string] | undefined,
): ClaimDetailValue['faultCodes']['cause'] {
  const code = text(value);
  if (code === null) return null;
  const name = stores.replicaFile
    .prepare('select name from fault_code where kind = ? and code = ?')
    .pluck()
    .get(kind, code);
  return { code, name: typeof name === 'string' ? name : null };
}

/** What may be entered here on the station's behalf; the server has the last word, also about the days. */
function stationStepsOf(
  stores: ReadStores,
  full: Row,
  { actor, nowMs }: { actor: Actor; nowMs: number },
): StationStep[] {
  const appeals = stores.replicaFile.prepare(`select 1 from audit_decision where claim_id = ? and action = 'APPEAL'`);
  const claim = {
    ...{ no: text(full.no), status: String(full.status), statementId: text(full.statement_id) },
    ...{ returnCount: number(full.return_count) ?? 0, decidedAtMs: number(full.decided_at_ms) },
  };
  const hasAppealed = appeals.get(full.id) !== undefined;
  const settings = currentSettings(stores);
  return allowedWords({ claim, hasAppealed, settings, nowMs, today: businessDateOf(nowMs) }, actor.roles);
}

/** What the transition table allows this person; whoever may approve may also set amounts by line. */
function allowedActions(full: Row, actor: Actor, undoUntilMs: number | null): string[] {
  const claim = { status: String(full.status), createdBy: text(full.created_by), decidedBy: text(full.decided_by) };
  const decisions: string[] = allowedDecisions(claim, actor);
  return [
    ...decisions,
    ...(decisions.includes('APPROVE') ? ['ADJUST'] : []),
    ...(mayAssign(claim.status, actor.roles) ? ['ASSIGN'] : []),
    ...(undoUntilMs === null ? [] : ['UNDO']),
  ];
}

/** The claim as it stands here: its overlay when it has one. */
export function fullRow(stores: Pick<ReadStores, 'replicaFile'>, id: string): Row | undefined {
  const overlay = stores.replicaFile.prepare('select * from claim_overlay where id = ?').get(id);
  return (overlay ?? stores.replicaFile.prepare('select * from claim where id = ?').get(id)) as Row | undefined;
}

export function overlayPatch(stores: Pick<ReadStores, 'replicaFile'>, id: string): OverlayPatch | null {
  const json = stores.replicaFile.prepare('select pending_patch_json from claim_overlay where id = ?').pluck().get(id);
  return typeof json === 'string' ? (JSON.parse(json) as OverlayPatch) : null;
}

/** The newest decision, waiting or stored, with the command that made it. */
export function lastDecisionOf(
  stores: Pick<ReadStores, 'replicaFile'>,
  id: string,
): { decision: LastDecision; commandId: string | null } | null {
  const pending = overlayPatch(stores, id)?.decisions.at(-1);
  if (pending !== undefined) {
    const before = { claim: {}, lines: [] } as unknown as LastDecision['before']; // not needed to say whether an undo is allowed
    return { decision: { ...pending, id: pending.commandId, before }, commandId: pending.commandId };
  }
  const stored = storedLastDecision(stores, id);
  if (stored === null) return null;
  const commandId = stores.replicaFile
    .prepare('select command_id from audit_decision where id = ?')
    .pluck()
    .get(stored.id);
  return { decision: stored, commandId: text(commandId as Row[string]) };
}

function undoUntil(
  stores: ReadStores,
  { full, patch, actor, nowMs }: { full: Row; patch: OverlayPatch | null; actor: Actor; nowMs: number },
): number | null {
  if (patch?.wouldRefuse != null) return null;
  const last = lastDecisionOf(stores, String(full.id))?.decision ?? null;
  const check = canUndo({
    claim: {
      status: String(full.status),
      statementId: text(full.statement_id),
      decidedAtMs: number(full.decided_at_ms),
    },
    last,
    actorUserId: actor.userId,
    undoSeconds: currentSettings(stores).undoSeconds,
    nowMs,
  });
  return check.ok ? check.untilMs : null;
}

interface SideFacts {
  workOrderNo: string | null;
  stationGrade: string | null;
  stationType: string | null;
  customerName: string | null;
}

function sideFacts(stores: ReadStores, full: Row): SideFacts {
  return stores.replicaFile
    .prepare(
      `select (select no from work_order where id = @workOrderId) as workOrderNo,
              (select type from station where id = @stationId) as stationType,
              (select grade from station_terms where station_id = @stationId and valid_from_date <= @onDate
                 and (valid_to_date is null or valid_to_date >= @onDate) order by valid_from_date desc limit 1) as stationGrade,
              (select k.name from vehicle v join customer k on k.id = v.customer_id where v.id = @vehicleId) as customerName`,
    )
    .get({
      workOrderId: full.work_order_id,
      stationId: full.station_id,
      onDate: full.repair_finish_date,
      vehicleId: full.vehicle_id,
    }) as SideFacts;
}

function attachments(stores: ReadStores, id: string): ClaimDetailValue['attachments'] {
  return stores.replicaFile
    .prepare(
      `select a.id, a.kind, a.file_name as fileName, a.file_sha256 as fileSha256, a.taken_at_ms as takenAtMs,
              (select count(*) - 1 from attachment b where b.file_sha256 = a.file_sha256) as duplicates
         from attachment a where a.claim_id = ? order by a.uploaded_at_ms, a.id`,
    )
    .all(id) as ClaimDetailValue['attachments'];
}

function remarks(stores: ReadStores, id: string): ClaimDetailValue['remarks'] {
  const rows = stores.replicaFile
    .prepare(
      `select r.id, r.direction, r.line_seq as lineSeq, r.field, r.text, r.created_by_name as byName, r.created_at_ms as atMs,
              case when a.claim_id is null and a.id is not null then null else r.attachment_id end as attachmentId,
              case when a.claim_id is null then a.file_name end as proofName,
              case when a.claim_id is null then a.file_sha256 end as proofSha256
         from claim_remark r left join attachment a on a.id = r.attachment_id
        where r.claim_id = ? order by r.created_at_ms, r.id`,
    )
    .all(id) as (Omit<ClaimDetailValue['remarks'][number], 'proof'> & {
    proofName: string | null;
    proofSha256: string | null;
  })[];
  return rows.map(({ proofName, proofSha256, ...remark }) => ({
    ...remark,
    proof: proofName === null || proofSha256 === null ? null : { fileName: proofName, fileSha256: proofSha256 },
  }));
}

function decisions(stores: ReadStores, id: string, patch: OverlayPatch | null): DecisionEntryValue[] {
  const stored = stores.replicaFile
    .prepare(
      `select id, level, action, reason_code as reasonCode, note, status_from as statusFrom, status_to as statusTo,
              amount_before_fen as amountBeforeFen, amount_after_fen as amountAfterFen, decided_by_name as byName,
              decided_for_name as forName, handed_from_name as handedFromName,
              handed_to_name as handedToName, decided_at_ms as atMs from audit_decision where claim_id = ? order by decided_at_ms, id`,
    )
    .all(id) as Omit<DecisionEntryValue, 'pending'>[];
  const waiting = (patch?.decisions ?? []).map(
    ({ commandId, decidedAtMs, decidedForName: forName, handedFromName, handedToName, ...decision }) => ({
      ...{ level: decision.level, action: decision.action, reasonCode: decision.reasonCode, note: decision.note },
      ...{ statusFrom: decision.statusFrom, statusTo: decision.statusTo, byName: decision.byName },
      ...{ amountBeforeFen: decision.amountBeforeFen, amountAfterFen: decision.amountAfterFen, id: commandId },
      // what a program before hand-over left in the overlay has no such names
      ...{ handedFromName: handedFromName ?? null, handedToName: handedToName ?? null },
      forName: forName ?? null,
      atMs: decidedAtMs,
      pending: true,
    }),
  );
  return [...stored.map((decision) => ({ ...decision, pending: false })), ...waiting];
}

function text(cell: Row[string] | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

function number(cell: Row[string] | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}
