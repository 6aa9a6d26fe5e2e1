import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportState } from '../../src-shared/contract/exchange.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Figure, Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useExport } from '../ui/use-export.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { IssueTable } from './IssueTable.tsx';

const POLL_MS = 400;
const PAGE = 500;
const RESULTS = ['created', 'updated', 'unchanged', 'refusedThings'] as const;

/** What became of every row, while it is being sent and afterwards. */
export function ResultStep({ importId, onBack }: { importId: string; onBack: () => void }) {
  const { t } = useTranslation();
  const [ended, setEnded] = useState(false);
  const state = useCall(
    ['exchange', 'importState', importId],
    async () => {
      const answer = await api.exchange.importState({ importId });
      setEnded(answer.state !== 'sending');
      return answer;
    },
    ended ? {} : { refetchEveryMs: POLL_MS },
  );
  useKeys({ Escape: onBack, Enter: onBack });
  if (state.error !== null) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  if (state.data === undefined) return <LoadingState />;
  return (
    <>
      <Summary state={state.data} onBack={onBack} />
      {state.data.state === 'sending' ? null : <LeftOut state={state.data} />}
      <span className="sr-only">{t(`exchange.state.${state.data.state}`)}</span>
    </>
  );
}

function Summary({ state, onBack }: { state: ImportState; onBack: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const exportFile = useExport();
  const errorFile = (): void => exportFile({ report: 'importErrors', importId: state.importId });
  useKeys({ KeyE: errorFile });
  const nothingNew = state.state === 'done' && state.created + state.updated === 0 && state.unchanged > 0;
  return (
    <Panel testId="import-result-step">
      <Section title={t('exchange.result.title', { file: state.fileName, kind: t(`exchange.kind.${state.kind}`) })}>
        <div className="dialog-body">
          <progress
            max={Math.max(1, state.thingsTotal)}
            value={state.thingsTotal === 0 ? 1 : state.thingsDone}
            aria-label={t('exchange.result.progress')}
          />
          <div className="figures" data-testid={`import-${state.state}`}>
            {RESULTS.map((name) => (
              <Figure
                key={name}
                label={t(`exchange.count.${name}`)}
                value={formatInteger(state[name])}
                testId={`result-${name}`}
              />
            ))}
          </div>
          <p data-testid="import-identity">
            {t('exchange.result.identity', {
              read: formatInteger(state.rowsRead),
              taken: formatInteger(state.rowsInThings),
              refused: formatInteger(state.rowsRefused),
              repeated: formatInteger(state.rowsRepeated),
            })}
          </p>
          {nothingNew ? (
            <Notice tone="ok" testId="import-nothing-new">
              {t('exchange.result.nothingNew', { count: state.unchanged })}
            </Notice>
          ) : null}
          {state.problem === null ? null : <Notice tone="bad">{text(state.problem)}</Notice>}
          {state.state === 'sending' ? <Notice tone="info">{t('exchange.result.sending')}</Notice> : null}
        </div>
        <div className="dialog-foot">
          <Button onClick={errorFile} keyName="E" testId="import-error-file">
            {t('exchange.errorFile')}
          </Button>
          <Button look="primary" onClick={onBack} keyName="Esc" testId="import-again">
            {t('exchange.result.again')}
          </Button>
        </div>
      </Section>
    </Panel>
  );
}

/** Rows that are in no thing: refused ones with their reason, repeats with the row they repeat. */
function LeftOut({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  const [offset, setOffset] = useState(0);
  const { importId } = state;
  const rows = useCall(
    ['exchange', 'importIssues', importId, offset],
    () => api.exchange.importIssues({ importId, offset, limit: PAGE }),
    { keep: true },
  );
  if (rows.error !== null) return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />;
  if (rows.data === undefined) return <LoadingState lines={3} />;
  const { issues, repeats, total } = rows.data;
  if (total === 0) return null;
  return (
    <Panel label={t('exchange.issue.title')} testId="import-left-out">
      <div className="scroll" tabIndex={0}>
        {issues.length === 0 ? null : <IssueTable kind={state.kind} issues={issues} />}
        {repeats.length === 0 ? null : (
          <ul className="repeats" data-testid="import-repeats">
            {repeats.map((repeat) => (
              <li key={repeat.rowNo}>{t('exchange.issue.repeat', repeat)}</li>
            ))}
          </ul>
        )}
      </div>
      {total <= PAGE ? null : (
        <div className="dialog-foot">
          <span className="dim">
            {t('exchange.issue.page', { from: offset + 1, to: Math.min(total, offset + PAGE), total })}
          </span>
          <Button onClick={() => setOffset(Math.max(0, offset - PAGE))} disabled={offset === 0}>
            {t('exchange.issue.before')}
          </Button>
          <Button onClick={() => setOffset(offset + PAGE)} disabled={offset + PAGE >= total}>
            {t('exchange.issue.after')}
          </Button>
        </div>
      )}
    </Panel>
  );
}
