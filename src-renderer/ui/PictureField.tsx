import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { PICTURE_TYPES } from './picture-file.ts';

interface PictureFieldProps {
  label: string;
  file: File | null;
  onFile: (file: File | null) => void;
  autoFocus?: boolean;
  testId: string;
}

/** A picture chosen from the files of this workstation. The browser's own field speaks the browser's language, this one ours. */
export function PictureField({ label, file, onFile, autoFocus = false, testId }: PictureFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="field">
      <span className="label">{label}</span>
      <span className="picture-field">
        <input
          ref={input}
          type="file"
          hidden
          accept={PICTURE_TYPES}
          onChange={(event) => onFile(event.target.files?.[0] ?? null)}
        />
        <Button
          onClick={() => input.current?.click()}
          label={`${label} ${t('ui.choosePicture')}`}
          autoFocus={autoFocus}
          testId={testId}
        >
          {t('ui.choosePicture')}
        </Button>
        <span className={file === null ? 'faint' : 'picture-name'} title={file?.name}>
          {file?.name ?? t('ui.noPicture')}
        </span>
      </span>
    </div>
  );
}
