/** What is entered on a station's behalf. */
export const stationWordTexts = {
  'command.station.word': "Entry on a station's behalf",
  'action.WITHDRAW': 'Withdrawn',
  'claims.overrideSameNote': 'Left blank: the first words stand',
  'claims.blockState': 'What of the rule',
  'claims.blockOverridden': 'The rule is wrong here (counts against it)',
  'claims.blockExplained': 'The rule is right, the reason is accepted',
  'key.forStation': "Enter on the station's behalf",
  'stationWord.button': 'For station',
  'stationWord.title': "On the station's behalf: {{no}}",
  'stationWord.what': 'Step',
  'stationWord.words': 'Its words',
  'stationWord.proof': 'Proof (picture)',
  'stationWord.proofOf': 'Proof {{fileName}}',
  'stationWord.step.answer': 'Answer the return',
  'stationWord.step.appeal': 'Appeal',
  'stationWord.step.withdraw': 'Withdraw the claim',
  'stationWord.text.answer':
    '{{claimantName}} answers the return; the lines stay, and the claim is to be decided again.',
  'stationWord.text.appeal':
    '{{claimantName}} objects to the decision. Once per claim; another supervisor deals with it.',
  'stationWord.text.withdraw':
    '{{claimantName}} withdraws this claim. That is final; the same work order may be claimed anew.',
  'stationWord.did.answer': 'Answer to {{no}} entered',
  'stationWord.did.appeal': 'Appeal against {{no}} entered',
  'stationWord.did.withdraw': '{{no}} withdrawn',
};

/** What the server refuses of it. */
export const stationWordErrors = {
  'decision-block-not-named': 'Say something of each rule that blocks: {{ruleIds}}.',
  'decision-own-word': "You entered this appeal on the station's behalf; another supervisor has to deal with it.",
};
