import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissToast, toastStore, type Toast } from './toasts.ts';
import { KeyCap } from './KeyCap.tsx';

const TICK_MS = 200;

export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read);
  return (
    <div className="toasts" aria-live="polite">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastView({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.now();
      if (now >= toast.untilMs) dismissToast(toast.id);
      else setNowMs(now);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [toast]);

  const leftMs = Math.max(0, toast.untilMs - nowMs);
  const { action } = toast;
  return (
    <div className={toast.tone === 'bad' ? 'toast bad' : 'toast'} data-testid="toast">
      <span>{toast.text}</span>
      {action === null ? null : (
        <>
          <button
            type="button"
            className="btn"
            data-testid="toast-action"
            onClick={() => {
              action.run();
              dismissToast(toast.id);
            }}
          >
            {action.label} <KeyCap name={action.keyName} hidden />
          </button>
          <span className="seconds">{t('ui.secondsLeft', { count: Math.ceil(leftMs / 1000) })}</span>
          <i className="left" style={{ width: `${(leftMs / (toast.untilMs - toast.startedAtMs)) * 100}%` }} />
        </>
      )}
    </div>
  );
}
