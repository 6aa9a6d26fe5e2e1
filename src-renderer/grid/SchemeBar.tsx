import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { QueryScheme, SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { useCommands, type Command } from '../ui/commands.ts';
import { formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { SchemesDialog } from './SchemesDialog.tsx';

const Pinned = z.array(z.string());

interface SchemeBarProps {
  list: string;
  /** What the list shows now, to be kept. */
  current: () => SchemeBody;
  onApply: (body: SchemeBody) => void;
  /** How many rows a scheme finds now. */
  count: (body: SchemeBody) => Promise<number>;
}

/** The query schemes of a list: pinned ones as tabs with live counts, all of them in a dialog (Ctrl+S). */
export function SchemeBar({ list, current, onApply, count }: SchemeBarProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const schemes = useCall(['views', 'schemes', list], () => api.views.schemes({ list }), { keep: true });
  const [pinned, setPinned] = useStoredState(`pinned.${list}`, Pinned, []);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = schemes.data ?? [];
  const apply = (scheme: QueryScheme): void => {
    setChosen(scheme.id);
    setOpen(false);
    onApply(scheme.body);
  };
  useKeys({ 'Ctrl+KeyS': () => setOpen(true) });
  useCommands(
    `schemes.${list}`,
    useMemo<Command[]>(
      () => [
        { id: 'schemes', label: t('scheme.title'), keyName: 'Ctrl S', run: () => setOpen(true) },
        ...(schemes.data ?? []).map((scheme) => ({
          id: `scheme-${scheme.id}`,
          label: t('scheme.command', { name: scheme.name }),
          keyName: null,
          run: () => apply(scheme),
        })),
      ],
      // `apply` does the same at every drawing.
      [schemes.data, t],
    ),
  );
  const told = (work: Promise<unknown>, done: string): void => {
    work.then(
      () => showToast({ text: done }),
      (error: unknown) => showToast({ text: text(problemOf(error)), tone: 'bad' }),
    );
  };
  return (
    <>
      {all
        .filter((scheme) => pinned.includes(scheme.id))
        .map((scheme) => (
          <SchemeTab
            key={scheme.id}
            scheme={scheme}
            on={chosen === scheme.id}
            count={count}
            onPick={() => apply(scheme)}
          />
        ))}
      <Button onClick={() => setOpen(true)} keyName="Ctrl S" testId="schemes">
        {t('scheme.short')}
      </Button>
      {open ? (
        <SchemesDialog
          schemes={all}
          pinned={pinned}
          onPin={setPinned}
          onApply={apply}
          onClose={() => setOpen(false)}
          onSave={(id, name, shared) =>
            told(api.views.saveScheme({ id, list, name, shared, body: current() }), t('scheme.saved', { name }))
          }
          onDelete={(scheme) =>
            told(api.views.deleteScheme({ id: scheme.id }), t('scheme.deleted', { name: scheme.name }))
          }
        />
      ) : null}
    </>
  );
}

interface SchemeTabProps {
  scheme: QueryScheme;
  on: boolean;
  count: (body: SchemeBody) => Promise<number>;
  onPick: () => void;
}

function SchemeTab({ scheme, on, count, onPick }: SchemeTabProps) {
  // asked again with every change of the claims, as the room's other figures are
  const found = useCall(['claims', 'schemeCount', scheme.id, scheme.body], () => count(scheme.body), { keep: true });
  return (
    <button
      type="button"
      className={on ? 'chip on' : 'chip'}
      aria-pressed={on}
      onClick={onPick}
      data-testid="scheme-tab"
      title={scheme.ownerName}
    >
      {scheme.name} <b data-testid="scheme-count">{found.data === undefined ? '–' : formatInteger(found.data)}</b>
    </button>
  );
}
