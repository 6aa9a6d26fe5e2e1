import type { TFunction } from 'i18next';
import type { ComparisonChange } from '../../../src-shared/contract/server/rules.contract.ts';
import type { RuleRecord } from '../../../src-shared/contract/rules.contract.ts';
import { shareBp } from '../../../src-shared/domain/claims/audit-figures.ts';
import { CAP_COST_TYPES, CAP_LEVELS } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import { readParameters } from '../../../src-shared/domain/claims/rulesets/parameter-text.ts';
import { SPLIT_FIELDS } from '../../../src-shared/domain/claims/rulesets/split-fields.ts';
import type { CodeWords } from '../../../src-shared/domain/claims/rulesets/code-words.ts';
import {
  conditionText,
  readCondition,
  readShares,
  sharesText,
} from '../../../src-shared/domain/claims/rulesets/split-text.ts';
import { parseScaled } from '../../../src-shared/domain/exchange/parse-number.ts';
import { isBusinessDate } from '../../../src-shared/domain/units/dates.ts';
import type { CellEdit, GridColumn } from '../../grid/columns.tsx';
import { formatFen, formatInteger, formatPercent } from '../../ui/format.ts';
import { tagClass, type Tone } from '../../ui/Tag.tsx';
import { ruleTitle } from '../rule-text.ts';
import { codeLabels } from './code-labels.ts';
import { parameterLabels } from './parameter-labels.ts';
import type { CapLine, Content, LimitLine, RuleLine, SplitLine } from './workshop-sheets.ts';

const MODES = ['LIVE', 'SHADOW', 'OFF'] as const;
const SEVERITIES = ['INFO', 'WARN', 'BLOCK'] as const;
const MODE_TONES: Readonly<Record<RuleLine['mode'], Tone>> = { LIVE: 'ok', SHADOW: 'info', OFF: 'wait' };
const SEVERITY_TONES: Readonly<Record<RuleLine['severity'], Tone>> = { INFO: 'info', WARN: 'warn', BLOCK: 'bad' };

/** One of the words, as it is kept or as it is read in the person's language. */
export function wordEdit(words: readonly string[], prefix: string, t: TFunction): CellEdit {
  return {
    choices: words,
    parse(text) {
      const given = text.trim();
      const found = words.find((word) => word === given.toUpperCase() || t(`${prefix}.${word}`) === given);
      return found === undefined ? { ok: false, reason: 'rules-word-unknown' } : { ok: true, value: found };
    },
  };
}

export interface RuleColumnsInput {
  t: TFunction;
  published: Content;
  records: ReadonlyMap<string, RuleRecord>;
  /** `table row field` of the cells that differ from the published ones. */
  changed: ReadonlySet<string>;
}

/** The rules: what each is called, how grave, whether it counts, its thresholds, and how often it was right. */
export function ruleColumns({ t, published, records, changed }: RuleColumnsInput): GridColumn<RuleLine>[] {
  const before = new Map(published.rules.map((row) => [row.id, row]));
  const markOf = (field: string) => (row: RuleLine) => (changed.has(`rules ${row.id} ${field}`) ? 'rule-changed' : '');
  const isChanged = (row: RuleLine): boolean => [...changed].some((cell) => cell.startsWith(`rules ${row.id} `));
  const figure = (
    key: keyof RuleLine & string,
    header: string,
    text: (record: RuleRecord) => string,
  ): GridColumn<RuleLine> => ({
    ...{ key, header, kind: 'integer', width: 74, sortKey: header },
    draw: (row) => {
      const record = records.get(row.id);
      return record === undefined ? [] : [{ text: text(record), className: '' }];
    },
    copyText: (row) => {
      const record = records.get(row.id);
      return record === undefined ? '' : text(record);
    },
  });
  return [
    {
      key: 'id',
      header: 'rules.id',
      kind: 'code',
      width: 52,
      cellClass: (row) => (isChanged(row) ? 'rule-changed' : ''),
    },
    {
      ...{ key: 'reasonCode', header: 'rules.name', kind: 'text', width: 168, flex: 1, sortKey: 'name' },
      draw: (row) => [{ text: ruleTitle(t, row.id), className: '' }],
      tooltip: (row) => ruleTitle(t, row.id),
      copyText: (row) => ruleTitle(t, row.id),
    },
    {
      ...{ key: 'mode', header: 'rules.mode', kind: 'word', width: 84, words: 'ruleMode' },
      draw: (row) => [{ text: t(`ruleMode.${row.mode}`), className: tagClass(MODE_TONES[row.mode]) }],
      cellClass: markOf('mode'),
      edit: wordEdit(MODES, 'ruleMode', t),
    },
    {
      ...{ key: 'severity', header: 'rules.severity', kind: 'word', width: 76, words: 'severity' },
      draw: (row) => [{ text: t(`severity.${row.severity}`), className: tagClass(SEVERITY_TONES[row.severity]) }],
      cellClass: markOf('severity'),
      edit: wordEdit(SEVERITIES, 'severity', t),
    },
    {
      ...{ key: 'parameters', header: 'rules.parameters', kind: 'text', width: 200, flex: 2 },
      tooltip: (row) => row.parameters,
      cellClass: (row) =>
        Object.keys(before.get(row.id)?.parameters ?? {}).some((name) => changed.has(`rules ${row.id} ${name}`))
          ? 'rule-changed'
          : '',
      edit: {
        parse(text, at) {
          const { id } = (at?.row ?? {}) as Partial<RuleLine>;
          const read = readParameters(text, before.get(id ?? '')?.parameters ?? {}, parameterLabels(t));
          return read.ok ? { ok: true, value: text.trim() } : { ok: false, reason: read.reason };
        },
      },
    },
    figure('reasonCode', 'rules.hits', ({ hits }) => formatInteger(hits)),
    figure('reasonCode', 'rules.precision', ({ hits, upheld }) => percent(upheld, hits)),
    figure('reasonCode', 'rules.overridden', ({ hits, overridden }) => percent(overridden, hits)),
  ];
}

