import { addMonths, dateOf, dayOf, HOLIDAYS, weekdayOf, WORKED_WEEKENDS } from './demo-calendar.ts';
import type { DemoFacts, Fact } from './demo-facts.ts';
import type { ProductLine } from './products.ts';

/** How long an assembly is covered: the facts of the warranty booklet. */
export interface CoverageFacts {
  months: number;
  kmLimit: number;
}

export const BOOKLET: Record<ProductLine, Record<string, CoverageFacts>> = {
  COACH: {
    DEFAULT: { months: 24, kmLimit: 200_000 },
    ENGINE: { months: 36, kmLimit: 300_000 },
    DRIVELINE: { months: 30, kmLimit: 250_000 },
    AXLE: { months: 30, kmLimit: 250_000 },
    ELEC: { months: 18, kmLimit: 150_000 },
    BODY: { months: 24, kmLimit: 240_000 },
    NEV: { months: 60, kmLimit: 200_000 },
  },
  TRUCK: {
    DEFAULT: { months: 18, kmLimit: 200_000 },
    ENGINE: { months: 24, kmLimit: 300_000 },
    DRIVELINE: { months: 24, kmLimit: 250_000 },
    AXLE: { months: 24, kmLimit: 250_000 },
    ELEC: { months: 12, kmLimit: 120_000 },
    BODY: { months: 18, kmLimit: 150_000 },
  },
};

/** The booklet's line for a class of assemblies. */
export function coverageOf(line: ProductLine, className: string): CoverageFacts {
  const table = BOOKLET[line];
  return table[className] ?? table.DEFAULT ?? { months: 12, kmLimit: 100_000 };
}

const ALWAYS = '2010-01-01';

export function addPolicies(facts: DemoFacts, groupIds: Map<string, string>): void {
  for (const line of ['COACH', 'TRUCK'] as const) {
    const policyId = facts.ids.next();
    facts.add('warrantyPolicy', {
      id: policyId,
      code: `ZB-${line}`,
      policyVersion: 1,
      productLine: line,
      name: line === 'COACH' ? '客车质量保证政策' : '卡车质量保证政策',
      validFromDate: ALWAYS,
      validToDate: null,
      startRule: 'IN_SERVICE',
      startDays: 0,
      defaultDays: 60,
    });
    for (const [className, coverage] of Object.entries(BOOKLET[line])) {
      const componentGroupId = className === 'DEFAULT' ? null : (groupIds.get(className) ?? null);
      facts.add('warrantyCoverage', coverageRow(facts, { policyId, componentGroupId, coverage, excluded: 0 }));
    }
    const wear = groupIds.get('WEAR') ?? null;
    const none = { months: 3, kmLimit: 30_000 };
    facts.add(
      'warrantyCoverage',
      coverageRow(facts, { policyId, componentGroupId: wear, coverage: none, excluded: 1 }),
    );
  }
}

interface NewCoverage {
  policyId: string;
  componentGroupId: string | null;
  coverage: CoverageFacts;
  excluded: number;
}

function coverageRow(facts: DemoFacts, input: NewCoverage): Fact<'warrantyCoverage'> {
  return {
    id: facts.ids.next(),
    policyId: input.policyId,
    componentGroupId: input.componentGroupId,
    partId: null,
    months: input.coverage.months,
    kmLimit: input.coverage.kmLimit,
    hoursLimit: null,
    mode: 'FIRST_REACHED',
    labourBp: 10_000,
    materialBp: 10_000,
    travelBp: 10_000,
    labourMonths: null,
    materialMonths: null,
    excluded: input.excluded,
    note: input.excluded === 1 ? '易损件不在质保范围' : null,
  };
}

/** Weekends and holidays of the law, a year back and a year on; accounting periods as calendar months. */
export function addCalendar(facts: DemoFacts): void {
  for (let day = facts.firstDay - 31; day <= facts.todayDay + 365; day += 1) {
    const date = dateOf(day);
    const holiday = HOLIDAYS.find(([from, to]) => from <= date && date <= to);
    const weekend = weekdayOf(day) === 0 || weekdayOf(day) === 6;
    const worked = WORKED_WEEKENDS.includes(date);
    if (holiday === undefined && !weekend) continue;
    const kind = holiday !== undefined ? 'HOLIDAY' : worked ? 'WORKDAY' : 'WEEKEND';
    facts.add('calendarDay', {
      id: facts.ids.next(),
      dayDate: date,
      kind,
      note: holiday?.[2] ?? (worked ? '调休上班' : null),
    });
  }
  for (let month = -12; month <= 1; month += 1) {
    const fromDate = addMonths(`${facts.options.today.slice(0, 7)}-01`, month);
    const toDate = dateOf(dayOf(addMonths(fromDate, 1)) - 1);
    const closed = month < -1;
    for (const room of ['claims', 'stock', 'recovery']) {
      facts.add('period', {
        id: facts.ids.next(),
        room,
        periodCode: fromDate.slice(0, 7),
        fromDate,
        toDate,
        status: closed ? 'CLOSED' : 'OPEN',
        closedBy: null,
        closedAtMs: closed ? dayOf(addMonths(fromDate, 1)) * 86_400_000 + 8 * 86_400_000 : null,
      });
    }
  }
}

export function addSamplePlan(facts: DemoFacts): void {
  const params = {
    ...{ baseBp: 200, newStationBp: 2000, newStationMonths: 3, ownFleetBp: 1000, minimumPerStationMonth: 1 },
  };
  facts.add('samplePlan', {
    id: facts.ids.next(),
    code: 'CY-BASE',
    paramsJson: JSON.stringify(params),
    // the year before was settled on paper: nobody reads a sample of it (0063)
    validFromDate: dateOf(facts.todayDay),
    validToDate: null,
  });
}
