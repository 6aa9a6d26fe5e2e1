import type { TFunction } from 'i18next';
import { COVERAGE_MODES, DEFAULT_ACTIONS, rateKind } from '../../../src-shared/domain/claims/rulesets/check-masters.ts';
import { RATE_KEYS } from '../../../src-shared/domain/claims/first-rates.ts';
import { SPLIT_FIELDS } from '../../../src-shared/domain/claims/rulesets/split-fields.ts';
import { isBusinessDate } from '../../../src-shared/domain/units/dates.ts';
import type { CellEdit, GridColumn } from '../../grid/columns.tsx';
import { codeLabels } from './code-labels.ts';
import { readRate, type MasterLine, type MasterNames } from './master-sheets.ts';
import { codeEdit, wordEdit } from './rules.columns.ts';

const codesOf = (field: string): readonly string[] => SPLIT_FIELDS.find((one) => one.field === field)?.codes ?? [];

interface MasterColumnsInput {
  t: TFunction;
  names: MasterNames;
  /** Ids of the rows that the draft changes. */
  changed: ReadonlySet<string>;
}

const markOf =
  ({ changed }: MasterColumnsInput) =>
  (row: MasterLine): string =>
    changed.has(row.id) ? 'rule-changed' : '';

/** Something that exists, by its name or code, or nothing for any. */
function nameEdit(names: MasterNames, kind: Parameters<MasterNames['idOf']>[0]): CellEdit {
  return {
    suggestions: names.textsOf(kind),
    parse(text) {
      const id = names.idOf(kind, text);
      if (text.trim() === '') return { ok: true, value: null };
      return id === undefined
        ? { ok: false, reason: 'rules-code-unknown' }
        : { ok: true, value: names.textOf(kind, id) };
    },
  };
}

function textEdit(most: number): CellEdit {
  return {
    parse(text) {
      const given = text.trim();
      return given.length <= most ? { ok: true, value: given } : { ok: false, reason: 'rules-text-long' };
    },
  };
}

const countEdit: CellEdit = {
  parse(text) {
    const given = text.trim().replaceAll(',', '');
    if (given === '') return { ok: true, value: null };
    return /^\d{1,9}$/.test(given) ? { ok: true, value: Number(given) } : { ok: false, reason: 'rules-count' };
  },
};

const dateEdit: CellEdit = {
  parse(text) {
    const given = text.trim();
    if (given === '') return { ok: true, value: null };
    return isBusinessDate(given) ? { ok: true, value: given } : { ok: false, reason: 'rules-date' };
  },
};

/** ✔ or nothing, kept as 1 and 0. */
const flagColumn = (key: string, header: string, width: number): GridColumn<MasterLine> => ({
  ...{ key, header, kind: 'text', width },
  draw: (row) => (row[key] === 1 ? [{ text: '✔', className: '' }] : []),
  copyText: (row) => (row[key] === 1 ? '✔' : ''),
  edit: {
    choices: ['✔'],
    parse(text) {
      const given = text.trim();
      if (/^(0|n|no|否|✘)?$/iu.test(given)) return { ok: true, value: 0 };
      return /^([✔√1y是]|yes|true)$/iu.test(given) ? { ok: true, value: 1 } : { ok: false, reason: 'rules-flag' };
    },
  },
});

/** Labour rates, coefficients, travel and other rates by scope and date: the most specific holds (claims §2.1, §4.4). */
export function rateColumns(input: MasterColumnsInput): GridColumn<MasterLine>[] {
  const { t, names } = input;
  const scope = (key: 'grade' | 'productLine' | 'claimType', width: number): GridColumn<MasterLine> => ({
    ...{ key, header: `splitField.${key}`, kind: 'text', width, edit: codeEdit(codesOf(key), codeLabels(t, key)) },
  });
  return [
    {
      ...{ key: 'rateKey', header: 'rules.rate.key', kind: 'word', width: 130, flex: 1, words: 'rateKey' },
      cellClass: markOf(input),
      edit: wordEdit(RATE_KEYS, 'rateKey', t),
    },
    scope('productLine', 90),
    scope('grade', 50),
    scope('claimType', 98),
    { key: 'regionId', header: 'rules.rate.region', kind: 'text', width: 62, edit: nameEdit(names, 'region') },
    { key: 'stationId', header: 'rules.rate.station', kind: 'text', width: 72, edit: nameEdit(names, 'station') },
    {
      ...{ key: 'value', header: 'rules.rate.value', kind: 'text', width: 64 },
      cellClass: (row) => `num ${markOf(input)(row)}`,
      edit: {
        parse(text, at) {
          const given = text.trim().replaceAll(/[,，]/gu, '').replace('％', '%');
          const unit = rateKind(String((at?.row as MasterLine | undefined)?.['rateKey']))?.unit ?? '';
          return readRate(given, unit) === null
            ? { ok: false, reason: unit === 'bp' ? 'rules-rate-percent' : 'rules-rate-value' }
            : { ok: true, value: given };
        },
      },
    },
    {
      ...{ key: 'unit', header: 'rules.rate.unit', kind: 'text', width: 68 },
      draw: (row) => {
        const unit = rateKind(String(row['rateKey']))?.unit;
        return unit === undefined ? [] : [{ text: t(`rateUnit.${unit}`), className: 'dim' }];
      },
    },
    { key: 'validFromDate', header: 'rules.validFrom', kind: 'date', width: 84, edit: dateEdit },
    { key: 'validToDate', header: 'rules.validTo', kind: 'date', width: 84, edit: dateEdit },
  ];
}

