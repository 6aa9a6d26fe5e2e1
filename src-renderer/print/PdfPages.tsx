import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import PdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs?worker';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Pages drawn before and behind the one that is seen. */
const AHEAD = '400px';
const POINTS_PER_INCH = 72;
const CSS_PIXELS_PER_INCH = 96;

interface Shown {
  address: string;
  pdf: PDFDocumentProxy;
  width: number;
  height: number;
}

/** Every page of a PDF, one below the other; a page is drawn when it comes near, its words can be read aloud. */
export function PdfPages({ address, before }: { address: string; before: ReactNode }) {
  const { t } = useTranslation();
  const shown = usePdf(address);
  const scroller = useRef<HTMLDivElement | null>(null);
  if (shown === null) return before;
  return (
    <div
      ref={scroller}
      className="print-preview print-pdf"
      role="document"
      aria-label={t('print.preview')}
      tabIndex={0}
      data-testid="print-pdf"
      data-shown={shown.address}
      data-pages={shown.pdf.numPages}
    >
      {Array.from({ length: shown.pdf.numPages }, (_, index) => (
        <PdfPage key={`${shown.address} ${String(index)}`} shown={shown} number={index + 1} scroller={scroller} />
      ))}
    </div>
  );
}

/** The document behind an address; the one before stays until it is there. */
function usePdf(address: string): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const wanted = { is: true };
    // where it cannot be opened, the document itself stays in its place
    open(address).then(
      (next) => {
        if (wanted.is) setShown(next);
        else void next.pdf.loadingTask.destroy();
      },
      () => undefined,
    );
    return () => {
      wanted.is = false;
    };
  }, [address]);
  useEffect(() => {
    const pdf = shown?.pdf;
    return () => void pdf?.loadingTask.destroy();
  }, [shown]);
  return shown;
}

async function open(address: string): Promise<Shown> {
  GlobalWorkerOptions.workerPort ??= new PdfWorker();
  const answer = await fetch(address);
  const data = new Uint8Array(await answer.arrayBuffer());
  const pdf = await getDocument({ data, useSystemFonts: false, useWasm: false }).promise;
  const first = await pdf.getPage(1);
  const { width, height } = first.getViewport({ scale: 1 });
  return { address, pdf, width, height };
}

interface PdfPageProps {
  shown: Shown;
  number: number;
  scroller: React.RefObject<HTMLDivElement | null>;
}

function PdfPage({ shown, number, scroller }: PdfPageProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    let drawing: { cancel: () => void } | null = null;
    const draw = async (): Promise<void> => {
      const page = await shown.pdf.getPage(number);
      const scale = (element.clientWidth / shown.width) * window.devicePixelRatio;
      const viewport = page.getViewport({ scale });
      element.width = Math.floor(viewport.width);
      element.height = Math.floor(viewport.height);
      const task = page.render({ canvas: element, viewport });
      drawing = task;
      await task.promise;
      const { items } = await page.getTextContent();
      setWords(items.map((item) => ('str' in item ? item.str : '')).join(' '));
    };
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting !== true) return;
        watch.disconnect();
        // a page that went away while it was drawn is no fault
        draw().catch(() => undefined);
      },
      { root: scroller.current, rootMargin: AHEAD },
    );
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawing?.cancel();
    };
  }, [shown, number, scroller]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t('print.pdfPage', { page: number, pages: shown.pdf.numPages })}
      style={{
        width: `min(100%, ${String((shown.width / POINTS_PER_INCH) * CSS_PIXELS_PER_INCH)}px)`,
        aspectRatio: `${String(shown.width)} / ${String(shown.height)}`,
      }}
      data-testid="print-pdf-page"
    >
      {words}
    </canvas>
  );
}
