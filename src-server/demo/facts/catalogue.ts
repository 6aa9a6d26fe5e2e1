import type { DemoFacts } from './demo-facts.ts';
import type { DemoGroup, DemoModel, ProductLine } from './products.ts';

export interface DemoOperation {
  id: string;
  code: string;
  name: string;
  group: DemoGroup;
  /** The kind of part the operation is about; null for checks of a whole assembly. */
  kindName: string | null;
  line: ProductLine;
  replaces: boolean;
  stdHoursCenti: number;
  needsPreauth: boolean;
  generic: boolean;
}

export interface DemoFaults {
  complaints: Map<string, string[]>;
  causes: Map<string, string[]>;
  excludedCause: string;
}

const OPERATION_COUNT = 1200;
export const DIAGNOSIS_GROUP = 'Z10';

/** Standard hours of a replacement by what the part costs: dear assemblies sit deep. */
function hoursOf(priceFen: number, jitter: number): number {
  const base =
    priceFen > 1_500_000 ? 900 : priceFen > 400_000 ? 480 : priceFen > 120_000 ? 260 : priceFen > 30_000 ? 150 : 60;
  return Math.round((base + (base * jitter) / 100) / 10) * 10;
}

export function addOperations(facts: DemoFacts, groups: DemoGroup[], models: DemoModel[]): DemoOperation[] {
  const random = facts.random('operations');
  const operations: DemoOperation[] = [];
  for (const group of groups) {
    for (const line of group.lines) {
      const built: DemoOperation[] = [];
      const dearestFen = Math.max(...group.kinds.map(({ priceFen }) => priceFen));
      for (const [index, kind] of group.kinds.entries()) {
        if (group.className === 'WEAR') continue;
        const code = `${line === 'COACH' ? 'K' : 'H'}-${group.code}-${String(index + 1).padStart(2, '0')}`;
        const stdHoursCenti = hoursOf(kind.priceFen, random.int(-20, 25));
        const base = { group, kindName: kind.name, line, generic: false };
        const needsPreauth = kind.priceFen > 1_000_000;
        const replacement = { ...base, code: `${code}R`, name: `更换${kind.name}`, replaces: true, stdHoursCenti };
        const replace = addOperation(facts, { ...replacement, needsPreauth });
        built.push(replace);
        if (kind.priceFen < 5_000) continue;
        const repairHours = Math.max(40, Math.round((stdHoursCenti * 6) / 100) * 10);
        const mending = { ...base, code: `${code}J`, name: `检修${kind.name}`, replaces: false, needsPreauth: false };
        const mend = addOperation(facts, { ...mending, stdHoursCenti: repairHours });
        if (kind.priceFen === dearestFen) noteRepair(facts, { group, replace, mend });
        built.push(mend);
      }
      addIncludes(facts, built);
      operations.push(...built);
    }
  }
  addDiagnoses(facts, operations, groups);
  addSeriesChecks(facts, operations, { groups, models });
  return operations;
}

type NewOperation = Omit<DemoOperation, 'id'> & { series?: string; overlapGroup?: string | null; photos?: string };

function addOperation(facts: DemoFacts, operation: NewOperation): DemoOperation {
  const id = facts.ids.next();
  const { group } = operation;
  const deducts = operation.replaces && operation.stdHoursCenti >= 150;
  facts.add('labourOperation', {
    id,
    opCode: operation.code,
    name: operation.name,
    componentGroupId: group.id,
    modelId: null,
    series: operation.series ?? null,
    productLine: operation.line,
    stdHoursCenti: operation.stdHoursCenti,
    overlapGroup:
      operation.overlapGroup === undefined
        ? `${operation.line === 'COACH' ? 'K' : 'H'}-${group.code}`
        : operation.overlapGroup,
    overlapDeductCenti: deducts ? 30 : 0,
    maxPerClaim: operation.generic ? 1 : 2,
    requiredPhotoKinds: operation.photos ?? (operation.replaces ? 'FAULT_PART,ODOMETER' : 'ODOMETER'),
    needsPreauth: operation.needsPreauth ? 1 : 0,
    isGeneric: operation.generic ? 1 : 0,
    catalogueVersion: 1,
    validFromDate: '2010-01-01',
    validToDate: null,
  });
  if (operation.replaces) {
    const kind = group.kinds.find((candidate) => candidate.name === operation.kindName);
    facts.add('operationExpectedPart', {
      id: facts.ids.next(),
      opId: id,
      componentGroupId: group.id,
      maxQtyMilli: (kind?.maxQty ?? 1) * 1000,
    });
  }
  const { series: _series, overlapGroup: _overlap, photos: _photos, ...known } = operation;
  return { id, ...known };
}

/** The whole assembly can be mended, with half of what all its pieces cost: nobody replaced what was far cheaper to mend. */
function noteRepair(
  facts: DemoFacts,
  { group, replace, mend }: { group: DemoGroup; replace: DemoOperation; mend: DemoOperation },
): void {
  const wholeFen = group.kinds.reduce((sum, { priceFen, maxQty }) => sum + priceFen * maxQty, 0);
  const row = facts.rows('labourOperation').find(({ id }) => id === replace.id);
  if (row !== undefined) Object.assign(row, { repairOpId: mend.id, repairPartsFen: Math.round(wholeFen / 2) });
}

