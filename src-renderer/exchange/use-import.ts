import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type {
  FieldSource,
  FileInspection,
  ImportKind,
  ImportMapping,
  ImportPreview,
} from '../../src-shared/contract/exchange.contract.ts';
import { api } from '../api/client.ts';
import { navigate } from '../ui/navigation.ts';
import { sendFile } from './send-file.ts';

export interface ImportFlow {
  kind: ImportKind;
  /** Number of the count sheet the file should be of; null for any file. */
  expectedSheetNo: string | null;
  inspection: FileInspection | null;
  mapping: ImportMapping;
  preview: ImportPreview | null;
  importId: string | null;
  /** The file at hand, also while it is read for the first time. */
  fileId: string | null;
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

const ROOM = 'exchange';
const FILE = 'file-';
const IMPORT = 'import-';
/** A count sheet that is waited for: `count-` and its number. */
const COUNT = 'count-';

/**
 * The steps of one import, from the file to its result. `place` is where the address points: a file, an import or nothing;
 * so a page that is loaded again, and the list of jobs, find the way back to the file or its result.
 */
export function useImport(place: string | null): ImportFlow {
  const [kind, setKind] = useState<ImportKind>('stations');
  const [inspection, setInspection] = useState<FileInspection | null>(null);
  const [mapping, setMapping] = useState<ImportMapping>(NOTHING);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [importId, setImportId] = useState<string | null>(null);
  const [sentShare, setSentShare] = useState<number | null>(null);
  const [fileId, setFileId] = useState<string | null>(null);
  const [expectedSheetNo, setExpected] = useState<string | null>(null);
  /** The place this page is at; another one in the address comes from outside. */
  const shown = useRef<string | null>(null);
  const goTo = (next: string | null): void => {
    shown.current = next;
    navigate(ROOM, next);
  };

  const take = (found: FileInspection): void => {
    setInspection(found);
    setMapping(found.suggestedMapping);
    setPreview(null);
  };
  const opening = useMutation({
    mutationFn: async (file: File) => {
      setSentShare(0);
      const sent = await sendFile(file, (bytes) => setSentShare(bytes / file.size));
      setSentShare(null);
      setFileId(sent);
      goTo(`${FILE}${sent}`);
      return api.exchange.inspect({ fileId: sent, kind, sheet: null, headerRowNo: null });
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
    onSuccess: (committed) => {
      setImportId(committed.importId);
      goTo(`${IMPORT}${committed.importId}`);
    },
  });
  const resuming = useMutation({
    mutationFn: (id: string) => api.exchange.resume({ fileId: id }),
    onSuccess: (stage) => {
      setKind(stage.kind);
      take(stage.inspection);
      setMapping(stage.mapping);
      setPreview(stage.preview);
    },
    onError: () => setFileId(null),
  });
  const steps = [opening, looking, previewing, committing, resuming];

  const change = (next: ImportMapping): void => {
    setMapping(next);
    previewing.reset();
  };
  const forget = (): void => steps.forEach((step) => step.reset());
  const leave = (): void => {
    setFileId(null);
    setInspection(null);
    setPreview(null);
    setImportId(null);
  };
  const arrive = (next: string | null): void => {
    shown.current = next;
    forget();
    leave();
    setExpected(next?.startsWith(COUNT) === true ? next.slice(COUNT.length) : null);
    if (next?.startsWith(COUNT) === true) setKind('countSheets');
    if (next?.startsWith(IMPORT) === true) setImportId(next.slice(IMPORT.length));
    if (next?.startsWith(FILE) !== true) return;
    setFileId(next.slice(FILE.length));
    resuming.mutate(next.slice(FILE.length));
  };
  useEffect(() => {
    if (place !== shown.current) arrive(place);
  }, [place]);

  return {
    kind,
    expectedSheetNo,
    inspection,
    mapping,
    preview,
    importId,
    fileId,
    sentShare,
    busy: steps.some((step) => step.isPending),
    error: steps.find((step) => step.error !== null)?.error ?? null,
    setKind: (next) => {
      setExpected(null);
      setKind(next);
    },
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
      previewing.mutate({ fileId, kind, sheet, headerRowNo, columnNames, mapping, expectedSheetNo });
    },
    commit: (wholeOnly) => {
      if (preview !== null) committing.mutate({ previewId: preview.previewId, wholeOnly });
    },
    back: () => {
      forget();
      if (preview !== null && importId === null) return setPreview(null);
      leave();
      goTo(null);
    },
    show: (id) => {
      setImportId(id);
      goTo(`${IMPORT}${id}`);
    },
  };
}
