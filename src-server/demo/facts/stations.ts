import { addMonths, dateOf } from './demo-calendar.ts';
import type { DemoFacts, Fact } from './demo-facts.ts';
import { CITIES, type City } from './names/cities.ts';
import { creditCode } from './names/credit-code.ts';
import { BANKS, FLEET_WORDS, LOGISTICS_WORDS, mobilePhone, personName, WORKSHOP_WORDS } from './names/words.ts';
import type { DemoRandom } from './random.ts';

export interface DemoRegion {
  id: string;
  code: string;
  name: string;
}

export interface DemoCustomer {
  id: string;
  region: DemoRegion;
  city: City;
  name: string;
  phone: string;
  bus: boolean;
}

/** Terms of a station from a day on: what a repair finished then is judged and paid by. */
export interface DemoTerms {
  fromDate: string;
  toDate: string | null;
  grade: 'A' | 'B' | 'C' | 'D';
  contractFromDate: string;
  contractToDate: string;
}

export interface DemoStation {
  id: string;
  code: string;
  shortCode: string;
  name: string;
  region: DemoRegion;
  city: City;
  type: 'OWN' | 'EXTERNAL' | 'CUSTOMER_HOSTED';
  status: 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';
  latMicro: number;
  lngMicro: number;
  lines: ('COACH' | 'TRUCK')[];
  technicians: string[];
  hostedCustomer: DemoCustomer | null;
  terms: DemoTerms[];
  /** The contract ran out and was renewed a month later: the gap is where rule S01 bites. */
  contractGap: { lastDate: string; renewedDate: string } | null;
  busyness: number;
}

const REGIONS = ['华东', '华南', '华中', '华北', '西北', '西南', '东北'];
const STATIONS_PER_REGION = [48, 22, 28, 26, 16, 22, 18];
const WAREHOUSES = [
  ['金华中心库', 0, '浙江省金华市婺城区宾虹西路'],
  ['广州中心库', 1, '广东省广州市白云区太和镇'],
  ['济南中心库', 0, '山东省济南市章丘区世纪大道'],
  ['西安中心库', 4, '陕西省西安市未央区草滩路'],
  ['沈阳中心库', 6, '辽宁省沈阳市于洪区沈大路'],
] as const;

export function addRegions(facts: DemoFacts): DemoRegion[] {
  const regions = REGIONS.map((name, index) => {
    const region = { id: facts.ids.next(), code: String(index + 1), name };
    facts.add('region', { ...region, managerUserId: null, sortNo: index + 1 });
    return region;
  });
  for (const [index, [name, region, address]] of WAREHOUSES.entries()) {
    const code = `ZX${String(index + 1).padStart(2, '0')}`;
    facts.add('warehouse', { id: facts.ids.next(), code, name, regionId: regions[region]?.id ?? '', address });
  }
  return regions;
}

export function addCustomers(facts: DemoFacts, regions: DemoRegion[]): DemoCustomer[] {
  const random = facts.random('customers');
  const used = new Set<string>();
  const customers: DemoCustomer[] = [];
  while (customers.length < 560) {
    const city = random.pick(CITIES);
    const region = regions[Number(city.region) - 1];
    if (region === undefined) continue;
    const type = random.weighted([
      ['BUS_CO', 34],
      ['TRANSIT', 22],
      ['TOUR', 16],
      ['LOGISTICS', 22],
      ['PERSON', 6],
    ] as const);
    const name = customerName(random, type, city.name);
    if (used.has(name)) continue;
    used.add(name);
    const customer = {
      id: facts.ids.next(),
      region,
      city,
      name,
      phone: mobilePhone(random),
      bus: type !== 'LOGISTICS' && type !== 'PERSON',
    };
    customers.push(customer);
    facts.add('customer', {
      id: customer.id,
      code: `KH${String(customers.length).padStart(5, '0')}`,
      name,
      type,
      regionId: region.id,
      phone: customer.phone,
      address: `${city.province === `${city.name}市` ? '' : city.province}${city.name}市`,
      status: 'ACTIVE',
      mergedIntoId: null,
    });
  }
  return customers;
}

