import { dateOf, DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-server/demo/facts/demo-calendar.ts';
import type { DemoFacts } from '../../src-server/demo/facts/demo-facts.ts';
import type { Trick } from '../../src-server/demo/facts/planter.ts';
import { isCovered, labourOf, takeTime } from '../../src-server/demo/facts/tricks-evidence.ts';
import { addOldPart, freshRepair, isFresh, pairOf, plant, rowsOf, twoRepairs } from './plant.ts';

/** Plants with calls, approvals, persons, stations, photographs and old parts: G05–G07, S02, S05, A01, A03, A04, O01–O04. */

/** Three times called in vain or the number of a station; the near miss was called twice and has a number beside it. */
export const unreachable: Trick = (context) => {
  const repair = freshRepair(context);
  if (repair?.call === undefined || repair.call === null) return null;
  const { call, workOrderId } = repair;
  const isStations = repair.number % 2 === 0;
  const phone = rowsOf(context.facts, 'station', { id: repair.station.id })[0]?.phone ?? '13900000000';
  const last = phone.endsWith('1') ? '2' : '1';
  if (!isStations) repair.call = { ...call, result: 'UNREACHED' };
  const afterRows = (): void => {
    for (const row of rowsOf(context.facts, 'followUpCall', { workOrderId })) {
      if (isStations) row.phone = context.nearMiss ? `${phone.slice(0, -1)}${last}` : phone;
      else row.attemptCount = context.nearMiss ? 2 : 3;
    }
  };
  const fact = isStations ? 'the number of a station' : 'called in vain';
  return plant(context, repair, { expected: ['G05'], fact, afterRows });
};

/** Work that needs approval, without one, a day or a fen beyond it; the near miss is worth just what was approved. */
export const unapproved: Trick = (context) => {
  const { masters, photosOf } = {
    masters: context.maker.masters,
    photosOf: context.maker.photosOf.bind(context.maker),
  };
  const dear = masters.operations.filter((operation) => operation.needsPreauth);
  const vehicle = context.vehicles.find((each) => isFresh(context, each) && each.status === 'SOLD');
  const operation = dear.find((each) => each.line === vehicle?.model.line && each.group.className !== 'NEV');
  if (vehicle === undefined || operation === undefined) return null;
  const repair = freshRepair(context, { group: operation.group }, (each) => each.model.line === operation.line);
  if (repair === null || !isCovered(repair, operation.group.className)) return null;
  const part = (masters.partsByGroupSeries.get(`${operation.group.code}/${repair.vehicle.model.series}`) ?? []).find(
    ({ kind }) => kind.name === operation.kindName,
  );
  if (part === undefined) return null;
  const doc = { supplyMode: 'STATION_STOCK', issueDoc: null, oldSerial: null, newSerial: null } as const;
  repair.parts = [{ part, qty: 1, unitFen: part.issueFen, causal: true, ...doc }];
  repair.labour = [labourOf(repair, operation)];
  repair.photos = photosOf(repair);
  takeTime(repair);
  const way = repair.number % 3;
  repair.preauthorised = context.nearMiss || way !== 0;
  const afterRows = (): void => {
    const [claim] = rowsOf(context.facts, 'claim', { id: repair.claimId });
    for (const preauth of rowsOf(context.facts, 'preauth', { id: claim?.preauthId ?? '' })) {
      preauth.amountLimitFen = (claim?.claimedFen ?? 0) - (context.nearMiss || way === 1 ? 0 : 1);
      preauth.validToDate = dateOf(repair.finishDay - (context.nearMiss || way === 2 ? 0 : 1));
    }
  };
  return plant(context, repair, { expected: ['G06'], fact: `${operation.name}, approval ${String(way)}`, afterRows });
};

/** One person decided at both levels, or decided what he had written himself; the near miss had a second person. */
export const samePerson: Trick = (context) => {
  const repair = freshRepair(context);
  if (repair === null) return null;
  const { facts } = context;
  const isWriter = repair.number % 2 === 0;
  const afterRows = (): void => {
    const second = context.nearMiss ? 'user-2' : 'user-1';
    const people = [['L1', 'user-1'] as const, ...(isWriter ? [] : [['L2', second] as const])];
    for (const claim of rowsOf(facts, 'claim', { id: repair.claimId })) claim.createdBy = isWriter ? second : null;
    for (const [level, decidedBy] of people) {
      facts.add('auditDecision', {
        id: facts.ids.next(),
        ...{ claimId: repair.claimId, lineSeq: null, level, action: 'APPROVE', reasonCode: null, note: null },
        ...{ statusFrom: 'IN_REVIEW', statusTo: 'L2_REVIEW', amountBeforeFen: 0, amountAfterFen: 0 },
        ...{ linesBeforeJson: null, decidedBy, decidedByName: decidedBy, decidedFor: null, decidedForName: null },
        decidedAtMs: repair.submittedAtMs + HOUR_MS,
        ...{ deviceId: null, claimVersionSeen: 1, batchId: null, commandId: null, undoesId: null },
      });
    }
  };
  return plant(context, repair, { expected: ['G07'], fact: isWriter ? 'wrote it himself' : 'both levels', afterRows });
};

/** A station that may not repair this product line, or one that may repair it alone. */
export const otherLine: Trick = (context) => {
  const vehicle = context.vehicles.find((each) => isFresh(context, each));
  const stations = context.maker.masters.stations.filter(
    ({ status, contractGap, lines, type }) =>
      status === 'ACTIVE' &&
      contractGap === null &&
      lines.length === 1 &&
      type === 'EXTERNAL' &&
      lines.includes(vehicle?.model.line ?? 'COACH') === context.nearMiss,
  );
  const station = stations[context.day % Math.max(1, stations.length)];
  if (vehicle === undefined || station === undefined) return null;
  const repair = freshRepair(context, { station }, (each) => each.model.line === vehicle.model.line);
  if (repair === null) return null;
  return plant(context, repair, { expected: ['S02'], fact: `station for ${station.lines.join()}` });
};

/** The workshop inside a company repairs that company's vehicle, or another's. */
export const ownFleet: Trick = (context) => {
  const hosts = context.maker.masters.stations.filter(
    ({ status, contractGap, hostedCustomer }) => status === 'ACTIVE' && contractGap === null && hostedCustomer !== null,
  );
  const hosted = new Set(hosts.map((station) => station.hostedCustomer?.id));
  const vehicle = context.vehicles.find(
    (each) => isFresh(context, each) && each.customer !== null && hosted.has(each.customer.id) !== context.nearMiss,
  );
  const station = hosts.find(
    ({ hostedCustomer, lines }) =>
      lines.includes(vehicle?.model.line ?? 'COACH') &&
      (hostedCustomer?.id === vehicle?.customer?.id) !== context.nearMiss,
  );
  if (vehicle === undefined || station === undefined) return null;
  const repair = freshRepair({ ...context, vehicles: [vehicle] }, { station });
  return repair === null ? null : plant(context, repair, { expected: ['S05'], fact: `workshop of ${station.name}` });
};

/** One of the photographs the operation asks for is not there; the near miss has these and no other. */
export const photoMissing: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  if (repair === null || repair.labour.length === 0) return null;
  const kinds = context.nearMiss ? ['ODOMETER', 'FAULT_PART'] : [['ODOMETER', 'FAULT_PART'][repair.number % 2]];
  repair.photos = repair.photos.filter((photo) => kinds.includes(photo.kind));
  return plant(context, repair, { expected: ['A01'], fact: `photographs: ${kinds.join()}` });
};

