import { describe, expect, it } from 'vitest';
import { tallyAnswers, type ImportCommand, type ImportSummary } from './import-ledger.ts';

const FROM_FILE: ImportSummary = {
  rowsRead: 7,
  thingsTotal: 3,
  thingsDone: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refusedThings: 0,
  rowsInThings: 5,
  rowsRefused: 1,
  rowsRepeated: 1,
  problem: null,
  issues: [{ rowNo: 9, field: 'km', value: 'x', reason: 'not-a-number', details: {} }],
  repeats: [{ rowNo: 4, sameAsRowNo: 2 }],
};

function part(things: { key: string; rowNos: number[] }[]): ImportCommand {
  return {
    kind: 'exchange.import',
    importId: 'i',
    importKind: 'claims',
    fileName: 'f',
    fileSha256: 's',
    mappingSha256: 'm',
    part: 1,
    parts: 1,
    things: things.map((thing) => ({ ...thing, values: {} })),
  };
}

const ANSWER = { id: 'x', reason: null, details: {}, current: null, targets: null, output: null, retryAfterMs: null };

describe('the ledger of an import', () => {
  it('keeps rows read = rows in things + refused + repeats when the server refuses a thing', () => {
    const command = part([
      { key: 'a', rowNos: [2, 3] },
      { key: 'b', rowNos: [5, 6] },
      { key: 'c', rowNos: [7] },
    ]);
    const imported = [
      { key: 'a', outcome: 'created' as const, targetId: '1', issues: [] },
      {
        key: 'b',
        outcome: 'refused' as const,
        targetId: null,
        issues: [{ rowNo: 6, field: 'opCode', value: 'q', reason: 'operation-unknown', details: {} }],
      },
      { key: 'c', outcome: 'unchanged' as const, targetId: '3', issues: [] },
    ];
    const { summary, state } = tallyAnswers(FROM_FILE, [
      { command, result: { ...ANSWER, status: 'applied', imported } },
    ]);
    expect(state).toBe('done');
    expect(summary).toMatchObject({
      created: 1,
      unchanged: 1,
      refusedThings: 1,
      thingsDone: 3,
      rowsInThings: 3,
      rowsRefused: 3,
      rowsRepeated: 1,
    });
    expect(summary.rowsInThings + summary.rowsRefused + summary.rowsRepeated).toBe(summary.rowsRead);
    expect(summary.issues.map(({ rowNo, reason }) => [rowNo, reason])).toEqual([
      [5, 'other-row-refused'],
      [6, 'operation-unknown'],
      [9, 'not-a-number'],
    ]);
  });

  it('is still sending while a part has no answer, and failed when a part is refused whole', () => {
    const command = part([{ key: 'a', rowNos: [2] }]);
    expect(tallyAnswers(FROM_FILE, [{ command, result: null }]).state).toBe('sending');
    const refused = tallyAnswers(FROM_FILE, [
      { command, result: { ...ANSWER, status: 'rejected', reason: 'role-not-allowed', imported: null } },
    ]);
    expect(refused.state).toBe('failed');
    expect(refused.summary).toMatchObject({
      refusedThings: 1,
      rowsRefused: 2,
      rowsInThings: 4,
      problem: { reason: 'role-not-allowed', details: {} },
    });
  });
});
