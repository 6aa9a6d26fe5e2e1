/** The mappings under which the public lists are imported, as `--map` files of the unattended side hold them. */
import type { ImportMapping } from '../../../src-shared/contract/exchange.contract.ts';

export type ListMap = ImportMapping & { sheet?: string; headerRowNo?: number; columnNames?: string[] };
type Sources = Record<string, string | { fixed: string } | { columns: string[] } | { rounded: string }>;

/** A text is the name of a column. */
function map(
  sources: Sources,
  more: Omit<ListMap, 'fields' | 'dateOrder'> & { dateOrder?: ListMap['dateOrder'] } = {},
): ListMap {
  const fields = Object.entries(sources).map(([field, source]) => {
    if (typeof source === 'string') return [field, { from: 'column' as const, column: source }];
    if ('fixed' in source) return [field, { from: 'fixed' as const, value: source.fixed }];
    if ('rounded' in source) return [field, { from: 'column' as const, column: source.rounded, rounds: true }];
    return [field, { from: 'columns' as const, columns: source.columns }];
  });
  return { dateOrder: 'ymd', ...more, fields: Object.fromEntries(fields) as ImportMapping['fields'] };
}

/** Column names as the SOURCE.txt of the folder gives them. */
const names = (text: string): { headerRowNo: number; columnNames: string[] } => ({
  headerRowNo: 0,
  columnNames: text.split(','),
});

const STATION = {
  type: { fixed: 'EXTERNAL' },
  grade: { fixed: 'C' },
  taxpayerType: { fixed: 'GENERAL' },
  regionCode: { fixed: '1' },
};

