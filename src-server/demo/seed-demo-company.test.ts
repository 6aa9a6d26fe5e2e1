import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM_TRANSITIONS } from '../../src-shared/domain/claims/claim-transition.ts';
import { STATEMENT_STATUSES, STATEMENT_TRANSITIONS } from '../../src-shared/domain/settlement/statement-transition.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { storeOnPGlite, type CentralStore } from '../db/open-central.ts';
import { evaluateStored } from '../claims/recheck-claims.ts';
import { refreshStationStatistics, statisticsOf } from '../claims/station-statistics.repository.ts';
import { verifyPassword } from '../../src-shared/secrets/password.ts';
import { seedDemoCompany, type SeedResult } from './seed-demo-company.ts';

let store: CentralStore;
let result: SeedResult;

beforeAll(async () => {
  store = await storeOnPGlite({});
  result = await seedDemoCompany(store.db, {
    seed: 'hedui',
    today: '2026-11-23',
    scale: 0.1,
    nowMs: Date.parse('2026-11-23T00:30:00Z'),
  });
}, 300_000);

afterAll(async () => {
  await store.close();
});

describe('a store filled with the demo company', () => {
  it('holds every row of the facts', async () => {
    for (const { name } of REPLICATED_TABLES) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(store.db);
      expect([name, rows[0]?.n]).toEqual([name, result.counts[name]]);
    }
  });

  it('has claims and statements in every state of the whitelists, and claims of every type', async () => {
    const found = async (table: 'claim' | 'statement', column: 'status' | 'type') =>
      (
        await sql<{
          word: string;
        }>`select distinct ${sql.ref(column)} as word from ${sql.table(table)} order by 1`.execute(store.db)
      ).rows.map(({ word }) => word);
    const claimStatuses = CLAIM_TRANSITIONS.flatMap(({ from, to }) => [...from, ...to]);
    expect(await found('claim', 'status')).toEqual([...new Set(claimStatuses)].sort());
    const statementStatuses = STATEMENT_TRANSITIONS.flatMap(({ from, to }) => [...from, to]);
    expect([...new Set(statementStatuses)].sort()).toEqual(STATEMENT_STATUSES.toSorted());
    expect(await found('statement', 'status')).toEqual(STATEMENT_STATUSES.toSorted());
    expect(await found('claim', 'type')).toEqual([
      'CAMPAIGN',
      'FIRST_SERVICE',
      'GOODWILL',
      'PDI',
      'SEASON_CHECK',
      'WARRANTY',
    ]);
  });

  it('keeps what is not submitted yet without a number, and what is voided without claims', async () => {
    const { rows } = await sql<{ n: number }>`select
      (select count(*)::int from claim where status in ('DRAFT', 'DELETED') and (no is not null or submitted_at_ms is not null))
      + (select count(*)::int from claim where status not in ('DRAFT', 'DELETED') and no is null)
      + (select count(*)::int from claim c join statement s on s.id = c.statement_id where s.status = 'VOID') as n`.execute(
      store.db,
    );
    expect(rows[0]?.n).toBe(0);
  });

  it('has no reference that leads nowhere, though the triggers were off', async () => {
    const keys = await sql<{ tbl: string; col: string; target: string; targetCol: string }>`
      select c.conrelid::regclass::text as tbl, a.attname as col, c.confrelid::regclass::text as target, f.attname as "targetCol"
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1] where c.contype = 'f'`.execute(
      store.db,
    );
    expect(keys.rows.length).toBeGreaterThan(60);
    for (const key of keys.rows) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(key.tbl)} one
        left join ${sql.table(key.target)} other on other.${sql.ref(key.targetCol)} = one.${sql.ref(key.col)}
        where one.${sql.ref(key.col)} is not null and other.${sql.ref(key.targetCol)} is null`.execute(store.db);
      expect([key.tbl, key.col, rows[0]?.n]).toEqual([key.tbl, key.col, 0]);
    }
  });

  it('starts with an empty feed and first versions', async () => {
    const { rows } = await sql<{ outbox: number; changed: number }>`select
      (select count(*)::int from sync_outbox) as outbox, (select count(*)::int from claim where _v <> 1) as changed`.execute(
      store.db,
    );
    expect(rows[0]).toEqual({ outbox: 0, changed: 0 });
  });

  it('keeps the papers of a claim in the scope and bucket of the claim', async () => {
    for (const table of ['claim_line', 'attachment', 'audit_decision', 'rule_hit', 'old_part', 'claim_remark']) {
      const { rows } = await sql<{
        n: number;
      }>`select count(*)::int as n from ${sql.table(table)} child join claim on claim.id = child.claim_id
        where child._scope <> claim._scope or child._bucket <> claim._bucket`.execute(store.db);
      expect([table, rows[0]?.n]).toEqual([table, 0]);
    }
  });

  it('lets every user in with the published password and says that it is a demonstration', async () => {
    const users = await store.db
      .selectFrom('appUser')
      .innerJoin('userCredential', 'userCredential.userId', 'appUser.id')
      .select(['login', 'passwordHash'])
      .execute();
    const clerk = users.find((user) => user.login === 'jiesuan01');
    expect(await verifyPassword('Hedui-Demo-1', clerk?.passwordHash ?? '')).toBe(true);
    expect(users.length).toBe(result.counts.app_user);
    const setting = await store.db
      .selectFrom('setting')
      .select('valueJson')
      .where('settingKey', '=', 'demo')
      .executeTakeFirst();
    expect(JSON.parse(setting?.valueJson ?? 'null')).toMatchObject({ seed: 'hedui', today: '2026-11-23' });
  });

  it('continues the numbers of documents where the year ended', async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from claim c join document_sequence s
      on s.sequence_key = 'claim:' || substr(c.no, 3, length(c.no) - 11) || ':' || substr(c.no, length(c.no) - 8, 4)
      where right(c.no, 5)::int > s.last_value`.execute(store.db);
    expect(rows[0]?.n).toBe(0);
  });
});

