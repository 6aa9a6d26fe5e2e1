import type ExcelJS from 'exceljs';

/** The library of designed workbooks. Loading it costs half a second of a start, and most days nobody writes one. */
export async function loadExcel(): Promise<typeof ExcelJS> {
  return (await import('exceljs')).default;
}
