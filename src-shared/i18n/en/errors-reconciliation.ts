/** Why the reconciliation refuses something. */
export const reconciliationErrors = {
  'recon-run-unknown': 'The server has no such run. Refresh the list.',
  'recon-item-unknown': 'This part is not here any more, perhaps matched anew. Refresh.',
  'recon-not-yours': 'Your role may not do this. Hand it to the parts manager.',
  'recon-locked': 'Run {{runNo}} is signed or given up and cannot be changed.',
  'recon-needs-note': 'Giving up needs its reason in writing.',
  'recon-no-extract':
    'There are no balances of {{erpSystem}} for {{cutoffDate}}. Import them first or choose another day.',
  'recon-control-rows':
    '{{loaded}} rows of ERP balances are loaded, the file says {{expected}}. Import the whole file again.',
  'recon-control-qty':
    'The ERP balances add up to {{loadedQty}}, the file says {{expectedQty}}. Import the whole file again.',
  'recon-cutoff-ahead': 'The cut-off {{cutoffDate}} lies ahead.',
  'recon-cutoff-signed': 'Run {{runNo}} of {{cutoffDate}} exists already. Choose a later cut-off.',
  'recon-run-open': 'Run {{runNo}} of this warehouse is not signed yet. Sign it or give it up first.',
  'recon-warehouse-unmapped': 'Warehouse {{warehouseCode}} has no ERP plant. Enter it in the warehouse first.',
  'recon-other-region': 'This warehouse is not in your region.',
  'recon-residual-unowned': '{{number}} unexplained differences have no owner or date. Name them with E, then sign.',
  'recon-owner-unknown': 'The owner is not active. Choose somebody else.',
  'recon-not-suggested': 'This pair is not suggested any more. Refresh.',
};