/** Terms of warranty: how long and how far, by policy and assembly; the nearest assembly holds (claims §2.1). */
export function coverageColumns(input: MasterColumnsInput): GridColumn<MasterLine>[] {
  const { t, names } = input;
  const count = (key: string, width: number): GridColumn<MasterLine> => ({
    ...{ key, header: `rules.coverage.${key}`, kind: 'integer', width, cellClass: markOf(input), edit: countEdit },
  });
  return [
    {
      ...{ key: 'policyId', header: 'rules.coverage.policy', kind: 'text', width: 146, flex: 1 },
      cellClass: markOf(input),
      edit: nameEdit(names, 'policy'),
    },
    {
      ...{ key: 'componentGroupId', header: 'rules.coverage.group', kind: 'text', width: 124, flex: 1 },
      edit: nameEdit(names, 'group'),
    },
    {
      ...{ key: 'id', header: 'rules.coverage.subject', kind: 'text', width: 80, sortKey: 'subject' },
      draw: (row) => [{ text: subjectOf(row, t), className: 'dim' }],
      copyText: (row) => subjectOf(row, t),
      tooltip: (row) => subjectOf(row, t),
    },
    count('months', 64),
    count('kmLimit', 78),
    {
      ...{ key: 'mode', header: 'rules.coverage.mode', kind: 'word', width: 90, words: 'coverageMode' },
      edit: wordEdit(COVERAGE_MODES, 'coverageMode', t),
    },
    count('labourMonths', 78),
    count('materialMonths', 80),
    flagColumn('excluded', 'rules.coverage.excluded', 70),
    { key: 'note', header: 'rules.note', kind: 'text', width: 60, flex: 1, edit: textEdit(200) },
  ];
}

/** What stands in no column of its own: terms of a single part, and those for all the rest. */
function subjectOf(row: MasterLine, t: TFunction): string {
  if (row['partId'] !== null) return String(row['partId']);
  return row['componentGroupId'] === null ? t('rules.coverage.default') : '';
}

/** Reason codes: what stations and colleagues read, whether it is offered, and at which digit (claims §6.4, design §8). */
export function reasonColumns(input: MasterColumnsInput): GridColumn<MasterLine>[] {
  const { t } = input;
  return [
    {
      ...{ key: 'code', header: 'rules.reason.code', kind: 'code', width: 66, cellClass: markOf(input) },
      edit: {
        parse(text) {
          const given = text.trim().toUpperCase();
          return /^R\d{2}$/.test(given) ? { ok: true, value: given } : { ok: false, reason: 'rules-reason-code' };
        },
      },
    },
    { key: 'textZh', header: 'rules.reason.textZh', kind: 'text', width: 200, flex: 1, edit: textEdit(120) },
    { key: 'textEn', header: 'rules.reason.textEn', kind: 'text', width: 220, flex: 1, edit: textEdit(120) },
    flagColumn('isOffered', 'rules.reason.isOffered', 76),
    {
      ...{ key: 'suggestedRank', header: 'rules.reason.suggestedRank', kind: 'integer', width: 92 },
      edit: countEdit,
    },
    {
      ...{ key: 'defaultAction', header: 'rules.reason.defaultAction', kind: 'word', width: 110 },
      words: 'reasonAction',
      edit: wordEdit(DEFAULT_ACTIONS, 'reasonAction', t),
    },
  ];
}