const percent = (part: number, whole: number): string => {
  const share = shareBp(part, whole);
  return share === null ? '–' : formatPercent(share);
};

const WIDTHS: Readonly<Record<string, number>> = {
  productLine: 88,
  claimType: 118,
  position: 112,
  responsibility: 116,
  componentClass: 112,
  claimantType: 112,
};

function dayColumn<Row extends { validFrom: string | null; validTo: string | null }>(
  key: 'validFrom' | 'validTo',
): GridColumn<Row> {
  return {
    ...{ key, header: `rules.${key}`, kind: 'date', width: 92 },
    edit: {
      parse(text) {
        const given = text.trim();
        if (given === '') return { ok: true, value: null };
        return isBusinessDate(given) ? { ok: true, value: given } : { ok: false, reason: 'rules-date' };
      },
    },
  };
}

/** The split table: one row a rule, the first that matches from the top decides (claims §4.3). */
export function splitColumns(t: TFunction, shadowed: ReadonlyMap<string, readonly string[]>): GridColumn<SplitLine>[] {
  const share = (key: 'labour' | 'material' | 'travel'): GridColumn<SplitLine> => ({
    ...{ key, header: `rules.${key}`, kind: 'text', width: 86 },
    cellClass: () => 'num',
    edit: {
      parse(text) {
        const shares = readShares(text);
        return shares === null ? { ok: false, reason: 'rules-shares' } : { ok: true, value: sharesText(shares) };
      },
    },
  });
  return [
    {
      ...{ key: 'priority', header: 'rules.priority', kind: 'integer', width: 56 },
      edit: {
        parse(text) {
          const given = text.trim();
          return /^\d{1,6}$/.test(given) ? { ok: true, value: Number(given) } : { ok: false, reason: 'rules-priority' };
        },
      },
    },
    {
      ...{ key: 'name', header: 'rules.splitRule', kind: 'code', width: 118 },
      cellClass: (row) => (shadowed.has(row.name) ? 'rule-shadowed' : ''),
      tooltip: (row, t) => {
        const by = shadowed.get(row.name);
        return by === undefined ? row.name : t('rules.shadowedBy', { row: row.name, by: by.join(', ') });
      },
      edit: {
        parse(text) {
          const given = text.trim().toUpperCase();
          return /^SR-[A-Z0-9][A-Z0-9-]{0,28}$/.test(given)
            ? { ok: true, value: given }
            : { ok: false, reason: 'ruleset-split-name' };
        },
      },
    },
    ...SPLIT_FIELDS.map(({ field, codes }): GridColumn<SplitLine> => ({
      ...{ key: field, header: `splitField.${field}`, kind: 'text', width: WIDTHS[field] ?? 76 },
      tooltip: (row) => String(row[field] ?? ''),
      edit: conditionEdit(field, codes, codeLabels(t, field)),
    })),
    ...(['labour', 'material', 'travel'] as const).map(share),
    dayColumn('validFrom'),
    dayColumn('validTo'),
  ];
}

/** Codes or words by commas, a number or ✔; what was understood stands in the cell. */
function conditionEdit(field: string, codes: readonly string[], words: CodeWords): CellEdit {
  return {
    ...(codes.length === 0 ? {} : { suggestions: codes.map((code) => words.textOf(code)) }),
    parse(text) {
      const read = readCondition(text, field, words);
      if (read === undefined) return { ok: false, reason: 'rules-condition' };
      return { ok: true, value: read === null ? '' : conditionText([read], field, words) };
    },
  };
}

const CLAIM_TYPES = SPLIT_FIELDS.find(({ field }) => field === 'claimType')?.codes ?? [];
const PRODUCT_LINES = SPLIT_FIELDS.find(({ field }) => field === 'productLine')?.codes ?? [];

/** One of the codes, by word or code, or nothing for any of them. */
export function codeEdit(codes: readonly string[], words: CodeWords): CellEdit {
  return {
    suggestions: codes.map((code) => words.textOf(code)),
    parse(text) {
      if (text.trim() === '') return { ok: true, value: null };
      const code = words.codeOf(text);
      return code !== undefined && codes.includes(code)
        ? { ok: true, value: words.textOf(code) }
        : { ok: false, reason: 'rules-word-unknown' };
    },
  };
}

