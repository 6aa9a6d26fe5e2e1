import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhotoEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInstant } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { Tag } from '../ui/Tag.tsx';
import { Photo } from './Photo.tsx';
import { kindText } from './PhotoStrip.tsx';

interface Zoom {
  scale: number;
  x: number;
  y: number;
}

const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const LARGEST = 8;
const STEP_PERCENT = 6;

/** What a key does to the part shown; both pictures of a pair follow the same one. */
const ZOOM_KEYS: Readonly<Record<string, (zoom: Zoom) => Zoom>> = {
  Equal: (zoom) => ({ ...zoom, scale: Math.min(LARGEST, zoom.scale * 1.5) }),
  NumpadAdd: (zoom) => ({ ...zoom, scale: Math.min(LARGEST, zoom.scale * 1.5) }),
  Minus: (zoom) => (zoom.scale <= 1.5 ? WHOLE : { ...zoom, scale: zoom.scale / 1.5 }),
  NumpadSubtract: (zoom) => (zoom.scale <= 1.5 ? WHOLE : { ...zoom, scale: zoom.scale / 1.5 }),
  Digit0: () => WHOLE,
  ArrowLeft: (zoom) => ({ ...zoom, x: Math.min(50, zoom.x + STEP_PERCENT) }),
  ArrowRight: (zoom) => ({ ...zoom, x: Math.max(-50, zoom.x - STEP_PERCENT) }),
  ArrowUp: (zoom) => ({ ...zoom, y: Math.min(50, zoom.y + STEP_PERCENT) }),
  ArrowDown: (zoom) => ({ ...zoom, y: Math.max(-50, zoom.y - STEP_PERCENT) }),
};

interface PhotoDialogProps {
  photos: readonly PhotoEvidence[];
  index: number;
  /** Beside the same picture on another claim. */
  compare: boolean;
  /** The other half of the pair to begin with; null = the first. */
  twinId: string | null;
  claimNo: string | null;
  onMap: () => void;
  onIndex: (index: number) => void;
  onClose: () => void;
}

/** One picture large, or both halves of a pair that zoom together (design §9, "Caught"). */
export function PhotoDialog(props: PhotoDialogProps) {
  const { photos, index, compare, onClose } = props;
  const { t } = useTranslation();
  const [zoom, setZoom] = useState(WHOLE);
  const photo = photos[index];
  const [twinAt, setTwinAt] = useState(() =>
    Math.max(0, photo?.twins.findIndex(({ attachmentId }) => attachmentId === props.twinId) ?? 0),
  );
  if (photo === undefined) return null;
  const twin = compare ? photo.twins[twinAt % Math.max(1, photo.twins.length)] : undefined;
  const next = (by: number): void => {
    setZoom(WHOLE);
    setTwinAt(0);
    props.onIndex((index + by + photos.length) % photos.length);
  };
  const onKey = (event: React.KeyboardEvent): void => {
    const move = ZOOM_KEYS[event.code];
    if (move !== undefined) setZoom(move);
    else if (event.code === 'KeyV') next(event.shiftKey ? -1 : 1);
    else if (event.code === 'KeyD' && photo.twins.length > 1) setTwinAt(twinAt + 1);
    else if (event.code === 'KeyM') props.onMap();
    else if (event.code === 'Space') onClose();
    else return;
    event.preventDefault();
  };
  const side = (fileSha256: string, alt: string): React.ReactNode => (
    <div
      className="photo-frame"
      onWheel={(event) => setZoom(ZOOM_KEYS[event.deltaY < 0 ? 'Equal' : 'Minus'] ?? ((kept) => kept))}
    >
      <Photo fileSha256={fileSha256} alt={alt} zoom={zoom} />
    </div>
  );
  return (
    <Dialog
      title={`${kindText(t, photo.kind)} · ${String(index + 1)} / ${String(photos.length)}`}
      onClose={onClose}
      width={twin === undefined ? 760 : 1160}
      testId="photo-dialog"
      onKeyDown={onKey}
      foot={
        <>
          <span className="dim grow">{t('photo.keys')}</span>
          {twin === undefined ? null : (
            <Button onClick={props.onMap} keyName="M" testId="twin-map">
              {t('map.title')}
            </Button>
          )}
          {twin === undefined || !twin.isHere ? null : (
            <Button onClick={() => navigate('claim', twin.claimId)} testId="open-twin">
              {t('photo.openOther', { no: twin.claimNo ?? '' })}
            </Button>
          )}
          <Button onClick={onClose} keyName="Esc" look="primary">
            {t('ui.close')}
          </Button>
        </>
      }
    >
      <div className={twin === undefined ? 'photo-pair one' : 'photo-pair'}>
        <figure>
          {side(photo.fileSha256, photo.fileName)}
          <figcaption>
            <b className="mono">{props.claimNo ?? ''}</b>{' '}
            {photo.takenAtMs === null ? t('photo.noTime') : t('photo.taken', { at: formatInstant(photo.takenAtMs) })}
            {photo.device === null ? '' : ` · ${photo.device}`}
            {photo.readVin === null ? '' : ` · ${t('photo.readVin', { vin: photo.readVin })}`}
          </figcaption>
        </figure>
        {twin === undefined ? null : (
          <figure data-testid="photo-twin-side">
            {side(twin.fileSha256, twin.claimNo ?? '')}
            <figcaption>
              <Tag tone="bad">
                {twin.sameFile ? t('photo.sameFile') : t('photo.sameLook', { bits: twin.bits ?? 0 })}
              </Tag>{' '}
              <b className="mono">{twin.claimNo ?? ''}</b> {twin.claimantName} · {twin.plateNo ?? twin.vin.slice(-8)} ·{' '}
              {twin.takenAtMs === null ? twin.repairFinishDate : formatInstant(twin.takenAtMs)}
            </figcaption>
          </figure>
        )}
      </div>
    </Dialog>
  );
}
