import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { checkMasters, rateKind } from '../../../src-shared/domain/claims/rulesets/check-masters.ts';
import type { RulesetFault } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import {
  masterEdits,
  withMasterEdits,
  type MasterEdit,
  type MasterRow,
} from '../../../src-shared/domain/claims/rulesets/master-edits.ts';
import { codeWords, type CodeWords } from '../../../src-shared/domain/claims/rulesets/code-words.ts';
import type { ParameterLabels } from '../../../src-shared/domain/claims/rulesets/parameter-text.ts';
import { percentText, readPercent } from '../../../src-shared/domain/claims/rulesets/split-text.ts';
import { parseScaled } from '../../../src-shared/domain/exchange/parse-number.ts';
import { Sheet } from '../../grid/sheet.ts';
import { formatScaled } from '../../ui/format.ts';

type Masters = RulesetWorkshop['masters'];
type NameKind = Masters['names'][number]['kind'];

/** A row of a master as a row of a sheet: ids and codes as people read and type them. */
export type MasterLine = { id: string } & Record<string, string | number | null>;

/** The masters a draft may change, as sheets and back; made once for the masters as they stand. */
export class MasterNames {
  readonly #codes: ReadonlyMap<string, string>;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #words: ReadonlyMap<string, CodeWords>;
  readonly #texts: ReadonlyMap<string, readonly string[]>;

  constructor(names: Masters['names']) {
    this.#codes = new Map(names.map(({ id, code }) => [id, code]));
    this.#ids = new Map(names.map(({ kind, code, id }) => [`${kind} ${code}`, id]));
    const byKind = [...Map.groupBy(names, ({ kind }) => kind)];
    this.#words = new Map(
      byKind.map(([kind, ones]) => [kind, codeWords(ones.map(({ code, name }) => ({ code, word: name })))]),
    );
    this.#texts = new Map(
      byKind.map(([kind, ones]) => [kind, ones.map(({ code }) => this.#words.get(kind)?.textOf(code) ?? code)]),
    );
  }

  codeOf = (id: string): string => this.#codes.get(id) ?? id;
  /** The id by name, code or both; undefined for what nobody is called. */
  idOf(kind: NameKind, text: string): string | undefined {
    const code = this.#words.get(kind)?.codeOf(text);
    return code === undefined ? undefined : this.#ids.get(`${kind} ${code}`);
  }
  /** The name and its code. */
  textOf = (kind: NameKind, id: string): string => this.#words.get(kind)?.textOf(this.codeOf(id)) ?? this.codeOf(id);
  /** Every name there is, to choose from. */
  textsOf = (kind: NameKind): readonly string[] => this.#texts.get(kind) ?? [];
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

/** The columns that hold a code of the program. */
const CODE_COLUMNS: readonly string[] = ['productLine', 'grade', 'claimType'];

export function masterSheets(
  masters: Masters,
  edits: readonly MasterEdit[],
  labels: Pick<ParameterLabels, 'wordsOf'>,
): MasterSheets {
  const names = new MasterNames(masters.names);
  const lines = (table: 'rates' | 'coverages' | 'reasons'): Sheet<MasterLine> =>
    new Sheet(withMasterEdits(table, masters[table], edits).map((row) => lineOf(row, names, labels)));
  return { rates: lines('rates'), coverages: lines('coverages'), reasons: lines('reasons') };
}

function lineOf(row: MasterRow, names: MasterNames, { wordsOf }: Pick<ParameterLabels, 'wordsOf'>): MasterLine {
  const cells = Object.entries(row).map(([key, value]): [string, string | number | null] => {
    const kind = ID_COLUMNS[key];
    if (value === null) return [key, value];
    if (kind !== undefined) return [key, names.textOf(kind, String(value))];
    return [key, CODE_COLUMNS.includes(key) ? wordsOf(key).textOf(String(value)) : value];
  });
  const line = { id: '', ...Object.fromEntries(cells) } as MasterLine;
  return 'rateKey' in row ? { ...line, value: rateText(Number(row['value']), String(row['unit'])) } : line;
}

/** What the sheets would change in the masters. */
export function masterEditsOf(
  lines: MasterLines,
  masters: Masters,
  labels: Pick<ParameterLabels, 'wordsOf'>,
): MasterEdit[] {
  const names = new MasterNames(masters.names);
  return (['rates', 'coverages', 'reasons'] as const).flatMap((table) =>
    masterEdits(
      table,
      masters[table],
      lines[table].map((line) => rowOf(line, names, labels)),
    ),
  );
}

/** A code nobody has cannot be typed; a rate takes its unit from its key. */
function rowOf(line: MasterLine, names: MasterNames, { wordsOf }: Pick<ParameterLabels, 'wordsOf'>): MasterRow {
  const cells = Object.entries(line).map(([key, value]): [string, string | number | null] => {
    const kind = ID_COLUMNS[key];
    if (value === null) return [key, value];
    if (kind !== undefined) return [key, names.idOf(kind, String(value)) ?? null];
    return [key, CODE_COLUMNS.includes(key) ? (wordsOf(key).codeOf(String(value)) ?? value) : value];
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
