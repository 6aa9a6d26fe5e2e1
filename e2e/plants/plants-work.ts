import { dateOf, HOUR_MS, MINUTE_MS } from '../../src-server/demo/facts/demo-calendar.ts';
import { distanceKm } from '../../src-server/demo/facts/names/cities.ts';
import type { Trick } from '../../src-server/demo/facts/planter.ts';
import type { CasePart } from '../../src-server/demo/facts/repair-case.ts';
import { takeTime } from '../../src-server/demo/facts/tricks-evidence.ts';
import { DEAR_FEN, fieldRepair, freshRepair, pairOf, placeOnTheWay, plant, rowsOf, twoRepairs } from './plant.ts';

/** Plants with labour, parts and trips: L04, L05, L07, P01–P03, P06–P08, T02–T04, T06. */

/** A technician with a hundredth more than twelve hours on one day, or with twelve. */
export const longDay: Trick = (context) => {
  const pair = twoRepairs(context);
  if (pair === null || pair.some((repair) => repair.labour.length === 0)) return null;
  const [first, second] = pair;
  const technician = `${first.labour[0]?.technician ?? ''}${String(first.number)}`;
  for (const line of pair.flatMap((repair) => repair.labour)) line.technician = technician;
  const ownCenti = second.labour.reduce((sum, line) => sum + line.hoursCenti, 0);
  if (ownCenti > 1000) return null;
  const afterRows = (): void => {
    const [row, ...others] = rowsOf(context.facts, 'workOrderLabour', { workOrderId: first.workOrderId });
    for (const other of others) other.hoursCenti = 0;
    if (row !== undefined)
      row.hoursCenti = 1200 - ownCenti + (context.nearMiss ? 0 : 1 + (first.number % Math.min(50, ownCenti)));
  };
  return pairOf(first, plant(context, second, { expected: ['L04'], fact: `the day of ${technician}`, afterRows }));
};

/** Finished a second before three tenths of the standard hours were over, or on the second. */
export const tooFast: Trick = (context) => {
  const repair = freshRepair(context);
  const hoursCenti = repair?.labour.reduce((sum, line) => sum + (line.operation?.stdHoursCenti ?? 0), 0) ?? 0;
  if (repair === null || hoursCenti === 0) return null;
  repair.finishAtMs = repair.startAtMs + hoursCenti * 10_800 - (context.nearMiss ? 0 : 1000);
  return plant(context, repair, { expected: ['L05'], fact: `${String(hoursCenti)} standard hundredths in no time` });
};

/** Labour that is in no catalogue, a hundredth over one hour, or one hour. */
export const unknownLabour: Trick = (context) => {
  const repair = freshRepair(context);
  const main = repair?.labour[0];
  if (repair === null || main === undefined) return null;
  const hoursCenti = context.nearMiss ? 100 : 101 + (repair.number % 80);
  const { rateFen, technician } = main;
  const claimedFen = Math.floor((hoursCenti * rateFen) / 100);
  repair.labour.push({ operation: null, description: '清理线束', hoursCenti, rateFen, claimedFen, technician });
  takeTime(repair);
  return plant(context, repair, { expected: ['L07'], fact: `${String(hoursCenti)} hundredths of unknown labour` });
};

/** One piece more than the vehicle has, or as many as it has. */
export const tooManyPieces: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined) return null;
  part.qty = part.part.kind.maxQty + (context.nearMiss ? 0 : 1);
  if (part.part.issueFen * part.qty > DEAR_FEN) return null;
  const fact = `${String(part.qty)} pieces, a vehicle has ${String(part.part.kind.maxQty)}`;
  return plant(context, repair, { expected: ['P01'], fact });
};

