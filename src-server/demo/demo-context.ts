import type { Transaction } from 'kysely';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { dateOf, instantOf } from './facts/demo-calendar.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

export interface Moment {
  login: string;
  /** Days before the company's last day, and the minute of that day. */
  daysAgo: number;
  minute: number;
}

/** What a command of the demo company is given: its person and its moment, as if it had been then. */
export function demoContext(
  db: Transaction<CentralTables>,
  facts: DemoFacts,
  { login, daysAgo, minute }: Moment,
): CommandContext {
  const day = facts.todayDay - daysAgo;
  const { ids } = facts;
  return {
    ...{ db, user: demoUser(facts, login), deviceId: 'demo', commandId: ids.next() },
    ...{ nowMs: instantOf(day, minute), today: dateOf(day), newId: () => ids.next() },
  };
}

export function demoUser(facts: DemoFacts, login: string): SignedInUser {
  const user = facts.rows('appUser').find((row) => row.login === login);
  if (user === undefined) throw new RangeError(`the demo company has nobody called ${login}`);
  const roles = facts
    .rows('userRole')
    .filter((row) => row.userId === user.id)
    .map((row) => row.role as Role);
  const nowhere = { regionId: null, regionName: null, stationId: null, claimLimitFen: null };
  return { id: user.id, login, name: user.name, roles, ...nowhere };
}

/** What a command gave back; a refusal here is a mistake of the demo company itself. */
export function applied(outcome: CommandOutcome): Record<string, unknown> {
  if (outcome.status === 'applied') return outcome.output ?? {};
  throw new Error(`the demo company's own command was refused: ${JSON.stringify(outcome)}`);
}
