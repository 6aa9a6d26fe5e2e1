import type { ReactNode } from 'react';
import { KeyCap } from './KeyCap.tsx';

/** `on`: the chosen one of several; blue all over is only what is to be done next. */
export type ButtonLook = 'normal' | 'on' | 'primary' | 'bad' | 'danger' | 'plain' | 'link';

interface ButtonProps {
  children: ReactNode;
  onClick?: (() => void) | undefined;
  /** The key that does the same; it stands on the button so that people learn it by looking. */
  keyName?: string;
  look?: ButtonLook;
  disabled?: boolean;
  title?: string | undefined;
  /** What the button does, in words, where it shows only a sign. */
  label?: string;
  type?: 'button' | 'submit';
  testId?: string;
  autoFocus?: boolean;
}

export function Button({
  children,
  onClick,
  keyName,
  look = 'normal',
  disabled,
  title,
  label,
  type = 'button',
  testId,
  autoFocus,
}: ButtonProps) {
  return (
    <button
      type={type}
      className={look === 'normal' ? 'btn' : `btn ${look}`}
      onClick={onClick}
      disabled={disabled}
      title={title}
      aria-label={label}
      data-testid={testId}
      autoFocus={autoFocus}
    >
      {children}
      {keyName === undefined ? null : <KeyCap name={keyName} hidden />}
    </button>
  );
}
