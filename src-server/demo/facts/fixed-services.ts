import { dateOf, instantOf, MINUTE_MS } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import type { DemoCampaign } from './masters.ts';
import { contractRateFen, photosAtStation, rhu, type RepairCase } from './repair-case.ts';
import type { RepairMaker } from './repairs.ts';
import { termsOn } from './stations.ts';
import { mileageOn } from './vehicles.ts';

/** First services, deliveries, checks of school buses before a term, and the campaigns: honest, at fixed fees or by list. */
export function addFixedServices(facts: DemoFacts, maker: RepairMaker): RepairCase[] {
  const random = facts.random('fixed-services');
  const repairs: RepairCase[] = [];
  for (const vehicle of maker.masters.vehicles) {
    if (vehicle.status !== 'SOLD') continue;
    const serviceDay = vehicle.inServiceDay + random.int(30, 70);
    if (serviceDay > facts.firstDay && serviceDay < facts.todayDay && random.chance(420)) {
      push(
        repairs,
        fixed(maker, { vehicle, day: serviceDay, type: 'FIRST_SERVICE', feeFen: 20_000, text: '首次保养' }),
      );
    }
    if (vehicle.model.vinPart.startsWith('SCH') && random.chance(300)) {
      const day = random.int(facts.todayDay - 100, facts.todayDay - 20);
      push(repairs, fixed(maker, { vehicle, day, type: 'SEASON_CHECK', feeFen: 6000, text: '校车开学前检查' }));
    }
    const campaign = maker.masters.campaigns.find((candidate) => candidate.vehicleIds.has(vehicle.id));
    if (campaign !== undefined)
      addCampaignVehicle(facts, maker, {
        repairs,
        campaign,
        vehicle,
        done: random.chance(550),
        day: random.int(facts.firstDay + 5, facts.todayDay - 2),
      });
  }
  addDeliveryChecks(facts, maker, repairs);
  return repairs;
}

/** The check of a new vehicle before it is handed over, in its first days, before the customer has it. */
function addDeliveryChecks(facts: DemoFacts, maker: RepairMaker, repairs: RepairCase[]): void {
  const random = facts.random('delivery-checks');
  for (const vehicle of maker.masters.vehicles) {
    const day = vehicle.inServiceDay + 4;
    if (vehicle.status !== 'SOLD' || day <= facts.firstDay || day >= facts.todayDay || !random.chance(100)) continue;
    push(repairs, fixed(maker, { vehicle, day, type: 'PDI', feeFen: 10_000, text: '新车整备检查' }));
  }
}

function push(repairs: RepairCase[], repair: RepairCase | null): void {
  if (repair !== null) repairs.push(repair);
}

export interface FixedService {
  vehicle: RepairCase['vehicle'];
  day: number;
  type: RepairCase['type'];
  feeFen: number;
  text: string;
}

/** An honest repair made into work at a fixed fee; null where the vehicle cannot have it that day. */
export function fixed(maker: RepairMaker, service: FixedService): RepairCase | null {
  const repair = maker.repairOf(service.vehicle, service.day, null);
  if (repair === null || repair.engineer !== null) return null;
  const technician = repair.labour[0]?.technician ?? '';
  Object.assign(repair, {
    type: service.type,
    parts: [],
    travel: null,
    place: 'SHOP',
    preauthorised: false,
    complaintText: service.text,
    complaintCode: '',
    causeCode: '',
    actionCode: 'ADJUST',
    failureDay: service.day,
    responsibility: 'MAKER',
    labour: [
      {
        operation: null,
        description: service.text,
        hoursCenti: 100,
        rateFen: 0,
        claimedFen: service.feeFen,
        technician,
      },
    ],
  });
  repair.photos = maker.photosOf(repair).slice(0, 3);
  return repair;
}

interface CampaignVisit {
  repairs: RepairCase[];
  campaign: DemoCampaign;
  vehicle: RepairCase['vehicle'];
  done: boolean;
  day: number;
}

function addCampaignVehicle(facts: DemoFacts, maker: RepairMaker, visit: CampaignVisit): void {
  const repair = visit.done ? campaignRepair(maker, visit) : null;
  push(visit.repairs, repair);
  facts.add('campaignVehicle', {
    id: facts.ids.next(),
    campaignId: visit.campaign.id,
    vehicleId: visit.vehicle.id,
    status: repair === null ? 'OPEN' : 'DONE',
    doneClaimId: repair?.claimId ?? null,
    doneDate: repair === null ? null : dateOf(repair.finishDay),
  });
}

function campaignRepair(maker: RepairMaker, visit: CampaignVisit): RepairCase | null {
  const repair = maker.repairOf(visit.vehicle, visit.day, { group: visit.campaign.operation.group });
  if (repair === null || repair.engineer !== null) return null;
  const { operation } = visit.campaign;
  const rateFen = contractRateFen(visit.vehicle.model.line, termsOn(repair.station, dateOf(visit.day)).grade);
  const technician = repair.labour[0]?.technician ?? '';
  const hoursCenti = operation.stdHoursCenti;
  Object.assign(repair, {
    type: 'CAMPAIGN',
    campaignId: visit.campaign.id,
    parts: [],
    photos: photosAtStation(repair),
    travel: null,
    place: 'SHOP',
    preauthorised: false,
    actionCode: 'REPLACE',
    complaintText: visit.campaign.title,
    mileageKm: mileageOn(visit.vehicle, visit.day),
    labour: [
      {
        operation,
        description: operation.name,
        hoursCenti,
        rateFen,
        claimedFen: rhu(hoursCenti * rateFen, 100),
        technician,
      },
    ],
  });
  repair.finishAtMs = Math.min(repair.startAtMs + hoursCenti * 36_000, instantOf(visit.day, 1410));
  repair.submittedAtMs = Math.max(repair.submittedAtMs, repair.finishAtMs + MINUTE_MS);
  return repair;
}