/** Ceilings on what the maker pays, of a line, a kind of cost or a claim (claims §4.1 step 5). */
export function capColumns(t: TFunction): GridColumn<CapLine>[] {
  const code = (key: 'costType' | 'claimType' | 'productLine', codes: readonly string[]): GridColumn<CapLine> => ({
    ...{ key, header: `rules.cap.${key}`, kind: 'text', width: 130 },
    edit: codeEdit(codes, codeLabels(t, key)),
  });
  return [
    {
      ...{ key: 'name', header: 'rules.cap.name', kind: 'code', width: 140, flex: 1 },
      edit: {
        parse(text) {
          const given = text.trim().toUpperCase();
          return /^CAP-[A-Z0-9][A-Z0-9-]{0,28}$/.test(given)
            ? { ok: true, value: given }
            : { ok: false, reason: 'rules-cap-name' };
        },
      },
    },
    {
      ...{ key: 'level', header: 'rules.cap.level', kind: 'word', width: 110, words: 'capLevel' },
      edit: wordEdit(CAP_LEVELS, 'capLevel', t),
    },
    code('costType', CAP_COST_TYPES),
    code('claimType', CLAIM_TYPES),
    code('productLine', PRODUCT_LINES),
    {
      ...{ key: 'capFen', header: 'rules.cap.capFen', kind: 'fen', width: 110 },
      edit: {
        parse(text) {
          const read = parseScaled(text.trim(), 2, false);
          return read.ok && read.value >= 0 ? read : { ok: false, reason: 'rules-cap-amount' };
        },
      },
    },
    dayColumn('validFrom'),
    dayColumn('validTo'),
  ];
}

/** Who settles a claim alone up to which payable amount (claims §4.4). */
export function limitColumns(changed: ReadonlySet<string>): GridColumn<LimitLine>[] {
  return [
    { key: 'id', header: 'rules.limit.level', kind: 'word', width: 220, words: 'limitLevel' },
    {
      ...{ key: 'limitFen', header: 'rules.limit.limitFen', kind: 'fen', width: 140 },
      cellClass: (row) => (changed.has(`limits ${row.id} limitFen`) ? 'rule-changed' : ''),
      edit: {
        parse(text) {
          const read = parseScaled(text.trim(), 2, false);
          return read.ok && read.value >= 0 ? read : { ok: false, reason: 'rules-cap-amount' };
        },
      },
    },
  ];
}

/** The claims that another ruleset would judge differently. */
export function changeColumns(t: TFunction): GridColumn<ComparisonChange>[] {
  const rules = ({ newRules, goneRules }: ComparisonChange): string =>
    [
      ...(newRules === '' ? [] : newRules.split(',').map((id) => `+${id} ${ruleTitle(t, id)}`)),
      ...(goneRules === '' ? [] : goneRules.split(',').map((id) => `−${id} ${ruleTitle(t, id)}`)),
    ].join(' · ');
  const decision = ({ dispositionBefore, dispositionAfter, levelBefore, levelAfter }: ComparisonChange): string => {
    if (dispositionBefore !== dispositionAfter)
      return `${t(`disposition.${dispositionBefore}`)} → ${t(`disposition.${dispositionAfter}`)}`;
    if (levelBefore === levelAfter) return t(`disposition.${dispositionBefore}`);
    return `${t(`limitLevel.${levelBefore}`)} → ${t(`limitLevel.${levelAfter}`)}`;
  };
  const signed = (row: ComparisonChange): string => {
    const fen = row.payableAfterFen - row.payableBeforeFen;
    return `${fen > 0 ? '+' : ''}${formatFen(fen)}`;
  };
  return [
    { key: 'claimNo', header: 'claims.no', kind: 'code', width: 140 },
    {
      ...{ key: 'dispositionAfter', header: 'rules.decision', kind: 'text', width: 166 },
      draw: (row) => [{ text: decision(row), className: isOtherDecision(row) ? 'rule-decision' : 'dim' }],
      copyText: decision,
      tooltip: decision,
    },
    { key: 'payableBeforeFen', header: 'rules.before', kind: 'fen', width: 84 },
    { key: 'payableAfterFen', header: 'rules.after', kind: 'fen', width: 84 },
    {
      ...{ key: 'id', header: 'rules.difference', kind: 'fen', width: 84 },
      draw: (row) => [{ text: signed(row), className: '' }],
      copyText: signed,
      tooltip: signed,
    },
    {
      ...{ key: 'newRules', header: 'rules.changedRules', kind: 'text', width: 150, flex: 1 },
      draw: (row) => [{ text: rules(row), className: '' }],
      copyText: rules,
      tooltip: rules,
    },
    { key: 'claimantName', header: 'claims.claimant', kind: 'text', width: 110, flex: 1 },
    { key: 'submittedDate', header: 'rules.submitted', kind: 'date', width: 92 },
  ];
}

const isOtherDecision = (row: ComparisonChange): boolean =>
  row.dispositionBefore !== row.dispositionAfter || row.levelBefore !== row.levelAfter;
