import { sql, type Kysely } from 'kysely';
import type { CentralTables } from '../../src-server/db/central-tables.generated.ts';
import type { Trick } from '../../src-server/demo/facts/planter.ts';
import { fieldRepair, freshRepair, plant, rowsOf } from './plant.ts';

/** What somebody does to the tables once the company is in them. */
export type Deed = (db: Kysely<CentralTables>) => Promise<void>;

const EDITED = {
  ...{ hoursCenti: 'LABOUR', qtyMilli: 'MATERIAL', unitFen: 'MATERIAL', claimedFen: 'LABOUR', km: 'TRAVEL' },
} as const;
type EditedField = keyof typeof EDITED;

/** An amount of a stored claim is written over, past every screen; `asked` = while the claim is back with its station. */
function editLine(lineId: string, field: EditedField, asked: boolean): Deed {
  return async (db) => {
    const line = db.selectFrom('claimLine').select('claimId').where('id', '=', lineId);
    const { claimId } = await line.executeTakeFirstOrThrow();
    const { status } = await db
      .selectFrom('claim')
      .select('status')
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow();
    const moveTo = (to: string) => db.updateTable('claim').set({ status: to }).where('id', '=', claimId).execute();
    if (asked) await moveTo('RETURNED');
    await db
      .updateTable('claimLine')
      .set({ [field]: sql`${sql.ref(field)} - 1` })
      .where('id', '=', lineId)
      .execute();
    if (asked) await moveTo(status);
  };
}

/** Words of a stored line are written over, and its amounts as they were. */
function editWords(lineId: string): Deed {
  return async (db) => {
    await db
      .updateTable('claimLine')
      .set({ description: 'written anew', claimedFen: sql`claimed_fen`, hoursCenti: sql`hours_centi` })
      .where('id', '=', lineId)
      .execute();
  };
}

/** Plants of what the catalogue knows, of what is done to a stored claim, and of what a plate says: P07, G03, A05. */
export function paperTricks(deeds: Deed[]): Record<'P07' | 'G03' | 'A05', Trick> {
  return {
    /** Another way to mend it at a third of the price, less a fen; the near miss at a third. */
    P07: (context) => {
      const repair = freshRepair(context, { finish: 'replace' });
      const [main] = repair?.labour ?? [];
      if (repair === null || main === undefined || main.operation === null) return null;
      const { facts } = context;
      const labour = repair.labour.filter((line) => line.operation?.group === repair.group);
      const labourFen = labour.reduce((sum, line) => sum + Math.round((line.hoursCenti * main.rateFen) / 100), 0);
      const parts = repair.parts.filter(({ part }) => part.group === repair.group);
      const wholeFen = parts.reduce((sum, { part, qty }) => sum + part.issueFen * qty, labourFen);
      const thirdFen = context.nearMiss ? Math.ceil(wholeFen / 3) : Math.ceil(wholeFen / 3) - 1;
      const repairPartsFen = thirdFen - Math.round((TENTH_HOUR_CENTI * main.rateFen) / 100);
      const [row] = rowsOf(facts, 'labourOperation', { id: main.operation.id });
      if (row === undefined || repairPartsFen < 0) return null;
      // an operation of its own, so that the repair of no other plant is meant
      const mend = { ...row, id: facts.ids.next(), opCode: `${row.opCode}-M${String(repair.number)}` };
      facts.add('labourOperation', {
        ...mend,
        stdHoursCenti: TENTH_HOUR_CENTI,
        repairOpId: null,
        repairPartsFen: null,
      });
      const replace = { ...row, id: facts.ids.next(), opCode: `${row.opCode}-N${String(repair.number)}` };
      facts.add('labourOperation', { ...replace, repairOpId: mend.id, repairPartsFen });
      main.operation = { ...main.operation, id: replace.id, code: replace.opCode };
      const fact = `replaced for ${String(wholeFen)}, mended for ${String(thirdFen)}`;
      return plant(context, repair, { expected: ['P07'], fact });
    },
    /** An amount changed after the submission unasked; the near miss while the claim was with the station, or words alone. */
    G03: (context) => {
      const fields = Object.keys(EDITED) as EditedField[];
      const field = fields[context.day % fields.length] ?? 'claimedFen';
      const repair = field === 'km' ? fieldRepair(context) : freshRepair(context);
      // a part issued free has no price that could be changed
      if (
        repair === null ||
        (EDITED[field] === 'MATERIAL' && !repair.parts.some(({ supplyMode }) => supplyMode !== 'FREE_ISSUE'))
      )
        return null;
      const wordsOnly = context.nearMiss && repair.number % 3 === 0;
      const afterRows = (): void => {
        const lines = rowsOf(context.facts, 'claimLine', { claimId: repair.claimId, costType: EDITED[field] });
        const line = lines.find((row) => (row[field] ?? 0) > 0);
        if (line === undefined) throw new RangeError(`claim ${repair.claimId} has no line for ${field}`);
        deeds.push(wordsOnly ? editWords(line.id) : editLine(line.id, field, context.nearMiss));
      };
      const fact = wordsOnly ? 'words changed afterwards' : `${field} changed afterwards`;
      return plant(context, repair, { expected: ['G03'], fact, afterRows });
    },
    /** Another letter on the photographed plate, or the same ones written small. */
    A05: (context) => {
      const repair = freshRepair(context);
      if (repair === null) return null;
      const { vin } = repair.vehicle;
      const readVin = context.nearMiss
        ? ` ${vin.toLowerCase()}`
        : `${vin.slice(0, -1)}${vin.endsWith('7') ? '1' : '7'}`;
      const afterRows = (): void => {
        const plates = rowsOf(context.facts, 'attachment', { claimId: repair.claimId, kind: 'VIN_PLATE' });
        for (const plate of plates) plate.readVin = readVin;
      };
      return plant(context, repair, { expected: ['A05'], fact: `read ${readVin}`, afterRows });
    },
  };
}

const TENTH_HOUR_CENTI = 10;