/** A photograph one to six bits from that of another vehicle, or seven. */
export const alikePhoto: Trick = (context) => {
  const pair = twoRepairs(context);
  if (pair === null) return null;
  const [first, second] = pair;
  const kind = ['FAULT_PART', 'ODOMETER', 'VIN_PLATE'][second.number % 3];
  const source = first.photos.find((photo) => photo.kind === kind);
  const target = second.photos.find((photo) => photo.kind === kind);
  if (source === undefined || target === undefined) return null;
  const bits = context.nearMiss ? 7 : 1 + (second.number % 6);
  // the bits lie scattered over the whole hash, as they do when a picture is saved anew
  const mask = Array.from({ length: bits }, (_, index) => 1n << BigInt((index * 9 + second.number) % 64));
  const hash = mask.reduce((sum, bit) => sum ^ bit, BigInt(`0x${source.phash64}`));
  target.phash64 = hash.toString(16).padStart(16, '0');
  return pairOf(first, plant(context, second, { expected: ['A03'], fact: `a photograph ${String(bits)} bits apart` }));
};

/** Taken a minute more than a day before the work, or 20.1 km from it; the near misses to the minute and 19.9 km. */
export const photoElsewhere: Trick = (context) => {
  const repair = freshRepair(context);
  const photo = repair?.photos[3];
  if (repair === null || photo === undefined) return null;
  const isTime = repair.number % 2 === 0;
  if (isTime) photo.takenAtMs = repair.startAtMs - DAY_MS - (context.nearMiss ? 0 : MINUTE_MS);
  else {
    photo.lngMicro = repair.travel?.toLngMicro ?? repair.station.lngMicro;
    // along the meridian a degree has 111.195 km
    const km = context.nearMiss ? 19.9 : 20.1;
    photo.latMicro = (repair.travel?.toLatMicro ?? repair.station.latMicro) + Math.round((km / 111.195) * 1e6);
  }
  return plant(context, repair, { expected: ['A04'], fact: isTime ? 'taken the day before' : 'taken elsewhere' });
};

/** Due eight days ago and not here, or due seven days ago. */
export const oldPartOverdue: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  // engines are planted by a trick of their own
  if (repair === null || repair.group.className === 'ENGINE') return null;
  const days = context.nearMiss ? 7 : 8 + (repair.number % 30);
  const afterRows = (): void =>
    addOldPart(context.facts, repair, { dueDate: dateOf(context.facts.todayDay - days), status: 'TAGGED' });
  return plant(context, repair, { expected: ['O01'], fact: `old part due ${String(days)} days ago`, afterRows });
};

const BAD_RESULTS = ['WRONG_PART', 'NOT_FAULTY', 'TAMPERED'] as const;

