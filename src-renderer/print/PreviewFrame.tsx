import { useEffect, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingState } from '../ui/States.tsx';

interface PreviewFrameProps {
  address: string | null;
  frame?: Ref<HTMLIFrameElement>;
  onShown?: () => void;
}

/** The document that is printed, in a frame of our own origin. Esc inside of it belongs to the dialog around. */
export function PreviewFrame({ address, frame, onShown }: PreviewFrameProps) {
  const { t } = useTranslation();
  const own = useRef<HTMLIFrameElement | null>(null);
  useEffect(() => {
    if (own.current !== null) own.current.dataset.shown = '';
  }, [address]);
  if (address === null) return <LoadingState lines={12} />;
  return (
    <iframe
      ref={(element) => {
        own.current = element;
        if (typeof frame === 'function') frame(element);
        else if (frame !== null && frame !== undefined) frame.current = element;
      }}
      src={address}
      className="print-preview"
      title={t('print.preview')}
      tabIndex={0}
      data-testid="print-preview"
      onLoad={() => {
        if (own.current !== null) own.current.dataset.shown = address;
        onShown?.();
      }}
    />
  );
}
