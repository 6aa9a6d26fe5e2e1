import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedPurchaseSteps,
  mayChangePurchase,
  purchaseQty,
  purchaseQtyRefusal,
  purchaseRefusal,
  type PurchaseStatus,
} from './purchase-request.ts';

const pieces = (counts: {
  wanted: number;
  supply: number;
  above?: number;
  open?: number;
  pack?: number;
  moq?: number;
}) =>
  purchaseQty({
    ...{ wantedMilli: counts.wanted * 1000, supplyMilli: counts.supply * 1000, aboveMilli: (counts.above ?? 0) * 1000 },
    ...{
      openMilli: (counts.open ?? 0) * 1000,
      packMilli: (counts.pack ?? 1) * 1000,
      moqMilli: (counts.moq ?? 0) * 1000,
    },
    isWhole: true,
  }).qtyMilli / 1000;

describe('what is bought of a part', () => {
  it.each([
    ['the worked example of stock §4.8: 28 wanted, 20 there', { wanted: 28, supply: 20 }, 8],
    ['in whole packs', { wanted: 28, supply: 20, pack: 5 }, 10],
    ['at least the minimum order, in whole packs', { wanted: 28, supply: 20, pack: 5, moq: 12 }, 15],
    ['what lies above comes as a transfer', { wanted: 28, supply: 20, above: 5 }, 3],
    ['what is ordered or asked for is not bought twice', { wanted: 28, supply: 20, above: 5, open: 3 }, 0],
    ['nothing where the source has enough', { wanted: 20, supply: 20, moq: 50 }, 0],
    ['nothing promised of what lies above is taken off', { wanted: 28, supply: 20, above: -7 }, 8],
  ])('%s', (_case, counts, bought) => expect(pieces(counts)).toBe(bought));

  it('covers what is missing, whatever the pack, and by less than a pack or the minimum order', () => {
    const milli = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(milli, milli, milli, milli, (wantedMilli, supplyMilli, packMilli, moqMilli) => {
        const { shortMilli, qtyMilli } = purchaseQty({
          ...{ wantedMilli, supplyMilli, aboveMilli: 0, openMilli: 0, packMilli, moqMilli, isWhole: false },
        });
        expect(qtyMilli).toBeGreaterThanOrEqual(shortMilli);
        expect(qtyMilli % Math.max(1, packMilli)).toBe(0);
        if (qtyMilli > 0) expect(qtyMilli).toBeLessThan(Math.max(shortMilli, moqMilli) + Math.max(1, packMilli));
        expect(qtyMilli === 0).toBe(shortMilli === 0);
      }),
    );
  });
});

describe('the steps of a purchase request', () => {
  it.each([
    ['DRAFT', 'release', 'partsManager boss: ', null],
    ['DRAFT', 'release', 'partsManager maker: ', 'purchase-own-request'],
    ['DRAFT', 'release', 'partsManager changer: ', 'purchase-own-request'],
    ['DRAFT', 'release', 'planner other: ', 'purchase-not-your-role'],
    ['DRAFT', 'order', 'planner maker:4500001', 'purchase-step-not-allowed'],
    ['RELEASED', 'order', 'planner maker: ', 'purchase-needs-number'],
    ['RELEASED', 'order', 'planner maker:4500001', null],
    ['RELEASED', 'cancel', 'planner maker: ', 'purchase-needs-reason'],
    ['RELEASED', 'cancel', 'warehouse keeper:n', 'purchase-not-your-role'],
    ['ORDERED', 'cancel', 'partsManager boss:n', 'purchase-step-not-allowed'],
    ['CANCELLED', 'release', 'partsManager boss: ', 'purchase-step-not-allowed'],
  ] as const satisfies readonly (readonly [PurchaseStatus, string, string, string | null])[])(
    '%s, %s by %s (role, person, what he writes): %s',
    (status, step, asked, refusal) => {
      const [who = '', text = ''] = asked.split(':');
      const [role = '', userId = ''] = who.split(' ');
      const given = { actor: { userId, roles: [role] }, text };
      expect(purchaseRefusal({ status, writers: ['maker', 'changer'] }, step, given)).toBe(refusal);
    },
  );

  it('offers what may be done', () => {
    const boss = { userId: 'boss', roles: ['partsManager'] };
    expect(allowedPurchaseSteps({ status: 'DRAFT', writers: ['maker'] }, boss)).toEqual(['release', 'cancel']);
    expect(allowedPurchaseSteps({ status: 'ORDERED', writers: ['maker'] }, boss)).toEqual([]);
  });
});

describe('another quantity in a drafted request', () => {
  const inPacks = { packMilli: 5000, moqMilli: 10_000, isWhole: true };
  it.each([
    ['nothing of the part', 0, inPacks, null],
    ['the minimum order', 10_000, inPacks, null],
    ['less than the minimum order', 5000, inPacks, 'purchase-below-minimum'],
    ['half a pack', 12_000, inPacks, 'purchase-not-in-packs'],
    ['half a piece', 12_500, inPacks, 'purchase-not-whole'],
    ['half a litre', 500, { packMilli: 1, moqMilli: 0, isWhole: false }, null],
    [
      'a pack of one and a half pieces holds two',
      3000,
      { ...inPacks, packMilli: 1500, moqMilli: 0 },
      'purchase-not-in-packs',
    ],
    ['less than nothing', -5000, inPacks, 'purchase-qty-no-number'],
    ['no number', Number.NaN, inPacks, 'purchase-qty-no-number'],
  ])('%s', (_case, qtyMilli, terms, refusal) => expect(purchaseQtyRefusal(qtyMilli, terms)).toBe(refusal));

  it('may be what was proposed, whatever the pack and the minimum order', () => {
    const milli = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(milli, milli, milli, fc.boolean(), (wantedMilli, packMilli, moqMilli, isWhole) => {
        const terms = { packMilli, moqMilli, isWhole };
        const { qtyMilli } = purchaseQty({ ...terms, wantedMilli, supplyMilli: 0, aboveMilli: 0, openMilli: 0 });
        expect(purchaseQtyRefusal(qtyMilli, terms)).toBe(null);
      }),
    );
  });

  it('is written by those who plan, as long as the request is a draft', () => {
    expect(mayChangePurchase('DRAFT', { roles: ['planner'] })).toBe(true);
    expect(mayChangePurchase('RELEASED', { roles: ['planner'] })).toBe(false);
    expect(mayChangePurchase('DRAFT', { roles: ['warehouse'] })).toBe(false);
  });
});
