import { ulid } from 'ulid';
import type { Comparison } from '../src-shared/contract/server/rules.contract.ts';
import type { CommandResult } from '../src-shared/contract/commands.ts';
import type { RuleRow, RulesetTables } from '../src-shared/domain/claims/ruleset-types.ts';
import { printBenchLine } from './bench-line.ts';
import { timed } from './bench-profile.ts';
import { loginsOf, openBenchServer, type BenchServer } from './bench-server.ts';

const CLAIMS = 100_000;
const LOOK_EVERY_MS = 250;

/** A draft that changes a threshold and a share, compared on 100,000 claims with all their facts (issue 5: below 60 s). */
export async function run({ scale }: { scale: number }): Promise<void> {
  const server = await openBenchServer(Math.max(scale, 0.3));
  try {
    const [login = ''] = await loginsOf(server, 'l1');
    await server.query(
      `update app_user set region_id = null where login = '${login}';
       update user_role set role = 'warrantyAdmin' where user_id = (select id from app_user where login = '${login}')`,
    );
    const { accessToken } = await server.signIn(login);
    const days = await daysOf(server, CLAIMS);
    const draftVersion = await saveDraft(server, accessToken, `bench-${login}`);
    const { ms, value } = await timed(() => compare(server, accessToken, { draftVersion, ...days }));
    if (value.status !== 'DONE') throw new Error(`the comparison did not finish: ${JSON.stringify(value)}`);
    const peer = await timed(() =>
      server.query(
        `select c.hit_signature, count(*), sum(l.payable_fen) from claim c join claim_line l on l.claim_id = c.id
         where c.submitted_date between '${days.fromDate}' and '${days.toDate}' group by 1`,
      ),
    );
    printBenchLine({
      bench: 'rules.compare',
      case: `${String(value.totals?.claims)} claims by two rulesets, ${String(value.totals?.changed)} change, limit 60000 ms`,
      ...{ value: ms, unit: 'ms', peer: 'one grouped sum over the same claims and lines', peerValue: peer.ms },
    });
  } finally {
    await server.close();
  }
}

/** The newest days that have so many submitted claims together. */
async function daysOf(server: BenchServer, claims: number): Promise<{ fromDate: string; toDate: string }> {
  const rows = await server.query<{ day: string; n: string }>(
    `select submitted_date as day, count(*) as n from claim
     where submitted_date is not null and status not in ('DRAFT', 'SUBMITTED', 'DELETED') group by 1 order by 1 desc`,
  );
  let sum = 0;
  const needed = rows.findIndex((row) => (sum += Number(row.n)) >= claims);
  return { fromDate: rows[needed]?.day ?? rows.at(-1)?.day ?? '', toDate: rows[0]?.day ?? '' };
}

async function saveDraft(server: BenchServer, accessToken: string, deviceId: string): Promise<number> {
  const [row] = await server.query<{ rules_json: string; tables_json: string }>(
    `select rules_json, tables_json from ruleset where status = 'PUBLISHED' order by ruleset_version desc limit 1`,
  );
  const rules = (JSON.parse(row?.rules_json ?? '[]') as RuleRow[]).map((rule) =>
    rule.id === 'G02' ? { ...rule, parameters: { ...rule.parameters, warnAfterDays: 2 } } : rule,
  );
  const tables = JSON.parse(row?.tables_json ?? '{}') as RulesetTables;
  const split = tables.split.map((rule) =>
    rule.id === 'SR-IN-MAKER' ? { ...rule, labourBp: [9_000, 0, 1_000] as const } : rule,
  );
  const body = { kind: 'ruleset.saveDraft', version: 0, content: { rules, tables: { ...tables, split } }, note: '' };
  const command = { id: ulid(), clientSeq: 1, commandVersion: 1, madeAtMs: Date.now(), body };
  const { results } = await post<{ results: CommandResult[] }>(server, accessToken, '/sync/v1/commands', {
    deviceId,
    commands: [command],
  });
  const [result] = results;
  if (result?.status !== 'applied') throw new Error(`the draft was not saved: ${JSON.stringify(result)}`);
  return Number(result.output?.version);
}

async function compare(
  server: BenchServer,
  accessToken: string,
  request: { draftVersion: number; fromDate: string; toDate: string },
): Promise<Comparison> {
  let comparison = await post<Comparison>(server, accessToken, '/rules/v1/comparisons', request);
  while (comparison.status === 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const answer = await fetch(`${server.url}/rules/v1/comparisons/${comparison.id}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    comparison = (await answer.json()) as Comparison;
  }
  return comparison;
}

async function post<T>(server: BenchServer, accessToken: string, path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify(body),
  });
  const read = (await answer.json()) as T;
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(read)}`);
  return read;
}
