import {
  FIRST_RATES,
  FIRST_RATES_FROM_DATE,
  FIRST_SETTINGS,
  FIRST_TAX_RATES,
} from '../../src-shared/domain/claims/first-rates.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import { REASON_CODES } from '../../src-shared/domain/claims/reason-codes.ts';
import { hashPassword } from '../../src-shared/secrets/password.ts';
import { instantOf } from './facts/demo-calendar.ts';
import type { DemoFacts } from './facts/demo-facts.ts';
import { DEMO_PASSWORD } from './facts/users.ts';

/** The setting whose presence tells that the store holds the made-up company, so that signing in by one click is allowed. */
export const DEMO_SETTING = 'demo';

/** What a new company starts with in any case: rates, taxes, settings, reasons and the first ruleset, published. */
export function addFirstMasters(facts: DemoFacts): void {
  for (const rate of FIRST_RATES) {
    const { rateKey, costType, grade, productLine, claimType, value, unit } = rate;
    const open = { stationId: null, regionId: null, validFromDate: FIRST_RATES_FROM_DATE, validToDate: null };
    facts.add('rate', { id: facts.ids.next(), rateKey, costType, grade, productLine, claimType, value, unit, ...open });
  }
  for (const tax of FIRST_TAX_RATES) facts.add('taxRate', { id: facts.ids.next(), ...tax });
  for (const reason of REASON_CODES) facts.add('reasonCode', { id: facts.ids.next(), ...reason });
  for (const [settingKey, value] of Object.entries(FIRST_SETTINGS)) {
    facts.add('setting', { id: facts.ids.next(), settingKey, valueJson: String(value), note: null });
  }
  const publishedAtMs = instantOf(facts.firstDay - 30, 540);
  facts.add('ruleset', {
    id: facts.ids.next(),
    rulesetVersion: FIRST_RULESET.version,
    status: 'PUBLISHED',
    rulesJson: JSON.stringify(FIRST_RULESET.rules),
    tablesJson: JSON.stringify(FIRST_RULESET.tables),
    note: '首版规则',
    createdAtMs: publishedAtMs,
    publishedBy: facts.rows('appUser').find((user) => user.login === 'zhibao01')?.id ?? null,
    publishedAtMs,
    effectiveDate: '2000-01-01',
  });
}

/** Who the stations of the made-up company make their invoices out to (claims §7 output 2); the days are those of its contract. */
const DEMO_INVOICE_BUYER = {
  name: '华通客车卡车有限公司（演示）',
  taxNo: '91370100MA7DEM0011',
  address: '山东省济南市历城区演示路 1 号 0531-88880000',
  bank: '中国工商银行济南历城支行 1602000000000000001',
  mailAddress: '山东省济南市历城区演示路 1 号 售后结算部 收',
  invoiceDays: 15,
};

/** Marks the store as a demonstration and gives every user the one published password. */
export async function addDemoSignIn(facts: DemoFacts, nowMs: number): Promise<void> {
  const { seed, today, scale } = facts.options;
  facts.add('setting', {
    id: facts.ids.next(),
    settingKey: DEMO_SETTING,
    valueJson: JSON.stringify({ seed, today, scale, seededAtMs: nowMs }),
    note: '演示公司',
  });
  facts.add('setting', {
    id: facts.ids.next(),
    settingKey: 'invoiceBuyer',
    valueJson: JSON.stringify(DEMO_INVOICE_BUYER),
    note: '购方开票资料',
  });
  // one hash for all: the password is printed in the README, a salt each would only cost seconds at the first start
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (const { id } of facts.rows('appUser')) {
    facts.add('userCredential', {
      userId: id,
      passwordHash,
      failedCount: 0,
      lockedUntilAtMs: null,
      changedAtMs: nowMs,
    });
  }
}
