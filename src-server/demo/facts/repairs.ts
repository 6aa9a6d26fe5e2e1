import { DIAGNOSIS_GROUP, type DemoOperation } from './catalogue.ts';
import { dateOf, DAY_MS, HOUR_MS, instantOf, isHoliday, MINUTE_MS, weekdayOf } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import { grouped, type DemoMasters } from './masters.ts';
import { distanceKm } from './names/cities.ts';
import { fits, type DemoPart } from './parts.ts';
import { coverageOf } from './policies.ts';
import type { DemoGroup } from './products.ts';
import type { DemoRandom } from './random.ts';
import {
  contractRateFen,
  rhu,
  type CasePart,
  type CasePhoto,
  type CaseTravel,
  type RepairCase,
} from './repair-case.ts';
import { termsOn, type DemoStation } from './stations.ts';
import { firstDayOut, mileageOn, type DemoVehicle } from './vehicles.ts';

/** Honest repairs of one vehicle are at least this many days apart, and the same work or part does not come back sooner. */
const VISIT_GAP_DAYS = 7;
const SAME_WORK_GAP_DAYS = 100;
const CLAIMS_PER_DAY = 37;

/** Makes the honest repairs of the year and remembers what each vehicle and station did, so that nothing collides by accident. */
export class RepairMaker {
  readonly facts: DemoFacts;
  readonly masters: DemoMasters;
  readonly random: DemoRandom;
  private readonly stationsByRegionLine: Map<string, (readonly [DemoStation, number])[]>;
  private readonly hostStations: Map<string, DemoStation>;
  private readonly visits = new Map<string, number[]>();
  private readonly works = new Map<string, number[]>();
  private readonly technicianHours = new Map<string, number>();
  private readonly trips = new Set<string>();
  private count = 0;

  constructor(facts: DemoFacts, masters: DemoMasters, subject = 'repairs') {
    this.facts = facts;
    this.masters = masters;
    this.random = facts.random(subject);
    const open = masters.stations.filter((station) => station.status === 'ACTIVE');
    const weighted = open.flatMap((station) => station.lines.map((line) => ({ line, station })));
    this.stationsByRegionLine = new Map(
      [...grouped(weighted, ({ line, station }) => `${station.region.code}/${line}`)].map(([key, items]) => [
        key,
        items.map(({ station }) => [station, station.busyness] as const),
      ]),
    );
    this.hostStations = new Map(
      open.flatMap((station) =>
        station.hostedCustomer === null ? [] : [[station.hostedCustomer.id, station] as const],
      ),
    );
  }

  /** The honest repairs of every day of the year, fewer at weekends and holidays. */
  make(): RepairCase[] {
    const cases: RepairCase[] = [];
    const vehicles = this.masters.vehicles.filter((vehicle) => vehicle.status === 'SOLD');
    for (let day = this.facts.firstDay; day < this.facts.todayDay; day += 1) {
      const quiet = isHoliday(day) ? 55 : weekdayOf(day) === 0 ? 70 : weekdayOf(day) === 6 ? 85 : 110;
      const wanted = Math.round(
        (CLAIMS_PER_DAY * this.facts.options.scale * quiet * this.random.int(80, 120)) / 10_000,
      );
      for (let index = 0; index < wanted; index += 1) {
        const vehicle = this.random.pick(vehicles);
        const repair = this.repairOf(vehicle, day, null);
        if (repair !== null) cases.push(repair);
      }
    }
    return cases;
  }

  nextNumber(): number {
    this.count += 1;
    return this.count;
  }

  isFree(vehicle: DemoVehicle, day: number, gapDays: number): boolean {
    return (this.visits.get(vehicle.id) ?? []).every((visit) => Math.abs(visit - day) >= gapDays);
  }

