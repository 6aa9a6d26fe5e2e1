import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';

/** A picture by its fingerprint; it never changes under it. */
export function KeptPhoto({ fileSha256, alt }: { fileSha256: string; alt: string }) {
  const { t } = useTranslation();
  const picture = useCall(['claims', 'picture', fileSha256, 'application'], () => api.claims.picture({ fileSha256 }));
  if (picture.error !== null) return <span className="no-photo">{t('photo.missing')}</span>;
  if (picture.data === undefined) return <span className="no-photo" aria-busy="true" aria-label={t('ui.loading')} />;
  const { contentType, contentBase64 } = picture.data;
  return <img src={`data:${contentType};base64,${contentBase64}`} alt={alt} data-testid="application-photo" />;
}
