import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { checkMasters, rateKind } from '../../../src-shared/domain/claims/rulesets/check-masters.ts';
import type { RulesetFault } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import {
  masterEdits,
  withMasterEdits,
  type MasterEdit,
  type MasterRow,
} from '../../../src-shared/domain/claims/rulesets/master-edits.ts';
import { percentText, readPercent } from '../../../src-shared/domain/claims/rulesets/split-text.ts';
import { parseScaled } from '../../../src-shared/domain/exchange/parse-number.ts';
import { Sheet } from '../../grid/sheet.ts';
import { formatScaled } from '../../ui/format.ts';

type Masters = RulesetWorkshop['masters'];
type NameKind = Masters['names'][number]['kind'];

/** A row of a master as a row of a sheet: ids as the codes people type. */
export type MasterLine = { id: string } & Record<string, string | number | null>;

/** The masters a draft may change, as sheets and back; made once for the masters as they stand. */
export class MasterNames {
  readonly #codes: ReadonlyMap<string, string>;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #names: ReadonlyMap<string, string>;

  constructor(names: Masters['names']) {
    this.#codes = new Map(names.map(({ id, code }) => [id, code]));
    this.#ids = new Map(names.map(({ kind, code, id }) => [`${kind} ${code.toUpperCase()}`, id]));
    this.#names = new Map(names.map(({ kind, code, name }) => [`${kind} ${code}`, name]));
  }

  codeOf = (id: string): string => this.#codes.get(id) ?? id;
  /** Undefined for a code nobody has. */
  idOf = (kind: NameKind, code: string): string | undefined => this.#ids.get(`${kind} ${code.trim().toUpperCase()}`);
  nameOf = (kind: NameKind, code: unknown): string => this.#names.get(`${kind} ${String(code)}`) ?? '';
}

export interface MasterSheets {
  rates: Sheet<MasterLine>;
  coverages: Sheet<MasterLine>;
  reasons: Sheet<MasterLine>;
}

export interface MasterLines {
  rates: readonly MasterLine[];
  coverages: readonly MasterLine[];
  reasons: readonly MasterLine[];
}

/** The columns that hold an id, and whose. */
const ID_COLUMNS: Readonly<Record<string, NameKind>> = {
  stationId: 'station',
  regionId: 'region',
  policyId: 'policy',
  componentGroupId: 'group',
  partId: 'part',
};

export function masterSheets(masters: Masters, edits: readonly MasterEdit[]): MasterSheets {
  const names = new MasterNames(masters.names);
  const lines = (table: 'rates' | 'coverages' | 'reasons'): Sheet<MasterLine> =>
    new Sheet(withMasterEdits(table, masters[table], edits).map((row) => lineOf(row, names)));
  return { rates: lines('rates'), coverages: lines('coverages'), reasons: lines('reasons') };
}

function lineOf(row: MasterRow, names: MasterNames): MasterLine {
  const cells = Object.entries(row).map(([key, value]): [string, string | number | null] =>
    key in ID_COLUMNS && value !== null ? [key, names.codeOf(String(value))] : [key, value],
  );
  const line = { id: '', ...Object.fromEntries(cells) } as MasterLine;
  return 'rateKey' in row ? { ...line, value: rateText(Number(row['value']), String(row['unit'])) } : line;
}

/** What the sheets would change in the masters. */
export function masterEditsOf(lines: MasterLines, masters: Masters): MasterEdit[] {
  const names = new MasterNames(masters.names);
  return (['rates', 'coverages', 'reasons'] as const).flatMap((table) =>
    masterEdits(
      table,
      masters[table],
      lines[table].map((line) => rowOf(line, names)),
    ),
  );
}

/** A code nobody has cannot be typed; a rate takes its unit from its key. */
function rowOf(line: MasterLine, names: MasterNames): MasterRow {
  const cells = Object.entries(line).map(([key, value]): [string, string | number | null] => {
    const kind = ID_COLUMNS[key];
    return kind === undefined || value === null ? [key, value] : [key, names.idOf(kind, String(value)) ?? null];
  });
  const row = Object.fromEntries(cells);
  if (!('rateKey' in line)) return row;
  const kind = rateKind(String(line['rateKey']));
  const unit = kind?.unit ?? '';
  return { ...row, costType: kind?.costType ?? null, unit, value: readRate(String(line['value'] ?? ''), unit) ?? -1 };
}

/** What keeps the masters from standing as the draft would have them; only those it changes are looked at. */
export function masterFaults(
  masters: Masters,
  edits: readonly MasterEdit[],
  usedReasons: readonly string[],
): RulesetFault[] {
  if (edits.length === 0) return [];
  const names = new MasterNames(masters.names);
  const rows = (table: 'rates' | 'coverages' | 'reasons'): MasterRow[] =>
    edits.some((edit) => edit.table === table) ? withMasterEdits(table, masters[table], edits) : [];
  const reasons = rows('reasons');
  return checkMasters(
    { rates: rows('rates'), coverages: rows('coverages'), reasons },
    { usedReasons: reasons.length === 0 ? [] : usedReasons, codeOf: names.codeOf },
  );
}

const WHOLE_UNITS: readonly string[] = ['km'];

/** A rate as it is typed: basis points as percent, kilometres as they are, money as yuan. */
export function rateText(value: number, unit: string): string {
  if (value < 0) return '';
  if (unit === 'bp') return `${percentText(value)}%`;
  return WHOLE_UNITS.includes(unit) ? String(value) : formatScaled(value, 2).replaceAll(',', '');
}

/** A rate read back by its unit; null = it cannot be read. Without a unit anything that looks like a number passes. */
export function readRate(text: string, unit: string): number | null {
  if (unit === 'bp') return readPercent(text);
  if (WHOLE_UNITS.includes(unit)) return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
  const read = parseScaled(text.trim(), 2, false);
  return read.ok && read.value >= 0 ? read.value : null;
}

export function newRateLine(id: string): MasterLine {
  return {
    ...{ id, rateKey: 'LABOUR_HOUR', stationId: null, grade: null, regionId: null, productLine: null },
    ...{ claimType: null, value: '', validFromDate: null, validToDate: null },
  };
}

/** Terms of the first policy in the sheet, until another is typed. */
export function newCoverageLine(id: string, policy: string | null): MasterLine {
  return {
    ...{ id, policyId: policy, componentGroupId: null, partId: null, months: null, kmLimit: null },
    ...{ mode: 'FIRST_REACHED', labourMonths: null, materialMonths: null, excluded: 0, note: null },
  };
}

export function newReasonLine(id: string): MasterLine {
  return {
    ...{ id, code: '', textZh: '', textEn: '', evidenceKind: null, defaultAction: 'REJECT' },
    ...{ isOffered: 1, suggestedRank: null },
  };
}
