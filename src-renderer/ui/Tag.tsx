import type { ReactNode } from 'react';

/** One meaning each: to do, passed, look, stop, settled, waiting. Always with a word. */
export type Tone = 'info' | 'ok' | 'warn' | 'bad' | 'done' | 'wait';

interface TagProps {
  tone: Tone;
  children: ReactNode;
  title?: string | undefined;
  testId?: string;
}

/** The class of a tag, for cells that are drawn without a component. */
export const tagClass = (tone: Tone): string => `tag ${tone}`;

export function Tag({ tone, children, title, testId }: TagProps) {
  return (
    <span className={tagClass(tone)} title={title} data-testid={testId}>
      {children}
    </span>
  );
}

export function Notice({ tone, children, testId }: { tone: Tone; children: ReactNode; testId?: string }) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'} data-testid={testId}>
      {children}
    </div>
  );
}

interface ChipProps {
  children: ReactNode;
  on?: boolean;
  onClick?: () => void;
  testId?: string;
  title?: string;
}

export function Chip({ children, on = false, onClick, testId, title }: ChipProps) {
  return (
    <button type="button" className={on ? 'chip on' : 'chip'} onClick={onClick} data-testid={testId} title={title}>
      {children}
    </button>
  );
}
