/** What the customer said when called; null = not asked or no answer. Claims §2.2 FollowUpCall. */
export interface CallAnswers {
  reached: 'Y' | 'N' | 'WRONG_NO' | 'REFUSED';
  repaired: boolean | null;
  paidAnything: boolean | null;
  travelHappened: boolean | null;
}

export type CallResult = 'CONFIRMED' | 'DENIED' | 'PARTIAL' | 'UNREACHED';

interface ResultRow {
  result: CallResult;
  when(answers: CallAnswers): boolean;
}

/** First match wins: who denies the repair has denied it, whatever else he says; nobody is confirmed who did not say so. */
const RESULTS: readonly ResultRow[] = [
  { result: 'UNREACHED', when: ({ reached }) => reached !== 'Y' },
  { result: 'DENIED', when: ({ repaired }) => repaired === false },
  { result: 'PARTIAL', when: ({ repaired }) => repaired !== true },
  { result: 'PARTIAL', when: ({ paidAnything }) => paidAnything === true },
  { result: 'PARTIAL', when: ({ travelHappened }) => travelHappened === false },
  { result: 'CONFIRMED', when: () => true },
];

/** What a call comes to. Claims §2.2 FollowUpCall `result`; rules G04, G05 and W05 read it. */
export function callResultOf(answers: CallAnswers): CallResult {
  return RESULTS.find(({ when }) => when(answers))?.result ?? 'PARTIAL';
}
