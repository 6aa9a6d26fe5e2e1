import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  FieldSource,
  FileInspection,
  ImportKind,
  ImportMapping,
  ImportPreview,
} from '../../src-shared/contract/exchange.contract.ts';
import { api } from '../api/client.ts';
import { sendFile } from './send-file.ts';

export interface ImportFlow {
  kind: ImportKind;
  inspection: FileInspection | null;
  mapping: ImportMapping;
  preview: ImportPreview | null;
  importId: string | null;
  sentShare: number | null;
  busy: boolean;
  error: Error | null;
  setKind(kind: ImportKind): void;
  open(file: File): void;
  /** Reads the file again with another sheet or header row. */
  look(sheet: string | null, headerRowNo: number | null, columnNames?: string[] | null): void;
  map(field: string, source: FieldSource | null): void;
  setDateOrder(order: ImportMapping['dateOrder']): void;
  makePreview(): void;
  commit(wholeOnly: boolean): void;
  /** One step back: from the preview to the mapping, from the mapping or the result to the beginning. */
  back(): void;
  show(importId: string): void;
}

const NOTHING: ImportMapping = { fields: {}, dateOrder: 'ymd' };

/** The steps of one import, from the file to its result. */
export function useImport(): ImportFlow {
  const [kind, setKind] = useState<ImportKind>('stations');
  const [inspection, setInspection] = useState<FileInspection | null>(null);
  const [mapping, setMapping] = useState<ImportMapping>(NOTHING);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [importId, setImportId] = useState<string | null>(null);
  const [sentShare, setSentShare] = useState<number | null>(null);

  const take = (found: FileInspection): void => {
    setInspection(found);
    setMapping(found.suggestedMapping);
    setPreview(null);
  };
  const opening = useMutation({
    mutationFn: async (file: File) => {
      setSentShare(0);
      const fileId = await sendFile(file, (bytes) => setSentShare(bytes / file.size));
      return api.exchange.inspect({ fileId, kind, sheet: null, headerRowNo: null });
    },
    onSuccess: take,
    onSettled: () => setSentShare(null),
  });
  const looking = useMutation({
    mutationFn: (input: Parameters<typeof api.exchange.inspect>[0]) => api.exchange.inspect(input),
    onSuccess: take,
  });
  const previewing = useMutation({
    mutationFn: (input: Parameters<typeof api.exchange.preview>[0]) => api.exchange.preview(input),
    onSuccess: setPreview,
  });
  const committing = useMutation({
    mutationFn: (input: { previewId: string; wholeOnly: boolean }) => api.exchange.commit(input),
    onSuccess: (committed) => setImportId(committed.importId),
  });
  const steps = [opening, looking, previewing, committing];

  const change = (next: ImportMapping): void => {
    setMapping(next);
    previewing.reset();
  };
  const forget = (): void => steps.forEach((step) => step.reset());

  return {
    kind,
    inspection,
    mapping,
    preview,
    importId,
    sentShare,
    busy: steps.some((step) => step.isPending),
    error: steps.find((step) => step.error !== null)?.error ?? null,
    setKind,
    open: (file) => {
      forget();
      opening.mutate(file);
    },
    look: (sheet, headerRowNo, columnNames = null) => {
      if (inspection !== null) looking.mutate({ fileId: inspection.fileId, kind, sheet, headerRowNo, columnNames });
    },
    map: (field, source) => {
      const { [field]: _old, ...others } = mapping.fields;
      change({ ...mapping, fields: source === null ? others : { ...others, [field]: source } });
    },
    setDateOrder: (dateOrder) => change({ ...mapping, dateOrder }),
    makePreview: () => {
      if (inspection === null) return;
      const { fileId, sheet, headerRowNo, columnNames } = inspection;
      previewing.mutate({ fileId, kind, sheet, headerRowNo, columnNames, mapping });
    },
    commit: (wholeOnly) => {
      if (preview !== null) committing.mutate({ previewId: preview.previewId, wholeOnly });
    },
    back: () => {
      forget();
      if (preview !== null && importId === null) setPreview(null);
      else {
        setInspection(null);
        setPreview(null);
        setImportId(null);
      }
    },
    show: (id) => setImportId(id),
  };
}
