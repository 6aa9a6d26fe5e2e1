import { Modal } from 'antd';
import type { ReactNode } from 'react';
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
}

export function Dialog({ title, children, onClose, foot, width = 520, testId }: DialogProps) {
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={null}
      width={width}
      centered
      destroyOnHidden
      data-testid={testId}
      mask={{ closable: false }}
    >
      <div className="dialog-body">{children}</div>
      {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
    </Modal>
  );
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
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      {...(props.width === undefined ? {} : { width: props.width })}
      {...(props.testId === undefined ? {} : { testId: props.testId })}
    >
      <form
        className="dialog-body"
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
