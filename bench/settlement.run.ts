import { sql } from 'kysely';
import { ulid } from 'ulid';
import { CLAIMS_TOGETHER, findNewHits, newHitRows } from '../src-server/claims/recheck-claims.ts';
import { insertRows } from '../src-server/db/bulk-rows.ts';
import { openPostgres } from '../src-server/db/open-central.ts';
import type { CommandResult } from '../src-shared/contract/commands.ts';
import type { z } from 'zod';
import { printBenchLine } from './bench-line.ts';
import { timed } from './bench-profile.ts';
import { loginsOf, openBenchServer, type BenchServer } from './bench-server.ts';

const CLAIMS = 50_000;
const STATIONS = 300;

/** 300 stations and 50,000 approved claims to statements, the re-check of every rule included (design §7: below 5 s). */
export async function run({ scale }: { scale: number }): Promise<void> {
  // 50,000 approved claims with the full number of stations need a world of at least this size
  const server = await openBenchServer(Math.max(scale, 0.3));
  try {
    await server.query(
      // silent for the feed: the server shall not be busy with the preparation while the run is measured
      `set session_replication_role = replica;
       with stations as (select id from station where status = 'ACTIVE' order by code limit ${String(STATIONS)}),
            chosen as (select c.id from claim c join stations s on s.id = c.station_id
                       where c.claimant_type = 'STATION' and c.worst_severity < 3 order by c.id limit ${String(CLAIMS)})
       update claim set status = 'APPROVED', queue = 'NONE', approved_fen = payable_fen, statement_id = null, repair_finish_date = '2026-10-15',
              decided_at_ms = 1, decided_by = 'bench' where id in (select id from chosen)`,
    );
    await recordHits(server.databaseUrl);
    const { rows } = {
      rows: await server.query<{ n: string }>(
        `select count(*) as n from claim where repair_finish_date = '2026-10-15' and status = 'APPROVED'`,
      ),
    };
    await daySteps(server);
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

/** Waits until the server has done what it does once a day: its figures of the stations would be counted beside the run. */
async function daySteps(server: BenchServer): Promise<void> {
  for (;;) {
    const [kept] = await server.query<{ n: string }>('select count(*) as n from station_statistic');
    if (Number(kept?.n ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/**
 * Stores the hits the rules find on these claims as known. The generated claims carry made-up hits; without this nearly
 * all of them would come back to the queue on the re-check, and the run would settle almost nothing.
 */
async function recordHits(databaseUrl: string): Promise<void> {
  const store = await openPostgres(databaseUrl, 1);
  try {
    const claims = await store.db
      .selectFrom('claim')
      .select('id')
      .where('repairFinishDate', '=', '2026-10-15')
      .where('status', '=', 'APPROVED')
      .execute();
    const claimIds = claims.map(({ id }) => id);
    const moment = { nowMs: 1, today: '2026-11-23', newId: ulid };
    for (let start = 0; start < claimIds.length; start += CLAIMS_TOGETHER) {
      const piece = claimIds.slice(start, start + CLAIMS_TOGETHER);
      await store.db.transaction().execute(async (db) => {
        await sql`set local session_replication_role = replica`.execute(db);
        const found = await findNewHits(db, piece, moment);
        await insertRows(
          db,
          'ruleHit',
          found.flatMap((entry) => newHitRows(entry, moment)),
        );
      });
    }
    await sql`analyze rule_hit`.execute(store.db);
  } finally {
    await store.close();
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
