import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handoverControlNo, handoverOrderRefusal } from './handover.ts';

const person = (userId: string, roles: string[], regionId: string | null = null) => ({ userId, roles, regionId });

describe('who may order a hand-over', () => {
  it.each([
    { who: 'the person', actor: person('a', ['l1']), from: person('a', ['l1']), may: true },
    { who: 'a colleague', actor: person('b', ['l1']), from: person('a', ['l1']), may: false },
    { who: 'the supervisor', actor: person('b', ['l2']), from: person('a', ['l1']), may: true },
    { who: 'a supervisor of an equal', actor: person('b', ['l2']), from: person('a', ['l2']), may: false },
    {
      who: 'the parts manager of a counter',
      actor: person('b', ['partsManager']),
      from: person('a', ['counter']),
      may: true,
    },
    {
      who: 'the parts manager of a clerk',
      actor: person('b', ['partsManager']),
      from: person('a', ['l1']),
      may: false,
    },
    {
      who: 'a supervisor of one of two roles',
      ...{ actor: person('b', ['partsManager']), from: person('a', ['counter', 'l1']), may: false },
    },
    { who: 'a supervisor elsewhere', actor: person('b', ['l2'], 'r1'), from: person('a', ['l1'], 'r2'), may: false },
    { who: 'management', actor: person('b', ['management']), from: person('a', ['regionManager'], 'r2'), may: true },
    { who: 'an administrator', actor: person('b', ['admin']), from: person('a', []), may: true },
    { who: 'an auditor, even of oneself', actor: person('a', ['auditor']), from: person('a', ['auditor']), may: false },
    { who: 'a supervisor of somebody without roles', actor: person('b', ['l2']), from: person('a', []), may: false },
  ])('$who: $may', ({ actor, from, may }) => {
    expect(handoverOrderRefusal(actor, from) === null).toBe(may);
  });

  it('numbers things by what they are and their version, in whatever order', () => {
    const items = fc.array(fc.record({ key: fc.nat(2_147_483_647), version: fc.integer({ min: 1, max: 1e6 }) }));
    fc.assert(
      fc.property(items, (list) => {
        expect(handoverControlNo(list.toReversed())).toBe(handoverControlNo(list));
        expect(Number.isSafeInteger(handoverControlNo(list))).toBe(true);
      }),
    );
    expect(handoverControlNo([{ key: 5, version: 1 }])).not.toBe(handoverControlNo([{ key: 5, version: 2 }]));
  });
});
