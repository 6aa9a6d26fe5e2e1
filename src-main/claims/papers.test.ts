import { beforeAll, describe, expect, it } from 'vitest';
import { PaperKind } from '../../src-shared/contract/paper.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import { paper } from './papers.repository.ts';
import { testReplica } from '../testing/test-replica.ts';

const { stores, add } = testReplica();

/** One paper of every kind, about one repair. */
const IDS: Readonly<Record<PaperKind, string>> = {
  ...{ claim: 'c', workOrder: 'w', request: 'r', statement: 's', oldPart: 'o', supplierClaim: 'g', vehicle: 'v' },
  ...{ station: 't', dispatch: 'd', followUp: 'f', preauth: 'a', campaign: 'k', partsIssue: 'i', box: 'b' },
  partsApplication: 'x',
  ...{ invoice: 'n', payment: 'y', adjustment: 'j' },
};

beforeAll(() => {
  add('product_model', { id: 'm' });
  add('region', { id: 'reg' });
  add('warehouse', { id: 'wh', name: 'Old parts' });
  add('supplier', { id: 'su' });
  add('part', { id: 'p', part_no: 'P-1', name: 'Pump' });
  add('vehicle', { id: 'v', vin: 'VIN-1', model_id: 'm' });
  add('station', { id: 't', code: 'ST-1', region_id: 'reg' });
  add('repair_request', { id: 'r', no: 'BX-1', vehicle_id: 'v', station_id: 't' });
  add('dispatch', {
    ...{ id: 'd', request_id: 'r', target_type: 'STATION', target_id: 't', status: 'ARRIVED', route_km: 84 },
  });
  add('work_order', { id: 'w', no: 'WX-1', request_id: 'r', vehicle_id: 'v', station_id: 't' });
  add('work_order', { id: 'w2', no: 'WX-2', vehicle_id: 'v', station_id: 't' });
  add('work_order_part', { id: 'i', work_order_id: 'w', part_id: 'p', part_no_text: 'P-1', issue_doc: 'WL1' });
  add('work_order_part', { id: 'i2', work_order_id: 'w2', part_id: 'p', part_no_text: 'P-1', issue_doc: 'WL1' });
  add('work_order_part', { id: 'own', work_order_id: 'w', part_id: 'p', part_no_text: 'P-1', issue_doc: null });
  add('parts_application', {
    ...{
      id: 'x',
      app_no: 'WL1',
      station_id: 't',
      vehicle_id: 'v',
      work_order_no: 'WX-1',
      kind: 'WARRANTY',
      urgency: 'VOR',
    },
    ...{ status: 'OLD_DUE', converted_from_no: 'WL0' },
  });
  add('parts_application', { id: 'x0', app_no: 'WL0', station_id: 't', converted_to_no: 'WL1' });
  add('parts_application_line', {
    id: 'xl',
    application_id: 'x',
    part_id: 'p',
    qty_req_milli: 2000,
    qty_ship_milli: 1000,
  });
  add('erp_document_line', { id: 'e', doc_no: 'WL1', part_no: 'P-1', qty_milli: -1000, partner_code: 'ST-1' });
  add('follow_up_call', { id: 'f', work_order_id: 'w', result: 'PARTIAL', repaired: 1, paid_anything: 0 });
  add('preauth', { id: 'a', no: 'YS-1', vehicle_id: 'v', station_id: 't', status: 'GRANTED' });
  add('campaign', { id: 'k', code: 'K-1' });
  add('campaign_vehicle', { id: 'kv', campaign_id: 'k', vehicle_id: 'v', status: 'DONE' });
  add('statement', { id: 's', no: 'JS-1', station_id: 't' });
  add('invoice', { id: 'n', invoice_no: '001', statement_id: 's', kind: 'SPECIAL' });
  add('payment', { id: 'y', statement_id: 's', bank_ref: 'B-1', amount_fen: 500 });
  add('claim', {
    ...{
      id: 'c',
      no: 'SP-1',
      work_order_id: 'w',
      vehicle_id: 'v',
      station_id: 't',
      claimant_id: 't',
      statement_id: 's',
    },
    ...{ preauth_id: 'a', campaign_id: 'k' },
  });
  add('old_part_box', { id: 'b', no: 'X-1', station_id: 't', warehouse_id: 'wh', shipped_at_ms: 1 });
  add('old_part', {
    id: 'o',
    tag_no: 'T-1',
    claim_id: 'c',
    part_id: 'p',
    station_id: 't',
    box_id: 'b',
    application_line_id: 'xl',
  });
  add('supplier_claim', { id: 'g', no: 'GF-1', supplier_id: 'su' });
  add('supplier_claim_line', { id: 'gl', supplier_claim_id: 'g', claim_id: 'c', old_part_id: 'o' });
  add('statement_adjustment', { id: 'j', statement_id: 's', ref_claim_id: 'c', station_id: 't', kind: 'REVERSAL' });
});

