import { beforeAll, expect, it } from 'vitest';
import { claimEvidence } from './claim-evidence.repository.ts';
import { testReplica } from '../testing/test-replica.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 2);
const { stores, add } = testReplica();

const RULES = [
  { id: 'A03', parameters: { maxBits: 6, kinds: ['FAULT_PART'] } },
  { id: 'G01', parameters: { detourBp: 13_000, limitKmh: 90 } },
];

function addClaim(id: string, vin: string, stationId: string, startAtMs: number): void {
  add('claim', {
    ...{ id, no: id.toUpperCase(), vin_text: vin, vehicle_id: vin, station_id: stationId, claimant_name: stationId },
    ...{ work_order_id: null, repair_start_at_ms: startAtMs, repair_finish_at_ms: startAtMs + 2 * HOUR },
    ...{ ruleset_version: 1, repair_finish_date: '2026-03-02' },
  });
}

function addPhoto(id: string, claimId: string, phash64: string, kind = 'FAULT_PART'): void {
  add('attachment', { id, claim_id: claimId, owner_id: claimId, kind, file_sha256: `sha-${id}`, phash64 });
}

beforeAll(() => {
  add('ruleset', { id: 'rs', ruleset_version: 1, status: 'PUBLISHED', rules_json: JSON.stringify(RULES) });
  add('station', { id: 'jinhua', name: 'Jinhua', lat_micro: 29_079_000, lng_micro: 119_647_800 });
  add('station', { id: 'jinan', name: 'Jinan', lat_micro: 36_651_200, lng_micro: 117_120_100 });
  addClaim('own', 'VIN-1', 'jinhua', START);
  addPhoto('own-photo', 'own', '0000000000000000');
  addClaim('alike', 'VIN-2', 'jinan', START + 12 * HOUR);
  addPhoto('six-bits', 'alike', '1001100110010000');
  addPhoto('two-quarters', 'alike', '0003000000070000');
  addPhoto('seven-bits', 'alike', '1001100110010001');
  addPhoto('another-kind', 'alike', '0000000000000001', 'VEHICLE_45');
  addClaim('again', 'VIN-1', 'jinhua', START - 900 * HOUR);
  addPhoto('of-the-same-vehicle', 'again', '0000000000000001');
  addClaim('fast', 'VIN-1', 'jinan', START + 12 * HOUR);
  addClaim('slow', 'VIN-1', 'jinan', START + 11 * 24 * HOUR);
});

it('finds photographs of other vehicles that differ in as many bits as the rule allows, and no others', () => {
  const [photo] = claimEvidence(stores, { id: 'own' }).photos;
  const found = photo?.twins.map(({ attachmentId, bits, sameFile, isHere }) => [attachmentId, bits, sameFile, isHere]);
  expect(found).toEqual([
    ['two-quarters', 5, false, true],
    ['six-bits', 6, false, true],
  ]);
});

it('reads what is alike from the indexes of the quarters', () => {
  const plan = stores.replicaFile
    .prepare(
      `explain query plan select rowid as at, phash64 from attachment
        where phash64 is not null and substr(phash64, 5, 4) in (select value from json_each('[]'))`,
    )
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toContain('COVERING INDEX attachment_look_2');
});

it('draws where the twin was and the vehicle went, with the speed and the limit of rule G01', () => {
  const { map } = claimEvidence(stores, { id: 'own' });
  const shown = map.legs.map((leg) => [map.points[leg.to]?.role, map.points[leg.to]?.claimId, leg.kmPerHour]);
  // 874.356 km by 1.3 in the ten hours between the end of the one work and the start of the other
  expect(map.limitKmh).toBe(90);
  expect(shown).toEqual([
    ['after', 'fast', 114],
    ['twin', 'alike', 114],
  ]);
});

it('shows the pair of a hit whose other half is of a region that is not here, and its station', () => {
  addClaim('told', 'VIN-3', 'jinhua', START);
  addPhoto('told-photo', 'told', 'ffffffffffffffff');
  add('rule_hit', {
    ...{ id: 'hit', claim_id: 'told', rule_id: 'A03', ruleset_version: 1, mode: 'LIVE', state: 'OPEN' },
    evidence_json: JSON.stringify({
      ...{ attachmentId: 'told-photo', otherAttachmentId: 'far', otherSha256: 'sha-far', bits: 2 },
      ...{ otherClaimId: 'far-claim', otherClaimNo: 'SP-FAR', otherVin: 'VIN-9', otherStationId: 'jinan' },
      ...{ otherStationName: 'Jinan', otherDate: '2026-03-02' },
    }),
  });
  const { photos, map } = claimEvidence(stores, { id: 'told' });
  expect(photos[0]?.twins).toMatchObject([
    { attachmentId: 'far', fileSha256: 'sha-far', claimNo: 'SP-FAR', isHere: false, bits: 2, sameFile: false },
  ]);
  expect(map.points.map(({ role, name }) => [role, name])).toContainEqual(['twin', 'Jinan']);
  expect(map.legs).toMatchObject([{ distanceM: 874_356, kmPerHour: null }]);
});

it('names the nearest vehicles of a mistyped VIN with the places, and what would do instead of a wrong line', () => {
  for (const vin of ['LXCBUS7B4D1000345', 'LXCBUS7B4D1000354', 'LXCBUS7B4D1000999', 'LXTTRK3A0E2000017'])
    add('vehicle', { id: vin, vin, model_id: 'm-1' });
  add('claim', { id: 'typo', vin_text: 'LXCBUS7B4D1000346', model_id: 'm-1', repair_finish_date: '2026-03-02' });
  const operation = { component_group_id: 'brake', valid_from_date: '2020-01-01', product_line: null, series: null };
  add('labour_operation', { id: 'wrong', op_code: 'OP-W', name: 'wrong', ...operation, model_id: 'm-2' });
  add('labour_operation', { id: 'right', op_code: 'OP-R', name: 'right', ...operation, model_id: 'm-1' });
  add('labour_operation', { id: 'any', op_code: 'OP-A', name: 'any', ...operation, model_id: null });
  add('product_model', { id: 'm-1', series: 'S1' });
  add('part', { id: 'p-wrong', part_no: 'P-W', name: 'wrong', component_group_id: 'brake' });
  add('part', { id: 'p-right', part_no: 'P-R', name: 'right', component_group_id: 'brake' });
  add('part_applicability', { id: 'fits', part_id: 'p-right', model_id: 'm-1' });
  add('claim_line', { id: 'line-1', claim_id: 'typo', seq: 1, op_id: 'wrong' });
  add('claim_line', { id: 'line-2', claim_id: 'typo', seq: 2, part_id: 'p-wrong' });
  for (const [ruleId, lineSeq] of [
    ['V01', null],
    ['L02', 1],
    ['P02', 2],
  ] as const)
    add('rule_hit', {
      id: ruleId,
      claim_id: 'typo',
      rule_id: ruleId,
      line_seq: lineSeq,
      mode: 'LIVE',
      state: 'OPEN',
    });
  expect(claimEvidence(stores, { id: 'typo' }).hitExtras).toEqual([
    { hitId: 'V01', name: 'nearVins', values: ['LXCBUS7B4D1000345 (17)', 'LXCBUS7B4D1000354 (16, 17)'] },
    { hitId: 'L02', name: 'validOperations', values: ['OP-A any', 'OP-R right'] },
    { hitId: 'P02', name: 'fittingParts', values: ['P-R right'] },
  ]);
});
