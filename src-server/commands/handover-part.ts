import type { Kysely } from 'kysely';
import type { ClaimPerson } from '../../src-shared/domain/claims/decision-types.ts';
import type { HandoverKind } from '../../src-shared/domain/settings/handover.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { CommandContext } from './command-handler.ts';

/** One thing somebody has in hand. */
export interface WorkItem {
  id: string;
  no: string;
  /** The row's number in the checksums and its version: what was looked at and what goes must agree in both. */
  key: number;
  version: number;
  amountFen: number | null;
  /** Lines of a sheet, applications of a region; null where the kind has none. */
  number: number | null;
  /** Why it cannot go to the receiver. */
  refusal: { reason: string; details: ErrorDetails } | null;
}

export interface HandoverPeople {
  from: ClaimPerson;
  /** Null = not chosen yet. */
  to: ClaimPerson | null;
  people: ReadonlyMap<string, ClaimPerson>;
}

export interface HandoverOrder extends HandoverPeople {
  to: ClaimPerson;
  handoverId: string;
  reason: string;
}

/** What a room gives of its work when a person's work is handed over (0210); supplied by the rooms in compose.ts. */
export interface HandoverPart {
  kind: HandoverKind;
  /** Everything of this kind the person has in hand, locked when a command asks. */
  find(db: Kysely<CentralTables>, people: HandoverPeople): Promise<WorkItem[]>;
  /** Hands all of it on and writes it into the history of each; throws when one of them cannot go. */
  move(context: CommandContext, items: readonly WorkItem[], order: HandoverOrder): Promise<void>;
}

/** What stands in the history of a thing that has no columns for both names: the same in every language. */
export function handoverNote({ from, to, reason }: Pick<HandoverOrder, 'from' | 'to' | 'reason'>): string {
  return `${from.name} → ${to.name} · ${reason}`;
}
