import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { DateInput } from '../ui/DateInput.tsx';
import { dayOfInstant } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

/** Who stands in for the signed-in person, from a day to a day (0156). */
export function DeputySection() {
  const { t } = useTranslation();
  const text = useProblemText();
  const deputies = useCall(['settings', 'deputies'], () => api.settings.deputies({}), { keep: true });
  const today = dayOfInstant(Date.now());
  const [asked, setAsked] = useState({ deputyUserId: '', fromDate: today, toDate: today });
  const name = useOrder(api.settings.nameDeputy, () => {
    setAsked({ ...asked, deputyUserId: '' });
    showToast({ text: t('settings.deputyNamed') });
    void deputies.refetch();
  });
  const end = useOrder(api.settings.endDeputy, () => {
    showToast({ text: t('settings.deputyEnded') });
    void deputies.refetch();
  });
  const problem = name.error ?? end.error;
  const isPossible = asked.deputyUserId !== '' && asked.fromDate !== '' && asked.fromDate <= asked.toDate;
  return (
    <Section title={t('settings.deputy')} testId="settings-deputy">
      <p className="dim">{t('settings.deputyText')}</p>
      {deputies.error !== null && deputies.data === undefined ? (
        <ErrorState error={deputies.error} onRetry={() => void deputies.refetch()} />
      ) : deputies.data === undefined ? (
        <LoadingState lines={2} />
      ) : (
        <>
          {deputies.data.mine.map(({ id, deputyName, fromDate, toDate }) => (
            <p key={id} data-testid="deputy">
              {t('settings.deputyFromTo', { name: deputyName, fromDate, toDate })}{' '}
              <Button look="link" disabled={end.isPending} onClick={() => end.mutate({ deputyId: id })}>
                {t('settings.deputyEnd')}
              </Button>
            </p>
          ))}
          <form
            className="deputy-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (isPossible && !name.isPending) name.mutate(asked);
            }}
          >
            <select
              className="input"
              aria-label={t('settings.deputy')}
              value={asked.deputyUserId}
              onChange={(event) => setAsked({ ...asked, deputyUserId: event.target.value })}
              data-testid="deputy-who"
            >
              <option value="">–</option>
              {deputies.data.people.map(({ id, name: person, roles }) => (
                <option key={id} value={id}>
                  {person} · {roles.map((role) => t(`role.${role}`)).join(', ')}
                </option>
              ))}
            </select>
            <DateInput
              value={asked.fromDate}
              label={t('figures.from')}
              testId="deputy-from"
              onChange={(fromDate) => setAsked({ ...asked, fromDate })}
            />
            –
            <DateInput
              value={asked.toDate}
              label={t('figures.to')}
              testId="deputy-to"
              onChange={(toDate) => setAsked({ ...asked, toDate })}
            />
            <Button type="submit" look="primary" disabled={!isPossible || name.isPending} testId="deputy-save">
              {t('settings.deputyName')}
            </Button>
          </form>
        </>
      )}
      {problem === null ? null : (
        <Notice tone="bad" testId="deputy-problem">
          {text(problemOf(problem))}
        </Notice>
      )}
    </Section>
  );
}
