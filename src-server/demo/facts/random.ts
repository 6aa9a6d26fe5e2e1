/** A seeded source of chance: the same seed gives the same company on every machine. sfc32 over a seed spread by splitmix32. */
export class DemoRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    let state = 2166136261;
    for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) | 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    for (let round = 0; round < 12; round += 1) this.next32();
  }

  /** 32 random bits as an unsigned number. */
  next32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor((this.next32() / 4294967296) * (high - low + 1));
  }

  /** True in `perMille` of a thousand cases. */
  chance(perMille: number): boolean {
    return this.next32() / 4294967296 < perMille / 1000;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('pick from an empty list');
    return item;
  }

  /** One of `[item, weight]` by its weight. */
  weighted<T>(items: readonly (readonly [T, number])[]): T {
    let left = (this.next32() / 4294967296) * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(items)[0];
  }

  /** The items in random order; the given list is left alone. */
  shuffled<T>(items: readonly T[]): T[] {
    const list = [...items];
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = this.int(0, last);
      const swapped = list[last] as T;
      list[last] = list[other] as T;
      list[other] = swapped;
    }
    return list;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.next32().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  digits(length: number): string {
    let text = '';
    while (text.length < length) text += String(this.int(0, 9));
    return text;
  }
}
