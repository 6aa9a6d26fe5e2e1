import type { Trick } from '../../src-server/demo/facts/planter.ts';
import { kilometres } from '../reference/reference-facts.ts';
import { serialFitted } from './plants-work.ts';
import { datedBack } from './plants-vehicle.ts';
import { DEAR_FEN, fieldRepair, freshRepair, plant, rowsOf } from './plant.ts';

/** Plants with papers that are missing or say something else: P04, P06, T01, T03, W07. */

/**
 * A part claimed as issued free: without a document, on an order that does not name it, a thousandth of a piece beyond the
 * document, or by a document for another station or another vehicle. The near miss has a document over exactly the quantity.
 */
export const notIssued: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined || part.part.issueFen * part.qty > DEAR_FEN) return null;
  const { facts } = context;
  const { workOrderId, number, station } = repair;
  const issueDoc = `LL${String(number)}`;
  Object.assign(part, { supplyMode: 'FREE_ISSUE', unitFen: part.part.issueFen, issueDoc });
  if (context.nearMiss) return plant(context, repair, { expected: [], fact: `issued by ${issueDoc}` });
  const kinds: readonly (readonly [string, () => void])[] = [
    [
      'no document',
      () => rowsOf(facts, 'workOrderPart', { workOrderId, issueDoc }).forEach((row) => (row.issueDoc = null)),
    ],
    [
      'an order that does not name the part',
      () => {
        const rows = facts.rows('workOrderPart');
        rows.splice(
          rows.findIndex((row) => row.workOrderId === workOrderId && row.issueDoc === issueDoc),
          1,
        );
      },
    ],
    ['a thousandth beyond the document', () => change({ qtyMilli: part.qty * 1000 - 1 })],
    ['a document for another station', () => change({ partnerCode: `${station.code}X` })],
    ['a document for another vehicle', () => change({ vin: 'LXCBUS7B4D1000345' })],
  ];
  const change = (to: object): void =>
    rowsOf(facts, 'erpDocumentLine', { docNo: issueDoc }).forEach((row) => Object.assign(row, to));
  const [fact, afterRows] = kinds[number % kinds.length] ?? ['', () => undefined];
  return plant(context, repair, { expected: ['P04'], fact, afterRows });
};

/** A serial number that was fitted before, or that no document of the ERP knows. */
export const serialNotGenuine: Trick = (context) => {
  if (context.day % 2 === 0 || context.nearMiss) return serialFitted(context);
  const repair = freshRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined) return null;
  const newSerial = `N${String(repair.number)}`;
  part.newSerial = newSerial;
  const afterRows = (): void =>
    rowsOf(context.facts, 'erpDocumentLine', { serialNo: newSerial }).forEach(
      (row) => (row.serialNo = `${newSerial}B`),
    );
  return plant(context, repair, { expected: ['P06'], fact: `${newSerial} was never shipped`, afterRows });
};

/**
 * A kilometre and more over the route that was dispatched; or nobody measured one, the station states a long one of its own,
 * and it is a kilometre over what the coordinates say. The near miss claims the last kilometre that is allowed.
 */
export const overRoute: Trick = (context) => {
  const repair = fieldRepair(context);
  if (repair?.travel === undefined || repair.travel === null) return null;
  const { travel, station, requestId, claimId, number } = repair;
  const isEstimate = number % 2 === 0;
  const metres = Math.round(1000 * kilometres(station, { latMicro: travel.toLatMicro, lngMicro: travel.toLngMicro }));
  const routeKm = isEstimate ? Math.round((metres * 2 * 1.3) / 1000) : travel.routeKm;
  travel.km = Math.floor((routeKm * 11) / 10) + (context.nearMiss ? 0 : 1 + (number % 40));
  const afterRows = (): void => {
    if (!isEstimate) return;
    for (const row of rowsOf(context.facts, 'dispatch', { requestId })) row.routeKm = null;
    for (const line of rowsOf(context.facts, 'claimLine', { claimId, costType: 'TRAVEL' })) {
      line.detailJson = JSON.stringify({ ...JSON.parse(line.detailJson ?? '{}'), routeKm: travel.km });
    }
  };
  const fact = `${String(travel.km)} km, ${isEstimate ? 'by the map' : 'dispatched'} ${String(routeKm)}`;
  return plant(context, repair, { expected: ['T01'], fact, afterRows });
};

/** The order stands without a request: nobody reported the fault, and nobody was sent. */
export const unasked: Trick = (context) => {
  if (context.nearMiss || context.day % 2 === 0) return datedBack(context);
  const repair = freshRepair(context);
  if (repair === null) return null;
  const afterRows = (): void =>
    rowsOf(context.facts, 'workOrder', { id: repair.workOrderId }).forEach((row) => (row.requestId = null));
  const expected = repair.travel === null ? ['W07'] : ['T03', 'W07'];
  return plant(context, repair, { expected, fact: 'no request behind the order', afterRows });
};
