/** Purchase requests: what no warehouse of ours can give. */
export const purchaseTexts = {
  'partsView.purchase': 'Purchase',
  'purchase.title': 'Purchase requests',
  'purchase.one': 'Purchase request {{no}}',
  'purchase.no': 'Request',
  'purchase.status': 'Status',
  'purchase.receiver': 'Delivered to',
  'purchase.value': 'Value',
  'purchase.erpNo': 'ERP order',
  'purchase.orderedAs': 'ERP order {{no}}',
  'purchase.madeBy': 'Drafted by',
  'purchase.madeAt': 'Drafted',
  'purchase.releasedBy': 'Released by',
  'purchase.orderedBy': 'Ordered by',
  'purchase.open': 'Not ordered yet',
  'purchase.empty': 'No purchase request yet. Releasing a preparation plan drafts one of what its source cannot give.',
  'purchase.nothingFound': 'No purchase request meets the conditions',
  'purchase.supplier': 'Supplier',
  'purchase.spec': 'Specification',
  'purchase.short': 'Missing',
  'purchase.above': 'Free above',
  'purchase.openQty': 'Ordered',
  'purchase.moq': 'Min. order',
  'purchase.qty': 'To buy',
  'purchaseStatus.DRAFT': 'Draft',
  'purchaseStatus.RELEASED': 'To be ordered',
  'purchaseStatus.ORDERED': 'Ordered',
  'purchaseStatus.CANCELLED': 'Cancelled',
  'purchaseStep.release': 'Release',
  'purchaseStep.order': 'Enter the order',
  'purchaseStep.cancel': 'Cancel the request',
  'purchaseStepText.release': 'Purchasing orders what is released. Whoever drafted the request does not release it.',
  'purchaseStepText.order':
    'Enter the number of the order in the ERP. As soon as the ERP tells of it, it counts as on order and no longer here.',
  'purchaseStepText.cancel':
    'The request is cancelled and what is missing comes back in the next plan. Please give the reason.',

  'command.purchase.step': 'Purchase request step',
};

/** Why a step of a purchase request is refused. */
export const purchaseErrors = {
  'purchase-unknown': 'The server has no such purchase request. Please refresh.',
  'purchase-changed': '{{no}} was changed by {{byName}} at {{at}}. Please look at it again.',
  'purchase-other-region': 'That warehouse is not in your region.',
  'purchase-step-not-allowed': 'The request cannot take this step now.',
  'purchase-not-your-role': 'Your role cannot take this step.',
  'purchase-own-request': 'Whoever drafted the request does not release it; somebody else decides.',
  'purchase-needs-reason': 'Please give the reason.',
  'purchase-needs-number': 'Please enter the number of the order in the ERP.',
};