/** A part listed for the model until the day before the repair, or until that day. */
export const partOfOtherModel: Trick = (context) => {
  const { facts, maker } = context;
  const repair = freshRepair(context, { finish: 'replace' });
  if (repair === null) return null;
  const { model, vin, id: vehicleId } = repair.vehicle;
  const strange = maker.masters.parts.filter((part) => part.series !== model.series && part.series !== null);
  const part = strange.find((each) => each.group === repair.group && !each.kind.wear && !each.kind.serialised);
  if (part === undefined || vehicleId === '') return null;
  facts.add('partApplicability', {
    id: facts.ids.next(),
    ...{ partId: part.id, modelId: model.id, vinFrom: vin, vinTo: vin, validFromDate: '2010-01-01' },
    validToDate: dateOf(repair.finishDay - (context.nearMiss ? 0 : 1)),
  });
  repair.parts.push(fromStock({ part, qty: 1, unitFen: part.issueFen, causal: false }));
  return plant(context, repair, { expected: ['P02'], fact: `${part.partNo} on another model` });
};

function fromStock(part: Pick<CasePart, 'part' | 'qty' | 'unitFen' | 'causal'>): CasePart {
  return { ...part, supplyMode: 'STATION_STOCK', issueDoc: null, oldSerial: null, newSerial: null };
}

/** The cause of another assembly; the near miss has only the complaint of another one. */
export const partOfOtherFault: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  if (repair === null || repair.causeCode === '') return null;
  const { faults, groups } = context.maker.masters;
  const other = groups.find((group) => group !== repair.group && faults.causes.has(group.code));
  if (other === undefined) return null;
  if (context.nearMiss) repair.complaintCode = faults.complaints.get(other.code)?.[0] ?? '';
  else repair.causeCode = faults.causes.get(other.code)?.[0] ?? '';
  return plant(context, repair, { expected: ['P03'], fact: `fault of ${other.name} on ${repair.group.name}` });
};

/** The serial number of a part that was fitted to another vehicle before, or one that differs in its last letter. */
export const serialFitted: Trick = (context) => {
  const pair = twoRepairs(
    { ...context, day: Math.min(context.day, context.facts.todayDay - 3) },
    { finish: 'replace' },
  );
  const [first, second] = pair ?? [];
  const [part, later] = [first?.parts[0], second?.parts[0]];
  if (first === undefined || second === undefined || part === undefined || later === undefined) return null;
  if (first.finishAtMs >= second.finishAtMs) return null;
  part.newSerial = `S${String(first.number)}XA`;
  later.newSerial = context.nearMiss ? `S${String(first.number)}XB` : part.newSerial;
  return pairOf(first, plant(context, second, { expected: ['P06'], fact: `new part ${later.newSerial}` }));
};

/** Bought without an invoice, or a fen above 120 % of the list; the near miss has the invoice and 120 %. */
export const localBuy: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined) return null;
  const limitFen = Math.floor((part.part.issueFen * 12) / 10);
  const isDear = repair.number % 2 === 0;
  part.supplyMode = 'LOCAL_BUY';
  part.issueDoc = null;
  repair.photos = context.maker.photosOf(repair);
  if (!context.nearMiss && !isDear) {
    repair.photos = repair.photos.filter((photo) => photo.kind !== 'INVOICE');
    return plant(context, repair, { expected: ['P08'], fact: 'bought locally, no invoice' });
  }
  part.unitFen = limitFen + (context.nearMiss ? 0 : 1);
  // a price above the list is cut as well, whoever sold the part
  const fact = `bought at ${String(part.unitFen)}, list ${String(part.part.issueFen)}`;
  const [planted] = plant(context, repair, { expected: ['P08'], fact });
  return planted === undefined ? null : [{ ...planted, expected: [...planted.expected, 'P05'] }];
};

/** Went out ten metres farther than the station's radius although another one is nearer; the near miss ten metres less. */
export const tooFarOut: Trick = (context) => {
  const repair = fieldRepair(context);
  if (repair?.travel === undefined || repair.travel === null) return null;
  const { station, vehicle, travel } = repair;
  const row = rowsOf(context.facts, 'station', { id: station.id })[0];
  const radiusKm = row?.serviceRadiusKm ?? 0;
  const nearer = context.maker.masters.stations.find((other) => {
    const km = distanceKm(station.latMicro, station.lngMicro, other.latMicro, other.lngMicro);
    const isNearer = km > radiusKm + 1 && km < 2 * radiusKm - 1;
    return isNearer && other.status === 'ACTIVE' && other.lines.includes(vehicle.model.line);
  });
  if (nearer === undefined) return null;
  const place = placeOnTheWay(station, nearer, radiusKm + (context.nearMiss ? -0.01 : 0.01));
  Object.assign(travel, { toLatMicro: place.latMicro, toLngMicro: place.lngMicro, routeKm: radiusKm * 3 });
  travel.km = travel.routeKm;
  repair.photos = context.maker.photosOf(repair);
  return plant(context, repair, { expected: ['T02'], fact: `${nearer.name} is nearer, radius ${String(radiusKm)} km` });
};