function customerName(random: DemoRandom, type: string, city: string): string {
  if (type === 'PERSON') return personName(random);
  if (type === 'TRANSIT')
    return `${city}${random.pick(['公共交通', '城市公交', '巴士', '公交第一', '公交第二'])}${random.pick(['集团', '有限公司', '总公司'])}`;
  if (type === 'TOUR') return `${city}${random.pick(FLEET_WORDS)}旅游客运有限公司`;
  if (type === 'LOGISTICS') return `${city}${random.pick(LOGISTICS_WORDS)}物流有限公司`;
  return `${city}${random.pick(FLEET_WORDS)}${random.pick(['客运', '运输集团', '长途客运'])}有限公司`;
}

export function addStations(facts: DemoFacts, regions: DemoRegion[], customers: DemoCustomer[]): DemoStation[] {
  const random = facts.random('stations');
  const stations: DemoStation[] = [];
  const hosts = random.shuffled(customers.filter((customer) => customer.bus));
  for (const [regionIndex, region] of regions.entries()) {
    const cities = CITIES.filter((city) => city.region === region.code);
    const count = STATIONS_PER_REGION[regionIndex] ?? 0;
    for (let index = 0; index < count; index += 1) {
      const type = index === 0 || index % 13 === 12 ? 'OWN' : index % 4 === 3 ? 'EXTERNAL' : 'CUSTOMER_HOSTED';
      const hostIndex = hosts.findIndex((customer) => customer.region.code === region.code);
      const host = type === 'CUSTOMER_HOSTED' && hostIndex >= 0 ? (hosts.splice(hostIndex, 1)[0] ?? null) : null;
      const city = host?.city ?? cities[index % cities.length] ?? CITIES[0];
      if (city === undefined) continue;
      stations.push(addStation(facts, { random, region, city, type, host, number: stations.length + 1 }));
    }
  }
  return stations;
}

interface NewStation {
  random: DemoRandom;
  region: DemoRegion;
  city: City;
  type: DemoStation['type'];
  host: DemoCustomer | null;
  number: number;
}

function addStation(facts: DemoFacts, input: NewStation): DemoStation {
  const { random, region, city, type, host, number } = input;
  const suffix = number % 2 === 0 ? '一' : '二';
  const names = {
    OWN: `${city.name}自建维修中心`,
    EXTERNAL: `${city.name}${random.pick(WORKSHOP_WORDS)}汽车维修有限公司`,
    CUSTOMER_HOSTED: `${host?.name ?? `${city.name}长运有限公司`}维修${suffix}站`,
  };
  // every 30th station is out of business: nothing honest was repaired there in these twelve months
  const status = number % 60 === 29 ? 'TERMINATED' : number % 30 === 29 ? 'SUSPENDED' : 'ACTIVE';
  const station: DemoStation = {
    id: facts.ids.next(),
    code: `FW${region.code}${String(number).padStart(3, '0')}`,
    shortCode: `${region.code}${number.toString(36).toUpperCase().padStart(2, '0')}`,
    name: names[type],
    region,
    city,
    type,
    status,
    latMicro: city.latMicro + random.int(-60_000, 60_000),
    lngMicro: city.lngMicro + random.int(-60_000, 60_000),
    lines:
      type === 'OWN' || random.chance(350)
        ? ['COACH', 'TRUCK']
        : type === 'EXTERNAL' && random.chance(500)
          ? ['TRUCK']
          : ['COACH'],
    technicians: Array.from({ length: random.int(4, 8) }, () => personName(random)),
    hostedCustomer: host,
    terms: [],
    contractGap: null,
    busyness: random.weighted([
      [2, 30],
      [4, 40],
      [7, 20],
      [12, 10],
    ] as const),
  };
  facts.add('station', stationRow(station, random));
  addTerms(facts, station, random, number);
  return station;
}

