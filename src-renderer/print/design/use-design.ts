import { useMemo, useState } from 'react';
import { z } from 'zod';
import { FormTemplateSchema } from '../../../src-shared/contract/form-template.schema.ts';
import type { FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import { FIRST_FORMS } from '../../../src-shared/domain/print/forms/index.ts';
import { useStoredState } from '../../ui/stored-state.ts';
import { noHistory, pushed, redone, undone, type History } from './design-history.ts';

const Draft = z.object({ version: z.int(), template: FormTemplateSchema }).nullable();
type Draft = z.infer<typeof Draft>;

interface Standing {
  template: FormTemplate;
  version: number;
}

export interface Design {
  template: FormTemplate;
  /** What everybody prints with now. */
  standing: Standing;
  isDirty: boolean;
  isShipped: boolean;
  /** Somebody has published another version while this draft was being made. */
  isOvertaken: boolean;
  canUndo: boolean;
  canRedo: boolean;
  change: (next: FormTemplate, mergeKey?: string | null) => void;
  undo: () => void;
  redo: () => void;
  /** Leaves the draft: what stands is shown. */
  drop: () => void;
  /** Goes on with the draft on top of what stands now. */
  keepMine: () => void;
  /** The version the draft was made from, as the server compares it. */
  baseVersion: number;
  published: (version: number) => void;
}

/** Both have the same things in the same places, in whatever order their parts are written down. */
function isSameForm(one: FormTemplate, other: FormTemplate): boolean {
  const text = (form: FormTemplate): string => JSON.stringify(FormTemplateSchema.parse(form));
  return one === other || text(one) === text(other);
}

/** The draft of a form: kept over a restart, with its steps back and forward, beside what is published. */
export function useDesign(stored: Standing): Design {
  const { key } = stored.template;
  const [draft, setDraft] = useStoredState<Draft>(`print.design.${key}`, Draft, null);
  const [history, setHistory] = useState<History<FormTemplate>>(noHistory);
  // what was published from here stands, although the feed has not brought it yet
  const [own, setOwn] = useState<Standing | null>(null);
  const standing = own !== null && own.version > stored.version ? own : stored;
  const template = draft?.template ?? standing.template;
  const isDirty = useMemo(
    () => draft !== null && !isSameForm(draft.template, standing.template),
    [draft, standing.template],
  );
  const isShipped = useMemo(() => isSameForm(template, FIRST_FORMS[key]), [template, key]);
  const baseVersion = isDirty && draft !== null ? draft.version : standing.version;
  const show = (next: FormTemplate): void => {
    if (isSameForm(next, standing.template)) setDraft(null);
    else setDraft({ version: baseVersion, template: next });
  };
  const step = (to: { history: History<FormTemplate>; present: FormTemplate } | null): void => {
    if (to === null) return;
    setHistory(to.history);
    show(to.present);
  };
  return {
    ...{ template, standing, isDirty, isShipped, baseVersion },
    isOvertaken: isDirty && standing.version > baseVersion,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: (next, mergeKey = null) => {
      if (next === template) return;
      setHistory(pushed(history, template, mergeKey));
      show(next);
    },
    undo: () => step(undone(history, template)),
    redo: () => step(redone(history, template)),
    drop: () => {
      setDraft(null);
      setHistory(noHistory());
    },
    keepMine: () => setDraft({ version: standing.version, template }),
    published: (version) => {
      setOwn({ template, version });
      setDraft(null);
    },
  };
}
