import type { DemoFacts } from './demo-facts.ts';
import { mobilePhone, personName, SUPPLIER_TRADES, SUPPLIER_WORDS } from './names/words.ts';
import { STANDARD_PARTS } from './names/component-table.ts';
import type { DemoGroup, DemoModel, PartKind } from './products.ts';
import { CITIES } from './names/cities.ts';
import { creditCode } from './names/credit-code.ts';

export interface DemoPart {
  id: string;
  partNo: string;
  name: string;
  group: DemoGroup;
  kind: PartKind;
  series: string | null;
  issueFen: number;
  supplyFen: number;
  supplierId: string;
  policy: string;
}

const PART_COUNT = 6000;
const SUPPLIER_COUNT = 120;

export function addSuppliers(facts: DemoFacts): string[] {
  const random = facts.random('suppliers');
  const used = new Set<string>();
  const ids: string[] = [];
  while (ids.length < SUPPLIER_COUNT) {
    const city = random.pick(CITIES).name;
    const name = `${city}${random.pick(SUPPLIER_WORDS)}${random.pick(SUPPLIER_TRADES)}有限公司`;
    if (used.has(name)) continue;
    used.add(name);
    const id = facts.ids.next();
    ids.push(id);
    facts.add('supplier', {
      id,
      code: `GYS${String(ids.length).padStart(4, '0')}`,
      name,
      taxNo: creditCode(random),
      contact: personName(random),
      phone: mobilePhone(random),
      status: 'ACTIVE',
    });
  }
  return ids;
}

/** The parts of every assembly for every series, then standard parts up to the number of the case. */
export function addParts(facts: DemoFacts, groups: DemoGroup[], models: DemoModel[]): DemoPart[] {
  const random = facts.random('parts');
  const suppliers = addSuppliers(facts);
  const parts: DemoPart[] = [];
  const series = [...new Set(models.map((model) => model.series))];
  for (const [groupIndex, group] of groups.entries()) {
    for (const [kindIndex, kind] of group.kinds.entries()) {
      const kindSuppliers = random.shuffled(suppliers).slice(0, 3);
      for (const [seriesIndex, name] of series.entries()) {
        const fitting = models.filter((model) => model.series === name);
        if (!fits(group, fitting)) continue;
        const partNo = `${group.code}${String(kindIndex + 1).padStart(2, '0')}-${String(3700 + groupIndex * 10)}${String(seriesIndex + 10)}`;
        parts.push(
          addPart(facts, {
            partNo,
            name: `${kind.name}（${name}）`,
            group,
            kind,
            series: name,
            priceFen: Math.round((kind.priceFen * random.int(70, 135)) / 100),
            supplierId: random.pick(kindSuppliers),
            models: fitting,
          }),
        );
      }
    }
  }
  addStandardParts(facts, parts, { groups, models, suppliers });
  addRecoveryContracts(facts, suppliers, groups);
  return parts;
}

/** Whether an assembly is built into the models of a series: the right line, and electric parts in electric buses only. */
export function fits(group: DemoGroup, models: readonly DemoModel[]): boolean {
  const first = models[0];
  if (first === undefined || !group.lines.includes(first.line)) return false;
  if (group.className === 'NEV') return first.electric;
  const combustion = group.className === 'ENGINE' || ['D10', 'D20', 'E60'].includes(group.code);
  return !(combustion && first.electric);
}

interface NewPart {
  partNo: string;
  name: string;
  group: DemoGroup;
  kind: PartKind;
  series: string | null;
  priceFen: number;
  supplierId: string;
  models: DemoModel[];
}

