import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_PHOTO_BYTES } from '../../src-shared/contract/logistics.contract.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

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
  const order = useOrder(async (chosen: File) => {
    const content = await fitting(chosen);
    return send({ photoKind, fileName: chosen.name.slice(-200), contentBase64: await base64Of(content) });
  }, onDone);
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
      <label className="field">
        <span className="label">{t('logistics.photoFile')}</span>
        <input
          type="file"
          autoFocus={kinds === null}
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          data-testid="photo-file"
        />
      </label>
    </ConfirmDialog>
  );
}

/** The longest side a reduced photograph keeps: a plate or a crack can still be read. */
const LONGEST_SIDE_PX = 1600;
const REDUCED_QUALITY = 0.82;

async function fitting(file: File): Promise<Blob> {
  if (file.size <= MOST_PHOTO_BYTES) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: REDUCED_QUALITY });
}

async function base64Of(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
