import type { z } from 'zod';
import type { intakeContract } from '../../src-shared/contract/server/intake.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Caller } from '../http/caller.ts';
import { correctWorkOrder, orderByNumber } from './correct-work-order.ts';
import { once, type IntakeServices, type Registration } from './receipts.ts';
import { attachFile, registerRequest, registerWorkOrder, type PhotoArrived } from './register.ts';
import {
  answerStatement,
  saidByStation,
  type MoveStatement,
  type ResubmitLines,
  type WriteStationWord,
} from './station-answers.ts';
import { claimStates, sentStatements } from './station-view.repository.ts';
import { submitStationClaim, type SubmitClaims } from './submit-station-claim.ts';
import { submitTravelClaim } from './travel-claim.ts';

type Contract = typeof intakeContract;
type InputOf<K extends keyof Contract> = z.infer<NonNullable<Contract[K]['~orpc']['inputSchema']>>;
type OutputOf<K extends keyof Contract> = z.infer<NonNullable<Contract[K]['~orpc']['outputSchema']>>;

/** What a station may ask, each with who asks. */
export type IntakeHandlers = {
  [K in keyof Contract]: (input: InputOf<K>, caller: Caller) => Promise<OutputOf<K>>;
};

type Receipt = { number: string; no: string; status: string };
type Db = Registration['db'];

/** The intake of the stations: every registration once by the station's own number. Design §8, "Stations speak". */
export function intakeHandlers(
  services: IntakeServices & {
    submitClaims: SubmitClaims;
    moveStatement: MoveStatement;
    resubmitLines: ResubmitLines;
    writeStationWord: WriteStationWord;
    photoArrived: PhotoArrived;
  },
): IntakeHandlers {
  const { moveStatement, photoArrived } = services;
  const register = <I extends { number: string }>(
    kind: string,
    input: I,
    caller: Caller,
    work: { make(registration: Registration): Promise<void>; answer(db: Db, targetId: string): Promise<Receipt> },
  ): Promise<Receipt> =>
    once(services, { claimantId: claimantOf(caller), kind, number: input.number, body: input, ...work });
  return {
    registerRequest: (input, caller) =>
      register('REQUEST', input, stationOnly(caller), {
        make: (registration) => registerRequest(registration, input),
        answer: (db, id) => receiptOf(db, 'repairRequest', id, input.number),
      }),
    registerWorkOrder: (input, caller) =>
      register('WORK_ORDER', input, stationOnly(caller), {
        make: (registration) => registerWorkOrder(registration, input),
        answer: (db, id) => receiptOf(db, 'workOrder', id, input.number),
      }),
    correctWorkOrder: (input, caller) =>
      register('ORDER_CORRECTION', { ...input, number: input.correctionNumber }, stationOnly(caller), {
        make: (registration) => correctWorkOrder(registration, input, caller.user.id),
        answer: async (db) => {
          const { id } = await orderByNumber(db, claimantOf(caller), input.number);
          return receiptOf(db, 'workOrder', id, input.number);
        },
      }),
    submitClaim: (input, caller) =>
      register('CLAIM', input, stationOnly(caller), {
        make: (registration) => submitStationClaim(registration, input, caller.user.id, services.submitClaims),
        answer: (db) => claimReceipt(db, claimantOf(caller), input.number),
      }),
    submitTravelClaim: (input, caller) =>
      register('TRAVEL_CLAIM', input, engineerOnly(caller), {
        make: (registration) => submitTravelClaim(registration, input, caller.user.id, services.submitClaims),
        answer: (db) => claimReceipt(db, claimantOf(caller), input.number),
      }),
    attach: (input, caller) =>
      once(services, {
        ...{ claimantId: claimantOf(caller), kind: 'ATTACHMENT', number: input.attachmentNumber, body: input },
        make: (registration) => attachFile(registration, input, { uploadedBy: caller.user.id, photoArrived }),
        answer: async (db, id) => {
          const columns = ['fileSha256', 'sizeBytes'] as const;
          const row = await db.selectFrom('attachment').select(columns).where('id', '=', id).executeTakeFirstOrThrow();
          return { number: input.attachmentNumber, ...row };
        },
      }),
    claims: (input, caller) => claimStates(services.db, claimantOf(caller), input.number),
    answerReturn: (input, caller) =>
      register('ANSWER', { ...input, number: input.answerNumber }, caller, {
        make: (registration) => saidByStation(registration, { ...input, step: 'answer', caller }, services),
        answer: (db) => claimReceipt(db, claimantOf(caller), input.number),
      }),
    appeal: (input, caller) =>
      register('APPEAL', { ...input, number: input.answerNumber }, caller, {
        make: (registration) => saidByStation(registration, { ...input, step: 'appeal', caller }, services),
        answer: (db) => claimReceipt(db, claimantOf(caller), input.number),
      }),
    withdraw: (input, caller) =>
      register('WITHDRAWAL', { ...input, number: input.answerNumber }, caller, {
        make: (registration) => saidByStation(registration, { ...input, step: 'withdraw', caller }, services),
        answer: (db) => claimReceipt(db, claimantOf(caller), input.number),
      }),
    statements: (_input, caller) => sentStatements(services.db, claimantOf(caller)),
    confirmStatement: (input, caller) =>
      register('CONFIRMATION', input, caller, {
        make: (registration) =>
          answerStatement(registration, { ...input, action: 'confirm', claims: [], caller }, moveStatement),
        answer: (db) => statementReceipt(db, input),
      }),
    disputeStatement: (input, caller) =>
      register('DISPUTE', input, caller, {
        make: (registration) => answerStatement(registration, { ...input, action: 'object', caller }, moveStatement),
        answer: (db) => statementReceipt(db, input),
      }),
  };
}

/** The id under which somebody claims: of the station he works for, or his own as an engineer. */
function claimantOf({ user, engineerId }: Caller): string {
  if (user.roles.includes('station') && user.stationId !== null) return user.stationId;
  if (user.roles.includes('engineer') && engineerId !== null) return engineerId;
  throw new AppError('FORBIDDEN', 'intake-stations-only');
}

function stationOnly(caller: Caller): Caller {
  if (caller.user.roles.includes('station') && caller.user.stationId !== null) return caller;
  throw new AppError('FORBIDDEN', 'intake-stations-only');
}

function engineerOnly(caller: Caller): Caller {
  if (caller.user.roles.includes('engineer') && caller.engineerId !== null) return caller;
  throw new AppError('FORBIDDEN', 'intake-engineers-only');
}

async function receiptOf(db: Db, table: 'repairRequest' | 'workOrder', id: string, number: string): Promise<Receipt> {
  const row = await db.selectFrom(table).select(['no', 'status']).where('id', '=', id).executeTakeFirstOrThrow();
  return { number, ...row };
}

async function claimReceipt(db: Db, claimantId: string, number: string): Promise<Receipt> {
  const row = await db
    .selectFrom('claim')
    .select(['no', 'status'])
    .where('claimantId', '=', claimantId)
    .where('stationRef', '=', number)
    .executeTakeFirstOrThrow();
  return { number, no: row.no ?? '', status: row.status };
}

async function statementReceipt(db: Db, input: { number: string; statementNo: string }): Promise<Receipt> {
  const row = await db
    .selectFrom('statement')
    .select(['no', 'status'])
    .where('no', '=', input.statementNo)
    .executeTakeFirstOrThrow();
  return { number: input.number, ...row };
}
