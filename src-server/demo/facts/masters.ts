import { addFaultCodes, addOperations, type DemoFaults, type DemoOperation } from './catalogue.ts';
import { dateOf } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import { personName, mobilePhone } from './names/words.ts';
import { addParts, type DemoPart } from './parts.ts';
import { addCalendar, addPolicies, addSamplePlan } from './policies.ts';
import { addComponentGroups, addModels, type DemoGroup, type DemoModel } from './products.ts';
import {
  addCustomers,
  addRegions,
  addStations,
  type DemoCustomer,
  type DemoRegion,
  type DemoStation,
} from './stations.ts';
import { addUsers, type DemoEngineer, type DemoUser } from './users.ts';
import { addVehicles, type DemoVehicle } from './vehicles.ts';

/** Everything that stands before the first repair of the year. */
export interface DemoMasters {
  regions: DemoRegion[];
  models: DemoModel[];
  groups: DemoGroup[];
  parts: DemoPart[];
  partsByGroupSeries: Map<string, DemoPart[]>;
  operations: DemoOperation[];
  operationsByGroupLine: Map<string, DemoOperation[]>;
  faults: DemoFaults;
  customers: DemoCustomer[];
  stations: DemoStation[];
  engineers: DemoEngineer[];
  users: DemoUser[];
  vehicles: DemoVehicle[];
  campaigns: DemoCampaign[];
}

export interface DemoCampaign {
  id: string;
  title: string;
  operation: DemoOperation;
  vehicleIds: Set<string>;
}

const ENGINEER_COUNT = 70;

export function addMasters(facts: DemoFacts): DemoMasters {
  const regions = addRegions(facts);
  const models = addModels(facts);
  const groups = addComponentGroups(facts);
  const parts = addParts(facts, groups, models);
  const operations = addOperations(facts, groups, models);
  const faults = addFaultCodes(facts, groups);
  addPolicies(facts, new Map(facts.rows('componentGroup').map((row) => [row.code, row.id])));
  addCalendar(facts);
  addSamplePlan(facts);
  const customers = addCustomers(facts, regions);
  const stations = addStations(facts, regions, customers);
  const engineers = addEngineers(facts, stations);
  const users = addUsers(facts, regions, stations, engineers);
  const vehicles = addVehicles(facts, models, customers);
  const campaigns = addCampaigns(facts, operations, vehicles);
  return {
    regions,
    models,
    groups,
    parts,
    partsByGroupSeries: grouped(parts, (part) => `${part.group.code}/${part.series ?? ''}`),
    operations,
    operationsByGroupLine: grouped(operations, (operation) => `${operation.group.code}/${operation.line}`),
    faults,
    customers,
    stations,
    engineers,
    users,
    vehicles,
    campaigns,
  };
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [item]);
    else list.push(item);
  }
  return groups;
}

function addEngineers(facts: DemoFacts, stations: DemoStation[]): DemoEngineer[] {
  const random = facts.random('engineers');
  const own = stations.filter((station) => station.type === 'OWN' && station.status === 'ACTIVE');
  return Array.from({ length: ENGINEER_COUNT }, (_, index) => {
    const baseStation = own[index % own.length] ?? random.pick(stations);
    const engineer = {
      id: facts.ids.next(),
      empNo: `FWY${String(index + 1).padStart(3, '0')}`,
      name: personName(random),
      region: baseStation.region,
      baseStation,
    };
    facts.add('engineer', {
      id: engineer.id,
      empNo: engineer.empNo,
      name: engineer.name,
      regionId: engineer.region.id,
      skills: random.pick(['COACH', 'TRUCK', 'COACH,TRUCK', 'COACH,NEV']),
      status: 'ACTIVE',
      phone: mobilePhone(random),
      baseStationId: baseStation.id,
    });
    return engineer;
  });
}

const CAMPAIGNS = [
  ['JG-01', '空调高压管路防磨改进', 'RETROFIT', 'K-C10-10R', 'HT6120', 150],
  ['JG-02', '转向直拉杆球头更换', 'SAFETY', 'K-S10-04R', 'HT6108', 160],
  ['JG-03', '驾驶室翻转油缸更换', 'SERVICE', 'H-Y30-01R', 'HK4250', 170],
] as const;

function addCampaigns(facts: DemoFacts, operations: DemoOperation[], vehicles: DemoVehicle[]): DemoCampaign[] {
  return CAMPAIGNS.flatMap(([code, title, type, opCode, series, oldestDays]) => {
    const operation = operations.find((candidate) => candidate.code === opCode);
    if (operation === undefined) return [];
    const id = facts.ids.next();
    const validity = { validFromDate: dateOf(facts.firstDay - 30), validToDate: dateOf(facts.todayDay + 365) };
    facts.add('campaign', {
      id,
      code,
      title,
      type,
      fixedFeeFen: null,
      ...validity,
      funding: 'MAKER',
      supplierId: null,
    });
    facts.add('operationAddOn', { id: facts.ids.next(), opId: operation.id, campaignId: id, ...validity, note: title });
    const chosen = vehicles.filter(
      (vehicle) =>
        vehicle.status === 'SOLD' && vehicle.model.series === series && vehicle.saleDay < facts.todayDay - oldestDays,
    );
    return [{ id, title, operation, vehicleIds: new Set(chosen.map((vehicle) => vehicle.id)) }];
  });
}