describe("the server's own look at the documents of the demo company", () => {
  const RULES = ['A02', 'G01', 'G04', 'L02', 'P04', 'T05', 'V07'];
  const moment = { nowMs: Date.parse('2026-11-23T00:30:00Z'), today: '2026-11-23', newId: () => 'new' };

  it.each([true, false])(
    'finds in the tables what was planted as facts, shadow rules running: %s',
    async (withShadow) => {
      const answers = result.answers.filter((answer) => RULES.includes(answer.rule));
      const evaluated = await evaluateStored(
        store.db,
        answers.map((answer) => answer.claimId),
        { ...moment, withShadow },
      );
      const found = new Map(
        evaluated.map(({ claim, evaluation }) => [
          claim.id,
          evaluation.hits.filter((hit) => hit.mode === 'LIVE' && RULES.includes(hit.ruleId)).map((hit) => hit.ruleId),
        ]),
      );
      const told = answers.map((answer) => [answer.rule, answer.kind, answer.fact, found.get(answer.claimId)]);
      const expected = answers.map((answer) => [
        ...[answer.rule, answer.kind, answer.fact],
        answer.expected.filter((ruleId) => RULES.includes(ruleId)),
      ]);
      expect(answers.filter((answer) => answer.kind === 'PLANTED').length).toBeGreaterThanOrEqual(14);
      expect(told).toEqual(expected);
    },
  );

  it('prepares the figures of every station with claims, and they add up to the claims', async () => {
    const stations = await refreshStationStatistics(store.db, moment);
    const { rows } = await sql<{ stations: number; claims: number }>`
      select count(distinct station_id)::int as stations, count(*)::int as claims from claim
      where station_id is not null and submitted_date >= '2025-11-23' and submitted_date <= '2026-11-23'`.execute(
      store.db,
    );
    expect(stations).toBe(rows[0]?.stations);
    const ids = await store.db.selectFrom('station').select('id').execute();
    const prepared = await statisticsOf(
      store.db,
      ids.map(({ id }) => id),
    );
    const figures = [...prepared.values()].filter((one) => one !== null);
    expect(figures.reduce((sum, one) => sum + one.claims12, 0)).toBe(rows[0]?.claims);
    for (const one of figures) {
      expect(one.firstDigits).toHaveLength(9);
      expect(one.claimsPriorMonths).toHaveLength(6);
      expect(one.costs.every((cost) => cost.peersFen.includes(cost.averageFen))).toBe(true);
    }
  });
});