  /** An honest repair of this vehicle finished on this day, or null when nothing fits; `wanted` narrows the assembly or station. */
  repairOf(
    vehicle: DemoVehicle,
    day: number,
    wanted: { group?: DemoGroup; station?: DemoStation; finish?: 'replace' } | null,
  ): RepairCase | null {
    if (vehicle.inServiceDay + 3 >= day || !this.isFree(vehicle, day, VISIT_GAP_DAYS)) return null;
    const station = wanted?.station ?? this.stationFor(vehicle, day);
    const group = wanted?.group ?? this.groupFor(vehicle, day);
    if (station === null || group === null) return null;
    const operation = this.operationFor(vehicle, { group, day, replaceOnly: wanted?.finish === 'replace' });
    if (operation === null) return null;
    const parts = this.partsFor(vehicle, operation, day);
    if (parts === null) return null;
    this.remember(vehicle, day, [operation.id, ...parts.map((part) => part.part.id)]);
    return this.build({ vehicle, day, station, group, operation, parts });
  }

  remember(vehicle: DemoVehicle, day: number, works: readonly string[]): void {
    const visits = this.visits.get(vehicle.id);
    if (visits === undefined) this.visits.set(vehicle.id, [day]);
    else visits.push(day);
    for (const work of works) {
      const key = `${vehicle.id}/${work}`;
      this.works.set(key, [...(this.works.get(key) ?? []), day]);
    }
  }

  private isNewWork(vehicle: DemoVehicle, work: string, day: number): boolean {
    const days = this.works.get(`${vehicle.id}/${work}`) ?? [];
    return days.every((other) => Math.abs(day - other) > SAME_WORK_GAP_DAYS);
  }

  private stationFor(vehicle: DemoVehicle, day: number): DemoStation | null {
    const date = dateOf(day);
    const host = vehicle.customer === null ? undefined : this.hostStations.get(vehicle.customer.id);
    const own = host?.lines.includes(vehicle.model.line) === true && this.random.chance(600) ? host : undefined;
    const region = vehicle.customer?.region.code ?? '1';
    const regionCode = this.random.chance(60) ? String(this.random.int(1, 7)) : region;
    const candidates = this.stationsByRegionLine.get(`${regionCode}/${vehicle.model.line}`) ?? [];
    const station = own ?? (candidates.length === 0 ? undefined : this.random.weighted(candidates));
    if (station === undefined) return null;
    const terms = termsOn(station, date);
    return terms.contractFromDate <= date && date <= terms.contractToDate ? station : null;
  }

  /** An assembly of the vehicle that is still covered on that day, by date and by distance. */
  groupFor(vehicle: DemoVehicle, day: number): DemoGroup | null {
    const summer = [5, 6, 7, 8].includes(Number(dateOf(day).slice(5, 7)));
    const km = mileageOn(vehicle, day);
    const candidates = this.masters.groups.flatMap((group) => {
      const coverage = coverageOf(vehicle.model.line, group.className);
      const covered = day < firstDayOut(vehicle, coverage.months) && km <= coverage.kmLimit;
      if (group.className === 'WEAR' || !fits(group, [vehicle.model]) || !covered) return [];
      const weight =
        group.className === 'AC'
          ? summer
            ? 14
            : 3
          : group.className === 'ELEC'
            ? 8
            : group.className === 'ENGINE'
              ? 6
              : 5;
      return [[group, weight] as const];
    });
    return candidates.length === 0 ? null : this.random.weighted(candidates);
  }

  private operationFor(
    vehicle: DemoVehicle,
    want: { group: DemoGroup; day: number; replaceOnly: boolean },
  ): DemoOperation | null {
    const operations = (
      this.masters.operationsByGroupLine.get(`${want.group.code}/${vehicle.model.line}`) ?? []
    ).flatMap((operation) => {
      const kind = want.group.kinds.find((candidate) => candidate.name === operation.kindName);
      if (kind === undefined || kind.wear || operation.generic || !this.isNewWork(vehicle, operation.id, want.day))
        return [];
      if (want.replaceOnly && !operation.replaces) return [];
      const price = kind.priceFen;
      const weight = price > 1_000_000 ? 1 : price > 300_000 ? 4 : price > 100_000 ? 12 : price > 40_000 ? 24 : 40;
      return [[operation, operation.replaces ? weight * 3 : weight] as const];
    });
    return operations.length === 0 ? null : this.random.weighted(operations);
  }

