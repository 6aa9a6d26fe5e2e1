import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { capOf, keyOfCap, meaningOf, refusalOf, withChange } from './key-changes.ts';
import { FIXED_KEYS, KEY_TABLE, TAKEN_KEYS } from './key-table.ts';

const KEYS = KEY_TABLE.flatMap(({ keys }) => keys);

describe('keys a person has changed', () => {
  const changes = withChange({}, 'KeyA', 'KeyQ');

  it('act where they lie now, and no longer where they lay', () => {
    expect(['KeyQ', 'KeyA', 'KeyR'].map((key) => meaningOf(key, changes))).toEqual(['KeyA', null, 'KeyR']);
  });

  it('can change places through a third key, and go back to the table', () => {
    const swapped = withChange(withChange(changes, 'KeyR', 'KeyA'), 'KeyA', 'KeyR');
    expect(['KeyA', 'KeyR', 'KeyQ'].map((key) => meaningOf(key, swapped))).toEqual(['KeyR', 'KeyA', 'KeyQ']);
    expect(withChange(withChange(swapped, 'KeyA', 'KeyA'), 'KeyR', 'KeyR')).toEqual({});
  });

  it.each([
    ['KeyR', { reason: 'taken', by: 'reject' }],
    ['F8', { reason: 'taken', by: 'adjust' }],
    ['Digit3', { reason: 'unusable' }],
    ['Enter', { reason: 'unusable' }],
    ['Ctrl+KeyC', { reason: 'unusable' }],
    ['Alt+KeyQ', { reason: 'unusable' }],
    ['KeyQ', null],
    ['Ctrl+Shift+KeyQ', null],
    ['KeyA', null],
  ])('approving on %s is refused as %j', (pressed, refusal) => {
    expect(refusalOf('KeyA', pressed, {})).toEqual(refusal);
  });

  it('free the key they left, and hold the one they took', () => {
    expect(refusalOf('KeyR', 'KeyA', changes)).toBeNull();
    expect(refusalOf('KeyR', 'KeyQ', changes)).toEqual({ reason: 'taken', by: 'approve' });
  });
});

describe('the table of keys', () => {
  it('has every key once, and none that is fixed', () => {
    expect(KEYS.filter((key, at) => KEYS.indexOf(key) !== at || TAKEN_KEYS.has(key))).toEqual([]);
  });

  it('says what each does, in both languages', () => {
    const names = [...KEY_TABLE, ...FIXED_KEYS].map(({ name }) => `key.${name}`);
    for (const catalogue of Object.values(CATALOGUES)) {
      expect(names.filter((name) => catalogue[name] === undefined)).toEqual([]);
      expect(Object.keys(catalogue).filter((key) => key.startsWith('key.') && !names.includes(key))).toEqual([]);
    }
  });

  it('names every letter and function key a page listens to', () => {
    const sources = readdirSync('src-renderer', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!\.test)\.tsx?$/.test(file),
    );
    const heard = sources.flatMap((file) =>
      [
        ...readFileSync(path.join('src-renderer', file), 'utf8').matchAll(
          /(?:^\s*|\{ |, )'?((?:Ctrl\+|Alt\+|Shift\+)*(?:Key[A-Z]|F\d{1,2}|Insert|Slash))'?:/gm,
        ),
      ].map((match) => match[1] ?? ''),
    );
    expect(heard.length).toBeGreaterThan(50);
    expect([...new Set(heard)].filter((key) => !KEYS.includes(key) && !TAKEN_KEYS.has(key))).toEqual([]);
  });

  it.each([...KEYS, ...FIXED_KEYS.flatMap(({ keys }) => keys)])('%s can be read back from its cap', (key) => {
    expect(keyOfCap(capOf(key))).toBe(key);
  });

  it.each([
    ['Ctrl Shift E', 'Ctrl+Shift+KeyE'],
    ['Ctrl ⇧ P', 'Ctrl+Shift+KeyP'],
    ['⇧F3', 'Shift+F3'],
    ['Ctrl ⏎', 'Ctrl+Enter'],
  ])('the cap %s is %s', (cap, key) => expect(keyOfCap(cap)).toBe(key));
});
