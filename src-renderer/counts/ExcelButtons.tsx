import { useTranslation } from 'react-i18next';
import type { CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { showToast } from '../ui/toasts.ts';
import { useExport } from '../ui/use-export.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

/** The sheet out to Excel under a new number, and back from it (stock §5.3). */
export function ExcelButtons({ detail }: { detail: CountSheetDetail }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const exportFile = useExport();
  const { id: sheetId, version, sheetNo } = detail.sheet;
  const order = useOrder(api.counts.step, ({ exportRev }) => {
    if (exportRev !== null) exportFile({ report: 'countSheet', sheetId, exportRev });
  });
  const mayTakeOut = detail.allowedActions.includes('export');
  const mayBringBack = detail.allowedActions.includes('enter');
  const takeOut = (): void => {
    if (!mayTakeOut || order.isPending) return;
    const onError = (error: unknown): void => {
      showToast({ text: text(problemOf(error)), tone: 'bad' });
    };
    order.mutate({ sheetId, version, step: 'export', note: '', lineIds: [] }, { onError });
  };
  const bringBack = (): void => {
    if (mayBringBack) navigate('exchange', `count-${sheetNo}`);
  };
  useKeys({ 'Ctrl+KeyE': takeOut, 'Ctrl+KeyI': bringBack });
  return (
    <>
      {mayTakeOut ? (
        <Button keyName="Ctrl E" onClick={takeOut} disabled={order.isPending} testId="count-excel-out">
          {t('counts.excelOut')}
        </Button>
      ) : null}
      {mayBringBack ? (
        <Button keyName="Ctrl I" onClick={bringBack} testId="count-excel-in">
          {t('counts.excelIn')}
        </Button>
      ) : null}
    </>
  );
}
