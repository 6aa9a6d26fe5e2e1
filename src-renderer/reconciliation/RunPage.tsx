import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReconItemRow, ReconView } from '../../src-shared/contract/reconciliation.contract.ts';
import { api } from '../api/client.ts';
import { useThing } from '../api/use-api.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { goBack } from '../ui/navigation.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { ItemFacts } from './ItemFacts.tsx';
import { ItemsGrid } from './ItemsGrid.tsx';
import { RunStepDialog, type RunStep } from './RunStepDialog.tsx';
import { RunTiles } from './RunTiles.tsx';
import { SuggestionsDialog } from './SuggestionsDialog.tsx';

export type RunDetail = Awaited<ReturnType<typeof api.reconciliation.run>>;

const back = (): void => goBack({ room: 'reconciliation', id: null });

/** One run: its figures, its keys, and the documents behind the one the keyboard is on. */
export function RunPage({ id }: { id: string }) {
  const answer = useThing(['reconciliation', 'run'], id, (thing) => api.reconciliation.run({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Run detail={detail} />}
    </LoadedPage>
  );
}

type Open = { dialog: 'assign'; itemIds: string[] } | { dialog: 'step'; step: RunStep } | { dialog: 'suggestions' };

function Run({ detail }: { detail: RunDetail }) {
  const { t } = useTranslation();
  const [view, setView] = useState<ReconView>('differing');
  const [current, setCurrent] = useState<ReconItemRow | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const { run } = detail;
  const close = (): void => setOpen(null);
  return (
    <div className="recon-work" data-testid="recon-run">
      <RunTiles run={run} />
      <div className="work recon-columns" aria-label={t('recon.runOf', { no: run.runNo })}>
        <ItemsGrid
          key={view}
          detail={detail}
          view={view}
          onView={setView}
          onCurrent={setCurrent}
          onAssign={(itemIds) => setOpen({ dialog: 'assign', itemIds })}
          onSuggestions={() => setOpen({ dialog: 'suggestions' })}
          onStep={(step) => setOpen({ dialog: 'step', step })}
          onBack={back}
        />
        <ItemFacts detail={detail} row={current} onStep={(step) => setOpen({ dialog: 'step', step })} />
      </div>
      {open?.dialog === 'assign' ? (
        <AssignDialog runId={run.id} itemIds={open.itemIds} row={current} onClose={close} />
      ) : null}
      {open?.dialog === 'step' ? <RunStepDialog run={run} step={open.step} onClose={close} /> : null}
      {open?.dialog === 'suggestions' && current !== null ? (
        <SuggestionsDialog runId={run.id} row={current} onClose={close} />
      ) : null}
    </div>
  );
}
