/** What the counts room refuses, and why. */
export const countsErrors = {
  'stock-key-unknown': 'This stock is not on this desktop. Refresh the list.',
  'count-person-unknown': 'The counter or the recounter has left or has no role that counts. Choose another.',
  'count-sheet-unknown': 'The server does not know this count sheet. Refresh the list.',
  'count-step-not-allowed': 'The sheet does not allow this step as it stands. Refresh and look again.',
  'count-not-your-role': 'Your role may not take this step. Ask a colleague who may.',
  'count-not-assigned':
    'This sheet (or its present round) is given to another colleague; you cannot enter or submit it.',
  'count-same-person': 'Nobody counts a line twice; counter and recounter must be two people. Choose another person.',
  'count-needs-supervisor': 'The third round is counted by a storekeeper or the parts manager.',
  'count-needs-note': 'This step needs its reason. Please fill in the note.',
  'count-sheet-changed': 'Somebody has just changed count sheet {{sheetNo}}. Look at it again before you go on.',
  'count-scope-empty':
    'Nothing to count was found there, or all of it is on other sheets. Choose another warehouse or zone.',
  'count-keys-taken': '{{number}} lines are on another open sheet. Finish or cancel that one first.',
  'count-round-over': 'Round {{round}} of count sheet {{sheetNo}} is submitted; this entry was not taken.',
  'count-line-closed':
    'This line of count sheet {{sheetNo}} is not in the present round; the entry was not taken. Refresh.',
  'count-whole-unit':
    'Line {{lineNo}}, {{partNo}}, is counted in whole pieces. Correct the quantity and enter it again.',
  'count-lines-left': '{{number}} lines are not counted yet. Count them, or say with F4 why they are out of reach.',
  'count-reason-missing': '{{number}} differences have no reason yet. Give the reasons first.',
  'count-reason-unknown': 'There is no such reason ({{reasonCode}}). Choose another.',
  'count-reason-needs-text': '"Other" needs a text.',
  'count-reason-other-sign': 'Line {{lineNo}} differs the other way than this reason says. Choose another.',
  'count-approver-counted': 'You counted on this sheet and cannot approve it. Ask a colleague who did not count.',
  'count-approved-by-you': 'You have approved already; the other approval is needed.',
  'count-over-limit':
    'The differences are above your limit. Ask the parts manager; larger amounts need finance as well.',
  'count-photo-missing': '{{sheetNo}}: line {{lines}} has a reason that must be seen. Add a photograph first (P).',
  'count-balance-negative':
    'Line {{lineNo}} would leave less than nothing in stock ({{stockQty}} now). Look into the issues after the count first.',
  'count-no-round-left': 'This sheet was counted three times and cannot be sent back.',
  'count-no-recounter': 'This sheet has no recounter and cannot be sent back.',
  'count-no-lines-chosen': 'No lines were chosen to be counted again.',
  'count-on-another-sheet':
    'This part in this bin is being counted on line {{lineNo}} of sheet {{sheetNo}}. Please tell whoever counts that sheet.',
  'stock-held-by-count':
    'Sheet {{sheetNo}} is being counted with movements stopped, so nothing can move here now. Please wait until it is posted, or ask the parts manager to cancel it.',
  'count-not-a-number': 'Not a quantity. Write a number, +3 or =12*20+7.',
  'count-negative': 'A quantity cannot be below zero.',
  'period-not-your-role': 'The parts manager closes a month, finance opens it again.',
  'period-closed-already': '{{month}} is closed already.',
  'period-not-ready': '{{month}} cannot be closed yet: {{number}} items of its checklist are not done.',
  'period-needs-note': 'Say why.',
  'period-not-the-last': 'Only the last closed month can be opened again; {{month}} is not it.',
  'period-closed-by-you': 'You closed {{month}}; somebody else has to open it again.',
  'planning-other-region': 'A key belongs to a warehouse of another region.',
  'planning-nothing-computed': 'Nothing was computed for these keys: set their figures by hand (E).',
};
