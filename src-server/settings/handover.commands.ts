import type { ClaimPerson } from '../../src-shared/domain/claims/decision-types.ts';
import {
  handoverControlNo,
  handoverOrderRefusal,
  type HandoverKind,
} from '../../src-shared/domain/settings/handover.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { lockSubject } from '../commands/configuration.repository.ts';
import type { HandoverPart, WorkItem } from '../commands/handover-part.ts';
import { loadPeople } from '../commands/people.repository.ts';
import { insertRows } from '../db/bulk-rows.ts';

/** All work of a person goes to another in one order: all or none, as it was looked at (design §8, 0210). */
export function handoverCommands(parts: readonly HandoverPart[]): Pick<CommandHandlers, 'work.handOver'> {
  return { 'work.handOver': (context, body) => handOver(context, body, parts) };
}

async function handOver(
  context: CommandContext,
  body: BodyOf<'work.handOver'>,
  parts: readonly HandoverPart[],
): Promise<CommandOutcome> {
  const { db, user, today, nowMs, newId } = context;
  const people = await loadPeople(db, today);
  const from = personOf(people, body.fromUserId);
  const to = personOf(people, body.toUserId);
  const refusal = handoverOrderRefusal({ ...user, userId: user.id }, from);
  if (refusal !== null) throw new AppError('FORBIDDEN', refusal, { name: from.name });
  if (from.userId === to.userId) throw new AppError('RULE_BROKEN', 'handover-oneself');
  if (!to.isActive || to.roles.includes('auditor'))
    throw new AppError('RULE_BROKEN', 'handover-person-away', { name: to.name });
  // of two orders over one person's work the second sees what the first has left
  await lockSubject(context, { subject: 'SETTING', subjectKey: `handover ${from.userId}` });
  const reason = body.reason.trim();
  const order = { from, to, people, reason, handoverId: newId() };
  const moving = new Map<HandoverPart, WorkItem[]>();
  for (const { kind, count, controlNo } of body.expected) {
    const part = parts.find((each) => each.kind === kind);
    if (part === undefined || moving.has(part)) throw new AppError('BAD_REQUEST', 'handover-kind-twice');
    const items = await part.find(db, order);
    if (items.length !== count || handoverControlNo(items) !== controlNo)
      throw new AppError('RULE_BROKEN', 'handover-changed', { no: '' });
    const refused = items.filter((item) => item.refusal !== null);
    if (refused.length > 0)
      throw new AppError('RULE_BROKEN', 'handover-refused-items', { number: refused.length, name: to.name });
    moving.set(part, items);
  }
  const all = [...moving].flatMap(([{ kind }, items]) => items.map((item) => ({ kind, item })));
  if (all.length === 0) throw new AppError('RULE_BROKEN', 'handover-nothing', { name: from.name });
  await db
    .insertInto('handover')
    .values({
      ...{ id: order.handoverId, fromUserId: from.userId, fromName: from.name, toUserId: to.userId, toName: to.name },
      ...{ orderedBy: user.id, orderedByName: user.name, orderedAtMs: nowMs, reason },
    })
    .execute();
  await insertRows(
    db,
    'handoverItem',
    all.map((each) => itemRow(order.handoverId, each)),
  );
  for (const [part, items] of moving) await part.move(context, items, order);
  return { status: 'applied', output: { handoverId: order.handoverId, count: all.length } };
}

function itemRow(
  handoverId: string,
  { kind, item }: { kind: HandoverKind; item: WorkItem },
): { handoverId: string; kind: string; itemId: string; itemNo: string; amountFen: number | null } {
  return { handoverId, kind, itemId: item.id, itemNo: item.no, amountFen: item.amountFen };
}

function personOf(people: ReadonlyMap<string, ClaimPerson>, userId: string): ClaimPerson {
  const person = people.get(userId);
  if (person === undefined) throw new AppError('NOT_FOUND', 'handover-person-unknown');
  return person;
}
