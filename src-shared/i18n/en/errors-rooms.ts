/** What the server's rooms refuse: decisions, settlement runs, statements, imports and the stations' intake. */
export const roomsErrors = {
  'no-ruleset-published':
    'No ruleset is published on the server, so claims cannot be judged. Ask the administrator to publish one.',
  'claim-unknown': 'The server has no such claim; it may have been withdrawn. Refresh the list.',
  'claim-of-other-region': 'Claim {{claimNo}} belongs to another region. Hand it to a colleague there.',
  'claim-not-stored': 'This claim was not written; the others stand. Refresh and try it alone.',
  'run-date-impossible':
    'One of {{periodFromDate}} – {{periodToDate}} (tax date {{taxDate}}) is no possible date. Correct it and run again.',
  'run-period-backwards':
    'The period begins on {{periodFromDate}}, after its end {{periodToDate}}. Exchange them and run again.',
  'period-closed': 'Period {{periodCode}} is closed and takes no statements. Choose an open period.',
  'statement-unknown': 'The server has no such statement. Refresh the list.',
  'statement-of-other-region': 'Statement {{statementNo}} belongs to another region.',
  'statement-changed': 'Statement {{statementNo}} was just changed by someone else. Look at it again before you act.',
  'statement-step-not-allowed': 'This step is not possible in the present status ({{status}}). Refresh the statement.',
  'statement-not-your-role': 'Your role may not take this step. Hand it to a colleague who may.',
  'statement-same-person': 'You proposed this statement; somebody else has to approve it.',
  'statement-over-limit':
    "The statement's gross {{grossFen, fen}} is above your limit {{limitFen, fen}}. Hand it to the next level.",
  'statement-needs-note':
    "This step needs its ground, for example the proof of the station's confirmation. Write a note.",
  'statement-not-open': 'No claim can be taken off statement {{statementNo}} now; only off a draft or a disputed one.',
  'statement-empty': 'Statement {{statementNo}} has neither claims nor adjustments and cannot be proposed. Void it.',
  'statement-totals-differ':
    'The totals of statement {{statementNo}} differ from its parts; nothing was proposed. Ask the administrator.',
  'statement-carry-used':
    'What statement {{statementNo}} carried is in {{laterNo}}, so it cannot be voided. Void {{laterNo}} first.',
  'claim-not-on-statement': 'This claim is no longer on statement {{statementNo}}. Refresh.',
  'import-id-unusable': "The import's number cannot be used; nothing was imported. Choose the file again.",
  'key-repeated': 'This key occurs twice in one part; the second was not imported. Join or delete one row in the file.',
  'vehicle-unknown': 'This vehicle ({{value}}) was not found. Import it first, or correct VIN, plate and model.',
  'vehicle-ambiguous': '{{found}} vehicles answer to “{{value}}”. State the VIN.',
  'in-service-date-locked':
    'The warranty start {{inServiceDate}} of vehicle {{vin}} is locked by a posted claim and stands. The warranty administrator may change it.',
  'claim-stored-differently':
    "The station's job card already has claim {{claimNo}} with another content. A submitted claim is never overwritten; compare them.",
  'claim-stopped-by-rule':
    'Rule {{ruleId}} does not let this claim be submitted. Correct what it names and submit again.',
  'intake-stations-only': 'This door is for stations. Sign in with the account of a station.',
  'intake-station-unknown': 'The account belongs to no station. Ask headquarters.',
  'intake-station-not-active':
    'Station {{stationCode}} is not active ({{status}}) and cannot register anything. Ask headquarters.',
  'intake-number-used':
    'Number {{number}} was used for another content at {{receivedAt}}. Use a new number or send the first content again.',
  'intake-vin-malformed': 'VIN “{{value}}” is wrong: 17 characters without I, O, Q. Correct field {{field}}.',
  'intake-vehicle-not-named': 'Neither VIN nor plate is given, so the vehicle is not known. Fill field {{field}}.',
  'intake-finish-before-start': 'The finish {{value}} lies before the start. Correct field {{field}}.',
  'intake-finish-in-future': 'The finish {{value}} lies in the future. Correct field {{field}}.',
  'intake-mileage-backwards':
    'The mileage out {{value}} is below the mileage in {{mileageInKm}}. Correct field {{field}}.',
  'intake-photo-not-viewable':
    '{{fileName}} is a HEIC photograph, which cannot be shown for the audit. Save it as JPEG or PNG and send it again.',
  'intake-reading-not-of-plate':
    'Field {{field}} belongs to a photograph of the VIN plate. Send it with one, or leave it out.',
  'intake-attachment-empty': 'The attachment is empty. Send field {{field}} again.',
  'intake-attachment-too-large': 'The attachment has {{sizeBytes}} bytes, more than {{limitBytes}}. Make it smaller.',
  'intake-claim-unknown': 'There is no claim with number {{number}}. Check field {{field}}.',
  'intake-claim-known': 'Number {{number}} already has claim {{claimNo}}, which came another way. Use a new number.',
  'intake-request-unknown': 'There is no repair request with number {{number}}. Check field {{field}}.',
  'intake-work-order-unknown':
    'There is no work order with number {{number}}. Register it first or check field {{field}}.',
  'intake-work-order-of-other-vehicle':
    'Work order {{number}} is for vehicle {{workOrderVin}}, not {{value}}. Check field {{field}}.',
  'intake-work-order-claimed': 'Work order {{number}} has been claimed. A work order is claimed once.',
  'intake-code-unknown': 'The code “{{value}}” of {{field}} is not in the catalogue. Use a code of the catalogue.',
  'intake-order-without-work':
    'The order names neither hours nor parts. A finished order has at least one; fill field {{field}}.',
  'intake-order-not-signed':
    'The customer has not signed this order. Register it when he has; field {{field}} says so.',
  'intake-two-causal-parts': 'A second part is marked as the one that failed. Mark one only; field {{field}}.',
  'intake-not-the-one-line':
    'Field {{field}} marks a second line or one of another kind. One line of labour is the main operation, one of material the part that failed.',
  'intake-start-missing': 'A claim that brings its order along says when the work began. Fill field {{field}}.',
  'intake-work-order-told-twice':
    'Work order {{number}} is registered already. Leave field {{field}} out, or use another number.',
  'intake-work-order-paid':
    'The customer pays for work order {{number}}; it cannot be claimed. Correct who pays, if that is wrong.',
  'intake-request-ended': 'Repair request {{number}} is merged or cancelled ({{status}}). Name another in {{field}}.',
  'intake-request-dispatched':
    'The repair request is {{status}} already; a second dispatch is not taken. Leave field {{field}} out.',
  'intake-dispatch-without-request': 'A dispatch belongs to a repair request. Fill field {{field}}.',
  'intake-dispatch-out-of-order': '{{value}} lies before the step that comes first. Correct field {{field}}.',
  'intake-old-part-not-owed':
    'Label {{value}} stands on a line whose part does not come back, or came back. Leave field {{field}} out.',
  'intake-old-part-tag-used': 'Label {{value}} is that of another old part. Correct field {{field}}.',
  'intake-appealed-before': 'Claim {{claimNo}} has been appealed once; there is no second appeal.',
  'intake-answer-too-late': 'The time for claim {{claimNo}} ({{days}} days) ended at {{until}}. Ask headquarters.',
  'intake-not-in-this-status':
    'Claim {{claimNo}} cannot be answered like this in status {{status}}. Ask for its state first.',
  'intake-statement-unknown': 'There is no statement {{statementNo}}. Check field {{field}}.',
  'intake-claim-not-on-statement': 'Claim {{claimNo}} is not on this statement. Check field {{field}}.',
  'statement-without-invoice': 'Statement {{statementNo}} is settled without an invoice. Go on with closing it.',
  'invoice-date-impossible': '“{{issueDate}}” is no date. Correct the date of issue.',
  'invoice-does-not-add-up':
    'Net {{netFen, fen}} and tax {{taxFen, fen}} do not make gross {{grossFen, fen}}. Compare with the invoice.',
  'invoice-net-above-statement':
    "Invoiced net {{sumFen, fen}} is {{differenceFen, fen}} more than the statement's {{expectedFen, fen}}. Send the invoice back.",
  'invoice-tax-above-statement':
    "Invoiced tax {{sumFen, fen}} is {{differenceFen, fen}} more than the statement's {{expectedFen, fen}}. Send the invoice back.",
  'invoice-other-seller':
    "The seller's tax number {{sellerTaxNo}} is not that of the statement, {{expectedTaxNo}}. Send the invoice back.",
  'invoice-other-rate': "The invoice's tax rate is not on the statement ({{expectedRates}}). Send the invoice back.",
  'invoice-used-before': 'Invoice {{invoiceNo}} was already used on statement {{otherNo}}. Send it back.',
  'invoice-before-approval':
    'Taken in, but the invoice is dated before the statement was approved. Ask the station why.',
  'payment-date-impossible': '“{{paidDate}}” is no date. Correct the day of payment.',
  'payment-above-payable':
    '¥ {{amountFen, fen}} is more than is still open: payable {{payableFen, fen}}, paid {{paidFen, fen}}. Correct the amount.',
  'claim-of-other-claimant': 'Claim {{claimNo}} is of another claimant and cannot go on statement {{statementNo}}.',
  'claim-not-attachable': 'Claim {{claimNo}} cannot go on a statement now ({{status}}).',
  'scheme-not-yours':
    'This query scheme was shared by somebody else, and only they can change it. Save it as one of your own.',
  'intake-engineers-only': 'This door is for field engineers. Sign in with the account of an engineer.',
  'intake-engineer-unknown': 'The account belongs to no engineer. Ask headquarters.',
  'intake-engineer-not-active': 'Engineer {{empNo}} is not active ({{status}}) and cannot claim. Ask headquarters.',
  'intake-line-has-old-part':
    'Line {{seq}} has an old part on its way and cannot be left out. Send it with the amount 0 instead.',
} as const;
