import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface NumberBoxProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  step: number;
  least: number;
  most: number;
  unit: string;
  testId: string;
}

/** A figure that acts while it is typed or stepped with the arrows; what is no figure changes nothing and is marked. */
export function NumberBox({ label, value, onChange, step, least, most, unit, testId }: NumberBoxProps) {
  const { t } = useTranslation();
  const shown = String(Math.round(value * 100) / 100);
  const [typed, setTyped] = useState<string | null>(null);
  // a nudge or a step back shows at once, unless it is this box that is being written in
  useEffect(() => setTyped((before) => (before !== null && Number(before) === value ? before : null)), [value]);
  const read = (text: string): number | null => {
    const number = Number(text.replace(',', '.'));
    return text.trim() !== '' && Number.isFinite(number) && number >= least && number <= most ? number : null;
  };
  const isWrong = typed !== null && read(typed) === null;
  return (
    <label className="field design-number">
      <span className="label">{label}</span>
      <input
        className="input num"
        type="number"
        step={step}
        min={least}
        max={most}
        value={typed ?? shown}
        aria-invalid={isWrong}
        data-testid={testId}
        onFocus={(event) => event.target.select()}
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          const number = read(event.target.value);
          if (number !== null) onChange(number);
        }}
      />
      <span className="dim">{unit}</span>
      {isWrong ? (
        <span className="hint cut" role="alert" data-testid={`${testId}-wrong`}>
          {t('design.wrongFigure', { least, most })}
        </span>
      ) : null}
    </label>
  );
}
