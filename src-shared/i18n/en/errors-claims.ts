/** Why a decision on a claim or its undo is refused, and what to do. */
export const claimsErrors = {
  'decision-not-allowed':
    'This decision is not possible in the present state of the claim (someone may just have decided). Refresh and look again.',
  'decision-not-your-role': 'Your role may not decide this in the present state. Pass it to a colleague who may.',
  'decision-own-claim': 'You entered this claim yourself, so you may not decide it. Pass it to another auditor.',
  'decision-same-person':
    'The last decision was yours; another person has to confirm it. Pass it to another supervisor.',
  'decision-needs-reason': 'A rejection or a return needs a reason. Choose a reason code.',
  'decision-needs-hold-reason': 'A hold has to say what it waits for. Choose what is awaited.',
  'decision-needs-remark': 'A return has to say what the station should add. Write a note.',
  'decision-returned-too-often':
    'This claim was returned {{returnCount}} times (at most {{maxReturns}}), so it cannot be returned again. Decide it, or pass it to the supervisor.',
  'decision-line-unknown': 'Line {{seq}} is no longer on this claim. Refresh and adjust again.',
  'decision-line-needs-reason': 'Line {{seq}} is cut or rejected without a reason. Choose a reason code for the line.',
  'decision-above-payable':
    'Line {{seq}}: {{approvedFen, fen}} is more than the {{limitFen, fen}} the rules found payable. Auditors may only lower; for more, pass it to the supervisor.',
  'decision-above-claimed':
    'Line {{seq}}: {{approvedFen, fen}} is more than the {{limitFen, fen}} claimed. Enter no more than was claimed.',
  'decision-below-zero': 'Line {{seq}}: {{approvedFen, fen}} is below zero. Enter zero or more.',
  'decision-override-needs-note':
    'Blocking rules were hit ({{ruleIds}}); approving needs your grounds. Write a note, and the claim goes to the supervisor.',
  'decision-over-limit':
    '{{approvedFen, fen}} is above your limit of {{limitFen, fen}}. Pass it to a supervisor with a higher limit, or approve less.',
  'undo-nothing-to-undo': 'There is no decision to undo.',
  'undo-on-statement':
    'This claim stands on a statement, so it cannot be undone. Take it off the statement first; then the supervisor can reopen it.',
  'undo-changed-since': 'The claim has changed since this decision, so it cannot be undone. Refresh and look again.',
  'undo-not-allowed': 'There is no decision to undo in this state. Refresh and look again.',
  'undo-not-yours':
    'This decision was made by someone else; only they can undo it. Ask them, or have the supervisor reopen it.',
  'undo-too-late':
    'More than {{undoSeconds}} seconds have passed, so it cannot be undone. The supervisor can reopen the claim.',
  'picture-not-kept':
    'This photo is not on file; the station may not have uploaded its content. Ask the station for the original.',
  'picture-damaged':
    'The photo received does not match its fingerprint and was not kept. Look again later; if it happens again, contact support.',
  'paper-not-here': 'This paper is not on this computer (it may be history still being downloaded). Look again later.',
  'thumbnail-no-picture': 'The small picture is no JPEG or too large; it was not kept.',
} as const;