const open = (kind: PaperKind) => paper(stores, { kind, id: IDS[kind] });

describe('the drill-through between papers', () => {
  it.each(PaperKind.options.filter((kind) => kind !== 'claim'))('leads from a claim to its %s and back', (kind) => {
    expect(
      open('claim')
        .links.filter((link) => link.kind === kind)
        .map(({ id }) => id),
    ).toContain(IDS[kind]);
    expect(
      open(kind)
        .links.filter((link) => link.kind === 'claim')
        .map(({ id }) => id),
    ).toEqual(['c']);
  });

  it('leads both ways wherever it leads at all, but for masters that would list everything', () => {
    const oneWay = PaperKind.options.flatMap((from) =>
      open(from).links.flatMap(({ kind: to, id }) =>
        id !== IDS[to] || open(to).links.some((back) => back.kind === from) ? [] : [`${from} → ${to}`],
      ),
    );
    expect(oneWay.sort()).toEqual([
      ...['adjustment → station', 'dispatch → station', 'oldPart → station', 'request → station'],
      'workOrder → station',
    ]);
  });

  it('names a paper by its number and says what stands on it', () => {
    expect(open('dispatch')).toMatchObject({ no: 'BX-1', facts: { status: 'ARRIVED', sentTo: '', routeKm: 84 } });
    expect(open('followUp')).toMatchObject({
      facts: { saysRepaired: 'SAID_YES', saysPaid: 'SAID_NO', saysTravelled: null },
    });
    expect(open('partsApplication')).toMatchObject({
      ...{ no: 'WL1', facts: { applicationKind: 'WARRANTY', qtyRequestedMilli: 2000, qtyShippedMilli: 1000 } },
      links: expect.arrayContaining([expect.objectContaining({ kind: 'partsApplication', no: 'WL0' })]) as unknown,
    });
    expect(open('campaign').facts).toMatchObject({ vehicles: 1, vehiclesDone: 1 });
    expect(open('box').facts).toMatchObject({ status: 'SHIPPED', oldParts: 1, warehouseName: 'Old parts' });
    expect(open('payment')).toMatchObject({ no: 'B-1', facts: { amountFen: 500 } });
  });

  it('lays what the document issued beside what was fitted, and every order that names it', () => {
    const issue = open('partsIssue');
    expect(issue.facts).toMatchObject({ issuedQtyMilli: 1000, issuedTo: 'ST-1' });
    expect(
      issue.links
        .filter(({ kind }) => kind === 'workOrder')
        .map(({ no }) => no)
        .sort(),
    ).toEqual(['WX-1', 'WX-2']);
  });

  it('opens no document for a part the station took from its own stock', () => {
    expect(() => paper(stores, { kind: 'partsIssue', id: 'own' })).toThrow('paper-not-here');
  });

  it('finds every list by an index, whatever the size of the company', () => {
    const asked: string[] = [];
    const traced = {
      access: 'read',
      replicaFile: { prepare: (sql: string) => (asked.push(sql), stores.replicaFile.prepare(sql)) },
    } as unknown as ReadStores;
    for (const kind of PaperKind.options) paper(traced, { kind, id: IDS[kind] });
    const plans = asked.flatMap(
      (sql) => stores.replicaFile.prepare(`explain query plan ${sql}`).all({ id: 'x' }) as { detail: string }[],
    );
    expect(plans.filter(({ detail }) => /^SCAN [a-z]$/.test(detail)).map(({ detail }) => detail)).toEqual([]);
  });

  it('says of which kind there are more than it gives', () => {
    for (let at = 0; at <= 200; at += 1)
      add('claim', {
        id: `many-${String(at)}`,
        no: `M${String(at)}`,
        station_id: IDS.station,
        claimant_id: IDS.station,
        claimed_fen: 1,
      });
    const { links, cut } = open('station');
    expect([links.filter(({ kind }) => kind === 'claim').length, cut]).toEqual([200, ['claim']]);
    expect(open('claim').cut).toEqual([]);
  });
});
