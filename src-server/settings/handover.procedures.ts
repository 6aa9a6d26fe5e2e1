import { sql } from 'kysely';
import type { Handover, HandoverSummary } from '../../src-shared/contract/handover.contract.ts';
import {
  handoverControlNo,
  handoverOrderRefusal,
  type HandoverKind,
} from '../../src-shared/domain/settings/handover.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { HandoverPart, WorkItem } from '../commands/handover-part.ts';
import { loadPeople } from '../commands/people.repository.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import { signedIn } from '../http/procedures.ts';

const SHOWN_REFUSALS = 20;
const SHOWN_ORDERS = 50;
/** Who reads every order, whoever it concerns. */
const READERS: readonly string[] = ['admin', 'management', 'auditor'];

/** What somebody looks at before work is handed over, and what was handed over before (0210). */
export function handoverProcedures({
  db,
  parts,
  today,
}: {
  db: CentralDb;
  parts: readonly HandoverPart[];
  today(): string;
}) {
  return {
    preview: signedIn.handover.preview.handler(async ({ input, context: { caller } }) => {
      const people = await loadPeople(db, today());
      const from = people.get(input.fromUserId);
      if (from === undefined) throw new AppError('NOT_FOUND', 'handover-person-unknown');
      const refusal = handoverOrderRefusal({ ...caller.user, userId: caller.user.id }, from);
      if (refusal !== null) throw new AppError('FORBIDDEN', refusal, { name: from.name });
      const to = input.toUserId === null ? null : (people.get(input.toUserId) ?? null);
      const kinds: HandoverSummary[] = [];
      for (const part of parts) kinds.push(summaryOf(part.kind, await part.find(db, { from, to, people })));
      return { kinds };
    }),
    orders: signedIn.handover.orders.handler(async ({ context: { caller } }) => ({
      orders: await ordersFor(db, caller),
    })),
    items: signedIn.handover.items.handler(async ({ input, context: { caller } }) => {
      if (!(await ordersFor(db, caller)).some(({ id }) => id === input.handoverId))
        throw new AppError('NOT_FOUND', 'handover-unknown');
      const items = await db
        .selectFrom('handoverItem')
        .select(['kind', 'itemNo as no', 'amountFen'])
        .where('handoverId', '=', input.handoverId)
        .orderBy('kind')
        .orderBy('itemNo')
        .execute();
      return { items: items.map((item) => ({ ...item, kind: item.kind as HandoverKind })) };
    }),
  };
}

function summaryOf(kind: HandoverKind, items: readonly WorkItem[]): HandoverSummary {
  const refused = items.flatMap(({ no, refusal }) => (refusal === null ? [] : [{ no, ...refusal }]));
  return {
    ...{ kind, count: items.length, controlNo: handoverControlNo(items) },
    amountFen: sumOf(items.map(({ amountFen }) => amountFen)),
    number: sumOf(items.map(({ number }) => number)),
    refusedCount: refused.length,
    refused: refused.slice(0, SHOWN_REFUSALS),
  };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

async function ordersFor(db: CentralDb, { user }: Caller): Promise<Handover[]> {
  const all = db.selectFrom('handover').selectAll().orderBy('orderedAtMs', 'desc').orderBy('id', 'desc');
  const own = all.where((where) =>
    where.or([where('fromUserId', '=', user.id), where('toUserId', '=', user.id), where('orderedBy', '=', user.id)]),
  );
  const isReader = user.roles.some((role) => READERS.includes(role));
  const orders = await (isReader ? all : own).limit(SHOWN_ORDERS).execute();
  const counts = await db
    .selectFrom('handoverItem')
    .select(['handoverId', 'kind', sql<number>`count(*)`.as('count')])
    .where('handoverId', 'in', ['', ...orders.map(({ id }) => id)])
    .groupBy(['handoverId', 'kind'])
    .execute();
  return orders.map(({ id, fromName, toName, orderedByName, orderedAtMs, reason }) => ({
    ...{ id, fromName, toName, orderedByName, orderedAtMs, reason },
    kinds: counts
      .filter(({ handoverId }) => handoverId === id)
      .map(({ kind, count }) => ({ kind: kind as HandoverKind, count: Number(count) })),
  }));
}