export const LIST_MAPS = {
  plants: map({
    ...STATION,
    code: 'Plant',
    name: 'Name 1',
    city: 'City',
    province: 'State',
    address: 'House number and street',
  }),
  /** The second workbook describes fields; its second row is an example of a station, in words. */
  fieldInformation: map(
    { ...STATION, code: 'Plant', name: 'Plant Name1', city: 'CITY', address: 'Street' },
    { sheet: 'Invoice Fields' },
  ),
  rafParts: map({
    partNo: 'Item Ref no',
    name: 'DESCRIPTION',
    uom: { fixed: '件' },
    issuePriceFen: { rounded: 'PRICE (£)' },
  }),
  rafOpening: map({
    warehouseCode: { fixed: 'W1' },
    partNo: 'Item Ref no',
    qtyMilli: 'JAN96',
    unitFen: { rounded: 'PRICE (£)' },
  }),
  autoParts: map(
    { partNo: '[A]', name: '[A]', uom: { fixed: '件' }, issuePriceFen: { rounded: 'Item Price' } },
    { sheet: 'lumpdatp', headerRowNo: 1 },
  ),
  autoOpening: map(
    { warehouseCode: { fixed: 'W1' }, partNo: '[A]', qtyMilli: 'latest' },
    { sheet: 'lumpdatp', headerRowNo: 1 },
  ),
  warrantyClaims: map({
    stationCode: { fixed: 'X001' },
    jobCardNo: '[A]',
    finishDate: { fixed: '2026-01-05' },
    mileageKm: { fixed: '1' },
    description: 'Product_type',
    claimedFen: 'Claim_Value',
  }),
  recalls: map({
    code: 'NHTSA ID',
    type: { fixed: 'SAFETY' },
    funding: { fixed: 'MAKER' },
    validFromDate: { fixed: '2020-01-01' },
    documentName: 'DOCUMENT NAME',
    make: 'MAKE',
    model: 'MODEL',
    modelYear: 'MODEL YEAR',
    summary: 'SUMMARY',
  }),
  retailParts: map({ partNo: 'StockCode', name: 'Description', uom: { fixed: '个' } }),
  retailMovements: map({
    warehouseCode: { fixed: 'W1' },
    partNo: 'StockCode',
    type: { fixed: 'ISSUE_SALE' },
    qtyMilli: 'Quantity',
    unitFen: 'UnitPrice',
    effectiveAtMs: 'InvoiceDate',
    docNo: 'InvoiceNo',
    note: 'Description',
  }),
  vendors: map(
    { code: 'AccountNumber', name: 'Name', status: 'ActiveFlag' },
    names(
      'BusinessEntityID,AccountNumber,Name,CreditRating,PreferredVendorStatus,ActiveFlag,PurchasingWebServiceURL,ModifiedDate',
    ),
  ),
  products: map(
    {
      partNo: 'ProductNumber',
      name: 'Name',
      uom: { fixed: 'EA' },
      stdCostFen: { rounded: 'StandardCost' },
      issuePriceFen: { rounded: 'ListPrice' },
    },
    names(
      'ProductID,Name,ProductNumber,MakeFlag,FinishedGoodsFlag,Color,SafetyStockLevel,ReorderPoint,StandardCost,ListPrice,Size,SizeUnitMeasureCode,WeightUnitMeasureCode,Weight,DaysToManufacture,ProductLine,Class,Style,ProductSubcategoryID,ProductModelID,SellStartDate,SellEndDate,DiscontinuedDate,rowguid,ModifiedDate',
    ),
  ),
  inventory: map(
    {
      erpSystem: { fixed: 'AW' },
      extractDate: { fixed: '2025-08-07' },
      plant: { fixed: '1000' },
      sloc: 'LocationID',
      bin: 'Bin',
      partNo: 'ProductID',
      qtyMilli: 'Quantity',
    },
    names('ProductID,LocationID,Shelf,Bin,Quantity,rowguid,ModifiedDate'),
  ),
  orderLines: map(
    {
      erpSystem: { fixed: 'AW' },
      docType: { fixed: 'PO' },
      docNo: 'PurchaseOrderID',
      lineNo: 'DetailID',
      partNo: 'ProductID',
      qtyMilli: 'OrderQty',
      receivedMilli: 'ReceivedQty',
      rejectedMilli: 'RejectedQty',
      unitPriceMicro: 'UnitPrice',
      amountMicro: 'LineTotal',
      dueDate: 'DueDate',
    },
    names(
      'PurchaseOrderID,DetailID,DueDate,OrderQty,ProductID,UnitPrice,LineTotal,ReceivedQty,RejectedQty,StockedQty,ModifiedDate',
    ),
  ),
  orderHeads: map(
    {
      erpSystem: { fixed: 'AW' },
      docType: { fixed: 'POH' },
      docNo: 'PurchaseOrderID',
      partnerCode: 'VendorID',
      status: 'Status',
      amountMicro: 'SubTotal',
      taxMicro: 'TaxAmt',
      freightMicro: 'Freight',
      totalMicro: 'TotalDue',
      postingDate: 'OrderDate',
      dueDate: 'ShipDate',
    },
    names(
      'PurchaseOrderID,RevisionNumber,Status,EmployeeID,VendorID,ShipMethodID,OrderDate,ShipDate,SubTotal,TaxAmt,Freight,TotalDue,ModifiedDate',
    ),
  ),
  provinces: map({ code: 'code', name: 'name' }),
  cities: map({ code: 'code', name: 'name', parentCode: 'provinceCode' }),
  areas: map({ code: 'code', name: 'name', parentCode: 'cityCode' }),
  familyNames: map({ listCode: { fixed: 'FAMILY' }, name: 'NameB', weightMicro: 'TF' }),
  companyNames: map({ listCode: { fixed: 'COMPANY' }, name: 'name' }, { headerRowNo: 3, columnNames: ['name'] }),
  stationOperations: map({ opCode: 'op code', name: 'invoice_line_text', stdHoursCenti: 'hours' }),
  stationVehicles: map({
    ...{ vin: 'vin', plateNo: 'vehicle_no', customerName: 'business_partner_name', modelName: 'vehicle_model' },
    ...{ productLine: { fixed: 'TRUCK' }, saleDate: { fixed: '2016-12-15' }, inServiceDate: { fixed: '2016-12-15' } },
  }),
  stationClaims: (stationCode: string): ListMap =>
    map(
      {
        stationCode: { fixed: stationCode },
        jobCardNo: { columns: ['job_card_date', 'vehicle_no', 'business_partner_name', 'current_km_reading'] },
        ...{ plateNo: 'vehicle_no', customerName: 'business_partner_name', modelName: 'vehicle_model' },
        ...{ finishDate: 'job_card_date', submittedDate: 'invoice_date', mileageKm: 'current_km_reading' },
        description: 'invoice_line_text',
      },
      { dateOrder: 'dmy' },
    ),
} as const satisfies Record<string, ListMap | ((code: string) => ListMap)>;
