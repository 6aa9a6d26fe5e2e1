import { divisionLevel } from '../../src-shared/domain/exchange/kinds/organisation.ts';
import type { ThingKind } from '../../src-shared/domain/exchange/things.ts';
import type { MasterTable } from './write-masters.ts';

/** The kinds whose things are rows of one table, set by their key. */
export const MASTER_TABLES = {
  customers: {
    table: 'customer',
    keyColumns: ['code'],
    lookupColumn: 'code',
    columns: same('code name type phone address status'),
    references: {
      regionCode: { table: 'region', codeColumn: 'code', idColumn: 'regionId', reason: 'region-unknown' },
    },
    defaults: { status: 'ACTIVE' },
  },
  suppliers: {
    table: 'supplier',
    keyColumns: ['code'],
    lookupColumn: 'code',
    columns: same('code name taxNo contact phone bankName bankAccount address status'),
    defaults: { status: 'ACTIVE' },
  },
  parts: {
    table: 'part',
    keyColumns: ['partNo'],
    lookupColumn: 'partNo',
    columns: same(
      'partNo name uom spec drawingNo oemCode brand origin issuePriceFen supplyPriceFen stdCostFen priceL1Fen priceL2Fen ' +
        'priceL3Fen uomWhole isWear isSafety serialised oldPartPolicy returnDays weightG warrantyMonths warrantyKm ' +
        'critical status',
    ),
    references: {
      supplierCode: { table: 'supplier', codeColumn: 'code', idColumn: 'supplierId', reason: 'supplier-unknown' },
    },
    defaults: {
      ...{ issuePriceFen: 0, supplyPriceFen: 0, isWear: 0, serialised: 0, oldPartPolicy: 'NONE', status: 'ACTIVE' },
    },
  },
  prices: {
    table: 'partPrice',
    keyColumns: ['partId', 'priceKind', 'validFromDate'],
    lookupColumn: 'partId',
    columns: same('priceKind amountFen validFromDate validToDate'),
    references: { partNo: { table: 'part', codeColumn: 'partNo', idColumn: 'partId', reason: 'part-unknown' } },
  },
  applicability: {
    table: 'partFitment',
    keyColumns: ['partId', 'modelCode', 'chassisFrom', 'chassisTo', 'position'],
    lookupColumn: 'partId',
    columns: same('modelCode chassisFrom chassisTo position qtyPerVehicleMilli validFromDate validToDate'),
    references: { partNo: { table: 'part', codeColumn: 'partNo', idColumn: 'partId', reason: 'part-unknown' } },
    defaults: { chassisFrom: '', chassisTo: '', position: '' },
  },
  erpBalances: {
    table: 'erpBalance',
    keyColumns: ['erpSystem', 'extractDate', 'plant', 'sloc', 'bin', 'partNo'],
    lookupColumn: 'partNo',
    columns: same('erpSystem extractDate plant sloc bin partNo qtyMilli valueMicro'),
    // What the ERP says is kept as it is, also for a part nobody here knows: reconciliation names it.
    references: { partNo: { table: 'part', codeColumn: 'partNo', idColumn: 'partId', reason: null } },
    defaults: { sloc: '', bin: '' },
  },
  erpDocuments: {
    table: 'erpDocumentLine',
    keyColumns: ['erpSystem', 'docType', 'docNo', 'lineNo', 'docYear'],
    lookupColumn: 'docNo',
    columns: same(
      'erpSystem docType docNo lineNo docYear partNo partnerCode plant sloc qtyMilli receivedMilli rejectedMilli ' +
        'unitPriceMicro amountMicro taxMicro freightMicro totalMicro postingDate dueDate status ourDocNo vin serialNo',
    ),
    references: { partNo: { table: 'part', codeColumn: 'partNo', idColumn: 'partId', reason: null } },
    defaults: { lineNo: '', docYear: '' },
  },
  divisions: {
    table: 'adminDivision',
    keyColumns: ['code'],
    lookupColumn: 'code',
    columns: same('code name level parentCode'),
    derive: (values) => ({ level: divisionLevel(String(values['code'])) }),
  },
} as const satisfies Partial<Record<ThingKind, MasterTable>>;

/** Fields that are stored in the column of their own name. */
function same(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, name]));
}
