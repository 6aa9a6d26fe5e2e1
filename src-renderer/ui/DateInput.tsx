import { DatePicker } from 'antd';
import dayjs from 'dayjs';

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
      format="YYYY-MM-DD"
      aria-label={label}
      placeholder={label}
      autoFocus={autoFocus}
      data-testid={testId}
      onChange={(next) => onChange(next === null ? '' : next.format('YYYY-MM-DD'))}
    />
  );
}
