import { describe, expect, it } from 'vitest';
import { keyCap, meantCombination } from './letter-keys.ts';

describe('single-letter keys that are turned off', () => {
  it.each([
    ['KeyA', null],
    ['Shift+KeyA', null],
    ['Digit1', null],
    ['Shift+Slash', null],
    ['Alt+KeyA', 'KeyA'],
    ['Alt+Shift+KeyA', 'Shift+KeyA'],
    ['Alt+ArrowDown', 'Alt+ArrowDown'],
    ['Ctrl+KeyK', 'Ctrl+KeyK'],
    ['Enter', 'Enter'],
    ['F5', 'F5'],
    ['ArrowDown', 'ArrowDown'],
  ])('%s means %s', (pressed, meant) => expect(meantCombination(pressed, false)).toBe(meant));

  it('leaves every key as it is while they are on', () => {
    expect(meantCombination('KeyA', true)).toBe('KeyA');
    expect(meantCombination('Alt+KeyA', true)).toBe('Alt+KeyA');
  });

  it('shows on the button which key it is', () => {
    expect([keyCap('A', false), keyCap('⇧A', false), keyCap('Ctrl E', false), keyCap('F5', false)]).toEqual([
      ...['Alt A', 'Alt ⇧A', 'Ctrl E', 'F5'],
    ]);
    expect(keyCap('A', true)).toBe('A');
  });
});