  private partsFor(vehicle: DemoVehicle, operation: DemoOperation, day: number): CasePart[] | null {
    const known = this.masters.partsByGroupSeries.get(`${operation.group.code}/${vehicle.model.series}`) ?? [];
    if (!operation.replaces) return [];
    const causal = known.find((part) => part.kind.name === operation.kindName);
    if (causal === undefined || !this.isNewWork(vehicle, causal.id, day)) return null;
    const parts = [this.casePart(causal, true)];
    const small = known.filter(
      (part) => part !== causal && !part.kind.wear && part.issueFen < 12_000 && this.isNewWork(vehicle, part.id, day),
    );
    if (small.length > 0 && this.random.chance(380)) parts.push(this.casePart(this.random.pick(small), false));
    return parts;
  }

  private casePart(part: DemoPart, causal: boolean): CasePart {
    const free = this.random.chance(part.issueFen > 40_000 ? 820 : part.issueFen > 15_000 ? 350 : 60);
    return {
      part,
      qty: causal && part.kind.maxQty > 3 && this.random.chance(150) ? 2 : 1,
      unitFen: part.issueFen,
      supplyMode: free ? 'FREE_ISSUE' : 'STATION_STOCK',
      causal,
      issueDoc: free ? `SBJ${this.random.digits(9)}` : null,
      oldSerial: part.kind.serialised ? `S${this.random.hex(10).toUpperCase()}` : null,
      newSerial: part.kind.serialised ? `S${this.random.hex(10).toUpperCase()}` : null,
    };
  }

  private build(input: {
    vehicle: DemoVehicle;
    day: number;
    station: DemoStation;
    group: DemoGroup;
    operation: DemoOperation;
    parts: CasePart[];
  }): RepairCase {
    const { vehicle, day, station, group, operation, parts } = input;
    const { random } = this;
    const number = this.nextNumber();
    const technician = this.technicianFor(station, day, operation.stdHoursCenti);
    const extra = random.chance(220) ? this.diagnosis(vehicle) : null;
    const operations = extra === null ? [operation] : [operation, extra];
    const rateFen = contractRateFen(vehicle.model.line, termsOn(station, dateOf(day)).grade);
    const labour = operations.map((op) => ({
      operation: op,
      description: op.name,
      hoursCenti: op.stdHoursCenti,
      rateFen,
      claimedFen: rhu(op.stdHoursCenti * rateFen, 100),
      technician,
    }));
    const startAtMs = instantOf(day, random.int(480, 720));
    const hoursCenti = labour.reduce((sum, line) => sum + line.hoursCenti, 0);
    const finishAtMs = Math.min(
      startAtMs + Math.round((hoursCenti * HOUR_MS * random.int(70, 110)) / 10_000),
      instantOf(day, 1410),
    );
    const reportedAtMs = startAtMs - random.int(2, 40) * HOUR_MS - random.int(0, 59) * MINUTE_MS;
    const complaint = this.masters.faults.complaints.get(group.code) ?? [];
    const cause = this.masters.faults.causes.get(group.code) ?? [];
    const faultIndex = random.int(0, Math.min(complaint.length, group.complaints.length) - 1);
    const causeIndex = random.int(0, cause.length - 1);
    const travel = random.chance(210) ? this.travelFor(station, day) : null;
    const nearby = this.masters.engineers.filter((person) => person.region.code === station.region.code);
    const engineer = travel !== null && nearby.length > 0 && random.chance(100) ? random.pick(nearby) : null;
    const repair: RepairCase = {
      claimId: this.facts.ids.next(),
      workOrderId: this.facts.ids.next(),
      requestId: this.facts.ids.next(),
      number,
      type: 'WARRANTY',
      vehicle,
      vinText: vehicle.vin,
      vehicleKnown: true,
      plateNo: vehicle.plateNo,
      engineNo: vehicle.engineNo,
      station,
      engineer,
      group,
      complaintCode: complaint[faultIndex] ?? '',
      causeCode: cause[causeIndex] ?? '',
      actionCode: operation.replaces ? 'REPLACE' : 'REPAIR',
      complaintText: group.complaints[faultIndex] ?? '',
      responsibility: causeIndex === 0 ? 'SUPPLIER' : 'MAKER',
      failureDay: Math.max(
        vehicle.saleDay,
        day -
          random.weighted([
            [0, 50],
            [1, 35],
            [2, 15],
          ] as const),
      ),
      finishDay: day,
      reportedAtMs,
      startAtMs,
      finishAtMs,
      submittedAtMs: this.submissionOf(finishAtMs),
      mileageKm: mileageOn(vehicle, day),
      place: travel === null ? 'SHOP' : 'FIELD',
      dispatched: true,
      campaignId: null,
      preauthorised: operation.needsPreauth,
      labour: engineer === null ? labour : [],
      parts: engineer === null ? parts : [],
      travel,
      photos: [],
      call: null,
    };
    repair.photos = this.photosOf(repair);
    repair.call = this.callOf(repair);
    return repair;
  }

