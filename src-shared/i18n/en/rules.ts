/** Findings of the rules in one sentence with the two facts that disagree, and the names of split rules. */
export const rulesTexts = {
  'rule.V01.title': 'VIN not in the vehicle files',
  'rule.V01.sentence': 'No vehicle with VIN {{vin}} is on file, so it cannot be confirmed as our product.',
  'rule.V01.headline': 'Unknown vehicle',
  'rule.V02.title': 'VIN written wrongly',
  'rule.V02.sentence': 'VIN {{vin}} does not follow the rules for VINs.',
  'rule.V02.sentence_malformed':
    'VIN {{vin}} has {{length}} characters or one that is not used; it needs 17, digits and letters without I, O and Q.',
  'rule.V02.sentence_digit':
    'Position 9 of VIN {{vin}} is {{foundDigit}}; by the other characters it should be {{expectedDigit}}.',
  'rule.V02.headline': 'VIN wrong',
  'rule.V04.title': 'Mileage went down',
  'rule.V04.sentence':
    'Claimed {{claimedKm, integer}} km on {{readDate, date}}, but {{earlierKm, integer}} km were read on {{earlierDate, date}}: {{differenceKm, integer}} km less.',
  'rule.V04.headline': '{{differenceKm, integer}} km less',
  'rule.W01.title': 'Out of warranty by date',
  'rule.W01.sentence':
    'Failed on {{failureDate, date}}; the warranty runs {{months}} months from {{startDate, date}} and ended before {{firstDayOut, date}}: {{daysOver, integer}} days over.',
  'rule.W01.sentence_firstDay':
    'Failed on {{failureDate, date}}; the warranty runs {{months}} months from {{startDate, date}}: this was the first day out.',
  'rule.W01.headline': '{{daysOver, integer}} days over',
  'rule.W01.headline_firstDay': 'First day out',
  'rule.W02.title': 'Out of warranty by mileage',
  'rule.W02.sentence':
    'Mileage {{effectiveKm, integer}} km, warranty limit {{kmLimit, integer}} km: {{overKm, integer}} km over.',
  'rule.W02.headline': '{{overKm, integer}} km over',
  'rule.W04.title': 'Failure before the sale',
  'rule.W04.sentence':
    'Failed on {{failureDate, date}}, {{daysBefore, integer}} days before the sale on {{saleDate, date}}; the vehicle was not yet delivered.',
  'rule.W04.headline': '{{daysBefore, integer}} d before sale',
  'rule.D01.title': 'Duplicate claim',
  'rule.D01.sentence':
    'The same operation {{operation}} on this vehicle was finished by {{otherClaimantName}} on {{otherFinishDate, date}} and claimed as {{otherClaimNo}}; this one was finished on {{finishDate, date}}, {{days, integer}} days apart.',
  'rule.D01.headline': 'Same as {{otherClaimNo}}',
  'rule.D03.title': 'Repaired again soon',
  'rule.D03.sentence':
    '{{otherClaimantName}} did the same repair {{days, integer}} days ago ({{otherFinishDate, date}}, claim {{otherClaimNo}}); this one was finished on {{finishDate, date}}, and within {{withinDays}} days counts as repeated.',
  'rule.D03.sentence_same':
    'The same station did the same repair {{days, integer}} days ago ({{otherFinishDate, date}}, claim {{otherClaimNo}}); this one was finished on {{finishDate, date}}, and within {{withinDays}} days counts as rework.',
  'rule.D03.sentence_other':
    'Another station, {{otherClaimantName}}, did the same repair {{days, integer}} days ago ({{otherFinishDate, date}}, claim {{otherClaimNo}}); this one was finished on {{finishDate, date}}, and within {{withinDays}} days counts as repeated.',
  'rule.D03.headline': 'Repaired {{days, integer}} days ago',
  'rule.L01.title': 'Hours above the standard',
  'rule.L01.sentence':
    '{{item}}: {{claimedHoursCenti, hours}} h claimed, standard {{standardHoursCenti, hours}} h; {{limitHoursCenti, hours}} h count.',
  'rule.L01.sentence_overlap':
    '{{item}}: {{claimedHoursCenti, hours}} h claimed; of the standard {{standardHoursCenti, hours}} h, {{overlapCenti, hours}} h overlap with {{overlapsWith}}; {{limitHoursCenti, hours}} h count.',
  'rule.L01.headline': '{{claimedHoursCenti, hours}} h of {{limitHoursCenti, hours}}',
  'rule.L06.title': 'Labour rate wrong',
  'rule.L06.sentence':
    '{{item}}: {{claimedRateFen, fen}} per hour claimed; in force on the finish date {{rateFen, fen}} ({{effectiveRateFen, fen}} with its coefficients).',
  'rule.L06.headline': 'Rate {{claimedRateFen, fen}}, not {{rateFen, fen}}',
  'rule.P01.title': 'More pieces than a vehicle has',
  'rule.P01.sentence': '{{item}}: {{claimedQtyMilli, qty}} claimed, a vehicle has at most {{maxQtyMilli, qty}}.',
  'rule.P01.sentence_earlier':
    '{{item}}: {{claimedQtyMilli, qty}} claimed after {{earlierQtyMilli, qty}} within a year ({{otherClaimNo}}); a vehicle has at most {{maxQtyMilli, qty}}.',
  'rule.P01.headline': 'More than fitted',
  'rule.P05.title': 'Part price above the list',
  'rule.P05.sentence':
    '{{item}}: unit price {{claimedUnitFen, fen}} claimed, list price {{listPriceFen, fen}}: {{overFen, fen}} too much each.',
  'rule.P05.headline': 'Price {{overFen, fen}} too high',
  'rule.T01.title': 'Travel beyond the route',
  'rule.T01.sentence':
    '{{claimedKm, integer}} km claimed there and back; the route is {{routeKm, integer}} km, {{limitKm, integer}} km are allowed: {{overKm, integer}} km over.',
  'rule.T01.sentence_estimate':
    '{{claimedKm, integer}} km claimed there and back; by the coordinates the route is about {{routeKm, integer}} km, {{limitKm, integer}} km are allowed: {{overKm, integer}} km over.',
  'rule.T01.sentence_stated':
    '{{claimedKm, integer}} km claimed there and back; the station itself states a route of {{routeKm, integer}} km, {{limitKm, integer}} km are allowed: {{overKm, integer}} km over.',
  'rule.T01.headline': '{{overKm, integer}} km too many',
  'rule.S01.title': 'Station not entitled',
  'rule.S01.sentence': '{{stationCode}} {{stationName}} was not entitled to repair on {{finishDate, date}}.',
  'rule.S01.sentence_status':
    '{{stationCode}} {{stationName}} is suspended or terminated; the repair was finished on {{finishDate, date}}.',
  'rule.S01.sentence_noTerms':
    '{{stationCode}} {{stationName}} had no terms in force when the repair was finished on {{finishDate, date}}.',
  'rule.S01.sentence_contract':
    '{{stationCode}} {{stationName}}: finished on {{finishDate, date}}, contract {{contractNo}} valid from {{contractFromDate, date}} to {{contractToDate, date}}.',
  'rule.S01.headline': 'Not entitled',
  'rule.G02.title': 'Submitted late',
  'rule.G02.sentence':
    'Finished on {{finishDate, date}}, submitted on {{submittedDate, date}}: {{days, integer}} days, {{limitDays}} allowed; {{cutBp, percent}} less is payable.',
  'rule.G02.headline': 'Sent after {{days, integer}} d',

  'rule.SR-CAMP.title': 'Campaign: the maker pays all',
  'rule.SR-FIXED.title': 'Fixed-price service: the maker pays work and parts, no travel',
  'rule.SR-STFAULT.title': 'Fault of the station: the station bears all',
  'rule.SR-CUST.title': 'Fault of the customer: the customer bears all',
  'rule.SR-EXCL.title': 'Not covered: the customer bears all',
  'rule.SR-REWORK.title': 'Rework within 30 days: the maker pays only parts',
  'rule.SR-IN-MAKER.title': 'In warranty, grade A or B: the maker pays all',
  'rule.SR-IN-ENG.title': 'In warranty, engineer of the maker: the maker pays all',
  'rule.SR-IN-C.title': 'In warranty, grade C or D: the maker pays 80% of travel',
  'rule.SR-IN-UNK.title': 'In warranty, cause unknown: the maker pays 80% of labour and travel',
  'rule.SR-GW-NEAR.title': 'Goodwill, just out of warranty: labour 70/0/30, parts half and half',
  'rule.SR-GW-FAR.title': 'Goodwill, truck engine or driveline: labour half, parts 30%',
  'rule.SR-NONE.title': 'No share applies: the customer bears all',

  'fact.amountStated': 'Amount stated',
  'fact.computedFen': 'Computed',
  'fact.supplyMode': 'Supply',
  'fact.issueValueFen': 'Issue value',
  'fact.issuePriceFen': 'Issue price',
  'fact.needsPreApproval': 'Needs prior approval',
  'fact.handlingBp': 'Handling rate',
  'word.STATION_STOCK': 'Station stock',
  'word.FREE_ISSUE': 'Issued free',
  'word.LOCAL_BUY': 'Bought locally',
  'word.COST_TYPE': 'Cost type',
  'warranty.source.MFG': 'date of manufacture',
} as const;