/** Went out without a dispatch, or with one that never arrived; the near miss arrived. */
export const undispatched: Trick = (context) => {
  const repair = fieldRepair(context);
  if (repair === null) return null;
  const { requestId } = repair;
  if (context.nearMiss) return plant(context, repair, { expected: [], fact: 'dispatched and arrived' });
  if (repair.number % 2 === 0) {
    repair.dispatched = false;
    return plant(context, repair, { expected: ['T03'], fact: 'went out without a dispatch' });
  }
  const afterRows = (): void => {
    for (const row of rowsOf(context.facts, 'dispatch', { requestId })) row.arrivedAtMs = null;
  };
  return plant(context, repair, { expected: ['T03'], fact: 'nobody noted the arrival', afterRows });
};

/** Two trips of one station, the second begun a minute before the first was over, or with its end. */
export const sharedTrip: Trick = (context) => {
  const first = fieldRepair(context);
  if (first?.travel === undefined || first.travel === null) return null;
  const second = freshRepair(
    context,
    { station: first.station },
    ({ model }) => model.line === first.vehicle.model.line,
  );
  if (second === null || second.travel !== null) return null;
  Object.assign(second, { travel: { ...first.travel }, place: 'FIELD' });
  second.photos = context.maker.photosOf(second);
  second.submittedAtMs = Math.max(second.submittedAtMs, first.submittedAtMs + MINUTE_MS);
  const afterRows = (): void => {
    const [one] = rowsOf(context.facts, 'workOrderTravel', { workOrderId: first.workOrderId });
    const [other] = rowsOf(context.facts, 'workOrderTravel', { workOrderId: second.workOrderId });
    if (one === undefined || other === undefined) return;
    other.departAtMs = (one.returnAtMs ?? 0) - (context.nearMiss ? 0 : MINUTE_MS);
    other.returnAtMs = other.departAtMs + 3 * HOUR_MS;
  };
  return pairOf(first, plant(context, second, { expected: ['T04'], fact: 'one trip for two vehicles', afterRows }));
};

/** Receipts a fen short of the toll, or one taken two hours and a minute after the trip; the near miss two hours after. */
export const tollWithoutReceipt: Trick = (context) => {
  const repair = fieldRepair(context);
  if (repair?.travel === undefined || repair.travel === null) return null;
  const { claimId, travel } = repair;
  travel.tollFen = 3500;
  const isShort = !context.nearMiss && repair.number % 2 === 0;
  const driveMs = Math.round((travel.routeKm / 2 / 60) * HOUR_MS);
  const [photo] = repair.photos;
  const takenAtMs = repair.finishAtMs + driveMs + 2 * HOUR_MS + (context.nearMiss || isShort ? 0 : MINUTE_MS);
  if (photo !== undefined) {
    const own = {
      sha256: context.facts.random(claimId).hex(64),
      phash64: context.facts.random(`${claimId}/p`).hex(16),
    };
    repair.photos.push({ ...photo, ...own, kind: 'TOLL', takenAtMs });
  }
  const afterRows = (): void => {
    for (const line of rowsOf(context.facts, 'claimLine', { claimId, costType: 'TRAVEL' })) {
      line.detailJson = JSON.stringify({ ...JSON.parse(line.detailJson ?? '{}'), tollReceiptFen: 3499 });
    }
  };
  const fact = isShort ? 'receipts a fen short' : `receipt at ${String(takenAtMs)}`;
  return plant(context, repair, { expected: ['T06'], fact, ...(isShort ? { afterRows } : {}) });
};
