import { DatePicker } from 'antd';
import dayjs from 'dayjs';

const FORM = 'YYYY-MM-DD';

interface DateInputProps {
  /** YYYY-MM-DD, or empty. */
  value: string;
  onChange: (value: string) => void;
  label: string;
  testId?: string;
  autoFocus?: boolean;
}

/** A business date, written 2026-01-05 in both languages whatever the browser's own habit is. */
export function DateInput({ value, onChange, label, testId, autoFocus = false }: DateInputProps) {
  return (
    <DatePicker
      value={value === '' ? null : dayjs(value)}
      format={FORM}
      aria-label={label}
      placeholder={label}
      autoFocus={autoFocus}
      data-testid={testId}
      // The calendar opens while somebody types: a pointer that rests there must not write its day over the half-typed one.
      previewValue={false}
      onChange={(next) => onChange(next === null ? '' : next.format(FORM))}
      // A date typed to its end counts at once, without Enter or a click in the calendar.
      onCalendarChange={(next) => {
        if (dayjs.isDayjs(next)) onChange(next.format(FORM));
      }}
    />
  );
}
