import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { FileInput, type FileChooser } from './FileInput.tsx';
import { PICTURE_TYPES } from './picture-file.ts';

interface PictureFieldProps {
  label: string;
  file: File | null;
  onFile: (file: File) => void;
  autoFocus?: boolean;
  testId: string;
}

/** A picture chosen from the files of this workstation. Its words are in our language. */
export function PictureField({ label, file, onFile, autoFocus = false, testId }: PictureFieldProps) {
  const { t } = useTranslation();
  const input = useRef<FileChooser>(null);
  return (
    <div className="field">
      <span className="label">{label}</span>
      <span className="picture-field">
        <FileInput ref={input} accept={PICTURE_TYPES} onFile={onFile} testId={`${testId}-file`} />
        <Button
          onClick={() => input.current?.choose()}
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
