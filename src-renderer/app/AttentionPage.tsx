import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionItem } from '../../src-shared/contract/sync.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { FactList } from '../ui/FactList.tsx';
import { formatInstant } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

const ATTENTION = ['sync', 'attention'] as const;

/** What the server refused or decided otherwise: both versions side by side and three ways out (claims §3.6). */
export function AttentionPage() {
  const { t } = useTranslation();
  const items = useCall(ATTENTION, () => api.sync.attention({}), { keep: true });
  const [chosen, setChosen] = useState<string | null>(null);
  if (items.error !== null) return <ErrorState error={items.error} onRetry={() => void items.refetch()} />;
  if (items.data === undefined) return <LoadingState />;
  const item = items.data.find((candidate) => candidate.commandId === chosen) ?? items.data[0];
  if (item === undefined) return <EmptyState title={t('attention.none')} />;
  return (
    <div className="work attention" data-testid="attention-page">
      <Panel>
        <div className="scroll attention-list">
          {items.data.map((each) => (
            <AttentionRow key={each.commandId} item={each} on={each.commandId === item.commandId} onPick={setChosen} />
          ))}
        </div>
      </Panel>
      <AttentionDetail item={item} onDone={() => void items.refetch()} />
    </div>
  );
}

function AttentionRow({ item, on, onPick }: { item: AttentionItem; on: boolean; onPick: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={on ? 'on' : ''}
      onClick={() => onPick(item.commandId)}
      data-testid="attention-item"
    >
      <b>
        {t([`command.${item.kind}`, 'ui.verbatim'], { value: item.kind })}{' '}
        <span className="mono">{item.targetNo ?? ''}</span>
      </b>
      <small>
        {t(`attention.${item.status}`)} · {formatInstant(item.madeAtMs)}
      </small>
    </button>
  );
}

function AttentionDetail({ item, onDone }: { item: AttentionItem; onDone: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const resolve = useOrder(api.sync.resolve, onDone);
  const way = (name: 'take-server' | 'reapply' | 'dismiss') => () =>
    resolve.mutate({ commandId: item.commandId, way: name });
  const { targetId } = item;
  return (
    <Panel>
      <Section title={<span className="mono">{item.targetNo ?? item.kind}</span>}>
        <div className="dialog-body">
          <Notice tone="warn">{text(item)}</Notice>
          {resolve.error === null ? null : <Notice tone="bad">{text(problemOf(resolve.error))}</Notice>}
          <div className="versions">
            <div data-testid="version-mine">
              <h4>{t('attention.mine')}</h4>
              <FactList facts={item.mine} />
            </div>
            <div data-testid="version-theirs">
              <h4>{t('attention.theirs')}</h4>
              {item.theirs === null ? (
                <span className="dim">{t('attention.nothingThere')}</span>
              ) : (
                <FactList facts={item.theirs} />
              )}
            </div>
          </div>
        </div>
        <div className="dialog-foot">
          {targetId === null || !item.kind.startsWith('claim') ? null : (
            <Button onClick={() => navigate('claim', targetId)}>{t('attention.open')}</Button>
          )}
          <span className="grow" />
          <Button onClick={way('dismiss')} disabled={resolve.isPending} testId="resolve-dismiss">
            {t('attention.dismiss')}
          </Button>
          <Button onClick={way('reapply')} disabled={resolve.isPending} testId="resolve-reapply">
            {t('attention.reapply')}
          </Button>
          <Button look="primary" onClick={way('take-server')} disabled={resolve.isPending} testId="resolve-take-server">
            {t('attention.takeServer')}
          </Button>
        </div>
      </Section>
    </Panel>
  );
}