function addPart(facts: DemoFacts, part: NewPart): DemoPart {
  const { group, kind, priceFen } = part;
  const id = facts.ids.next();
  const policy = kind.returned ? 'RETURN' : kind.wear ? 'NONE' : priceFen > 20_000 ? 'HOLD' : 'SCRAP_LOCAL';
  const supplyFen = Math.round((priceFen * 72) / 100);
  facts.add('part', {
    id,
    partNo: part.partNo,
    name: part.name,
    componentGroupId: group.id,
    uom: ['机油', '防冻液', '刹车油'].includes(kind.name) ? '升' : '件',
    issuePriceFen: priceFen,
    supplyPriceFen: supplyFen,
    supplierId: part.supplierId,
    maxQtyPerVehicleMilli: kind.maxQty * 1000,
    isWear: kind.wear ? 1 : 0,
    serialised: kind.serialised ? 1 : 0,
    oldPartPolicy: policy,
    returnDays: policy === 'RETURN' ? 30 : null,
    holdDays: policy === 'HOLD' ? 60 : null,
    supersededById: null,
    status: 'ACTIVE',
  });
  for (const model of part.models) {
    facts.add('partApplicability', {
      id: facts.ids.next(),
      partId: id,
      modelId: model.id,
      vinFrom: null,
      vinTo: null,
      validFromDate: '2010-01-01',
      validToDate: null,
    });
  }
  const { partNo, name, series, supplierId } = part;
  return { id, partNo, name, group, kind, series, issueFen: priceFen, supplyFen, supplierId, policy };
}

interface Masters {
  groups: DemoGroup[];
  models: DemoModel[];
  suppliers: string[];
}

function addStandardParts(facts: DemoFacts, parts: DemoPart[], masters: Masters): void {
  const random = facts.random('standard-parts');
  const names = STANDARD_PARTS.split(',');
  for (let number = 1; parts.length < PART_COUNT; number += 1) {
    const name = names[number % names.length] ?? '螺栓';
    const group = random.pick(masters.groups);
    const line = random.pick(group.lines);
    const kind = { name, priceFen: random.int(80, 3600), maxQty: 40, wear: false, serialised: false, returned: false };
    const models = masters.models.filter(
      (model) => model.line === line && model.electric === (group.className === 'NEV'),
    );
    parts.push(
      addPart(facts, {
        partNo: `Q${String(1500 + (number % 30) * 10)}-${String(number).padStart(4, '0')}`,
        name: `${name} M${String(random.pick([6, 8, 10, 12, 14, 16, 18, 20]))}×${String(random.int(2, 24) * 5)}`,
        group,
        kind,
        series: null,
        priceFen: kind.priceFen,
        supplierId: random.pick(masters.suppliers),
        models: models.slice(0, 3),
      }),
    );
  }
}

/** What suppliers agreed to bear; every third supplier pays labour as paid, some by a fixed rate. */
function addRecoveryContracts(facts: DemoFacts, suppliers: string[], groups: DemoGroup[]): void {
  const random = facts.random('recovery-contracts');
  for (const [index, supplierId] of suppliers.entries()) {
    const labourMode = index % 3 === 0 ? 'ACTUAL_PAID' : index % 3 === 1 ? 'FIXED_RATE' : 'NONE';
    facts.add('supplierRecoveryContract', {
      id: facts.ids.next(),
      supplierId,
      partId: null,
      componentGroupId: index % 4 === 0 ? random.pick(groups).id : null,
      months: random.pick([12, 18, 24]),
      kmLimit: random.pick([100_000, 150_000, 200_000]),
      startRule: random.pick(['OUR_SALE', 'OUR_DELIVERY', 'FITTING']),
      materialBasis: index % 2 === 0 ? 'SUPPLY_PRICE' : 'ISSUE_PRICE',
      labourMode,
      labourRateFenPerHour: labourMode === 'FIXED_RATE' ? 4000 : 0,
      labourBp: labourMode === 'ACTUAL_PAID' ? 8000 : 0,
      travelBp: index % 5 === 0 ? 5000 : 0,
      mgmtFeeBp: random.pick([0, 300, 500]),
      oldPartRequired: index % 2,
      claimWindowDays: random.pick([90, 120, 180]),
      responseDays: random.pick([15, 30]),
      silenceAccepts: index % 2,
      monthlyFreePpm: null,
      validFromDate: '2015-01-01',
      validToDate: null,
    });
  }
}
