import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlockWord } from '../../src-shared/contract/claim-words.contract.ts';
import type { RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { ruleTitle, sentenceText } from './rule-text.ts';

interface OverrideDialogProps {
  hits: readonly RuleHitDetail[];
  /** What was written with N before. */
  note: string;
  onConfirm: (note: string, blocks: BlockWord[]) => void;
  onClose: () => void;
}

type Word = Pick<BlockWord, 'state' | 'note'>;

/** Rules speak against the claim: passing them takes a sentence, and of each whether it is wrong or explained (0343). */
export function OverrideDialog({ hits, note: written, onConfirm, onClose }: OverrideDialogProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState<Readonly<Record<string, Word>>>({});
  const blocks = hits.filter((hit) => hit.severity === 'BLOCK' && hit.state === 'OPEN');
  const ruleIds = [...new Set(blocks.map(({ ruleId }) => ruleId))];
  const wordOf = (ruleId: string): Word =>
    words[ruleId] ?? { state: 'OVERRIDDEN', note: ruleId === ruleIds[0] ? written : '' };
  const said = ruleIds.map((ruleId) => ({ ruleId, ...wordOf(ruleId) }));
  const say = (ruleId: string, part: Partial<Word>): void =>
    setWords({ ...words, [ruleId]: { ...wordOf(ruleId), ...part } });
  const first = said[0]?.note.trim() ?? '';
  const spoken = said.map((word) => ({ ...word, note: word.note.trim() === '' ? first : word.note.trim() }));
  const note = [...new Set(spoken.map((word) => word.note))].join('; ').slice(0, 500);
  return (
    <ConfirmDialog
      title={t('claims.overrideTitle')}
      confirmText={t('claims.overrideConfirm')}
      disabled={first === ''}
      onConfirm={() => onConfirm(note, spoken)}
      onClose={onClose}
      testId="override-dialog"
    >
      {said.map(({ ruleId, state, note: text }, index) => (
        <div key={ruleId}>
          {blocks
            .filter((hit) => hit.ruleId === ruleId)
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
            autoFocus={index === 0}
            maxLength={500}
            placeholder={t(index === 0 ? 'claims.overrideNote' : 'claims.overrideSameNote')}
            aria-label={`${ruleTitle(t, ruleId)} ${t('claims.overrideNote')}`}
            value={text}
            onChange={(event) => say(ruleId, { note: event.target.value })}
            data-testid={index === 0 ? 'override-note' : `override-note-${ruleId}`}
          />
          <select
            className="input"
            aria-label={`${ruleTitle(t, ruleId)} ${t('claims.blockState')}`}
            value={state}
            onChange={(event) =>
              say(ruleId, { state: event.target.value === 'EXPLAINED' ? 'EXPLAINED' : 'OVERRIDDEN' })
            }
            data-testid={`override-state-${ruleId}`}
          >
            <option value="OVERRIDDEN">{t('claims.blockOverridden')}</option>
            <option value="EXPLAINED">{t('claims.blockExplained')}</option>
          </select>
        </div>
      ))}
    </ConfirmDialog>
  );
}
