import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant } from '../../ui/format.ts';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { ComparisonFigures, useComparison } from './ComparisonFigures.tsx';
import type { Draft } from './use-draft.ts';

interface PublishDialogProps {
  draft: Draft;
  workshop: RulesetWorkshop;
  onClose: () => void;
}

/** The last look before a version counts: what it changes, from when, and which rules can never match. */
export function PublishDialog({ draft, workshop, onClose }: PublishDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const today = dayOfInstant(Date.now());
  const { effectiveDate } = workshop.published;
  const [date, setDate] = useState(effectiveDate !== null && effectiveDate > today ? effectiveDate : today);
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState(workshop.draft?.note ?? '');
  const { comparison, isCurrent } = useComparison(draft, workshop);
  const publish = useOrder(api.rules.publish, ({ rulesetVersion }) => {
    draft.published(rulesetVersion);
    showToast({ text: t('rules.published', { version: rulesetVersion, date }) });
    onClose();
  });
  const open = draft.shadowed.filter(({ ruleId }) => !confirmed.has(ruleId));
  return (
    <ConfirmDialog
      title={t('rules.publishTitle', { version: draft.standing.rulesetVersion ?? 0 })}
      confirmText={t('rules.publish')}
      busy={publish.isPending}
      disabled={open.length > 0 || date === '' || draft.faults.length > 0}
      onConfirm={() =>
        publish.mutate({
          ...{ version: draft.standing.version, effectiveDate: date, note },
          confirmedShadowed: [...confirmed],
        })
      }
      onClose={onClose}
      width={620}
      testId="rules-publish-dialog"
    >
      <p>{t('rules.publishText', { count: draft.cells.size, version: workshop.published.rulesetVersion })}</p>
      {comparison?.status === 'DONE' && isCurrent ? (
        <ComparisonFigures comparison={comparison} />
      ) : (
        <Notice tone="warn" testId="rules-not-compared">
          {t('rules.notCompared')}
        </Notice>
      )}
      <label className="field">
        <span className="label">{t('rules.effectiveDate')}</span>
        <DateInput value={date} onChange={setDate} label={t('rules.effectiveDate')} testId="rules-effective-date" />
      </label>
      <label className="field">
        <span className="label">{t('rules.note')}</span>
        <input
          className="input"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
          data-testid="rules-note"
        />
      </label>
      {draft.shadowed.map(({ ruleId, by }) => (
        <label key={ruleId} className="rules-confirm">
          <input
            type="checkbox"
            checked={confirmed.has(ruleId)}
            data-testid={`rules-confirm-${ruleId}`}
            onChange={({ target }) => {
              const next = new Set(confirmed);
              if (target.checked) next.add(ruleId);
              else next.delete(ruleId);
              setConfirmed(next);
            }}
          />{' '}
          {by.length === 0
            ? t('rules.confirmNever', { row: ruleId })
            : t('rules.confirmShadowed', { row: ruleId, by: by.join(', ') })}
        </label>
      ))}
      {publish.error === null ? null : (
        <Notice tone="bad" testId="rules-publish-problem">
          {text(problemOf(publish.error))}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
