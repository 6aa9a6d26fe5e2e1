import type { FileInspection, ImportMapping } from '../../src-shared/contract/exchange.contract.ts';
import { stopsCountFile } from '../../src-shared/domain/counts/count-file.ts';
import type { CountFileFacts } from '../../src-shared/domain/counts/judge-count-row.ts';
import type { RowFinding } from '../../src-shared/domain/exchange/read-row.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppServices } from '../app-services.ts';

/** What this desktop knows of the sheets a file names, for the rows of the file to be held against. */
export function countFactsFor(
  services: AppServices,
  file: { inspection: FileInspection | null; mapping: ImportMapping; expectedSheetNo: string | null },
): Promise<CountFileFacts> {
  const { id: userId, roles } = services.user();
  const { expectedSheetNo } = file;
  const sheetNos = [...new Set([...sheetNosOf(file), ...(expectedSheetNo === null ? [] : [expectedSheetNo])])];
  return services.stores.read('counts.fileFacts', {
    sheetNos,
    expectedSheetNo,
    userId,
    roles,
    nowMs: services.clock(),
  });
}

/** The file itself has been looked at: its samples hold the sheet numbers, of which one file has one. */
function sheetNosOf({ inspection, mapping }: { inspection: FileInspection | null; mapping: ImportMapping }): string[] {
  const source = mapping.fields['sheetNo'];
  if (source === undefined || source.from === 'columns') return [];
  if (source.from === 'fixed') return [source.value];
  return inspection?.columns.find(({ name }) => name === source.column)?.samples ?? [];
}

/** E01 of stock §5.3 stops the file: another sheet, or the sheet as it was before it went out again. */
export function refuseOtherSheet(findings: readonly RowFinding[]): void {
  const stop = findings.find(({ reason }) => stopsCountFile(reason));
  if (stop !== undefined) throw new AppError('CONFLICT', stop.reason, { ...stop.details, rowNo: stop.rowNo });
}
