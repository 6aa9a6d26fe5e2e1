import { expect, it } from 'vitest';
import type { Cell } from './cell.ts';
import { shownText } from './shown-text.ts';

const date = (digits: string, from1904 = false): Cell => ({ is: 'date', digits, from1904 });

it.each<[name: string, cell: Cell, shown: string]>([
  ['a day', date('46387'), '2026-12-31'],
  ['a day and a time of a count', date('46387.354166666664'), '2026-12-31 08:30'],
  ['a day counted from 1904', date('44925', true), '2026-12-31'],
  ['a serial that is no day', date('60'), '60'],
  ['a number', { is: 'number', digits: '46387.35' }, '46387.35'],
  ['a text', { is: 'text', text: ' 8:30 ' }, '8:30'],
])('%s is shown as a person reads it', (_name, cell, shown) => {
  expect(shownText(cell)).toBe(shown);
});
