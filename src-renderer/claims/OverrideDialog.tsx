import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { ruleTitle, sentenceText } from './rule-text.ts';

interface OverrideDialogProps {
  hits: readonly RuleHitDetail[];
  onConfirm: (note: string) => void;
  onClose: () => void;
}

/** A blocking rule speaks against the claim: passing it takes a sentence that stays in the history. */
export function OverrideDialog({ hits, onConfirm, onClose }: OverrideDialogProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog
      title={t('claims.overrideTitle')}
      confirmText={t('claims.overrideConfirm')}
      disabled={note.trim() === ''}
      onConfirm={() => onConfirm(note.trim())}
      onClose={onClose}
      testId="override-dialog"
    >
      {hits
        .filter((hit) => hit.severity === 'BLOCK' && hit.state === 'OPEN')
        .map((hit) => (
          <div key={hit.id} className="hit BLOCK">
            <i />
            <p>
              <b>{ruleTitle(t, hit.ruleId)}</b>
              {t('claims.colon')}
              {sentenceText(t, hit)}
            </p>
          </div>
        ))}
      <input
        className="input"
        autoFocus
        maxLength={500}
        placeholder={t('claims.overrideNote')}
        aria-label={t('claims.overrideNote')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        data-testid="override-note"
      />
    </ConfirmDialog>
  );
}
