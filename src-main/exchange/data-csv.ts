import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { FieldDefinition } from '../../src-shared/domain/exchange/field-definition.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores, TaskControl } from '../db/stores.ts';
import { CsvFile } from './csv-file.ts';
import { kindRows, type KindRow } from './kind-rows.ts';
import { FIELD_FORMATS } from './template-workbook.ts';
import type { CellFormat, CellValue } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

const BREATHE_ROWS = 2_000;

/** What is stored of a kind as csv, under the headings of its template; taking it in again changes nothing. */
export async function writeDataCsv(
  stores: ReadStores,
  input: { path: string; kind: ImportKind },
  { control, t }: { control: TaskControl; t: WorkbookText },
): Promise<{ path: string; rows: number }> {
  const { fields } = IMPORT_KINDS[input.kind];
  const file = new CsvFile(input.path);
  let rows = 0;
  try {
    await file.sheet({
      ...{
        name: '',
        title: '',
        subtitle: ['', '', ''],
        frozenColumns: 0,
        totals: null,
        totalLabel: '',
        pageFooter: '',
      },
      columns: fields.map((field) => ({
        header: t(`exchange.field.${input.kind}.${field.key}`),
        format: formatOf(field),
        widthCharacters: 0,
      })),
    });
    for (const row of kindRows(stores, input.kind)) {
      await file.row(fields.map((field) => valueOf(field, row)));
      rows += 1;
      if (rows % BREATHE_ROWS !== 0) continue;
      control.progress(rows, null, 'writing');
      await control.breathe();
      if (control.cancelled()) throw new AppError('CONFLICT', 'job-cancelled');
    }
    await file.close();
    return { path: file.finalPath, rows };
  } catch (error) {
    await file.abort();
    throw error;
  }
}

function formatOf({ type }: FieldDefinition): CellFormat {
  const format = FIELD_FORMATS[type];
  return format === 'choice' ? 'text' : format;
}

function valueOf(field: FieldDefinition, row: KindRow): CellValue {
  const value = row[field.key] ?? null;
  if (value === null || value === '') return null;
  if (field.type === 'flag') return value === 1 ? 'Y' : 'N';
  return value;
}
