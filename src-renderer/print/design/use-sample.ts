import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rowsOnOneSheet } from '../../../src-shared/domain/print/design/design-elements.ts';
import {
  DOCUMENT_OF_FORM,
  type FormDocument,
  type FormKey,
  type FormTemplate,
} from '../../../src-shared/domain/print/form-template.ts';
import type { Words } from '../../../src-shared/domain/print/format-value.ts';
import { layOutForm, type FormLayout, type Overflow, type Placed } from '../../../src-shared/domain/print/lay-out.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';

export interface Sample {
  choices: readonly { id: string; no: string }[];
  /** Id of the document the form is tried with; null where there is none of this form. */
  id: string | null;
  choose: (id: string) => void;
  document: FormDocument | null;
  error: unknown;
}

/** The document a form is looked at with: the newest one until a person chooses another. */
export function useSample(formKey: FormKey): Sample {
  const [chosen, setChosen] = useState<string | null>(null);
  const samples = useCall(['print', 'samples', formKey], () => api.print.samples({ formKey }));
  const choices = samples.data ?? [];
  const id = chosen ?? choices[0]?.id ?? null;
  const document = useCall(
    ['print', 'sample', formKey, id],
    () => api.print.sample({ formKey, documentId: id ?? '' }),
    { enabled: id !== null, keep: true },
  );
  return { choices, id, choose: setChosen, document: document.data ?? null, error: samples.error ?? document.error };
}

interface Shown {
  /** The form as it is seen, while the mouse holds something too. */
  shown: FormTemplate;
  /** The form as it was let go of. */
  template: FormTemplate;
  document: FormDocument | null;
  printedBy: string;
}

/** The sheet as it will be set, rows and foot on one page, and every text of the whole document that does not fit. */
export function useSheetLayout({ shown, template, document, printedBy }: Shown): {
  placed: readonly Placed[];
  overflows: readonly Overflow[];
} {
  const words = useWords();
  // while the mouse moves, the boxes follow at once and the texts when there is time
  const deferred = useDeferredValue(shown);
  const placed = useMemo(() => {
    const blank: FormDocument = { type: DOCUMENT_OF_FORM[deferred.key], id: '', no: '', values: {}, lines: [] };
    const one = document ?? blank;
    const sheet = { ...one, lines: one.lines.slice(0, rowsOnOneSheet(deferred)) };
    return layOut(deferred, sheet, { printedBy, words }).pages[0]?.placed ?? [];
  }, [deferred, document, printedBy, words]);
  // a statement may have a thousand rows: they are looked through once the mouse has let go
  const settled = useDeferredValue(template);
  const overflows = useMemo(
    () => (document === null ? [] : layOut(settled, document, { printedBy, words }).overflows),
    [settled, document, printedBy, words],
  );
  return { placed, overflows };
}

function layOut(
  template: FormTemplate,
  document: FormDocument,
  { printedBy, words }: { printedBy: string; words: Words },
): FormLayout {
  const options = { copies: 1, printedBefore: [0], printedAtMs: Date.now(), printedBy };
  // what the bars are does not matter for their place
  return layOutForm(template, [document], options, { words, barcode: () => [1] });
}

/** The words of the forms in the language of the screens, as the core words them. */
function useWords(): Words {
  const { t, i18n } = useTranslation();
  return useMemo<Words>(
    () => (key, values) => (i18n.exists(key) ? t(key, values ?? {}) : key.slice(key.lastIndexOf('.') + 1)),
    [t, i18n],
  );
}
