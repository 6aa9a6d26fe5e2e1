import { useTranslation } from 'react-i18next';
import type { PhotoEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { Photo } from './Photo.tsx';
import { KeyCap } from '../ui/KeyCap.tsx';

interface PhotoStripProps {
  photos: readonly PhotoEvidence[];
  /** The one V has reached; null before the first V. */
  at: number | null;
  onPick: (index: number) => void;
  onCompare: (index: number) => void;
}

/** The attachments as small pictures; the same file elsewhere wears a badge that opens both side by side. */
export function PhotoStrip({ photos, at, onPick, onCompare }: PhotoStripProps) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('photo.title')}
      aside={
        <>
          <KeyCap name="V" /> {t('photo.next')} · <kbd>Space</kbd> {t('photo.enlarge')} · <KeyCap name="D" />{' '}
          {t('photo.compare')}
        </>
      }
      testId="photos"
    >
      {photos.length === 0 ? <span className="dim">{t('photo.none')}</span> : null}
      <div className="photos">
        {photos.map((photo, index) => (
          <figure key={photo.id} className={photo.twins.length > 0 ? 'twin' : ''}>
            <button
              type="button"
              className={index === at ? 'photo on' : 'photo'}
              onClick={() => onPick(index)}
              data-testid="photo"
              aria-pressed={index === at}
            >
              <Photo fileSha256={photo.fileSha256} alt={photo.fileName} brief />
              <figcaption>{kindText(t, photo.kind)}</figcaption>
            </button>
            {photo.twins.length === 0 ? null : (
              <button
                type="button"
                className="badge-button"
                onClick={() => onCompare(index)}
                data-testid="photo-twin"
                title={t('photo.compare')}
              >
                <Tag tone="bad">
                  {t(photo.twins.some((twin) => twin.sameFile) ? 'claims.samePhoto' : 'photo.alike', {
                    number: photo.twins.length + 1,
                  })}
                </Tag>
              </button>
            )}
          </figure>
        ))}
      </div>
    </Section>
  );
}

export function kindText(t: (keys: string[], values: { value: string }) => string, kind: string): string {
  return t([`attachmentKind.${kind}`, 'ui.verbatim'], { value: kind });
}