/** The old part that came back was another one, without fault or tampered with; the near miss was packed badly. */
export const oldPartWrong: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  if (repair === null) return null;
  const inspectResult = context.nearMiss ? 'DAMAGED_BY_PACKING' : (BAD_RESULTS[repair.number % 3] ?? '');
  const received = { status: 'INSPECTED_BAD', receivedQtyMilli: 1000, inspector: '蒋国庆' };
  const afterRows = (): void => addOldPart(context.facts, repair, { ...received, inspectResult });
  return plant(context, repair, { expected: ['O02'], fact: `inspected: ${inspectResult}`, afterRows });
};

/** The old part's serial number came back on an earlier claim, or one that differs in its last letter. */
export const oldPartTwice: Trick = (context) => {
  const pair = twoRepairs(context, { finish: 'replace' });
  const [first, second] = pair ?? [];
  const part = second?.parts[0];
  if (first === undefined || second === undefined || part === undefined) return null;
  const serial = `J${String(first.number)}A`;
  part.oldSerial = context.nearMiss ? `J${String(first.number)}B` : serial;
  const received = { status: 'INSPECTED_OK', receivedQtyMilli: 1000, inspectResult: 'OK', inspector: '蒋国庆' };
  const afterRows = (): void => addOldPart(context.facts, first, { ...received, serial });
  return pairOf(first, plant(context, second, { expected: ['O03'], fact: `old part ${part.oldSerial}`, afterRows }));
};

/** The old part of an engine is still on its way, or has just been received. */
export const oldPartAwaited: Trick = (context) => {
  const engines = context.maker.masters.groups.filter((group) => group.className === 'ENGINE');
  const group = engines[context.day % engines.length];
  if (group === undefined) return null;
  const repair = freshRepair(context, { group, finish: 'replace' }, ({ model }) => group.lines.includes(model.line));
  if (repair?.parts[0] === undefined || !isCovered(repair, 'ENGINE')) return null;
  const received = { status: 'RECEIVED', receivedQtyMilli: 1000 };
  const afterRows = (): void => addOldPart(context.facts, repair, context.nearMiss ? received : { status: 'SHIPPED' });
  return plant(context, repair, { expected: ['O04'], fact: `old part of ${group.name}`, afterRows });
};

/** Fifteen days or fewer are left to claim from the supplier; the near miss has sixteen, or was claimed from him already. */
export const recoveryAwaited: Trick = (context) => {
  const { facts } = context;
  // between the last week and forty days ago nothing else is planted: nobody else fitted the part on that day
  const day = facts.todayDay - 10 - (context.day % 28);
  const repair = freshRepair({ ...context, day }, { finish: 'replace' });
  const causal = repair?.parts.find((part) => part.causal);
  if (repair === null || causal === undefined) return null;
  const isClaimed = context.nearMiss && repair.number % 2 === 0;
  const days = context.nearMiss && !isClaimed ? 16 : repair.number % 16;
  const finishDate = dateOf(repair.finishDay);
  facts.add('supplierRecoveryContract', {
    ...{ id: facts.ids.next(), supplierId: causal.part.supplierId, partId: causal.part.id, componentGroupId: null },
    ...{ months: null, kmLimit: null, startRule: 'FITTING', materialBasis: 'SUPPLY_PRICE', labourMode: 'NONE' },
    ...{ labourRateFenPerHour: 0, labourBp: 0, travelBp: 0, mgmtFeeBp: 0, oldPartRequired: 0 },
    ...{ claimWindowDays: facts.todayDay + days - repair.finishDay, responseDays: 30, silenceAccepts: 0 },
    ...{ monthlyFreePpm: null, validFromDate: finishDate, validToDate: finishDate },
  });
  const afterRows = (): void => addSupplierClaim(facts, repair.claimId, causal.part.supplierId);
  const fact = `${String(days)} days left${isClaimed ? ', claimed already' : ''}`;
  return plant(context, repair, { expected: ['F05'], fact, ...(isClaimed ? { afterRows } : {}) });
};

function addSupplierClaim(facts: DemoFacts, claimId: string, supplierId: string): void {
  const line = rowsOf(facts, 'claimLine', { claimId, isCausal: 1 })[0];
  if (line === undefined) throw new RangeError(`claim ${claimId} has no causal part`);
  const supplierClaimId = facts.ids.next();
  const amounts = { materialFen: 10_000, labourFen: 0, travelFen: 0, mgmtFeeFen: 0 };
  facts.add('supplierClaim', {
    ...{ id: supplierClaimId, no: `GS${supplierClaimId}`, supplierId, periodCode: '2026-11', ...amounts },
    ...{ totalFen: 10_000, sentAtMs: null, dueDate: null, response: null, acceptedFen: null, settleMode: null },
    status: 'DRAFT',
  });
  facts.add('supplierClaimLine', {
    ...{ id: facts.ids.next(), supplierClaimId, claimId, claimLineId: line.id, oldPartId: null },
    ...{ basis: 'SUPPLY_PRICE', ...amounts, liabilityBp: 10_000, acceptedFen: null },
  });
}
