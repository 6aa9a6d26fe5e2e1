import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from './Dialog.tsx';
import { sentPicture } from './picture-file.ts';
import { PictureField } from './PictureField.tsx';
import { Notice } from './Tag.tsx';
import { useProblemText } from './use-problem-text.ts';

interface PhotoDialogProps {
  /** What a photograph may show; null = nobody asks. */
  kinds: readonly string[] | null;
  send: (photo: { photoKind: string; fileName: string; contentBase64: string }) => Promise<unknown>;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** A photograph for an application or a report; what is larger than a letter to the server is made smaller first. */
export function PhotoDialog({ kinds, send, onDone, onClose }: PhotoDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [photoKind, setKind] = useState(kinds?.[0] ?? 'OTHER');
  const [file, setFile] = useState<File | null>(null);
  const order = useOrder(async (chosen: File) => send({ photoKind, ...(await sentPicture(chosen)) }), onDone);
  return (
    <ConfirmDialog
      title={t('applicationAction.photo')}
      confirmText={t('logistics.addPhoto')}
      onConfirm={() => (file === null ? undefined : order.mutate(file))}
      onClose={onClose}
      busy={order.isPending}
      disabled={file === null}
      testId="application-photo-dialog"
    >
      {order.error === null ? null : (
        <Notice tone="bad" testId="application-photo-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {kinds === null ? null : (
        <label className="field">
          <span className="label">{t('logistics.photoKind')}</span>
          <select
            className="input"
            autoFocus
            value={photoKind}
            onChange={(event) => setKind(event.target.value)}
            data-testid="photo-kind"
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`attachmentKind.${kind}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <PictureField
        label={t('logistics.photoFile')}
        file={file}
        onFile={setFile}
        autoFocus={kinds === null}
        testId="photo-file"
      />
    </ConfirmDialog>
  );
}
