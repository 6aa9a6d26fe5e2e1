import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_RULES } from '../../src-shared/domain/claims/first-rules.ts';
import { checkInvoices } from '../../src-shared/domain/settlement/invoice-rules.ts';
import { answersByClaim, type AnswerEntry } from '../../src-server/demo/answer-table.ts';
import { loadRows } from '../../src-server/demo/load-rows.ts';
import { scopesOf } from '../../src-server/demo/row-scopes.ts';
import { openTestCentral, type TestCentral } from '../../src-server/testing/central-store.ts';
import { judgePlants } from '../plants/judge-plants.ts';
import { plantInvoices } from '../plants/plant-invoices.ts';
import { PLANTED_RULES, plantCompany, PLANTS_PER_RULE } from '../plants/planted-company.ts';

/*
 * Every exact rule, live or not (0201): facts planted in the tables of a company in which nothing else happened, judged by the
 * server from those tables with every rule awake.
 */

const company = plantCompany('plants');
const answers = answersByClaim(company.answers);
let store: TestCentral;
let rulesByClaim: Map<string, Set<string>>;

beforeAll(async () => {
  store = await openTestCentral('postgres');
  const scopes = scopesOf(company.facts, 90);
  await store.db.transaction().execute((transaction) => loadRows(transaction, company.facts, scopes));
  for (const deed of company.deeds) await deed(store.db);
  rulesByClaim = await judgePlants(store.db, company);
});
afterAll(() => store.close());

function told(claimId: string): string {
  const answer = answers.get(claimId);
  return answer === undefined
    ? `${claimId}: nothing was planted here`
    : `${answer.kind} ${answer.rule}, ${answer.fact}`;
}

const planted = (rule: string, kind: AnswerEntry['kind']): number =>
  company.answers.filter((answer) => answer.rule === rule && answer.kind === kind).length;

/** Judged by figures of a whole station; what they find is stated in docs/statistical-rules.md. */
const STATISTICAL = ['W06', 'S03', 'S04', 'S06', 'S07', 'S08'];
const OF_INVOICES = ['F01', 'F02', 'F03', 'F04'];

it('every exact rule of the catalogue is planted', () => {
  const known = [...PLANTED_RULES, ...STATISTICAL, ...OF_INVOICES];
  expect(known.toSorted()).toEqual(FIRST_RULES.map(({ id }) => id).toSorted());
});

describe('planted facts, judged by the server', () => {
  it.each(PLANTED_RULES)('%s finds its twenty plants, passes twenty near misses and finds nothing else', (ruleId) => {
    const expected = new Set(
      company.answers.filter((answer) => answer.expected.includes(ruleId)).map((answer) => answer.claimId),
    );
    const found = new Set([...rulesByClaim].filter(([, rules]) => rules.has(ruleId)).map(([claimId]) => claimId));
    expect({
      ...{ plants: planted(ruleId, 'PLANTED'), nearMisses: planted(ruleId, 'NEAR_MISS') },
      missed: [...expected].filter((id) => !found.has(id)).map(told),
      unplanted: [...found].filter((id) => !expected.has(id)).map(told),
    }).toEqual({ plants: PLANTS_PER_RULE, nearMisses: PLANTS_PER_RULE, missed: [], unplanted: [] });
  });

  it('no rule at all finds what nobody planted', () => {
    const strange = [...rulesByClaim].flatMap(([claimId, rules]) => {
      const extra = [...rules].filter((rule) => answers.get(claimId)?.expected.includes(rule) !== true);
      return extra.length === 0 ? [] : [`${extra.join()} on ${told(claimId)}`];
    });
    expect(strange).toEqual([]);
  });
});

it.each(OF_INVOICES)('%s finds its twenty planted invoices and passes twenty near misses', (ruleId) => {
  const all = plantInvoices(PLANTS_PER_RULE);
  const found = all.map(({ expected, invoices, used }) =>
    checkInvoices(expected, invoices, used).map((hit) => hit.ruleId),
  );
  const wrong = all.flatMap(({ rule, nearMiss }, index) => {
    const wanted = rule === ruleId && !nearMiss;
    return found[index]?.includes(ruleId as 'F01') === wanted ? [] : [`${rule} ${String(nearMiss)}`];
  });
  const count = (nearMiss: boolean): number =>
    all.filter((one) => one.rule === ruleId && one.nearMiss === nearMiss).length;
  expect({ wrong, plants: count(false), nearMisses: count(true) }).toEqual({
    ...{ wrong: [], plants: PLANTS_PER_RULE, nearMisses: PLANTS_PER_RULE },
  });
});
