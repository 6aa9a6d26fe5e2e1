import type { ImportKind, ImportMapping, RowIssue } from '../../src-shared/contract/exchange.contract.ts';

/** What is still known of an imported file while the program runs: the file itself and how it was read. */
export interface KeptFile {
  path: string;
  kind: ImportKind;
  sheet: string | null;
  headerRowNo: number;
  columnNames: readonly string[] | null;
  mapping: ImportMapping;
}

export interface KeptFiles {
  /** The file of an import or of a preview, with all its findings; AppError when it is gone. */
  ofImport(id: string): Promise<
    KeptFile & {
      issues: readonly RowIssue[];
      warnings: readonly RowIssue[];
      repeats: readonly { rowNo: number; sameAsRowNo: number }[];
    }
  >;
}
