import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverKind } from '../../src-shared/domain/settings/handover.ts';
import { handoverOrderRefusal } from '../../src-shared/domain/settings/handover.ts';
import type { HandoverSummary } from '../../src-shared/contract/handover.contract.ts';
import type { HandoverPerson } from '../../src-shared/contract/settings.contract.ts';
import { api } from '../api/client.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { useSession } from '../session/use-session.ts';
import { Button } from '../ui/Button.tsx';
import { Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { HandoverConfirm } from './HandoverConfirm.tsx';
import { HandoverKinds } from './HandoverKinds.tsx';
import { HandoverOrders } from './HandoverOrders.tsx';
import './settings.css';

/** All work of a person goes to another in one order: looked at first, then all or none (design §8, 0210). */
export function HandoverPage() {
  const { t } = useTranslation();
  const me = useSession().data?.user ?? null;
  const people = useCall(['settings', 'handoverPeople'], () => api.settings.handoverPeople({}), { keep: true });
  const [asked, setAsked] = useState({ from: '', to: '', reason: '' });
  const [left, setLeft] = useState<ReadonlySet<HandoverKind>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const fromUserId = asked.from === '' ? (me?.id ?? '') : asked.from;
  const preview = useCall(
    ['settings', 'handoverPreview', fromUserId, asked.to],
    () => api.settings.handoverPreview({ fromUserId, toUserId: asked.to === '' ? null : asked.to }),
    { keep: true, forget: true, enabled: fromUserId !== '' },
  );
  const order = useOrder(api.settings.handOver, ({ handoverId }) => {
    setAsking(false);
    setDone(handoverId);
    setAsked({ ...asked, to: '', reason: '' });
    void preview.refetch();
  });
  const everybody = people.data ?? [];
  const mayGive = everybody.filter(
    (person) =>
      me !== null && handoverOrderRefusal({ ...me, userId: me.id }, { ...person, userId: person.id }) === null,
  );
  const mayGet = everybody.filter(
    ({ id, isActive, roles }) => isActive && id !== fromUserId && !roles.includes('auditor'),
  );
  const going = (preview.data?.kinds ?? []).filter(({ kind, count }) => count > 0 && !left.has(kind));
  const isPossible = isComplete(asked) && going.length > 0 && going.every(({ refusedCount }) => refusedCount === 0);
  const nameOf = (id: string): string => everybody.find((person) => person.id === id)?.name ?? '';
  return (
    <div className="work settings handover-work" data-testid="handover-page">
      <Panel label={t('room.handover')}>
        <Section title={t('room.handover')}>
          <p className="dim">{t('handover.text')}</p>
          {people.error === null ? null : <ErrorState error={people.error} onRetry={() => void people.refetch()} />}
          {people.data === undefined ? <LoadingState lines={3} /> : null}
          <form
            className="settings-form handover-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (isPossible) setAsking(true);
            }}
          >
            <PersonField
              label={t('handover.from')}
              testId="handover-from"
              value={fromUserId}
              people={mayGive}
              onPick={(from) => {
                setDone(null);
                setAsked({ ...asked, from, to: '' });
              }}
            />
            <PersonField
              label={t('handover.to')}
              testId="handover-to"
              value={asked.to}
              people={mayGet}
              begins
              onPick={(to) => {
                setDone(null);
                setAsked({ ...asked, to });
              }}
            />
            <label className="field">
              <span className="label">{t('handover.reason')}</span>
              <input
                className="input"
                value={asked.reason}
                maxLength={200}
                placeholder={t('handover.reasonHint')}
                data-testid="handover-reason"
                onChange={(event) => setAsked({ ...asked, reason: event.target.value })}
              />
            </label>
            {preview.error === null ? null : (
              <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
            )}
            {preview.data === undefined && preview.error === null ? <LoadingState lines={4} /> : null}
            {preview.data === undefined ? null : (
              <HandoverKinds kinds={preview.data.kinds} left={left} onLeave={(kind) => setLeft(toggled(left, kind))} />
            )}
            <div className="dialog-foot">
              <Button type="submit" look="primary" keyName="⏎" disabled={!isPossible} testId="handover-order">
                {t('handover.order')}
              </Button>
            </div>
          </form>
        </Section>
      </Panel>
      <HandoverOrders done={done} />
      {isAsking ? (
        <HandoverConfirm
          fromName={nameOf(fromUserId)}
          toName={nameOf(asked.to)}
          going={going}
          error={order.error}
          busy={order.isPending}
          onClose={() => {
            order.reset();
            setAsking(false);
            void preview.refetch();
          }}
          onConfirm={() =>
            order.mutate({
              ...{ fromUserId, toUserId: asked.to, reason: asked.reason },
              expected: going.map(expectedOf),
            })
          }
        />
      ) : null}
    </div>
  );
}

const isComplete = ({ to, reason }: { to: string; reason: string }): boolean => to !== '' && reason.trim() !== '';
const expectedOf = ({ kind, count, controlNo }: HandoverSummary) => ({ kind, count, controlNo });

function toggled(kinds: ReadonlySet<HandoverKind>, kind: HandoverKind): ReadonlySet<HandoverKind> {
  const next = new Set(kinds);
  if (!next.delete(kind)) next.add(kind);
  return next;
}

interface PersonFieldProps {
  label: string;
  testId: string;
  value: string;
  people: readonly HandoverPerson[];
  begins?: boolean;
  onPick: (id: string) => void;
}

function PersonField({ label, testId, value, people, begins = false, onPick }: PersonFieldProps) {
  const { t } = useTranslation();
  return (
    <label className="field">
      <span className="label">{label}</span>
      <select
        className="input"
        autoFocus={begins}
        value={value}
        data-testid={testId}
        onChange={(event) => onPick(event.target.value)}
      >
        {people.some(({ id }) => id === value) ? null : <option value="">–</option>}
        {people.map(({ id, name, roles, isActive }) => (
          <option key={id} value={id}>
            {[name, roles.map((role) => t(`role.${role}`)).join(', '), isActive ? '' : t('handover.left')]
              .filter((part) => part !== '')
              .join(' · ')}
          </option>
        ))}
      </select>
    </label>
  );
}
