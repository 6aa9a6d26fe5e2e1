import { lazy, Suspense } from 'react';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { ErrorState } from '../ui/States.tsx';
import { PreviewFrame } from './PreviewFrame.tsx';

/** The drawing of PDFs is a megabyte that nobody needs before the first preview. */
const PdfPages = lazy(() => import('./PdfPages.tsx').then((module) => ({ default: module.PdfPages })));

/** The PDF of the document that is printed; the document itself on a host that can make none (decision 0080). */
export function PreviewPdf({ address }: { address: string | null }) {
  const made = useCall(['print', 'pdf', address], () => api.print.pdf({ address: address ?? '' }), {
    enabled: address !== null,
  });
  if (made.error !== null) return <ErrorState error={made.error} onRetry={() => void made.refetch()} />;
  // the document itself until its PDF is there: the same places, drawn at once
  const document = <PreviewFrame address={address} />;
  if (made.data?.address == null) return document;
  return (
    <Suspense fallback={document}>
      <PdfPages address={made.data.address} before={document} />
    </Suspense>
  );
}
