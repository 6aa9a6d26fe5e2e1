import { Modal } from 'antd';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from './Button.tsx';

interface DialogProps {
  title: ReactNode;
  children: ReactNode;
  onClose: () => void;
  /** Buttons, right-aligned; absent for a dialog that only shows. */
  foot?: ReactNode;
  width?: number;
  testId?: string;
  /** Keys of the dialog's own, wherever in it the focus stands. */
  onKeyDown?: (event: KeyboardEvent) => void;
}

export function Dialog({ title, children, onClose, foot, width = 520, testId, onKeyDown }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  /** A person has gone through the dialog; before that, only the dialog itself moves the focus. */
  const hasMoved = useRef(false);
  const begin = (): void => {
    if (!hasMoved.current) focusFirst(body.current);
  };
  useEffect(begin, []);
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={null}
      width={width}
      centered
      destroyOnHidden
      closable={false}
      mask={{ closable: foot === undefined }}
      afterOpenChange={begin}
    >
      <div
        ref={body}
        tabIndex={-1}
        className="dialog-focus"
        data-testid={testId}
        onKeyDown={onKeyDown}
        onKeyDownCapture={({ key }) => {
          if (key === 'Tab') hasMoved.current = true;
        }}
        onPointerDownCapture={() => {
          hasMoved.current = true;
        }}
        onFocus={begin}
      >
        <div className="dialog-body">{children}</div>
        {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
      </div>
    </Modal>
  );
}

/**
 * The box that begins, else the first one to write in, else the button that confirms: the keyboard is where the work is, at once.
 * The frame of the dialog gives the focus to its first button, which is the one that leaves: from there it is taken over.
 */
function focusFirst(body: HTMLElement | null): void {
  if (body === null || isAtWork(body)) return;
  const first =
    body.querySelector<HTMLElement>('[data-begins]') ??
    body.querySelector<HTMLElement>('input, select') ??
    body.querySelector<HTMLElement>('.pick-list button, [type="submit"]:not(:disabled), .btn.primary:not(:disabled)');
  // Where nothing can be confirmed yet, Enter does nothing; a dialog that only shows leaves by its button.
  const isIn = body.contains(document.activeElement);
  (first ?? (isIn && body.querySelector('[type="submit"]') === null ? null : body))?.focus();
}

function isAtWork(body: HTMLElement): boolean {
  const { activeElement } = document;
  if (activeElement === null || !body.contains(activeElement)) return false;
  return activeElement.closest('.dialog-foot button:not([type="submit"])') === null;
}

function isWriting(): boolean {
  return ['INPUT', 'TEXTAREA', 'SELECT'].includes(document.activeElement?.tagName ?? '');
}

/**
 * Chromium opens the list of a select on Enter, where every other field submits its form: here Enter confirms everywhere.
 * Space and Alt+Down open the list; while it is open its keys never come here.
 */
function confirmFromSelect(event: KeyboardEvent<HTMLFormElement>): void {
  const isEnter = event.code === 'Enter' || event.code === 'NumpadEnter';
  if (!isEnter || !(event.target instanceof HTMLSelectElement)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

interface ConfirmProps {
  title: ReactNode;
  children: ReactNode;
  confirmText: string;
  onConfirm: () => void;
  onClose: () => void;
  look?: ButtonLook;
  busy?: boolean;
  disabled?: boolean;
  width?: number;
  testId?: string;
}

/** Enter confirms from anywhere in the dialog but a text area, Esc leaves. */
export function ConfirmDialog(props: ConfirmProps) {
  const { t } = useTranslation();
  const blocked = props.disabled === true || props.busy === true;
  const form = useRef<HTMLFormElement>(null);
  // Facts may arrive after the dialog: once it can be confirmed, Enter confirms, unless a text is being written.
  useEffect(() => {
    if (!blocked && !isWriting()) form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }, [blocked]);
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      {...(props.width === undefined ? {} : { width: props.width })}
      {...(props.testId === undefined ? {} : { testId: props.testId })}
    >
      <form
        ref={form}
        className="dialog-body"
        onKeyDown={confirmFromSelect}
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked) props.onConfirm();
        }}
      >
        {props.children}
        <div className="dialog-foot">
          <Button onClick={props.onClose} keyName="Esc">
            {t('ui.cancel')}
          </Button>
          <Button
            type="submit"
            look={props.look ?? 'primary'}
            disabled={blocked}
            keyName="⏎"
            testId="dialog-confirm"
            autoFocus
          >
            {props.confirmText}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
