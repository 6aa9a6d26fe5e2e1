/** Honest repairs sent by stations of the demo company as their own systems would. */
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { DemoFacts } from '../../src-server/demo/facts/demo-facts.ts';
import { addMasters } from '../../src-server/demo/facts/masters.ts';
import { RepairMaker } from '../../src-server/demo/facts/repairs.ts';
import { fromOwnStock, repairAt, sendersOf, sendRepair } from '../../src-server/demo/traffic.ts';

/** Sends so many; what a rule of entry refuses is left out. The server is one of the demo company, started today. */
export async function sendRepairs(serverUrl: string, count: number, run: string): Promise<number> {
  const facts = new DemoFacts({ seed: 'hedui', today: businessDateOf(Date.now()), scale: 1 });
  const masters = addMasters(facts);
  const maker = new RepairMaker(facts, masters, run);
  const senders = sendersOf(serverUrl, facts, masters.stations, run);
  let taken = 0;
  for (let number = 0; number < count; number += 1) {
    const sender = senders[number % senders.length];
    if (sender === undefined) break;
    const repair = fromOwnStock(repairAt(sender.station, maker, facts.todayDay - 1));
    if ((await sendRepair(sender.client, repair, `${run}-${String(number)}`)) === null) taken += 1;
  }
  return taken;
}
