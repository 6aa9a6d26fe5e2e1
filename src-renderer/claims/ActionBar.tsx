import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';

interface ActionBarProps {
  actions: Readonly<
    Record<'approve' | 'reject' | 'sendBack' | 'hold' | 'adjust' | 'reopen' | 'reverse' | 'forStation', () => unknown>
  >;
  may: (action: string) => boolean;
  note: string | null;
  onNote: (note: string | null) => void;
}

/** The five decisions with their keys on them; the note stands above once N was pressed. */
export function ActionBar({ actions, may, note, onNote }: ActionBarProps) {
  const { t } = useTranslation();
  return (
    <>
      {note === null ? null : (
        <div className="actions note">
          <input
            className="input"
            autoFocus
            value={note}
            maxLength={500}
            placeholder={t('claims.noteWithDecision')}
            aria-label={t('claims.note')}
            data-testid="claim-note"
            onChange={(event) => onNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Escape') onNote(null);
              if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        </div>
      )}
      <div className="actions" role="toolbar" aria-label={t('claims.actions')}>
        <Button
          look="primary"
          keyName="A"
          onClick={() => void actions.approve()}
          disabled={!may('APPROVE')}
          testId="action-approve"
        >
          {t('action.APPROVE')}
        </Button>
        <Button
          look="bad"
          keyName="R"
          onClick={() => void actions.reject()}
          disabled={!may('REJECT')}
          testId="action-reject"
        >
          {t('action.REJECT')}
        </Button>
        <Button keyName="T" onClick={() => void actions.sendBack()} disabled={!may('RETURN')} testId="action-return">
          {t('action.RETURN')}
        </Button>
        <Button
          keyName="P"
          onClick={() => void actions.hold()}
          disabled={!may('HOLD') && !may('RELEASE')}
          testId="action-hold"
        >
          {t(may('RELEASE') ? 'action.RELEASE' : 'action.HOLD')}
        </Button>
        {may('REOPEN') ? (
          <Button onClick={() => void actions.reopen()} testId="action-reopen">
            {t('action.REOPEN')}
          </Button>
        ) : null}
        {may('FOR_STATION') ? (
          <Button keyName="S" onClick={() => void actions.forStation()} testId="action-for-station">
            {t('stationWord.button')}
          </Button>
        ) : null}
        {may('REVERSE') ? (
          <Button keyName="B" onClick={() => void actions.reverse()} testId="action-reverse">
            {t('reversal.button')}
          </Button>
        ) : null}
        <Button keyName="E" onClick={() => void actions.adjust()} disabled={!may('APPROVE')} testId="action-adjust">
          {t('action.ADJUST')}
        </Button>
      </div>
    </>
  );
}
