import { useTranslation } from 'react-i18next';

interface StepNoteProps {
  value: string;
  onChange: (value: string) => void;
  /** Without a note the step is not taken. */
  isNeeded: boolean;
  /** The keyboard begins here; else only where a note is needed. */
  begins?: boolean;
  /** In place of the usual hint that a note is needed, or may be given. */
  hint?: string | undefined;
  testId: string;
}

/** The one line a person writes to a step of a paper. */
export function StepNote({ value, onChange, isNeeded, begins = isNeeded, hint, testId }: StepNoteProps) {
  const { t } = useTranslation();
  return (
    <input
      className="input"
      maxLength={500}
      autoFocus={begins}
      {...(begins ? { 'data-begins': '' } : {})}
      placeholder={hint ?? t(isNeeded ? 'settlement.noteRequired' : 'claims.noteOptional')}
      aria-label={t('claims.note')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      data-testid={testId}
    />
  );
}
