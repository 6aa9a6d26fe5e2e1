import { ulid } from 'ulid';
import type { CommandResult } from '../src-shared/contract/commands.ts';
import type { z } from 'zod';
import { printBenchLine } from './bench-line.ts';
import { timed } from './bench-profile.ts';
import { loginsOf, openBenchServer, type BenchServer } from './bench-server.ts';
import { DIFFERENT_KEYS, DOCUMENTS, fillReconWorld, KEYS, PHYSICAL_KEYS, RECON_CUTOFF } from './world/recon-world.ts';

const LIMIT_S = 20;

/**
 * Seconds of a whole reconciliation of 50,000 keys with 500,000 documents (issue 6: under 20 s) as a parts manager starts it:
 * the command goes to a server on PostgreSQL, which reads all three sides, matches, explains and stores every key. The
 * second line is the signature, which works everything out again before it is given.
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  // 10,000 parts in each of the five warehouses need a world of at least this size
  const server = await openBenchServer(Math.max(scale, 0.3));
  try {
    const warehouseIds = await fillReconWorld(server);
    const [login = ''] = await loginsOf(server, 'partsManager');
    const { accessToken } = await server.signIn(login);
    const send = commandSender(server.url, accessToken, `bench-${login}`);
    const request = {
      warehouseIds,
      cutoffDate: RECON_CUTOFF,
      erpSystem: 'SAP',
      controlRows: KEYS,
      controlQtyMilli: null,
    };
    const started = await timed(() => send({ kind: 'recon.start', request }));
    const runId = String(started.value.runId);
    await prove(server, runId);
    line(`${String(KEYS)} keys, ${String(DOCUMENTS)} documents, from the command to its answer`, started.ms);
    const signed = await timed(() => send({ kind: 'recon.step', runId, version: 1, step: 'sign', note: '' }));
    if (signed.value.status !== 'SIGNED') throw new Error(`not signed: ${JSON.stringify(signed.value)}`);
    line('the same worked out again and signed', signed.ms);
  } finally {
    await server.close();
  }
}

function line(name: string, ms: number): void {
  const limit = { peer: 'limit of issue 6', peerValue: LIMIT_S };
  printBenchLine({ bench: 'reconcile.run', case: name, value: ms / 1000, unit: 's', ...limit });
}

/** Every key is there, its classes add up to its difference, and as many keys differ as were made to. */
async function prove(server: BenchServer, runId: string): Promise<void> {
  const [found] = await server.query<Record<string, string>>(
    `select count(*) as keys, count(*) filter (where difference_milli <> 0) as different,
            count(*) filter (where verdict = 'PHYSICAL_VARIANCE') as physical,
            count(*) filter (where unexplained_milli <> 0) as unexplained,
            count(*) filter (where difference_milli <> coalesce((select sum((c ->> 'qtyMilli')::bigint)
              from jsonb_array_elements(contributions_json::jsonb) c), 0)) as broken
       from recon_item where run_id = '${runId}'`,
  );
  const wanted = { keys: KEYS, different: DIFFERENT_KEYS, physical: PHYSICAL_KEYS, unexplained: 0, broken: 0 };
  for (const [name, number] of Object.entries(wanted))
    if (Number(found?.[name]) !== number) throw new Error(`${name}: ${String(found?.[name])} of ${String(number)}`);
}

type Output = Record<string, unknown>;

function commandSender(url: string, accessToken: string, deviceId: string): (body: object) => Promise<Output> {
  let clientSeq = 0;
  return async (body) => {
    clientSeq += 1;
    const command = { id: ulid(), clientSeq, commandVersion: 1, madeAtMs: Date.now(), body };
    const answer = await fetch(`${url}/sync/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ deviceId, commands: [command] }),
    });
    if (!answer.ok) throw new Error(`${JSON.stringify(body)}: ${String(answer.status)} ${await answer.text()}`);
    const { results } = (await answer.json()) as { results: z.infer<typeof CommandResult>[] };
    const [result] = results;
    if (result?.status !== 'applied') throw new Error(`not applied: ${JSON.stringify(result)}`);
    return result.output ?? {};
  };
}
