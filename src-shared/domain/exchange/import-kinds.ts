import type { KindDefinition, ReferenceName } from './field-definition.ts';
import { CAMPAIGNS, CLAIMS, ERP_BALANCES, ERP_DOCUMENTS, INVOICES } from './kinds/documents.ts';
import { CUSTOMERS, DIVISIONS, NAME_LISTS, STATIONS, SUPPLIERS } from './kinds/organisation.ts';
import { DISPATCHES, FOLLOW_UP_CALLS, OLD_PART_RECEIPTS, PREAUTHS } from './kinds/service.ts';
import { COUNT_SHEETS, OPENING_STOCK, STOCK_MOVEMENTS } from './kinds/stock.ts';
import { APPLICABILITY, LABOUR_OPERATIONS, PARTS, PRICES, VEHICLES } from './kinds/vehicles-and-parts.ts';
import type { ThingKind } from './things.ts';

/** The table of each kind of file; its fields stand in the order the mapping screen shows them. */
export const IMPORT_KINDS: Readonly<Record<ThingKind, KindDefinition>> = {
  stations: STATIONS,
  customers: CUSTOMERS,
  vehicles: VEHICLES,
  parts: PARTS,
  prices: PRICES,
  applicability: APPLICABILITY,
  labourOperations: LABOUR_OPERATIONS,
  suppliers: SUPPLIERS,
  campaigns: CAMPAIGNS,
  claims: CLAIMS,
  openingStock: OPENING_STOCK,
  stockMovements: STOCK_MOVEMENTS,
  countSheets: COUNT_SHEETS,
  erpBalances: ERP_BALANCES,
  erpDocuments: ERP_DOCUMENTS,
  invoices: INVOICES,
  divisions: DIVISIONS,
  nameLists: NAME_LISTS,
  followUpCalls: FOLLOW_UP_CALLS,
  oldPartReceipts: OLD_PART_RECEIPTS,
  preauths: PREAUTHS,
  dispatches: DISPATCHES,
};

/** Where the codes of a reference are kept, by the column names of both stores, and the reason told when one is not there. */
export const REFERENCES: Readonly<Record<ReferenceName, { table: string; column: string; reason: string }>> = {
  region: { table: 'region', column: 'code', reason: 'region-unknown' },
  station: { table: 'station', column: 'code', reason: 'station-unknown' },
  operation: { table: 'labour_operation', column: 'op_code', reason: 'operation-unknown' },
  part: { table: 'part', column: 'part_no', reason: 'part-unknown' },
  warehouse: { table: 'warehouse', column: 'code', reason: 'warehouse-unknown' },
  supplier: { table: 'supplier', column: 'code', reason: 'supplier-unknown' },
};
