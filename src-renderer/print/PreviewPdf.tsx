import { lazy, Suspense } from 'react';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { PreviewFrame } from './PreviewFrame.tsx';

/** The drawing of PDFs is a megabyte that nobody needs before the first preview. */
const PdfPages = lazy(() => import('./PdfPages.tsx').then((module) => ({ default: module.PdfPages })));

/** The PDF of the document that is printed; the document itself on a host that can make none (decision 0080). */
export function PreviewPdf({ address }: { address: string | null }) {
  const made = useCall(['print', 'pdf', address], () => api.print.pdf({ address: address ?? '' }), {
    enabled: address !== null,
    keep: true,
  });
  if (made.error !== null) return <ErrorState error={made.error} onRetry={() => void made.refetch()} />;
  if (address === null || made.data === undefined) return <LoadingState lines={12} />;
  if (made.data.address === null) return <PreviewFrame address={address} />;
  return (
    <Suspense fallback={<LoadingState lines={12} />}>
      <PdfPages address={made.data.address} />
    </Suspense>
  );
}
