import type { z } from 'zod';
import type { ImportState, RowIssue } from '../../src-shared/contract/exchange.contract.ts';
import type { CommandBody, CommandResult } from '../../src-shared/contract/commands.ts';

export type ImportCommand = Extract<CommandBody, { kind: 'exchange.import' }>;

/** What `import_session.summary_json` holds: the counts, and every row that did not become part of a thing. */
export interface ImportSummary {
  rowsRead: number;
  thingsTotal: number;
  thingsDone: number;
  created: number;
  updated: number;
  unchanged: number;
  refusedThings: number;
  rowsInThings: number;
  rowsRefused: number;
  rowsRepeated: number;
  problem: ImportState['problem'];
  issues: RowIssue[];
  repeats: { rowNo: number; sameAsRowNo: number }[];
}

export interface AnsweredPart {
  command: ImportCommand;
  result: z.infer<typeof CommandResult> | null;
}

export interface Tally {
  summary: ImportSummary;
  state: ImportState['state'];
}

/**
 * Adds the server's answers to what the file itself gave. Rows of a thing the server refuses move from "in things" to
 * "refused", so that rows read = rows in things + rows refused + exact repeats holds at every moment.
 */
export function tallyAnswers(fromFile: ImportSummary, parts: readonly AnsweredPart[]): Tally {
  const summary: ImportSummary = { ...fromFile, issues: [...fromFile.issues] };
  let failed = false;
  let waiting = false;
  for (const { command, result } of parts) {
    if (result === null) {
      waiting = true;
      continue;
    }
    summary.thingsDone += command.things.length;
    if (result.status !== 'applied') {
      failed = true;
      summary.problem = { reason: result.reason ?? 'unexpected', details: result.details };
      for (const thing of command.things) refuse(summary, thing, [refusal(thing, summary.problem)]);
    } else tallyThings(summary, command, result.imported ?? []);
  }
  summary.issues.sort((left, right) => left.rowNo - right.rowNo);
  return { summary, state: waiting ? 'sending' : failed ? 'failed' : 'done' };
}

type Thing = ImportCommand['things'][number];
type ThingResult = NonNullable<z.infer<typeof CommandResult>['imported']>[number];

function tallyThings(summary: ImportSummary, command: ImportCommand, results: readonly ThingResult[]): void {
  const resultByKey = new Map(results.map((result) => [result.key, result]));
  for (const thing of command.things) {
    const result = resultByKey.get(thing.key);
    if (result === undefined)
      refuse(summary, thing, [refusal(thing, { reason: 'server-gave-no-result', details: {} })]);
    else if (result.outcome === 'refused') refuse(summary, thing, result.issues);
    else summary[result.outcome] += 1;
  }
}

function refuse(summary: ImportSummary, thing: Thing, issues: readonly RowIssue[]): void {
  summary.refusedThings += 1;
  summary.rowsInThings -= thing.rowNos.length;
  summary.rowsRefused += thing.rowNos.length;
  summary.issues.push(...issues);
  const named = new Set(issues.map((issue) => issue.rowNo));
  const culpritRowNo = issues[0]?.rowNo ?? thing.rowNos[0] ?? 0;
  for (const rowNo of thing.rowNos) {
    if (named.has(rowNo)) continue;
    summary.issues.push({
      rowNo,
      field: null,
      value: null,
      reason: 'other-row-refused',
      details: { otherRowNo: culpritRowNo },
    });
  }
}

function refusal(thing: Thing, problem: NonNullable<ImportState['problem']>): RowIssue {
  return { rowNo: thing.rowNos[0] ?? 0, field: null, value: null, reason: problem.reason, details: problem.details };
}
