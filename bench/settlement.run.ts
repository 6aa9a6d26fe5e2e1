import { ulid } from 'ulid';
import type { CommandResult } from '../src-shared/contract/commands.ts';
import type { z } from 'zod';
import { printBenchLine } from './bench-line.ts';
import { timed } from './bench-profile.ts';
import { loginsOf, openBenchServer } from './bench-server.ts';

const CLAIMS = 50_000;
const STATIONS = 300;

/** 300 stations and 50,000 approved claims to statements, the re-check of every rule included (design §7: below 5 s). */
export async function run({ scale }: { scale: number }): Promise<void> {
  // 50,000 approved claims with the full number of stations need a world of at least this size
  const server = await openBenchServer(Math.max(scale, 0.3));
  try {
    await server.query(
      `with stations as (select id from station where status = 'ACTIVE' order by code limit ${String(STATIONS)}),
            chosen as (select c.id from claim c join stations s on s.id = c.station_id
                       where c.claimant_type = 'STATION' and c.worst_severity < 3 order by c.id limit ${String(CLAIMS)})
       update claim set status = 'APPROVED', queue = 'NONE', approved_fen = payable_fen, statement_id = null, repair_finish_date = '2026-10-15',
              decided_at_ms = 1, decided_by = 'bench' where id in (select id from chosen)`,
    );
    const { rows } = {
      rows: await server.query<{ n: string }>(
        `select count(*) as n from claim where repair_finish_date = '2026-10-15' and status = 'APPROVED'`,
      ),
    };
    const [login = ''] = await loginsOf(server, 'l1');
    const { accessToken } = await server.signIn(login);
    const { ms, value } = await timed(() => settle(server.url, accessToken, `bench-${login}`));
    const [result] = value.results;
    if (result?.status !== 'applied') throw new Error(`the run was not applied: ${JSON.stringify(result)}`);
    const peer = await timed(() =>
      server.query(
        `select claimant_id, count(*), sum(approved_fen) from claim where repair_finish_date = '2026-10-15' group by 1`,
      ),
    );
    printBenchLine({
      bench: 'settlement.run',
      case: `${rows[0]?.n ?? '0'} claims, ${String(result.output?.statementCount)} statements, limit 5000 ms`,
      ...{
        value: ms,
        unit: 'ms',
        peer: 'one grouped sum over the same claims',
        peerValue: peer.ms,
      },
    });
  } finally {
    await server.close();
  }
}

interface Answer {
  results: z.infer<typeof CommandResult>[];
}

async function settle(url: string, accessToken: string, deviceId: string): Promise<Answer> {
  const request = {
    ...{ kind: 'MONTHLY', periodFromDate: '2026-10-15', periodToDate: '2026-10-15', taxDate: '2026-10-15' },
    ...{ includeEarlier: false, claimantIds: [] },
  };
  const command = {
    ...{ id: ulid(), clientSeq: 1, commandVersion: 1, madeAtMs: Date.now() },
    body: { kind: 'settlement.run', request },
  };
  const answer = await fetch(`${url}/sync/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ deviceId, commands: [command] }),
  });
  if (!answer.ok) throw new Error(`settlement run: ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
