/** A repair that costs more than a clerk may pass alone, sent by a station of the demo company as its own system would. */
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { DemoFacts } from '../../src-server/demo/facts/demo-facts.ts';
import { addMasters } from '../../src-server/demo/facts/masters.ts';
import { partClaimFen, type RepairCase } from '../../src-server/demo/facts/repair-case.ts';
import { RepairMaker } from '../../src-server/demo/facts/repairs.ts';
import { fromOwnStock, repairAt, sendersOf, sendRepair } from '../../src-server/demo/traffic.ts';

/** More than the 5,000 yuan of a clerk, less than the 10,000 that need an approval beforehand (claims §4.4). */
const FROM_FEN = 600_000;
const TO_FEN = 900_000;
const MOST_REPAIRS = 10_000;

/** Sends it and returns the station's number of the claim. The server is one of the demo company, started today. */
export async function sendCostlyRepair(serverUrl: string): Promise<string> {
  const facts = new DemoFacts({ seed: 'hedui', today: businessDateOf(Date.now()), scale: 1 });
  const masters = addMasters(facts);
  const maker = new RepairMaker(facts, masters, 'costly');
  const senders = sendersOf(serverUrl, facts, masters.stations, 'costly');
  for (let number = 0; number < MOST_REPAIRS; number += 1) {
    const sender = senders[number % senders.length];
    if (sender === undefined) break;
    // a part issued free of charge would cost only its handling
    const repair: RepairCase = {
      ...fromOwnStock(repairAt(sender.station, maker, facts.todayDay - 1)),
      responsibility: 'MAKER',
    };
    if (!isCostly(repair)) continue;
    const refusal = await sendRepair(sender.client, repair, 'COSTLY-1');
    if (refusal !== null) throw new Error(`the costly repair was refused: ${refusal}`);
    return 'COSTLY-1-C';
  }
  throw new Error(`no costly repair among ${String(MOST_REPAIRS)}`);
}

function isCostly({ type, parts }: RepairCase): boolean {
  const partsFen = parts.reduce((sum, part) => sum + partClaimFen(part), 0);
  return type === 'WARRANTY' && partsFen >= FROM_FEN && partsFen <= TO_FEN;
}