  /** Submitted the same evening or within a few days, always before the last midnight. */
  private submissionOf(finishAtMs: number): number {
    const delayMs = this.random.weighted([
      [this.random.int(20, 400) * MINUTE_MS, 55],
      [DAY_MS, 25],
      [2 * DAY_MS, 12],
      [this.random.int(3, 9) * DAY_MS, 8],
    ] as const);
    return Math.min(finishAtMs + delayMs, instantOf(this.facts.todayDay, 0) - MINUTE_MS * this.random.int(1, 50));
  }

  /** The technician with the fewest hours that day, so that nobody works more than a day has. */
  private technicianFor(station: DemoStation, day: number, hoursCenti: number): string {
    const hoursOf = (name: string): number => this.technicianHours.get(`${station.id}/${name}/${String(day)}`) ?? 0;
    const technician = [...station.technicians].sort((one, other) => hoursOf(one) - hoursOf(other))[0] ?? '';
    this.technicianHours.set(`${station.id}/${technician}/${String(day)}`, hoursOf(technician) + hoursCenti);
    return technician;
  }

  private diagnosis(vehicle: DemoVehicle): DemoOperation | null {
    const line = vehicle.model.line === 'COACH' ? 'K' : 'H';
    const found = this.masters.operations.filter((operation) =>
      operation.code.startsWith(`${line}-${DIAGNOSIS_GROUP}-`),
    );
    return found.length === 0 ? null : this.random.pick(found);
  }

  /** A trip to a broken-down vehicle; a station has one such trip a day. */
  private travelFor(station: DemoStation, day: number): CaseTravel | null {
    const key = `${station.id}/${String(day)}`;
    if (this.trips.has(key)) return null;
    this.trips.add(key);
    const toLatMicro = station.latMicro + this.random.int(120_000, 620_000) * (this.random.chance(500) ? 1 : -1);
    const toLngMicro = station.lngMicro + this.random.int(0, 500_000) * (this.random.chance(500) ? 1 : -1);
    const routeKm = Math.round(distanceKm(station.latMicro, station.lngMicro, toLatMicro, toLngMicro) * 2.5);
    return {
      toLatMicro,
      toLngMicro,
      routeKm,
      km: routeKm + this.random.int(0, Math.floor(routeKm / 25)),
      tollFen: this.random.chance(400) ? this.random.int(10, 90) * 100 : 0,
      night: this.random.chance(120),
      holiday: isHoliday(day),
    };
  }

  /** The required photographs, taken on the spot while the work went on. */
  photosOf(repair: RepairCase): CasePhoto[] {
    const kinds = ['VEHICLE_45', 'VIN_PLATE', 'ODOMETER', 'FAULT_PART'];
    if (repair.parts.some((part) => part.supplyMode === 'LOCAL_BUY')) kinds.push('INVOICE');
    return kinds.map((kind, index) => ({
      kind,
      sha256: this.random.hex(64),
      phash64: this.random.hex(16),
      takenAtMs: repair.startAtMs + (index + 1) * 3 * MINUTE_MS,
      latMicro: (repair.travel?.toLatMicro ?? repair.station.latMicro) + this.random.int(-800, 800),
      lngMicro: (repair.travel?.toLngMicro ?? repair.station.lngMicro) + this.random.int(-800, 800),
    }));
  }

  /** The follow-up call three days after the repair, when that day has come. */
  private callOf(repair: RepairCase): RepairCase['call'] {
    const atMs = repair.finishAtMs + 3 * DAY_MS + this.random.int(0, 300) * MINUTE_MS;
    if (atMs >= instantOf(this.facts.todayDay, 0)) return null;
    const result = this.random.weighted([
      ['CONFIRMED', 88],
      ['UNREACHED', 12],
    ] as const);
    return { result, repaired: true, paidAnything: false, atMs };
  }
}
