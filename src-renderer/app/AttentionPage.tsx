import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionItem } from '../../src-shared/contract/sync.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { FactList } from '../ui/FactList.tsx';
import { formatInstant } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { AttentionRows } from './AttentionRows.tsx';
import { EditDecisionDialog } from './EditDecisionDialog.tsx';

const ATTENTION = ['sync', 'attention'] as const;
/** Where the document of a command is opened, by the beginning of its kind. */
const ROOM_OF_TARGET = [
  ['claim', 'claim'],
  ['statement', 'settlement'],
  ['count', 'counts'],
  ['recon', 'reconciliation'],
] as const;

/** What the server refused or decided otherwise: both versions side by side and three ways out (claims §3.6). */
export function AttentionPage() {
  const { t } = useTranslation();
  const items = useCall(ATTENTION, () => api.sync.attention({}), { keep: true });
  const [chosen, setChosen] = useState<string | null>(null);
  const step = (by: number) => () => {
    const list = items.data ?? [];
    const at = Math.max(
      0,
      list.findIndex((each) => each.commandId === chosen),
    );
    setChosen(list[Math.min(Math.max(at + by, 0), list.length - 1)]?.commandId ?? null);
  };
  useKeys({ KeyJ: step(1), ArrowDown: step(1), KeyK: step(-1), ArrowUp: step(-1) });
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
  const { targetId, kind } = item;
  const room = targetId === null ? null : (ROOM_OF_TARGET.find(([prefix]) => kind.startsWith(prefix))?.[1] ?? null);
  const way = (name: 'take-server' | 'reapply') => (): void => {
    if (!resolve.isPending && (name !== 'reapply' || item.canResend))
      resolve.mutate({ commandId: item.commandId, way: name });
  };
  const [editing, setEditing] = useState(false);
  const canChange = kind === 'claim.decide' && item.canResend;
  const name = t([`command.${kind}`, 'ui.verbatim'], { value: kind });
  // A single decision is changed here and sent again; anything else is opened, to be decided anew on what stands there.
  const edit = (): void => {
    if (canChange) return setEditing(true);
    if (resolve.isPending || room === null || targetId === null) return;
    resolve.mutate({ commandId: item.commandId, way: 'dismiss' }, { onSuccess: () => navigate(room, targetId) });
  };
  useKeys({ Digit1: way('take-server'), Digit2: way('reapply'), Digit3: edit });
  return (
    <Panel testId="attention-detail">
      <Section title={item.targetNo === null ? name : <span className="mono">{item.targetNo}</span>}>
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
                <span className="dim">
                  {t(item.rows.some((row) => row.theirs !== null) ? 'attention.seeRows' : 'attention.nothingThere')}
                </span>
              ) : (
                <FactList facts={item.theirs} />
              )}
            </div>
          </div>
          {item.canResend ? null : <Notice tone="info">{t('attention.nothingToResend')}</Notice>}
          <div className="scroll">
            <AttentionRows item={item} />
          </div>
        </div>
        <div className="dialog-foot">
          {room === null ? null : (
            <Button keyName="3" onClick={edit} disabled={resolve.isPending} testId="resolve-edit">
              {t(canChange ? 'attention.change' : 'attention.edit')}
            </Button>
          )}
          <Button
            keyName="2"
            onClick={way('reapply')}
            disabled={resolve.isPending || !item.canResend}
            testId="resolve-reapply"
          >
            {t('attention.reapply')}
          </Button>
          <Button
            keyName="1"
            look="primary"
            onClick={way('take-server')}
            disabled={resolve.isPending}
            testId="resolve-take-server"
          >
            {t('attention.takeServer')}
          </Button>
        </div>
      </Section>
      {editing ? (
        <EditDecisionDialog
          mine={item.mine}
          busy={resolve.isPending}
          onClose={() => setEditing(false)}
          onConfirm={(edited) => {
            setEditing(false);
            resolve.mutate({ commandId: item.commandId, way: 'edit', edited });
          }}
        />
      ) : null}
    </Panel>
  );
}
