import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What is wrong with a field, beside it. */
export function FieldFault({ reason, testId }: { reason: string | undefined; testId: string }) {
  const { t } = useTranslation();
  return reason === undefined ? null : (
    <span className="field-fault" role="alert" data-testid={testId}>
      {t(`applicationFault.${reason}`)}
    </span>
  );
}

interface FieldProps {
  label: string;
  children: ReactNode;
  aside?: ReactNode;
  known?: string;
  wide?: boolean;
}

export function Field({ label, children, aside, known = '', wide = false }: FieldProps) {
  return (
    <label className={wide ? 'field wide' : 'field'}>
      <span className="label">
        {label} {aside}
      </span>
      {children}
      {known === '' ? null : <span className="dim">{known}</span>}
    </label>
  );
}

interface TextProps {
  value: string;
  onChange: (value: string) => void;
  testId: string;
  mono?: boolean;
  autoFocus?: boolean;
}

export function Text({ value, onChange, testId, mono = false, autoFocus = false }: TextProps) {
  return (
    <input
      className={mono ? 'input mono' : 'input'}
      maxLength={mono ? 40 : 200}
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      data-testid={testId}
    />
  );
}

interface ChoiceProps {
  value: string;
  onChange: (value: string) => void;
  choices: readonly (readonly [value: string, text: string])[];
  testId: string;
}

export function Choice({ value, onChange, choices, testId }: ChoiceProps) {
  return (
    <select className="input" value={value} onChange={(event) => onChange(event.target.value)} data-testid={testId}>
      {choices.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}