/** The replacement of a whole assembly contains the work on its two next smaller parts. */
function addIncludes(facts: DemoFacts, operations: DemoOperation[]): void {
  const replacements = operations.filter((operation) => operation.replaces);
  const whole = replacements[0];
  if (whole === undefined || whole.kindName?.endsWith('总成') !== true) return;
  for (const part of replacements.slice(1, 3)) {
    facts.add('labourOperationInclude', { id: facts.ids.next(), opId: whole.id, includedOpId: part.id });
  }
}

/** Fault reading, half an hour, beside any repair; and the one generic operation, which rule L07 watches. */
function addDiagnoses(facts: DemoFacts, operations: DemoOperation[], groups: DemoGroup[]): void {
  const group = groups.find((candidate) => candidate.code === 'L20');
  if (group === undefined) return;
  for (const line of ['COACH', 'TRUCK'] as const) {
    const base = { group, kindName: null, line, replaces: false, needsPreauth: false, overlapGroup: null, photos: '' };
    const prefix = line === 'COACH' ? 'K' : 'H';
    for (const [index, name] of ['读取故障码诊断', '路试检查', '底盘检查'].entries()) {
      const stdHoursCenti = 30 + index * 20;
      operations.push(
        addOperation(facts, {
          ...base,
          code: `${prefix}-${DIAGNOSIS_GROUP}-0${String(index + 1)}`,
          name,
          stdHoursCenti,
          generic: false,
        }),
      );
    }
    operations.push(
      addOperation(facts, { ...base, code: `${prefix}-Z90-01`, name: '其他作业', stdHoursCenti: 100, generic: true }),
    );
  }
}

/** Checks that exist for one series only, until the catalogue has its number of operations. */
function addSeriesChecks(
  facts: DemoFacts,
  operations: DemoOperation[],
  masters: { groups: DemoGroup[]; models: DemoModel[] },
): void {
  const random = facts.random('series-checks');
  const series = [...new Set(masters.models.map((model) => model.series))];
  for (let number = 1; operations.length < OPERATION_COUNT; number += 1) {
    const seriesName = series[number % series.length] ?? 'HT6120';
    const line = masters.models.find((model) => model.series === seriesName)?.line ?? 'COACH';
    const group = random.pick(masters.groups.filter((candidate) => candidate.lines.includes(line)));
    operations.push(
      addOperation(facts, {
        code: `${line === 'COACH' ? 'K' : 'H'}-${group.code}-S${String(number).padStart(3, '0')}`,
        name: `${group.name}检查调整（${seriesName}）`,
        group,
        kindName: null,
        line,
        series: seriesName,
        replaces: false,
        stdHoursCenti: random.int(4, 12) * 10,
        needsPreauth: false,
        generic: false,
      }),
    );
  }
}

/** The coded complaint and cause of each assembly, and which pairs belong together. */
export function addFaultCodes(facts: DemoFacts, groups: DemoGroup[]): DemoFaults {
  const faults: DemoFaults = { complaints: new Map(), causes: new Map(), excludedCause: 'Y99' };
  for (const group of groups) {
    faults.complaints.set(
      group.code,
      addFaults(facts, group, { kind: 'COMPLAINT', prefix: 'X', names: group.complaints }),
    );
    faults.causes.set(group.code, addFaults(facts, group, { kind: 'CAUSE', prefix: 'Y', names: group.causes }));
  }
  const loose = [
    ['CAUSE', 'Y99', '使用不当', 1, 'CUSTOMER'],
    ['CAUSE', 'Y98', '装配不良', 0, 'STATION'],
    ['ACTION', 'REPLACE', '更换', 0, null],
    ['ACTION', 'REPAIR', '修理', 0, null],
    ['ACTION', 'ADJUST', '调整', 0, null],
    ['ACTION', 'SOFTWARE', '刷新软件', 0, null],
    ['ACTION', 'CLEAN', '清洗', 0, null],
  ] as const;
  for (const [kind, code, name, excludesWarranty, defaultResponsibility] of loose) {
    facts.add('faultCode', { id: facts.ids.next(), kind, code, name, excludesWarranty, defaultResponsibility });
  }
  return faults;
}

interface FaultNames {
  kind: 'COMPLAINT' | 'CAUSE';
  prefix: string;
  names: string[];
}

function addFaults(facts: DemoFacts, group: DemoGroup, faults: FaultNames): string[] {
  return faults.names.map((name, index) => {
    const id = facts.ids.next();
    const code = `${faults.prefix}${group.code}${String(index + 1)}`;
    facts.add('faultCode', {
      id,
      kind: faults.kind,
      code,
      name,
      excludesWarranty: 0,
      defaultResponsibility: faults.kind === 'CAUSE' ? (index === 0 ? 'SUPPLIER' : 'MAKER') : null,
    });
    facts.add('faultPartMap', { id: facts.ids.next(), faultCodeId: id, componentGroupId: group.id });
    return code;
  });
}
