import { describe, expect, it } from 'vitest';
import { combinationOf } from './keyboard.ts';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

describe('the name of a pressed combination', () => {
  it('goes by the physical key, so an input method changes nothing', () => {
    expect(combinationOf({ ...plain, code: 'KeyA' })).toBe('KeyA');
  });

  it('puts the modifiers in one order', () => {
    expect(combinationOf({ ...plain, shiftKey: true, ctrlKey: true, code: 'KeyL' })).toBe('Ctrl+Shift+KeyL');
    expect(combinationOf({ ...plain, metaKey: true, code: 'KeyK' })).toBe('Ctrl+KeyK');
  });
});
