import { DemoRandom } from './random.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Row ids in the shape of ULIDs, reproducible from the seed: ten characters of a fixed start time, then a counter and chance. */
export class DemoIds {
  private readonly random: DemoRandom;
  private readonly timePart: string;
  private count = 0;

  constructor(seed: string, startMs: number) {
    this.random = new DemoRandom(`${seed}/ids`);
    this.timePart = base32(startMs, 10);
  }

  next(): string {
    this.count += 1;
    const chance = base32(this.random.next32(), 7) + base32(this.random.int(0, 1048575), 4);
    return this.timePart + base32(this.count, 5) + chance;
  }
}

function base32(value: number, length: number): string {
  let text = '';
  let left = value;
  for (let index = 0; index < length; index += 1) {
    text = (CROCKFORD[left % 32] ?? '0') + text;
    left = Math.floor(left / 32);
  }
  return text;
}
