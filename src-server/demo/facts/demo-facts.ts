import type { Insertable } from 'kysely';
import type { CentralTables } from '../../db/central-tables.generated.ts';
import { dayOf } from './demo-calendar.ts';
import { DemoIds } from './demo-ids.ts';
import { DemoRandom } from './random.ts';

export type TableName = keyof CentralTables;
type SyncKeys = '_v' | '_scope' | '_k' | '_bucket';
/** A row as a fact: everything but the keys of replication, which are worked out when the rows are loaded. */
export type Fact<T extends TableName> = Omit<Insertable<CentralTables[T]>, SyncKeys>;

export interface DemoOptions {
  seed: string;
  /** The last of the twelve months ends on this business date. */
  today: string;
  /** 1 = the demo company of the case; vehicles and claims shrink with it, masters stay. */
  scale: number;
}

/** What every generator step gets: its own chance, the shared ids, the day the company stands at, and where rows go. */
export class DemoFacts {
  readonly options: DemoOptions;
  readonly todayDay: number;
  readonly firstDay: number;
  readonly ids: DemoIds;
  private readonly tables = new Map<TableName, object[]>();

  constructor(options: DemoOptions) {
    this.options = options;
    this.todayDay = dayOf(options.today);
    this.firstDay = this.todayDay - 365;
    this.ids = new DemoIds(options.seed, (this.firstDay - 1) * 86_400_000);
  }

  random(subject: string): DemoRandom {
    return new DemoRandom(`${this.options.seed}/${subject}`);
  }

  add<T extends TableName>(table: T, row: Fact<T>): void {
    const rows = this.tables.get(table);
    if (rows === undefined) this.tables.set(table, [row]);
    else rows.push(row);
  }

  rows<T extends TableName>(table: T): Fact<T>[] {
    return (this.tables.get(table) ?? []) as Fact<T>[];
  }

  tableNames(): TableName[] {
    return [...this.tables.keys()];
  }
}
