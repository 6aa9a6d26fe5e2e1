import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Tag.tsx';

/** Codes nobody knows: each is entered as a found item or dropped before the sheet is submitted (stock §5.2). */
export function ScanTray({
  codes,
  onEnter,
  onDrop,
}: {
  codes: readonly string[];
  onEnter: (code: string) => void;
  onDrop: (code: string) => void;
}) {
  const { t } = useTranslation();
  if (codes.length === 0) return null;
  return (
    <Notice tone="warn" testId="scan-tray">
      {t('counts.scanTray', { count: codes.length })}
      {codes.map((code) => (
        <span key={code} className="scan-code">
          <b className="mono">{code}</b>
          <Button onClick={() => onEnter(code)} testId="scan-enter">
            {t('counts.found')}
          </Button>
          <Button onClick={() => onDrop(code)} testId="scan-drop">
            {t('counts.scanDrop')}
          </Button>
        </span>
      ))}
    </Notice>
  );
}
