import type { ThingKind, ThingValuesByKind } from '../../src-shared/domain/exchange/things.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { recordPart } from './import-batch.repository.ts';
import { importCalls, type PaperArrived } from './import-calls.ts';
import { importCampaigns } from './import-campaigns.ts';
import { importClaims, type SubmitClaims } from './import-claims.ts';
import { importCounts, type CountFileRoom } from './import-counts.ts';
import { importDispatches } from './import-dispatches.ts';
import { importInvoices } from './import-invoices.ts';
import { importNames } from './import-names.ts';
import { importOldParts } from './import-old-parts.ts';
import { importOperations } from './import-operations.ts';
import { importPreauths } from './import-preauths.ts';
import { importPrices } from './import-prices.ts';
import { importStations } from './import-stations.ts';
import { importMovements, importOpeningStock, type PostMovements } from './import-stock.ts';
import { issuesOf, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';
import { importVehicles } from './import-vehicles.ts';
import { MASTER_TABLES } from './master-tables.ts';
import { writeMasters } from './write-masters.ts';

type Importers = {
  [K in ThingKind]: (
    context: CommandContext,
    things: readonly CheckedThing<K>[],
    body: BodyOf<'exchange.import'>,
  ) => Promise<ThingOutcome[]>;
};

/**
 * The command of the exchange room; the claims room supplies the submission, the parts room the ledger, the counts room its
 * sheets.
 */
export function exchangeCommands({
  submitClaims,
  postMovements,
  countFileRoom,
  hideNewRows,
  paperArrived,
}: {
  submitClaims: SubmitClaims;
  postMovements: PostMovements;
  countFileRoom: CountFileRoom;
  paperArrived: PaperArrived;
  hideNewRows: (context: CommandContext, table: 'erp_balance', ids: readonly string[]) => Promise<void>;
}): Pick<CommandHandlers, 'exchange.import'> {
  const importers: Importers = {
    stations: importStations,
    vehicles: importVehicles,
    labourOperations: importOperations,
    claims: (context, things) => importClaims(context, things, submitClaims),
    customers: (context, things) => writeMasters(context, MASTER_TABLES.customers, things),
    suppliers: (context, things) => writeMasters(context, MASTER_TABLES.suppliers, things),
    parts: (context, things) => writeMasters(context, MASTER_TABLES.parts, things),
    applicability: (context, things) => writeMasters(context, MASTER_TABLES.applicability, things),
    erpBalances: async (context, things) => {
      const outcomes = await writeMasters(context, MASTER_TABLES.erpBalances, things);
      const targets = outcomes.flatMap(({ targetId }) => (targetId === null ? [] : [targetId]));
      await hideNewRows(context, 'erp_balance', targets);
      return outcomes;
    },
    erpDocuments: (context, things) => writeMasters(context, MASTER_TABLES.erpDocuments, things),
    divisions: (context, things) => writeMasters(context, MASTER_TABLES.divisions, things),
    prices: importPrices,
    campaigns: importCampaigns,
    openingStock: (context, things) => importOpeningStock(context, things, postMovements),
    stockMovements: (context, things, body) => importMovements(context, things, postMovements, body),
    countSheets: (context, things, body) => importCounts(context, things, body, countFileRoom),
    invoices: importInvoices,
    nameLists: importNames,
    followUpCalls: (context, things) => importCalls(context, things, paperArrived),
    oldPartReceipts: (context, things) => importOldParts(context, things, paperArrived),
    preauths: (context, things) => importPreauths(context, things, paperArrived),
    dispatches: (context, things) => importDispatches(context, things, paperArrived),
  };
  return { 'exchange.import': (context, body) => importPart(context, body, importers) };
}

/** What those bring who do not bring everything: whoever counts his sheets, the warehouse what comes in, the service desk its calls. */
const KINDS_OF_ROLE: Readonly<Record<string, readonly ThingKind[]>> = {
  counter: ['countSheets'],
  recounter: ['countSheets'],
  warehouse: ['countSheets', 'oldPartReceipts'],
  agent: ['followUpCalls'],
  dispatcher: ['followUpCalls', 'dispatches'],
};

function mayBring(roles: readonly string[], kind: ThingKind): boolean {
  return roles.some((role) => KINDS_OF_ROLE[role]?.includes(kind) ?? true);
}

/**
 * One part of a file: every thing is checked again and taken in or refused with its reasons; a thing that was taken in
 * before is "unchanged", whatever file or import it came by, so sending a part again changes nothing. Exchange of design §3.
 */
async function importPart(
  context: CommandContext,
  body: BodyOf<'exchange.import'>,
  importers: Importers,
): Promise<CommandOutcome> {
  if (body.importId.length > 64 || !/^[\x21-\x7e]+$/.test(body.importId)) {
    throw new AppError('BAD_REQUEST', 'import-id-unusable');
  }
  if (!mayBring(context.user.roles, body.importKind)) {
    return { status: 'rejected', reason: 'role-not-allowed', details: { kind: body.kind } };
  }
  const seen = new Set<string>();
  const refusals = body.things.map((thing): ThingOutcome | null => {
    const isRepeated = seen.has(thing.key);
    seen.add(thing.key);
    if (isRepeated) return refusedThing(thing, 'key-repeated', { value: thing.key });
    const issues = issuesOf(body.importKind, thing);
    return issues.length === 0 ? null : { outcome: 'refused', targetId: null, issues };
  });
  const sound = body.things.filter((_thing, index) => refusals[index] === null);
  const taken = await importSound(context, body, sound, importers);
  const next = taken.values();
  const outcomes = refusals.map((refusal) => refusal ?? (next.next().value as ThingOutcome));
  await recordPart(context, body, outcomes);
  const imported = body.things.map((thing, index) => ({ key: thing.key, ...(outcomes[index] as ThingOutcome) }));
  return { status: 'applied', imported };
}

/** `checkThing` has proved the form of the values for their kind; TypeScript cannot follow that through the table. */
function importSound<K extends ThingKind>(
  context: CommandContext,
  body: BodyOf<'exchange.import'> & { importKind: K },
  things: BodyOf<'exchange.import'>['things'],
  importers: Importers,
): Promise<ThingOutcome[]> {
  const checked = things.map((thing) => ({ ...thing, values: thing.values as unknown as ThingValuesByKind[K] }));
  return importers[body.importKind](context, checked, body);
}
