import type { DocumentTools } from './case-rows.ts';
import { HOUR_MS, instantOf, MINUTE_MS, yearMonthOf } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import type { DemoMasters } from './masters.ts';
import { personName } from './names/words.ts';
import { mileageOn } from './vehicles.ts';

const OPEN_REQUESTS = 48;
/** What becomes of the requests of the last hours: the newest wait, the next are under way, the oldest in the shop. */
const STEPS = ['NEW', 'NEW', 'DISPATCHED', 'ACCEPTED', 'OPEN', 'WAIT_PARTS', 'FINISHED', 'OPEN'] as const;

/** Requests and work orders of the last two days that no claim has come from yet. */
export function addOpenWork(facts: DemoFacts, masters: DemoMasters, tools: DocumentTools): void {
  const { random } = tools;
  const sold = masters.vehicles.filter((vehicle) => vehicle.status === 'SOLD');
  const stations = masters.stations.filter((station) => station.status === 'ACTIVE');
  const count = Math.max(8, Math.round(OPEN_REQUESTS * facts.options.scale));
  for (let index = 0; index < count; index += 1) {
    const vehicle = random.pick(sold);
    const inRegion = stations.filter((station) => station.region.code === vehicle.customer?.region.code);
    const station = random.pick(inRegion.length > 0 ? inRegion : stations);
    const step = STEPS[index % STEPS.length] ?? 'NEW';
    const reportedAtMs = instantOf(facts.todayDay, 0) - random.int(20, 40 * 60) * MINUTE_MS;
    const group = random.pick(masters.groups.filter((candidate) => candidate.lines.includes(vehicle.model.line)));
    const complaintText = random.pick(group.complaints);
    const requestId = facts.ids.next();
    const isInShop = !['NEW', 'DISPATCHED', 'ACCEPTED'].includes(step);
    facts.add('repairRequest', {
      id: requestId,
      no: tools.numbers.next(
        'request',
        'BX',
        step === 'NEW' ? 'ZB' : station.shortCode,
        yearMonthOf(facts.todayDay - 1),
      ),
      stationId: step === 'NEW' ? null : station.id,
      stationRef: null,
      reportedAtMs,
      channel: random.pick(['PHONE', 'STATION']),
      caller: personName(random),
      phone: vehicle.customer?.phone ?? null,
      vehicleId: vehicle.id,
      vinText: vehicle.vin,
      plateNo: vehicle.plateNo,
      mileageClaimedKm: mileageOn(vehicle, facts.todayDay - 1),
      locationText: `${station.city.province}${station.city.name}`,
      latMicro: station.latMicro + random.int(-200_000, 200_000),
      lngMicro: station.lngMicro + random.int(-200_000, 200_000),
      complaintCode: masters.faults.complaints.get(group.code)?.[0] ?? null,
      complaintText,
      breakdown: random.chance(350) ? 1 : 0,
      passengers: null,
      warrantyPrecheckJson: null,
      status: isInShop ? 'ACCEPTED' : step,
      mergedIntoId: null,
      regionId: station.region.id,
    });
    if (step === 'NEW') continue;
    addOpenDispatch(facts, { requestId, stationId: station.id, reportedAtMs, step });
    if (!isInShop) continue;
    facts.add('workOrder', {
      id: facts.ids.next(),
      no: tools.numbers.next('workOrder', 'WX', station.shortCode, yearMonthOf(facts.todayDay)),
      stationRef: null,
      requestId,
      stationId: station.id,
      engineerId: null,
      vehicleId: vehicle.id,
      vinText: vehicle.vin,
      plateNo: vehicle.plateNo,
      engineNo: vehicle.engineNo,
      mileageInKm: mileageOn(vehicle, facts.todayDay - 1),
      mileageOutKm: null,
      inAtMs: reportedAtMs + 3 * HOUR_MS,
      startAtMs: reportedAtMs + 4 * HOUR_MS,
      finishAtMs: step === 'FINISHED' ? reportedAtMs + 6 * HOUR_MS : null,
      outAtMs: null,
      place: 'SHOP',
      complaintCode: masters.faults.complaints.get(group.code)?.[0] ?? null,
      causeCode: null,
      actionCode: null,
      complaintText,
      technician: station.technicians[0] ?? null,
      customerSigned: step === 'FINISHED' ? 1 : 0,
      payType: random.chance(150) ? 'PAID' : 'WARRANTY',
      status: step,
      regionId: station.region.id,
    });
  }
}

function addOpenDispatch(
  facts: DemoFacts,
  input: { requestId: string; stationId: string; reportedAtMs: number; step: string },
): void {
  const accepted = input.step !== 'DISPATCHED';
  const arrived = accepted && input.step !== 'ACCEPTED';
  facts.add('dispatch', {
    id: facts.ids.next(),
    requestId: input.requestId,
    targetType: 'STATION',
    targetId: input.stationId,
    dispatchedAtMs: input.reportedAtMs + 10 * MINUTE_MS,
    dispatchedBy: null,
    acceptedAtMs: accepted ? input.reportedAtMs + 25 * MINUTE_MS : null,
    refusedReason: null,
    etaAtMs: input.reportedAtMs + 3 * HOUR_MS,
    arrivedAtMs: arrived ? input.reportedAtMs + 3 * HOUR_MS : null,
    arriveLatMicro: null,
    arriveLngMicro: null,
    status: arrived ? 'ARRIVED' : accepted ? 'ACCEPTED' : 'SENT',
  });
}
