import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { usePicture } from './use-picture.ts';
import { useThumbnail } from './use-thumbnail.ts';

interface PhotoProps {
  fileSha256: string;
  alt: string;
  /** How much larger than its frame, and which part of it stands in the middle. */
  zoom?: { scale: number; x: number; y: number };
  /** In a small frame: the small picture, two words where there is none, the sentence as a tooltip. */
  brief?: boolean;
}

/** A picture by its fingerprint; grey while it comes, a sentence when it cannot be had. */
export function Photo({ fileSha256, alt, zoom, brief = false }: PhotoProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const whole = usePicture(brief ? null : fileSha256);
  const small = useThumbnail(brief ? fileSha256 : null);
  const picture = brief ? small : whole;
  if (picture.error !== null) {
    const why = text(problemOf(picture.error));
    return (
      <span className="no-photo" title={why}>
        {brief ? t('photo.missing') : why}
      </span>
    );
  }
  if (picture.data === undefined) return <span className="no-photo" aria-busy="true" aria-label={t('ui.loading')} />;
  if (picture.data.address === null) return <span className="no-photo">{t('photo.noPicture')}</span>;
  const style =
    zoom === undefined
      ? undefined
      : { transform: `scale(${String(zoom.scale)}) translate(${String(zoom.x)}%, ${String(zoom.y)}%)` };
  return <img src={picture.data.address} alt={alt} style={style} draggable={false} data-testid="photo-image" />;
}
