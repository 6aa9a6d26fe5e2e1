/** Reversal of posted and paid claims. */
export const reversalTexts = {
  'command.reversal.step': 'Reversal of a paid claim',
  'action.REVERSE_PROPOSE': 'Reversal proposed',
  'action.REVERSE': 'Reversed',
  'action.REVERSE_REFUSE': 'Reversal refused',
  'action.REVERSE_WITHDRAW': 'Reversal withdrawn',
  'key.reverse': 'Reverse a paid claim',
  'reversal.button': 'Reverse',
  'reversal.step.propose': 'Propose reversal',
  'reversal.step.confirm': 'Confirm reversal',
  'reversal.step.refuse': 'Refuse',
  'reversal.step.withdraw': 'Withdraw proposal',
  'reversal.did.propose': 'Reversal of {{no}} proposed, finance has to confirm it',
  'reversal.did.confirm': '{{no}} reversed, it comes into the next statement',
  'reversal.did.refuse': 'Reversal of {{no}} refused',
  'reversal.did.withdraw': 'Proposal to reverse {{no}} withdrawn',
  'reversal.proposeTitle': 'Reverse {{no}}',
  'reversal.proposeText':
    'Statement {{statementNo}} paid ¥ {{amount}}. The same amount is taken back before tax in the next statement, once finance confirms.',
  'reversal.why': 'Why it is taken back (required, stays in the history)',
  'reversal.penalty': 'Penalty',
  'reversal.noPenalty': 'No penalty',
  'reversal.penaltyTimes': 'Penalty of {{times}} × (¥ {{amount}} set off after tax)',
  'reversal.answerTitle': 'Reversal of {{no}}',
  'reversal.answerText': '{{name}} proposed on {{at}}: ¥ {{amount}} before tax, penalty ¥ {{penalty}} after tax.',
  'reversal.answer': 'Answer',
  'reversal.state.OPEN': '{{proposed}} proposed to reverse ¥ {{amount}}; finance has to confirm.',
  'reversal.state.APPROVED':
    'Reversed ¥ {{amount}} (proposed by {{proposed}}, confirmed by {{confirmed}}); comes into the next statement.',
  'reversal.state.STATED':
    'Reversed ¥ {{amount}} (proposed by {{proposed}}, confirmed by {{confirmed}}) in statement {{statementNo}}.',
  'reversal.withPenalty': 'Penalty ¥ {{penalty}}.',
  'reversal.waiting': 'Reversals {{count}}',
  'reversal.waitingTitle': 'Reversals to confirm, or waiting for a statement',
  'reversal.yours': 'Yours to confirm',
  'reversal.short.OPEN': 'With finance',
  'reversal.short.APPROVED': 'For next statement',
};

/** What the server refuses of a reversal. */
export const reversalErrors = {
  'reversal-not-paid': 'Only posted or paid claims are reversed. Reopen a claim that is not settled yet.',
  'reversal-not-your-role':
    'The supervisor proposes a reversal and finance confirms it; your role may not do this step.',
  'reversal-none-open': 'No reversal of this claim waits for an answer.',
  'reversal-open-already': 'A reversal of this claim is proposed already. Settle that one first.',
  'reversal-needs-note': 'Write down why.',
  'reversal-nothing-paid': 'Nothing was paid for this claim, so there is nothing to reverse.',
  'reversal-penalty-too-high': 'The penalty is at most {{maxPenaltyTimes}} times the amount.',
  'reversal-same-person': 'Somebody else has to confirm the reversal.',
  'reversal-not-yours': 'Only the person who proposed the reversal can withdraw it.',
  'reversal-changed': 'Somebody has just dealt with the reversal of {{claimNo}}. Look at it again before you act.',
};