function stationRow(station: DemoStation, random: DemoRandom): Fact<'station'> {
  return {
    id: station.id,
    code: station.code,
    name: station.name,
    shortCode: station.shortCode,
    regionId: station.region.id,
    type: station.type,
    latMicro: station.latMicro,
    lngMicro: station.lngMicro,
    province: station.city.province,
    city: station.city.name,
    address: `${station.city.name}市${random.pick(['人民路', '建设路', '解放大道', '工业路', '迎宾大道', '站前路', '东环路'])}${String(random.int(1, 398))}号`,
    phone: mobilePhone(random),
    serviceRadiusKm: random.pick([80, 100, 120, 150]),
    hostedCustomerId: station.hostedCustomer?.id ?? null,
    partsCreditFen: random.int(2, 20) * 1_000_000,
    status: station.status,
    auditRisk: random.weighted([
      [0, 60],
      [8, 25],
      [20, 12],
      [48, 3],
    ] as const),
    autoEligible: random.chance(30) ? 0 : 1,
    ...{ samplesRead: 0, samplesMissed: 0, lastFraudDate: null, stoppedBySamples: 0 },
    openedDate: `20${String(random.int(12, 22))}-0${String(random.int(1, 9))}-15`,
  };
}

/** One set of terms for most; some changed grade or bank within the year, some renewed their contract a month late. */
function addTerms(facts: DemoFacts, station: DemoStation, random: DemoRandom, number: number): void {
  const grade = random.weighted([
    ['A', 30],
    ['B', 70],
    ['C', 55],
    ['D', 25],
  ] as const);
  const opened = '2015-01-01';
  const changes =
    number % 11 === 5
      ? 'GRADE'
      : number % 13 === 6
        ? 'BANK'
        : number % 13 === 8 && station.type !== 'OWN'
          ? 'GAP'
          : null;
  const changeDate = dateOf(facts.firstDay + random.int(120, 240));
  const account = {
    taxNo: creditCode(random),
    bankName: bankOf(random, station),
    bankAccount: `62${random.digits(17)}`,
  };
  const taxpayerType = station.type !== 'EXTERNAL' || random.chance(600) ? 'GENERAL' : 'SMALL';
  const common = {
    stationId: station.id,
    taxpayerType,
    taxNo: account.taxNo,
    contractNo: `HT-${station.code}-${changeDate.slice(0, 4)}`,
    productLines: station.lines.join(','),
    skillClass: grade === 'A' ? '一类' : grade === 'D' ? '三类' : '二类',
    electronicInvoice: random.chance(550) ? 1 : 0,
  };
  const farDate = addMonths(facts.options.today, 14);
  const first = {
    fromDate: opened,
    toDate: changes === null ? null : dateOf(dayBefore(changeDate)),
    grade,
    contractFromDate: opened,
    contractToDate: farDate,
  };
  if (changes === 'GAP') {
    const lastDate = dateOf(dayBefore(changeDate) - 30);
    first.contractToDate = lastDate;
    station.contractGap = { lastDate, renewedDate: changeDate };
  }
  station.terms.push(first);
  if (changes !== null) {
    const nextGrade = changes === 'GRADE' ? ({ A: 'B', B: 'A', C: 'B', D: 'C' } as const)[grade] : grade;
    station.terms.push({
      fromDate: changeDate,
      toDate: null,
      grade: nextGrade,
      contractFromDate: changes === 'GAP' ? changeDate : opened,
      contractToDate: farDate,
    });
  }
  for (const [index, terms] of station.terms.entries()) {
    const newBank = changes === 'BANK' && index === 1;
    facts.add('stationTerms', {
      id: facts.ids.next(),
      ...common,
      validFromDate: terms.fromDate,
      validToDate: terms.toDate,
      grade: terms.grade,
      bankName: newBank ? bankOf(random, station) : account.bankName,
      bankAccount: newBank ? `62${random.digits(17)}` : account.bankAccount,
      contractFromDate: terms.contractFromDate,
      contractToDate: terms.contractToDate,
    });
  }
}

function dayBefore(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000) - 1;
}

function bankOf(random: DemoRandom, station: DemoStation): string {
  return `${random.pick(BANKS)}${station.city.name}${random.pick(['分行营业部', '城东支行', '开发区支行', '站前支行'])}`;
}

/** The terms in force on a day. */
export function termsOn(station: DemoStation, date: string): DemoTerms {
  const found = station.terms.find(
    (terms) => terms.fromDate <= date && (terms.toDate === null || date <= terms.toDate),
  );
  if (found === undefined) throw new RangeError(`station ${station.code} has no terms on ${date}`);
  return found;
}
