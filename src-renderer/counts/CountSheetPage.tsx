import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { useKeys } from '../ui/keyboard.ts';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { goBack } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { EntryPane } from './EntryPane.tsx';
import { LineFacts } from './LineFacts.tsx';
import { ReviewPane } from './ReviewPane.tsx';
import { SheetHead } from './SheetHead.tsx';
import { StepDialog, type Asking } from './StepDialog.tsx';
import { useSheetDetail } from './use-sheet-detail.ts';

const back = (): void => goBack({ room: 'counts', id: null });

export function CountSheetPage({ id }: { id: string }) {
  const answer = useSheetDetail(id);
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Sheet detail={detail} onMoved={() => answer.refetch()} />}
    </LoadedPage>
  );
}

/** The sheet for whoever counts it now, and the differences for everybody else. */
function Sheet({ detail, onMoved }: { detail: CountSheetDetail; onMoved: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const { sheet } = detail;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [lineId, setLineId] = useState<string | null>(null);
  const line = detail.lines.find((each) => each.id === lineId) ?? null;
  const isEntry = detail.allowedActions.includes('enter');
  useKeys({ 'Ctrl+KeyP': () => requestPrint({ subject: 'countSheet', ids: [sheet.id] }) });
  return (
    <div className="work count-work" data-testid="count-page">
      <Panel label={t('counts.sheetOf', { no: sheet.sheetNo })}>
        <SheetHead detail={detail} onBack={back} />
        {isEntry ? (
          <EntryPane
            key={`${sheet.id} ${String(sheet.round)}`}
            detail={detail}
            onLine={setLineId}
            onSubmit={() => setAsking({ step: 'submit', lineIds: [] })}
          />
        ) : (
          <ReviewPane detail={detail} onLine={setLineId} onAsk={setAsking} onMoved={onMoved} />
        )}
      </Panel>
      <LineFacts detail={detail} line={line} isEntry={isEntry} />
      {asking === null ? null : (
        <StepDialog
          detail={detail}
          asking={asking}
          onDone={async () => {
            await onMoved();
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
